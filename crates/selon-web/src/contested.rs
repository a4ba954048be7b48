//! `/contested` and `/`: the events that sources disagree about, most independent sources first. No verdict is given.

use maud::{Markup, html};
use selon_types::Event;

use crate::events::{self, Told};
use crate::page::{Asked, corner, page};
use crate::record::Entry;

/// Events of one page: each is a table of its own.
const PAGE_EVENTS: usize = 10;

/// Contested events that the address asks for: most sources first, then the youngest.
pub(crate) fn select<'a>(asked: &Asked, told: &'a Told) -> Vec<&'a Event> {
    let mut found = told.select(asked);
    found.retain(|event| event.is_contested());
    found.sort_by(|a, b| {
        (b.points.len(), b.n_independent, &b.days, &a.id).cmp(&(a.points.len(), a.n_independent, &a.days, &b.id))
    });
    found
}

/// The page.
pub(crate) fn contested(asked: &Asked, told: &Told, found: &[&Event]) -> Markup {
    let n_pages = found.len().div_ceil(PAGE_EVENTS).max(1);
    let number = asked.parameter("page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, n_pages);
    let title = asked.say("nav.contested");
    let content = html! {
        div class="head" { h1 { (title) } (corner(asked, &["json", "csv", "geojson", "md"])) }
        p class="quiet" { (asked.say("contested.intro")) }
        form class="filters" action="/contested" {
            (told.filter_fields(asked))
            button { (asked.say("filter")) }
            @if !asked.parameters.is_empty() { a href=(asked.link("/contested", &[])) { (asked.say("filter.clear")) } }
        }
        p class="facts" { span { (asked.tongue.count("n_contested", found.len())) } }
        @if found.is_empty() { p class="empty" { (asked.say("contested.empty")) } }
        @for event in found.iter().skip((number - 1) * PAGE_EVENTS).take(PAGE_EVENTS) {
            h2 { a href=(asked.link(&format!("/events/{}", event.id), &[])) { (told.line(asked, event)) } }
            (events::matrix(asked, told, event))
        }
        (crate::page::pager(asked, number, n_pages))
    };
    page(asked, title, content)
}

/// The first page: what is contested now, what was read last, where to go.
pub(crate) fn home(asked: &Asked, told: &Told, newest: &[std::sync::Arc<Entry>]) -> Markup {
    let found = select(asked, told);
    let content = html! {
        h1 { (asked.say("home.title")) }
        p class="facts" {
            a href=(asked.link("/reports", &[])) { (asked.tongue.count("n_reports", told.situation.reports.len())) }
            a href=(asked.link("/events", &[])) { (asked.tongue.count("n_events", told.situation.events.len())) }
            a href=(asked.link("/contested", &[])) { (asked.tongue.count("n_contested", found.len())) }
        }
        section {
            h2 { (asked.say("nav.contested")) }
            @if found.is_empty() { p class="quiet" { (asked.say("contested.empty")) } }
            ul class="plain-list" { @for event in found.iter().take(8) { li {
                a href=(asked.link(&format!("/events/{}", event.id), &[])) { (told.line(asked, event)) }
                " " span class="quiet" { (events::issues(asked, event)) }
            } } }
        }
        section {
            h2 { (asked.say("home.newest")) }
            @if newest.is_empty() { p class="quiet" { (asked.say("reports.none")) } }
            ul class="plain-list" { @for entry in newest.iter().take(8) { li {
                a href=(asked.link(&format!("/reports/{}", entry.key), &[])) { (entry.title().unwrap_or_else(|| asked.say("untitled").to_owned())) }
                " " span class="quiet" {
                    (entry.reading.report.outlet.as_deref().unwrap_or(asked.say("outlet.unknown"))) ", "
                    (entry.day().map_or(asked.say("date.unknown").to_owned(), |day| asked.tongue.date(day)))
                }
            } } }
        }
    };
    page(asked, asked.say("home.title"), content)
}
