//! Everything that was taken from one report.

use crate::{Analysis, Attribution, AttributionIdx, Claim, Mentions, Remark, Report};

/// One report read through: its analysis, mentions, attributions and claims.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What was read.
    pub report: Report,
    /// Its syntax.
    pub analysis: Analysis,
    /// Who, where, when.
    pub mentions: Mentions,
    /// Who says what, sorted by position of the content.
    pub attributions: Vec<Attribution>,
    /// What happened, sorted by position of the trigger.
    pub claims: Vec<Claim>,
    /// What Selon has to say beside it, from all stages, sorted by position.
    pub remarks: Vec<Remark>,
}

impl Reading {
    /// The attributions around `attribution`, outermost first, itself last.
    pub fn chain(&self, attribution: AttributionIdx) -> Vec<AttributionIdx> {
        let mut chain = vec![attribution];
        while let Some(parent) = self.attributions[chain[chain.len() - 1]].parent {
            if chain.contains(&parent) {
                break;
            }
            chain.push(parent);
        }
        chain.reverse();
        chain
    }
}
