//! Rows back to the claims that they came from, so that a table is enough to group claims to events.

use std::collections::BTreeMap;

use selon_types::{
    ClaimSource, DateBasis, EventDate, Label, Language, Party, PlaceMention, ReportCard, ReportedClaim, ReportedFigure,
    Span,
};

use super::{COLUMNS, ClaimRow};
use crate::sheet::Cell;

/// Why a row is no row of the table of claims.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {found} is not {wanted}")]
pub struct RowError {
    /// The column.
    pub column: &'static str,
    /// What stands in it.
    pub found: String,
    /// What should.
    pub wanted: &'static str,
}

fn error(column: &'static str, found: impl std::fmt::Debug, wanted: &'static str) -> RowError {
    RowError { column, found: format!("{found:?}"), wanted }
}

impl ClaimRow {
    /// The row whose values, in the order of [`COLUMNS`], are `cells`.
    ///
    /// # Errors
    /// When a value is missing or of another kind.
    pub fn from_cells(cells: Vec<Cell>) -> Result<ClaimRow, RowError> {
        let mut values = Values { cells: cells.into_iter(), columns: COLUMNS.iter().map(|column| column.name) };
        // The fields stand in the order of the columns, and each takes the next value.
        Ok(ClaimRow {
            claim_id: values.text()?,
            event_id: values.some_text()?,
            event_type: values.text()?,
            modes: values.list()?,
            contexts: values.list()?,
            actors: values.list()?,
            actor_codes: values.list()?,
            actor_sectors: values.list()?,
            recipients: values.list()?,
            recipient_codes: values.list()?,
            recipient_sectors: values.list()?,
            date_begin: values.some_text()?,
            date_end: values.some_text()?,
            date_precision: values.some_text()?,
            place: values.some_text()?,
            country: values.some_text()?,
            latitude: values.some_real()?,
            longitude: values.some_real()?,
            place_precision: values.some_text()?,
            geonameid: values.some_whole()?,
            polarity: values.text()?,
            modality: values.text()?,
            source: values.text()?,
            source_kind: values.text()?,
            source_code: values.some_text()?,
            source_sector: values.some_text()?,
            source_origin: values.text()?,
            according_to: values.list()?,
            quote_kind: values.text()?,
            stance: values.text()?,
            distance: values.text()?,
            figures: values.list()?,
            killed_low: values.some_whole()?,
            killed_high: values.some_whole()?,
            report_id: values.text()?,
            outlet: values.some_text()?,
            title: values.some_text()?,
            url: values.some_text()?,
            published: values.some_text()?,
            lang: values.text()?,
            copy_group: values.text()?,
            start: values.whole()?,
            end: values.whole()?,
            trigger: values.text()?,
            sentence_start: values.whole()?,
            words: values.text()?,
            confidence: values.real()?,
            event_status: values.some_text()?,
            event_contested: values.some_flag()?,
            event_n_reports: values.some_whole()?,
            event_n_independent: values.some_whole()?,
            number: values.whole()?,
            same_event_as: values.some_whole()?,
            excluded: values.flag()?,
        })
    }
}

struct Values<N> {
    cells: std::vec::IntoIter<Cell>,
    columns: N,
}

impl<N: Iterator<Item = &'static str>> Values<N> {
    fn next(&mut self) -> (&'static str, Cell) {
        (self.columns.next().unwrap_or_default(), self.cells.next().unwrap_or(Cell::Empty))
    }

    fn some_text(&mut self) -> Result<Option<String>, RowError> {
        match self.next() {
            (_, Cell::Empty) => Ok(None),
            (_, Cell::Text(text)) => Ok(Some(text)),
            (column, cell) => Err(error(column, cell, "text")),
        }
    }

    fn text(&mut self) -> Result<String, RowError> {
        match self.next() {
            (_, Cell::Text(text)) => Ok(text),
            (column, cell) => Err(error(column, cell, "text")),
        }
    }

    fn list(&mut self) -> Result<Vec<String>, RowError> {
        match self.next() {
            (_, Cell::List(items)) => Ok(items),
            (column, cell) => Err(error(column, cell, "a list of texts")),
        }
    }

    fn some_real(&mut self) -> Result<Option<f64>, RowError> {
        match self.next() {
            (_, Cell::Empty) => Ok(None),
            (_, Cell::Real(number)) => Ok(Some(number)),
            (column, cell) => Err(error(column, cell, "a number")),
        }
    }

    fn real(&mut self) -> Result<f64, RowError> {
        match self.next() {
            (_, Cell::Real(number)) => Ok(number),
            (column, cell) => Err(error(column, cell, "a number")),
        }
    }

    fn some_whole<T: TryFrom<i64>>(&mut self) -> Result<Option<T>, RowError> {
        const WANTED: &str = "a whole number of its range";
        match self.next() {
            (_, Cell::Empty) => Ok(None),
            (column, Cell::Whole(number)) => T::try_from(number).map(Some).map_err(|_| error(column, number, WANTED)),
            (column, cell) => Err(error(column, cell, WANTED)),
        }
    }

    fn whole(&mut self) -> Result<usize, RowError> {
        match self.next() {
            (column, Cell::Whole(number)) => {
                usize::try_from(number).map_err(|_| error(column, number, "a whole number, at least 0"))
            }
            (column, cell) => Err(error(column, cell, "a whole number")),
        }
    }

    fn some_flag(&mut self) -> Result<Option<bool>, RowError> {
        match self.next() {
            (_, Cell::Empty) => Ok(None),
            (_, Cell::Flag(flag)) => Ok(Some(flag)),
            (column, cell) => Err(error(column, cell, "yes or no")),
        }
    }

    fn flag(&mut self) -> Result<bool, RowError> {
        match self.next() {
            (_, Cell::Flag(flag)) => Ok(flag),
            (column, cell) => Err(error(column, cell, "yes or no")),
        }
    }
}

/// The report cards, sorted by id, and the claims of the rows, sorted by report and number, as grouping wants them.
/// Of rows with one report and number the least is taken, so that the order of the rows changes nothing.
///
/// What a row does not hold stays out: spans count code points of the text, not bytes, and only order the claims; the
/// words of figures are empty; whether a date was stated or inferred is not told.
///
/// # Errors
/// At the first row with a label that is none, or with offsets that are no range of its words.
pub fn claims_of_rows(mut rows: Vec<ClaimRow>) -> Result<(Vec<ReportCard>, Vec<ReportedClaim>), RowError> {
    rows.sort_by_cached_key(|row| (row.report_id.clone(), row.number, row.claim_id.clone(), format!("{row:?}")));
    rows.dedup_by(|later, kept| (&later.report_id, later.number) == (&kept.report_id, kept.number));
    let mut cards: Vec<ReportCard> = Vec::new();
    let mut claims: Vec<ReportedClaim> = Vec::with_capacity(rows.len());
    let mut idx_of: BTreeMap<usize, usize> = BTreeMap::new();
    for row in &rows {
        if cards.last().is_none_or(|card| card.id != row.report_id) {
            cards.push(card_of(row));
            idx_of.clear();
        }
        idx_of.insert(row.number, claims.len());
        let same_event_as = row.same_event_as.filter(|&number| number < row.number);
        claims.push(claim_of(row, cards.len() - 1, same_event_as.and_then(|number| idx_of.get(&number).copied()))?);
    }
    Ok((cards, claims))
}

fn card_of(row: &ClaimRow) -> ReportCard {
    ReportCard {
        id: row.report_id.clone(),
        outlet: row.outlet.clone(),
        url: row.url.clone(),
        title: row.title.clone(),
        language: Language::from_label(&row.lang),
        published: row.published.clone(),
        copy_group: row.copy_group.clone(),
    }
}

fn claim_of(row: &ClaimRow, report: usize, same_event_as: Option<usize>) -> Result<ReportedClaim, RowError> {
    let trigger_in_words = bytes_in_words(row)?;
    let span = Span::new(row.start, row.end);
    Ok(ReportedClaim {
        id: row.claim_id.clone(),
        report,
        claim: row.number.saturating_sub(1),
        same_event_as,
        event_type: label("type", &row.event_type)?,
        modes: row.modes.clone(),
        contexts: row.contexts.clone(),
        actors: parties(&row.actors, &row.actor_codes, &row.actor_sectors),
        recipients: parties(&row.recipients, &row.recipient_codes, &row.recipient_sectors),
        polarity: label("polarity", &row.polarity)?,
        modality: label("modality", &row.modality)?,
        date: row.date_precision.as_deref().map(|precision| date_of(row, precision)).transpose()?,
        place: row.place.as_deref().map(|name| place_of(row, name, span)).transpose()?,
        figures: row.figures.iter().map(|text| figure_of(text)).collect::<Result<_, _>>()?,
        source: ClaimSource {
            kind: label("source_kind", &row.source_kind)?,
            origin: row.source_origin.clone(),
            name: row.source.clone(),
            code: row.source_code.clone(),
            sector: row.source_sector.clone(),
            quote_kind: label("quote_kind", &row.quote_kind)?,
            stance: label("stance", &row.stance)?,
            distance: label("distance", &row.distance)?,
            chain: row.according_to.clone(),
        },
        trigger: span,
        sentence: span,
        words: row.words.clone(),
        trigger_in_words,
        sentence_start: row.sentence_start,
        excluded: row.excluded,
        confidence: row.confidence as f32,
    })
}

/// Where the trigger stands in the words of its sentence, in bytes.
fn bytes_in_words(row: &ClaimRow) -> Result<(usize, usize), RowError> {
    let range = row.start.checked_sub(row.sentence_start).zip(row.end.checked_sub(row.sentence_start));
    let is_narrow = u32::try_from(row.end).is_ok();
    let Some((start, end)) = range.filter(|(start, end)| start <= end && is_narrow) else {
        return Err(error("start", (row.start, row.end), "a range of the sentence's words"));
    };
    let byte = |point: usize| row.words.char_indices().nth(point).map_or(row.words.len(), |(byte, _)| byte);
    Ok((byte(start), byte(end)))
}

fn label<T: Label>(column: &'static str, word: &str) -> Result<T, RowError> {
    T::from_label(word).ok_or_else(|| error(column, word, "one of its labels"))
}

fn parties(labels: &[String], codes: &[String], sectors: &[String]) -> Vec<Party> {
    let known = |values: &[String], idx: usize| values.get(idx).filter(|value| *value != "---").cloned();
    let party = |(idx, label): (usize, &String)| {
        let (code, body) = known(codes, idx).map_or((None, None), |key| split_key(&key));
        Party { code, body, sector: known(sectors, idx), name: Some(label.clone()), words: label.clone() }
    };
    labels.iter().enumerate().map(party).collect()
}

/// Code and body of a key (`IGONAT`): only the classes of bodies are followed by one.
fn split_key(key: &str) -> (Option<String>, Option<String>) {
    const CLASSES: [&str; 6] = ["UNO", "EUR", "IGO", "NGO", "MNC", "IMG"];
    match CLASSES.iter().find_map(|class| key.strip_prefix(class).filter(|body| !body.is_empty())) {
        Some(body) => (Some(key[..3].to_owned()), Some(body.to_owned())),
        None => (Some(key.to_owned()), None),
    }
}

fn date_of(row: &ClaimRow, precision: &str) -> Result<EventDate, RowError> {
    Ok(EventDate {
        begin: row.date_begin.clone(),
        end: row.date_end.clone(),
        precision: label("date_precision", precision)?,
        timex: None,
        basis: DateBasis::Stated,
    })
}

fn place_of(row: &ClaimRow, name: &str, span: Span) -> Result<PlaceMention, RowError> {
    Ok(PlaceMention {
        span,
        name: name.to_owned(),
        geonameid: row.geonameid,
        country: row.country.clone(),
        point: row.latitude.zip(row.longitude),
        radius_km: None,
        precision: row.place_precision.as_deref().map(|word| label("place_precision", word)).transpose()?,
        confidence: row.confidence as f32,
    })
}

/// `killed=3..5 of RUS`.
fn figure_of(text: &str) -> Result<ReportedFigure, RowError> {
    let broken = || error("figures", text, "kind=low..high of CODE");
    let (kind, rest) = text.split_once('=').ok_or_else(broken)?;
    let (bounds, of) = rest.split_once(" of ").map_or((rest, None), |(bounds, of)| (bounds, Some(of.to_owned())));
    let (low, high) = bounds.split_once("..").ok_or_else(broken)?;
    let bound = |word: &str| match word {
        "" => Ok(None),
        _ => word.parse::<u64>().map(Some).map_err(|_| broken()),
    };
    Ok(ReportedFigure { kind: label("figures", kind)?, low: bound(low)?, high: bound(high)?, of, words: String::new() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim_row::claim_row;

    fn rows() -> Vec<ClaimRow> {
        let situation = crate::example::situation();
        situation.claims.iter().map(|claim| claim_row(&situation, claim, None)).collect()
    }

    #[test]
    fn a_row_comes_back_from_its_cells_and_from_its_claim() {
        for row in rows() {
            assert_eq!(ClaimRow::from_cells(row.cells()), Ok(row));
        }
        let (reports, claims) = claims_of_rows(rows().into_iter().rev().collect()).unwrap();
        let again = selon_types::Situation { reports, claims, events: Vec::new() };
        let back: Vec<ClaimRow> = again.claims.iter().map(|claim| claim_row(&again, claim, None)).collect();
        assert_eq!(back, rows());
        let first = |situation: &selon_types::Situation| situation.claims[0].clone();
        let (was, is) = (first(&crate::example::situation()), first(&again));
        assert_eq!((was.trigger_words(), was.trigger_points()), (is.trigger_words(), is.trigger_points()));
        assert_eq!(was.actors[0].key(), is.actors[0].key());
    }

    #[test]
    fn what_is_no_row_is_named() {
        let mut cells = rows()[0].cells();
        cells[2] = Cell::Whole(3);
        let message = ClaimRow::from_cells(cells).unwrap_err().to_string();
        assert_eq!(message, "column type: Whole(3) is not text");
        for (change, column) in [
            ((|row| row.event_type = "HUG".into()) as fn(&mut ClaimRow), "type"),
            (|row| row.figures = vec!["killed".into()], "figures"),
            (|row| row.start = row.end + 1, "start"),
            (|row| (row.start, row.end) = (usize::MAX, usize::MAX), "start"),
        ] {
            let mut row = rows().remove(0);
            change(&mut row);
            assert_eq!(claims_of_rows(vec![row]).unwrap_err().column, column);
        }
        assert_eq!(split_key("IGONAT"), (Some("IGO".into()), Some("NAT".into())));
        assert_eq!(split_key("RUS"), (Some("RUS".into()), None));
    }
}
