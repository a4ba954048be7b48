//! Figures written: a table for a person, JSON for programs, CSV for the committed tables, Markdown for reports.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Map, json};

use crate::{Confusion, EvalOutput, Row, Scored};

/// How figures are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Columns for a terminal.
    #[default]
    Table,
    /// One object for each gold file or group, one a line.
    Json,
    /// One line for each figure.
    Csv,
    /// A Markdown table.
    Md,
}

/// The head of the CSV tables.
pub(crate) const CSV_HEADER: &str = "gold,lang,reading,documents,n,key,value,low,high\n";

/// Writes the figures.
pub fn render(output: &EvalOutput, format: Format) -> String {
    match format {
        Format::Table => table(output),
        Format::Json => json_lines(output),
        Format::Csv => csv(output),
        Format::Md => markdown(output),
    }
}

fn table(output: &EvalOutput) -> String {
    let mut out = String::new();
    for row in &output.rows {
        let given = if row.given.is_empty() { String::new() } else { format!(" · {}", row.given) };
        let _ = writeln!(out, "{} · {}{given} · {} · {} records", row.what, row.gold, row.lang, row.documents);
        let width = row.figures.iter().map(|figure| figure.key.len()).max().unwrap_or_default();
        for figure in &row.figures {
            let _ = writeln!(
                out,
                "  {:width$}  {:>9}  {:>9} – {:<9}  n {}",
                figure.key,
                figure_number(figure, figure.value),
                figure_number(figure, figure.low),
                figure_number(figure, figure.high),
                figure.n
            );
        }
        for confusion in output.confusions.iter().filter(|confusion| confusion.gold == row.gold) {
            let _ = writeln!(out, "  {}: gold ↓ selon →", confusion.field);
            for line in lines(confusion) {
                let _ = writeln!(out, "  {}", line.iter().map(|cell| format!("{cell:>12}")).collect::<String>());
            }
        }
        out.push('\n');
    }
    out
}

/// A head with the labels that were read, then one line for each label of the gold.
fn lines(confusion: &Confusion) -> Vec<Vec<String>> {
    let labels = |part: fn(&(String, String, usize)) -> &String| -> Vec<&String> {
        confusion.cells.iter().map(part).collect::<BTreeSet<_>>().into_iter().collect()
    };
    let (gold, found) = (labels(|cell| &cell.0), labels(|cell| &cell.1));
    let head = std::iter::once(String::new()).chain(found.iter().map(|label| (*label).clone())).collect();
    let number = |row: &str, column: &str| {
        let cell = confusion.cells.iter().find(|(gold, found, _)| gold == row && found == column);
        cell.map_or_else(|| "·".to_owned(), |(_, _, n)| n.to_string())
    };
    let rest = gold
        .iter()
        .map(|row| std::iter::once((*row).clone()).chain(found.iter().map(|column| number(row, column))).collect());
    std::iter::once(head).chain(rest).collect()
}

fn json_lines(output: &EvalOutput) -> String {
    let mut out = String::new();
    for row in &output.rows {
        let mut figures = Map::new();
        for figure in &row.figures {
            let value = json!({"value": figure.value, "low": figure.low, "high": figure.high, "n": figure.n});
            figures.insert(figure.key.clone(), value);
        }
        let record = json!({
            "what": row.what, "gold": row.gold, "lang": row.lang, "documents": row.documents,
            "n": most_cases(row), "figures": figures,
        });
        let _ = writeln!(out, "{record}");
    }
    out
}

/// How many cases the row rests on: the most that one of its figures does.
fn most_cases(row: &Row) -> usize {
    row.figures.iter().map(|figure| figure.n).max().unwrap_or_default()
}

fn csv(output: &EvalOutput) -> String {
    let mut out = String::from(CSV_HEADER);
    for row in &output.rows {
        for figure in &row.figures {
            let is_strict = figure.key.starts_with("strict_") && row.what != "time";
            let reading = match row.given {
                "" if is_strict => "strict",
                "" => "lenient",
                given => given,
            };
            let _ = writeln!(
                out,
                "{},{},{reading},{},{},{},{},{},{}",
                row.gold,
                row.lang,
                row.documents,
                figure.n,
                figure.key,
                figure_number(figure, figure.value),
                figure_number(figure, figure.low),
                figure_number(figure, figure.high)
            );
        }
    }
    out
}

fn markdown(output: &EvalOutput) -> String {
    let mut out = String::from("| gold | lang | key | value | 95 % interval | n |\n|---|---|---|---|---|---|\n");
    for row in &output.rows {
        for figure in &row.figures {
            let _ = writeln!(
                out,
                "| {} | {} | `{}` | {} | {} – {} | {} |",
                row.gold,
                row.lang,
                figure.key,
                figure_number(figure, figure.value),
                figure_number(figure, figure.low),
                figure_number(figure, figure.high),
                figure.n
            );
        }
    }
    for confusion in &output.confusions {
        let _ = writeln!(out, "\n{} · {}: gold in lines, Selon in columns\n", confusion.gold, confusion.field);
        for (idx, line) in lines(confusion).iter().enumerate() {
            let _ = writeln!(out, "| {} |", line.join(" | "));
            if idx == 0 {
                let _ = writeln!(out, "|{}", "---|".repeat(line.len()));
            }
        }
    }
    out
}

fn figure_number(figure: &Scored, value: f64) -> String {
    if figure.is_count { format!("{value:.0}") } else { number(value) }
}

/// Four digits after the point for shares, fewer for large numbers, none for whole ones.
fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() >= 2.0 {
        format!("{value:.0}")
    } else if value.abs() >= 100.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.4}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(figures: Vec<Scored>) -> Row {
        Row { what: "claims", gold: "claims-fr".into(), given: "", lang: "fr".into(), documents: 3, figures }
    }

    #[test]
    fn a_confusion_stands_under_its_figures() {
        let cells =
            vec![("denied".to_owned(), "asserted".to_owned(), 2), ("denied".to_owned(), "denied".to_owned(), 7)];
        let confusion = Confusion { gold: "claims-fr".into(), field: "stance", cells };
        let output = EvalOutput { rows: vec![row(Vec::new())], confusions: vec![confusion], ..EvalOutput::default() };
        let table = render(&output, Format::Table);
        assert!(
            table.contains("asserted      denied\n") && table.contains("denied           2           7\n"),
            "{table}"
        );
        assert!(render(&output, Format::Md).contains("| denied | 2 | 7 |"));
    }

    #[test]
    fn the_same_figure_in_each_format() {
        let figure = Scored { key: "type_f1".into(), value: 0.5, low: 0.25, high: 0.75, n: 8, is_count: false };
        let output = EvalOutput { rows: vec![row(vec![figure])], ..EvalOutput::default() };
        let csv = render(&output, Format::Csv);
        assert_eq!(csv.lines().nth(1), Some("claims-fr,fr,lenient,3,8,type_f1,0.5000,0.2500,0.7500"));
        let json = render(&output, Format::Json);
        assert_eq!(
            json.trim(),
            r#"{"what":"claims","gold":"claims-fr","lang":"fr","documents":3,"n":8,"figures":{"type_f1":{"value":0.5,"low":0.25,"high":0.75,"n":8}}}"#
        );
        assert!(render(&output, Format::Md).contains("| claims-fr | fr | `type_f1` | 0.5000 | 0.2500 – 0.7500 | 8 |"));
        assert!(render(&output, Format::Table).contains("type_f1     0.5000     0.2500 – 0.7500     n 8"));
    }
}
