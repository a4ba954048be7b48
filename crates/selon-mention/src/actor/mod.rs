//! Who: mentions of actors, one entity for all mentions of one actor, country and sector codes.

mod candidate;
mod columns;
mod description;
mod discourse;
mod entry;
mod find;
mod fold;
mod given;
mod metonym;
mod named;
mod names;
mod nouns;
mod owner;
mod person;
mod phrase;
mod pronoun;
mod register;
mod registered;
mod resolve;
mod sense;
mod tree;
mod words;

use selon_types::{ActorMention, Analysis, PlaceMention, Report};

pub use candidate::ActorCandidates;
pub use given::resolve_given;
pub use register::ActorRegister;

use crate::place::Toponym;

/// The actor mentions of a report, sorted by position: named, metonym, described, adjective, possessive, pronoun.
pub fn find_actors(
    report: &Report,
    analysis: &Analysis,
    register: &ActorRegister,
    toponyms: &[Toponym],
) -> ActorCandidates {
    find::find(report, analysis, register, toponyms)
}

/// Links the mentions of one actor and codes each entity by the register, the discourse and the places.
pub fn resolve_actors(
    report: &Report,
    analysis: &Analysis,
    candidates: ActorCandidates,
    places: &[PlaceMention],
    register: &ActorRegister,
) -> Vec<ActorMention> {
    resolve::resolve(report, analysis, candidates, places, register)
}
