//! Matching: the longest rule at each place of a text, from left to right.

use super::bound::Bound;
use super::grammar::Grammar;
use super::pattern::{Digits, Element, What, Written};
use super::token::{Case, Kind, Token};

/// A rule that matched.
#[derive(Clone, Debug)]
pub(super) struct Match {
    /// Which rule.
    pub(super) rule: usize,
    /// Each expression, as tokens and what they mean.
    pub(super) segments: Vec<Segment>,
}

/// One expression.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// Its first token.
    pub(super) first: usize,
    /// One past its last token.
    pub(super) end: usize,
    /// The meanings of its elements; of all elements of the rule when it has one expression only.
    pub(super) bounds: Vec<Bound>,
}

/// The rules that match, from left to right, not overlapping. At each place the one that covers most tokens wins, then the
/// one that stands first in the grammar.
pub(super) fn find_matches(text: &str, tokens: &[Token], grammar: &Grammar) -> Vec<Match> {
    let mut matches = Vec::new();
    let mut walk = Walk { text, tokens, grammar, start: 0, stack: Vec::new(), best: None };
    let mut at = 0;
    while at < tokens.len() {
        let Some(mut best) = walk.best_at(at) else {
            at += 1;
            continue;
        };
        // Words before the expression that only tell what it is must not hide a longer one that begins among them:
        // « en [août] » is not what « en août 2008 » says.
        let mut inner = at + 1;
        while inner <= best.found.segments[0].first {
            if let Some(other) = walk.best_at(inner).filter(|other| other.last() > best.last()) {
                best = other;
            }
            inner += 1;
        }
        at = best.last().max(at + 1);
        matches.push(best.found);
    }
    matches
}

struct Best {
    end: usize,
    found: Match,
}

impl Best {
    /// One past the last token of its last expression.
    fn last(&self) -> usize {
        self.found.segments.last().map_or(self.end, |segment| segment.end)
    }
}

struct Walk<'a> {
    text: &'a str,
    tokens: &'a [Token],
    grammar: &'a Grammar,
    start: usize,
    /// For each element matched so far: its first token, one past its last, and its meaning.
    stack: Vec<(usize, usize, Bound)>,
    best: Option<Best>,
}

impl Walk<'_> {
    fn best_at(&mut self, at: usize) -> Option<Best> {
        let token = self.tokens.get(at)?;
        self.start = at;
        let is_number = token.kind == Kind::Number;
        let is_roman = token.kind == Kind::Word && token.number > 0;
        let grammar = self.grammar;
        for (element, node) in grammar.first_steps(token.word, is_number, is_roman) {
            self.step(element, node as usize, at);
        }
        self.best.take()
    }

    fn visit(&mut self, node: usize, at: usize) {
        let grammar = self.grammar;
        for leaf in &grammar.nodes[node].leaves {
            let leaf = &grammar.leaves[*leaf as usize];
            if leaf.at_start && !self.is_sentence_start() {
                continue;
            }
            // Of two that end together the one whose expression is longer says more (« [fin février] », « fin [février] »).
            let rank = (std::cmp::Reverse(at), self.stack[leaf.segments[0].0].0, leaf.rule);
            let is_better = self
                .best
                .as_ref()
                .is_none_or(|best| rank < (std::cmp::Reverse(best.end), best.found.segments[0].first, best.found.rule));
            if is_better {
                let segments =
                    leaf.segments.iter().map(|segment| self.segment(*segment, leaf.segments.len())).collect();
                self.best = Some(Best { end: at, found: Match { rule: leaf.rule, segments } });
            }
        }
        for (element, next) in &grammar.nodes[node].steps {
            self.step(*element, *next as usize, at);
        }
    }

    fn segment(&self, (first, end): (usize, usize), n_segments: usize) -> Segment {
        // Around a single expression « dernier, ce, prochain » belong to it as well.
        let belongs = |(idx, bound): (usize, Bound)| {
            let is_inside = (first..end).contains(&idx);
            let is_around = n_segments == 1 && matches!(bound, Bound::Direction(_));
            ((is_inside && bound != Bound::Plain) || is_around).then_some(bound)
        };
        let bounds = self.stack.iter().map(|(_, _, bound)| *bound).enumerate().filter_map(belongs).collect();
        Segment { first: self.stack[first].0, end: self.stack[end - 1].1, bounds }
    }

    fn step(&mut self, element: Element, next: usize, at: usize) {
        let Some(token) = self.tokens.get(at) else { return };
        if token.kind == Kind::Break || (element.glued && !token.glued) || !fits(element.written, token) {
            return;
        }
        match element.what {
            What::Word(word) if token.word == word => self.go(next, at, at + 1, self.grammar.literal(word)),
            What::Class(class) => {
                let grammar = self.grammar;
                for entry in grammar.entries(token.word) {
                    if entry.class == class && self.follows(at + 1, &entry.rest) {
                        self.go(next, at, at + 1 + entry.rest.len(), entry.bound);
                    }
                }
            }
            What::Number => {
                if let Some((end, count)) = self.count_at(at) {
                    self.go(next, at, end, Bound::Count(Some(count)));
                }
            }
            What::Digits(digits) => {
                let is_year = matches!(digits, Digits::Year | Digits::AnyYear | Digits::BareYear);
                if let Some(bound) = read_digits(digits, token).filter(|_| !(is_year && self.is_amount(at))) {
                    self.go(next, at, at + 1, bound);
                }
            }
            What::Roman if token.kind == Kind::Word && token.number > 0 => {
                self.go(next, at, at + 1, Bound::Ordinal(token.number.min(99) as i16));
            }
            What::Any if token.kind == Kind::Word => self.go(next, at, at + 1, Bound::Plain),
            _ => {}
        }
    }

    fn go(&mut self, node: usize, first: usize, end: usize, bound: Bound) {
        self.stack.push((first, end, bound));
        self.visit(node, end);
        self.stack.pop();
    }

    fn follows(&self, at: usize, words: &[u32]) -> bool {
        words.iter().enumerate().all(|(idx, word)| self.tokens.get(at + idx).is_some_and(|token| token.word == *word))
    }

    fn is_sentence_start(&self) -> bool {
        let Some(before) = self.start.checked_sub(1).map(|idx| &self.tokens[idx]) else { return true };
        self.tokens[self.start].line_start
            || before.kind == Kind::Break
            || matches!(
                before.of(self.text),
                "." | "!" | "?" | "…" | ":" | "«" | "“" | "\"" | "„" | "-" | "–" | "—" | "•"
            )
    }

    /// The number at `at` has decimals or stands behind a currency sign: it is no year.
    fn is_amount(&self, at: usize) -> bool {
        let glued = |idx: usize| self.tokens.get(idx).filter(|token| token.glued);
        let mark = glued(at + 1).filter(|token| matches!(token.of(self.text), "." | "," | "%" | "°"));
        let has_decimals = mark.is_some_and(|mark| {
            mark.of(self.text) != "." && mark.of(self.text) != ","
                || glued(at + 2).is_some_and(|token| token.kind == Kind::Number)
        });
        let before = at.checked_sub(1).map(|idx| self.tokens[idx].of(self.text));
        has_decimals || (self.tokens[at].glued && matches!(before, Some("$" | "€" | "£" | "#" | "№")))
    }

    /// A number in digits or words at `at`: one past its last token, and its value.
    fn count_at(&self, at: usize) -> Option<(usize, f64)> {
        let token = self.tokens.get(at)?;
        if token.kind != Kind::Number {
            return self.words_at(at);
        }
        let whole = f64::from(token.number);
        let decimals = || {
            let (mark, digits) = (self.tokens.get(at + 1)?, self.tokens.get(at + 2)?);
            let is_decimal = mark.glued && digits.glued && digits.kind == Kind::Number && digits.digits == 1;
            let is_decimal = is_decimal && matches!(mark.of(self.text), "," | ".");
            is_decimal.then(|| (at + 3, whole + f64::from(digits.number) / 10.0))
        };
        decimals().or(Some((at + 1, whole)))
    }

    /// A number in words: *vingt et un, twenty-five, сорок два*.
    fn words_at(&self, at: usize) -> Option<(usize, f64)> {
        let class = self.grammar.number_class()?;
        let number_at = |at: usize| {
            let token = self.tokens.get(at)?;
            let entry = self
                .grammar
                .entries(token.word)
                .iter()
                .find(|entry| entry.class == class && self.follows(at + 1, &entry.rest))?;
            let Bound::Count(Some(value)) = entry.bound else { return None };
            Some((at + 1 + entry.rest.len(), value))
        };
        let (mut end, mut total) = number_at(at)?;
        loop {
            let link = usize::from(self.tokens.get(end).is_some_and(|token| {
                matches!(token.of(self.text), "-" | "et" | "and" | "y" | "‑" | "ET" | "AND" | "Y")
            }));
            let Some((next_end, value)) = number_at(end + link).or_else(|| number_at(end)) else { break };
            let combined = if value >= 100.0 && total < value {
                total * value
            } else if (total >= 20.0 && value < 10.0 && total % 10.0 == 0.0)
                || (total >= 60.0 && value < 20.0 && total % 20.0 == 0.0)
                || (total >= 100.0 && value < 100.0 && total % 100.0 == 0.0)
            {
                total + value
            } else {
                break;
            };
            (end, total) = (next_end, combined);
        }
        Some((end, total))
    }
}

fn fits(written: Written, token: &Token) -> bool {
    match written {
        Written::Anyhow => true,
        Written::Lower => token.case != Case::Title,
        Written::Title => token.case != Case::Lower,
    }
}

fn read_digits(digits: Digits, token: &Token) -> Option<Bound> {
    if token.kind != Kind::Number {
        return None;
    }
    let number = i16::try_from(token.number).ok()?;
    let within = |low: i16, high: i16, n_digits: std::ops::RangeInclusive<u8>| {
        (low..=high).contains(&number) && n_digits.contains(&token.digits)
    };
    let small = number.min(99) as i8;
    match digits {
        Digits::Day if within(1, 31, 1..=2) => Some(Bound::Day(small)),
        Digits::Month if within(1, 12, 1..=2) => Some(Bound::Month(small)),
        Digits::Year if within(1000, 2199, 4..=4) => Some(Bound::Year(number)),
        Digits::BareYear if within(1900, 2049, 4..=4) => Some(Bound::Year(number)),
        Digits::AnyYear if within(1, 2199, 1..=4) => Some(Bound::Year(number)),
        Digits::ShortYear if within(0, 99, 2..=2) => Some(Bound::ShortYear(number)),
        Digits::Hour if within(0, 24, 1..=2) => Some(Bound::Hour(small)),
        Digits::Minute if within(0, 59, 2..=2) => Some(Bound::Minute(small)),
        Digits::Ordinal if within(1, 99, 1..=2) => Some(Bound::Ordinal(number)),
        _ => None,
    }
}
