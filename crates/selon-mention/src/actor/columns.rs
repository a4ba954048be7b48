//! Codes, sectors and dates in the tables of the register, checked.

use selon_types::{Row, TableError};

/// PLOVER sectors and their refinements.
const SECTORS: &[&str] = &[
    "GOV", "MIL", "COP", "JUD", "LEG", "SPY", "PTY", "REB", "PRM", "UAF", "UNK", "PRE", "BUS", "CRM", "CVL", "EDU",
    "ELI", "JRN", "LAB", "MED", "AGR", "REF", "OPP", "REL", "SOC",
];

/// Three capitals: a country, a class or a tag.
pub(super) fn is_tag(word: &str) -> bool {
    word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

pub(super) fn required_code(row: Row<'_>, column: &str) -> Result<String, TableError> {
    checked_code(row, column)?.ok_or_else(|| row.error(format!("the column {column:?} is empty")))
}

pub(crate) fn checked_code(row: Row<'_>, column: &str) -> Result<Option<String>, TableError> {
    match row.get(column) {
        "" => Ok(None),
        code if is_tag(code) => Ok(Some(code.to_owned())),
        other => Err(row.error(format!("{other:?} is no country or class code of three capital letters"))),
    }
}

pub(crate) fn checked_sector(row: Row<'_>, column: &str) -> Result<Option<String>, TableError> {
    match row.get(column) {
        "" => Ok(None),
        sector if SECTORS.contains(&sector) => Ok(Some(sector.to_owned())),
        other => Err(row.error(format!("unknown sector {other:?}; PLOVER has {}", SECTORS.join(" ")))),
    }
}

/// A day, month or year as its first or last day.
pub(super) fn checked_date(row: Row<'_>, column: &str, is_end: bool) -> Result<Option<String>, TableError> {
    let value = row.get(column);
    let bad = || row.error(format!("{value:?} in {column:?} is no date; write 2014-06-07, 2014-06 or 2014"));
    let full = match value.len() {
        0 => return Ok(None),
        4 if is_end => format!("{value}-12-31"),
        4 => format!("{value}-01-01"),
        7 => format!("{value}-01"),
        _ => value.to_owned(),
    };
    let date: jiff::civil::Date = full.parse().map_err(|_| bad())?;
    if full.len() != 10 {
        return Err(bad());
    }
    let date = if value.len() == 7 && is_end { date.last_of_month() } else { date };
    Ok(Some(date.to_string()))
}
