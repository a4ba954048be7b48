//! The whole product on one screen: one call for each arrow, in this order.
//!
//! ```text
//! bytes ─▶ Report ─▶ Analysis ─▶ Mentions ─▶ Claims ─▶ Reading
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;
use selon_analysis::{Analyser, ModelError};
use selon_claim::{attribution::AttributionLexicon, event::EventLexicon, find_claims};
use selon_mention::{
    actor::ActorRegister,
    find_mentions,
    place::{Gazetteer, GazetteerError, find_toponyms, resolve_given, resolve_places},
    time::{TimeLexicon, find_timexes},
};
use selon_types::{Analysis, Mentions, PlaceMention, Reading, Report, Span, TableError};

use crate::{ResourceError, Resources};

/// The stages with their data, ready to read reports.
pub struct Pipeline {
    analyser: Analyser,
    gazetteer: Gazetteer,
    register: ActorRegister,
    times: TimeLexicon,
    attribution_lexicon: AttributionLexicon,
    event_lexicon: EventLexicon,
}

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

    /// Reads one report through all stages.
    pub fn read(&self, report: Report) -> Reading {
        let analysis = self.analyser.analyse(&report);
        let (mentions, mention_remarks) =
            find_mentions(&report, &analysis, &self.gazetteer, &self.register, &self.times);
        let (attributions, claims, claim_remarks) =
            find_claims(&report, &analysis, &mentions, &self.attribution_lexicon, &self.event_lexicon);
        let mut remarks = [&report.remarks[..], &analysis.remarks, &mention_remarks, &claim_remarks].concat();
        remarks.sort_by_key(|remark| (remark.span, remark.kind));
        Reading { report, analysis, mentions, attributions, claims, remarks }
    }

    /// The first stage alone: sentences, tokens, syntax and names.
    pub fn analyse(&self, report: &Report) -> Analysis {
        self.analyser.analyse(report)
    }

    /// The first stage with sentences and tokens given, as spans of each sentence's tokens.
    pub fn analyse_segmented(&self, report: &Report, sentences: &[Vec<Span>]) -> Analysis {
        self.analyser.analyse_segmented(report, sentences)
    }

    /// The mentions of an analysed report: the second stage alone.
    pub fn find_mentions(&self, report: &Report, analysis: &Analysis) -> Mentions {
        find_mentions(report, analysis, &self.gazetteer, &self.register, &self.times).0
    }

    /// Times and places of an analysed report, without actors.
    pub fn find_times_and_places(&self, report: &Report, analysis: &Analysis) -> Mentions {
        let timexes = find_timexes(report, analysis, &self.times);
        let toponyms = find_toponyms(report, analysis, &self.gazetteer);
        let (places, _) = resolve_places(report, analysis, toponyms, &[], &self.gazetteer);
        Mentions { actors: Vec::new(), places, timexes }
    }

    /// Which places the given stretches of a report name, for measuring the resolution by itself.
    pub fn resolve_given_places(&self, report: &Report, analysis: &Analysis, spans: &[Span]) -> Vec<PlaceMention> {
        resolve_given(report, analysis, spans, &self.gazetteer)
    }

    /// The place index.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// Reads many reports on all cores; the results come in the order of the reports. A report on which a stage
    /// breaks is set aside, and the others are read.
    pub fn read_all(&self, reports: Vec<Report>) -> Vec<Result<Reading, SetAside>> {
        let read_one = |report: Report| {
            let id = report.id.clone();
            catch_unwind(AssertUnwindSafe(|| self.read(report))).map_err(|_| SetAside { id })
        };
        reports.into_par_iter().map(read_one).collect()
    }
}

/// A report that broke a stage: an error of Selon, not of the report.
#[derive(Debug, thiserror::Error)]
#[error(
    "{id}: the reading broke down on this report; it is set aside (this is a fault of Selon: please send the report)"
)]
pub struct SetAside {
    /// The report.
    pub id: String,
}
