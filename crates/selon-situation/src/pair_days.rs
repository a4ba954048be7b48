//! A pair day by day: its events counted once each, the coverage of the day, and the rises of conflict among them.

use std::collections::BTreeMap;

use selon_types::{Pair, Signal, Situation};

use crate::day::{day_of, day_text};
use crate::escalation::{DayCount, Detection, signals};
use crate::pairs::{Period, pair_series};
use crate::scale::Scale;

/// One pair over the days that the reports cover, from the first to the last day of publication.
#[derive(Clone, Debug, PartialEq)]
pub struct PairDays {
    /// The lesser key.
    pub a: String,
    /// The greater key.
    pub b: String,
    /// The days, in order, without a gap.
    pub days: Vec<PairDay>,
    /// Rises of conflict, in the order in which they were raised.
    pub signals: Vec<Signal>,
}

/// One day of a pair.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PairDay {
    /// `YYYY-MM-DD`.
    pub day: String,
    /// Events of quads 1 and 2.
    pub n_cooperation: usize,
    /// Events of quads 3 and 4.
    pub n_conflict: usize,
    /// Reports about anything that were published on this day.
    pub n_reports: usize,
    /// The pair's events of this day, indices of `Situation::events`.
    pub events: Vec<usize>,
}

impl PairDays {
    /// The events between the likely beginning of a rise and the day that raised it.
    pub fn behind(&self, signal: &Signal) -> Vec<usize> {
        let within = self.days.iter().filter(|day| day.day >= signal.began && day.day <= signal.raised);
        within.flat_map(|day| day.events.iter().copied()).collect()
    }
}

/// Every pair of the situation, by actors. Empty when no report has a date of publication: without it nothing tells
/// a quiet day from a day that nobody reported on.
pub fn pair_days(situation: &Situation, scale: &Scale, detection: &Detection) -> Vec<PairDays> {
    days_of(situation, scale, detection, |_| true)
}

/// One pair alone, its keys in order; `None` where [`pair_days`] has none.
pub fn days_of_pair(
    situation: &Situation,
    scale: &Scale,
    detection: &Detection,
    (a, b): (&str, &str),
) -> Option<PairDays> {
    days_of(situation, scale, detection, |pair| pair.a == a && pair.b == b).pop()
}

fn days_of(
    situation: &Situation,
    scale: &Scale,
    detection: &Detection,
    wanted: impl Fn(&Pair) -> bool,
) -> Vec<PairDays> {
    let mut coverage: BTreeMap<i32, usize> = BTreeMap::new();
    for report in &situation.reports {
        if let Some(day) = report.published.as_deref().and_then(day_of) {
            *coverage.entry(day).or_default() += 1;
        }
    }
    let (Some((&first, _)), Some((&last, _))) = (coverage.first_key_value(), coverage.last_key_value()) else {
        return Vec::new();
    };
    let mut by_pair: BTreeMap<(String, String), Vec<Pair>> = BTreeMap::new();
    for pair in pair_series(situation, scale, Period::Day).into_iter().filter(wanted) {
        by_pair.entry((pair.a.clone(), pair.b.clone())).or_default().push(pair);
    }
    let empty: Vec<PairDay> = (first..=last)
        .map(|day| PairDay {
            day: day_text(day),
            n_reports: coverage.get(&day).copied().unwrap_or(0),
            ..PairDay::default()
        })
        .collect();
    let mean = coverage.values().sum::<usize>() as f64 / empty.len() as f64;
    let of_pair = |((a, b), pairs): ((String, String), Vec<Pair>)| {
        let mut days = empty.clone();
        for pair in pairs {
            let offset = pair.period.as_deref().and_then(day_of).and_then(|day| usize::try_from(day - first).ok());
            let Some(day) = offset.and_then(|offset| days.get_mut(offset)) else { continue };
            day.n_cooperation = pair.n_cooperation;
            day.n_conflict = pair.n_conflict;
            day.events = pair.events;
        }
        let counts: Vec<DayCount> = days
            .iter()
            .map(|day| DayCount {
                events: day.n_conflict as f64,
                // Half of the coverage of the day, half ordinary: a day without any report is not blind altogether.
                coverage: 0.5 + 0.5 * day.n_reports as f64 / mean,
            })
            .collect();
        let signals = signals(&days[0].day, &counts, detection);
        PairDays { a, b, days, signals }
    };
    by_pair.into_iter().map(of_pair).collect()
}
