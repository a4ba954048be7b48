//! Who: mentions of actors, one entity for all mentions of one actor, country and sector codes.

use selon_types::{ActorMention, Analysis, PlaceMention, Report, TableError};

use crate::place::Toponym;

/// States, persons, bodies, groups and outlets with their names, codes and dated roles.
pub struct ActorRegister {}

impl ActorRegister {
    /// Reads the register from its data files, given as path below `data/` and content:
    /// `actors/*.tsv` and `<lang>/actor-*.tsv`.
    ///
    /// # Errors
    /// The first row that cannot be used, with file, line and reason.
    pub fn from_tables(_tables: &[(&str, &str)]) -> Result<ActorRegister, TableError> {
        Ok(ActorRegister {})
    }
}

/// The actor mentions of a report, sorted by position: named, metonym, described, adjective, possessive, pronoun.
pub fn find_actors(
    _report: &Report,
    _analysis: &Analysis,
    _register: &ActorRegister,
    _toponyms: &[Toponym],
) -> Vec<ActorMention> {
    Vec::new()
}

/// Links the mentions of one actor and codes each entity by the register, the discourse and the places.
pub fn resolve_actors(
    _report: &Report,
    _analysis: &Analysis,
    candidates: Vec<ActorMention>,
    _places: &[PlaceMention],
    _register: &ActorRegister,
) -> Vec<ActorMention> {
    candidates
}
