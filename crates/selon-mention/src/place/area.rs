//! What the words around a name make of the place: a mention with point, radius and precision.

use selon_types::{PlaceMention, PlacePrecision};

use super::find::{Candidate, Reader};
use super::gazetteer::{Entry, PlaceKind};
use super::resolve::Choice;

/// The mention of one candidate.
pub(super) fn mention(reader: &Reader<'_>, candidates: &[Candidate], choices: &[Choice], at: usize) -> PlaceMention {
    let candidate = &candidates[at];
    match choices[at].entry {
        Some(entry) => plain(reader, candidate.span, entry, choices[at].confidence),
        None => PlaceMention {
            span: candidate.span,
            name: candidate.span.of(reader.text).to_owned(),
            geonameid: None,
            country: None,
            point: None,
            radius_km: None,
            precision: None,
            confidence: 0.0,
        },
    }
}

/// The place itself.
pub(super) fn plain(reader: &Reader<'_>, span: selon_types::Span, entry: Entry, confidence: f32) -> PlaceMention {
    let drawn = entry.kind != PlaceKind::Macro;
    PlaceMention {
        span,
        name: reader.gazetteer.name(entry.idx).to_owned(),
        geonameid: Some(entry.geonameid).filter(|id| *id > 0),
        country: reader.gazetteer.iso3(entry.country).map(str::to_owned),
        point: entry.point.filter(|_| drawn),
        radius_km: Some(entry.radius_km).filter(|_| drawn && entry.point.is_some()),
        precision: Some(match entry.kind {
            PlaceKind::Macro => PlacePrecision::Region,
            kind => kind.precision(),
        }),
        confidence,
    }
}
