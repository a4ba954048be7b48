//! A table with named columns, written for people (text, Markdown) or programs (JSON lines, CSV, TSV).

use std::fmt::Write;

use serde_json::{Map, Number, Value};

use crate::cards::{escape_markdown, visible};

/// One value of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Not known: `null`, or nothing.
    Empty,
    /// Words, of reports or our own.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Real(f64),
    /// Yes or no.
    Flag(bool),
    /// Several words.
    List(Vec<String>),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Cell {
        Cell::Whole(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Cell {
        value.map_or(Cell::Empty, Into::into)
    }
}

/// Columns and rows; each row has a cell for each column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Names of the columns.
    pub columns: Vec<&'static str>,
    /// Rows in their order.
    pub rows: Vec<Vec<Cell>>,
}

/// How separated values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Separated {
    /// `,`, `;` or a tab.
    pub separator: char,
    /// `,` where numbers are written so.
    pub decimal: char,
    /// For spreadsheets: a byte order mark, and `'` before text that a spreadsheet would run as a formula.
    pub spreadsheet: bool,
    /// Between the items of a list.
    pub list: &'static str,
    /// What an unknown value is written as.
    pub empty: &'static str,
}

impl Separated {
    /// RFC 4180, UTF-8, line feeds.
    pub const CSV: Separated = Separated { separator: ',', decimal: '.', spreadsheet: false, list: "; ", empty: "" };
    /// Tab-separated; tabs and line breaks inside a value become spaces.
    pub const TSV: Separated = Separated { separator: '\t', ..Separated::CSV };
    /// For spreadsheets in English.
    pub const EXCEL: Separated = Separated { spreadsheet: true, ..Separated::CSV };
    /// For spreadsheets in French: `;` between values, decimal commas.
    pub const EXCEL_FR: Separated = Separated { separator: ';', decimal: ',', ..Separated::EXCEL };
}

impl Sheet {
    /// A sheet without rows.
    pub fn new(columns: &[&'static str]) -> Sheet {
        Sheet { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// One object a line, every column in each.
    pub fn to_jsonl(&self) -> String {
        let mut out = String::new();
        for row in &self.rows {
            let object: Map<String, Value> =
                self.columns.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), json(cell))).collect();
            let _ = writeln!(out, "{}", Value::Object(object));
        }
        out
    }

    /// Separated values with a header line.
    pub fn to_separated(&self, form: Separated) -> String {
        let mut out = String::new();
        if form.spreadsheet {
            out.push('\u{feff}');
        }
        let header: Vec<String> = self.columns.iter().map(|name| quoted(name, form)).collect();
        let separator = form.separator.to_string();
        out.push_str(&header.join(&separator));
        out.push('\n');
        for row in &self.rows {
            let values: Vec<String> = row.iter().map(|cell| separated(cell, form)).collect();
            out.push_str(&values.join(&separator));
            out.push('\n');
        }
        out
    }

    /// A Markdown table.
    pub fn to_markdown(&self) -> String {
        let mut out = format!("| {} |\n|{}\n", self.columns.join(" | "), " --- |".repeat(self.columns.len()));
        for row in &self.rows {
            let cells: Vec<String> =
                row.iter().map(|cell| escape_markdown(&one_line(&plain(cell))).replace('|', "\\|")).collect();
            let _ = writeln!(out, "| {} |", cells.join(" | "));
        }
        out
    }

    /// Aligned columns for a terminal of `width` characters; the last column is cut to fit.
    pub fn to_table(&self, width: usize) -> String {
        let cells: Vec<Vec<String>> =
            self.rows.iter().map(|row| row.iter().map(|cell| visible(&one_line(&plain(cell)))).collect()).collect();
        let length = |text: &str| text.chars().count();
        let last = self.columns.len().saturating_sub(1);
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|idx| {
                let widest = cells.iter().map(|row| length(&row[idx])).max().unwrap_or(0);
                widest.max(length(self.columns[idx])).min(if idx == last { usize::MAX } else { 28 })
            })
            .collect();
        let mut out = String::new();
        let header: Vec<String> = self.columns.iter().map(|name| (*name).to_owned()).collect();
        for row in std::iter::once(&header).chain(&cells) {
            let mut line = String::new();
            for (idx, cell) in row.iter().enumerate() {
                let room = if idx == last { width.saturating_sub(length(&line)).max(20) } else { widths[idx] };
                let shown = cut(cell, room);
                line.push_str(&shown);
                if idx != last {
                    line.push_str(&" ".repeat(widths[idx] - length(&shown) + 2));
                }
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}

/// At most `room` characters, the last an ellipsis when it was longer.
fn cut(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(room.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Whole(number) => number.to_string(),
        Cell::Real(number) => real(*number),
        Cell::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Cell::List(items) => items.join(", "),
    }
}

/// At most six decimals, none that say nothing.
fn real(number: f64) -> String {
    let text = format!("{number:.6}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

fn json(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => Value::String(text.clone()),
        Cell::Whole(number) => Value::from(*number),
        Cell::Real(number) => real(*number).parse().ok().and_then(Number::from_f64).map_or(Value::Null, Value::Number),
        Cell::Flag(flag) => Value::Bool(*flag),
        Cell::List(items) => Value::from(items.clone()),
    }
}

fn separated(cell: &Cell, form: Separated) -> String {
    match cell {
        Cell::Empty => form.empty.to_owned(),
        Cell::Text(text) => quoted(&harmless(text, form), form),
        Cell::Whole(number) => number.to_string(),
        Cell::Real(number) => quoted(&real(*number).replace('.', &form.decimal.to_string()), form),
        Cell::Flag(flag) => flag.to_string(),
        Cell::List(items) => quoted(&harmless(&items.join(form.list), form), form),
    }
}

/// A spreadsheet runs text that begins with one of these as a formula.
fn harmless(text: &str, form: Separated) -> String {
    if form.spreadsheet && text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn quoted(text: &str, form: Separated) -> String {
    if form.separator == '\t' {
        return text.replace(['\t', '\r', '\n'], " ");
    }
    if text.contains([form.separator, '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> Sheet {
        Sheet {
            columns: vec!["a", "b", "c"],
            rows: vec![vec![text.into(), Cell::Real(-1.5), Cell::List(vec!["x".into(), "y".into()])]],
        }
    }

    #[test]
    fn formulas_stay_text_in_spreadsheets_and_numbers_stay_numbers() {
        let written = sheet("=HYPERLINK(\"x\")").to_separated(Separated::EXCEL);
        assert_eq!(written, "\u{feff}a,b,c\n\"'=HYPERLINK(\"\"x\"\")\",-1.5,x; y\n");
        assert!(sheet("=1").to_separated(Separated::CSV).contains("\n=1,"));
        assert!(sheet("x").to_separated(Separated::EXCEL_FR).contains("x;-1,5;\"x; y\""));
    }

    #[test]
    fn each_line_has_all_columns() {
        let written = sheet("a\tb\nc").to_separated(Separated::TSV);
        assert!(written.lines().all(|line| line.split('\t').count() == 3), "{written}");
        assert_eq!(sheet("a|b").to_markdown().lines().last(), Some("| a\\|b | -1.5 | x, y |"));
        assert_eq!(sheet("x").to_jsonl(), "{\"a\":\"x\",\"b\":-1.5,\"c\":[\"x\",\"y\"]}\n");
    }

    #[test]
    fn control_characters_never_reach_a_terminal() {
        assert!(!sheet("a\u{1b}[31mb").to_table(80).contains('\u{1b}'));
    }
}
