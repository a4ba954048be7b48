//! Values of durations and sets: `P3D`, `PT72H`, `P2.5Y`, `XXXX-WXX-2`.

use super::bound::Unit;
use super::meaning::Fields;

/// The TIMEX3 value of lengths that follow each other (*drei Jahre und vier Monate*: `P3Y4M`).
pub(super) fn length_value(lengths: &[(Option<f64>, Unit)]) -> Option<String> {
    let (mut date, mut time) = (String::new(), String::new());
    for (count, unit) in lengths {
        let (code, factor) = match unit {
            Unit::Second => ("S", 1.0),
            Unit::Minute => ("M", 1.0),
            Unit::Hour => ("H", 1.0),
            Unit::Day => ("D", 1.0),
            Unit::Weekend => ("WE", 1.0),
            Unit::Week => ("W", 1.0),
            Unit::Fortnight => ("W", 2.0),
            Unit::Month => ("M", 1.0),
            Unit::Quarter => ("M", 3.0),
            Unit::HalfYear => ("M", 6.0),
            Unit::Year => ("Y", 1.0),
            // « dix ans » and « une décennie » are the same length; some decades are not a number of years.
            Unit::Decade => {
                if count.is_some() {
                    ("Y", 10.0)
                } else {
                    ("DE", 1.0)
                }
            }
            Unit::Century => {
                if count.is_some() {
                    ("Y", 100.0)
                } else {
                    ("C", 1.0)
                }
            }
        };
        let number = match count {
            Some(count) => number_value(count * factor),
            None => "X".to_owned(),
        };
        let target = if *unit < Unit::Day { &mut time } else { &mut date };
        target.push_str(&number);
        target.push_str(code);
    }
    match (date.is_empty(), time.is_empty()) {
        (true, true) => None,
        (_, true) => Some(format!("P{date}")),
        _ => Some(format!("P{date}T{time}")),
    }
}

/// The TIMEX3 value of something that repeats.
pub(super) fn every_value(fields: &Fields) -> Option<String> {
    let time = fields.part.map_or(String::new(), |part| format!("T{part}"));
    if let Some(weekday) = fields.weekdays.first() {
        return Some(format!("XXXX-WXX-{weekday}{time}"));
    }
    if let Some(month) = fields.months.first() {
        return Some(match fields.days.first() {
            Some(day) => format!("XXXX-{month:02}-{day:02}"),
            None => format!("XXXX-{month:02}"),
        });
    }
    if let Some(season) = fields.season {
        return Some(format!("XXXX-{season}"));
    }
    if fields.part.is_some() {
        return Some(format!("XXXX-XX-XX{time}"));
    }
    if let Some((count, unit)) = fields.every {
        return length_value(&[(count, unit)]);
    }
    length_value(&fields.lengths)
}

fn number_value(count: f64) -> String {
    // Whole numbers have no decimals: `P3D`, but `P2.5Y`.
    format!("{count}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_add_up_in_one_value() {
        let value = |lengths: &[(Option<f64>, Unit)]| length_value(lengths).unwrap();
        assert_eq!(value(&[(Some(3.0), Unit::Year), (Some(4.0), Unit::Month)]), "P3Y4M");
        assert_eq!(value(&[(Some(72.0), Unit::Hour)]), "PT72H");
        assert_eq!(value(&[(Some(2.5), Unit::Year)]), "P2.5Y");
        assert_eq!(value(&[(None, Unit::Decade)]), "PXDE");
        assert_eq!(value(&[(Some(1.0), Unit::Fortnight)]), "P2W");
        assert_eq!(length_value(&[]), None);
    }
}
