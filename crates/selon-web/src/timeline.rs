//! `/timeline`: events by the days on which they happened, in lanes by pair, actor, place or type.

use std::collections::BTreeMap;

use jiff::civil::Date;
use maud::{Markup, html};
use selon_situation::pairs::pair_keys;
use selon_types::{Event, Label};

use crate::events::{Told, event_table};
use crate::page::{Asked, corner, page};
use crate::span::{Days, day};

/// Lanes that are drawn; the others are counted.
const MOST_LANES: usize = 24;
/// Marks of one lane that are drawn.
const MOST_MARKS: usize = 400;
/// Width of the drawing in its own units.
const WIDTH: f64 = 1000.0;
const ROW: f64 = 16.0;
const LANE_HEAD: f64 = 20.0;
const TOP: f64 = 26.0;

/// What the lanes are.
const LANES: &[&str] = &["pair", "actor", "place", "type"];

struct Mark<'a> {
    event: &'a Event,
    first: Date,
    last: Date,
    row: usize,
}

struct Lane<'a> {
    name: String,
    marks: Vec<Mark<'a>>,
    n_rows: usize,
}

/// The page: the drawing, and the same events as a table.
pub(crate) fn timeline(asked: &Asked, told: &Told, found: &[&Event]) -> Markup {
    let by = asked.parameter("by").filter(|by| LANES.contains(by)).unwrap_or("pair");
    let dated: Vec<&Event> = found.iter().copied().filter(|event| event.days.is_some()).collect();
    let shown = window(asked, told, &dated);
    let (inside, outside): (Vec<&Event>, Vec<&Event>) = dated
        .iter()
        .partition(|event| span_of(event).zip(shown).is_some_and(|((first, last), shown)| shown.holds(first, last)));
    let title = asked.say("nav.timeline");
    let content = html! {
        div class="head" { h1 { (title) } (corner(asked, &["json", "csv", "geojson", "md"])) }
        form class="filters" action="/timeline" {
            (told.filter_fields(asked))
            label { span { (asked.say("timeline.by")) } select name="by" {
                @for lane in LANES { option value=(lane) selected[*lane == by] { (asked.say(&format!("lane.{lane}"))) } }
            } }
            button { (asked.say("filter")) }
            @if !asked.parameters.is_empty() { a href=(asked.link("/timeline", &[])) { (asked.say("filter.clear")) } }
        }
        p class="facts" {
            span { (asked.tongue.count("n_events", inside.len())) }
            @if !outside.is_empty() { span { (asked.tongue.fill("timeline.outside", &[("n", &asked.tongue.number(outside.len() as u64))])) } }
            @if found.len() > dated.len() { span { (asked.tongue.fill("timeline.undated", &[("n", &asked.tongue.number((found.len() - dated.len()) as u64))])) } }
        }
        @match shown.filter(|_| !inside.is_empty()) {
            None => p class="empty" { (asked.say("events.empty")) },
            Some(days) => {
                p class="legend" {
                    span class="key coop" { (asked.say("quad.cooperation")) }
                    span class="key conflict" { (asked.say("quad.conflict")) }
                    span class="key contested" { (asked.say("timeline.contested")) }
                    span { (asked.say("timeline.tick")) }
                }
                (drawing(asked, told, &lanes(asked, told, &inside, by), days))
                h2 { (asked.say("chart.table")) }
                (event_table(asked, told, &inside))
            }
        }
    };
    page(asked, title, content)
}

fn span_of(event: &Event) -> Option<(Date, Date)> {
    let (first, last) = event.days.as_ref()?;
    Some((day(first)?, day(last)?))
}

/// The days asked for; else the days on which the reports were published, so that a war of ten years ago that one of
/// them recalls does not make everything else a dot.
fn window(asked: &Asked, told: &Told, dated: &[&Event]) -> Option<Days> {
    let published = || told.situation.reports.iter().filter_map(|report| day(report.published.as_deref()?));
    let spans = || dated.iter().filter_map(|event| span_of(event));
    let first = published().min().or_else(|| spans().map(|span| span.0).min())?;
    let last = published().max().or_else(|| spans().map(|span| span.1).max())?;
    let shown = Days::new(first, last).padded();
    let asked_for = |name: &str| asked.parameter(name).and_then(day);
    Some(Days::new(asked_for("from").unwrap_or(shown.first), asked_for("to").unwrap_or(shown.last)))
}

/// The lanes, those with most events first.
fn lanes<'a>(asked: &Asked, told: &Told, events: &[&'a Event], by: &str) -> Vec<Lane<'a>> {
    let mut lanes: BTreeMap<String, Vec<&'a Event>> = BTreeMap::new();
    for &event in events {
        let names: Vec<String> = match by {
            "actor" => event.actors.iter().chain(&event.recipients).map(|key| told.name(key)).collect(),
            "place" => told.place(event).map(|place| place.name.clone()).into_iter().collect(),
            "type" => vec![asked.tongue.label("type", event.event_type.label())],
            _ => pair_keys(event).iter().map(|(a, b)| format!("{} – {}", told.name(a), told.name(b))).collect(),
        };
        for name in names {
            let lane = lanes.entry(name).or_default();
            if lane.last().is_none_or(|last| last.id != event.id) {
                lane.push(event);
            }
        }
    }
    let mut lanes: Vec<Lane> = lanes.into_iter().map(|(name, events)| lane(name, &events)).collect();
    lanes.sort_by_key(|lane| std::cmp::Reverse(lane.marks.len()));
    lanes
}

/// Events of a lane in as many rows as it takes for none to hide another.
fn lane<'a>(name: String, events: &[&'a Event]) -> Lane<'a> {
    let mut spans: Vec<(Date, Date, &Event)> =
        events.iter().filter_map(|event| span_of(event).map(|(first, last)| (first, last, *event))).collect();
    spans.sort_by(|a, b| (a.0, a.1, &a.2.id).cmp(&(b.0, b.1, &b.2.id)));
    spans.truncate(MOST_MARKS);
    let mut rows: Vec<Date> = Vec::new();
    let mut marks = Vec::new();
    for (first, last, event) in spans {
        let row = rows.iter().position(|end| *end < first).unwrap_or(rows.len());
        if row == rows.len() {
            rows.push(last);
        } else {
            rows[row] = last;
        }
        marks.push(Mark { event, first, last, row });
    }
    Lane { name, marks, n_rows: rows.len().max(1) }
}

fn drawing(asked: &Asked, told: &Told, lanes: &[Lane], days: Days) -> Markup {
    let x = |day: Date| (days.at(day) * WIDTH).clamp(0.0, WIDTH);
    let drawn = &lanes[..lanes.len().min(MOST_LANES)];
    let mut tops = Vec::new();
    let mut height = TOP;
    for lane in drawn {
        tops.push(height);
        height += LANE_HEAD + lane.n_rows as f64 * ROW + 8.0;
    }
    html! {
        div class="scroll chart" tabindex="0" role="region" aria-label=(asked.say("nav.timeline")) {
            svg viewBox=(format!("0 0 {WIDTH} {height:.0}")) role="group" aria-label=(asked.say("nav.timeline")) {
                @for (tick, name) in days.ticks(asked.tongue) {
                    line class="grid" x1=(fixed(x(tick))) x2=(fixed(x(tick))) y1="18" y2=(fixed(height)) {}
                    text class="tick" x=(fixed(x(tick) + 3.0)) y="14" { (name) }
                }
                @for (lane, top) in drawn.iter().zip(&tops) {
                    line class="lane" x1="0" x2=(WIDTH) y1=(fixed(*top)) y2=(fixed(*top)) {}
                    text class="lane-name" x="2" y=(fixed(top + 14.0)) { (lane.name) " (" (lane.marks.len()) ")" }
                    @for mark in &lane.marks { (one_mark(asked, told, mark, top + LANE_HEAD, &x)) }
                }
            }
        }
        @if lanes.len() > drawn.len() { p class="quiet" { (asked.tongue.fill("timeline.more", &[("n", &asked.tongue.number((lanes.len() - drawn.len()) as u64))])) } }
    }
}

fn one_mark(asked: &Asked, told: &Told, mark: &Mark, top: f64, x: &dyn Fn(Date) -> f64) -> Markup {
    let event = mark.event;
    let y = top + mark.row as f64 * ROW;
    let (left, right) = (x(mark.first), x(mark.last.tomorrow().unwrap_or(mark.last)));
    let kind = if told.is_cooperation(event) { "coop" } else { "conflict" };
    let class = format!("mark {kind}{}", if event.is_contested() { " contested" } else { "" });
    let published = event.claims.iter().filter_map(|&claim| told.published(claim)).filter_map(day).min();
    html! {
        a href=(asked.link(&format!("/events/{}", event.id), &[])) {
            title { (told.line(asked, event)) }
            rect class=(class) x=(fixed(left)) y=(fixed(y)) width=(fixed((right - left).max(7.0))) height="11" rx=(if kind == "coop" { "5.5" } else { "1" }) {}
        }
        @if let Some(published) = published.map(x).filter(|published| *published >= right) {
            line class="published" x1=(fixed(published)) x2=(fixed(published)) y1=(fixed(y)) y2=(fixed(y + 11.0)) {}
        }
    }
}

/// One digit after the point.
pub(crate) fn fixed(value: f64) -> String {
    format!("{value:.1}")
}
