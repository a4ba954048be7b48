//! The days that a TIMEX3 value means.

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// First and last day of the interval that a TIMEX3 value means; `None` for durations, sets, open and unknown values.
///
/// Days, ISO weeks (`2024-W32`) and their week-ends (`2024-W32-WE`), months, quarters, half-years, seasons, years,
/// decades (`199`), centuries (`14`), ranges `a/b`. A time of day is cut to its day. Seasons are the meteorological
/// ones, and winter begins in the December of its year: `2023-WI` runs from December 2023 to February 2024.
pub fn timex_interval(value: &str) -> Option<(Date, Date)> {
    if let Some((first, last)) = value.split_once('/') {
        let (begin, _) = timex_interval(first)?;
        let (_, end) = timex_interval(last)?;
        return (begin <= end).then_some((begin, end));
    }
    let day_part = value.split('T').next().unwrap_or_default();
    let mut parts = day_part.split('-');
    let first = parts.next()?;
    if !first.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i16 = first.parse().ok()?;
    let rest = (parts.next(), parts.next(), parts.next());
    match (first.len(), rest) {
        (2, (None, _, _)) => years(number.checked_mul(100)?, 100),
        (3, (None, _, _)) => years(number.checked_mul(10)?, 10),
        (4, (None, _, _)) => years(number, 1),
        (4, (Some(part), None, _)) => part_of_year(number, part),
        (4, (Some(part), Some(last), None)) => part_of_part(number, part, last),
        _ => None,
    }
}

fn years(first: i16, n_years: i16) -> Option<(Date, Date)> {
    Some((Date::new(first, 1, 1).ok()?, Date::new(first + n_years - 1, 12, 31).ok()?))
}

fn part_of_year(year: i16, part: &str) -> Option<(Date, Date)> {
    let number = |prefix: char| part.strip_prefix(prefix)?.parse::<i8>().ok();
    match part {
        "SP" => months(year, 3, 3),
        "SU" => months(year, 6, 3),
        "FA" | "AU" => months(year, 9, 3),
        "WI" => months(year, 12, 3),
        _ => match (number('W'), number('Q'), number('H')) {
            (Some(week), _, _) => {
                let monday = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
                Some((monday, monday.checked_add(6.days()).ok()?))
            }
            (_, Some(quarter @ 1..=4), _) => months(year, 3 * quarter - 2, 3),
            (_, _, Some(half @ 1..=2)) => months(year, 6 * half - 5, 6),
            _ => months(year, part.parse().ok()?, 1),
        },
    }
}

fn part_of_part(year: i16, part: &str, last: &str) -> Option<(Date, Date)> {
    let Some(week) = part.strip_prefix('W') else {
        let day = Date::new(year, part.parse().ok()?, last.parse().ok()?).ok()?;
        return Some((day, day));
    };
    let in_week = |weekday| Some(ISOWeekDate::new(year, week.parse().ok()?, weekday).ok()?.date());
    if last == "WE" {
        return Some((in_week(Weekday::Saturday)?, in_week(Weekday::Sunday)?));
    }
    let day = in_week(Weekday::from_monday_one_offset(last.parse().ok()?).ok()?)?;
    Some((day, day))
}

fn months(year: i16, first: i8, n_months: i64) -> Option<(Date, Date)> {
    let begin = Date::new(year, first, 1).ok()?;
    let end = begin.checked_add(n_months.months()).ok()?.checked_sub(1.day()).ok()?;
    Some((begin, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(value: &str) -> Option<String> {
        timex_interval(value).map(|(begin, end)| format!("{begin}/{end}"))
    }

    #[test]
    fn every_kind_of_value_gives_its_days() {
        for (value, expected) in [
            ("2024-08-13", "2024-08-13/2024-08-13"),
            ("2024-08-12TNI", "2024-08-12/2024-08-12"),
            ("2024-08-13T14:30", "2024-08-13/2024-08-13"),
            ("2024-W01", "2024-01-01/2024-01-07"),
            ("2020-W53", "2020-12-28/2021-01-03"),
            ("2024-W32-WE", "2024-08-10/2024-08-11"),
            ("2024-W32-2", "2024-08-06/2024-08-06"),
            ("2024-02", "2024-02-01/2024-02-29"),
            ("2024-Q3", "2024-07-01/2024-09-30"),
            ("2024-H2", "2024-07-01/2024-12-31"),
            ("2024-SU", "2024-06-01/2024-08-31"),
            ("2023-WI", "2023-12-01/2024-02-29"),
            ("1962", "1962-01-01/1962-12-31"),
            ("199", "1990-01-01/1999-12-31"),
            ("14", "1400-01-01/1499-12-31"),
            ("2012-06-16/2012-06-17", "2012-06-16/2012-06-17"),
            ("2011/2012", "2011-01-01/2012-12-31"),
        ] {
            assert_eq!(days(value).as_deref(), Some(expected), "{value}");
        }
    }

    #[test]
    fn what_is_no_date_gives_no_days() {
        for value in
            ["", "P3D", "PAST_REF", "XXXX-WXX-1", "2024-13", "2024-02-30", "2024-W60", "BC0264", "XXXX-08-06", "T14:30"]
        {
            assert_eq!(days(value), None, "{value}");
        }
        assert_eq!(days("2024-08-13/2024-08-01"), None);
    }
}
