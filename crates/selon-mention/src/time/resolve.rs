//! From the parts of an expression to its TIMEX3 value, by the report's day, the date spoken of and the tense.

use jiff::civil::{Date, DateTime};
use jiff::{Span as JiffSpan, ToSpan};
use selon_types::TimexType;

use super::bound::Unit;
use super::grain::{Grain, easter, nearest_weekday};
use super::length::{every_value, length_value};
use super::meaning::{Anchor, Fields, Meaning};
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

enum Found {
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

fn calendar(fields: &Fields, scene: &Scene, stated: Option<Tense>) -> Option<Found> {
    let tense = || stated.unwrap_or_else(|| (scene.tense)());
    if let Some(days) = fields.deictic {
        let Some(report) = scene.report else { return Some(Found::Open(reference(days).to_owned())) };
        return day(report.checked_add(i32::from(days).days()).ok()?);
    }
    let year = fields.year.or_else(|| fields.short_year.map(|short| long_year(short, scene)));
    // « juin de l'année dernière », "the third quarter of this year".
    let shifted_year = || {
        let is_named = fields.unit() == Some(Unit::Year) || fields.lengths.iter().any(|(_, unit)| *unit == Unit::Year);
        let shift = fields.direction.filter(|_| is_named && fields.months.len() + fields.lengths.len() > 1)?;
        let base = if scene.is_history { scene.story?.year()? } else { scene.report?.year() };
        Some(base + i16::from(shift))
    };
    let year = year.or_else(shifted_year);
    let month = fields.feast.map(|(month, _)| month).or(fields.months.first().copied());
    let month_day = fields.feast.map(|(_, day)| day).or(fields.days.first().copied());
    if let Some(decade) = fields.decade {
        return Some(Found::Known(Grain::Decade(if decade < 10 { 190 + decade } else { decade })));
    }
    if let (Some(ordinal), Some(Unit::Century)) = (fields.ordinal, fields.unit()) {
        return Some(Found::Known(Grain::Century(ordinal - 1)));
    }
    if let Some(days) = fields.easter {
        let candidate = |year: i16| easter(year)?.checked_add(i32::from(days).days()).ok();
        return dated(year, candidate, fields, scene, tense());
    }
    if let Some(month) = month {
        return match month_day {
            Some(day) => {
                // 31 April is a slip or no date; 29 February is one in some years.
                Date::new(2024, month, day).ok()?;
                let candidate = |year: i16| Date::new(year, month, day).ok();
                dated(year, candidate, fields, scene, tense())
            }
            None => month_of(year, month, fields, scene, tense),
        };
    }
    if let Some(season) = fields.season {
        return season_of(year, season, fields, scene, tense);
    }
    let quarter =
        fields.lengths.iter().map(|(_, unit)| *unit).find(|unit| matches!(unit, Unit::Quarter | Unit::HalfYear));
    if let (Some(ordinal), Some(unit)) = (fields.ordinal, quarter) {
        return part_of_year(year, ordinal, unit, scene);
    }
    if let Some(year) = year {
        return (year > 0).then_some(Found::Known(Grain::Year(year)));
    }
    if let Some(weekday) = fields.weekdays.first() {
        return weekday_of(*weekday, fields, scene, tense);
    }
    if let Some(number) = month_day {
        return day_of_month(number, scene, tense);
    }
    if fields.part.is_none() && fields.clock.is_none() {
        return None;
    }
    if let Some(direction) = fields.direction {
        return Some(match scene.report {
            Some(report) => Found::Known(Grain::Day(report.checked_add(i32::from(direction).days()).ok()?)),
            None => Found::Open("XXXX-XX-XX".to_owned()),
        });
    }
    // An hour belongs to a day of its own sentence; « dans l'après-midi » goes on from the sentence before.
    let is_close = if fields.clock.is_some() { scene.is_same_sentence } else { scene.is_story_near };
    let spoken_of = scene.story_day.filter(|_| is_close || scene.is_history);
    Some(match spoken_of.or(scene.report.filter(|_| !scene.is_history)) {
        Some(day) => Found::Known(Grain::Day(day)),
        None => Found::Open("XXXX-XX-XX".to_owned()),
    })
}

/// The year to count with when dates without year belong to the story, not to the report.
fn story_year(scene: &Scene, tense: Tense) -> Option<i16> {
    let year = scene.story?.year()?;
    let report_year = scene.report.map(Date::year);
    let is_fine = matches!(scene.story, Some(Grain::Day(_) | Grain::Month(..) | Grain::Season(..)));
    let is_of_story = scene.is_history || (scene.is_story_near && is_fine && tense != Tense::Future);
    (is_of_story && report_year.is_none_or(|report| year < report)).then_some(year)
}

/// A day of the year: in the stated year, or in the one that fits direction and tense.
fn dated(
    year: Option<i16>,
    candidate: impl Fn(i16) -> Option<Date>,
    fields: &Fields,
    scene: &Scene,
    tense: Tense,
) -> Option<Found> {
    if let Some(year) = year {
        return day(candidate(year)?);
    }
    if fields.direction.is_none()
        && let Some(year) = story_year(scene, tense)
    {
        return day(candidate(year)?);
    }
    let Some(report) = scene.report else {
        let sample = candidate(2024)?;
        return Some(Found::Open(format!("XXXX-{:02}-{:02}", sample.month(), sample.day())));
    };
    let years = (report.year() - 4)..=(report.year() + 4);
    let days: Vec<Date> = years.filter_map(candidate).collect();
    let before = days.iter().rev().find(|day| **day <= report).copied();
    let after = days.iter().find(|day| **day >= report).copied();
    let is_forward = match (fields.direction, tense) {
        (Some(1), _) | (None | Some(0), Tense::Future) => true,
        (Some(-1), _) => false,
        // Nobody leaves out the year of a day eleven months ago when the same day is weeks ahead.
        (_, Tense::Past) => {
            before.is_none_or(|day| days_between(day, report) > 300)
                && after.is_some_and(|day| days_between(report, day) < 62)
        }
        // The tense does not tell: a day of the last half year, or else one of the next.
        _ => before.is_none_or(|day| days_between(day, report) > 183),
    };
    day(if is_forward { after? } else { before? })
}

fn month_of(year: Option<i16>, month: i8, fields: &Fields, scene: &Scene, tense: impl Fn() -> Tense) -> Option<Found> {
    let in_year = |year: i16| Some(Found::Known(Grain::Month(year, month)));
    if let Some(year) = year {
        return in_year(year);
    }
    if fields.direction.is_none()
        && let Some(year) = story_year(scene, tense())
    {
        return in_year(year);
    }
    let Some(report) = scene.report else { return Some(Found::Open(format!("XXXX-{month:02}"))) };
    let months_ago = (report.month() - month).rem_euclid(12);
    let is_now = months_ago == 0;
    let is_forward = match fields.direction {
        Some(1) => true,
        Some(-1) => false,
        // « ce mois de juin »: of the year of the report.
        Some(_) => return in_year(report.year()),
        None => match tense() {
            Tense::Future => true,
            Tense::Past => false,
            Tense::Present | Tense::Unknown => months_ago > 6,
        },
    };
    let this_year = report.year();
    in_year(match (is_forward, fields.direction) {
        (true, Some(1)) if is_now => this_year + 1,
        (false, Some(-1)) if is_now => this_year - 1,
        (true, _) => this_year + i16::from(month < report.month()),
        (false, _) => this_year - i16::from(month > report.month()),
    })
}

fn season_of(
    year: Option<i16>,
    season: &'static str,
    fields: &Fields,
    scene: &Scene,
    tense: impl Fn() -> Tense,
) -> Option<Found> {
    let in_year = |year: i16| Some(Found::Known(Grain::Season(year, season)));
    if let Some(year) = year {
        return in_year(year);
    }
    if fields.direction.is_none()
        && let Some(year) = story_year(scene, tense())
    {
        return in_year(year);
    }
    let Some(report) = scene.report else { return Some(Found::Open(format!("XXXX-{season}"))) };
    let first_month = match season {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    };
    // The year whose season has begun last; it may still run.
    let begun = report.year() - i16::from(report.month() < first_month);
    let running = super::interval::timex_interval(&Grain::Season(begun, season).value());
    let is_running = running.is_some_and(|(_, end)| end >= report);
    in_year(match fields.direction {
        Some(1) => begun + 1,
        Some(-1) => begun - i16::from(is_running),
        Some(_) if is_running => begun,
        Some(_) => report.year(),
        None if is_running => begun,
        None if tense() == Tense::Future => begun + 1,
        None => begun,
    })
}

fn part_of_year(year: Option<i16>, ordinal: i16, unit: Unit, scene: &Scene) -> Option<Found> {
    let in_year = |year: i16| match unit {
        Unit::Quarter => (1..=4).contains(&ordinal).then_some(Found::Known(Grain::Quarter(year, ordinal))),
        _ => (1..=2).contains(&ordinal).then_some(Found::Known(Grain::Half(year, ordinal))),
    };
    if let Some(year) = year {
        return in_year(year);
    }
    let report = scene.report?;
    if let Some(story) = scene.story.and_then(Grain::year).filter(|_| scene.is_history || scene.is_story_near) {
        return in_year(story);
    }
    // A quarter that has not begun yet is last year's unless the year is named.
    let has_begun = match unit {
        Unit::Quarter => (i16::from(report.month()) - 1) / 3 + 1 >= ordinal,
        _ => (i16::from(report.month()) - 1) / 6 + 1 >= ordinal,
    };
    let is_back = !has_begun && (scene.tense)() != Tense::Future;
    in_year(report.year() - i16::from(is_back))
}

fn weekday_of(weekday: i8, fields: &Fields, scene: &Scene, tense: impl Fn() -> Tense) -> Option<Found> {
    let Some(report) = scene.report.filter(|_| !scene.is_history) else {
        return Some(Found::Open(format!("XXXX-WXX-{weekday}")));
    };
    // "Tuesday last week": the day of that week, not the nearest one.
    if let (Some(Unit::Week), Some(weeks)) = (fields.unit(), fields.direction) {
        let monday = report.checked_sub(i32::from(report.weekday().to_monday_zero_offset()).days()).ok()?;
        return day(monday.checked_add((7 * i32::from(weeks) + i32::from(weekday) - 1).days()).ok()?);
    }
    let (from, is_forward) = match fields.direction {
        Some(1) => (report.tomorrow().ok()?, true),
        Some(-1) => (report.yesterday().ok()?, false),
        _ => (report, tense() == Tense::Future),
    };
    day(nearest_weekday(from, weekday, is_forward)?)
}

/// A bare day of the month (*le 12*): of the month spoken of, else the one that fits the tense.
fn day_of_month(number: i8, scene: &Scene, tense: impl Fn() -> Tense) -> Option<Found> {
    if let Some(spoken_of) = scene.story_day.filter(|_| scene.is_story_near) {
        return day(Date::new(spoken_of.year(), spoken_of.month(), number).ok()?);
    }
    let Some(report) = scene.report else { return Some(Found::Open(format!("XXXX-XX-{number:02}"))) };
    let is_forward = tense() == Tense::Future;
    let shifts: [i32; 3] = if is_forward { [0, 1, 2] } else { [0, -1, -2] };
    let candidates = shifts.iter().filter_map(|shift| {
        let first = report.first_of_month().checked_add(shift.months()).ok()?;
        Date::new(first.year(), first.month(), number).ok()
    });
    day(candidates.into_iter().find(|day| if is_forward { *day >= report } else { *day <= report })?)
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

/// So much time before (-1) or after (+1) the report.
fn shifted(fields: &Fields, scene: &Scene, sign: i32, exact: bool) -> Option<Resolved> {
    let vague = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
    let finest = fields.lengths.iter().map(|(_, unit)| *unit).min()?;
    let (Some(total), Some(report)) = (total_span(&fields.lengths, sign), scene.report) else {
        return Some(open(vague));
    };
    if finest < Unit::Day {
        let Some((hour, minute)) = scene.report_time else { return Some(open(vague)) };
        let moment: DateTime = report.at(hour, minute, 0, 0).checked_add(total).ok()?;
        let value = format!("{}T{:02}:{:02}", moment.date(), moment.hour(), moment.minute());
        return Some(Resolved { kind: TimexType::Time, value, grain: Some(Grain::Day(moment.date())) });
    }
    let target = report.checked_add(total).ok()?;
    if exact {
        return Some(known(Grain::Day(target)));
    }
    let has_half = fields.lengths.iter().any(|(count, _)| count.is_some_and(|count| count.fract() != 0.0));
    let unit = match finest {
        Unit::Week | Unit::Fortnight | Unit::Weekend => Unit::Day,
        Unit::Month if has_half => Unit::Day,
        Unit::Year if has_half => Unit::Month,
        Unit::Decade | Unit::Century => Unit::Year,
        other => other,
    };
    Some(known(Grain::around(target, unit, 0)?))
}

/// So much time after (+1) or before (-1) the date spoken of.
fn later(fields: &Fields, scene: &Scene, sign: i8) -> Option<Resolved> {
    let vague = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
    let finest = fields.lengths.iter().map(|(_, unit)| *unit).min()?;
    let Some(total) = total_span(&fields.lengths, i32::from(sign)) else { return Some(open(vague)) };
    if finest < Unit::Day {
        let value = "XXXX-XX-XXTXX:XX".to_owned();
        return Some(Resolved { kind: TimexType::Time, value, grain: None });
    }
    let is_fine = finest < Unit::Month;
    // Days and weeks are counted from a day; from a year one can count years only.
    let base = if is_fine { scene.story_day } else { scene.story.and_then(Grain::first_day) };
    // Without a date spoken of there is nothing to count from, and nothing that a reader could use.
    let base = base?;
    let target = base.checked_add(total).ok()?;
    let unit = match finest {
        _ if is_fine => Unit::Day,
        Unit::Month | Unit::Quarter | Unit::HalfYear => Unit::Month,
        _ => Unit::Year,
    };
    Some(known(Grain::around(target, unit, 0)?))
}

fn period(fields: &Fields, scene: &Scene, from: Anchor, shift: Option<i8>, unit: Option<Unit>) -> Option<Resolved> {
    let unit = unit.or(fields.unit())?;
    // "Over the weekend" of what has happened is the last one, until the next has begun.
    let is_before_weekend = scene.report.is_some_and(|report| report.weekday().to_monday_one_offset() < 6);
    let is_last_weekend =
        unit == Unit::Weekend && shift == Some(0) && is_before_weekend && (scene.tense)() == Tense::Past;
    let shift = if is_last_weekend { -1 } else { shift.or(fields.direction).unwrap_or(0) };
    let base = match from {
        // In a history « l'année suivante » and « l'année prochaine » are the same.
        Anchor::Report if scene.is_history => scene.story.and_then(Grain::first_day).or(scene.report),
        Anchor::Report => scene.report,
        Anchor::Story if unit < Unit::Week => scene.story_day.or_else(|| {
            // « La veille » at the beginning of a report can only be counted from the report itself.
            scene.report.filter(|_| shift < 0 && !scene.is_history)
        }),
        Anchor::Story => {
            scene.story.and_then(Grain::first_day).or_else(|| scene.report.filter(|_| shift < 0 && !scene.is_history))
        }
    };
    let Some(base) = base else {
        return Some(open(match (from, unit) {
            (Anchor::Report, _) => reference(shift),
            (_, Unit::Year) => "XXXX",
            (_, Unit::Month) => "XXXX-XX",
            (_, Unit::Week) => "XXXX-WXX",
            _ => "XXXX-XX-XX",
        }));
    };
    let grain = Grain::around(base, unit, i32::from(shift))?;
    match (grain, time_of_day(fields)) {
        (Grain::Day(day), Some(time)) => {
            Some(Resolved { kind: TimexType::Time, value: format!("{day}T{time}"), grain: Some(grain) })
        }
        _ => Some(known(grain)),
    }
}

fn duration(fields: &Fields) -> Option<Resolved> {
    Some(Resolved { kind: TimexType::Duration, value: length_value(&fields.lengths)?, grain: None })
}

fn time_of_day(fields: &Fields) -> Option<String> {
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

/// The sum of lengths with a sign; `None` when a count is not known.
fn total_span(lengths: &[(Option<f64>, Unit)], sign: i32) -> Option<JiffSpan> {
    let (mut months, mut days, mut minutes) = (0.0, 0.0, 0.0);
    for (count, unit) in lengths {
        let count = (*count)?;
        match unit {
            Unit::Second => minutes += count / 60.0,
            Unit::Minute => minutes += count,
            Unit::Hour => minutes += 60.0 * count,
            Unit::Day => days += count,
            Unit::Week | Unit::Weekend => days += 7.0 * count,
            Unit::Fortnight => days += 14.0 * count,
            Unit::Month => months += count,
            Unit::Quarter => months += 3.0 * count,
            Unit::HalfYear => months += 6.0 * count,
            Unit::Year => months += 12.0 * count,
            Unit::Decade => months += 120.0 * count,
            Unit::Century => months += 1200.0 * count,
        }
    }
    let whole_months = f64::trunc(months);
    days += (months - whole_months) * 30.0;
    let sign = f64::from(sign);
    JiffSpan::new()
        .try_months((sign * whole_months) as i64)
        .and_then(|span| span.try_days((sign * days.round()) as i64))
        .and_then(|span| span.try_minutes((sign * minutes.round()) as i64))
        .ok()
}

fn long_year(short: i16, scene: &Scene) -> i16 {
    let century_end = scene.report.map_or(2030, |report| report.year() + 10);
    let year = 2000 + short;
    if year > century_end { year - 100 } else { year }
}

fn days_between(first: Date, last: Date) -> i32 {
    first.until(last).map_or(i32::MAX, |span| span.get_days())
}

fn day(day: Date) -> Option<Found> {
    Some(Found::Known(Grain::Day(day)))
}

fn reference(shift: i8) -> &'static str {
    match shift.signum() {
        -1 => "PAST_REF",
        0 => "PRESENT_REF",
        _ => "FUTURE_REF",
    }
}

fn known(grain: Grain) -> Resolved {
    Resolved { kind: TimexType::Date, value: grain.value(), grain: Some(grain) }
}

fn open(value: &str) -> Resolved {
    Resolved { kind: TimexType::Date, value: value.to_owned(), grain: None }
}
