//! What the words of a temporal expression mean, one by one: months, units, numbers, directions.

/// The meaning of one element of a pattern.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Bound {
    /// Nothing of its own; the pattern says what it is for.
    Plain,
    /// A month, 1 to 12.
    Month(i8),
    /// A day of the week, Monday 1 to Sunday 7.
    Weekday(i8),
    /// A day of the month.
    Day(i8),
    /// A year.
    Year(i16),
    /// The last two digits of a year.
    ShortYear(i16),
    /// A number of something; `None` for *quelques, several*.
    Count(Option<f64>),
    /// *et demi, and a half*: half a unit more.
    Half,
    /// *first, second*.
    Ordinal(i16),
    /// A unit of time.
    Unit(Unit),
    /// A day of the week with a part of the day (*Dienstagabend*).
    DayPart(i8, &'static str),
    /// A season of the year.
    Season(&'static str),
    /// A part of the day.
    Part(&'static str),
    /// An hour of the day, 0 to 24.
    Hour(i8),
    /// A minute.
    Minute(i8),
    /// *midi, midnight*: an hour and a minute.
    Clock(i8, i8),
    /// *a.m.* (false) and *p.m.* (true).
    Meridiem(bool),
    /// Universal time.
    Zulu,
    /// Days from the report's day (*hier*: -1).
    Deictic(i8),
    /// *dernier* (-1), *ce* (0), *prochain* (+1).
    Direction(i8),
    /// A feast on a fixed day: month, day.
    Feast(i8, i8),
    /// A feast so many days after Easter Sunday.
    Easter(i16),
    /// A length of time in one word (*décennie* as *dix ans*, *десятиденний*).
    Length(Option<f64>, Unit),
    /// The length after which something repeats (*quotidien*).
    Every(Option<f64>, Unit),
    /// A vague reference: `PAST_REF`, `PRESENT_REF`, `FUTURE_REF`.
    Reference(&'static str),
    /// A decade in a word (*nineties*): its years without the last digit, of the 20th century when below 10.
    Decade(i16),
    /// Before the common era.
    BeforeChrist,
}

/// Units of time. The order is from short to long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    HalfYear,
    Year,
    Decade,
    Century,
}

impl Unit {
    fn from_code(code: &str) -> Option<Unit> {
        Some(match code {
            "S" => Unit::Second,
            "MIN" => Unit::Minute,
            "H" => Unit::Hour,
            "D" => Unit::Day,
            "WE" => Unit::Weekend,
            "W" => Unit::Week,
            "2W" => Unit::Fortnight,
            "M" => Unit::Month,
            "Q" => Unit::Quarter,
            "HY" => Unit::HalfYear,
            "Y" => Unit::Year,
            "DE" => Unit::Decade,
            "C" => Unit::Century,
            _ => return None,
        })
    }
}

/// The classes whose rows carry a value, and how it is written.
pub(super) const CLASSES: &str = "month 1-12, day 1-31, weekday 1-7, number, one, several, half, ordinal, unit, season SP|SU|FA|WI, \
     part MO|MI|AF|EV|NI|DT, clock hh:mm, meridiem am|pm, zulu, deictic days, direction -1|0|1, feast mm-dd, \
     easter days, length, many and every (number or X, then unit: 10D, XW), ref, decade and tens, bc, daypart (2 EV)";

/// The meaning of a row of class `class` with `value`. A class that is not in [`CLASSES`] groups words without value.
pub(super) fn read_bound(class: &str, value: &str) -> Option<Bound> {
    let pair = |separator| value.split_once(separator).and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
    Some(match class {
        "month" => Bound::Month(value.parse().ok().filter(|month| (1..=12).contains(month))?),
        "day" => Bound::Day(value.parse().ok().filter(|day| (1..=31).contains(day))?),
        "weekday" => Bound::Weekday(value.parse().ok().filter(|day| (1..=7).contains(day))?),
        "number" => Bound::Count(Some(value.parse().ok()?)),
        "one" => Bound::Count(Some(1.0)),
        "several" => Bound::Count(None),
        "half" => Bound::Half,
        "ordinal" => Bound::Ordinal(value.parse().ok()?),
        "unit" => Bound::Unit(Unit::from_code(value)?),
        "season" => Bound::Season(known(value, &["SP", "SU", "FA", "WI"])?),
        "part" => Bound::Part(known(value, PARTS)?),
        "clock" => pair(':').map(|(hour, minute)| Bound::Clock(hour, minute))?,
        "meridiem" => Bound::Meridiem(value == "pm"),
        "zulu" => Bound::Zulu,
        "deictic" => Bound::Deictic(value.parse().ok()?),
        "direction" => Bound::Direction(value.parse().ok()?),
        "feast" => pair('-').map(|(month, day)| Bound::Feast(month, day))?,
        "easter" => Bound::Easter(value.parse().ok()?),
        "length" | "many" => read_length(value).map(|(count, unit)| Bound::Length(count, unit))?,
        "every" => read_length(value).map(|(count, unit)| Bound::Every(count, unit))?,
        "ref" => Bound::Reference(known(value, &["PAST_REF", "PRESENT_REF", "FUTURE_REF"])?),
        "daypart" => {
            let (weekday, part) = value.split_once(' ')?;
            Bound::DayPart(weekday.parse().ok()?, known(part, PARTS)?)
        }
        "decade" | "tens" => Bound::Decade(value.parse().ok()?),
        "bc" => Bound::BeforeChrist,
        _ => return value.is_empty().then_some(Bound::Plain),
    })
}

/// The parts of the day in TIMEX3.
const PARTS: &[&str] = &["MO", "MI", "AF", "EV", "NI", "DT"];

fn known(value: &str, words: &[&'static str]) -> Option<&'static str> {
    words.iter().copied().find(|word| *word == value)
}

fn read_length(value: &str) -> Option<(Option<f64>, Unit)> {
    if let Some(unit) = value.strip_prefix('X') {
        return Some((None, Unit::from_code(unit)?));
    }
    let n_digits = value.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    Some((Some(value[..n_digits].parse().ok()?), Unit::from_code(&value[n_digits..])?))
}
