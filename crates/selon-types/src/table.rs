//! A data file: tab-separated, one header line, `#` comments.

use std::fmt;

/// A data file read into rows. Cells are trimmed; a missing last cell is empty.
#[derive(Clone, Debug)]
pub struct Table {
    name: String,
    columns: Vec<String>,
    rows: Vec<(usize, Vec<String>)>,
}

/// One line of a [`Table`].
#[derive(Clone, Copy)]
pub struct Row<'table> {
    table: &'table Table,
    idx: usize,
}

/// What is wrong with a data file: which file, which line, why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what was expected.
    pub reason: String,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: line {}: {}", self.file, self.line, self.reason)
    }
}

impl std::error::Error for TableError {}

impl Table {
    /// Reads `text`, which must have the columns `required` (more are allowed, in any order).
    ///
    /// # Errors
    /// No header, a missing column, or a line with more cells than the header.
    pub fn parse(name: &str, text: &str, required: &[&str]) -> Result<Table, TableError> {
        let fail = |line: usize, reason: String| TableError { file: name.to_owned(), line, reason };
        let mut lines = text
            .trim_start_matches('\u{feff}')
            .lines()
            .enumerate()
            .map(|(idx, line)| (idx + 1, line.trim_end_matches('\r')))
            .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let Some((header_line, header)) = lines.next() else {
            return Err(fail(1, format!("the file is empty; its first line must name the columns {required:?}")));
        };
        let columns: Vec<String> = header.split('\t').map(|cell| cell.trim().to_owned()).collect();
        if let Some(missing) = required.iter().find(|column| !columns.iter().any(|name| name == *column)) {
            return Err(fail(header_line, format!("the column {missing:?} is missing; there are {columns:?}")));
        }
        let mut rows = Vec::new();
        for (line, content) in lines {
            let mut cells: Vec<String> = content.split('\t').map(|cell| cell.trim().to_owned()).collect();
            if cells.len() > columns.len() {
                return Err(fail(
                    line,
                    format!("{} cells, but the header names {} columns", cells.len(), columns.len()),
                ));
            }
            cells.resize(columns.len(), String::new());
            rows.push((line, cells));
        }
        Ok(Table { name: name.to_owned(), columns, rows })
    }

    /// All rows in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.rows.len()).map(|idx| Row { table: self, idx })
    }

    /// The name given to [`Table::parse`].
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl<'table> Row<'table> {
    /// The cell in `column`; empty when the file has no such column.
    pub fn get(self, column: &str) -> &'table str {
        let column_idx = self.table.columns.iter().position(|name| name == column);
        column_idx.map_or("", |idx| &self.table.rows[self.idx].1[idx])
    }

    /// The parts of a cell that lists several values with `|`.
    pub fn list(self, column: &str) -> impl Iterator<Item = &'table str> {
        self.get(column).split('|').map(str::trim).filter(|part| !part.is_empty())
    }

    /// The line in the file, from 1.
    pub fn line(self) -> usize {
        self.table.rows[self.idx].0
    }

    /// An error about this line.
    pub fn error(self, reason: impl Into<String>) -> TableError {
        TableError { file: self.table.name.clone(), line: self.line(), reason: reason.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_line_numbers() {
        let table = Table::parse("x.tsv", "# note\nlemma\tmode\n\ndire\tspeech|writing\nnier\n", &["lemma"]).unwrap();
        let rows: Vec<_> = table.rows().collect();
        assert_eq!((rows[0].get("lemma"), rows[0].line()), ("dire", 4));
        assert_eq!(rows[0].list("mode").collect::<Vec<_>>(), ["speech", "writing"]);
        assert_eq!(rows[1].get("mode"), "");
        assert_eq!(rows[1].error("no mode").to_string(), "x.tsv: line 5: no mode");
    }

    #[test]
    fn a_missing_column_and_a_long_line_are_named() {
        assert!(Table::parse("x.tsv", "lemma\n", &["mode"]).unwrap_err().reason.contains("mode"));
        assert_eq!(Table::parse("x.tsv", "lemma\na\tb\n", &[]).unwrap_err().line, 2);
    }
}
