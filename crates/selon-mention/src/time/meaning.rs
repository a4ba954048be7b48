//! What a rule makes of its words, and the words put together.

use super::bound::{Bound, Unit};
use super::tense::Tense;

/// What a rule says about an expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    /// A date or time of day made of its parts. The tense is stated where the words tell it (*d'ici vendredi*).
    Date(Option<Tense>),
    /// The decade that begins with the year (*années 1990*).
    Decade,
    /// The night that ends on the date (*в ночь на вторник*; of two dates, on the last).
    Eve,
    /// The dates of a range, one expression each; what one leaves out the next one says.
    Range,
    /// Two dates in one expression (*les 16 et 17 juin*).
    Span,
    /// So long before the report (*il y a trois jours*); to the day where stated (*jour pour jour*).
    Ago { exact: bool },
    /// So long after the report (*dans trois jours*).
    Ahead,
    /// So long after (+1) or before (-1) the date spoken of (*trois jours plus tard*).
    Later(i8),
    /// A period of the calendar around the report, or the date spoken of, shifted.
    Period { from: Anchor, shift: Option<i8>, unit: Option<Unit> },
    /// A length of time.
    Duration,
    /// Something that repeats.
    Every,
    /// A vague reference.
    Reference(&'static str),
    /// No expression of time, though it looks like one.
    Nothing,
}

/// What a relative expression counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The day of the report.
    Report,
    /// The date last spoken of.
    Story,
}

impl Meaning {
    /// Reads the `meaning` column.
    pub(super) fn read(text: &str) -> Result<Meaning, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let period = |from, shift: Option<&&str>, unit: Option<&&str>| {
            let shift = shift.map(|word| word.parse().map_err(|_| format!("{word:?} is not a number"))).transpose()?;
            let unit = unit.map(|word| match *word {
                "D" => Ok(Unit::Day),
                "W" => Ok(Unit::Week),
                "WE" => Ok(Unit::Weekend),
                "M" => Ok(Unit::Month),
                "Y" => Ok(Unit::Year),
                _ => Err(format!("{word:?} is not D, W, WE, M or Y")),
            });
            Ok(Meaning::Period { from, shift, unit: unit.transpose()? })
        };
        match words[..] {
            ["date"] => Ok(Meaning::Date(None)),
            ["date", "past"] => Ok(Meaning::Date(Some(Tense::Past))),
            ["date", "future"] => Ok(Meaning::Date(Some(Tense::Future))),
            ["decade"] => Ok(Meaning::Decade),
            ["eve"] => Ok(Meaning::Eve),
            ["range"] => Ok(Meaning::Range),
            ["span"] => Ok(Meaning::Span),
            ["ago"] => Ok(Meaning::Ago { exact: false }),
            ["ago", "exact"] => Ok(Meaning::Ago { exact: true }),
            ["ahead"] => Ok(Meaning::Ahead),
            ["later"] => Ok(Meaning::Later(1)),
            ["earlier"] => Ok(Meaning::Later(-1)),
            ["report", ref rest @ ..] if rest.len() <= 2 => period(Anchor::Report, rest.first(), rest.get(1)),
            ["story", ref rest @ ..] if rest.len() <= 2 => period(Anchor::Story, rest.first(), rest.get(1)),
            ["duration"] => Ok(Meaning::Duration),
            ["set"] => Ok(Meaning::Every),
            ["ref", "past"] => Ok(Meaning::Reference("PAST_REF")),
            ["ref", "present"] => Ok(Meaning::Reference("PRESENT_REF")),
            ["ref", "future"] => Ok(Meaning::Reference("FUTURE_REF")),
            ["none"] => Ok(Meaning::Nothing),
            _ => Err(format!("unknown meaning {text:?}")),
        }
    }
}

/// The meanings of the words of one expression, put together.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    pub(super) year: Option<i16>,
    pub(super) short_year: Option<i16>,
    pub(super) months: Vec<i8>,
    pub(super) days: Vec<i8>,
    pub(super) weekdays: Vec<i8>,
    pub(super) season: Option<&'static str>,
    pub(super) part: Option<&'static str>,
    pub(super) clock: Option<(i8, Option<i8>)>,
    pub(super) meridiem: Option<bool>,
    pub(super) is_zulu: bool,
    pub(super) deictic: Option<i8>,
    pub(super) direction: Option<i8>,
    pub(super) feast: Option<(i8, i8)>,
    pub(super) easter: Option<i16>,
    pub(super) ordinal: Option<i16>,
    /// Units with their count; a unit without count has none of its own.
    pub(super) lengths: Vec<(Option<f64>, Unit)>,
    /// A count that no unit has taken.
    pub(super) count: Option<Option<f64>>,
    pub(super) every: Option<(Option<f64>, Unit)>,
    pub(super) reference: Option<&'static str>,
    pub(super) decade: Option<i16>,
    pub(super) is_before_christ: bool,
    /// Some unit stood without a count: one of it is meant.
    pub(super) is_bare_unit: bool,
}

impl Fields {
    /// Puts the meanings of an expression together.
    pub(super) fn gather(bounds: &[Bound]) -> Fields {
        let mut fields = Fields::default();
        for bound in bounds {
            fields.add(*bound);
        }
        fields
    }

    fn add(&mut self, bound: Bound) {
        match bound {
            Bound::Plain => {}
            Bound::Month(month) => self.months.push(month),
            Bound::Weekday(weekday) => self.weekdays.push(weekday),
            Bound::Day(day) => self.days.push(day),
            Bound::Year(year) => self.year = Some(year),
            Bound::ShortYear(year) => self.short_year = Some(year),
            Bound::Count(count) => self.count = Some(count),
            Bound::Half => self.add_half(),
            Bound::Ordinal(ordinal) => self.ordinal = Some(ordinal),
            Bound::Unit(unit) => {
                self.is_bare_unit |= self.count.is_none();
                let count = self.count.take().unwrap_or(Some(1.0));
                self.lengths.push((count, unit));
            }
            Bound::DayPart(weekday, part) => {
                self.weekdays.push(weekday);
                self.part = Some(part);
            }
            Bound::Season(season) => self.season = Some(season),
            Bound::Part(part) => self.part = Some(part),
            Bound::Hour(hour) => self.clock = Some((hour, None)),
            Bound::Minute(minute) => self.clock = self.clock.map(|(hour, _)| (hour, Some(minute))),
            Bound::Clock(hour, minute) => self.clock = Some((hour, Some(minute))),
            Bound::Meridiem(is_pm) => self.meridiem = Some(is_pm),
            Bound::Zulu => self.is_zulu = true,
            Bound::Deictic(days) => self.deictic = Some(days),
            Bound::Direction(direction) => self.direction = Some(direction),
            Bound::Feast(month, day) => self.feast = Some((month, day)),
            Bound::Easter(days) => self.easter = Some(days),
            Bound::Length(count, unit) => self.lengths.push((count, unit)),
            Bound::Every(count, unit) => self.every = Some((count, unit)),
            Bound::Reference(value) => self.reference = Some(value),
            Bound::Decade(decade) => self.decade = Some(decade),
            Bound::BeforeChrist => self.is_before_christ = true,
        }
    }

    fn add_half(&mut self) {
        if let Some(Some(count)) = &mut self.count {
            *count += 0.5;
        } else if let Some((Some(count), _)) = self.lengths.last_mut() {
            *count += 0.5;
        } else if let Some((hour, None)) = self.clock {
            self.clock = Some((hour, Some(30)));
        } else {
            self.count = Some(Some(0.5));
        }
    }

    /// The unit that is named, if one is.
    pub(super) fn unit(&self) -> Option<Unit> {
        self.lengths.last().map(|(_, unit)| *unit)
    }
}
