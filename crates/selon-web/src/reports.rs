//! `/reports`: what was read, youngest first.

use std::sync::Arc;

use maud::{Markup, html};
use selon_types::Label;
use serde_json::{Value, json};

use crate::claims::csv_cell;
use crate::decision::{Decision, last_on};
use crate::page::{Asked, corner, page, pager};
use crate::record::Entry;

/// Rows of one page.
const PAGE_ROWS: usize = 100;

/// The reports whose title, text or outlet hold every word asked for.
pub(crate) fn select(asked: &Asked, entries: Vec<Arc<Entry>>) -> Vec<Arc<Entry>> {
    let words: Vec<String> =
        asked.parameter("q").unwrap_or_default().split_whitespace().map(str::to_lowercase).collect();
    let outlet = asked.parameter("outlet");
    let holds = |entry: &Arc<Entry>| {
        let report = &entry.reading.report;
        if outlet.is_some_and(|outlet| report.outlet.as_deref() != Some(outlet)) {
            return false;
        }
        let hay = || {
            let parts = [report.title.as_deref(), report.outlet.as_deref(), Some(&report.text)];
            parts.into_iter().flatten().collect::<Vec<_>>().join("\n").to_lowercase()
        };
        words.is_empty() || {
            let hay = hay();
            words.iter().all(|word| hay.contains(word.as_str()))
        }
    };
    entries.into_iter().filter(holds).collect()
}

/// The page.
pub(crate) fn reports(asked: &Asked, found: &[Arc<Entry>], decisions: &[Decision], has_engine: bool) -> Markup {
    let is_filtered = asked.parameter("q").is_some() || asked.parameter("outlet").is_some();
    let n_pages = found.len().div_ceil(PAGE_ROWS).max(1);
    let number = asked.parameter("page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, n_pages);
    let content = html! {
        div class="head" {
            h1 { (asked.say("reports.title")) }
            (corner(asked, &["json", "csv", "md"]))
        }
        form class="filters" action="/reports" {
            @if asked.names_tongue { input type="hidden" name="ui" value=(asked.tongue.code()); }
            label { span { (asked.say("search")) } input type="search" name="q" value=[asked.parameter("q")]; }
            button { (asked.say("filter")) }
            @if is_filtered { a href=(asked.link("/reports", &[])) { (asked.say("filter.clear")) } }
        }
        p class="facts" { span { (asked.tongue.count("n_reports", found.len())) } }
        @if found.is_empty() {
            p class="empty" { (asked.say(if is_filtered { "reports.empty" } else { "reports.none" })) }
            @if has_engine { p { a class="button" href=(asked.link("/read", &[])) { (asked.say("nav.read")) } } }
        } @else {
            ol class="reports" { @for entry in found.iter().skip((number - 1) * PAGE_ROWS).take(PAGE_ROWS) { (row(asked, entry, decisions)) } }
            (pager(asked, number, n_pages))
        }
    };
    page(asked, asked.say("reports.title"), content)
}

fn row(asked: &Asked, entry: &Entry, decisions: &[Decision]) -> Markup {
    let report = &entry.reading.report;
    let lang = report.language.map(Label::label);
    let n_done = entry.anchors.iter().filter(|anchor| is_decided(decisions, &entry.key, anchor)).count();
    html! {
        li {
            a class="title" lang=[lang] href=(asked.link(&format!("/reports/{}", entry.key), &[])) {
                (entry.title().unwrap_or_else(|| asked.say("untitled").to_owned()))
            }
            p class="facts" {
                @match &report.outlet {
                    Some(outlet) => a href=(asked.same("", Some(("outlet", outlet)))) { (outlet) },
                    None => span { (asked.say("outlet.unknown")) },
                }
                span { @match entry.day() { Some(day) => time datetime=(day) { (asked.tongue.date(day)) }, None => (asked.say("date.unknown")) } }
                span { (asked.tongue.label("lang", lang.unwrap_or("none"))) }
                span { (asked.tongue.count("n_claims", entry.reading.claims.len())) }
                @if n_done > 0 {
                    span { (asked.tongue.fill("review.progress", &[("done", &n_done.to_string()), ("all", &entry.anchors.len().to_string())])) }
                }
                @if !entry.reading.remarks.is_empty() { span { (asked.tongue.count("n_remarks", entry.reading.remarks.len())) } }
            }
        }
    }
}

fn is_decided(decisions: &[Decision], key: &str, anchor: &str) -> bool {
    let on_report: Vec<Decision> = decisions.iter().filter(|decision| decision.report == key).cloned().collect();
    last_on(&on_report, anchor).is_some()
}

fn record(entry: &Entry) -> [(&'static str, Value); 8] {
    let report = &entry.reading.report;
    [
        ("report", json!(entry.key)),
        ("id", json!(report.id)),
        ("title", json!(entry.title())),
        ("outlet", json!(report.outlet)),
        ("published", json!(report.published.as_ref().map(|published| &published.value))),
        ("lang", json!(report.language.map(Label::label))),
        ("n_claims", json!(entry.reading.claims.len())),
        ("n_remarks", json!(entry.reading.remarks.len())),
    ]
}

/// A JSON list of records.
pub(crate) fn to_json(found: &[Arc<Entry>]) -> String {
    let object = |entry: &Arc<Entry>| {
        Value::Object(record(entry).into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    };
    Value::Array(found.iter().map(object).collect()).to_string()
}

/// CSV with the same columns.
pub(crate) fn to_csv(found: &[Arc<Entry>]) -> String {
    let mut out = String::from("report,id,title,outlet,published,lang,n_claims,n_remarks\r\n");
    for entry in found {
        let cells: Vec<String> = record(entry).iter().map(|(_, value)| csv_cell(value)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}
