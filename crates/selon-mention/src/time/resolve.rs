//! From the parts of an expression to its TIMEX3 value, by the report's day, the date spoken of and the tense.

use jiff::civil::Date;
use selon_types::TimexType;

use super::calendar::calendar;
use super::grain::Grain;
use super::length::{every_value, length_value};
use super::meaning::{Fields, Meaning};
use super::shift::{later, period, shifted};
use super::tense::Tense;

/// What an expression can be resolved against.
pub(super) struct Scene<'a> {
    /// The day of the report.
    pub(super) report: Option<Date>,
    /// Hour and minute of the report.
    pub(super) report_time: Option<(i8, i8)>,
    /// The last day that was spoken of.
    pub(super) story_day: Option<Date>,
    /// The last stretch of the calendar that was spoken of.
    pub(super) story: Option<Grain>,
    /// It was spoken of in this sentence or the one before.
    pub(super) is_story_near: bool,
    /// It was spoken of in this sentence.
    pub(super) is_same_sentence: bool,
    /// The report tells of years long past: its dates without year belong to the year spoken of.
    pub(super) is_history: bool,
    /// The tense of the clause.
    pub(super) tense: &'a dyn Fn() -> Tense,
}

/// A resolved expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Resolved {
    pub(super) kind: TimexType,
    pub(super) value: String,
    /// The stretch of the calendar, if it is known.
    pub(super) grain: Option<Grain>,
}

pub(super) enum Found {
    Known(Grain),
    /// A value with unknown parts, or a vague reference.
    Open(String),
}

/// The type and value of an expression; `None` when it is none after all (30 February).
pub(super) fn resolve(meaning: Meaning, fields: &Fields, scene: &Scene) -> Option<Resolved> {
    match meaning {
        Meaning::Date(tense) => date(fields, scene, tense),
        Meaning::Decade => Some(known(Grain::Decade(fields.year? / 10))),
        Meaning::Eve => eve(fields, scene),
        Meaning::Range => date(fields, scene, None),
        Meaning::Span => span(fields, scene),
        Meaning::Ago { exact } => shifted(fields, scene, -1, exact),
        Meaning::Ahead if (scene.tense)() == Tense::Past => duration(fields),
        Meaning::Ahead => shifted(fields, scene, 1, false),
        Meaning::Later(sign) => later(fields, scene, sign),
        Meaning::Period { from, shift, unit } => period(fields, scene, from, shift, unit),
        Meaning::Duration => duration(fields),
        Meaning::Every => Some(Resolved { kind: TimexType::Set, value: every_value(fields)?, grain: None }),
        Meaning::Reference(value) => Some(open(value)),
        Meaning::Nothing => None,
    }
}

/// Resolves the dates of a range together: each takes from the next what it leaves out.
pub(super) fn resolve_range(mut parts: Vec<Fields>, scene: &Scene) -> Vec<Option<Resolved>> {
    for idx in (1..parts.len()).rev() {
        let (before, after) = parts.split_at_mut(idx);
        inherit(&mut before[idx - 1], &after[0]);
    }
    for idx in 1..parts.len() {
        let (before, after) = parts.split_at_mut(idx);
        complete(&before[idx - 1], &mut after[0]);
    }
    parts.iter().map(|fields| date(fields, scene, None)).collect()
}

fn inherit(first: &mut Fields, next: &Fields) {
    let has_no_month = first.months.is_empty() && first.season.is_none() && !first.days.is_empty();
    if has_no_month {
        first.months = next.months.clone();
        if let (Some(from), Some(to), Some(month)) = (first.days.first(), next.days.first(), first.months.first_mut())
            && from > to
            && next.year.is_none()
        {
            *month = if *month == 1 { 12 } else { *month - 1 };
        }
    }
    if first.year.is_none() && first.weekdays.is_empty() | !first.months.is_empty() {
        let is_later_month = first.months.first() > next.months.first() && !next.months.is_empty();
        let is_later_season = first.season == Some("FA") && next.season == Some("SP");
        first.year = next.year.map(|year| year - i16::from(is_later_month || is_later_season));
    }
    first.is_before_christ |= next.is_before_christ;
    first.direction = first.direction.or(next.direction);
}

fn complete(first: &Fields, next: &mut Fields) {
    // "August 6 to 12": the second day takes the month of the first.
    if next.months.is_empty() && next.season.is_none() && next.weekdays.is_empty() && !next.days.is_empty() {
        next.months.clone_from(&first.months);
    }
    if next.year.is_none() {
        next.year = match (first.year, next.short_year) {
            (Some(year), Some(short)) => Some(year - year.rem_euclid(100) + short),
            (Some(year), None) => {
                let is_earlier_month = next.months.first() < first.months.first() && !next.months.is_empty();
                Some(year + i16::from(is_earlier_month))
            }
            (None, _) => None,
        };
        if next.short_year.is_some() && next.year.is_some() {
            next.short_year = None;
        }
    }
}

fn date(fields: &Fields, scene: &Scene, stated: Option<Tense>) -> Option<Resolved> {
    if fields.is_before_christ {
        return before_christ(fields);
    }
    if let Some(value) = fields.reference {
        return Some(open(value));
    }
    let found = calendar(fields, scene, stated)?;
    let Some(time) = time_of_day(fields) else {
        return Some(match found {
            Found::Known(grain) => known(grain),
            Found::Open(value) => open(&value),
        });
    };
    let (day, grain) = match found {
        Found::Known(grain @ Grain::Day(_)) => (grain.value(), Some(grain)),
        // Longer than a day: the part of the day says nothing about the calendar.
        Found::Known(grain) => return Some(known(grain)),
        Found::Open(value) if value.ends_with("REF") => ("XXXX-XX-XX".to_owned(), None),
        Found::Open(value) => (value, None),
    };
    Some(Resolved { kind: TimexType::Time, value: format!("{day}T{time}"), grain })
}

fn before_christ(fields: &Fields) -> Option<Resolved> {
    let year = format!("BC{:04}", fields.year?);
    let value = match (fields.months.first(), fields.season) {
        (Some(month), _) => format!("{year}-{month:02}"),
        (None, Some(season)) => format!("{year}-{season}"),
        (None, None) => year,
    };
    Some(open(&value))
}

/// The night that ends on the last date named: « nuit de lundi à mardi », « в ночь на вторник ».
fn eve(fields: &Fields, scene: &Scene) -> Option<Resolved> {
    let last = Fields {
        days: fields.days.last().copied().into_iter().collect(),
        months: fields.months.last().copied().into_iter().collect(),
        weekdays: fields.weekdays.last().copied().into_iter().collect(),
        part: None,
        clock: None,
        ..fields.clone()
    };
    match calendar(&last, scene, None)? {
        Found::Known(Grain::Day(day)) => {
            let before = day.yesterday().ok()?;
            let value = format!("{before}TNI");
            Some(Resolved { kind: TimexType::Time, value, grain: Some(Grain::Day(before)) })
        }
        _ => Some(Resolved { kind: TimexType::Time, value: "XXXX-XX-XXTNI".to_owned(), grain: None }),
    }
}

/// Two dates in one expression: « les 16 et 17 juin ».
fn span(fields: &Fields, scene: &Scene) -> Option<Resolved> {
    let last = Fields { days: fields.days.last().copied().into_iter().collect(), ..fields.clone() };
    let last = date(&last, scene, None)?;
    let Some(Grain::Day(end)) = last.grain else { return Some(last) };
    let begin = Date::new(end.year(), end.month(), *fields.days.first()?).ok().filter(|begin| *begin < end)?;
    Some(Resolved { value: format!("{begin}/{end}"), ..last })
}

pub(super) fn duration(fields: &Fields) -> Option<Resolved> {
    Some(Resolved { kind: TimexType::Duration, value: length_value(&fields.lengths)?, grain: None })
}

pub(super) fn time_of_day(fields: &Fields) -> Option<String> {
    let Some((hour, minute)) = fields.clock else { return fields.part.map(str::to_owned) };
    let hour = match (fields.meridiem, fields.part) {
        (Some(true), _) if hour < 12 => hour + 12,
        (Some(false), _) if hour == 12 => 0,
        (None, Some("AF" | "EV")) if hour < 12 => hour + 12,
        _ => hour,
    };
    let zone = if fields.is_zulu { "Z" } else { "" };
    Some(format!("{hour:02}:{:02}{zone}", minute.unwrap_or(0)))
}

pub(super) fn long_year(short: i16, scene: &Scene) -> i16 {
    let century_end = scene.report.map_or(2030, |report| report.year() + 10);
    let year = 2000 + short;
    if year > century_end { year - 100 } else { year }
}

pub(super) fn days_between(first: Date, last: Date) -> i32 {
    first.until(last).map_or(i32::MAX, |span| span.get_days())
}

pub(super) fn day(day: Date) -> Option<Found> {
    Some(Found::Known(Grain::Day(day)))
}

pub(super) fn reference(shift: i8) -> &'static str {
    match shift.signum() {
        -1 => "PAST_REF",
        0 => "PRESENT_REF",
        _ => "FUTURE_REF",
    }
}

pub(super) fn known(grain: Grain) -> Resolved {
    Resolved { kind: TimexType::Date, value: grain.value(), grain: Some(grain) }
}

pub(super) fn open(value: &str) -> Resolved {
    Resolved { kind: TimexType::Date, value: value.to_owned(), grain: None }
}
