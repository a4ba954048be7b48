//! What is odd about a report among the others of its outlet and of its address.

use std::collections::{BTreeMap, BTreeSet};

use selon_types::{Reading, Relation, Remark, RemarkKind, ReportVersion, Span};

use crate::CopyGroups;

/// A passage is the outlet's, not the report's, from so many reports on that are no versions of one another.
const MIN_SHARERS: usize = 4;
/// Shorter lines (a dateline, a name) may recur by chance.
const MIN_LETTERS: usize = 40;
/// Fewer words than this are a flash.
const FLASH: usize = 10;

/// Remarks by report id.
pub(super) fn remarks(
    readings: &[&Reading],
    versions: &[ReportVersion],
    groups: &CopyGroups,
) -> BTreeMap<String, Vec<Remark>> {
    let mut all: BTreeMap<String, Vec<Remark>> = BTreeMap::new();
    let mut put = |id: &str, kind, span, message: String| {
        all.entry(id.to_owned()).or_default().push(Remark { kind, span, message });
    };
    let folded = |reading: &Reading| reading.report.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut of_address: BTreeMap<&str, Vec<&Reading>> = BTreeMap::new();
    for reading in readings {
        if let Some(url) = reading.report.url.as_deref().filter(|url| !url.is_empty()) {
            of_address.entry(url).or_default().push(reading);
        }
        let n_words = reading.report.text.split_whitespace().count();
        if (1..FLASH).contains(&n_words) {
            let message = format!("only an identical text counts as a copy of a report of {n_words} words");
            put(&reading.report.id, RemarkKind::TooShortToCompare, None, message);
        }
    }
    for (url, same) in of_address.iter().filter(|(_, same)| same.len() > 1) {
        for reading in same {
            let other = same.iter().find(|other| folded(other) != folded(reading));
            if let Some(other) = other {
                let message = format!("{} has the address {url} too, and another text", other.report.id);
                put(&reading.report.id, RemarkKind::AddressTwice, None, message);
            }
        }
    }
    let by_id: BTreeMap<&str, &Reading> =
        readings.iter().map(|reading| (reading.report.id.as_str(), *reading)).collect();
    for version in versions.iter().filter(|version| version.relation == Relation::Edited) {
        let (Some(one), Some(other)) = (by_id.get(version.report.as_str()), by_id.get(version.version_of.as_str()))
        else {
            continue;
        };
        let (short, long) = if one.report.text.len() < other.report.text.len() { (one, other) } else { (other, one) };
        let is_one_outlet = short.report.outlet.is_some() && short.report.outlet == long.report.outlet;
        if is_one_outlet && folded(long).contains(&folded(short)) {
            let message = format!("holds {} whole and goes on", short.report.id);
            put(&long.report.id, RemarkKind::GrowingReport, None, message);
        }
    }
    for (id, span, n_sharers) in boilerplate(readings, groups) {
        let message = format!("{n_sharers} different reports of its outlet share this passage");
        put(id, RemarkKind::SharedBoilerplate, Some(span), message);
    }
    all
}

/// Lines that reports of one outlet share which are no versions of one another, with how many share them.
pub(super) fn boilerplate<'readings>(
    readings: &[&'readings Reading],
    groups: &CopyGroups,
) -> Vec<(&'readings str, Span, usize)> {
    let mut sharers: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for reading in readings {
        let Some(outlet) = reading.report.outlet.as_deref() else { continue };
        let id = reading.report.id.as_str();
        for (_, line) in lines(&reading.report.text) {
            sharers.entry((outlet, line)).or_default().insert(groups.get(id).map_or(id, String::as_str));
        }
    }
    let mut found = Vec::new();
    for reading in readings {
        let Some(outlet) = reading.report.outlet.as_deref() else { continue };
        for (at, line) in lines(&reading.report.text) {
            let n_sharers = sharers.get(&(outlet, line)).map_or(0, BTreeSet::len);
            if n_sharers >= MIN_SHARERS {
                found.push((reading.report.id.as_str(), Span::new(at, at + line.len()), n_sharers));
            }
        }
    }
    found
}

/// What remains of a text without these passages.
pub(super) fn without(text: &str, passages: &[Span]) -> String {
    let mut own = String::with_capacity(text.len());
    let mut at = 0;
    for passage in passages {
        own.push_str(text.get(at..passage.start()).unwrap_or_default());
        at = passage.end();
    }
    own.push_str(text.get(at..).unwrap_or_default());
    own
}

/// The long lines of a text, each with where it begins.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let pieces = text.split('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len() + 1;
        Some((start, line))
    });
    let trimmed = pieces.map(|(at, line)| (at + line.len() - line.trim_start().len(), line.trim()));
    trimmed.filter(|(_, line)| line.chars().count() >= MIN_LETTERS)
}
