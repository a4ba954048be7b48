//! Dates told by their distance: so long ago, so much later, the period before or after.

use jiff::Span as JiffSpan;
use jiff::civil::DateTime;

use selon_types::TimexType;

use super::bound::Unit;
use super::grain::Grain;
use super::meaning::{Anchor, Fields};
use super::resolve::{Resolved, Scene, known, open, reference, time_of_day};
use super::tense::Tense;

/// So much time before (-1) or after (+1) the report.
pub(super) fn shifted(fields: &Fields, scene: &Scene, sign: i32, exact: bool) -> Option<Resolved> {
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
pub(super) fn later(fields: &Fields, scene: &Scene, sign: i8) -> Option<Resolved> {
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

pub(super) fn period(
    fields: &Fields,
    scene: &Scene,
    from: Anchor,
    shift: Option<i8>,
    unit: Option<Unit>,
) -> Option<Resolved> {
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
