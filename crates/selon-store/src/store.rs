//! Opening the database: made, recognised, brought to today's schema.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};

use crate::Error;
use crate::schema::{APPLICATION_ID, MIGRATIONS};

/// Identifies a report inside one database (`reports.report_id`).
pub type ReportId = i64;

/// How long to wait for another writer: longer than any batch takes.
const BUSY: Duration = Duration::from_secs(10);

/// Pages of the prepared statements kept; there are fewer kinds than that.
const N_STATEMENTS: usize = 64;

/// A situation on disk.
pub struct Store {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
}

/// How much a database holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the tables")]
pub struct Counts {
    pub reports: u64,
    pub claims: u64,
    pub attributions: u64,
    pub actors: u64,
    pub places: u64,
    pub events: u64,
    pub stories: u64,
    pub reviews: u64,
    pub set_aside: u64,
}

impl Store {
    /// Opens a database that exists and brings it to today's schema.
    ///
    /// # Errors
    /// When it is missing, no database of Selon, from a newer Selon, locked, or damaged.
    pub fn open(path: impl AsRef<Path>) -> Result<Store, Error> {
        let path = path.as_ref();
        if !path.exists() {
            return Err(Error::Missing { path: path.to_owned() });
        }
        Store::prepare(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    /// Opens a database, or makes it when there is none.
    ///
    /// # Errors
    /// As [`Store::open`], and when the file cannot be made.
    pub fn create(path: impl AsRef<Path>) -> Result<Store, Error> {
        Store::prepare(path.as_ref(), OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
    }

    /// Opens a database that exists to look at it only: nothing in it is ever changed.
    ///
    /// # Errors
    /// As [`Store::open`]; also when its schema is older than today's.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Store, Error> {
        let path = path.as_ref();
        if !path.exists() {
            return Err(Error::Missing { path: path.to_owned() });
        }
        let store = Store::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let version = store.recognise()?;
        if version != Some(latest()) {
            let reason = "made by an older Selon; run `selon check` on it once to bring it up to date".to_owned();
            return Err(Error::Odd { path: path.to_owned(), reason });
        }
        Ok(store)
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Store, Error> {
        let fault = |source| Error::of(path, source);
        let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(fault)?;
        connection.busy_timeout(BUSY).map_err(fault)?;
        connection.set_prepared_statement_cache_capacity(N_STATEMENTS);
        Ok(Store { connection, path: path.to_owned() })
    }

    fn prepare(path: &Path, flags: OpenFlags) -> Result<Store, Error> {
        let mut store = Store::connect(path, flags)?;
        let version = store.recognise()?;
        // A write-ahead log lets readers read while one writes; FULL makes each commit survive a power cut.
        let pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";
        store.connection.execute_batch(pragmas).map_err(|source| Error::of(path, source))?;
        if version != Some(latest()) {
            store.migrate()?;
        }
        Ok(store)
    }

    /// The schema's version; `None` for a file without any table.
    fn recognise(&self) -> Result<Option<i64>, Error> {
        let number = |pragma: &str| {
            self.kept(self.connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0)))
        };
        let n_tables: i64 =
            self.kept(self.connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)))?;
        let (application, version) = (number("application_id")?, number("user_version")?);
        if n_tables == 0 && application == 0 {
            return Ok(None);
        }
        if application != APPLICATION_ID {
            return Err(Error::NotOurs { path: self.path.clone() });
        }
        if version > latest() {
            return Err(Error::Newer { path: self.path.clone(), found: version, known: latest() });
        }
        Ok(Some(version))
    }

    /// Brings the schema up to date in one transaction: all of it or nothing.
    fn migrate(&mut self) -> Result<(), Error> {
        let path = self.path.clone();
        let fault = |source| Error::of(&path, source);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
        // Read again under the lock: another program may have done it in between.
        let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(fault)?;
        for migration in MIGRATIONS.iter().skip(usize::try_from(version).unwrap_or(0)) {
            transaction.execute_batch(migration).map_err(fault)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(fault)?;
        transaction.pragma_update(None, "user_version", latest()).map_err(fault)?;
        transaction.commit().map_err(fault)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How much there is.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn counts(&self) -> Result<Counts, Error> {
        let count = |table: &str| -> Result<u64, Error> {
            let sql = format!("SELECT count(*) FROM {table}");
            let n: i64 = self.kept(self.connection.query_row(&sql, [], |row| row.get(0)))?;
            Ok(n.unsigned_abs())
        };
        Ok(Counts {
            reports: count("reports")?,
            claims: count("claims")?,
            attributions: count("attributions")?,
            actors: count("actors")?,
            places: count("places")?,
            events: count("events WHERE merged_into IS NULL")?,
            stories: count("stories")?,
            reviews: count("reviews")?,
            set_aside: count("set_aside")?,
        })
    }

    /// A remembered value (`meta`), such as the state of a feed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn meta(&self, name: &str) -> Result<Option<String>, Error> {
        let sql = "SELECT value FROM meta WHERE name = ?1";
        self.kept(self.connection.query_row(sql, [name], |row| row.get(0)).optional())
    }

    /// Remembers a value in place of the former one.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn set_meta(&self, name: &str, value: &str) -> Result<(), Error> {
        let sql = "INSERT INTO meta (name, value) VALUES (?1, ?2) \
                   ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.kept(self.connection.execute(sql, [name, value])).map(|_| ())
    }

    /// Moves the write-ahead log into the file, so that the file alone is the database (before it is copied by hand).
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn checkpoint(&self) -> Result<(), Error> {
        self.kept(self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())))
    }

    /// Says a fault of SQLite in the user's words, with the file.
    pub(crate) fn kept<T>(&self, outcome: rusqlite::Result<T>) -> Result<T, Error> {
        outcome.map_err(|source| Error::of(&self.path, source))
    }
}

pub(crate) fn latest() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
