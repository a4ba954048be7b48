//! What is derived from all readings together: copies, stories, events. It is replaced as a whole.

use rusqlite::params;
use selon_types::{ClaimIdx, EventType, Label};

use crate::add::whole;
use crate::store::ReportId;
use crate::{Error, Store};

/// A report that copies, translates or re-tells others, or is re-told.
#[derive(Clone, Debug, PartialEq)]
pub struct CopyRow {
    /// The report.
    pub report_id: ReportId,
    /// Shared by all reports of the group.
    pub copy_group: String,
    /// How it relates to the group (`verbatim`, `translation` …).
    pub kind: Option<String>,
    /// Between 0 and 1.
    pub similarity: Option<f64>,
}

/// Reports about one story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryRow {
    /// Its name over time.
    pub story_id: String,
    /// A title for it.
    pub title: Option<String>,
    /// Its reports.
    pub reports: Vec<ReportId>,
}

/// Claims that tell one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// Its name over time.
    pub event_id: String,
    /// The type that most claims give.
    pub event_type: EventType,
    /// The modes that claims give.
    pub modes: Vec<String>,
    /// How well it is told (`both_sides`, `denied` …).
    pub status: String,
    /// First and last day.
    pub days: Option<(String, String)>,
    /// Reports that tell it.
    pub n_reports: usize,
    /// Independent origins that affirm it.
    pub n_independent: usize,
    /// Origins disagree on something.
    pub contested: bool,
    /// A former event: the one that now holds its claims.
    pub merged_into: Option<String>,
    /// Its claims.
    pub claims: Vec<(ReportId, ClaimIdx)>,
}

impl Store {
    /// Puts copies, stories and events in the place of the former ones, in one transaction.
    ///
    /// # Errors
    /// When the database cannot be written, or a row names a report or claim that is not there; then all stays.
    pub fn replace_derived(
        &mut self,
        copies: &[CopyRow],
        stories: &[StoryRow],
        events: &[EventRow],
    ) -> Result<(), Error> {
        self.in_transaction(|connection| {
            connection.execute_batch(
                "DELETE FROM event_claims; DELETE FROM events; DELETE FROM story_reports; DELETE FROM stories; \
                 DELETE FROM copies;",
            )?;
            for copy in copies {
                connection
                    .prepare_cached(
                        "INSERT INTO copies (report_id, copy_group, kind, similarity) VALUES (?1, ?2, ?3, ?4)",
                    )?
                    .execute(params![copy.report_id, copy.copy_group, copy.kind, copy.similarity])?;
            }
            for story in stories {
                connection
                    .prepare_cached("INSERT INTO stories (story_id, title) VALUES (?1, ?2)")?
                    .execute(params![story.story_id, story.title])?;
                let mut insert = connection
                    .prepare_cached("INSERT OR IGNORE INTO story_reports (story_id, report_id) VALUES (?1, ?2)")?;
                for report_id in &story.reports {
                    insert.execute(params![story.story_id, report_id])?;
                }
            }
            events.iter().try_for_each(|event| put_event(connection, event))
        })
    }

    /// All events with their claims, sorted by id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn events(&self) -> Result<Vec<EventRow>, Error> {
        self.kept((|| {
            let mut select_claims = self.connection.prepare_cached(
                "SELECT report_id, claim FROM event_claims WHERE event_id = ?1 ORDER BY report_id, claim",
            )?;
            let mut select = self.connection.prepare_cached(
                "SELECT event_id, type, modes, status, first_day, last_day, n_reports, n_independent, contested, \
                 merged_into FROM events ORDER BY event_id",
            )?;
            let rows = select.query_map([], |row| {
                let event_id: String = row.get(0)?;
                let claims = select_claims
                    .query_map([&event_id], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)))?
                    .map(|claim| claim.map(|(report_id, idx)| (report_id, usize::try_from(idx).unwrap_or_default())))
                    .collect::<rusqlite::Result<_>>()?;
                let (event_type, modes): (String, String) = (row.get(1)?, row.get(2)?);
                let count = |number: i64| usize::try_from(number).unwrap_or_default();
                Ok(EventRow {
                    event_id,
                    event_type: EventType::from_label(&event_type).ok_or(rusqlite::Error::InvalidQuery)?,
                    modes: modes.split('|').filter(|mode| !mode.is_empty()).map(str::to_owned).collect(),
                    status: row.get(3)?,
                    days: row.get::<_, Option<String>>(4)?.zip(row.get(5)?),
                    n_reports: count(row.get(6)?),
                    n_independent: count(row.get(7)?),
                    contested: row.get(8)?,
                    merged_into: row.get(9)?,
                    claims,
                })
            })?;
            rows.collect()
        })())
    }
}

fn put_event(connection: &rusqlite::Connection, event: &EventRow) -> rusqlite::Result<()> {
    let (first_day, last_day) = event.days.as_ref().map(|(first, last)| (first, last)).unzip();
    connection
        .prepare_cached(
            "INSERT INTO events (event_id, type, modes, status, first_day, last_day, n_reports, n_independent, contested, \
             merged_into) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            event.event_id,
            event.event_type.label(),
            event.modes.join("|"),
            event.status,
            first_day,
            last_day,
            whole(event.n_reports),
            whole(event.n_independent),
            event.contested,
            event.merged_into,
        ])?;
    let mut insert =
        connection.prepare_cached("INSERT INTO event_claims (event_id, report_id, claim) VALUES (?1, ?2, ?3)")?;
    for (report_id, claim) in &event.claims {
        insert.execute(params![event.event_id, report_id, whole(*claim)])?;
    }
    Ok(())
}
