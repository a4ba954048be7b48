//! Rises of conflict between two actors, with the events that moved them.

use std::collections::BTreeMap;

use selon_situation::Scale;
use selon_situation::escalation::{DayCount, Detection, signals};
use selon_situation::pairs::{Period, pair_series};
use selon_types::{Pair, Situation};
use selon_view::sheet::{Cell, Sheet};

/// One row for each signal of each pair.
pub(crate) fn escalation_sheet(situation: &Situation, scale: &Scale) -> Sheet {
    let mut sheet = Sheet::new(&[
        "a", "b", "raised", "began", "earliest", "latest", "probability", "rate_before", "rate_since", "events",
    ]);
    let mut by_pair: BTreeMap<(String, String), Vec<Pair>> = BTreeMap::new();
    for pair in pair_series(situation, scale, Period::Day) {
        by_pair.entry((pair.a.clone(), pair.b.clone())).or_default().push(pair);
    }
    let coverage = coverage(situation);
    let (Some((first, _)), Some((last, _))) = (coverage.first_key_value(), coverage.last_key_value()) else {
        return sheet;
    };
    let days: Vec<String> = calendar(first, last);
    let mean = coverage.values().sum::<usize>() as f64 / days.len().max(1) as f64;
    for ((a, b), pairs) in by_pair {
        let of_day: BTreeMap<&str, &Pair> =
            pairs.iter().filter_map(|pair| Some((pair.period.as_deref()?, pair))).collect();
        let counts: Vec<DayCount> = days
            .iter()
            .map(|day| DayCount {
                events: of_day.get(day.as_str()).map_or(0.0, |pair| pair.n_conflict as f64),
                // Half of the coverage of the day, half ordinary: a day without any report is not blind altogether.
                coverage: 0.5 + 0.5 * coverage.get(day).copied().unwrap_or(0) as f64 / mean.max(1e-9),
            })
            .collect();
        for signal in signals(first, &counts, &Detection::default()) {
            let behind = pairs
                .iter()
                .filter(|pair| pair.period.as_ref().is_some_and(|day| *day >= signal.began && *day <= signal.raised));
            let ids = behind.flat_map(|pair| &pair.events).map(|&event| situation.events[event].id.clone());
            sheet.rows.push(vec![
                a.clone().into(),
                b.clone().into(),
                signal.raised.clone().into(),
                signal.began.clone().into(),
                signal.interval.0.clone().into(),
                signal.interval.1.clone().into(),
                Cell::Real(signal.probability),
                Cell::Real(signal.rate_before),
                Cell::Real(signal.rate_since),
                Cell::List(ids.collect()),
            ]);
        }
    }
    sheet
}

/// Reports published on each day.
fn coverage(situation: &Situation) -> BTreeMap<String, usize> {
    let mut coverage = BTreeMap::new();
    for report in &situation.reports {
        if let Some(day) = report.published.as_deref().and_then(|published| published.get(..10)) {
            *coverage.entry(day.to_owned()).or_default() += 1;
        }
    }
    coverage
}

/// All days from the first to the last.
fn calendar(first: &str, last: &str) -> Vec<String> {
    let (Ok(mut day), Ok(last)) = (first.parse::<jiff::civil::Date>(), last.parse::<jiff::civil::Date>()) else {
        return Vec::new();
    };
    let mut days = Vec::new();
    while day <= last {
        days.push(day.to_string());
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    days
}
