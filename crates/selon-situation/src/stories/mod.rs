//! Reports to stories: which reports tell one event, which of them copy which, and how many origins that leaves.

use std::collections::BTreeMap;

use selon_types::{CopyChange, Reading, Remark, ReportVersion, Story};

use crate::CopyGroups;
use crate::copies::{Index, Rarity, copy_groups};

/// What many reports are to one another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stories {
    /// Pairs of versions, sorted by their ids.
    pub versions: Vec<ReportVersion>,
    /// Report id to group for each report that has versions, as [`crate::build_situation`] takes it.
    pub copy_groups: CopyGroups,
    /// All stories, those of one report too, sorted by id.
    pub stories: Vec<Story>,
    /// What copies changed, sorted by report, then position.
    pub changes: Vec<CopyChange>,
    /// What is odd about reports among the others, by report id.
    pub remarks: BTreeMap<String, Vec<Remark>>,
}

/// Versions, stories, origins and changes among readings; the same in any order of them.
///
/// Of two readings with one report id the later in the slice is taken.
pub fn find_stories(readings: &[&Reading], rarity: &Rarity) -> Stories {
    let by_id: BTreeMap<&str, &Reading> =
        readings.iter().map(|reading| (reading.report.id.as_str(), *reading)).collect();
    let mut index = Index::new(rarity);
    by_id.values().for_each(|reading| index.add(&reading.report));
    let versions = index.versions();
    let copy_groups = copy_groups(&versions);
    Stories { versions, copy_groups, ..Stories::default() }
}
