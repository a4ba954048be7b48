//! Readings to a situation: which reports copy which, which claims tell the same event, what is contested.
//!
//! Input is a slice of [`selon_types::Reading`]; a reading that comes back from a database has sentences without
//! tokens, so nothing here needs syntax.

mod contested;
pub mod copies;
mod day;
pub mod escalation;
mod events;
mod lift;
pub mod network;
pub mod pair_days;
pub mod pairs;
mod scale;
pub mod stories;

pub use contested::points_at_issue;
pub use events::{build_situation, event_changes, family_of, merge_claims, rebuild_situation};
pub use lift::{CopyGroups, GroupVoices, group_voices, language_tag, lift_claims, regroup};
pub use scale::Scale;
