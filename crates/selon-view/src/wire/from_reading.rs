//! A [`Reading`] turned into its wire record: code points instead of bytes, ids instead of indices.

use std::fmt::Write as _;

use selon_types::{
    ActorMention, Attribution, Claim, EventDate, Figure, Label, PlaceMention, QuoteKind, Reading, Remark, Report,
    Sentence, SourceRef, Span, Timex,
};
use sha2::{Digest, Sha256};

use super::{
    WIRE_VERSION, WireActor, WireAttribution, WireClaim, WireDate, WireFigure, WirePlace, WireReading, WireRemark,
    WireReport, WireSentence, WireSourceRef, WireSpan, WireTimex,
};
use crate::CodePoints;

impl WireReading {
    /// The wire record of a reading; lists are sorted by position, ids count from 1 in that order.
    pub fn from_reading(reading: &Reading) -> WireReading {
        let writer = Writer::new(reading);
        let mentions = &reading.mentions;
        let mut sentences: Vec<_> =
            reading.analysis.sentences.iter().map(|sentence| writer.sentence(sentence)).collect();
        sentences.sort_by_key(|sentence| sentence.span);
        let mut remarks: Vec<_> = reading.remarks.iter().map(|remark| writer.remark(remark)).collect();
        remarks.sort_by_key(|remark| remark.span);
        WireReading {
            wire: WIRE_VERSION,
            report: wire_report(&reading.report),
            sentences,
            actors: writer.actors.sorted(&mentions.actors, |id, actor| writer.actor(id, actor)),
            places: writer.places.sorted(&mentions.places, |id, place| writer.place(id, place)),
            timexes: writer.timexes.sorted(&mentions.timexes, |id, timex| writer.timex(id, timex)),
            attributions: writer.attributions.order.iter().map(|&idx| writer.attribution(idx)).collect(),
            claims: writer.claims.sorted(&reading.claims, |id, claim| writer.claim(id, claim)),
            remarks,
        }
    }
}

/// The ids of one list: by position, counted from 1.
struct Ids {
    letter: char,
    /// Indices of the list in the order of the text.
    order: Vec<usize>,
    /// For each index its place in that order.
    rank: Vec<usize>,
}

impl Ids {
    fn new<T, K: Ord>(letter: char, items: &[T], position: impl Fn(&T) -> K) -> Ids {
        let mut order: Vec<usize> = (0..items.len()).collect();
        order.sort_by_key(|&idx| position(&items[idx]));
        let mut rank = vec![0; items.len()];
        for (place, &idx) in order.iter().enumerate() {
            rank[idx] = place;
        }
        Ids { letter, order, rank }
    }

    /// The id of the item at `idx`. An index outside the list, which would be an error of a stage, has none.
    fn id(&self, idx: usize) -> Option<String> {
        let rank = self.rank.get(idx)?;
        Some(format!("{}{}", self.letter, rank + 1))
    }

    fn ids(&self, idxs: &[usize]) -> Vec<String> {
        idxs.iter().filter_map(|&idx| self.id(idx)).collect()
    }

    fn sorted<T, W>(&self, items: &[T], write: impl Fn(String, &T) -> W) -> Vec<W> {
        self.order
            .iter()
            .enumerate()
            .map(|(place, &idx)| write(format!("{}{}", self.letter, place + 1), &items[idx]))
            .collect()
    }
}

struct Writer<'reading> {
    reading: &'reading Reading,
    points: CodePoints<'reading>,
    actors: Ids,
    places: Ids,
    timexes: Ids,
    attributions: Ids,
    claims: Ids,
}

impl<'reading> Writer<'reading> {
    fn new(reading: &'reading Reading) -> Self {
        let mentions = &reading.mentions;
        Writer {
            reading,
            points: CodePoints::new(&reading.report.text),
            actors: Ids::new('e', &mentions.actors, |actor| actor.span),
            places: Ids::new('p', &mentions.places, |place| place.span),
            timexes: Ids::new('t', &mentions.timexes, |timex| timex.span),
            attributions: Ids::new('a', &reading.attributions, attribution_position),
            claims: Ids::new('c', &reading.claims, |claim| claim.trigger),
        }
    }

    fn span(&self, span: Span) -> WireSpan {
        [self.points.of_byte(span.start()), self.points.of_byte(span.end())]
    }

    fn spans(&self, spans: &[Span]) -> Vec<WireSpan> {
        let mut spans: Vec<_> = spans.iter().map(|&span| self.span(span)).collect();
        spans.sort_unstable();
        spans
    }

    fn sentence(&self, sentence: &Sentence) -> WireSentence {
        WireSentence { span: self.span(sentence.span), role: word(sentence.role) }
    }

    fn actor(&self, id: String, actor: &ActorMention) -> WireActor {
        WireActor {
            id,
            entity: format!("n{}", actor.entity + 1),
            span: self.span(actor.span),
            name: actor.name.clone(),
            code: actor.code.clone(),
            sector: actor.sector.clone(),
            body: actor.body.clone(),
            form: word(actor.form),
            confidence: rounded(actor.confidence),
        }
    }

    fn place(&self, id: String, place: &PlaceMention) -> WirePlace {
        WirePlace {
            id,
            span: self.span(place.span),
            name: place.name.clone(),
            geonameid: place.geonameid,
            country: place.country.clone(),
            lat: place.point.map(|(lat, _)| lat),
            lon: place.point.map(|(_, lon)| lon),
            radius_km: place.radius_km,
            precision: place.precision.map(word),
            confidence: rounded(place.confidence),
        }
    }

    fn timex(&self, id: String, timex: &Timex) -> WireTimex {
        WireTimex {
            id,
            span: self.span(timex.span),
            kind: word(timex.kind),
            value: Some(timex.value.clone()),
            begin: timex.begin.clone(),
            end: timex.end.clone(),
        }
    }

    fn attribution(&self, idx: usize) -> WireAttribution {
        let attribution: &Attribution = &self.reading.attributions[idx];
        WireAttribution {
            id: self.attributions.id(idx).unwrap_or_default(),
            kind: word(attribution.kind),
            act: word(attribution.act),
            source: self.spans(&attribution.source),
            cue: self.spans(&attribution.cue),
            content: self.spans(&attribution.content),
            hedges: self.spans(&attribution.hedges),
            source_ref: self.source_ref(&attribution.source_ref),
            source_form: word(attribution.source_form),
            stance: word(attribution.stance),
            distance: word(attribution.distance),
            parent: attribution.parent.and_then(|idx| self.attributions.id(idx)),
            chain: self.chain(idx),
            basis: attribution.basis.map(|span| self.span(span)),
            said_when: attribution.said_when.and_then(|idx| self.timexes.id(idx)),
            flags: attribution.flags.clone(),
            rule: attribution.rule.clone(),
        }
    }

    /// `author` first: the report's own voice is that word and no link of its own.
    fn chain(&self, idx: usize) -> Vec<String> {
        let links = self.reading.chain(idx);
        let links = links
            .into_iter()
            .filter(|&link| self.reading.attributions[link].kind != QuoteKind::None)
            .filter_map(|link| self.attributions.id(link));
        std::iter::once("author".to_owned()).chain(links).collect()
    }

    fn source_ref(&self, source: &SourceRef) -> WireSourceRef {
        WireSourceRef {
            kind: word(source.kind),
            name: source.name.clone(),
            code: source.code.clone(),
            sector: source.sector.clone(),
            actor: source.actor.and_then(|idx| self.actors.id(idx)),
            confidence: rounded(source.confidence),
        }
    }

    fn claim(&self, id: String, claim: &Claim) -> WireClaim {
        WireClaim {
            id,
            event_type: word(claim.event_type),
            mode: claim.modes.clone(),
            context: claim.contexts.clone(),
            trigger: Some(self.span(claim.trigger)),
            actors: self.actors.ids(&claim.actors),
            recipients: self.actors.ids(&claim.recipients),
            polarity: word(claim.polarity),
            modality: word(claim.modality),
            date: claim.date.as_ref().map(|date| self.date(date)),
            place: claim.place.and_then(|idx| self.places.id(idx)),
            figures: claim.figures.iter().map(|figure| self.figure(figure)).collect(),
            attribution: self.attributions.id(claim.attribution).unwrap_or_default(),
            same_event_as: claim.same_event_as.and_then(|idx| self.claims.id(idx)),
            confidence: rounded(claim.confidence),
            rule: claim.rule.clone(),
        }
    }

    fn date(&self, date: &EventDate) -> WireDate {
        WireDate {
            begin: date.begin.clone(),
            end: date.end.clone(),
            precision: Some(word(date.precision)),
            timex: date.timex.and_then(|idx| self.timexes.id(idx)),
            basis: Some(word(date.basis)),
        }
    }

    fn figure(&self, figure: &Figure) -> WireFigure {
        WireFigure {
            kind: word(figure.kind),
            low: figure.low,
            high: figure.high,
            span: Some(self.span(figure.span)),
            of: figure.of.and_then(|idx| self.actors.id(idx)),
        }
    }

    fn remark(&self, remark: &Remark) -> WireRemark {
        WireRemark {
            kind: word(remark.kind),
            span: remark.span.map(|span| self.span(span)),
            message: remark.message.clone(),
        }
    }
}

fn wire_report(report: &Report) -> WireReport {
    WireReport {
        id: report.id.clone(),
        lang: report.language.map(word),
        title: report.title.clone(),
        outlet: report.outlet.clone(),
        url: report.url.clone(),
        published: report.published.as_ref().map(|published| published.value.clone()),
        published_basis: report.published.as_ref().map(|published| word(published.basis)),
        text: report.text.clone(),
        text_sha256: text_sha256(&report.text),
    }
}

/// SHA-256 of a text's UTF-8 bytes, in lower-case hexadecimal.
pub fn text_sha256(text: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        // Writing into a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// An attribution stands where its content starts; without content, where its cue or source does.
fn attribution_position(attribution: &Attribution) -> Option<Span> {
    [&attribution.content, &attribution.cue, &attribution.source]
        .into_iter()
        .find_map(|spans| spans.iter().min().copied())
}

fn word(label: impl Label) -> String {
    label.label().to_owned()
}

/// Three decimals: more would pretend a precision that a confidence has not.
fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use selon_types::*;

    use super::*;

    /// A reading of `text` whose only attribution, actor and claim stand on the given words.
    fn reading(text: &str, source: &str, cue: &str, content: &str) -> Reading {
        let span = |words: &str| {
            let start = text.find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let actor = ActorMention {
            span: span(source),
            head: 0,
            entity: 0,
            name: None,
            code: Some("UKR".into()),
            sector: None,
            body: None,
            form: ActorForm::Named,
            confidence: 0.9,
        };
        let attribution = |kind, source: Vec<Span>, cue: Vec<Span>, content: Vec<Span>, parent| Attribution {
            kind,
            act: Act::Speech,
            source,
            cue,
            content,
            hedges: vec![],
            source_ref: SourceRef {
                kind: SourceKind::Actor,
                name: None,
                code: None,
                sector: None,
                actor: Some(0),
                confidence: 0.5,
            },
            source_form: SourceForm::Named,
            stance: Stance::Asserted,
            distance: Distance::Neutral,
            parent,
            basis: None,
            said_when: None,
            flags: vec![],
            rule: "xx/test".into(),
        };
        let own = attribution(QuoteKind::None, vec![], vec![], vec![Span::new(0, text.len())], None);
        let said = attribution(QuoteKind::Indirect, vec![span(source)], vec![span(cue)], vec![span(content)], Some(0));
        let claim = Claim {
            event_type: EventType::Assault,
            modes: vec![],
            contexts: vec![],
            trigger: span(content),
            actors: vec![0],
            recipients: vec![],
            polarity: Polarity::Affirmed,
            modality: Modality::Actual,
            date: None,
            place: None,
            figures: vec![],
            attribution: 1,
            same_event_as: None,
            confidence: 0.123_456,
            rule: "xx/test".into(),
        };
        Reading {
            report: Report { id: "r".into(), language: Some(Language::Fr), text: text.into(), ..Report::default() },
            analysis: Analysis::default(),
            mentions: Mentions { actors: vec![actor], ..Mentions::default() },
            attributions: vec![own, said],
            claims: vec![claim],
            remarks: vec![],
        }
    }

    #[test]
    fn spans_count_code_points() {
        let text = "🇺🇦 Kiev e\u{301}nonce 😀 : «\u{202f}tir à Łódź\u{202f}»";
        let wire = WireReading::from_reading(&reading(text, "Kiev", "e\u{301}nonce", "tir à Łódź"));
        let words = |[start, end]: WireSpan| -> String { text.chars().skip(start).take(end - start).collect() };
        assert_eq!(words(wire.actors[0].span), "Kiev");
        assert_eq!(words(wire.attributions[1].cue[0]), "e\u{301}nonce");
        assert_eq!(words(wire.attributions[1].content[0]), "tir à Łódź");
        assert_eq!(words(wire.claims[0].trigger.unwrap()), "tir à Łódź");
    }

    #[test]
    fn ids_chain_and_hash() {
        let wire = WireReading::from_reading(&reading("Kiev dit : tirs", "Kiev", "dit", "tirs"));
        assert_eq!(wire.attributions[1].chain, ["author", "a2"]);
        assert_eq!(wire.attributions[0].chain, ["author"]);
        assert_eq!(wire.attributions[1].parent.as_deref(), Some("a1"));
        assert_eq!(wire.attributions[1].source_ref.actor.as_deref(), Some("e1"));
        assert_eq!(wire.claims[0].attribution, "a2");
        assert!((wire.claims[0].confidence - 0.123).abs() < 1e-12);
        assert_eq!(text_sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn what_is_written_is_read_again_and_unknown_is_null() {
        let wire = WireReading::from_reading(&reading("Kiev dit : tirs", "Kiev", "dit", "tirs"));
        let json = serde_json::to_string(&wire).unwrap();
        assert!(json.starts_with(r#"{"wire":1,"report":{"id":"r","lang":"fr","title":null,"#));
        assert!(json.contains(r#""date":null,"place":null,"figures":[],"attribution":"a2","same_event_as":null"#));
        assert_eq!(serde_json::from_str::<WireReading>(&json).unwrap(), wire);
    }

    #[test]
    fn foreign_records_may_lack_fields_and_have_others() {
        let wire: WireReading = serde_json::from_str(
            r#"{"report":{"id":"x","text":"a"},"claims":[{"type":"AID","trigger":[0,1],"actors":null,"colour":"red"}]}"#,
        )
        .unwrap();
        assert_eq!(wire.claims[0].event_type, "AID");
        assert!(wire.claims[0].actors.is_empty());
    }
}
