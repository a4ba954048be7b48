//! Is all of it whole: the file, the references, the spans, the search index.

use rusqlite::types::ValueRef;

use crate::store::ReportId;
use crate::{Error, Filter, Store, content_key};

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where: a table or a report.
    pub place: String,
    /// What.
    pub reason: String,
}

/// Faults that are named one by one; a broken file has no use for more.
const MAX_FAULTS: usize = 100;

/// Tables whose rows point into the text of their report.
const SPANS: &[(&str, &str, &str)] = &[
    ("sentences", "start", "end"),
    ("actors", "start", "end"),
    ("places", "start", "end"),
    ("timexes", "start", "end"),
    ("attribution_spans", "start", "end"),
    ("attributions", "basis_start", "basis_end"),
    ("claims", "start", "end"),
    ("figures", "start", "end"),
    ("remarks", "start", "end"),
    ("report_remarks", "start", "end"),
    ("analysis_remarks", "start", "end"),
];

impl Store {
    /// Looks at everything and names what is wrong; nothing is changed. `seen` is called after each report.
    ///
    /// # Errors
    /// When the database cannot be read at all.
    pub fn check(&self, mut seen: impl FnMut(ReportId)) -> Result<Vec<Fault>, Error> {
        let mut faults = self.check_file()?;
        if !faults.is_empty() {
            // Pages that SQLite cannot follow make every later answer worthless.
            return Ok(faults);
        }
        self.check_references(&mut faults)?;
        self.check_spans(&mut faults)?;
        self.check_indexes(&mut faults)?;
        for report_id in self.report_ids(&Filter::default())? {
            self.check_report(report_id, &mut faults);
            seen(report_id);
            if faults.len() >= MAX_FAULTS {
                break;
            }
        }
        Ok(faults)
    }

    fn check_file(&self) -> Result<Vec<Fault>, Error> {
        self.kept((|| {
            let mut check = self.connection.prepare(&format!("PRAGMA integrity_check({MAX_FAULTS})"))?;
            let lines: Vec<String> = check.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            let faults = lines.into_iter().filter(|line| line != "ok");
            Ok(faults.map(|reason| Fault { place: "file".to_owned(), reason }).collect())
        })())
    }

    fn check_references(&self, faults: &mut Vec<Fault>) -> Result<(), Error> {
        self.kept((|| {
            let mut check = self.connection.prepare("PRAGMA foreign_key_check")?;
            let mut rows = check.query([])?;
            while let Some(row) = rows.next()? {
                let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
                faults.push(Fault {
                    place: table,
                    reason: format!("a row points at a row of {parent} that is not there"),
                });
                if faults.len() >= MAX_FAULTS {
                    break;
                }
            }
            Ok(())
        })())
    }

    fn check_spans(&self, faults: &mut Vec<Fault>) -> Result<(), Error> {
        for (table, start, end) in SPANS {
            let sql = format!(
                "SELECT r.id, s.{start}, s.{end} FROM {table} s JOIN reports r USING (report_id) \
                 WHERE s.{start} < 0 OR s.{end} < s.{start} OR s.{end} > r.n_chars \
                 OR (s.{start} IS NULL) <> (s.{end} IS NULL) LIMIT {MAX_FAULTS}"
            );
            self.collect(&sql, faults, |row| {
                let shown = |idx| {
                    row.get_ref(idx).map(|value| match value {
                        ValueRef::Integer(number) => number.to_string(),
                        _ => "?".to_owned(),
                    })
                };
                let reason = format!("{table}: {}..{} lies outside the text", shown(1)?, shown(2)?);
                Ok(Fault { place: row.get(0)?, reason })
            })?;
        }
        Ok(())
    }

    fn check_indexes(&self, faults: &mut Vec<Fault>) -> Result<(), Error> {
        let count = |sql: &str| self.kept(self.connection.query_row(sql, [], |row| row.get::<_, i64>(0)));
        let (places, boxes) =
            (count("SELECT count(*) FROM places WHERE lat IS NOT NULL")?, count("SELECT count(*) FROM places_box")?);
        if places != boxes {
            let reason = format!("{places} places have a point and {boxes} are in the index");
            faults.push(Fault { place: "places_box".to_owned(), reason });
        }
        let (reports, analyses) =
            (count("SELECT count(*) FROM reports")?, count("SELECT count(*) FROM analyses WHERE is_current")?);
        if reports != analyses {
            let reason = format!("{reports} reports and {analyses} current analyses");
            faults.push(Fault { place: "analyses".to_owned(), reason });
        }
        let sql =
            "SELECT id FROM reports r WHERE NOT EXISTS (SELECT 1 FROM arrivals a WHERE a.report_id = r.report_id)";
        self.collect(sql, faults, |row| {
            Ok(Fault { place: row.get(0)?, reason: "nothing says where it was found".to_owned() })
        })?;
        // FTS5 compares its index with the texts themselves when asked with rank 1.
        let sql = "INSERT INTO reports_text (reports_text, rank) VALUES ('integrity-check', 1)";
        if let Err(reason) = self.connection.execute(sql, []) {
            faults.push(Fault { place: "reports_text".to_owned(), reason: format!("the search index: {reason}") });
        }
        Ok(())
    }

    /// The report reads back, and its content is the content it is known by.
    fn check_report(&self, report_id: ReportId, faults: &mut Vec<Fault>) {
        let place = || format!("report {report_id}");
        let reading = match self.reading(report_id) {
            Ok(Some(reading)) => reading,
            Ok(None) => return,
            Err(reason) => {
                faults.push(Fault { place: place(), reason: reason.to_string() });
                return;
            }
        };
        let sql = "SELECT key, n_chars FROM reports WHERE report_id = ?1";
        let known = self.connection.query_row(sql, [report_id], |row| Ok((row.get(0)?, row.get(1)?)));
        let found: (String, i64) =
            (content_key(&reading.report), crate::add::whole(reading.report.text.chars().count()));
        if known.ok() != Some(found) {
            let reason = "its content is not the content that it was added with".to_owned();
            faults.push(Fault { place: reading.report.id.clone(), reason });
        }
        let indices = indices_fit(&reading);
        if let Err(reason) = indices {
            faults.push(Fault { place: reading.report.id, reason });
        }
    }

    fn collect(
        &self,
        sql: &str,
        faults: &mut Vec<Fault>,
        read: impl FnMut(&rusqlite::Row) -> rusqlite::Result<Fault>,
    ) -> Result<(), Error> {
        let found: Vec<Fault> = self.kept((|| self.connection.prepare(sql)?.query_map([], read)?.collect())())?;
        faults.extend(found);
        Ok(())
    }
}

/// Every index points at something: where SQL cannot say so, because a part may be absent.
fn indices_fit(reading: &selon_types::Reading) -> Result<(), String> {
    let (n_actors, n_timexes) = (reading.mentions.actors.len(), reading.mentions.timexes.len());
    let (n_attributions, n_claims) = (reading.attributions.len(), reading.claims.len());
    for (idx, attribution) in reading.attributions.iter().enumerate() {
        let fits = attribution.parent.is_none_or(|parent| parent < n_attributions)
            && attribution.source_ref.actor.is_none_or(|actor| actor < n_actors)
            && attribution.said_when.is_none_or(|timex| timex < n_timexes);
        if !fits {
            return Err(format!("attribution {idx} points at something that is not there"));
        }
    }
    for (idx, claim) in reading.claims.iter().enumerate() {
        let timex = claim.date.as_ref().and_then(|date| date.timex);
        let fits = claim.same_event_as.is_none_or(|other| other < n_claims)
            && timex.is_none_or(|timex| timex < n_timexes)
            && claim.figures.iter().all(|figure| figure.of.is_none_or(|actor| actor < n_actors));
        if !fits {
            return Err(format!("claim {idx} points at something that is not there"));
        }
    }
    Ok(())
}
