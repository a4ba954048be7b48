//! Where: names of places, found by their words and resolved over the whole report.
//!
//! `words` folds the text, `gazetteer` looks names up, `find` decides which words name a place, `resolve` which place
//! it is, `area` widens a place to what the words around it mean (*au nord de X*).

mod area;
mod encode;
mod find;
mod gazetteer;
mod given;
mod kind;
mod lexicon;
mod local;
mod reader;
mod resolve;
mod scene;
mod weigh;
mod words;

use selon_types::{ActorForm, ActorMention, Analysis, PlaceMention, Remark, RemarkKind, Report, Span};

use find::Candidate;
use kind::PlaceKind;
use reader::Reader;

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

/// The toponyms of a report, with all readings of each, ready to be resolved.
pub struct Toponyms<'a> {
    reader: Reader<'a>,
    candidates: Vec<Candidate>,
    all: Vec<Toponym>,
}

impl Toponyms<'_> {
    /// The toponyms, sorted by position, not overlapping.
    pub fn all(&self) -> &[Toponym] {
        &self.all
    }
}

/// Finds the toponyms of a report.
pub fn find_toponyms<'a>(report: &'a Report, analysis: &Analysis, gazetteer: &'a Gazetteer) -> Toponyms<'a> {
    let reader = Reader::new(report, analysis, gazetteer);
    let candidates = reader.candidates();
    let all = candidates.iter().map(|candidate| toponym(candidate, gazetteer)).collect();
    Toponyms { reader, candidates, all }
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

/// The register knows the name as that of a group or an international body (*le Hamas, l'Otan*); a town that shares it
/// is not meant.
fn names_body(reader: &Reader<'_>, actor: &ActorMention, candidate: &Candidate, analysis: &Analysis) -> bool {
    let is_known_body = actor.name.is_some() && (actor.sector.is_some() || actor.body.is_some());
    let is_mere_town = candidate.entries.iter().all(|entry| {
        let is_division = matches!(entry.kind, PlaceKind::Admin1 | PlaceKind::Admin2);
        // *der Hamas* is not the division of Hama; *Austin* and *Québec* may well be divisions.
        let is_armed = matches!(actor.sector.as_deref(), Some("REB" | "UAF" | "PRM" | "CRM"));
        is_division && is_armed && !local::same_word(reader, candidate, entry)
            || entry.kind.is_settlement() && entry.population < 1_000_000.0
    });
    actor.form == ActorForm::Named
        && is_known_body
        && is_mere_town
        && candidate.span.contains(analysis.tokens[actor.head].span)
        && actor.span.contains(candidate.span)
}

/// Resolves toponyms jointly. Names inside a metonym are no places; names with no reading in the index stay
/// unresolved, with a remark.
pub fn resolve_places(
    analysis: &Analysis,
    toponyms: Toponyms<'_>,
    actors: &[ActorMention],
) -> (Vec<PlaceMention>, Vec<Remark>) {
    let Toponyms { reader, mut candidates, .. } = toponyms;
    // A metonym tells nothing about where things happen, but its country still speaks for the scene.
    let choices = resolve::choose(&reader, &mut candidates);
    let mut places = Vec::with_capacity(candidates.len());
    let mut remarks = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        // The longer name of another place may hold that of a seat: *golfe d'Aden*.
        if actors.iter().any(|actor| actor.form == ActorForm::Metonym && actor.span.contains(candidate.span))
            || actors.iter().any(|actor| names_body(&reader, actor, candidate, analysis))
        {
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
