//! Where: names of places, found by their words and resolved over the whole report.
//!
//! `words` folds the text, `gazetteer` looks names up, `find` decides which words name a place, `resolve` which place
//! it is, `area` widens a place to what the words around it mean (*au nord de X*).

mod area;
mod encode;
mod find;
mod gazetteer;
mod given;
mod lexicon;
mod resolve;
mod words;

use selon_types::{ActorForm, ActorMention, Analysis, PlaceMention, Remark, RemarkKind, Report, Span};

use find::{Candidate, Reader};
use gazetteer::PlaceKind;

pub use encode::encode_gazetteer;
pub use gazetteer::{Gazetteer, GazetteerError, KnownPlace};
pub use given::resolve_given;

/// A stretch of text that may name a place, with the entries it may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Toponym {
    /// The name, without feature words.
    pub span: Span,
    /// The country, when every plausible reading lies in one (*Minsk*: `BLR`).
    pub country: Option<String>,
    /// A capital or another seat of a government, whose name may stand for it.
    pub is_seat: bool,
    /// The name is that of a country.
    pub is_country: bool,
}

/// The toponyms of a report, sorted by position, not overlapping.
pub fn find_toponyms(report: &Report, analysis: &Analysis, gazetteer: &Gazetteer) -> Vec<Toponym> {
    let reader = Reader::new(report, analysis, gazetteer);
    reader.candidates().iter().map(|candidate| toponym(candidate, gazetteer)).collect()
}

fn toponym(candidate: &Candidate, gazetteer: &Gazetteer) -> Toponym {
    let likeliest = candidate.entries.iter().max_by(|a, b| resolve::prior(a).total_cmp(&resolve::prior(b)));
    Toponym {
        span: candidate.span,
        country: gazetteer.clear_country(&candidate.entries).map(str::to_owned),
        is_seat: candidate.entries.iter().any(|entry| {
            (entry.kind == PlaceKind::Capital || entry.seat)
                && likeliest.is_some_and(|best| best.country == entry.country)
        }),
        is_country: likeliest.is_some_and(|entry| entry.kind == PlaceKind::Country),
    }
}

/// Resolves toponyms jointly. Names inside a metonym are no places; names with no reading in the index stay
/// unresolved, with a remark.
pub fn resolve_places(
    report: &Report,
    analysis: &Analysis,
    toponyms: Vec<Toponym>,
    actors: &[ActorMention],
    gazetteer: &Gazetteer,
) -> (Vec<PlaceMention>, Vec<Remark>) {
    let reader = Reader::new(report, analysis, gazetteer);
    let mut candidates = reader.candidates();
    candidates.retain(|candidate| toponyms.iter().any(|toponym| toponym.span == candidate.span));
    // A metonym tells nothing about where things happen, but its country still speaks for the scene.
    let choices = resolve::choose(&reader, &mut candidates);
    let mut places = Vec::with_capacity(candidates.len());
    let mut remarks = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        if actors.iter().any(|actor| actor.form == ActorForm::Metonym && actor.span.overlaps(candidate.span)) {
            continue;
        }
        let place = area::mention(&reader, &candidates, &choices, at);
        if place.point.is_none() && place.precision.is_none() {
            remarks.push(Remark {
                kind: RemarkKind::UnresolvedPlace,
                span: Some(place.span),
                message: format!("{:?} is a place that the gazetteer does not hold; it has no point.", place.name),
            });
        }
        places.push(place);
    }
    places.sort_by_key(|place| (place.span, place.precision));
    places.dedup_by_key(|place| place.span);
    (places, remarks)
}
