//! Helps tests: one record and one reading, both as JSON, to figures; and gold turned into a perfect reading.

use std::collections::BTreeMap;

use selon_view::wire::{
    WireActor, WireAttribution, WireClaim, WireDate, WireFigure, WirePlace, WireReading, WireReport, WireSourceRef,
    WireTimex,
};
use serde_json::Value;

use crate::Options;
use crate::atlas::Atlas;
use crate::case::Case;
use crate::gold::{self, Annotated, GoldActor, GoldClaim, GoldRecord, Nested, Speaker};
use crate::interval::days_of;
use crate::letters::LetterIndex;
use crate::score::score;
use crate::what::What;

/// States for tests.
pub(crate) const STATES: &str = "code\tname_fr\tname_en\tadj_fr\tadj_en\tseat_fr\n\
    RUS\tRussie\tRussia\trusse|russes\tRussian\tMoscou\n\
    UKR\tUkraine\tUkraine\tukrainien\tUkrainian\tKiev\n\
    GRC\tGrèce\tGreece\tgrec\tGreek\tAthènes\n";

/// The span of the first occurrence of some words.
pub(crate) fn span(text: &str, words: &str) -> [usize; 2] {
    let byte = text.find(words).unwrap_or_else(|| panic!("{words:?} is not in {text:?}"));
    let start = text[..byte].chars().count();
    [start, start + words.chars().count()]
}

/// The figures of one record.
pub(crate) fn figures(what: What, options: &Options, gold: &Value, wire: &Value) -> BTreeMap<String, f64> {
    let gold = gold::record_from(gold).unwrap();
    let wire: WireReading = serde_json::from_value(wire.clone()).unwrap();
    let atlas = Atlas::from_table(STATES).unwrap();
    let case = Case { gold: &gold, wire: &wire, text: LetterIndex::new(&gold.text), atlas: &atlas, options };
    let outcome = what.compare(&case);
    score(&what.figures(options), &[outcome.tally]).into_iter().map(|scored| (scored.key, scored.value)).collect()
}

/// The keys with their values, rounded, in the order asked.
pub(crate) fn check(figures: &BTreeMap<String, f64>, expected: &[(&str, f64)]) {
    let written: Vec<(String, Option<f64>)> = expected
        .iter()
        .map(|(key, _)| ((*key).to_owned(), figures.get(*key).map(|value| (value * 1e4).round() / 1e4)))
        .collect();
    let expected: Vec<(String, Option<f64>)> = expected
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (!value.is_nan()).then(|| (value * 1e4).round() / 1e4)))
        .collect();
    assert_eq!(written, expected);
}

/// The reading that says exactly what the gold's first readings say.
pub(crate) fn as_reading(gold: &GoldRecord) -> WireReading {
    let mut wire = WireReading {
        report: WireReport { id: gold.id.clone(), text: gold.text.clone(), ..WireReport::default() },
        ..WireReading::default()
    };
    for (idx, said) in gold.attributions.iter().flatten().enumerate() {
        wire.attributions.push(WireAttribution {
            id: said.id.clone().unwrap_or_else(|| format!("g{idx}")),
            kind: said.kind.clone(),
            source: said.source.clone(),
            cue: said.cue.clone(),
            content: said.content.clone(),
            source_ref: source_ref(said.speaker.as_ref()),
            stance: said.stances.first().map_or("asserted", |accepted| accepted[0]).to_owned(),
            parent: match &said.nested {
                Nested::In(outer) => Some(outer.clone()),
                // Which one is not annotated: any other one will do.
                Nested::Yes => Some(if idx == 0 { "g1".to_owned() } else { "g0".to_owned() }),
                Nested::No | Nested::Unknown => None,
            },
            ..WireAttribution::default()
        });
    }
    for (idx, claim) in gold.claims.iter().flatten().enumerate() {
        add_claim(&mut wire, idx, gold, claim);
    }
    for timex in gold.timexes.iter().flatten() {
        wire.timexes.push(WireTimex {
            span: timex.span,
            kind: timex.kind.clone(),
            value: timex.values.first().cloned(),
            ..WireTimex::default()
        });
    }
    for toponym in gold.toponyms.iter().flatten() {
        let name = toponym.name.clone().unwrap_or_default();
        wire.places.push(WirePlace {
            span: toponym.span,
            country: toponym.country.clone(),
            lat: toponym.point.map(|point| point.0),
            lon: toponym.point.map(|point| point.1),
            name,
            ..WirePlace::default()
        });
    }
    wire
}

fn source_ref(speaker: Option<&Speaker>) -> WireSourceRef {
    let kind = match speaker {
        Some(Speaker::Author) => "author",
        Some(Speaker::Coded(_)) => "actor",
        Some(Speaker::Unresolved) | None => "unresolved",
    };
    let code = match speaker {
        Some(Speaker::Coded(code)) => Some(code),
        _ => None,
    };
    WireSourceRef {
        kind: kind.to_owned(),
        code: code.and_then(|code| code.country.clone()),
        sector: code.and_then(|code| code.sectors.first().cloned()),
        ..WireSourceRef::default()
    }
}

fn add_claim(wire: &mut WireReading, idx: usize, gold: &GoldRecord, claim: &GoldClaim) {
    let mut parties = |list: &Option<Vec<GoldActor>>| -> Vec<String> {
        let mut ids = Vec::new();
        for actor in list.iter().flatten() {
            let id = format!("e{}", wire.actors.len());
            let from_words = || Some(span(&gold.text, actor.text.as_deref().filter(|text| gold.text.contains(text))?));
            wire.actors.push(WireActor {
                id: id.clone(),
                span: actor.span.or_else(from_words).unwrap_or_default(),
                code: actor.code.as_ref().and_then(|code| code.country.clone()),
                sector: actor.code.as_ref().and_then(|code| code.sectors.first().cloned()),
                form: "described".to_owned(),
                ..WireActor::default()
            });
            ids.push(id);
        }
        ids
    };
    let (actors, recipients) = (parties(&claim.actors), parties(&claim.recipients));
    let stance = claim.stances.first().map_or("asserted", |accepted| accepted[0]);
    wire.attributions.push(WireAttribution {
        id: format!("of-claim-{idx}"),
        kind: if claim.speaker == Some(Speaker::Author) { "none" } else { "indirect" }.to_owned(),
        source_ref: source_ref(claim.speaker.as_ref()),
        stance: stance.to_owned(),
        ..WireAttribution::default()
    });
    let place = claim.place.value().map(|place| {
        let id = format!("claim-place-{idx}");
        wire.places.push(WirePlace {
            id: id.clone(),
            name: place.name.clone(),
            country: place.country.clone(),
            lat: place.point.map(|point| point.0),
            lon: place.point.map(|point| point.1),
            ..WirePlace::default()
        });
        id
    });
    let date = claim.date.value().map(|date| {
        let days = days_of(&date.value).map(|(begin, end)| (begin.to_string(), end.to_string()));
        let (begin, end) = days.or_else(|| date.interval.clone()).unwrap_or_default();
        WireDate { begin: Some(begin), end: Some(end), ..WireDate::default() }
    });
    let figures = claim.figures.iter().flatten();
    wire.claims.push(WireClaim {
        id: claim.id.clone().unwrap_or_else(|| format!("c{idx}")),
        event_type: claim.types.first().cloned().unwrap_or_default(),
        mode: claim.modes.clone().unwrap_or_default(),
        trigger: claim.trigger,
        actors,
        recipients,
        polarity: claim.polarity.clone().unwrap_or_default(),
        modality: claim.modalities.first().cloned().unwrap_or_default(),
        date,
        place,
        figures: figures
            .map(|figure| WireFigure {
                kind: figure.kind.clone(),
                low: figure.low,
                high: figure.high,
                ..WireFigure::default()
            })
            .collect(),
        attribution: format!("of-claim-{idx}"),
        same_event_as: match &claim.same_event_as {
            Annotated::Value(first) => Some(first.clone()),
            Annotated::Nothing | Annotated::Unknown => None,
        },
        ..WireClaim::default()
    });
}
