//! What can go wrong with a database: what, where and what next.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why the database did not do what was asked. Whatever was committed before stays.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each says it itself")]
pub enum Error {
    #[error("{}: there is no such database; `selon ingest` makes one", path.display())]
    Missing { path: PathBuf },
    #[error("{}: this is not a database of Selon; name another file with --db", path.display())]
    NotOurs { path: PathBuf },
    #[error(
        "{}: written by a newer Selon (schema {found}, this one knows {known}); nothing was changed: \
         install the newer version", path.display()
    )]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error(
        "{}: another program is writing to it; nothing of this step was kept, everything before is: \
         wait for it, then run again", path.display()
    )]
    Locked { path: PathBuf },
    #[error(
        "{}: the disk is full; everything before is kept: free some space, then run again \
         (what is there already is passed over)", path.display()
    )]
    Full { path: PathBuf },
    #[error(
        "{}: the database is damaged ({reason}); run `selon check`, and `selon restore` from the last backup", path.display()
    )]
    Damaged { path: PathBuf, reason: String },
    #[error("{}: cannot be opened or written ({reason}); check the folder and its permissions", path.display())]
    Unwritable { path: PathBuf, reason: String },
    #[error("{}: it exists already; name a file that does not, or give --force", path.display())]
    Exists { path: PathBuf },
    #[error("{}: {source}", path.display())]
    Sql { path: PathBuf, source: rusqlite::Error },
    #[error("{}: {reason}", path.display())]
    Odd { path: PathBuf, reason: String },
}

impl Error {
    /// Says in the user's words what SQLite said in its own.
    pub(crate) fn of(path: &Path, source: rusqlite::Error) -> Error {
        let path = path.to_owned();
        let reason = source.to_string();
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Locked { path },
            Some(ErrorCode::DiskFull) => Error::Full { path },
            Some(ErrorCode::DatabaseCorrupt) => Error::Damaged { path, reason },
            Some(ErrorCode::NotADatabase) => Error::NotOurs { path },
            Some(
                ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::SystemIoFailure,
            ) => Error::Unwritable { path, reason },
            _ => Error::Sql { path, source },
        }
    }
}
