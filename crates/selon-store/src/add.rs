//! Putting readings in: one transaction for a batch, nothing twice.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use selon_types::{Attribution, Claim, Label, Mentions, PublicationStatus, Reading, Remark, Report, Sentence, Span};

use crate::points::Points;
use crate::store::ReportId;
use crate::{Error, Store, content_key};

/// What made a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version<'a> {
    /// The version of Selon.
    pub engine: &'a str,
    /// The version of the model.
    pub model: &'a str,
    /// Now, UTC, `YYYY-MM-DDThh:mm:ssZ`: the store reads no clock.
    pub at: &'a str,
}

/// What became of a reading that was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// The report is new.
    New(ReportId),
    /// The report was there; where it was found is noted.
    Known(ReportId),
}

impl Added {
    /// The report.
    pub fn report_id(self) -> ReportId {
        match self {
            Added::New(report_id) | Added::Known(report_id) => report_id,
        }
    }
}

impl Store {
    /// Adds a reading; nothing is added twice.
    ///
    /// # Errors
    /// When the database cannot be written; then nothing of the reading is kept.
    pub fn add_reading(&mut self, reading: &Reading, version: Version) -> Result<Added, Error> {
        let added = self.add_readings([reading], version)?;
        Ok(added[0])
    }

    /// Adds readings in one transaction: all of them or none.
    ///
    /// # Errors
    /// When the database cannot be written; then nothing of the batch is kept.
    pub fn add_readings<'a>(
        &mut self,
        batch: impl IntoIterator<Item = &'a Reading>,
        version: Version,
    ) -> Result<Vec<Added>, Error> {
        self.in_transaction(|connection| {
            batch.into_iter().map(|reading| add_one(connection, reading, version)).collect()
        })
    }

    /// Puts a new reading of a report in the place of the former one. The report, where it was found and all
    /// decisions stay; what was derived from its former claims (events, stories) is to be derived again.
    ///
    /// # Errors
    /// When the report is not there, its text is another, or the database cannot be written; then all stays as it was.
    pub fn replace_reading(&mut self, report_id: ReportId, reading: &Reading, version: Version) -> Result<(), Error> {
        let path = self.path.clone();
        let same = self.in_transaction(|connection| {
            let sql = "SELECT text = ?2 FROM reports WHERE report_id = ?1";
            let same =
                connection.query_row(sql, params![report_id, reading.report.text], |row| row.get(0)).optional()?;
            if same == Some(true) {
                clear_reading(connection, report_id)?;
                put_reading(connection, report_id, reading, version)?;
            }
            Ok(same)
        })?;
        match same {
            Some(true) => Ok(()),
            Some(false) => Err(Error::Odd { path, reason: format!("report {report_id} has another text") }),
            None => Err(Error::Odd { path, reason: format!("there is no report {report_id}") }),
        }
    }

    /// The report with this content, or made from the same bytes of the same place, if it is there.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn find_report(&self, report: &Report) -> Result<Option<ReportId>, Error> {
        self.kept(find(&self.connection, report, &content_key(report)))
    }

    /// Notes one more place where a report that is there was found.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn add_arrivals<'a>(&mut self, known: impl IntoIterator<Item = (ReportId, &'a Report)>) -> Result<(), Error> {
        self.in_transaction(|connection| {
            known.into_iter().try_for_each(|(report_id, report)| put_arrival(connection, report_id, report))
        })
    }

    /// Notes an input that gave no report, and why.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn add_set_aside(&mut self, origin: &str, reason: &str, at: &str) -> Result<(), Error> {
        let sql = "INSERT INTO set_aside (origin, reason, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        self.kept(self.connection.execute(sql, params![origin, reason, at])).map(|_| ())
    }

    pub(crate) fn in_transaction<T>(
        &mut self,
        run: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        let path = &self.path;
        let outcome = (|| {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let result = run(&transaction)?;
            transaction.commit()?;
            Ok(result)
        })();
        outcome.map_err(|source| Error::of(path, source))
    }
}

fn find(connection: &Connection, report: &Report, key: &str) -> rusqlite::Result<Option<ReportId>> {
    let by_key = connection
        .prepare_cached("SELECT report_id FROM reports WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    let found = &report.provenance;
    if by_key.is_some() || found.raw_sha256.is_empty() {
        return Ok(by_key);
    }
    // A better reader may take another text out of the same page: that must not make two reports of one.
    connection
        .prepare_cached(
            "SELECT report_id FROM arrivals WHERE raw_sha256 = ?1 AND raw_sha256 <> '' AND origin = ?2 AND record = ?3 ORDER BY report_id",
        )?
        .query_row([&found.raw_sha256, &found.origin, &found.record], |row| row.get(0))
        .optional()
}

fn add_one(connection: &Connection, reading: &Reading, version: Version) -> rusqlite::Result<Added> {
    let report = &reading.report;
    let key = content_key(report);
    if report.status != PublicationStatus::default() {
        // The publisher takes back what it sent under this name.
        connection.prepare_cached("UPDATE reports SET status = ?2 WHERE id = ?1 OR key = ?3")?.execute(params![
            report.id,
            report.status.label(),
            key
        ])?;
    }
    if let Some(report_id) = find(connection, report, &key)? {
        put_arrival(connection, report_id, report)?;
        return Ok(Added::Known(report_id));
    }
    let report_id = put_report(connection, report, &key, version)?;
    put_arrival(connection, report_id, report)?;
    put_reading(connection, report_id, reading, version)?;
    Ok(Added::New(report_id))
}

fn put_report(connection: &Connection, report: &Report, key: &str, version: Version) -> rusqlite::Result<ReportId> {
    let taken = connection
        .prepare_cached("SELECT 1 FROM reports WHERE id = ?1")?
        .query_row([&report.id], |_| Ok(()))
        .optional()?
        .is_some();
    // Another report has the name (a file that was edited, two archives that count from 1): both are kept apart.
    let id = if taken { format!("{}#{}", report.id, &key[..12]) } else { report.id.clone() };
    let points = Points::new(&report.text);
    connection
        .prepare_cached(
            "INSERT INTO reports (key, id, language, title, outlet, url, published, published_basis, text, n_chars, \
             added_at, origin, record, form, raw_sha256, fetched, status, extent) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        )?
        .execute(params![
            key,
            id,
            report.language.map(Label::label),
            report.title,
            report.outlet,
            report.url,
            report.published.as_ref().map(|published| &published.value),
            report.published.as_ref().map(|published| published.basis.label()),
            report.text,
            whole(points.len()),
            version.at,
            report.provenance.origin,
            report.provenance.record,
            report.provenance.form,
            report.provenance.raw_sha256,
            report.provenance.fetched,
            report.status.label(),
            report.extent.label(),
        ])?;
    let report_id = connection.last_insert_rowid();
    put_remarks(connection, "report_remarks", report_id, &report.remarks, &points)?;
    Ok(report_id)
}

fn put_arrival(connection: &Connection, report_id: ReportId, report: &Report) -> rusqlite::Result<()> {
    let found = &report.provenance;
    connection
        .prepare_cached(
            "INSERT INTO arrivals (report_id, origin, record, id, raw_sha256, fetched) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![report_id, found.origin, found.record, report.id, found.raw_sha256, found.fetched])
        .map(|_| ())
}

/// Takes away what a former reading found; children before parents, because some point at each other.
fn clear_reading(connection: &Connection, report_id: ReportId) -> rusqlite::Result<()> {
    const TABLES: &[&str] =
        &["claims", "attributions", "actors", "places", "timexes", "sentences", "remarks", "analysis_remarks"];
    for table in TABLES {
        connection.prepare_cached(&format!("DELETE FROM {table} WHERE report_id = ?1"))?.execute([report_id])?;
    }
    connection.prepare_cached("UPDATE analyses SET is_current = 0 WHERE report_id = ?1")?.execute([report_id])?;
    Ok(())
}

fn put_reading(
    connection: &Connection,
    report_id: ReportId,
    reading: &Reading,
    version: Version,
) -> rusqlite::Result<()> {
    let points = Points::new(&reading.report.text);
    connection
        .prepare_cached(
            "INSERT INTO analyses (report_id, engine, model, made_at, is_current, language) \
             VALUES (?1, ?2, ?3, ?4, 1, ?5) ON CONFLICT (report_id, engine, model) \
             DO UPDATE SET made_at = excluded.made_at, is_current = 1, language = excluded.language",
        )?
        .execute(params![
            report_id,
            version.engine,
            version.model,
            version.at,
            reading.analysis.language.map(Label::label)
        ])?;
    put_remarks(connection, "analysis_remarks", report_id, &reading.analysis.remarks, &points)?;
    put_remarks(connection, "remarks", report_id, &reading.remarks, &points)?;
    put_sentences(connection, report_id, &reading.analysis.sentences, &points)?;
    put_mentions(connection, report_id, &reading.mentions, &points)?;
    put_attributions(connection, report_id, &reading.attributions, &points)?;
    put_claims(connection, report_id, &reading.claims, &points)
}

fn put_remarks(
    connection: &Connection,
    table: &str,
    report_id: ReportId,
    remarks: &[Remark],
    points: &Points,
) -> rusqlite::Result<()> {
    let sql =
        format!("INSERT INTO {table} (report_id, idx, kind, start, end, message) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    let mut insert = connection.prepare_cached(&sql)?;
    for (idx, remark) in remarks.iter().enumerate() {
        let (start, end) = some_points(remark.span, points);
        insert.execute(params![report_id, whole(idx), remark.kind.label(), start, end, remark.message])?;
    }
    Ok(())
}

fn put_sentences(
    connection: &Connection,
    report_id: ReportId,
    sentences: &[Sentence],
    points: &Points,
) -> rusqlite::Result<()> {
    let mut insert = connection
        .prepare_cached("INSERT INTO sentences (report_id, idx, start, end, role) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (idx, sentence) in sentences.iter().enumerate() {
        let (start, end) = points.of(sentence.span);
        insert.execute(params![report_id, whole(idx), start, end, sentence.role.label()])?;
    }
    Ok(())
}

fn put_mentions(
    connection: &Connection,
    report_id: ReportId,
    mentions: &Mentions,
    points: &Points,
) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO actors (report_id, idx, start, end, entity, name, code, sector, body, form, confidence) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for (idx, actor) in mentions.actors.iter().enumerate() {
        let (start, end) = points.of(actor.span);
        insert.execute(params![
            report_id,
            whole(idx),
            start,
            end,
            whole(actor.entity),
            actor.name,
            actor.code,
            actor.sector,
            actor.body,
            actor.form.label(),
            f64::from(actor.confidence),
        ])?;
    }
    let mut insert = connection.prepare_cached(
        "INSERT INTO places (report_id, idx, start, end, name, geonameid, country, lat, lon, radius_km, precision, \
         confidence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?;
    for (idx, place) in mentions.places.iter().enumerate() {
        let (start, end) = points.of(place.span);
        insert.execute(params![
            report_id,
            whole(idx),
            start,
            end,
            place.name,
            place.geonameid,
            place.country,
            place.point.map(|(lat, _)| lat),
            place.point.map(|(_, lon)| lon),
            place.radius_km,
            place.precision.map(Label::label),
            f64::from(place.confidence),
        ])?;
    }
    let mut insert = connection.prepare_cached(
        "INSERT INTO timexes (report_id, idx, start, end, type, value, first_day, last_day) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for (idx, timex) in mentions.timexes.iter().enumerate() {
        let (start, end) = points.of(timex.span);
        let words = params![report_id, whole(idx), start, end, timex.kind.label(), timex.value, timex.begin, timex.end];
        insert.execute(words)?;
    }
    Ok(())
}

fn put_attributions(
    connection: &Connection,
    report_id: ReportId,
    attributions: &[Attribution],
    points: &Points,
) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO attributions (report_id, idx, kind, act, source_kind, source_name, source_code, source_sector, \
         source_actor, source_confidence, source_form, stance, distance, parent, basis_start, basis_end, said_when, \
         flags, rule) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
    )?;
    let mut insert_span = connection.prepare_cached(
        "INSERT INTO attribution_spans (report_id, attribution, part, idx, start, end) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (idx, attribution) in attributions.iter().enumerate() {
        let (basis_start, basis_end) = some_points(attribution.basis, points);
        let source = &attribution.source_ref;
        insert.execute(params![
            report_id,
            whole(idx),
            attribution.kind.label(),
            attribution.act.label(),
            source.kind.label(),
            source.name,
            source.code,
            source.sector,
            source.actor.map(whole),
            f64::from(source.confidence),
            attribution.source_form.label(),
            attribution.stance.label(),
            attribution.distance.label(),
            attribution.parent.map(whole),
            basis_start,
            basis_end,
            attribution.said_when.map(whole),
            attribution.flags.join("|"),
            attribution.rule,
        ])?;
        let parts = [
            ("source", &attribution.source),
            ("cue", &attribution.cue),
            ("content", &attribution.content),
            ("hedge", &attribution.hedges),
        ];
        for (part, spans) in parts {
            for (nth, span) in spans.iter().enumerate() {
                let (start, end) = points.of(*span);
                insert_span.execute(params![report_id, whole(idx), part, whole(nth), start, end])?;
            }
        }
    }
    Ok(())
}

fn put_claims(connection: &Connection, report_id: ReportId, claims: &[Claim], points: &Points) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO claims (report_id, idx, type, modes, contexts, start, end, polarity, modality, first_day, \
         last_day, date_precision, date_timex, date_basis, place, attribution, same_event_as, confidence, rule) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
    )?;
    let mut insert_actor = connection
        .prepare_cached("INSERT INTO claim_actors (report_id, claim, role, idx, actor) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    let mut insert_figure = connection.prepare_cached(
        "INSERT INTO figures (report_id, claim, idx, kind, low, high, start, end, of_actor) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for (idx, claim) in claims.iter().enumerate() {
        let (start, end) = points.of(claim.trigger);
        let date = claim.date.as_ref();
        insert.execute(params![
            report_id,
            whole(idx),
            claim.event_type.label(),
            claim.modes.join("|"),
            claim.contexts.join("|"),
            start,
            end,
            claim.polarity.label(),
            claim.modality.label(),
            date.and_then(|date| date.begin.as_ref()),
            date.and_then(|date| date.end.as_ref()),
            date.map(|date| date.precision.label()),
            date.and_then(|date| date.timex).map(whole),
            date.map(|date| date.basis.label()),
            claim.place.map(whole),
            whole(claim.attribution),
            claim.same_event_as.map(whole),
            f64::from(claim.confidence),
            claim.rule,
        ])?;
        for (role, parties) in [("actor", &claim.actors), ("recipient", &claim.recipients)] {
            for (nth, actor) in parties.iter().enumerate() {
                insert_actor.execute(params![report_id, whole(idx), role, whole(nth), whole(*actor)])?;
            }
        }
        for (nth, figure) in claim.figures.iter().enumerate() {
            let (start, end) = points.of(figure.span);
            let bound = |number: Option<u64>| number.map(|number| i64::try_from(number).unwrap_or(i64::MAX));
            let (low, high, of) = (bound(figure.low), bound(figure.high), figure.of.map(whole));
            insert_figure.execute(params![
                report_id,
                whole(idx),
                whole(nth),
                figure.kind.label(),
                low,
                high,
                start,
                end,
                of
            ])?;
        }
    }
    Ok(())
}

fn some_points(span: Option<Span>, points: &Points) -> (Option<i64>, Option<i64>) {
    span.map(|span| points.of(span)).unzip()
}

pub(crate) fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
