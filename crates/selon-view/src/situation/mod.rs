//! A situation as tables: events, claims, points at issue, pairs; each row names the words behind it.

mod brief;

use selon_types::{Event, Pair, ReportedClaim, Signal, Situation};

pub use brief::{brief_html, brief_markdown};

use crate::sheet::{Cell, Sheet};

/// A line for people: `NOR → SWE · ASSAULT (drone) · Storlien · 2031-03-03`.
pub fn event_line(situation: &Situation, event: &Event) -> String {
    let side = |keys: &[String]| if keys.is_empty() { "?".to_owned() } else { keys.join("+") };
    let mut line = side(&event.actors);
    if !event.recipients.is_empty() {
        line.push_str(&format!(" → {}", side(&event.recipients)));
    }
    line.push_str(&format!(" · {}", event.event_type));
    if !event.modes.is_empty() {
        line.push_str(&format!(" ({})", event.modes.join(", ")));
    }
    if let Some(place) = place_name(situation, event) {
        line.push_str(&format!(" · {place}"));
    }
    line.push_str(&format!(" · {}", days_text(event).unwrap_or_else(|| "no date told".to_owned())));
    line
}

/// The day or days of an event.
pub fn days_text(event: &Event) -> Option<String> {
    let (begin, end) = event.days.as_ref()?;
    Some(if begin == end { begin.clone() } else { format!("{begin}/{end}") })
}

/// The name of the event's place, as its claim has it.
pub fn place_name<'a>(situation: &'a Situation, event: &Event) -> Option<&'a str> {
    let place = situation.claims.get(event.place_of?)?.place.as_ref()?;
    Some(&place.name)
}

/// One row for each of the events.
pub fn events_sheet(situation: &Situation, events: &[usize]) -> Sheet {
    let mut sheet = Sheet::new(&[
        "date", "type", "modes", "actors", "recipients", "place", "country", "status", "contested", "reports",
        "independent", "claims", "sources", "event", "words",
    ]);
    for &idx in events {
        let event = &situation.events[idx];
        let place = event.place_of.and_then(|claim| situation.claims[claim].place.as_ref());
        let sources = event.sources.iter().map(|source| {
            let stances: Vec<String> = source.stances.iter().map(ToString::to_string).collect();
            let no = if source.says_no { "no: " } else { "" };
            format!("{} ({no}{})", source.name, stances.join(", "))
        });
        sheet.rows.push(vec![
            days_text(event).into(),
            event.event_type.to_string().into(),
            Cell::List(event.modes.clone()),
            Cell::List(event.actors.clone()),
            Cell::List(event.recipients.clone()),
            place.map(|place| place.name.clone()).into(),
            place.and_then(|place| place.country.clone()).into(),
            event.status.to_string().into(),
            Cell::Flag(event.is_contested()),
            event.n_reports.into(),
            event.n_independent.into(),
            event.claims.len().into(),
            Cell::List(sources.collect()),
            event.id.clone().into(),
            event.claims.first().map(|&claim| situation.claims[claim].words.clone()).into(),
        ]);
    }
    sheet
}

/// One row for each claim of the events.
pub fn claims_sheet(situation: &Situation, events: &[usize]) -> Sheet {
    let mut sheet = Sheet::new(&[
        "claim", "event", "type", "actors", "recipients", "date", "place", "polarity", "modality", "stance", "source",
        "according_to", "report", "outlet", "published", "lang", "start", "end", "trigger", "words",
    ]);
    for &idx in events {
        for &claim_idx in &situation.events[idx].claims {
            let claim = &situation.claims[claim_idx];
            let report = &situation.reports[claim.report];
            let (start, end) = claim.trigger_points();
            sheet.rows.push(vec![
                claim.id.clone().into(),
                situation.events[idx].id.clone().into(),
                claim.event_type.to_string().into(),
                Cell::List(claim.actors.iter().map(party_text).collect()),
                Cell::List(claim.recipients.iter().map(party_text).collect()),
                claim_days(claim).into(),
                claim.place.as_ref().map(|place| place.name.clone()).into(),
                claim.polarity.to_string().into(),
                claim.modality.to_string().into(),
                claim.source.stance.to_string().into(),
                claim.source.name.clone().into(),
                claim.source.chain.join(" > ").into(),
                report.id.clone().into(),
                report.outlet.clone().into(),
                report.published.clone().into(),
                report.language.map(|language| language.to_string()).into(),
                start.into(),
                end.into(),
                claim.trigger_words().into(),
                claim.words.clone().into(),
            ]);
        }
    }
    sheet
}

/// Code and name of a party, as one text.
pub fn party_text(party: &selon_types::Party) -> String {
    match party.key() {
        Some(key) => format!("{key} {}", party.label()),
        None => party.label().to_owned(),
    }
}

/// The days that a claim states.
pub fn claim_days(claim: &ReportedClaim) -> Option<String> {
    let date = claim.date.as_ref()?;
    match (&date.begin, &date.end) {
        (Some(begin), Some(end)) if begin == end => Some(begin.clone()),
        (None, None) => None,
        (begin, end) => Some(format!("{}/{}", begin.as_deref().unwrap_or(".."), end.as_deref().unwrap_or(".."))),
    }
}

/// One row for each position on each point at issue.
pub fn contested_sheet(situation: &Situation, events: &[usize]) -> Sheet {
    let mut sheet = Sheet::new(&[
        "date", "event", "what", "point", "figure", "between", "position", "according_to", "report", "words",
    ]);
    for &idx in events {
        let event = &situation.events[idx];
        for point in &event.points {
            for position in &point.positions {
                let claim = position.claims.first().map(|&claim| &situation.claims[claim]);
                sheet.rows.push(vec![
                    days_text(event).into(),
                    event.id.clone().into(),
                    event_line(situation, event).into(),
                    point.kind.to_string().into(),
                    point.figure.map(|figure| figure.to_string()).into(),
                    if point.between_origins { "origins" } else { "accounts of one origin" }.into(),
                    position.value.clone().into(),
                    position.name.clone().into(),
                    claim.map(|claim| situation.reports[claim.report].id.clone()).into(),
                    claim.map(|claim| claim.words.clone()).into(),
                ]);
            }
        }
    }
    sheet
}

/// One row for each pair and period.
pub fn pairs_sheet(situation: &Situation, pairs: &[Pair]) -> Sheet {
    let mut sheet = Sheet::new(&[
        "a", "b", "period", "n_cooperation", "n_conflict", "cooperation", "conflict", "score", "relation", "events",
    ]);
    for pair in pairs {
        sheet.rows.push(vec![
            pair.a.clone().into(),
            pair.b.clone().into(),
            pair.period.clone().into(),
            pair.n_cooperation.into(),
            pair.n_conflict.into(),
            Cell::Real(pair.cooperation),
            Cell::Real(pair.conflict),
            Cell::Real(pair.cooperation + pair.conflict),
            relation(pair).into(),
            Cell::List(pair.events.iter().map(|&event| situation.events[event].id.clone()).collect()),
        ]);
    }
    sheet
}

/// A rise of conflict between two actors, with the events that moved it.
pub struct PairSignal<'a> {
    /// The lesser key of the pair.
    pub a: &'a str,
    /// The greater key.
    pub b: &'a str,
    /// The rise.
    pub signal: &'a Signal,
    /// Indices of `Situation::events`.
    pub events: Vec<usize>,
}

/// One row for each signal.
pub fn signals_sheet(situation: &Situation, signals: &[PairSignal]) -> Sheet {
    let mut sheet = Sheet::new(&[
        "a", "b", "raised", "began", "earliest", "latest", "probability", "rate_before", "rate_since", "events",
    ]);
    for PairSignal { a, b, signal, events } in signals {
        sheet.rows.push(vec![
            (*a).into(),
            (*b).into(),
            signal.raised.clone().into(),
            signal.began.clone().into(),
            signal.interval.0.clone().into(),
            signal.interval.1.clone().into(),
            Cell::Real(signal.probability),
            Cell::Real(signal.rate_before),
            Cell::Real(signal.rate_since),
            Cell::List(events.iter().map(|&event| situation.events[event].id.clone()).collect()),
        ]);
    }
    sheet
}

/// What a pair's sum says.
pub fn relation(pair: &Pair) -> &'static str {
    match pair.cooperation + pair.conflict {
        sum if sum > 0.0 => "cooperation",
        // Words and moves short of harm weigh less than -9 each, harm about that.
        sum if sum < 0.0 => "conflict",
        _ => "none weighed",
    }
}
