//! Rows of an Arrow table to reports; a row that is none is kept with the reason.

use arrow_array::cast::AsArray;
use arrow_array::{Array, LargeStringArray, RecordBatch};
use arrow_cast::{can_cast_types, cast};
use arrow_schema::{DataType, Schema};
use selon_report::{Stated, from_record, sha256_hex};
use selon_types::Report;

/// What a row can state, each in a column of this name.
pub(crate) const FIELDS: [&str; 7] = ["id", "text", "lang", "date", "title", "outlet", "url"];

/// A report, or why its row is none: (id, reason).
pub(crate) type Row = Result<Report, (String, String)>;

/// Which column holds each of [`FIELDS`], as its place in the table; `None` where there is none.
pub(crate) struct Places([Option<usize>; 7]);

impl Places {
    /// Finds the columns; `named` pairs a field with the name of its column where that is another.
    ///
    /// # Errors
    /// When there is no column of texts, when a field or a column named for it does not exist, or when a column
    /// cannot be read as text.
    pub(crate) fn find(schema: &Schema, named: &[(String, String)]) -> Result<Places, String> {
        if let Some((field, _)) = named.iter().find(|(field, _)| !FIELDS.contains(&field.as_str())) {
            return Err(format!("a report has no {field:?}; its fields are {}", FIELDS.join(", ")));
        }
        let mut places = [None; 7];
        for (place, field) in places.iter_mut().zip(FIELDS) {
            let stated = named.iter().find(|(known, _)| known == field).map(|(_, column)| column.as_str());
            *place = schema.index_of(stated.unwrap_or(field)).ok();
            match (place, stated) {
                (None, Some(column)) => return Err(format!("the table has no column {column:?} for {field}")),
                (None, None) if field == "text" => {
                    let names: Vec<&str> = schema.fields().iter().map(|column| column.name().as_str()).collect();
                    return Err(format!(
                        "the table has no column \"text\" (it has {}); name the one that holds the texts with \
                         columns={{\"text\": …}}",
                        names.join(", ")
                    ));
                }
                (Some(idx), _) => {
                    let column = schema.field(*idx);
                    let is_text =
                        !column.data_type().is_nested() && can_cast_types(column.data_type(), &DataType::LargeUtf8);
                    if !is_text {
                        let (name, held) = (column.name(), column.data_type());
                        return Err(format!("column {name:?} holds {held}, which is no text"));
                    }
                }
                (None, None) => {}
            }
        }
        Ok(Places(places))
    }

    /// The reports of a batch, in its order.
    ///
    /// # Errors
    /// When a column cannot be read as text.
    pub(crate) fn rows(&self, batch: &RecordBatch) -> Result<Vec<Row>, String> {
        let column = |place: &Option<usize>| -> Result<Option<LargeStringArray>, String> {
            let Some(idx) = place else { return Ok(None) };
            let column = cast(batch.column(*idx), &DataType::LargeUtf8).map_err(|reason| reason.to_string())?;
            Ok(Some(column.as_string::<i64>().clone()))
        };
        let columns = self.0.iter().map(column).collect::<Result<Vec<_>, _>>()?;
        let value = |field: usize, row: usize| {
            let column = columns[field].as_ref()?;
            column.is_valid(row).then(|| column.value(row).to_owned())
        };
        Ok((0..batch.num_rows()).map(|row| row_of(std::array::from_fn(|field| value(field, row)))).collect())
    }
}

/// The report of a row. One without an id is named by its content, so that it has the same id in every partition.
fn row_of([id, text, language, date, title, outlet, url]: [Option<String>; 7]) -> Row {
    let stated = Stated { date, language, outlet, url, title };
    let id = id.unwrap_or_else(|| content_id(text.as_deref().unwrap_or_default(), &stated));
    let Some(text) = text else {
        return Err((id, "the row has no text".to_owned()));
    };
    from_record(&id, text, &stated).map_err(|reason| (id, reason.to_string()))
}

/// Sixteen hexadecimal digits of everything that the row says.
fn content_id(text: &str, stated: &Stated) -> String {
    let parts = [&stated.date, &stated.language, &stated.title, &stated.outlet, &stated.url];
    let parts = parts.map(|part| part.as_deref().unwrap_or("\u{1e}")).join("\u{1f}");
    let mut hex = sha256_hex(format!("{text}\u{1f}{parts}").as_bytes());
    hex.truncate(16);
    hex
}
