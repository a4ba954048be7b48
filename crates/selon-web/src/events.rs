//! `/events`: claims of all reports grouped by what they tell, and what sources disagree about. No verdict is given.

use std::collections::BTreeMap;
use std::sync::Arc;

use maud::{Markup, html};
use selon_situation::Scale;
use selon_types::{Event, Label, Party, PointAtIssue, ReportedClaim, Situation};
use serde_json::{Value, json};

use crate::claims::{csv_cell, days_fields, type_field};
use crate::map::is_drawn;
use crate::message::Tongue;
use crate::page::{Asked, corner, page, pager};
use crate::record::Entry;

/// Rows of one page.
const PAGE_ROWS: usize = 100;

/// The situation with the entries that its reports come from.
pub(crate) struct Told {
    pub(crate) situation: Arc<Situation>,
    pub(crate) by_id: BTreeMap<String, Arc<Entry>>,
    pub(crate) scale: Arc<Scale>,
    /// The name that claims give most often to each country or body.
    pub(crate) names: Arc<BTreeMap<String, String>>,
}

/// The name that claims give most often to each country or body; of two that are as frequent the shorter.
pub(crate) fn names_of(situation: &Situation) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for party in situation.claims.iter().flat_map(|claim| claim.actors.iter().chain(&claim.recipients)) {
        if let (Some(key), Some(name)) = (party.key(), party.name.as_deref()) {
            // A ministry or a person is not the name of its country.
            let is_whole = party.sector.as_deref().is_none_or(|sector| sector.is_empty() || sector == "GOV");
            *counts.entry(key).or_default().entry(name).or_default() += if is_whole { 1000 } else { 1 };
        }
    }
    let best = |names: BTreeMap<&str, usize>| {
        let best = names.into_iter().max_by_key(|(name, n)| (*n, std::cmp::Reverse(name.len())));
        best.map(|(name, _)| name.to_owned()).unwrap_or_default()
    };
    counts.into_iter().map(|(key, names)| (key, best(names))).collect()
}

impl Told {
    fn claim(&self, idx: usize) -> &ReportedClaim {
        &self.situation.claims[idx]
    }

    /// The claims in their order, those in the same words together: a copy is no second voice.
    fn by_words(&self, claims: &[usize]) -> Vec<Vec<&ReportedClaim>> {
        let mut groups: Vec<Vec<&ReportedClaim>> = Vec::new();
        for claim in claims.iter().map(|&claim| self.claim(claim)) {
            match groups.iter_mut().find(|group| group[0].words == claim.words) {
                Some(group) => group.push(claim),
                None => groups.push(vec![claim]),
            }
        }
        groups
    }

    /// Address of a claim's card.
    fn link(&self, asked: &Asked, claim: &ReportedClaim) -> Option<String> {
        let entry = self.by_id.get(&self.situation.reports[claim.report].id)?;
        Some(format!("{}#claim-{}", asked.link(&format!("/reports/{}", entry.key), &[]), claim.claim + 1))
    }

    /// The parties of an event as its claims name them: the countries and bodies that most sources give, else the
    /// words of its first claim.
    fn parties(&self, event: &Event, keys: &[String], of: fn(&ReportedClaim) -> &Vec<Party>) -> String {
        let all = || event.claims.iter().flat_map(|&claim| of(self.claim(claim)));
        let mut names: Vec<String> = Vec::new();
        for key in keys {
            let mut known = all().filter(|party| party.key().as_ref() == Some(key));
            names.push(known.next().map_or(key.as_str(), Party::label).to_owned());
        }
        if let (true, Some(&first)) = (names.is_empty(), event.claims.first()) {
            names = of(self.claim(first)).iter().map(|party| party.label().to_owned()).collect();
        }
        names.join(", ")
    }

    fn who(&self, event: &Event) -> String {
        self.parties(event, &event.actors, |claim| &claim.actors)
    }

    fn whom(&self, event: &Event) -> String {
        self.parties(event, &event.recipients, |claim| &claim.recipients)
    }

    pub(crate) fn place<'a>(&'a self, event: &Event) -> Option<&'a selon_types::PlaceMention> {
        self.claim(event.place_of?).place.as_ref()
    }

    /// Latitude and longitude of a mark; `None` for what is only listed.
    pub(crate) fn point(&self, event: &Event) -> Option<(f64, f64)> {
        self.place(event).filter(|place| is_drawn(place.precision))?.point
    }

    /// Name and code of a country or body.
    pub(crate) fn name(&self, key: &str) -> String {
        match self.names.get(key) {
            Some(name) if name != key => format!("{name} ({key})"),
            _ => key.to_owned(),
        }
    }

    pub(crate) fn is_cooperation(&self, event: &Event) -> bool {
        self.scale.quad(event.event_type) <= 2
    }

    /// When the report of a claim was published.
    pub(crate) fn published(&self, claim: usize) -> Option<&str> {
        self.situation.reports[self.claim(claim).report].published.as_deref()
    }

    /// Who does what to whom, where and when, on one line.
    pub(crate) fn line(&self, asked: &Asked, event: &Event) -> String {
        let (who, whom) = (self.who(event), self.whom(event));
        let who = if who.is_empty() { asked.say("reader.notstated").to_owned() } else { who };
        let mut line = format!("{who} · {}", asked.tongue.label("type", event.event_type.label()));
        if !whom.is_empty() {
            line.push_str(&format!(" → {whom}"));
        }
        for part in [self.place(event).map(|place| place.name.clone()), Some(days(asked.tongue, event))] {
            if let Some(part) = part.filter(|part| !part.is_empty()) {
                line.push_str(&format!(" · {part}"));
            }
        }
        line
    }

    /// The fields that every page on events filters by.
    pub(crate) fn filter_fields(&self, asked: &Asked) -> Markup {
        html! {
            @if asked.names_tongue { input type="hidden" name="ui" value=(asked.tongue.code()); }
            label { span { (asked.say("search")) } input type="search" name="q" value=[asked.parameter("q")]; }
            (type_field(asked))
            label { span { (asked.say("filter.actor")) } select name="actor" {
                option value="" { (asked.say("any")) }
                @for key in self.names.keys() {
                    option value=(key) selected[asked.parameter("actor") == Some(key)] { (self.name(key)) }
                }
            } }
            (days_fields(asked))
            label { span { (asked.say("filter.independent")) } input type="number" min="1" name="independent" value=[asked.parameter("independent")]; }
            label { input type="checkbox" name="contested" value="yes" checked[asked.parameter("contested") == Some("yes")]; " " (asked.say("events.contested")) }
        }
    }

    /// The events that the address asks for.
    pub(crate) fn select(&self, asked: &Asked) -> Vec<&Event> {
        self.select_indices(asked).into_iter().map(|idx| &self.situation.events[idx]).collect()
    }

    /// The same as indices of `Situation::events`.
    pub(crate) fn select_indices(&self, asked: &Asked) -> Vec<usize> {
        let words: Vec<String> =
            asked.parameter("q").unwrap_or_default().split_whitespace().map(str::to_lowercase).collect();
        let only_contested = asked.parameter("contested") == Some("yes");
        let event_type = asked.parameter("type");
        let actor = asked.parameter("actor");
        let (from, to) = (asked.parameter("from"), asked.parameter("to"));
        let independent = asked.parameter("independent").and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
        let is_in_time = |event: &Event| match &event.days {
            Some((first, last)) => {
                from.is_none_or(|from| last.as_str() >= from) && to.is_none_or(|to| first.as_str() <= to)
            }
            None => from.is_none() && to.is_none(),
        };
        let concerns =
            |event: &Event, key: &str| event.actors.iter().chain(&event.recipients).any(|known| known == key);
        let holds = |event: &Event| {
            if only_contested && !event.is_contested()
                || event_type.is_some_and(|word| word != event.event_type.label())
                || actor.is_some_and(|key| !concerns(event, key))
                || event.n_independent < independent
                || !is_in_time(event)
            {
                return false;
            }
            let hay = || {
                let told = event.claims.iter().map(|&claim| self.claim(claim).words.as_str()).collect::<Vec<_>>();
                let place = self.place(event).map(|place| place.name.as_str()).unwrap_or_default();
                format!("{}\n{}\n{place}\n{}", self.who(event), self.whom(event), told.join("\n")).to_lowercase()
            };
            words.is_empty() || {
                let hay = hay();
                words.iter().all(|word| hay.contains(word.as_str()))
            }
        };
        (0..self.situation.events.len()).filter(|&idx| holds(&self.situation.events[idx])).collect()
    }
}

fn days(tongue: Tongue, event: &Event) -> String {
    match &event.days {
        Some((first, last)) if first == last => tongue.date(first),
        Some((first, last)) => format!("{} – {}", tongue.date(first), tongue.date(last)),
        None => String::new(),
    }
}

/// `3 articles / 2 sources indépendantes`.
fn support(tongue: Tongue, event: &Event) -> String {
    format!("{} / {}", tongue.count("n_reports", event.n_reports), tongue.count("n_independent", event.n_independent))
}

/// The list.
pub(crate) fn events(asked: &Asked, told: &Told, mut found: Vec<&Event>) -> Markup {
    // The youngest first; events without a date last.
    found.reverse();
    found.sort_by_key(|event| event.days.is_none());
    let n_contested = found.iter().filter(|event| event.is_contested()).count();
    let n_pages = found.len().div_ceil(PAGE_ROWS).max(1);
    let number = asked.parameter("page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, n_pages);
    let content = html! {
        div class="head" { h1 { (asked.say("nav.events")) } (corner(asked, &["json", "csv", "geojson", "md"])) }
        form class="filters" action="/events" {
            (told.filter_fields(asked))
            button { (asked.say("filter")) }
            @if !asked.parameters.is_empty() { a href=(asked.link("/events", &[])) { (asked.say("filter.clear")) } }
        }
        p class="facts" {
            span { (asked.tongue.count("n_events", found.len())) }
            a href=(asked.same("", Some(("contested", "yes")))) { (asked.tongue.count("n_contested", n_contested)) }
        }
        @if found.is_empty() { p class="empty" { (asked.say("events.empty")) } } @else {
            @let rows: Vec<&Event> = found.iter().skip((number - 1) * PAGE_ROWS).take(PAGE_ROWS).copied().collect();
            (event_table(asked, told, &rows))
            (pager(asked, number, n_pages))
        }
    };
    page(asked, asked.say("nav.events"), content)
}

/// Events as a table: the list itself, and the twin of every drawing.
pub(crate) fn event_table(asked: &Asked, told: &Told, events: &[&Event]) -> Markup {
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(asked.say("nav.events")) { table {
            thead { tr { @for key in ["reader.when", "reader.who", "claims.event", "reader.whom", "reader.where", "events.told", "events.issue"] { th scope="col" { (asked.say(key)) } } } }
            tbody { @for event in events { (row(asked, told, event)) } }
        } }
    }
}

/// What sources disagree about, in a few words.
pub(crate) fn issues(asked: &Asked, event: &Event) -> String {
    let issues: Vec<String> =
        event.points.iter().map(|point| asked.tongue.label("point", point.kind.label())).collect();
    issues.join(", ")
}

fn row(asked: &Asked, told: &Told, event: &Event) -> Markup {
    html! {
        tr {
            td class="nowrap" { (days(asked.tongue, event)) }
            td { (told.who(event)) }
            td class="event" { a href=(asked.link(&format!("/events/{}", event.id), &[])) { (asked.tongue.label("type", event.event_type.label())) } }
            td { (told.whom(event)) }
            td { (told.place(event).map(|place| place.name.as_str()).unwrap_or_default()) }
            td { (asked.tongue.label("told", event.status.label())) br; span class="quiet" { (support(asked.tongue, event)) } }
            td { (issues(asked, event)) }
        }
    }
}

/// One event: the points at issue by source, then every claim in its own words.
pub(crate) fn event(asked: &Asked, told: &Told, event: &Event) -> Markup {
    let whom = told.whom(event);
    let who =
        Some(told.who(event)).filter(|who| !who.is_empty()).unwrap_or_else(|| asked.say("reader.notstated").to_owned());
    let arrow = if whom.is_empty() { String::new() } else { format!(" → {whom}") };
    let title = format!("{who} · {}{arrow}", asked.tongue.label("type", event.event_type.label()));
    let content = html! {
        p class="crumb" { a href=(asked.link("/events", &[])) data-act="up" { "← " (asked.say("nav.events")) } }
        div class="head" { h1 { (title) } }
        p class="facts" {
            @if event.days.is_some() { span { (days(asked.tongue, event)) } }
            @if let Some(place) = told.place(event) { span { (place.name) } }
            span { (asked.tongue.label("told", event.status.label())) }
            span { (support(asked.tongue, event)) }
        }
        @if !event.points.is_empty() {
            h2 { (asked.say("events.issue")) }
            (matrix(asked, told, event))
        }
        h2 { (asked.say("events.words")) }
        div class="cards" { @for &claim in &event.claims { (claim_card(asked, told, told.claim(claim))) } }
    };
    page(asked, &title, content)
}

/// Columns are sources, rows are points at issue, cells are words. An empty cell says that the source has not said.
pub(crate) fn matrix(asked: &Asked, told: &Told, event: &Event) -> Markup {
    let mut origins: Vec<(&str, &str)> = Vec::new();
    for position in event.points.iter().flat_map(|point| &point.positions) {
        if !origins.iter().any(|(origin, _)| *origin == position.origin) {
            origins.push((&position.origin, &position.name));
        }
    }
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(asked.say("events.issue")) { table class="matrix" {
            thead { tr { td {} @for (_, name) in &origins { th scope="col" { (name) } } } }
            tbody { @for point in &event.points { tr {
                th scope="row" { (point_name(asked, point)) @if !point.between_origins { br; span class="quiet" { (asked.say("events.changed")) } } }
                @for (origin, _) in &origins { td { (cell(asked, told, point, origin)) } }
            } } }
        } }
    }
}

fn point_name(asked: &Asked, point: &PointAtIssue) -> String {
    let name = asked.tongue.label("point", point.kind.label());
    match point.figure {
        Some(figure) => format!("{name} ({})", asked.tongue.label("figure", figure.label())),
        None => name,
    }
}

fn cell(asked: &Asked, told: &Told, point: &PointAtIssue, origin: &str) -> Markup {
    let positions: Vec<_> = point.positions.iter().filter(|position| position.origin == origin).collect();
    html! {
        @if positions.is_empty() { span class="quiet" { (asked.say("events.silent")) } }
        @for position in positions {
            p { strong { (asked.tongue.label("value", &position.value)) } }
            @for claims in told.by_words(&position.claims) { (quote(asked, told, &claims)) }
        }
    }
}

/// The words of claims that say the same in the same words, linked to the first card; then who printed them, and when.
fn quote(asked: &Asked, told: &Told, claims: &[&ReportedClaim]) -> Markup {
    let Some(first) = claims.first() else { return html! {} };
    let printed = |claim: &ReportedClaim| {
        let report = &told.situation.reports[claim.report];
        let outlet = report.outlet.as_deref().unwrap_or(asked.say("outlet.unknown"));
        let day =
            report.published.as_deref().map_or(asked.say("date.unknown").to_owned(), |day| asked.tongue.date(day));
        format!("{outlet}, {day}")
    };
    html! {
        blockquote lang=[told.situation.reports[first.report].language.map(Label::label)] {
            @match told.link(asked, first) { Some(link) => a href=(link) { (first.words) }, None => (first.words) }
        }
        p class="quiet" { @for (idx, claim) in claims.iter().enumerate() {
            @if idx > 0 { " · " }
            @match told.link(asked, claim).filter(|_| idx > 0) { Some(link) => a href=(link) { (printed(claim)) }, None => (printed(claim)) }
        } }
    }
}

fn claim_card(asked: &Asked, told: &Told, claim: &ReportedClaim) -> Markup {
    html! {
        article class="card" {
            p class="according" {
                (asked.tongue.fill("reader.accordingto", &[("who", &claim.source.name)]))
                " (" (asked.tongue.label("stance", claim.source.stance.label())) ")"
            }
            (quote(asked, told, &[claim]))
        }
    }
}

const COLUMNS: &[&str] = &[
    "event", "type", "begin", "end", "actors", "recipients", "place", "country", "lat", "lon", "precision",
    "radius_km", "status", "n_reports", "n_independent", "points",
];

fn record(told: &Told, event: &Event) -> Vec<Value> {
    let place = told.place(event);
    vec![
        json!(event.id),
        json!(event.event_type.label()),
        json!(event.days.as_ref().map(|days| &days.0)),
        json!(event.days.as_ref().map(|days| &days.1)),
        json!(told.who(event)),
        json!(told.whom(event)),
        json!(place.map(|place| &place.name)),
        json!(place.and_then(|place| place.country.as_ref())),
        json!(place.and_then(|place| place.point).map(|point| point.0)),
        json!(place.and_then(|place| place.point).map(|point| point.1)),
        json!(place.and_then(|place| place.precision).map(Label::label)),
        json!(place.and_then(|place| place.radius_km)),
        json!(event.status.label()),
        json!(event.n_reports),
        json!(event.n_independent),
        json!(event.points.iter().map(|point| point.kind.label()).collect::<Vec<_>>().join("; ")),
    ]
}

fn object(told: &Told, event: &Event) -> Value {
    Value::Object(COLUMNS.iter().map(|&name| name.to_owned()).zip(record(told, event)).collect())
}

/// The events in a data format, or `None` for the page.
pub(crate) fn to_data(told: &Told, found: &[&Event], format: &str) -> Option<String> {
    Some(match format {
        "json" => Value::Array(found.iter().map(|event| object(told, event)).collect()).to_string(),
        "csv" => {
            let line = |cells: Vec<String>| format!("{}\r\n", cells.join(","));
            let rows = found.iter().map(|event| line(record(told, event).iter().map(csv_cell).collect()));
            std::iter::once(format!("{}\r\n", COLUMNS.join(","))).chain(rows).collect()
        }
        "geojson" => {
            let features = found.iter().filter_map(|event| {
                let (lat, lon) = told.point(event)?;
                let geometry = json!({"type": "Point", "coordinates": [lon, lat]});
                let mut properties = object(told, event);
                properties["line"] = json!(selon_view::situation::event_line(&told.situation, event));
                properties["contested"] = json!(event.is_contested());
                Some(json!({"type": "Feature", "geometry": geometry, "properties": properties}))
            });
            json!({"type": "FeatureCollection", "features": features.collect::<Vec<_>>()}).to_string()
        }
        "md" => {
            let line = |event: &&Event| {
                let head = format!("{} {} {}", told.who(event), event.event_type.label(), told.whom(event));
                format!("- {} ({}/{})\n", crate::claims::escape(&head, ""), event.n_reports, event.n_independent)
            };
            found.iter().map(line).collect()
        }
        _ => return None,
    })
}
