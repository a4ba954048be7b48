//! Finding reports by words of title and text, accents folded.

use rusqlite::{ToSql, params};

use crate::store::ReportId;
use crate::{Error, Store};

/// A report that holds the words.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The report.
    pub report_id: ReportId,
    /// `Report::id`.
    pub id: String,
    /// The title given apart.
    pub title: Option<String>,
    /// The publisher.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Some of the text around the first words found, on one line.
    pub excerpt: String,
}

impl Store {
    /// The reports that hold all words of `query`, best first. `"…"` means a phrase, a final `*` the beginning of a
    /// word; accents and capitals make no difference.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn search(&self, query: &str, limit: u64, offset: u64) -> Result<Vec<Hit>, Error> {
        const SQL: &str = "SELECT r.report_id, r.id, r.title, r.outlet, r.published, \
             snippet(reports_text, -1, '', '', ' … ', 24) \
             FROM reports_text JOIN reports r ON r.report_id = reports_text.rowid \
             WHERE reports_text MATCH ?1 ORDER BY bm25(reports_text, 4.0, 1.0), r.published DESC, r.key \
             LIMIT ?2 OFFSET ?3";
        let (limit, offset) = (signed(limit), signed(offset));
        let values: &[&dyn ToSql] = params![match_expression(query), limit, offset];
        self.kept((|| {
            let mut select = self.connection.prepare_cached(SQL)?;
            let hits = select.query_map(values, |row| {
                let excerpt: String = row.get(5)?;
                Ok(Hit {
                    report_id: row.get(0)?,
                    id: row.get(1)?,
                    title: row.get(2)?,
                    outlet: row.get(3)?,
                    published: row.get(4)?,
                    excerpt: excerpt.split_whitespace().collect::<Vec<_>>().join(" "),
                })
            })?;
            hits.collect()
        })())
    }
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// What a person typed as an FTS5 expression in which nothing is an operator: every word or phrase is quoted, so that
/// `NOT`, `:` or a stray quotation mark cannot break the query. A query without a word finds nothing.
pub(crate) fn match_expression(query: &str) -> String {
    let mut terms = Vec::new();
    for (idx, part) in query.split('"').enumerate() {
        if idx % 2 == 1 {
            push_term(&mut terms, part);
        } else {
            part.split_whitespace().for_each(|word| push_term(&mut terms, word));
        }
    }
    if terms.is_empty() { "\"\"".to_owned() } else { terms.join(" AND ") }
}

fn push_term(terms: &mut Vec<String>, words: &str) {
    let prefix = words.ends_with('*');
    let words = words.trim_end_matches('*').replace('\0', " ");
    if words.chars().any(char::is_alphanumeric) {
        terms.push(format!("\"{words}\"{}", if prefix { "*" } else { "" }));
    }
}
