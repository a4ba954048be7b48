//! What all commands with a database share: which file, which version reads, what time it is.

use std::path::PathBuf;

use clap::Args;
use selon_store::Version;

use crate::embedded::model_version;

/// Which database.
#[derive(Args)]
pub(crate) struct DbArgs {
    /// The database
    #[arg(long, value_name = "FILE", default_value = "situation.db")]
    pub(crate) db: PathBuf,
}

/// Who reads, kept with each reading.
pub(crate) struct Reader {
    engine: String,
    model: String,
    at: String,
}

impl Reader {
    /// This version of Selon with its models; without them when reports are only kept.
    pub(crate) fn now(reports_only: bool) -> Reader {
        let model = if reports_only { "none".to_owned() } else { model_version() };
        Reader { engine: env!("CARGO_PKG_VERSION").to_owned(), model, at: now() }
    }

    pub(crate) fn version(&self) -> Version<'_> {
        Version { engine: &self.engine, model: &self.model, at: &self.at }
    }
}

/// Now, UTC, `YYYY-MM-DDThh:mm:ssZ`.
pub(crate) fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
