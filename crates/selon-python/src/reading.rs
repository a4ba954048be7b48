//! One report read through.

use pyo3::prelude::*;
use selon_report::{Stated, from_record};
use selon_types::Reading;
use selon_view::wire::WireReading;

use crate::{Error, embedded};

/// A reading as the stages gave it, without tokens; Python shows its wire record.
#[pyclass(module = "selon", frozen)]
pub(crate) struct ReadingData(pub(crate) Reading);

#[pymethods]
impl ReadingData {
    /// Wire format 1.
    fn json(&self) -> PyResult<String> {
        serde_json::to_string(&WireReading::from_reading(&self.0)).map_err(|reason| Error::new_err(reason.to_string()))
    }
}

/// Reads one text; raises `Error` when it is longer than a report is, or when a stage breaks.
#[pyfunction]
#[pyo3(signature = (id, text, date, lang, outlet, url, title))]
#[expect(clippy::too_many_arguments, reason = "what a record states, called from one place in Python")]
pub(crate) fn read_text(
    py: Python<'_>,
    id: &str,
    text: String,
    date: Option<String>,
    lang: Option<String>,
    outlet: Option<String>,
    url: Option<String>,
    title: Option<String>,
) -> PyResult<ReadingData> {
    py.detach(|| {
        let pipeline = embedded::pipeline().map_err(Error::new_err)?;
        let stated = Stated { date, language: lang, outlet, url, title };
        let report = from_record(id, text, &stated).map_err(|reason| Error::new_err(reason.to_string()))?;
        let mut reading = pipeline.try_read(report).map_err(|reason| Error::new_err(reason.to_string()))?;
        for sentence in &mut reading.analysis.sentences {
            sentence.tokens = 0..0;
        }
        reading.analysis.tokens = Vec::new();
        Ok(ReadingData(reading))
    })
}
