//! Selon as a library: a report in, its attributed claims out.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let resources = selon::Resources::from_dir(".")?;
//! let pipeline = selon::Pipeline::open(&resources)?;
//! let report = selon::report::from_text("note.txt", "Kiev accuse Moscou d’avoir bombardé Kharkiv.");
//! for claim in pipeline.read(report).claims {
//!     println!("{} {:?}", claim.event_type, claim.trigger);
//! }
//! # Ok(())
//! # }
//! ```

mod open;
mod pipeline;
mod resources;
mod stage;

pub use open::OpenError;
pub use pipeline::{Pipeline, SetAside};
pub use resources::{ResourceError, Resources};
pub use selon_mention::place::{Gazetteer, KnownPlace};
pub use selon_report as report;
pub use selon_types as types;
