//! The analyst's desk: reports beside what was taken from them, in a browser. The only async code of Selon.
//!
//! [`Desk`] holds the readings; [`serve`] answers on a loopback address until it is told to stop.

mod claims;
mod contested;
mod decision;
mod events;
mod evidence;
mod guard;
mod intake;
mod map;
mod message;
mod page;
mod pairs;
mod reader;
mod record;
mod reports;
mod review;
mod routes;
mod shown;
mod span;
mod timeline;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock, RwLockReadGuard, RwLockWriteGuard};

use selon::Pipeline;
use selon_situation::Scale;
use selon_situation::copies::Rarity;
use selon_types::Reading;

use crate::decision::Ledger;
use crate::intake::Jobs;
use crate::record::Record;

pub use guard::check_address;
pub use routes::router;

/// Why the desk cannot be opened or served.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Others could reach the address, and the desk has no accounts.
    #[error(
        "{address}: other machines could reach this address, and without accounts everybody there could read and decide; \
         serve on 127.0.0.1 and reach it through an SSH tunnel (ssh -L)"
    )]
    NeedsAccounts {
        /// The address asked for.
        address: SocketAddr,
    },
    /// The address cannot be opened.
    #[error("{address}: cannot be opened: {reason}; choose another port with --port")]
    Address {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        reason: std::io::Error,
    },
    /// The file of decisions cannot be used.
    #[error("{path}: decisions cannot be kept here: {reason}")]
    Decisions {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Serving broke off.
    #[error("the desk stopped: {0}")]
    Stopped(std::io::Error),
}

/// What the desk weighs by.
#[derive(Clone, Default)]
pub struct Weights {
    /// How much each event counts between two actors.
    pub scale: Arc<Scale>,
    /// How rare words are: copies are known by the rare words that they share.
    pub rarity: Arc<Rarity>,
}

/// Readings, decisions, and the engine that reads more.
pub struct Desk {
    record: RwLock<Record>,
    ledger: Mutex<Ledger>,
    jobs: Mutex<Jobs>,
    pipeline: Option<Pipeline>,
    scale: Arc<Scale>,
    coder: String,
    hosts: Vec<String>,
}

pub(crate) type Shared = Arc<Desk>;

impl Desk {
    /// A desk that shows `readings`. With a pipeline it also reads reports that are pasted or uploaded; `coder` is who
    /// decides. Decisions are kept in memory until [`Desk::keep_decisions`]
    /// names a file.
    pub fn new(readings: Vec<Reading>, pipeline: Option<Pipeline>, weights: Weights, coder: &str) -> Desk {
        let mut record = Record::new(weights.rarity);
        for reading in readings {
            record.add(reading);
        }
        Desk {
            record: RwLock::new(record),
            ledger: Mutex::new(Ledger::in_memory()),
            jobs: Mutex::default(),
            pipeline,
            scale: weights.scale,
            coder: coder.to_owned(),
            hosts: ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned).to_vec(),
        }
    }

    /// Keeps decisions in a file of JSON lines, which is only ever appended to, and takes up those it holds.
    ///
    /// # Errors
    /// When the file cannot be written, or holds a line that is no decision.
    pub fn keep_decisions(&mut self, path: &Path) -> Result<(), Error> {
        let (ledger, decisions) = Ledger::open(path)?;
        self.ledger = Mutex::new(ledger);
        self.write().decisions = decisions;
        Ok(())
    }

    fn read(&self) -> RwLockReadGuard<'_, Record> {
        // A handler that panicked has changed nothing halfway: every change is one push.
        self.record.read().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn write(&self) -> RwLockWriteGuard<'_, Record> {
        self.record.write().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// Serves the desk on `address` until Ctrl-C; `ready` hears the address in use (port 0 lets the system choose).
///
/// # Errors
/// When the address is not a loopback one or cannot be opened.
pub fn serve(desk: Desk, address: SocketAddr, ready: impl FnOnce(SocketAddr)) -> Result<(), Error> {
    guard::check_address(address)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Error::Stopped)?;
    runtime.block_on(async {
        let unusable = |reason| Error::Address { address, reason };
        let listener = tokio::net::TcpListener::bind(address).await.map_err(unusable)?;
        ready(listener.local_addr().map_err(unusable)?);
        let stop = async {
            // Without signals the desk runs until its process ends.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        let served = axum::serve(listener, router(desk));
        tokio::select! {
            outcome = async { served.await } => outcome.map_err(Error::Stopped),
            () = stop => Ok(()),
        }
    })
}
