//! Claims of many reports grouped to events.

use std::collections::BTreeMap;

use arrow_array::RecordBatchReader;
use arrow_schema::ArrowError;
use pyo3::prelude::*;
use pyo3_arrow::input::AnyRecordBatch;
use selon_situation::copies::{identical_groups, words_key};
use selon_situation::escalation::Detection;
use selon_situation::pair_days::pair_days;
use selon_situation::pairs::{FORMULA, Period, pair_series};
use selon_situation::{CopyGroups, GroupVoices, build_situation, group_voices, merge_claims, regroup};
use selon_types::{Label, Language, Reading, ReportCard, ReportedClaim};
use selon_view::claim_row::{ClaimRow, claim_row, claim_rows, claims_of_rows};
use selon_view::sheet::Cell;
use selon_view::situation::{
    PairSignal, brief_html, brief_markdown, contested_sheet, events_sheet, pairs_sheet, signals_sheet,
};

use crate::coded::reports_schema;
use crate::columns::{batch_of, cells_of, claims_schema};
use crate::kinds::schema_of;
use crate::reading::ReadingData;
use crate::table::Table;
use crate::{Error, embedded};

#[pyclass(module = "selon", frozen)]
pub(crate) struct Situation(selon_types::Situation);

impl Situation {
    /// The situation of readings; reports with the same words are copies.
    pub(crate) fn of(readings: &[&Reading]) -> Situation {
        let keys: Vec<(&str, String)> =
            readings.iter().map(|reading| (reading.report.id.as_str(), words_key(&reading.report.text))).collect();
        Situation(build_situation(readings, &identical_groups(keys.iter().map(|(id, key)| (*id, key.as_str())))))
    }

    fn all(&self) -> Vec<usize> {
        (0..self.0.events.len()).collect()
    }
}

#[pymethods]
impl Situation {
    /// From tables in the columns of `CLAIMS` and `REPORTS`. With reports, those with the same words are made copies.
    #[staticmethod]
    #[pyo3(signature = (claims, reports = None))]
    fn of_tables(py: Python<'_>, claims: AnyRecordBatch, reports: Option<AnyRecordBatch>) -> PyResult<Situation> {
        let mut claims = claims.into_reader()?;
        let mut reports = reports.map(AnyRecordBatch::into_reader).transpose()?;
        py.detach(|| {
            let (mut cards, mut claims) = claims_of(&mut *claims)?;
            if let Some(reports) = &mut reports {
                let mut all = cards_of(&mut **reports)?;
                put_among(&mut all, &cards, &mut claims);
                let keyed = all.iter().map(|card| (card.id.as_str(), card.copy_group.as_str()));
                let groups = identical_groups(keyed);
                // Cards carry the key of their words until here; lifted alone, a report is its own group.
                for card in &mut all {
                    card.copy_group = card.id.clone();
                }
                cards = all;
                let in_groups = |card: &ReportCard| ReportCard { copy_group: groups[&card.id].clone(), ..card.clone() };
                let voices = group_voices(&cards.iter().map(in_groups).collect::<Vec<_>>());
                regroup(&mut cards, &mut claims, &groups, &voices);
            }
            Ok(Situation(merge_claims(cards, claims, None)))
        })
    }

    #[staticmethod]
    fn of_readings(readings: Vec<PyRef<'_, ReadingData>>) -> Situation {
        Situation::of(&readings.iter().map(|reading| &reading.0).collect::<Vec<_>>())
    }

    fn claims(&self) -> PyResult<Table> {
        let rows: Vec<Vec<Cell>> = claim_rows(&self.0, &self.all()).iter().map(ClaimRow::cells).collect();
        let batch = batch_of(&claims_schema(), &rows).map_err(|reason| Error::new_err(reason.to_string()))?;
        Ok(Table::claims(vec![batch]))
    }

    fn events(&self) -> PyResult<Table> {
        Table::of_sheet(&events_sheet(&self.0, &self.all()))
    }

    fn contested(&self) -> PyResult<Table> {
        Table::of_sheet(&contested_sheet(&self.0, &self.all()))
    }

    #[pyo3(signature = (*, per = "all"))]
    fn pairs(&self, per: &str) -> PyResult<Table> {
        let period = match per {
            "day" => Period::Day,
            "week" => Period::Week,
            "all" => Period::All,
            other => return Err(Error::new_err(format!("per={other:?}: a period is 'day', 'week' or 'all'"))),
        };
        Table::of_sheet(&pairs_sheet(
            &self.0,
            &pair_series(&self.0, embedded::scale().map_err(Error::new_err)?, period),
        ))
    }

    fn escalation(&self) -> PyResult<Table> {
        let pairs = pair_days(&self.0, embedded::scale().map_err(Error::new_err)?, &Detection::default());
        let mut rows = Vec::new();
        for pair in &pairs {
            let row = |signal| PairSignal { a: &pair.a, b: &pair.b, signal, events: pair.behind(signal) };
            rows.extend(pair.signals.iter().map(row));
        }
        Table::of_sheet(&signals_sheet(&self.0, &rows))
    }

    #[pyo3(signature = (*, html = false))]
    fn brief(&self, html: bool) -> PyResult<String> {
        let pairs = pair_series(&self.0, embedded::scale().map_err(Error::new_err)?, Period::All);
        let write = if html { brief_html } else { brief_markdown };
        Ok(write(&self.0, &self.all(), &pairs, FORMULA))
    }

    fn __repr__(&self) -> String {
        let contested = self.0.events.iter().filter(|event| event.is_contested()).count();
        let (reports, claims, events) = (self.0.reports.len(), self.0.claims.len(), self.0.events.len());
        format!("Situation: {reports} reports, {claims} claims, {events} events, {contested} contested")
    }
}

/// Groups the claims of one block, of which some reports have claims in other blocks too. `group` and `voice` of their
/// reports stand in columns of these names. The claims come back with their events, otherwise as they were.
#[pyfunction]
pub(crate) fn merge_block(py: Python<'_>, claims: AnyRecordBatch) -> PyResult<Table> {
    let failed = |reason: ArrowError| Error::new_err(reason.to_string());
    let batches = claims.into_reader()?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    py.detach(|| {
        let schema = schema_of(&["report_id", "group", "voice"]);
        let (mut groups, mut voices, mut rows) = (CopyGroups::new(), GroupVoices::new(), Vec::new());
        for batch in &batches {
            for cells in cells_of(batch, &schema).map_err(Error::new_err)? {
                if let [Cell::Text(id), Cell::Text(group), voice] = &cells[..] {
                    groups.insert(id.clone(), group.clone());
                    if let Cell::Text(voice) = voice {
                        voices.insert(group.clone(), voice.clone());
                    }
                }
            }
            rows.extend(rows_of(batch)?);
        }
        let links: BTreeMap<(String, usize), Option<usize>> =
            rows.iter().map(|row| ((row.report_id.clone(), row.number), row.same_event_as)).collect();
        let (mut cards, mut claims) = claims_of_rows(rows).map_err(|reason| Error::new_err(reason.to_string()))?;
        regroup(&mut cards, &mut claims, &groups, &voices);
        let situation = merge_claims(cards, claims, None);
        let cells = situation.events.iter().flat_map(|event| event.claims.iter().map(move |&idx| (event, idx)));
        let cells = cells.map(|(event, idx)| {
            let claim = &situation.claims[idx];
            let mut row = claim_row(&situation, claim, Some(event));
            // Its number in the report, not in the part of it that this block holds.
            row.number = claim.claim + 1;
            row.same_event_as = links.get(&(row.report_id.clone(), row.number)).copied().flatten();
            row.cells()
        });
        let batch = batch_of(&claims_schema(), &cells.collect::<Vec<_>>()).map_err(failed)?;
        Ok(Table::claims(vec![batch]))
    })
}

fn rows_of(batch: &arrow_array::RecordBatch) -> PyResult<Vec<ClaimRow>> {
    let cells = cells_of(batch, &claims_schema()).map_err(Error::new_err)?;
    cells
        .into_iter()
        .map(ClaimRow::from_cells)
        .collect::<Result<_, _>>()
        .map_err(|reason| Error::new_err(reason.to_string()))
}

fn claims_of(reader: &mut dyn RecordBatchReader) -> PyResult<(Vec<ReportCard>, Vec<ReportedClaim>)> {
    let mut rows = Vec::new();
    for batch in reader {
        rows.extend(rows_of(&batch.map_err(|reason| Error::new_err(reason.to_string()))?)?);
    }
    claims_of_rows(rows).map_err(|reason| Error::new_err(reason.to_string()))
}

/// The cards of the reports that were read, sorted by id; `copy_group` holds the key of their words for now.
fn cards_of(reader: &mut dyn RecordBatchReader) -> PyResult<Vec<ReportCard>> {
    let mut cards: BTreeMap<String, ReportCard> = BTreeMap::new();
    for batch in reader {
        let batch = batch.map_err(|reason| Error::new_err(reason.to_string()))?;
        for cells in cells_of(&batch, &reports_schema()).map_err(Error::new_err)? {
            let text = |idx: usize| if let Some(Cell::Text(text)) = cells.get(idx) { Some(text.clone()) } else { None };
            let (Some(id), Some(key)) = (text(0), text(6)) else { continue };
            let language = text(1).and_then(|word| Language::from_label(&word));
            let (published, outlet, title, url) = (text(2), text(3), text(4), text(5));
            let card = ReportCard { id: id.clone(), outlet, url, title, language, published, copy_group: key };
            cards.insert(id, card);
        }
    }
    Ok(cards.into_values().collect())
}

/// Adds the reports that only the claims know, and lets the claims count their report among all.
fn put_among(all: &mut Vec<ReportCard>, cards: &[ReportCard], claims: &mut [ReportedClaim]) {
    let unknown: Vec<ReportCard> =
        cards.iter().filter(|card| all.binary_search_by(|known| known.id.cmp(&card.id)).is_err()).cloned().collect();
    all.extend(unknown);
    all.sort_by(|a, b| a.id.cmp(&b.id));
    for claim in claims {
        let id = &cards[claim.report].id;
        claim.report = all.partition_point(|known| known.id < *id);
    }
}
