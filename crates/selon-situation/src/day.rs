//! Days as numbers: comparisons of dates are comparisons of integers.

use jiff::civil::Date;

/// Days since 1970-01-01.
pub(crate) type Day = i32;

/// The day of `YYYY-MM-DD…`; `None` when it is none.
pub(crate) fn day_of(text: &str) -> Option<Day> {
    let date: Date = text.get(..10)?.parse().ok()?;
    date.since(epoch()).ok().map(|span| span.get_days())
}

/// The day as `YYYY-MM-DD`.
pub(crate) fn day_text(day: Day) -> String {
    let days = jiff::Span::new().try_days(day).unwrap_or_default();
    epoch().checked_add(days).unwrap_or(epoch()).to_string()
}

/// The Monday of the ISO week of `day`.
pub(crate) fn monday(day: Day) -> Day {
    // 1970-01-01 was a Thursday.
    day - (day + 3).rem_euclid(7)
}

fn epoch() -> Date {
    Date::constant(1970, 1, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_weeks() {
        let day = day_of("2024-08-13T12:49").unwrap();
        assert_eq!(day_text(day), "2024-08-13");
        assert_eq!(day_text(monday(day)), "2024-08-12");
        assert_eq!(day_text(monday(day - 1)), "2024-08-12");
        assert_eq!(day_text(monday(day - 2)), "2024-08-05");
        assert_eq!(day_of("soon"), None);
        assert_eq!(day_of("2024-13-01"), None);
    }
}
