//! TIMEX3 values as intervals of days.

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// First and last day of what a TIMEX3 value means; a time of day is cut to its day. `None` for durations, sets,
/// vague references and what is no value.
pub(crate) fn days_of(value: &str) -> Option<(Date, Date)> {
    if let Some((from, to)) = value.split_once('/') {
        return Some((days_of(from)?.0, days_of(to)?.1));
    }
    let day_part = value.split_once('T').map_or(value, |(day, _)| day);
    let parts: Vec<&str> = day_part.split('-').collect();
    match parts.as_slice() {
        [year] => years(year),
        [year, part] => part_of_year(number(year)?, part),
        // A weekend is the end of its week.
        [year, week, "WE"] => {
            let monday = monday(number(year)?, week)?;
            Some((monday.checked_add(5.days()).ok()?, monday.checked_add(6.days()).ok()?))
        }
        [year, month, day] => {
            let date = Date::new(number(year)?, number(month)?, number(day)?).ok()?;
            Some((date, date))
        }
        _ => None,
    }
}

/// A year, a decade (`196`) or a century (`19`).
fn years(digits: &str) -> Option<(Date, Date)> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let missing = 4_usize.checked_sub(digits.len()).filter(|missing| *missing <= 2)?;
    let first: i16 = format!("{digits}{}", "0".repeat(missing)).parse().ok()?;
    let last: i16 = format!("{digits}{}", "9".repeat(missing)).parse().ok()?;
    Some((Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?))
}

fn part_of_year(year: i16, part: &str) -> Option<(Date, Date)> {
    let months = |first: i8, n_months: i64, in_year: i16| {
        let begin = Date::new(in_year, first, 1).ok()?;
        let after = begin.checked_add(n_months.months()).ok()?;
        Some((begin, after.yesterday().ok()?))
    };
    match part {
        "SP" => months(3, 3, year),
        "SU" => months(6, 3, year),
        "FA" => months(9, 3, year),
        // Winter begins in the December of its year.
        "WI" => months(12, 3, year),
        "H1" => months(1, 6, year),
        "H2" => months(7, 6, year),
        _ => match part.split_at_checked(1)? {
            ("W", _) => {
                let monday = monday(year, part)?;
                Some((monday, monday.checked_add(6.days()).ok()?))
            }
            ("Q", quarter) => {
                let quarter: i8 = number(quarter)?;
                (1..=4).contains(&quarter).then(|| months(3 * quarter - 2, 3, year))?
            }
            _ => months(number(part)?, 1, year),
        },
    }
}

/// The Monday of an ISO week (`W32`).
fn monday(year: i16, week: &str) -> Option<Date> {
    let week = ISOWeekDate::new(year, number(week.strip_prefix('W')?)?, Weekday::Monday).ok()?;
    Some(week.date())
}

fn number<N: std::str::FromStr>(digits: &str) -> Option<N> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, expected: &str) {
        let written = days_of(value).map_or("none".to_owned(), |(begin, end)| format!("{begin} {end}"));
        assert_eq!(written, expected, "{value}");
    }

    #[test]
    fn values_and_their_days() {
        check("2024-08-13", "2024-08-13 2024-08-13");
        check("2024-08-13T12:49", "2024-08-13 2024-08-13");
        check("2024-02", "2024-02-01 2024-02-29");
        check("2024-W32", "2024-08-05 2024-08-11");
        check("2020-W53", "2020-12-28 2021-01-03");
        check("2024-W32-WE", "2024-08-10 2024-08-11");
        check("2024-Q3", "2024-07-01 2024-09-30");
        check("2024-SP", "2024-03-01 2024-05-31");
        check("2023-WI", "2023-12-01 2024-02-29");
        check("2024", "2024-01-01 2024-12-31");
        check("199", "1990-01-01 1999-12-31");
        check("19", "1900-01-01 1999-12-31");
        check("2022-03-19/2022-03-20", "2022-03-19 2022-03-20");
        check("P3D", "none");
        check("PAST_REF", "none");
        check("2024-13", "none");
        check("2024-Q5", "none");
        check("", "none");
        check("XXXX-10", "none");
    }
}
