//! Types of two codings compared as the sets define them.

use crate::case::Strictness;
use crate::gold::{GoldClaim, GoldRecord};

/// How a set merges types: a root stands for several of them.
#[derive(Clone, Copy)]
pub(super) struct Roots {
    /// `CONCEDE` and `RETREAT` are one.
    merges_yield: bool,
    /// `MOBILIZE` and `PROTEST` are one: many protests are labelled by an older guideline.
    merges_protest: bool,
}

impl Roots {
    /// The merges of the set a record belongs to.
    pub(super) fn of(record: &GoldRecord) -> Roots {
        let set = record.set.as_deref().unwrap_or_default();
        Roots { merges_yield: set == "plv", merges_protest: set == "es_protest" }
    }

    /// The root of a type.
    pub(super) fn root(self, event_type: &str) -> &str {
        match event_type {
            "CONCEDE" | "RETREAT" if self.merges_yield => "YIELD",
            "MOBILIZE" if self.merges_protest => "PROTEST",
            other => other,
        }
    }

    /// A predicted type is one of those the gold accepts.
    pub(super) fn agree(self, gold: &GoldClaim, found: &str, strictness: Strictness) -> bool {
        // A label that lists two types (`CONCEDE|RETREAT`) is one reading.
        let readings = if self.merges_yield { &gold.types[..] } else { strictness.readings(&gold.types) };
        readings.iter().any(|name| name == found || (self.merges_protest && self.root(name) == self.root(found)))
    }

    /// The same by roots.
    pub(super) fn roots_agree(self, gold: &GoldClaim, found: &str, strictness: Strictness) -> bool {
        strictness.readings(&gold.types).iter().any(|name| self.root(name) == self.root(found))
    }
}
