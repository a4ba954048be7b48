//! The extension module `selon._selon`: what the Python package calls. All logic is in the crates that it calls.

mod coded;
mod columns;
mod database;
mod embedded;
mod input;
mod kinds;
mod pool;
mod reading;
mod situation;
mod source;
mod table;

use pyo3::prelude::*;
use pyo3_arrow::input::AnyRecordBatch;
use selon_types::{EventType, Label};

use coded::{Coded, REPORT_COLUMNS, code_rows, nested_schema, reports_schema};
use table::{Schema, Table};

pyo3::create_exception!(selon, Error, pyo3::exceptions::PyException, "What Selon cannot do, and what to do about it.");

/// Rows that are read together: enough that no thread waits long for the last of them, few enough to stop soon when
/// the user interrupts.
const BATCH: usize = 256;

/// Reads every row of a table; `each` takes what came of them, in order.
fn code(
    py: Python<'_>,
    table: AnyRecordBatch,
    columns: &[(String, String)],
    jobs: Option<usize>,
    mut each: impl FnMut(Coded) -> PyResult<()>,
) -> PyResult<()> {
    let mut reader = table.into_reader()?;
    let pool = pool::pool(jobs).map_err(Error::new_err)?;
    let places = input::Places::find(&reader.schema(), columns).map_err(Error::new_err)?;
    let pipeline = py.detach(embedded::pipeline).map_err(Error::new_err)?;
    while let Some(batch) = py.detach(|| reader.next()) {
        let batch = batch.map_err(|reason| Error::new_err(reason.to_string()))?;
        for first in (0..batch.num_rows()).step_by(BATCH) {
            let some = batch.slice(first, BATCH.min(batch.num_rows() - first));
            let rows = places.rows(&some).map_err(Error::new_err)?;
            let coded = py.detach(|| code_rows(pipeline, &pool, rows));
            each(coded.map_err(|reason| Error::new_err(reason.to_string()))?)?;
            py.check_signals()?;
        }
    }
    Ok(())
}

/// Claims and reports of the rows of a table.
#[pyfunction]
fn code_tables(
    py: Python<'_>,
    table: AnyRecordBatch,
    columns: Vec<(String, String)>,
    jobs: Option<usize>,
) -> PyResult<(Table, Table)> {
    let (mut claims, mut reports) = (Vec::new(), Vec::new());
    code(py, table, &columns, jobs, |coded| {
        claims.push(coded.claims);
        reports.push(coded.reports);
        Ok(())
    })?;
    let reports = Table { names: REPORT_COLUMNS.to_vec(), schema: reports_schema(), batches: reports };
    Ok((Table::claims(claims), reports))
}

/// One row a report with its claims in a list: what one Spark task gives back.
#[pyfunction]
fn code_nested(
    py: Python<'_>,
    table: AnyRecordBatch,
    columns: Vec<(String, String)>,
    jobs: Option<usize>,
) -> PyResult<Table> {
    let mut batches = Vec::new();
    code(py, table, &columns, jobs, |coded| {
        batches.push(coded.nested().map_err(|reason| Error::new_err(reason.to_string()))?);
        Ok(())
    })?;
    Ok(Table { names: nested_names(), schema: nested_schema(), batches })
}

fn nested_names() -> Vec<&'static str> {
    let mut names = REPORT_COLUMNS.to_vec();
    names.push("claims");
    names
}

/// Each PLOVER type with its family; claims of two families never tell one event.
#[pyfunction]
fn families() -> Vec<(String, usize)> {
    EventType::ALL.iter().map(|of| (of.to_string(), selon_situation::family_of(*of))).collect()
}

#[pymodule]
fn _selon(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("Error", module.py().get_type::<Error>())?;
    module.add("CLAIMS", Schema(columns::claims_schema()))?;
    module.add("REPORTS", Schema(reports_schema()))?;
    module.add("CODED", Schema(nested_schema()))?;
    module.add_class::<Table>()?;
    module.add_class::<Schema>()?;
    module.add_class::<situation::Situation>()?;
    module.add_class::<database::Database>()?;
    module.add_class::<reading::ReadingData>()?;
    module.add_class::<source::CodedFile>()?;
    module.add_function(wrap_pyfunction!(reading::read_text, module)?)?;
    module.add_function(wrap_pyfunction!(code_tables, module)?)?;
    module.add_function(wrap_pyfunction!(code_nested, module)?)?;
    module.add_function(wrap_pyfunction!(situation::merge_block, module)?)?;
    module.add_function(wrap_pyfunction!(families, module)?)
}
