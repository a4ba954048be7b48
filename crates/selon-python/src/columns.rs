//! Tables to Arrow and back: one column kind of ours, one Arrow type.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Float64Builder, Int64Builder, ListBuilder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use selon_view::claim_row::{COLUMNS, ColumnKind};
use selon_view::sheet::Cell;

/// The columns of the table of claims, with their meaning as metadata `description`.
pub(crate) fn claims_schema() -> SchemaRef {
    let field = |column: &selon_view::claim_row::Column| {
        described(Field::new(column.name, data_type(column.kind), column.nullable), column.meaning)
    };
    Arc::new(Schema::new(COLUMNS.iter().map(field).collect::<Vec<_>>()))
}

/// A field that says what it means.
pub(crate) fn described(field: Field, meaning: &str) -> Field {
    field.with_metadata([("description".to_owned(), meaning.to_owned())].into())
}

fn data_type(kind: ColumnKind) -> DataType {
    match kind {
        // Days stay text, as in the wire format: equal in each language and without a time zone.
        ColumnKind::Text | ColumnKind::Label | ColumnKind::Day => DataType::Utf8,
        ColumnKind::Whole => DataType::Int64,
        ColumnKind::Real => DataType::Float64,
        ColumnKind::Flag => DataType::Boolean,
        ColumnKind::List => list_of_text(),
    }
}

/// Several texts.
pub(crate) fn list_of_text() -> DataType {
    DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true)))
}

/// Rows as a batch. A cell of another kind than its column is left empty; the tests hold that there is none.
///
/// # Errors
/// When a column that is never empty holds an empty cell, or texts pass 2 GiB.
pub(crate) fn batch_of(schema: &SchemaRef, rows: &[Vec<Cell>]) -> Result<RecordBatch, ArrowError> {
    let columns = schema.fields().iter().enumerate().map(|(idx, field)| column_of(field.data_type(), rows, idx));
    RecordBatch::try_new(schema.clone(), columns.collect())
}

fn column_of(data_type: &DataType, rows: &[Vec<Cell>], idx: usize) -> ArrayRef {
    let cells = rows.iter().map(|row| row.get(idx).unwrap_or(&Cell::Empty));
    match data_type {
        DataType::Int64 => {
            let mut column = Int64Builder::with_capacity(rows.len());
            cells.for_each(|cell| {
                column.append_option(if let Cell::Whole(number) = cell { Some(*number) } else { None })
            });
            Arc::new(column.finish())
        }
        DataType::Float64 => {
            let mut column = Float64Builder::with_capacity(rows.len());
            cells.for_each(|cell| {
                column.append_option(if let Cell::Real(number) = cell { Some(*number) } else { None })
            });
            Arc::new(column.finish())
        }
        DataType::Boolean => {
            let mut column = BooleanBuilder::with_capacity(rows.len());
            cells.for_each(|cell| column.append_option(if let Cell::Flag(flag) = cell { Some(*flag) } else { None }));
            Arc::new(column.finish())
        }
        DataType::List(_) => {
            let mut column = ListBuilder::new(StringBuilder::new());
            for cell in cells {
                if let Cell::List(items) = cell {
                    items.iter().for_each(|item| column.values().append_value(item));
                    column.append(true);
                } else {
                    column.append(false);
                }
            }
            Arc::new(column.finish())
        }
        _ => {
            let mut column = StringBuilder::new();
            cells.for_each(|cell| column.append_option(if let Cell::Text(text) = cell { Some(text) } else { None }));
            Arc::new(column.finish())
        }
    }
}

/// The cells of some columns of a batch, row by row. Columns are found by name, in any order and beside others; types
/// that say the same (large texts, dictionaries, views) are accepted. A missing column gives empty cells when `schema`
/// says that it may be empty.
///
/// # Errors
/// When a column is missing that is never empty, or holds another type.
pub(crate) fn cells_of(batch: &RecordBatch, schema: &Schema) -> Result<Vec<Vec<Cell>>, String> {
    let mut rows: Vec<Vec<Cell>> = vec![Vec::with_capacity(schema.fields().len()); batch.num_rows()];
    for field in schema.fields() {
        let Some(column) = batch.column_by_name(field.name()) else {
            if !field.is_nullable() {
                return Err(format!("the table has no column {:?}", field.name()));
            }
            rows.iter_mut().for_each(|row| row.push(Cell::Empty));
            continue;
        };
        let wrong = |_| format!("column {:?} holds {}, not {}", field.name(), column.data_type(), field.data_type());
        let column = cast(column, field.data_type()).map_err(wrong)?;
        for (idx, row) in rows.iter_mut().enumerate() {
            row.push(if column.is_null(idx) { Cell::Empty } else { cell_of(&column, idx) });
        }
    }
    Ok(rows)
}

/// The value of a row that is not null, of one of the types of [`data_type`].
fn cell_of(column: &ArrayRef, idx: usize) -> Cell {
    match column.data_type() {
        DataType::Int64 => Cell::Whole(column.as_primitive::<Int64Type>().value(idx)),
        DataType::Float64 => Cell::Real(column.as_primitive::<Float64Type>().value(idx)),
        DataType::Boolean => Cell::Flag(column.as_boolean().value(idx)),
        DataType::List(_) => {
            let items = column.as_list::<i32>().value(idx);
            let items = items.as_string::<i32>();
            Cell::List(items.iter().flatten().map(str::to_owned).collect())
        }
        _ => Cell::Text(column.as_string::<i32>().value(idx).to_owned()),
    }
}
