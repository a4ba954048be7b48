//! Taking readings out, one after another, as they were put in but for tokens.

use std::vec::IntoIter;

use rusqlite::{Connection, OptionalExtension, Params, Row};
use selon_types::{
    ActorMention, Analysis, Attribution, Claim, EventDate, Figure, Label, Mentions, PlaceMention, Provenance,
    Published, Reading, Remark, Report, Sentence, SourceRef, Span, Timex,
};

use crate::points::Points;
use crate::store::ReportId;
use crate::{Error, Filter, Store};

/// Readings that come one after another; only one is held in memory.
pub struct Readings<'store> {
    store: &'store Store,
    report_ids: IntoIter<ReportId>,
}

impl Readings<'_> {
    /// How many are still to come.
    pub fn len(&self) -> usize {
        self.report_ids.len()
    }

    /// None is to come.
    pub fn is_empty(&self) -> bool {
        self.report_ids.len() == 0
    }
}

impl Iterator for Readings<'_> {
    type Item = Result<Reading, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        for report_id in self.report_ids.by_ref() {
            // One that went away meanwhile is passed over.
            if let Some(reading) = self.store.reading(report_id).transpose() {
                return Some(reading);
            }
        }
        None
    }
}

impl Store {
    /// The readings whose report and claims match, by date of publication (unknown last), then content: the same
    /// order whatever the order of arrival. Sentences have no tokens; `ActorMention::head` is 0.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn readings(&self, filter: &Filter) -> Result<Readings<'_>, Error> {
        Ok(Readings { store: self, report_ids: self.report_ids(filter)?.into_iter() })
    }

    /// The reports whose claims match, in the order of [`Store::readings`].
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn report_ids(&self, filter: &Filter) -> Result<Vec<ReportId>, Error> {
        let (sql, values) = filter.reports_sql();
        self.kept((|| {
            let mut select = self.connection.prepare(&sql)?;
            let rows = select.query_map(rusqlite::params_from_iter(values), |row| row.get(0))?;
            rows.collect()
        })())
    }

    /// How many reports match, whatever the page.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn count_reports(&self, filter: &Filter) -> Result<u64, Error> {
        let all = Filter { limit: None, offset: 0, ..filter.clone() };
        let (sql, values) = all.reports_sql();
        let sql = format!("SELECT count(*) FROM ({sql})");
        let n: i64 =
            self.kept(self.connection.query_row(&sql, rusqlite::params_from_iter(values), |row| row.get(0)))?;
        Ok(n.unsigned_abs())
    }

    /// One reading; `None` when there is no such report.
    ///
    /// # Errors
    /// When the database cannot be read, or holds what no Selon wrote.
    pub fn reading(&self, report_id: ReportId) -> Result<Option<Reading>, Error> {
        self.kept(fetch(&self.connection, report_id))
    }

    /// The number of the report with this id (`Report::id`).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn report_named(&self, id: &str) -> Result<Option<ReportId>, Error> {
        let sql = "SELECT report_id FROM reports WHERE id = ?1";
        self.kept(self.connection.query_row(sql, [id], |row| row.get(0)).optional())
    }

    /// A report from this address is there.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_url(&self, url: &str) -> Result<bool, Error> {
        let sql = "SELECT EXISTS (SELECT 1 FROM reports WHERE url = ?1)";
        self.kept(self.connection.query_row(sql, [url], |row| row.get(0)))
    }

    /// Reports whose current reading was made by another engine or model, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn outdated(&self, engine: &str, model: &str) -> Result<Vec<ReportId>, Error> {
        let sql =
            "SELECT report_id FROM analyses WHERE is_current AND (engine <> ?1 OR model <> ?2) ORDER BY report_id";
        self.kept((|| {
            let mut select = self.connection.prepare(sql)?;
            select.query_map([engine, model], |row| row.get(0))?.collect()
        })())
    }
}

fn fetch(connection: &Connection, report_id: ReportId) -> rusqlite::Result<Option<Reading>> {
    let Some(report) = fetch_report(connection, report_id)? else {
        return Ok(None);
    };
    let points = Points::new(&report.text);
    let query = Query { connection, report_id, points: &points };
    let language = connection
        .prepare_cached("SELECT language FROM analyses WHERE report_id = ?1 AND is_current")?
        .query_row([report_id], |row| some_label(row, 0))
        .optional()?
        .flatten();
    let (report_remarks, analysis_remarks, remarks) =
        (query.remarks("report_remarks")?, query.remarks("analysis_remarks")?, query.remarks("remarks")?);
    let sentences = query.rows("SELECT start, end, role FROM sentences WHERE report_id = ?1 ORDER BY idx", |row| {
        Ok(Sentence { span: query.span(row, 0)?, role: label(row, 2)?, tokens: 0..0 })
    })?;
    let mentions = query.mentions()?;
    let attributions = query.attributions()?;
    let claims = query.claims()?;
    let analysis = Analysis { language, sentences, remarks: analysis_remarks, ..Analysis::default() };
    let report = Report { remarks: report_remarks, ..report };
    Ok(Some(Reading { report, analysis, mentions, attributions, claims, remarks }))
}

fn fetch_report(connection: &Connection, report_id: ReportId) -> rusqlite::Result<Option<Report>> {
    connection
        .prepare_cached(
            "SELECT id, language, title, outlet, url, published, published_basis, text, origin, record, form, \
             raw_sha256, fetched, status, extent FROM reports WHERE report_id = ?1",
        )?
        .query_row([report_id], |row| {
            let published = match row.get::<_, Option<String>>(5)? {
                Some(value) => Some(Published { value, basis: label(row, 6)? }),
                None => None,
            };
            Ok(Report {
                id: row.get(0)?,
                language: some_label(row, 1)?,
                title: row.get(2)?,
                outlet: row.get(3)?,
                url: row.get(4)?,
                published,
                text: row.get(7)?,
                remarks: Vec::new(),
                provenance: Provenance {
                    origin: row.get(8)?,
                    record: row.get(9)?,
                    form: row.get(10)?,
                    raw_sha256: row.get(11)?,
                    fetched: row.get(12)?,
                },
                status: label(row, 13)?,
                extent: label(row, 14)?,
            })
        })
        .optional()
}

/// Queries about one report.
struct Query<'a> {
    connection: &'a Connection,
    report_id: ReportId,
    points: &'a Points<'a>,
}

impl Query<'_> {
    fn rows<T>(&self, sql: &str, read: impl FnMut(&Row) -> rusqlite::Result<T>) -> rusqlite::Result<Vec<T>> {
        self.rows_of(sql, [self.report_id], read)
    }

    fn rows_of<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnMut(&Row) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Vec<T>> {
        self.connection.prepare_cached(sql)?.query_map(values, read)?.collect()
    }

    fn span(&self, row: &Row, column: usize) -> rusqlite::Result<Span> {
        let (start, end) = (row.get(column)?, row.get(column + 1)?);
        self.points.span(start, end).ok_or_else(|| odd(column, format!("{start}..{end} lies outside the text")))
    }

    fn some_span(&self, row: &Row, column: usize) -> rusqlite::Result<Option<Span>> {
        if row.get::<_, Option<i64>>(column)?.is_none() { Ok(None) } else { self.span(row, column).map(Some) }
    }

    fn remarks(&self, table: &str) -> rusqlite::Result<Vec<Remark>> {
        let sql = format!("SELECT kind, start, end, message FROM {table} WHERE report_id = ?1 ORDER BY idx");
        self.rows(&sql, |row| Ok(Remark { kind: label(row, 0)?, span: self.some_span(row, 1)?, message: row.get(3)? }))
    }

    fn mentions(&self) -> rusqlite::Result<Mentions> {
        let actors = self.rows(
            "SELECT start, end, entity, name, code, sector, body, form, confidence FROM actors \
             WHERE report_id = ?1 ORDER BY idx",
            |row| {
                Ok(ActorMention {
                    span: self.span(row, 0)?,
                    head: 0,
                    entity: count(row, 2)?,
                    name: row.get(3)?,
                    code: row.get(4)?,
                    sector: row.get(5)?,
                    body: row.get(6)?,
                    form: label(row, 7)?,
                    confidence: confidence(row, 8)?,
                })
            },
        )?;
        let places = self.rows(
            "SELECT start, end, name, geonameid, country, lat, lon, radius_km, precision, confidence FROM places \
             WHERE report_id = ?1 ORDER BY idx",
            |row| {
                Ok(PlaceMention {
                    span: self.span(row, 0)?,
                    name: row.get(2)?,
                    geonameid: row.get(3)?,
                    country: row.get(4)?,
                    point: row.get::<_, Option<f64>>(5)?.zip(row.get(6)?),
                    radius_km: row.get(7)?,
                    precision: some_label(row, 8)?,
                    confidence: confidence(row, 9)?,
                })
            },
        )?;
        let timexes = self.rows(
            "SELECT start, end, type, value, first_day, last_day FROM timexes WHERE report_id = ?1 ORDER BY idx",
            |row| {
                Ok(Timex {
                    span: self.span(row, 0)?,
                    kind: label(row, 2)?,
                    value: row.get(3)?,
                    begin: row.get(4)?,
                    end: row.get(5)?,
                })
            },
        )?;
        Ok(Mentions { actors, places, timexes })
    }

    fn attributions(&self) -> rusqlite::Result<Vec<Attribution>> {
        let mut attributions = self.rows(
            "SELECT kind, act, source_kind, source_name, source_code, source_sector, source_actor, source_confidence, \
             source_form, stance, distance, parent, basis_start, basis_end, said_when, flags, rule \
             FROM attributions WHERE report_id = ?1 ORDER BY idx",
            |row| {
                let source_ref = SourceRef {
                    kind: label(row, 2)?,
                    name: row.get(3)?,
                    code: row.get(4)?,
                    sector: row.get(5)?,
                    actor: some_count(row, 6)?,
                    confidence: confidence(row, 7)?,
                };
                Ok(Attribution {
                    kind: label(row, 0)?,
                    act: label(row, 1)?,
                    source: Vec::new(),
                    cue: Vec::new(),
                    content: Vec::new(),
                    hedges: Vec::new(),
                    source_ref,
                    source_form: label(row, 8)?,
                    stance: label(row, 9)?,
                    distance: label(row, 10)?,
                    parent: some_count(row, 11)?,
                    basis: self.some_span(row, 12)?,
                    said_when: some_count(row, 14)?,
                    flags: list(row, 15)?,
                    rule: row.get(16)?,
                })
            },
        )?;
        let spans = self.rows(
            "SELECT attribution, part, start, end FROM attribution_spans WHERE report_id = ?1 \
             ORDER BY attribution, part, idx",
            |row| Ok((count(row, 0)?, row.get::<_, String>(1)?, self.span(row, 2)?)),
        )?;
        for (idx, part, span) in spans {
            let Some(attribution) = attributions.get_mut(idx) else { continue };
            match part.as_str() {
                "source" => attribution.source.push(span),
                "cue" => attribution.cue.push(span),
                "content" => attribution.content.push(span),
                _ => attribution.hedges.push(span),
            }
        }
        Ok(attributions)
    }

    fn claims(&self) -> rusqlite::Result<Vec<Claim>> {
        let mut claims = self.rows(
            "SELECT type, modes, contexts, start, end, polarity, modality, first_day, last_day, date_precision, \
             date_timex, date_basis, place, attribution, same_event_as, confidence, rule \
             FROM claims WHERE report_id = ?1 ORDER BY idx",
            |row| {
                let date = match some_label(row, 9)? {
                    Some(precision) => Some(EventDate {
                        begin: row.get(7)?,
                        end: row.get(8)?,
                        precision,
                        timex: some_count(row, 10)?,
                        basis: label(row, 11)?,
                    }),
                    None => None,
                };
                Ok(Claim {
                    event_type: label(row, 0)?,
                    modes: list(row, 1)?,
                    contexts: list(row, 2)?,
                    trigger: self.span(row, 3)?,
                    actors: Vec::new(),
                    recipients: Vec::new(),
                    polarity: label(row, 5)?,
                    modality: label(row, 6)?,
                    date,
                    place: some_count(row, 12)?,
                    figures: Vec::new(),
                    attribution: count(row, 13)?,
                    same_event_as: some_count(row, 14)?,
                    confidence: confidence(row, 15)?,
                    rule: row.get(16)?,
                })
            },
        )?;
        let parties = self.rows(
            "SELECT claim, role, actor FROM claim_actors WHERE report_id = ?1 ORDER BY claim, role, idx",
            |row| Ok((count(row, 0)?, row.get::<_, String>(1)?, count(row, 2)?)),
        )?;
        for (idx, role, actor) in parties {
            if let Some(claim) = claims.get_mut(idx) {
                if role == "actor" { claim.actors.push(actor) } else { claim.recipients.push(actor) }
            }
        }
        let figures = self.rows(
            "SELECT claim, kind, low, high, start, end, of_actor FROM figures WHERE report_id = ?1 ORDER BY claim, idx",
            |row| {
                let bound =
                    |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(column)?.map(i64::unsigned_abs));
                let (low, high) = (bound(2)?, bound(3)?);
                let (kind, span, of) = (label(row, 1)?, self.span(row, 4)?, some_count(row, 6)?);
                Ok((count(row, 0)?, Figure { kind, low, high, span, of }))
            },
        )?;
        for (idx, figure) in figures {
            if let Some(claim) = claims.get_mut(idx) {
                claim.figures.push(figure);
            }
        }
        Ok(claims)
    }
}

fn odd(column: usize, reason: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, reason.into())
}

fn label<T: Label>(row: &Row, column: usize) -> rusqlite::Result<T> {
    let word: String = row.get(column)?;
    T::from_label(&word).ok_or_else(|| odd(column, format!("{word:?} is no word of this column")))
}

fn some_label<T: Label>(row: &Row, column: usize) -> rusqlite::Result<Option<T>> {
    if row.get_ref(column)? == rusqlite::types::ValueRef::Null { Ok(None) } else { label(row, column).map(Some) }
}

fn count(row: &Row, column: usize) -> rusqlite::Result<usize> {
    let number: i64 = row.get(column)?;
    usize::try_from(number).map_err(|_| odd(column, format!("{number} is no index")))
}

fn some_count(row: &Row, column: usize) -> rusqlite::Result<Option<usize>> {
    if row.get::<_, Option<i64>>(column)?.is_none() { Ok(None) } else { count(row, column).map(Some) }
}

fn list(row: &Row, column: usize) -> rusqlite::Result<Vec<String>> {
    let joined: String = row.get(column)?;
    Ok(joined.split('|').filter(|part| !part.is_empty()).map(str::to_owned).collect())
}

#[expect(clippy::cast_possible_truncation, reason = "it was an f32 before it was written")]
fn confidence(row: &Row, column: usize) -> rusqlite::Result<f32> {
    Ok(row.get::<_, f64>(column)? as f32)
}
