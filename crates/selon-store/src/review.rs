//! What people decided: added one after another, never changed and never removed.

use rusqlite::{OptionalExtension, params};

use crate::store::ReportId;
use crate::{Error, Store};

/// A decision to be kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// Who decided.
    pub reviewer: String,
    /// What it is about, by a name that outlives a new reading: `report:…`, `claim:…`, `event:…`, as
    /// `selon-situation` derives it from report, type and position.
    pub target: String,
    /// The report that it is about, if it is about one.
    pub report_id: Option<ReportId>,
    /// `accept`, `reject`, `correct`, `comment` or another word of the reviewer's list.
    pub decision: String,
    /// The corrected value.
    pub value: Option<String>,
    /// Why.
    pub note: Option<String>,
}

/// A decision that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// In the order of deciding.
    pub review_id: i64,
    /// When, UTC.
    pub at: String,
    /// The decision. Its report is `None` when that is no longer there.
    pub decision: Decision,
}

impl Store {
    /// Keeps a decision; a later one about the same target outweighs it, and both stay.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn add_review(&mut self, decision: &Decision, at: &str) -> Result<i64, Error> {
        self.in_transaction(|connection| {
            let key: Option<String> = connection
                .query_row("SELECT key FROM reports WHERE report_id = ?1", [decision.report_id], |row| row.get(0))
                .optional()?;
            connection.execute(
                "INSERT INTO reviews (at, reviewer, target, report_key, decision, value, note) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![at, decision.reviewer, decision.target, key, decision.decision, decision.value, decision.note],
            )?;
            Ok(connection.last_insert_rowid())
        })
    }

    /// Decisions in the order of deciding; those about `target` alone when one is named.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn reviews(&self, target: Option<&str>) -> Result<Vec<Review>, Error> {
        const SQL: &str = "SELECT v.review_id, v.at, v.reviewer, v.target, r.report_id, v.decision, v.value, v.note \
             FROM reviews v LEFT JOIN reports r ON r.key = v.report_key \
             WHERE ?1 IS NULL OR v.target = ?1 ORDER BY v.review_id";
        self.kept((|| {
            let mut select = self.connection.prepare_cached(SQL)?;
            let rows = select.query_map([target], |row| {
                Ok(Review {
                    review_id: row.get(0)?,
                    at: row.get(1)?,
                    decision: Decision {
                        reviewer: row.get(2)?,
                        target: row.get(3)?,
                        report_id: row.get(4)?,
                        decision: row.get(5)?,
                        value: row.get(6)?,
                        note: row.get(7)?,
                    },
                })
            })?;
            rows.collect()
        })())
    }
}
