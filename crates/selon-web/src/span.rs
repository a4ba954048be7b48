//! Days on an axis: from the first to the last, with ticks that people count in.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::message::Tongue;

/// The days that a chart shows, both ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Days {
    pub(crate) first: Date,
    pub(crate) last: Date,
}

/// The day of `YYYY-MM-DD…`.
pub(crate) fn day(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

impl Days {
    /// Both days in order.
    pub(crate) fn new(first: Date, last: Date) -> Days {
        Days { first: first.min(last), last: first.max(last) }
    }

    /// Wider by a tenth on both sides, by one day at least.
    pub(crate) fn padded(self) -> Days {
        let more = (self.n() / 10).max(1);
        let moved = |day: Date, by: i64| day.checked_add(by.days()).unwrap_or(day);
        Days { first: moved(self.first, -more), last: moved(self.last, more) }
    }

    /// How many days they are.
    pub(crate) fn n(self) -> i64 {
        days_between(self.first, self.last) + 1
    }

    /// Where the morning of a day stands: 0 at the first, 1 after the last. May lie outside.
    pub(crate) fn at(self, day: Date) -> f64 {
        days_between(self.first, day) as f64 / self.n() as f64
    }

    pub(crate) fn holds(self, first: Date, last: Date) -> bool {
        first <= self.last && last >= self.first
    }

    /// At most a dozen days with their names: days, Mondays, first days of months or years, whatever fits.
    pub(crate) fn ticks(self, tongue: Tongue) -> Vec<(Date, String)> {
        let n = self.n();
        let month = |day: Date| tongue.say(&format!("month.{}", day.month())).to_owned();
        let mut ticks = Vec::new();
        let mut day = self.first;
        while day <= self.last {
            let fits = match n {
                ..=12 => true,
                13..=80 => day.weekday() == jiff::civil::Weekday::Monday,
                81..=370 => day.day() == 1,
                371..=1500 => day.day() == 1 && day.month() % 4 == 1,
                _ => day.day() == 1 && day.month() == 1,
            };
            if fits {
                let name = match n {
                    ..=80 => format!("{} {}", day.day(), month(day)),
                    81..=1500 => format!("{} {}", month(day), day.year()),
                    _ => day.year().to_string(),
                };
                ticks.push((day, name));
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        let step = ticks.len().div_ceil(12).max(1);
        ticks.into_iter().step_by(step).collect()
    }
}

fn days_between(first: Date, last: Date) -> i64 {
    first.until(last).map_or(0, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_few_and_inside() {
        for last in ["2031-03-01", "2031-03-10", "2031-04-20", "2031-11-05", "2033-01-05", "2040-01-05", "2199-01-05"] {
            let days = Days::new(day("2031-03-01").expect("a day"), day(last).expect("a day"));
            let ticks = days.ticks(Tongue::French);
            assert!((1..=12).contains(&ticks.len()), "{last}: {}", ticks.len());
            assert!(ticks.iter().all(|(tick, _)| (0.0..1.0).contains(&days.at(*tick))));
        }
    }

    #[test]
    fn a_day_stands_where_it_should() {
        let days = Days::new(day("2031-03-10").expect("a day"), day("2031-03-01T08:00").expect("a day"));
        assert_eq!((days.n(), days.at(days.first), days.padded().n()), (10, 0.0, 12));
        assert_eq!(day("soon"), None);
    }
}
