//! The whole product on one screen: one call for each arrow, in this order.
//!
//! ```text
//! bytes ─▶ Report ─▶ Analysis ─▶ Mentions ─▶ Claims ─▶ Reading
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;
use selon_analysis::Analyser;
use selon_claim::{attribution::AttributionLexicon, event::EventLexicon, find_claims};
use selon_mention::{actor::ActorRegister, find_mentions, place::Gazetteer, time::TimeLexicon};
use selon_types::{Reading, Report};

/// The stages with their data, ready to read reports.
pub struct Pipeline {
    pub(crate) analyser: Analyser,
    pub(crate) gazetteer: Gazetteer,
    pub(crate) register: ActorRegister,
    pub(crate) times: TimeLexicon,
    pub(crate) attribution_lexicon: AttributionLexicon,
    pub(crate) event_lexicon: EventLexicon,
}

impl Pipeline {
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

    /// The same, but a report on which a stage breaks is set aside.
    ///
    /// # Errors
    /// When a stage breaks, which is an error of Selon.
    pub fn try_read(&self, report: Report) -> Result<Reading, SetAside> {
        let id = report.id.clone();
        catch_unwind(AssertUnwindSafe(|| self.read(report))).map_err(|_| SetAside { id })
    }

    /// Reads many reports on all cores; the results come in the order of the reports. A report on which a stage
    /// breaks is set aside, and the others are read.
    pub fn read_all(&self, reports: Vec<Report>) -> Vec<Result<Reading, SetAside>> {
        reports.into_par_iter().map(|report| self.try_read(report)).collect()
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
