//! `/pairs`: who works with whom and against whom; `/pairs/A/B`: one pair day by day, with the rises of conflict.

use maud::{Markup, html};
use selon_situation::network::{Network, network_of};
use selon_situation::pair_days::{PairDays, days_of_pair};
use selon_situation::pairs::{FORMULA, Period, pair_keys, pair_series_of};
use selon_situation::{Scale, escalation::Detection};
use selon_types::{Event, Pair, Signal};
use serde_json::{Value, json};

use crate::claims::csv_cell;
use crate::events::{Told, event_table};
use crate::page::{Asked, corner, page};
use crate::span::{Days, day};
use crate::timeline::fixed;

/// Actors of the drawing; the table holds all.
const MOST_ACTORS: usize = 40;
const WIDTH: f64 = 1000.0;

/// The pairs of the events that the address asks for, weightiest first.
pub(crate) fn select(asked: &Asked, told: &Told, scale: &Scale) -> Vec<Pair> {
    let mut pairs = pair_series_of(&told.situation, told.select_indices(asked), scale, Period::All);
    if let Some(actor) = asked.parameter("actor") {
        pairs.retain(|pair| pair.a == actor || pair.b == actor);
    }
    pairs.sort_by(|a, b| strength(b).total_cmp(&strength(a)).then_with(|| (&a.a, &a.b).cmp(&(&b.a, &b.b))));
    pairs
}

fn strength(pair: &Pair) -> f64 {
    pair.cooperation - pair.conflict
}

fn address(pair: &Pair) -> String {
    format!("/pairs/{}/{}", pair.a, pair.b)
}

/// The page: network, table, formula.
pub(crate) fn pairs(asked: &Asked, told: &Told, found: &[Pair]) -> Markup {
    let network = network_of(found.to_vec());
    let title = asked.say("nav.pairs");
    let content = html! {
        div class="head" { h1 { (title) } (corner(asked, &["json", "csv", "md"])) }
        form class="filters" action="/pairs" {
            (told.filter_fields(asked))
            button { (asked.say("filter")) }
            @if !asked.parameters.is_empty() { a href=(asked.link("/pairs", &[])) { (asked.say("filter.clear")) } }
        }
        @if found.is_empty() { p class="empty" { (asked.say("pairs.empty")) } } @else {
            p class="legend" {
                span class="key coop line" { (asked.say("quad.cooperation")) }
                span class="key conflict line" { (asked.say("quad.conflict")) }
            }
            (drawing(asked, told, &network))
            p class="quiet" { (stability(asked, &network)) }
            h2 { (asked.say("chart.table")) }
            div class="scroll" tabindex="0" role="region" aria-label=(title) { table {
                thead { tr { @for key in ["pairs.pair", "quad.cooperation", "quad.conflict", "pairs.sum"] { th scope="col" { (asked.say(key)) } } } }
                tbody { @for pair in found { tr {
                    td class="event" { a href=(asked.link(&address(pair), &[])) { (told.name(&pair.a)) " – " (told.name(&pair.b)) } }
                    td { (asked.tongue.count("n_events", pair.n_cooperation)) " (" (format!("{:+.1}", pair.cooperation)) ")" }
                    td { (asked.tongue.count("n_events", pair.n_conflict)) " (" (format!("{:+.1}", pair.conflict)) ")" }
                    td { (format!("{:+.1}", pair.cooperation + pair.conflict)) }
                } } }
            } }
        }
        details { summary { (asked.say("pairs.formula")) } p lang="en" { (FORMULA) } }
    };
    page(asked, title, content)
}

fn stability(asked: &Asked, network: &Network) -> String {
    let percent = |share: f64| format!("{:.0}", share * 100.0);
    let n_camps = network.camps.iter().max().copied().unwrap_or(0).to_string();
    let values = [
        ("camps", n_camps.as_str()),
        ("balance", &percent(network.balance)),
        ("stable", &percent(network.stability.agreement)),
    ];
    asked.tongue.fill("pairs.stability", &values)
}

/// Actors on a circle, those of one camp side by side; cooperation in whole lines, conflict in broken ones.
fn drawing(asked: &Asked, told: &Told, network: &Network) -> Markup {
    let weight = |actor: &str| -> f64 {
        network.edges.iter().filter(|edge| edge.a == actor || edge.b == actor).map(strength).sum()
    };
    let mut actors: Vec<(usize, &str, f64)> =
        network.actors.iter().zip(&network.camps).map(|(name, &camp)| (camp, name.as_str(), weight(name))).collect();
    actors.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.1.cmp(b.1)));
    let n_hidden = actors.len().saturating_sub(MOST_ACTORS);
    actors.truncate(MOST_ACTORS);
    actors.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    let n = actors.len().max(1) as f64;
    let (height, middle) = (520.0, (WIDTH / 2.0, 260.0));
    let radius = 190.0;
    let at = |idx: usize| {
        let angle = std::f64::consts::TAU * (idx as f64 + 0.5) / n - std::f64::consts::FRAC_PI_2;
        (angle.cos(), angle.sin())
    };
    let place = |key: &str| actors.iter().position(|actor| actor.1 == key).map(at);
    let strongest = network.edges.iter().map(strength).fold(1e-9, f64::max);
    html! {
        div class="scroll chart" tabindex="0" role="region" aria-label=(asked.say("pairs.network")) {
            svg viewBox=(format!("0 0 {WIDTH} {height}")) role="group" aria-label=(asked.say("pairs.network")) {
                @for edge in &network.edges {
                    @if let (Some(from), Some(to)) = (place(&edge.a), place(&edge.b)) {
                        @let sum = edge.cooperation + edge.conflict;
                        @let class = if sum >= 0.0 { "edge coop" } else { "edge conflict" };
                        @let width = 1.5 + 6.0 * strength(edge) / strongest;
                        a href=(asked.link(&address(edge), &[])) {
                            title { (told.name(&edge.a)) " – " (told.name(&edge.b)) " : " (format!("{sum:+.1}")) }
                            path class=(class) stroke-width=(fixed(width)) d=(format!(
                                "M{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}",
                                middle.0 + radius * from.0, middle.1 + radius * from.1,
                                middle.0 + radius * 0.35 * (from.0 + to.0) / 2.0, middle.1 + radius * 0.35 * (from.1 + to.1) / 2.0,
                                middle.0 + radius * to.0, middle.1 + radius * to.1,
                            )) {}
                        }
                    }
                }
                @for (idx, (camp, key, _)) in actors.iter().enumerate() {
                    @let (x, y) = at(idx);
                    @let anchor = if x < -0.2 { "end" } else if x > 0.2 { "start" } else { "middle" };
                    a href=(asked.link("/pairs", &[("actor", key)])) {
                        circle class="node" cx=(fixed(middle.0 + radius * x)) cy=(fixed(middle.1 + radius * y)) r="9" {}
                        text class="camp" text-anchor="middle" x=(fixed(middle.0 + radius * x)) y=(fixed(middle.1 + radius * y + 4.0)) { (camp) }
                        text class="node-name" text-anchor=(anchor) x=(fixed(middle.0 + (radius + 18.0) * x)) y=(fixed(middle.1 + (radius + 22.0) * y + 5.0)) { (told.name(key)) }
                    }
                }
            }
        }
        @if n_hidden > 0 { p class="quiet" { (asked.tongue.fill("pairs.hidden", &[("n", &asked.tongue.number(n_hidden as u64))])) } }
    }
}

/// The page of one pair, or nothing when no event concerns both.
pub(crate) fn pair(asked: &Asked, told: &Told, scale: &Scale, a: &str, b: &str) -> Option<Markup> {
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    let events = between(told, a, b);
    if events.is_empty() {
        return None;
    }
    let days = days_of_pair(&told.situation, scale, &Detection::default(), (a, b));
    let title = format!("{} – {}", told.name(a), told.name(b));
    let content = html! {
        p class="crumb" { a href=(asked.link("/pairs", &[])) data-act="up" { "← " (asked.say("nav.pairs")) } }
        div class="head" { h1 { (title) } (corner(asked, &["json", "csv"])) }
        @if let Some(days) = &days {
            h2 { (asked.say("pair.signal")) }
            (signals(asked, told, days))
            (chart(asked, days))
        }
        h2 { (asked.say("nav.events")) }
        (event_table(asked, told, &events))
        p { a href=(asked.link("/timeline", &[("actor", a)])) { (asked.say("nav.timeline")) } }
    };
    Some(page(asked, &title, content))
}

fn between<'a>(told: &'a Told, a: &str, b: &str) -> Vec<&'a Event> {
    let concerns = |event: &&Event| pair_keys(event).iter().any(|(x, y)| x == a && y == b);
    told.situation.events.iter().filter(concerns).collect()
}

fn signals(asked: &Asked, told: &Told, days: &PairDays) -> Markup {
    html! {
        @if days.signals.is_empty() {
            // Silence about a pair of a few days is no finding.
            @let run_in = Detection::default().run_in;
            @if days.days.len() <= run_in {
                p { (asked.tongue.fill("pair.short", &[("n", &days.days.len().to_string()), ("need", &run_in.to_string())])) }
            } @else { p { (asked.say("pair.quiet")) } }
        }
        @for signal in &days.signals {
            article class="card" id=(format!("rise-{}", signal.raised)) {
                h3 { (asked.tongue.fill("pair.rise", &[("day", &asked.tongue.date(&signal.began))])) }
                p { (in_words(asked, signal)) }
                ul { @for idx in days.behind(signal) {
                    @let event = &told.situation.events[idx];
                    li { a href=(asked.link(&format!("/events/{}", event.id), &[])) { (told.line(asked, event)) } }
                } }
            }
        }
        p class="quiet" { (asked.say("pair.method")) }
    }
}

fn in_words(asked: &Asked, signal: &Signal) -> String {
    let values = [
        ("raised", asked.tongue.date(&signal.raised)),
        ("first", asked.tongue.date(&signal.interval.0)),
        ("last", asked.tongue.date(&signal.interval.1)),
        ("probability", format!("{:.0}", signal.probability * 100.0)),
        ("before", format!("{:.2}", signal.rate_before * 7.0)),
        ("since", format!("{:.2}", signal.rate_since * 7.0)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    asked.tongue.fill("pair.rise.words", &values)
}

/// Conflict below the line, cooperation above, coverage under both: attention is not tension.
fn chart(asked: &Asked, pair: &PairDays) -> Markup {
    let (Some(first), Some(last)) =
        (pair.days.first().and_then(|d| day(&d.day)), pair.days.last().and_then(|d| day(&d.day)))
    else {
        return html! {};
    };
    let days = Days::new(first, last);
    let step = WIDTH / days.n() as f64;
    let bar = (step * 0.8).clamp(0.6, 40.0);
    let most = |count: fn(&selon_situation::pair_days::PairDay) -> usize| {
        pair.days.iter().map(count).max().unwrap_or(0).max(1)
    };
    let (up, down, volume) = (most(|d| d.n_cooperation), most(|d| d.n_conflict), most(|d| d.n_reports));
    let part = |n: usize, of: usize, height: f64| n as f64 / of as f64 * height;
    let zero = 110.0;
    let scale = up.max(down);
    html! {
        div class="scroll chart" tabindex="0" role="region" aria-label=(asked.say("pair.chart")) {
            svg viewBox=(format!("0 0 {WIDTH} 300")) role="img" aria-label=(asked.say("pair.chart")) {
                @for (tick, name) in days.ticks(asked.tongue) {
                    line class="grid" x1=(fixed(days.at(tick) * WIDTH)) x2=(fixed(days.at(tick) * WIDTH)) y1="18" y2="280" {}
                    text class="tick" x=(fixed(days.at(tick) * WIDTH + 3.0)) y="14" { (name) }
                }
                @for signal in &pair.signals {
                    @if let (Some(from), Some(to), Some(began)) = (day(&signal.interval.0), day(&signal.interval.1), day(&signal.began)) {
                        rect class="band" x=(fixed(days.at(from) * WIDTH)) width=(fixed((days.at(to) - days.at(from)) * WIDTH + step)) y="20" height="190" {}
                        a href=(format!("#rise-{}", signal.raised)) {
                            title { (asked.tongue.fill("pair.rise", &[("day", &asked.tongue.date(&signal.began))])) }
                            line class="rise" x1=(fixed(days.at(began) * WIDTH)) x2=(fixed(days.at(began) * WIDTH)) y1="20" y2="210" {}
                        }
                    }
                }
                line class="lane" x1="0" x2=(WIDTH) y1=(zero) y2=(zero) {}
                @for (idx, shown) in pair.days.iter().enumerate() {
                    @let x = fixed(idx as f64 * step + (step - bar) / 2.0);
                    @if shown.n_cooperation > 0 { @let h = part(shown.n_cooperation, scale, 80.0);
                        rect class="mark coop" x=(x) width=(fixed(bar)) y=(fixed(zero - h)) height=(fixed(h)) { title { (asked.tongue.date(&shown.day)) " : " (shown.n_cooperation) } } }
                    @if shown.n_conflict > 0 { @let h = part(shown.n_conflict, scale, 80.0);
                        rect class="mark conflict" x=(x) width=(fixed(bar)) y=(fixed(zero)) height=(fixed(h)) { title { (asked.tongue.date(&shown.day)) " : " (shown.n_conflict) } } }
                    @if shown.n_reports > 0 { @let h = part(shown.n_reports, volume, 40.0);
                        rect class="mark volume" x=(x) width=(fixed(bar)) y=(fixed(280.0 - h)) height=(fixed(h)) { title { (asked.tongue.date(&shown.day)) " : " (shown.n_reports) } } }
                }
                text class="tick" x="2" y="34" { (asked.say("quad.cooperation")) }
                text class="tick" x="2" y="206" { (asked.say("quad.conflict")) }
                text class="tick" x="2" y="234" { (asked.say("pair.coverage")) }
            }
        }
        details { summary { (asked.say("chart.table")) }
            div class="scroll" tabindex="0" role="region" aria-label=(asked.say("chart.table")) { table {
                thead { tr { @for key in ["reader.when", "quad.cooperation", "quad.conflict", "pair.coverage"] { th scope="col" { (asked.say(key)) } } } }
                tbody { @for shown in pair.days.iter().filter(|d| d.n_cooperation + d.n_conflict + d.n_reports > 0) { tr {
                    td { (asked.tongue.date(&shown.day)) } td { (shown.n_cooperation) } td { (shown.n_conflict) } td { (shown.n_reports) }
                } } }
            } }
        }
    }
}

const COLUMNS: &[&str] = &["a", "b", "n_cooperation", "n_conflict", "cooperation", "conflict", "events"];

fn record(told: &Told, pair: &Pair) -> Vec<Value> {
    let ids: Vec<&str> = pair.events.iter().map(|&idx| told.situation.events[idx].id.as_str()).collect();
    vec![
        json!(pair.a),
        json!(pair.b),
        json!(pair.n_cooperation),
        json!(pair.n_conflict),
        json!(pair.cooperation),
        json!(pair.conflict),
        json!(ids.join("; ")),
    ]
}

/// Pairs in a data format, or `None` for the page.
pub(crate) fn to_data(told: &Told, found: &[Pair], format: &str) -> Option<String> {
    Some(match format {
        "json" => {
            let object =
                |pair| Value::Object(COLUMNS.iter().map(|&name| name.to_owned()).zip(record(told, pair)).collect());
            Value::Array(found.iter().map(object).collect()).to_string()
        }
        "csv" => {
            let line = |cells: Vec<String>| format!("{}\r\n", cells.join(","));
            let rows = found.iter().map(|pair| line(record(told, pair).iter().map(csv_cell).collect()));
            std::iter::once(format!("{}\r\n", COLUMNS.join(","))).chain(rows).collect()
        }
        "md" => {
            let line = |pair: &Pair| {
                let names = crate::claims::escape(&format!("{} – {}", told.name(&pair.a), told.name(&pair.b)), "");
                format!(
                    "- {names}: {:+.1} ({}/{})\n",
                    pair.cooperation + pair.conflict,
                    pair.n_cooperation,
                    pair.n_conflict
                )
            };
            found.iter().map(line).collect()
        }
        _ => return None,
    })
}

/// The days of one pair in a data format.
pub(crate) fn days_to_data(told: &Told, scale: &Scale, a: &str, b: &str, format: &str) -> Option<String> {
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    let pair = days_of_pair(&told.situation, scale, &Detection::default(), (a, b))?;
    match format {
        "json" => {
            let days = pair.days.iter().map(|d| {
                json!({"day": d.day, "n_cooperation": d.n_cooperation, "n_conflict": d.n_conflict, "n_reports": d.n_reports})
            });
            let rises = pair.signals.iter().map(|signal| {
                json!({
                    "raised": signal.raised, "began": signal.began, "earliest": signal.interval.0, "latest": signal.interval.1,
                    "probability": signal.probability, "rate_before": signal.rate_before, "rate_since": signal.rate_since,
                })
            });
            Some(
                json!({"a": a, "b": b, "days": days.collect::<Vec<_>>(), "rises": rises.collect::<Vec<_>>()})
                    .to_string(),
            )
        }
        "csv" => {
            let rows =
                pair.days.iter().map(|d| format!("{},{},{},{}\r\n", d.day, d.n_cooperation, d.n_conflict, d.n_reports));
            Some(std::iter::once("day,n_cooperation,n_conflict,n_reports\r\n".to_owned()).chain(rows).collect())
        }
        _ => None,
    }
}
