//! `/claims`: every claim that fits the filters of the address, for people and as data.

use std::collections::BTreeMap;
use std::sync::Arc;

use maud::{Markup, html};
use selon_types::{EventType, Label};
use serde_json::{Value, json};

use crate::message::Tongue;
use crate::page::{Asked, corner, page, pager};
use crate::record::Entry;
use crate::shown::Shown;

/// Rows of one page.
const PAGE_ROWS: usize = 100;

/// The columns of the table outputs; the words are those of the wire format.
const COLUMNS: &[&str] = &[
    "report", "outlet", "published", "claim", "type", "polarity", "modality", "actors", "recipients", "begin", "end",
    "place", "country", "precision", "lat", "lon", "figures", "source", "stance", "distance", "words",
];

/// The filters that the address states.
pub(crate) struct Filter {
    words: Vec<String>,
    event_type: Option<EventType>,
    from: Option<String>,
    to: Option<String>,
}

impl Filter {
    pub(crate) fn of(asked: &Asked) -> Filter {
        let owned = |name: &str| asked.parameter(name).map(str::to_owned);
        let words = asked.parameter("q").unwrap_or_default();
        Filter {
            words: words.split_whitespace().map(str::to_lowercase).collect(),
            event_type: asked.parameter("type").and_then(EventType::from_label),
            from: owned("from"),
            to: owned("to"),
        }
    }

    /// Every word stands somewhere in the claim, the type is the one asked for, and the date of the event (of an
    /// undated claim, none) lies inside the days asked for.
    fn holds(&self, shown: Shown) -> bool {
        if self.event_type.is_some_and(|wanted| wanted != shown.claim().event_type) {
            return false;
        }
        if self.from.is_some() || self.to.is_some() {
            let Some(date) = &shown.claim().date else { return false };
            let is_before = self.from.as_ref().is_some_and(|from| date.end.as_ref().is_some_and(|end| end < from));
            let is_after = self.to.as_ref().is_some_and(|to| date.begin.as_ref().is_some_and(|begin| begin > to));
            if is_before || is_after {
                return false;
            }
        }
        if self.words.is_empty() {
            return true;
        }
        let report = &shown.reading().report;
        let place = shown.place().map(|place| place.name.clone()).unwrap_or_default();
        let outlet = report.outlet.clone().unwrap_or_default();
        let hay =
            [shown.who(), shown.whom(), shown.chain(), vec![place, outlet, shown.event(), shown.words().to_owned()]];
        let hay = hay.concat().join("\n").to_lowercase();
        self.words.iter().all(|word| hay.contains(word.as_str()))
    }
}

/// The claims that the address asks for, by report, youngest first, then by position.
pub(crate) fn select<'a>(entries: &'a [Arc<Entry>], filter: &Filter, tongue: Tongue) -> Vec<Shown<'a>> {
    let all = entries.iter().flat_map(|entry| Shown::all(entry, tongue));
    all.filter(|shown| filter.holds(*shown)).collect()
}

/// The page.
pub(crate) fn claims(asked: &Asked, entries: &[Arc<Entry>]) -> Markup {
    let found = select(entries, &Filter::of(asked), asked.tongue);
    let n_pages = found.len().div_ceil(PAGE_ROWS).max(1);
    let number = asked.parameter("page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, n_pages);
    let rows = found.iter().skip((number - 1) * PAGE_ROWS).take(PAGE_ROWS);
    let mut types: BTreeMap<&str, usize> = BTreeMap::new();
    for shown in &found {
        *types.entry(shown.type_word()).or_default() += 1;
    }
    let content = html! {
        div class="head" {
            h1 { (asked.say("claims.title")) }
            (corner(asked, &["json", "csv", "geojson", "md"]))
        }
        (filters(asked))
        p class="facts" {
            span { (asked.tongue.count("n_claims", found.len())) }
            @for (word, n) in &types {
                a href=(asked.same("", Some(("type", word)))) { (asked.tongue.label("type", word)) " " (n) }
            }
        }
        @if found.is_empty() { p class="empty" { (asked.say("claims.empty")) } } @else {
            div class="scroll" tabindex="0" role="region" aria-label=(asked.say("claims.title")) { table {
                thead { tr {
                    @for key in ["reader.who", "claims.event", "reader.whom", "reader.when", "reader.where", "reader.source", "reader.words"] {
                        th scope="col" { (asked.say(key)) }
                    }
                } }
                tbody { @for shown in rows { (row(asked, *shown)) } }
            } }
            (pager(asked, number, n_pages))
        }
    };
    page(asked, asked.say("claims.title"), content)
}

fn filters(asked: &Asked) -> Markup {
    html! {
        form class="filters" action="/claims" {
            @if asked.names_tongue { input type="hidden" name="ui" value=(asked.tongue.code()); }
            label { span { (asked.say("search")) } input type="search" name="q" value=[asked.parameter("q")]; }
            (type_field(asked))
            (days_fields(asked))
            button { (asked.say("filter")) }
            @if !asked.parameters.is_empty() { a href=(asked.link("/claims", &[])) { (asked.say("filter.clear")) } }
        }
    }
}

/// The field that filters by type, for claims and events alike.
pub(crate) fn type_field(asked: &Asked) -> Markup {
    html! {
        label { span { (asked.say("claims.type")) } select name="type" {
            option value="" { (asked.say("any")) }
            @for member in EventType::ALL {
                option value=(member.label()) selected[asked.parameter("type") == Some(member.label())] { (asked.tongue.label("type", member.label())) }
            }
        } }
    }
}

/// The fields that filter by the days of the event.
pub(crate) fn days_fields(asked: &Asked) -> Markup {
    html! {
        label { span { (asked.say("claims.from")) } input type="date" name="from" value=[asked.parameter("from")]; }
        label { span { (asked.say("claims.to")) } input type="date" name="to" value=[asked.parameter("to")]; }
    }
}

fn row(asked: &Asked, shown: Shown) -> Markup {
    let lang = shown.reading().report.language.map(Label::label);
    let link = asked.link(&format!("/reports/{}", shown.entry.key), &[]);
    html! {
        tr {
            td { @if shown.who().is_empty() { span class="quiet" { (asked.say("reader.notstated")) } } @else { (shown.who().join(", ")) } }
            td class="event" { (shown.event()) }
            td { (shown.whom().join(", ")) }
            td class="nowrap" { (shown.when().unwrap_or_default()) }
            td { (shown.place().map(|place| place.name.as_str()).unwrap_or_default()) }
            td { (shown.according_to()) }
            td lang=[lang] { a href=(format!("{link}#claim-{}", shown.idx + 1)) { (shown.words()) } }
        }
    }
}

/// One claim as a record of the table outputs; what is not known is `null`.
fn record(shown: Shown) -> Vec<Value> {
    let claim = shown.claim();
    let report = &shown.reading().report;
    let date = claim.date.as_ref();
    let place = shown.place();
    vec![
        json!(shown.entry.key),
        json!(report.outlet),
        json!(report.published.as_ref().map(|published| &published.value)),
        json!(shown.anchor()),
        json!(shown.type_word()),
        json!(claim.polarity.label()),
        json!(claim.modality.label()),
        json!(shown.who().join("; ")),
        json!(shown.whom().join("; ")),
        json!(date.and_then(|date| date.begin.as_ref())),
        json!(date.and_then(|date| date.end.as_ref())),
        json!(place.map(|place| &place.name)),
        json!(place.and_then(|place| place.country.as_ref())),
        json!(place.and_then(|place| place.precision).map(Label::label)),
        json!(place.and_then(|place| place.point).map(|point| point.0)),
        json!(place.and_then(|place| place.point).map(|point| point.1)),
        json!(shown.figures().join("; ")),
        json!(shown.chain().join(" < ")),
        json!(shown.attribution().stance.label()),
        json!(shown.attribution().distance.label()),
        json!(shown.words()),
    ]
}

fn object(shown: Shown) -> Value {
    Value::Object(COLUMNS.iter().map(|&name| name.to_owned()).zip(record(shown)).collect())
}

/// A JSON list of records.
pub(crate) fn to_json(claims: &[Shown]) -> String {
    Value::Array(claims.iter().map(|&shown| object(shown)).collect()).to_string()
}

/// CSV after RFC 4180.
pub(crate) fn to_csv(claims: &[Shown]) -> String {
    let mut out = COLUMNS.join(",");
    out.push_str("\r\n");
    for &shown in claims {
        let cells: Vec<String> = record(shown).iter().map(csv_cell).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

/// A cell. Spreadsheets run words that begin like a formula: such words get an apostrophe before them (OWASP).
pub(crate) fn csv_cell(value: &Value) -> String {
    let Value::String(words) = value else {
        return if value.is_null() { String::new() } else { value.to_string() };
    };
    let guard = if words.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", words.replace('"', "\"\""))
}

/// The claims that have a point, as GeoJSON (RFC 7946: longitude first).
pub(crate) fn to_geojson(claims: &[Shown]) -> String {
    let features = claims.iter().filter_map(|&shown| {
        let (lat, lon) = shown.place()?.point?;
        Some(json!({
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": object(shown),
        }))
    });
    json!({"type": "FeatureCollection", "features": features.collect::<Vec<_>>()}).to_string()
}

/// A Markdown list with the exact words as quotations.
pub(crate) fn to_markdown(claims: &[Shown]) -> String {
    let mut out = String::new();
    for &shown in claims {
        let join = |names: Vec<String>| if names.is_empty() { "–".to_owned() } else { names.join(", ") };
        let whom = if shown.whom().is_empty() { String::new() } else { format!(" → {}", shown.whom().join(", ")) };
        let head = format!("{} **{}**{whom}, {}", join(shown.who()), shown.event(), shown.according_to());
        let words = shown.words().split_whitespace().collect::<Vec<_>>().join(" ");
        out.push_str(&format!("- {}\n  > {}\n", escape(&head, "*"), escape(&words, "")));
    }
    out
}

/// Markdown's own signs lose their meaning, but for those in `kept`.
pub(crate) fn escape(words: &str, kept: &str) -> String {
    let mut out = String::new();
    for letter in words.chars() {
        if "\\`*_[]<>#|~!&".contains(letter) && !kept.contains(letter) {
            out.push('\\');
        }
        out.push(if letter == '\n' { ' ' } else { letter });
    }
    out
}
