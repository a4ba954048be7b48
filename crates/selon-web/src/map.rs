//! `/map`: events where they happened, as precisely as it is known and no more; the table beside is the same query.

use maud::{Markup, html};
use selon_types::{Event, PlacePrecision};

use crate::events::{Told, event_table};
use crate::page::{Asked, corner, page};

/// Places that a mark may stand for; a country or a macro-region is listed only.
pub(crate) fn is_drawn(precision: Option<PlacePrecision>) -> bool {
    !matches!(precision, None | Some(PlacePrecision::Country))
}

/// The page. Without JavaScript the table stands alone.
pub(crate) fn map(asked: &Asked, told: &Told, found: Vec<&Event>) -> Markup {
    let (placed, others): (Vec<&Event>, Vec<&Event>) = found.into_iter().partition(|event| told.place(event).is_some());
    let n_drawn = placed.iter().filter(|event| told.point(event).is_some()).count();
    let title = asked.say("nav.map");
    let say = |n: usize, key: &str| asked.tongue.fill(key, &[("n", &asked.tongue.number(n as u64))]);
    let content = html! {
        div class="head" { h1 { (title) } (corner(asked, &["json", "csv", "geojson", "md"])) }
        form class="filters" action="/map" {
            (told.filter_fields(asked))
            button { (asked.say("filter")) }
            @if !asked.parameters.is_empty() { a href=(asked.link("/map", &[])) { (asked.say("filter.clear")) } }
        }
        p class="facts" {
            span { (say(n_drawn, "map.drawn")) }
            span { (say(placed.len() - n_drawn, "map.listed")) }
            span { (say(others.len(), "map.unplaced")) }
        }
        div class="map" data-map=(asked.same(".geojson", None)) data-events=(asked.link("/events", &[])) hidden {
            canvas aria-hidden="true" {}
            svg role="group" aria-label=(title) {}
            div class="map-keys" {
                button type="button" data-zoom="2" aria-label=(asked.say("map.in")) { "+" }
                button type="button" data-zoom="0.5" aria-label=(asked.say("map.out")) { "−" }
            }
        }
        p class="legend" {
            span class="key dot" { (asked.say("map.dot")) }
            span class="key area" { (asked.say("map.area")) }
            span { (asked.say("map.borders")) }
        }
        script type="module" src="/assets/map.js" {}
        h2 { (asked.say("chart.table")) }
        (event_table(asked, told, &placed))
    };
    page(asked, title, content)
}
