//! The Arrow types of the tables that are not the table of claims, by the names of their columns.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef};

use crate::columns::list_of_text;

/// The type of a column: a name means the same in each table.
fn type_of(name: &str) -> DataType {
    match name {
        "modes" | "actors" | "recipients" | "sources" | "events" => list_of_text(),
        "contested" => DataType::Boolean,
        "reports" | "independent" | "claims" | "n_cooperation" | "n_conflict" => DataType::Int64,
        "cooperation" | "conflict" | "score" | "probability" | "rate_before" | "rate_since" => DataType::Float64,
        _ => DataType::Utf8,
    }
}

/// The schema of a table with these columns, each of which may be empty.
pub(crate) fn schema_of(names: &[&'static str]) -> SchemaRef {
    let field = |name: &&'static str| Field::new(*name, type_of(name), true);
    Arc::new(Schema::new(names.iter().map(field).collect::<Vec<_>>()))
}
