//! Opens the pipeline: models, gazetteer, register and lexicons from their files.

use selon_analysis::{Analyser, ModelError};
use selon_claim::{attribution::AttributionLexicon, event::EventLexicon};
use selon_mention::{
    actor::ActorRegister,
    place::{Gazetteer, GazetteerError},
    time::TimeLexicon,
};
use selon_types::TableError;

use crate::{Pipeline, ResourceError, Resources};

/// Why the pipeline cannot be opened.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each says it itself")]
pub enum OpenError {
    #[error(transparent)]
    Resource(#[from] ResourceError),
    #[error(transparent)]
    Model(#[from] ModelError),
    #[error(transparent)]
    Gazetteer(#[from] GazetteerError),
    #[error(transparent)]
    Table(#[from] TableError),
}

impl Pipeline {
    /// Opens models, gazetteer and lexicons.
    ///
    /// # Errors
    /// When a file is missing, damaged or of another version.
    pub fn open(resources: &Resources) -> Result<Pipeline, OpenError> {
        Pipeline::open_with_actors(resources, &[])
    }

    /// The same with tables of the user's own actors, as (path, content): their rows are added to the register, and
    /// a row with a known `id` takes that actor's place (`data/actors/README.md`).
    ///
    /// # Errors
    /// As for [`Pipeline::open`], and at the first row of a table that cannot be used, with file, line and reason.
    pub fn open_with_actors(resources: &Resources, own: &[(String, String)]) -> Result<Pipeline, OpenError> {
        let is_actor_table = |path: &str| {
            path.starts_with("actors/") || path.split('/').nth(1).is_some_and(|file| file.starts_with("actor-"))
        };
        let is_cue_table = |path: &str| path.split('/').nth(1).is_some_and(|file| file.starts_with("attribution"));
        let is_time_table = |path: &str| path.split('/').nth(1).is_some_and(|file| file.starts_with("time-"));
        let is_event_table =
            |path: &str| path == "ontology.tsv" || path.split('/').nth(1).is_some_and(|file| file.starts_with("event"));
        let mut actor_tables = resources.tables(is_actor_table)?;
        // `./` keeps a file of the user's from passing for one of the register's.
        let own: Vec<(String, &str)> = own
            .iter()
            .map(|(path, content)| {
                (if is_actor_table(path) { format!("./{path}") } else { path.clone() }, content.as_str())
            })
            .collect();
        actor_tables.extend(own.iter().map(|(path, content)| (path.as_str(), *content)));
        Ok(Pipeline {
            analyser: Analyser::from_bytes(resources.bytes("models/selon-6.safetensors")?)?,
            gazetteer: Gazetteer::from_bytes(resources.bytes("data/gazetteer/places.bin")?)?,
            register: ActorRegister::from_tables(&actor_tables)?,
            times: TimeLexicon::from_tables(&resources.tables(is_time_table)?)?,
            attribution_lexicon: AttributionLexicon::from_tables(&resources.tables(is_cue_table)?)?,
            event_lexicon: EventLexicon::from_tables(&resources.tables(is_event_table)?)?,
        })
    }
}
