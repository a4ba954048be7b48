//! Stretches of the calendar: a day, a week, a month, a year, with the TIMEX3 value of each.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::bound::Unit;

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Grain {
    /// A day.
    Day(Date),
    /// The ISO week that holds the day.
    Week(Date),
    /// The week-end of the ISO week that holds the day.
    Weekend(Date),
    /// Year and month.
    Month(i16, i8),
    /// Year and season.
    Season(i16, &'static str),
    /// Year and quarter.
    Quarter(i16, i16),
    /// Year and half.
    Half(i16, i16),
    /// A year.
    Year(i16),
    /// A decade: its years without the last digit.
    Decade(i16),
    /// A century: its years without the last two digits.
    Century(i16),
}

impl Grain {
    /// The stretch of length `unit` that holds `day`, shifted by `shift` of them; `None` beyond the calendar.
    pub(super) fn around(day: Date, unit: Unit, shift: i32) -> Option<Grain> {
        let weeks = |n: i32| day.checked_add(n.weeks()).ok();
        let year = |n_years: i32| i16::try_from(i32::from(day.year()) + n_years).ok().filter(|year| *year > 0);
        Some(match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Grain::Day(day.checked_add(shift.days()).ok()?),
            Unit::Week => Grain::Week(weeks(shift)?),
            Unit::Fortnight => Grain::Week(weeks(2 * shift)?),
            Unit::Weekend => Grain::Weekend(weeks(shift)?),
            Unit::Month => {
                let first = day.first_of_month().checked_add(shift.months()).ok()?;
                Grain::Month(first.year(), first.month())
            }
            Unit::Quarter => {
                let quarters = i32::from(day.year()) * 4 + i32::from(day.month() - 1) / 3 + shift;
                Grain::Quarter(i16::try_from(quarters.div_euclid(4)).ok()?, quarters.rem_euclid(4) as i16 + 1)
            }
            Unit::HalfYear => {
                let halves = i32::from(day.year()) * 2 + i32::from(day.month() - 1) / 6 + shift;
                Grain::Half(i16::try_from(halves.div_euclid(2)).ok()?, halves.rem_euclid(2) as i16 + 1)
            }
            Unit::Year => Grain::Year(year(shift)?),
            Unit::Decade => Grain::Decade(year(10 * shift)? / 10),
            Unit::Century => Grain::Century(year(100 * shift)? / 100),
        })
    }

    /// The TIMEX3 value.
    pub(super) fn value(self) -> String {
        match self {
            Grain::Day(day) => day.to_string(),
            Grain::Week(day) => week_value(day),
            Grain::Weekend(day) => week_value(day) + "-WE",
            Grain::Month(year, month) => format!("{year:04}-{month:02}"),
            Grain::Season(year, season) => format!("{year:04}-{season}"),
            Grain::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Grain::Half(year, half) => format!("{year:04}-H{half}"),
            Grain::Year(year) => format!("{year:04}"),
            Grain::Decade(decade) => format!("{decade:03}"),
            Grain::Century(century) => format!("{century:02}"),
        }
    }

    /// The year that it lies in, if it is one.
    pub(super) fn year(self) -> Option<i16> {
        match self {
            Grain::Day(day) | Grain::Week(day) | Grain::Weekend(day) => Some(day.year()),
            Grain::Month(year, _)
            | Grain::Season(year, _)
            | Grain::Quarter(year, _)
            | Grain::Half(year, _)
            | Grain::Year(year) => Some(year),
            Grain::Decade(_) | Grain::Century(_) => None,
        }
    }

    /// A day in it to count from: the day itself, the first of a longer stretch.
    pub(super) fn first_day(self) -> Option<Date> {
        match self {
            Grain::Day(day) => Some(day),
            Grain::Week(day) | Grain::Weekend(day) => monday_of(day),
            _ => super::interval::timex_interval(&self.value()).map(|(begin, _)| begin),
        }
    }
}

fn week_value(day: Date) -> String {
    let week = day.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

fn monday_of(day: Date) -> Option<Date> {
    let back = day.weekday().to_monday_zero_offset();
    day.checked_sub(i32::from(back).days()).ok()
}

/// The day of the week number `weekday` (Monday 1) nearest to `day`: at or before it, or at or after it.
pub(super) fn nearest_weekday(day: Date, weekday: i8, is_forward: bool) -> Option<Date> {
    let wanted = Weekday::from_monday_one_offset(weekday).ok()?;
    if day.weekday() == wanted {
        return Some(day);
    }
    day.nth_weekday(if is_forward { 1 } else { -1 }, wanted).ok()
}

/// Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).
pub(super) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn shifted_stretches_cross_years() {
        let day = date(2024, 1, 3);
        let value = |unit, shift| Grain::around(day, unit, shift).unwrap().value();
        assert_eq!(value(Unit::Week, -1), "2023-W52");
        assert_eq!(value(Unit::Month, -1), "2023-12");
        assert_eq!(value(Unit::Quarter, -1), "2023-Q4");
        assert_eq!(value(Unit::HalfYear, 1), "2024-H2");
        assert_eq!(value(Unit::Decade, -1), "201");
        assert_eq!(value(Unit::Century, 0), "20");
        assert_eq!(value(Unit::Weekend, 0), "2024-W01-WE");
    }

    #[test]
    fn easter_falls_where_it_falls() {
        assert_eq!(
            [2024, 2025, 1961].map(easter),
            [Some(date(2024, 3, 31)), Some(date(2025, 4, 20)), Some(date(1961, 4, 2))]
        );
    }
}
