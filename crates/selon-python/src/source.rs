//! Reports of one file (WARC, JSON lines, a feed, a page …), coded as they are read.

use std::fs::File;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;
use selon_report::{Hints, Reports, read_source};

use crate::coded::{code_rows, nested_schema};
use crate::input::Row;
use crate::table::Table;
use crate::{BATCH, Error, embedded, nested_names, pool};

/// One table for every few hundred reports of the file; a broken record is a row with the reason in `set_aside`.
#[pyclass(module = "selon", frozen)]
pub(crate) struct CodedFile {
    name: String,
    jobs: Option<usize>,
    reports: Mutex<(Reports<'static>, usize)>,
}

#[pymethods]
impl CodedFile {
    /// A file that cannot be opened is a row with the reason, like a broken record.
    #[new]
    fn new(path: PathBuf, jobs: Option<usize>) -> CodedFile {
        let name = path.display().to_string();
        let hints = Hints { origin: name.clone(), ..Hints::default() };
        let reports: Reports<'static> = match File::open(&path) {
            Ok(file) => read_source(file, &hints),
            Err(reason) => {
                Box::new(std::iter::once(Err(selon_report::Error::Unreadable { name: name.clone(), reason })))
            }
        };
        CodedFile { name, jobs, reports: Mutex::new((reports, 0)) }
    }

    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Table>> {
        let pipeline = py.detach(embedded::pipeline).map_err(Error::new_err)?;
        let pool = pool::pool(self.jobs).map_err(Error::new_err)?;
        py.check_signals()?;
        let coded = py.detach(|| {
            let rows = self.next_rows();
            if rows.is_empty() { None } else { Some(code_rows(pipeline, &pool, rows).and_then(|coded| coded.nested())) }
        });
        let Some(batch) = coded else { return Ok(None) };
        let batch = batch.map_err(|reason| Error::new_err(reason.to_string()))?;
        Ok(Some(Table { names: nested_names(), schema: nested_schema(), batches: vec![batch] }))
    }
}

impl CodedFile {
    fn next_rows(&self) -> Vec<Row> {
        let mut guard = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
        let (reports, n_read) = &mut *guard;
        let mut rows = Vec::new();
        for report in reports.take(BATCH) {
            *n_read += 1;
            rows.push(report.map_err(|reason| (format!("{}#{n_read}", self.name), reason.to_string())));
        }
        rows
    }
}
