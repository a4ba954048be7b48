//! The situation on disk: one SQLite file that any SQLite tool can read.
//!
//! A report is known by its content: adding it again adds nothing but where else it was found. Sentences come back
//! without their tokens, which are not kept; everything else of a reading comes back as it was. Offsets are Unicode
//! code points in the database, so that `substr(text, start + 1, end - start)` gives the words.
//! `docs/schema.md` describes the tables.

mod add;
mod backup;
mod check;
mod derived;
mod error;
mod fetch;
mod filter;
mod key;
mod points;
mod review;
mod schema;
mod search;
mod store;

pub use add::{Added, Version};
pub use backup::restore;
pub use check::Fault;
pub use derived::{CopyRow, EventRow, StoryRow};
pub use error::Error;
pub use fetch::Readings;
pub use filter::Filter;
pub use key::content_key;
pub use review::{Decision, Review};
pub use search::Hit;
pub use store::{Counts, ReportId, Store};
