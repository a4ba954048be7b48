//! Dates of the calendar: years, months, seasons, weekdays and days, completed by the story, the tense and the report.

use jiff::ToSpan;
use jiff::civil::Date;

use super::bound::Unit;
use super::grain::{Grain, easter, nearest_weekday};
use super::meaning::Fields;
use super::resolve::{Found, Scene, day, days_between, long_year, reference};
use super::tense::Tense;

pub(super) fn calendar(fields: &Fields, scene: &Scene, stated: Option<Tense>) -> Option<Found> {
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
