//! Many rows to claims, on all threads, in the order of the rows.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::{ArrayRef, ListArray, RecordBatch, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use rayon::ThreadPool;
use rayon::prelude::*;
use selon::Pipeline;
use selon_situation::copies::words_key;
use selon_situation::{CopyGroups, lift_claims};
use selon_types::{Reading, Situation};
use selon_view::claim_row::claim_row;
use selon_view::sheet::Cell;

use crate::columns::{batch_of, claims_schema, described, list_of_text};
use crate::input::Row;

/// The names of the columns of [`reports_schema`].
pub(crate) const REPORT_COLUMNS: [&str; 10] =
    ["report_id", "lang", "published", "outlet", "title", "url", "words_key", "n_claims", "remarks", "set_aside"];

/// One row a report: what is known of it, what is to be said about it, and why it was set aside if it was.
pub(crate) fn reports_schema() -> SchemaRef {
    use DataType::{Int64, Utf8};
    let [id, lang, published, outlet, title, url, key, n_claims, remarks, set_aside] = REPORT_COLUMNS;
    Arc::new(Schema::new(vec![
        described(Field::new(id, Utf8, false), "the report; named by its content where the row states no id"),
        described(Field::new(lang, Utf8, true), "language, ISO 639-1"),
        described(Field::new(published, Utf8, true), "`YYYY-MM-DD` or `YYYY-MM-DDThh:mm`"),
        described(Field::new(outlet, Utf8, true), "publisher"),
        described(Field::new(title, Utf8, true), "title or headline"),
        described(Field::new(url, Utf8, true), "where it was published"),
        described(Field::new(key, Utf8, true), "equal for reports with the same words; empty when set aside"),
        described(Field::new(n_claims, Int64, false), "claims found"),
        described(Field::new(remarks, list_of_text(), false), "`kind: message`, for the reader"),
        described(Field::new(set_aside, Utf8, true), "why the row was not read; empty when it was"),
    ]))
}

/// The columns of [`reports_schema`] and the claims of each report in a list.
pub(crate) fn nested_schema() -> SchemaRef {
    let mut fields: Vec<_> = reports_schema().fields().iter().cloned().collect();
    fields.push(Arc::new(Field::new("claims", DataType::List(claim_item()), false)));
    Arc::new(Schema::new(fields))
}

fn claim_item() -> Arc<Field> {
    Arc::new(Field::new_list_field(DataType::Struct(claims_schema().fields().clone()), false))
}

/// The reports of some rows, and their claims.
pub(crate) struct Coded {
    pub(crate) reports: RecordBatch,
    pub(crate) claims: RecordBatch,
    n_claims: Vec<usize>,
}

impl Coded {
    /// One row a report, with its claims in a list.
    ///
    /// # Errors
    /// Never for what [`code_rows`] gives.
    pub(crate) fn nested(self) -> Result<RecordBatch, ArrowError> {
        let claims: ArrayRef = Arc::new(StructArray::from(self.claims));
        let list = ListArray::try_new(claim_item(), OffsetBuffer::from_lengths(self.n_claims), claims, None)?;
        let mut columns = self.reports.columns().to_vec();
        columns.push(Arc::new(list));
        RecordBatch::try_new(nested_schema(), columns)
    }
}

/// Reads the rows on the threads of `pool`. A row that is no report, and a report on which a stage breaks, is set aside.
///
/// # Errors
/// When the texts of the claims pass 2 GiB.
pub(crate) fn code_rows(pipeline: &Pipeline, pool: &ThreadPool, rows: Vec<Row>) -> Result<Coded, ArrowError> {
    let coded: Vec<(Vec<Cell>, Vec<Vec<Cell>>)> =
        pool.install(|| rows.into_par_iter().map(|row| code_row(pipeline, row)).collect());
    let mut reports = Vec::with_capacity(coded.len());
    let mut claims = Vec::new();
    let mut n_claims = Vec::with_capacity(coded.len());
    for (report, of_report) in coded {
        reports.push(report);
        n_claims.push(of_report.len());
        claims.extend(of_report);
    }
    let (reports, claims) = (batch_of(&reports_schema(), &reports)?, batch_of(&claims_schema(), &claims)?);
    Ok(Coded { reports, claims, n_claims })
}

fn code_row(pipeline: &Pipeline, row: Row) -> (Vec<Cell>, Vec<Vec<Cell>>) {
    let report = match row {
        Ok(report) => report,
        Err((id, reason)) => return (aside(id, reason), Vec::new()),
    };
    let id = report.id.clone();
    match pipeline.try_read(report) {
        Ok(reading) => catch_unwind(AssertUnwindSafe(|| cells_of_reading(&reading)))
            .unwrap_or_else(|_| (aside(id, "writing its claims broke down (a fault of Selon)".to_owned()), Vec::new())),
        Err(reason) => (aside(id, reason.to_string()), Vec::new()),
    }
}

fn cells_of_reading(reading: &Reading) -> (Vec<Cell>, Vec<Vec<Cell>>) {
    let (reports, claims) = lift_claims(&[reading], &CopyGroups::new());
    let situation = Situation { reports, claims, events: Vec::new() };
    let claims: Vec<Vec<Cell>> =
        situation.claims.iter().map(|claim| claim_row(&situation, claim, None).cells()).collect();
    let card = &situation.reports[0];
    let remarks = reading.remarks.iter().map(|remark| format!("{}: {}", remark.kind, remark.message)).collect();
    let report = vec![
        card.id.clone().into(),
        card.language.map(|language| language.to_string()).into(),
        card.published.clone().into(),
        card.outlet.clone().into(),
        card.title.clone().into(),
        card.url.clone().into(),
        words_key(&reading.report.text).into(),
        claims.len().into(),
        Cell::List(remarks),
        Cell::Empty,
    ];
    (report, claims)
}

fn aside(id: String, reason: String) -> Vec<Cell> {
    let unknown = || Cell::Empty;
    let mut cells = vec![id.into(), unknown(), unknown(), unknown(), unknown(), unknown(), unknown()];
    cells.extend([0_usize.into(), Cell::List(Vec::new()), reason.into()]);
    cells
}
