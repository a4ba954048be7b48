//! Readings to reported claims: each claim takes with it all that it points at, and learns its origin.

use std::collections::BTreeMap;

use selon_types::{
    ActorIdx, Claim, ClaimSource, Figure, Language, Party, QuoteKind, Reading, ReportCard, ReportedClaim,
    ReportedFigure, SentenceRole, SourceKind, Span,
};
use sha2::{Digest, Sha256};

/// Which reports copy, translate or re-tell one another: report id to group. A report that is not named stands alone.
pub type CopyGroups = BTreeMap<String, String>;

/// Group of copies to the outlet of its first report.
pub type GroupVoices = BTreeMap<String, String>;

/// The report cards, sorted by id, and the claims of all readings, sorted by report and position.
///
/// Of two readings with one report id the later in the slice is taken.
pub fn lift_claims(readings: &[&Reading], groups: &CopyGroups) -> (Vec<ReportCard>, Vec<ReportedClaim>) {
    let by_id: BTreeMap<&str, &Reading> =
        readings.iter().map(|reading| (reading.report.id.as_str(), *reading)).collect();
    let cards: Vec<ReportCard> = by_id.values().map(|reading| report_card(reading, groups)).collect();
    let voices = group_voices(&cards);
    let mut claims = Vec::new();
    for (report, reading) in by_id.values().enumerate() {
        lift_reading(reading, report, &cards[report], &voices, &mut claims);
    }
    (cards, claims)
}

fn report_card(reading: &Reading, groups: &CopyGroups) -> ReportCard {
    let report = &reading.report;
    let headline = || {
        let sentence = reading.analysis.sentences.iter().find(|s| s.role == SentenceRole::Headline)?;
        report.text.get(sentence.span.start()..sentence.span.end()).map(str::to_owned)
    };
    ReportCard {
        id: report.id.clone(),
        outlet: report.outlet.clone(),
        url: report.url.clone(),
        title: report.title.clone().or_else(headline),
        language: report.language,
        published: report.published.as_ref().map(|published| published.value.clone()),
        copy_group: groups.get(&report.id).unwrap_or(&report.id).clone(),
    }
}

/// For each copy group the outlet of its first report: the voice that all of them repeat.
pub fn group_voices(cards: &[ReportCard]) -> GroupVoices {
    let mut sorted: Vec<&ReportCard> = cards.iter().filter(|card| card.outlet.is_some()).collect();
    sorted.sort_by_key(|card| (card.published.is_none(), &card.published, &card.id));
    let mut voices = GroupVoices::new();
    for card in sorted {
        if let Some(outlet) = &card.outlet {
            voices.entry(card.copy_group.clone()).or_insert_with(|| outlet.clone());
        }
    }
    voices
}

/// Puts claims that were lifted while other copies of their reports were not known into the groups of those copies:
/// the report's own voice and unnamed sources get the origin that they have among them.
pub fn regroup(cards: &mut [ReportCard], claims: &mut [ReportedClaim], groups: &CopyGroups, voices: &GroupVoices) {
    let alone: Vec<String> = cards.iter().map(|card| card.copy_group.clone()).collect();
    for card in cards.iter_mut() {
        card.copy_group = groups.get(&card.id).unwrap_or(&card.id).clone();
    }
    for claim in claims {
        let (Some(card), Some(alone)) = (cards.get(claim.report), alone.get(claim.report)) else { continue };
        let source = &mut claim.source;
        if source.kind == SourceKind::Author {
            source.origin = author_origin(card, voices.get(&card.copy_group).map(String::as_str));
        } else if let Some(words) = source.origin.strip_prefix(alone.as_str()).and_then(|rest| rest.strip_prefix('?')) {
            source.origin = unnamed_origin(card, words);
        }
    }
}

fn lift_reading(
    reading: &Reading,
    report: usize,
    card: &ReportCard,
    voices: &GroupVoices,
    claims: &mut Vec<ReportedClaim>,
) {
    let first = claims.len();
    let text = &reading.report.text;
    let mut points = PointCounter::default();
    let mut order: Vec<usize> = (0..reading.claims.len()).collect();
    order.sort_by_key(|&idx| (reading.claims[idx].trigger, idx));
    let rank: BTreeMap<usize, usize> = order.iter().enumerate().map(|(rank, &idx)| (idx, rank)).collect();
    // A sentence that stands twice (a headline and its copy) tells its event once.
    let mut told: BTreeMap<(&str, usize, &str), usize> = BTreeMap::new();
    for &idx in &order {
        let claim = &reading.claims[idx];
        let sentence = sentence_of(reading, claim.trigger);
        let Some(words) = text.get(sentence.start()..sentence.end()) else { continue };
        let at = claim.trigger.start() - sentence.start();
        let place_idx = claims.len();
        let twin = *told.entry((words, at, selon_types::Label::label(claim.event_type))).or_insert(place_idx);
        let stated = claim.same_event_as.and_then(|other| rank.get(&other)).map(|rank| first + rank);
        claims.push(ReportedClaim {
            id: claim_id(&card.id, claim),
            report,
            claim: idx,
            same_event_as: stated.filter(|&other| other < place_idx).or((twin < place_idx).then_some(twin)),
            event_type: claim.event_type,
            modes: claim.modes.clone(),
            contexts: claim.contexts.clone(),
            actors: parties(reading, &claim.actors),
            recipients: parties(reading, &claim.recipients),
            polarity: claim.polarity,
            modality: claim.modality,
            date: claim.date.clone(),
            place: claim.place.and_then(|place| reading.mentions.places.get(place)).cloned(),
            figures: claim.figures.iter().map(|figure| figure_of(reading, figure)).collect(),
            source: source_of(reading, claim, card, voices),
            trigger: claim.trigger,
            sentence,
            words: words.to_owned(),
            trigger_in_words: (at, claim.trigger.end() - sentence.start()),
            sentence_start: points.up_to(text, sentence.start()),
            excluded: reading
                .attributions
                .get(claim.attribution)
                .is_some_and(|attribution| attribution.flags.iter().any(|flag| flag == "exclude_from_aggregates")),
            confidence: claim.confidence,
        });
    }
}

/// Counts code points of a text up to growing offsets, each byte once.
#[derive(Default)]
struct PointCounter {
    byte: usize,
    points: usize,
}

impl PointCounter {
    fn up_to(&mut self, text: &str, byte: usize) -> usize {
        if byte < self.byte {
            *self = PointCounter::default();
        }
        self.points += text.get(self.byte..byte).map_or(0, |piece| piece.chars().count());
        self.byte = byte;
        self.points
    }
}

/// The sentence that holds the trigger; the trigger itself where sentences are not known.
fn sentence_of(reading: &Reading, trigger: Span) -> Span {
    let sentences = &reading.analysis.sentences;
    let next = sentences.partition_point(|sentence| sentence.span.start() <= trigger.start());
    let found = next.checked_sub(1).map(|idx| sentences[idx].span);
    found.filter(|span| span.contains(trigger)).unwrap_or(trigger)
}

/// Sixteen hexadecimal digits from report, type and place in the text.
fn claim_id(report: &str, claim: &Claim) -> String {
    let place = format!("{}\u{1f}{}\u{1f}{:?}", report, claim.event_type, claim.trigger);
    hex16(&place)
}

/// The first sixteen hexadecimal digits of the SHA-256 of `content`.
pub(crate) fn hex16(content: &str) -> String {
    let digest = Sha256::digest(content.as_bytes());
    digest[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn parties(reading: &Reading, idxs: &[ActorIdx]) -> Vec<Party> {
    let text = &reading.report.text;
    let mut parties: Vec<Party> = idxs
        .iter()
        .filter_map(|&idx| reading.mentions.actors.get(idx))
        .map(|actor| Party {
            code: actor.code.clone(),
            body: actor.body.clone(),
            sector: actor.sector.clone(),
            name: actor.name.clone(),
            words: text.get(actor.span.start()..actor.span.end()).unwrap_or_default().to_owned(),
        })
        .collect();
    parties.dedup();
    parties
}

fn figure_of(reading: &Reading, figure: &Figure) -> ReportedFigure {
    let of = figure.of.and_then(|idx| reading.mentions.actors.get(idx)).and_then(|actor| actor.code.clone());
    let words = reading.report.text.get(figure.span.start()..figure.span.end()).unwrap_or_default().to_owned();
    ReportedFigure { kind: figure.kind, low: figure.low, high: figure.high, of, words }
}

fn source_of(reading: &Reading, claim: &Claim, card: &ReportCard, voices: &GroupVoices) -> ClaimSource {
    let author = voices.get(&card.copy_group).map(String::as_str);
    let author_name = || card.outlet.clone().unwrap_or_else(|| card.id.clone());
    let Some(attribution) = reading.attributions.get(claim.attribution) else {
        return author_source(card, author, author_name());
    };
    let reference = &attribution.source_ref;
    let words = source_words(reading, claim.attribution);
    let name = match reference.kind {
        SourceKind::Author => author_name(),
        _ => reference.name.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| words.clone()),
    };
    let origin = match (reference.kind, reference.code.as_deref(), reference.sector.as_deref()) {
        (SourceKind::Author, ..) => author_origin(card, author),
        (SourceKind::Actor | SourceKind::Document, Some(code), sector) => coded_origin(code, sector, &name),
        (SourceKind::Actor | SourceKind::Document, None, _) if !name.trim().is_empty() => folded(&name),
        // Somebody unnamed: the same words in another copy are the same unnamed source.
        _ => unnamed_origin(card, &folded(&words)),
    };
    let mut chain: Vec<String> = vec![author_name()];
    for idx in reading.chain(claim.attribution) {
        let link = &reading.attributions[idx];
        if link.source_ref.kind != SourceKind::Author {
            let name = link.source_ref.name.clone().unwrap_or_else(|| source_words(reading, idx));
            chain.push(if name.is_empty() { "?".to_owned() } else { name });
        }
    }
    ClaimSource {
        kind: reference.kind,
        origin,
        name: if name.is_empty() { "?".to_owned() } else { name },
        code: reference.code.clone(),
        sector: reference.sector.clone(),
        quote_kind: attribution.kind,
        stance: attribution.stance,
        distance: attribution.distance,
        chain,
    }
}

fn author_source(card: &ReportCard, author: Option<&str>, name: String) -> ClaimSource {
    ClaimSource {
        kind: SourceKind::Author,
        origin: author_origin(card, author),
        chain: vec![name.clone()],
        name,
        code: None,
        sector: None,
        quote_kind: QuoteKind::None,
        stance: selon_types::Stance::Asserted,
        distance: selon_types::Distance::Neutral,
    }
}

/// The outlet of the group's first report, so that an outlet quoted elsewhere is the same origin.
fn author_origin(card: &ReportCard, first_outlet: Option<&str>) -> String {
    first_outlet.map_or_else(|| card.copy_group.clone(), folded)
}

/// What somebody unnamed is known by: the group of copies and the words.
fn unnamed_origin(card: &ReportCard, folded_words: &str) -> String {
    format!("{}?{folded_words}", card.copy_group)
}

/// A government with its forces is one origin whoever speaks for it; other bodies are told apart by name.
fn coded_origin(code: &str, sector: Option<&str>, name: &str) -> String {
    const STATE: [&str; 5] = ["GOV", "MIL", "SPY", "COP", "LEG"];
    match sector {
        None => code.to_owned(),
        Some(sector) if STATE.contains(&sector) => code.to_owned(),
        Some(_) => format!("{code} {}", folded(name)),
    }
}

fn source_words(reading: &Reading, idx: usize) -> String {
    let text = &reading.report.text;
    let spans = reading.attributions[idx].source.iter();
    let words: Vec<&str> = spans.filter_map(|span| text.get(span.start()..span.end())).collect();
    words.join(" … ")
}

/// Lower case, letters and digits only.
pub(crate) fn folded(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// The language's tag, for outputs.
pub fn language_tag(language: Option<Language>) -> &'static str {
    language.map_or("und", selon_types::Label::label)
}
