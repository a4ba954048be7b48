//! A copy of the database while others read and write it, and the way back.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::{Error, Store};

/// Pages copied between two looks at the progress: 4 MiB.
const STEP: i32 = 1024;

impl Store {
    /// Copies the database to `to`, as it is at one instant, while others may go on writing. `progress` is told the
    /// pages copied and the pages in all. The copy appears under its name only when it is whole.
    ///
    /// # Errors
    /// When `to` exists already or cannot be written; then nothing is left there.
    pub fn backup(&self, to: &Path, progress: impl FnMut(u64, u64)) -> Result<(), Error> {
        copy(&self.connection, to, false, progress)
    }
}

/// Puts the backup `from` in the place of the database `to`. The backup is opened and recognised first; a database
/// that stands at `to` is replaced only with `replace`, in one transaction: at every instant the old or the new one
/// is there.
///
/// # Errors
/// When `from` is no whole database, or `to` exists and is not to be replaced, or cannot be written.
pub fn restore(from: &Path, to: &Path, replace: bool, progress: impl FnMut(u64, u64)) -> Result<(), Error> {
    let source = Store::open(from)?;
    let faults =
        source.kept(source.connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0)))?;
    if faults != "ok" {
        return Err(Error::Damaged { path: from.to_owned(), reason: faults });
    }
    if to.exists() && !replace {
        return Err(Error::Exists { path: to.to_owned() });
    }
    copy(&source.connection, to, replace, progress)
}

fn copy(from: &Connection, to: &Path, replace: bool, mut progress: impl FnMut(u64, u64)) -> Result<(), Error> {
    if to.exists() && !replace {
        return Err(Error::Exists { path: to.to_owned() });
    }
    // A new file grows under another name, so that a copy that was cut off is never taken for a whole one.
    let grows_at = if to.exists() { to.to_owned() } else { with_suffix(to, ".part") };
    let fault = |source| Error::of(&grows_at, source);
    if grows_at != to {
        let _ = std::fs::remove_file(&grows_at);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let outcome = (|| {
        let mut target = Connection::open_with_flags(&grows_at, flags).map_err(fault)?;
        let backup = Backup::new(from, &mut target).map_err(fault)?;
        loop {
            let step = backup.step(STEP).map_err(fault)?;
            let at = backup.progress();
            let pages = |count: i32| u64::try_from(count).unwrap_or_default();
            progress(pages(at.pagecount - at.remaining), pages(at.pagecount));
            match step {
                StepResult::Done => break,
                StepResult::Busy | StepResult::Locked => std::thread::sleep(Duration::from_millis(20)),
                _ => {}
            }
        }
        drop(backup);
        target.close().map_err(|(_, source)| fault(source))
    })();
    if grows_at == to {
        return outcome;
    }
    let unwritable = |reason: std::io::Error| Error::Unwritable { path: to.to_owned(), reason: reason.to_string() };
    match outcome {
        Ok(()) => std::fs::rename(&grows_at, to).map_err(unwritable),
        Err(error) => {
            let _ = std::fs::remove_file(&grows_at);
            Err(error)
        }
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
