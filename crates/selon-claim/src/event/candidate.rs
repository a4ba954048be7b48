//! An event on its way to a claim.

use std::collections::BTreeSet;

use selon_types::{AttributionIdx, EventDate, EventType, Figure, PlaceIdx};

use super::factuality::Factuality;
use super::role::Parties;
use super::trigger::Trigger;

/// What has been found out about one trigger under one attribution.
#[derive(Clone)]
pub(super) struct Candidate<'a> {
    pub(super) trigger: Trigger<'a>,
    /// Tokens whose complements are those of the event: trigger, light verb, absorbed verbs.
    pub(super) hosts: BTreeSet<usize>,
    pub(super) event_type: EventType,
    pub(super) modes: BTreeSet<String>,
    pub(super) parties: Parties,
    pub(super) factuality: Factuality,
    pub(super) attribution: AttributionIdx,
    pub(super) date: Option<EventDate>,
    pub(super) place: Option<PlaceIdx>,
    pub(super) figures: Vec<Figure>,
    pub(super) absorbed_flags: BTreeSet<String>,
}

impl Candidate<'_> {
    /// The row, or one absorbed into it, carries this flag.
    pub(super) fn has_flag(&self, flag: &str) -> bool {
        self.trigger.row.has_flag(flag) || self.absorbed_flags.contains(flag)
    }
}
