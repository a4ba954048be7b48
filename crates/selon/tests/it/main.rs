//! What Selon reads in whole sentences: literate cases by language, and properties of the whole pipeline.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod actor_property;
mod expectation;
mod literate;
mod property;
mod source_property;

use std::sync::LazyLock;

use selon::{Pipeline, Resources};

/// The pipeline on the repository's data, opened once.
static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    Pipeline::open(&Resources::from_dir(root).unwrap()).unwrap()
});
