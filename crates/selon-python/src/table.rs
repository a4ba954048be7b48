//! A table that Python holds: any Arrow library takes it without a copy.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StructArray};
use arrow_schema::{DataType, Field, SchemaRef};
use pyo3::exceptions::PyImportError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::ffi::{ArrayIterator, to_schema_pycapsule, to_stream_pycapsule};
use selon_view::claim_row::COLUMNS;
use selon_view::sheet::{Separated, Sheet};

use crate::Error;
use crate::columns::{batch_of, cells_of, claims_schema};
use crate::kinds::schema_of;

#[pyclass(module = "selon", frozen)]
pub(crate) struct Schema(pub(crate) SchemaRef);

#[pymethods]
impl Schema {
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.0.as_ref())?)
    }

    #[getter]
    fn names(&self) -> Vec<String> {
        self.0.fields().iter().map(|field| field.name().clone()).collect()
    }

    fn __repr__(&self) -> String {
        let field = |field: &Arc<Field>| {
            let meaning = field.metadata().get("description").map_or("", String::as_str);
            format!("{}: {}  {meaning}", field.name(), field.data_type())
        };
        self.0.fields().iter().map(field).collect::<Vec<_>>().join("\n")
    }
}

#[pyclass(module = "selon", frozen)]
pub(crate) struct Table {
    pub(crate) names: Vec<&'static str>,
    pub(crate) schema: SchemaRef,
    pub(crate) batches: Vec<RecordBatch>,
}

impl Table {
    /// Claims in the columns of [`claims_schema`].
    pub(crate) fn claims(batches: Vec<RecordBatch>) -> Table {
        Table { names: COLUMNS.iter().map(|column| column.name).collect(), schema: claims_schema(), batches }
    }

    /// The table of a sheet.
    pub(crate) fn of_sheet(sheet: &Sheet) -> PyResult<Table> {
        let schema = schema_of(&sheet.columns);
        let batch = batch_of(&schema, &sheet.rows).map_err(|reason| Error::new_err(reason.to_string()))?;
        Ok(Table { names: sheet.columns.clone(), schema, batches: vec![batch] })
    }

    fn sheet(&self, at_most: usize) -> PyResult<Sheet> {
        if self.schema.fields().iter().any(|field| has_structs(field.data_type())) {
            return Err(Error::new_err("a table with claims in lists has no flat form"));
        }
        let mut rows = Vec::new();
        for batch in &self.batches {
            let wanted = batch.slice(0, batch.num_rows().min(at_most - rows.len()));
            rows.extend(cells_of(&wanted, &self.schema).map_err(Error::new_err)?);
        }
        Ok(Sheet { columns: self.names.clone(), rows })
    }
}

#[pymethods]
impl Table {
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let field = Field::new_struct("", self.schema.fields().clone(), false);
        let arrays: Vec<_> =
            self.batches.iter().map(|batch| Ok(Arc::new(StructArray::from(batch.clone())) as ArrayRef)).collect();
        Ok(to_stream_pycapsule(py, Box::new(ArrayIterator::new(arrays, field.into())), requested_schema)?)
    }

    #[getter]
    fn schema(&self) -> Schema {
        Schema(self.schema.clone())
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __repr__(&self) -> PyResult<String> {
        const SHOWN: usize = 10;
        let n_rows = self.__len__();
        let more = if n_rows > SHOWN { format!("… and {} more\n", n_rows - SHOWN) } else { String::new() };
        Ok(format!("{}{more}", self.sheet(SHOWN)?.to_table(160)))
    }

    fn to_jsonl(&self) -> PyResult<String> {
        Ok(self.sheet(usize::MAX)?.to_jsonl())
    }

    #[pyo3(signature = (*, spreadsheet = false))]
    fn to_csv(&self, spreadsheet: bool) -> PyResult<String> {
        Ok(self.sheet(usize::MAX)?.to_separated(if spreadsheet { Separated::EXCEL } else { Separated::CSV }))
    }

    fn to_arrow(slf: Bound<'_, Self>) -> PyResult<Bound<'_, PyAny>> {
        needed(slf.py(), "pyarrow", "arrow")?.call_method1("table", (slf,))
    }

    fn to_pandas(slf: Bound<'_, Self>) -> PyResult<Bound<'_, PyAny>> {
        needed(slf.py(), "pandas", "pandas")?;
        Table::to_arrow(slf)?.call_method0("to_pandas")
    }

    fn to_polars(slf: Bound<'_, Self>) -> PyResult<Bound<'_, PyAny>> {
        needed(slf.py(), "polars", "polars")?.call_method1("DataFrame", (slf,))
    }
}

/// The type holds records.
fn has_structs(data_type: &DataType) -> bool {
    matches!(data_type, DataType::List(item) if matches!(item.data_type(), DataType::Struct(_)))
}

fn needed<'py>(py: Python<'py>, module: &str, extra: &str) -> PyResult<Bound<'py, PyModule>> {
    py.import(module).map_err(|reason| {
        PyImportError::new_err(format!("{module} is needed for this: pip install 'selon[{extra}]' ({reason})"))
    })
}
