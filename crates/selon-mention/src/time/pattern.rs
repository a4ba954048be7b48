//! The patterns of the rules: a line such as `il y a [<count> <unit>]` becomes plain sequences of elements.

use super::token::{Vocabulary, WordId, intern_words};

/// One step of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Element {
    /// What must stand there.
    pub(super) what: What,
    /// No space before it.
    pub(super) glued: bool,
    /// How it must be written.
    pub(super) written: Written,
}

/// What must stand at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// This very word or mark.
    Word(WordId),
    /// A word of this class.
    Class(u16),
    /// A whole number or number word with digits `<num>`.
    Number,
    /// Digits read in a certain way.
    Digits(Digits),
    /// Roman numerals.
    Roman,
    /// Any word at all `<any>`.
    Any,
}

/// How digits are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Digits {
    Day,
    Month,
    /// Four digits, 1000 to 2199.
    Year,
    /// Four digits that are a year without any word that says so: 1900 to 2049.
    BareYear,
    /// One to four digits.
    AnyYear,
    /// Two digits.
    ShortYear,
    Hour,
    /// Two digits.
    Minute,
    Ordinal,
}

/// Which case a word must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// Any.
    Anyhow,
    /// Small letters, or capitals throughout.
    Lower,
    /// A capital first.
    Title,
}

/// A pattern without options and alternatives, and the parts of it that are expressions.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sequence {
    /// The steps.
    pub(super) elements: Vec<Element>,
    /// Each expression as first and one past the last step.
    pub(super) segments: Vec<(usize, usize)>,
    /// It holds at the start of a sentence only.
    pub(super) at_start: bool,
    open: Option<usize>,
}

/// A pattern that is not well formed, and why.
pub(super) type PatternError = String;

/// All sequences that `pattern` stands for. `class_of` gives the number of a class.
pub(super) fn expand(
    pattern: &str,
    vocabulary: &mut Vocabulary,
    class_of: &dyn Fn(&str) -> Option<u16>,
) -> Result<Vec<Sequence>, PatternError> {
    let mut parser = Parser { rest: pattern, vocabulary, class_of };
    let mut sequences = parser.alternatives()?;
    if !parser.rest.is_empty() {
        return Err(format!("cannot read {:?}", parser.rest));
    }
    for sequence in &mut sequences {
        if sequence.open.is_some() || sequence.elements.is_empty() {
            return Err("a bracket is left open, or the pattern can be empty".to_owned());
        }
        if sequence.segments.is_empty() {
            sequence.segments.push((0, sequence.elements.len()));
        }
    }
    Ok(sequences)
}

struct Parser<'a> {
    rest: &'a str,
    vocabulary: &'a mut Vocabulary,
    class_of: &'a dyn Fn(&str) -> Option<u16>,
}

/// More sequences than that in one rule is a mistake in the rule.
const MOST_SEQUENCES: usize = 4000;

impl Parser<'_> {
    fn alternatives(&mut self) -> Result<Vec<Sequence>, PatternError> {
        let mut all = self.series()?;
        while self.take("|") {
            all.extend(self.series()?);
        }
        Ok(all)
    }

    fn series(&mut self) -> Result<Vec<Sequence>, PatternError> {
        let mut all = vec![Sequence::default()];
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.is_empty() || self.rest.starts_with(['|', ')']) {
                return Ok(all);
            }
            let mut pieces = self.item()?;
            if self.take("?") {
                pieces.push(Vec::new());
            }
            if all.len() * pieces.len() > MOST_SEQUENCES {
                return Err("the pattern stands for too many sequences; split the rule".to_owned());
            }
            let mut longer = Vec::with_capacity(all.len() * pieces.len());
            for sequence in &all {
                for piece in &pieces {
                    longer.push(append(sequence, piece)?);
                }
            }
            all = longer;
        }
    }

    /// One element or group, as the alternatives it stands for.
    fn item(&mut self) -> Result<Vec<Vec<Part>>, PatternError> {
        if self.take("[") {
            return Ok(vec![vec![Part::Open]]);
        }
        if self.take("]") {
            return Ok(vec![vec![Part::Close]]);
        }
        if self.take("^") {
            return Ok(vec![vec![Part::Start]]);
        }
        let glued = self.take("~");
        let mut alternatives = if self.take("(") {
            let inner = self.alternatives()?;
            if !self.take(")") {
                return Err("a group is left open".to_owned());
            }
            inner.into_iter().map(into_parts).collect()
        } else if self.take("<") {
            self.class()?
        } else {
            let end = self.rest.find(|mark: char| mark.is_whitespace() || "()|?[]<>~".contains(mark));
            let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
            let (word, rest) = match word.strip_prefix('\\') {
                Some("") => rest.split_at(rest.chars().next().map_or(0, char::len_utf8)),
                Some(plain) => (plain, rest),
                None => (word, rest),
            };
            if word.is_empty() {
                return Err(format!("cannot read {:?}", self.rest));
            }
            self.rest = rest;
            let ids = intern_words(word, self.vocabulary);
            vec![ids.into_iter().map(|id| Part::Step(element(What::Word(id)))).collect()]
        };
        if glued {
            for alternative in &mut alternatives {
                if let Some(Part::Step(first)) = alternative.first_mut() {
                    first.glued = true;
                }
            }
        }
        Ok(alternatives)
    }

    fn class(&mut self) -> Result<Vec<Vec<Part>>, PatternError> {
        let Some((name, rest)) = self.rest.split_once('>') else { return Err("a `<` without `>`".to_owned()) };
        self.rest = rest;
        let (name, written) = match name.split_once(':') {
            Some((name, "lower")) => (name, Written::Lower),
            Some((name, "title")) => (name, Written::Title),
            Some((_, other)) => return Err(format!("unknown case {other:?}; there are lower and title")),
            None => (name, Written::Anyhow),
        };
        let class = |name: &str| (self.class_of)(name).map(What::Class).ok_or(format!("no word is of class {name:?}"));
        let digits = |digits| Ok(vec![What::Digits(digits)]);
        let whats = match name {
            "num" => Ok(vec![What::Number]),
            "count" => Ok(vec![What::Number, class("one")?, class("several")?]),
            "D" => digits(Digits::Day),
            "M" => digits(Digits::Month),
            "Y" => digits(Digits::Year),
            "BY" => digits(Digits::BareYear),
            "AY" => digits(Digits::AnyYear),
            "YY" => digits(Digits::ShortYear),
            "h" => digits(Digits::Hour),
            "m" => digits(Digits::Minute),
            "N" => digits(Digits::Ordinal),
            "roman" => Ok(vec![What::Roman]),
            "any" => Ok(vec![What::Any]),
            _ => Ok(vec![class(name)?]),
        };
        let step = |what| vec![Part::Step(Element { written, ..element(what) })];
        whats.map(|whats| whats.into_iter().map(step).collect()).map_err(|reason: PatternError| reason)
    }

    fn take(&mut self, mark: &str) -> bool {
        match self.rest.strip_prefix(mark) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }
}

#[derive(Clone, Copy)]
enum Part {
    Step(Element),
    Open,
    Close,
    Start,
}

fn element(what: What) -> Element {
    Element { what, glued: false, written: Written::Anyhow }
}

fn append(sequence: &Sequence, parts: &[Part]) -> Result<Sequence, PatternError> {
    let mut longer = sequence.clone();
    for part in parts {
        match part {
            Part::Step(element) => longer.elements.push(*element),
            Part::Open if longer.open.is_none() => longer.open = Some(longer.elements.len()),
            Part::Close => {
                let first = longer.open.take().ok_or("a `]` without `[`")?;
                longer.segments.push((first, longer.elements.len()));
            }
            Part::Open => return Err("a `[` inside another".to_owned()),
            Part::Start => longer.at_start = true,
        }
    }
    Ok(longer)
}

/// The parts of a sequence that stands inside a group.
fn into_parts(sequence: Sequence) -> Vec<Part> {
    let mut parts = Vec::new();
    if sequence.at_start {
        parts.push(Part::Start);
    }
    for idx in 0..=sequence.elements.len() {
        parts.extend(sequence.segments.iter().filter(|segment| segment.1 == idx).map(|_| Part::Close));
        parts.extend(sequence.segments.iter().filter(|segment| segment.0 == idx).map(|_| Part::Open));
        if sequence.open == Some(idx) {
            parts.push(Part::Open);
        }
        parts.extend(sequence.elements.get(idx).map(|element| Part::Step(*element)));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(pattern: &str) -> Result<(usize, Vec<(usize, usize)>), PatternError> {
        let mut vocabulary = Vocabulary::default();
        let class_of =
            |name: &str| ["unit", "one", "several"].iter().position(|known| *known == name).map(|idx| idx as u16);
        let sequences = expand(pattern, &mut vocabulary, &class_of)?;
        Ok((sequences.len(), sequences[0].segments.clone()))
    }

    #[test]
    fn options_and_alternatives_are_multiplied_out() {
        assert_eq!(count("il y a <num> <unit>"), Ok((1, vec![(0, 5)])));
        assert_eq!(count("de? [(le|la) <count>] fin?"), Ok((24, vec![(1, 3)])));
        assert_eq!(count("[<D>] au [<D> <unit>]"), Ok((1, vec![(0, 1), (2, 4)])));
        assert_eq!(count("\\( <Y> \\)"), Ok((1, vec![(0, 3)])));
    }

    #[test]
    fn mistakes_are_named() {
        for wrong in ["[a", "a]", "(a", "<nothing>", "a?", "<unit:small>", ""] {
            assert!(count(wrong).is_err(), "{wrong}");
        }
    }
}
