//! Reports and claims for tests, stated in a line each.

use selon_types::{
    ClaimSource, DateBasis, DatePrecision, Distance, EventDate, EventType, FigureKind, Modality, PlaceMention,
    PlacePrecision, Polarity, QuoteKind, ReportCard, ReportedClaim, ReportedFigure, SourceKind, Span, Stance,
};

/// A claim to be made; the rest is ordinary.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) report: &'static str,
    pub(crate) event_type: EventType,
    pub(crate) actors: Vec<&'static str>,
    pub(crate) recipients: Vec<&'static str>,
    pub(crate) day: Option<&'static str>,
    pub(crate) place: Option<(&'static str, f64, f64)>,
    pub(crate) killed: Option<(u64, u64)>,
    /// `None` is the report's own voice.
    pub(crate) source: Option<&'static str>,
    pub(crate) stance: Stance,
}

/// An attack of RUS on UKR in the voice of the report.
pub(crate) fn attack(report: &'static str) -> Told {
    Told {
        report,
        event_type: EventType::Assault,
        actors: vec!["RUS"],
        recipients: vec!["UKR"],
        day: None,
        place: None,
        killed: None,
        source: None,
        stance: Stance::Asserted,
    }
}

/// Report cards and claims in the order that grouping wants. Reports are published on 2024-08-08; those of one group
/// are copies.
pub(crate) fn made(told: &[Told], groups: &[(&str, &str)]) -> (Vec<ReportCard>, Vec<ReportedClaim>) {
    let mut ids: Vec<&str> = told.iter().map(|told| told.report).collect();
    ids.sort_unstable();
    ids.dedup();
    let group = |id: &str| groups.iter().find(|(report, _)| *report == id).map_or(id, |(_, group)| group).to_owned();
    let cards: Vec<ReportCard> = ids
        .iter()
        .map(|id| ReportCard {
            id: (*id).to_owned(),
            outlet: None,
            published: Some("2024-08-08".into()),
            copy_group: group(id),
            ..ReportCard::default()
        })
        .collect();
    let mut claims = Vec::new();
    for (report, id) in ids.iter().enumerate() {
        // The content, not the order in which the test states it, tells where a claim stands.
        let mut own: Vec<&Told> = told.iter().filter(|told| told.report == *id).collect();
        own.sort_by_key(|told| format!("{told:?}"));
        claims.extend(own.iter().enumerate().map(|(nth, told)| claim(told, report, nth, &cards[report])));
    }
    (cards, claims)
}

fn claim(told: &Told, report: usize, nth: usize, card: &ReportCard) -> ReportedClaim {
    let party = |code: &&str| selon_types::Party {
        code: Some((*code).to_owned()),
        words: (*code).to_owned(),
        ..selon_types::Party::default()
    };
    let words = format!("claim {nth} of {}", told.report);
    let figure = |(low, high)| ReportedFigure {
        kind: FigureKind::Killed,
        low: Some(low),
        high: Some(high),
        of: None,
        words: low.to_string(),
    };
    ReportedClaim {
        id: format!("{}#{nth}", told.report),
        report,
        claim: nth,
        same_event_as: None,
        event_type: told.event_type,
        modes: Vec::new(),
        contexts: Vec::new(),
        actors: told.actors.iter().map(party).collect(),
        recipients: told.recipients.iter().map(party).collect(),
        polarity: Polarity::Affirmed,
        modality: Modality::Actual,
        date: told.day.map(|day| EventDate {
            begin: Some(day.to_owned()),
            end: Some(day.to_owned()),
            precision: DatePrecision::Day,
            timex: None,
            basis: DateBasis::Stated,
        }),
        place: told.place.map(|(name, lat, lon)| PlaceMention {
            span: Span::new(0, 1),
            name: name.to_owned(),
            geonameid: None,
            country: Some("UKR".into()),
            point: Some((lat, lon)),
            radius_km: Some(5.0),
            precision: Some(PlacePrecision::Town),
            confidence: 1.0,
        }),
        figures: told.killed.map(figure).into_iter().collect(),
        source: ClaimSource {
            kind: if told.source.is_some() { SourceKind::Actor } else { SourceKind::Author },
            origin: told.source.map_or_else(|| card.copy_group.clone(), str::to_owned),
            name: told.source.unwrap_or(told.report).to_owned(),
            code: told.source.map(str::to_owned),
            sector: None,
            quote_kind: if told.source.is_some() { QuoteKind::Indirect } else { QuoteKind::None },
            stance: told.stance,
            distance: Distance::Neutral,
            chain: vec![told.report.to_owned()],
        },
        trigger: Span::new(100 * nth, 100 * nth + 5),
        sentence: Span::new(100 * nth, 100 * nth + words.len()),
        trigger_in_words: (0, 5),
        sentence_start: 100 * nth,
        words,
        excluded: false,
        confidence: 0.9,
    }
}
