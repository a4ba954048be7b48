//! A database of readings, opened to look at it.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;
use selon_store::{Filter, Store};
use selon_types::{Label, Language, Reading};
use selon_view::sheet::{Cell, Sheet};

use crate::Error;
use crate::situation::Situation;
use crate::table::Table;

#[pyclass(module = "selon", frozen)]
pub(crate) struct Database {
    store: Mutex<Store>,
    path: PathBuf,
}

#[pymethods]
impl Database {
    #[new]
    fn new(path: PathBuf) -> PyResult<Database> {
        let store = Store::open_read_only(&path).map_err(|reason| Error::new_err(reason.to_string()))?;
        Ok(Database { store: Mutex::new(store), path })
    }

    /// One row a report that the conditions let through.
    #[pyo3(signature = (*, published_from = None, published_to = None, lang = None, outlet = None, words = None))]
    fn reports(
        &self,
        py: Python<'_>,
        published_from: Option<String>,
        published_to: Option<String>,
        lang: Option<&str>,
        outlet: Option<String>,
        words: Option<String>,
    ) -> PyResult<Table> {
        let filter = filter_of(published_from, published_to, lang, outlet, words)?;
        let readings = py.detach(|| self.readings(&filter))?;
        let mut sheet = Sheet::new(&["report_id", "lang", "published", "outlet", "title", "url", "claims"]);
        for Reading { report, claims, .. } in &readings {
            sheet.rows.push(vec![
                report.id.clone().into(),
                report.language.map(|language| language.to_string()).into(),
                report.published.as_ref().map(|published| published.value.clone()).into(),
                report.outlet.clone().into(),
                report.title.clone().into(),
                report.url.clone().into(),
                claims.len().into(),
            ]);
        }
        Table::of_sheet(&sheet)
    }

    /// The situation of the reports that the conditions let through.
    #[pyo3(signature = (*, published_from = None, published_to = None, lang = None, outlet = None, words = None))]
    fn situation(
        &self,
        py: Python<'_>,
        published_from: Option<String>,
        published_to: Option<String>,
        lang: Option<&str>,
        outlet: Option<String>,
        words: Option<String>,
    ) -> PyResult<Situation> {
        let filter = filter_of(published_from, published_to, lang, outlet, words)?;
        py.detach(|| Ok(Situation::of(&self.readings(&filter)?.iter().collect::<Vec<_>>())))
    }

    /// Reports that hold the words, best first.
    #[pyo3(signature = (query, *, limit = 50))]
    fn search(&self, query: &str, limit: u64) -> PyResult<Table> {
        let store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        let hits = store.search(query, limit, 0).map_err(|reason| Error::new_err(reason.to_string()))?;
        let row = |hit: selon_store::Hit| -> Vec<Cell> {
            vec![hit.id.into(), hit.published.into(), hit.outlet.into(), hit.title.into(), hit.excerpt.into()]
        };
        let columns = vec!["report_id", "published", "outlet", "title", "excerpt"];
        Table::of_sheet(&Sheet { columns, rows: hits.into_iter().map(row).collect() })
    }

    fn __repr__(&self) -> PyResult<String> {
        let store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = store.counts().map_err(|reason| Error::new_err(reason.to_string()))?;
        Ok(format!("Database {}: {} reports, {} claims", self.path.display(), counts.reports, counts.claims))
    }
}

impl Database {
    fn readings(&self, filter: &Filter) -> PyResult<Vec<Reading>> {
        let failed = |reason: selon_store::Error| Error::new_err(reason.to_string());
        let store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.readings(filter).map_err(failed)?.collect::<Result<_, _>>().map_err(failed)
    }
}

fn filter_of(
    published_from: Option<String>,
    published_to: Option<String>,
    lang: Option<&str>,
    outlet: Option<String>,
    text: Option<String>,
) -> PyResult<Filter> {
    let unknown = |word| Error::new_err(format!("lang={word:?}: Selon reads fr, en, ru, uk, es and de"));
    let language = lang.map(|word| Language::from_label(word).ok_or_else(|| unknown(word))).transpose()?;
    Ok(Filter { published_from, published_to, language, outlet, text, ..Filter::default() })
}
