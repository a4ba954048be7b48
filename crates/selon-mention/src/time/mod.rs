//! When: TIMEX3 expressions in six languages, resolved against the report's date.
//!
//! The scanner cuts the text into words ([`token`]); the rules of the language's grammar are matched as one tree
//! ([`grammar`], [`matcher`]); what matched is resolved from left to right, so that « le lendemain » can count from the
//! date spoken of before ([`resolve`]). Words and rules are rows of `data/<lang>/time-words.tsv` and `time-rules.tsv`.

mod bound;
mod calendar;
mod grain;
mod grammar;
mod interval;
mod length;
mod matcher;
mod meaning;
mod pattern;
mod resolve;
mod shift;
mod tense;
mod token;

use jiff::civil::Date;
use selon_types::{Analysis, Report, Span, Timex};

pub use grammar::TimeLexicon;
pub use interval::timex_interval;

use bound::Bound;
use grain::Grain;
use grammar::Grammar;
use matcher::{Match, find_matches};
use meaning::{Anchor, Fields, Meaning};
use resolve::{Resolved, Scene, resolve, resolve_range};
use tense::{Tense, n_sentence_ends, tense_by_parse, tense_by_words};
use token::scan;

/// The temporal expressions of a report, sorted by position.
///
/// The analysis may be empty: then the tense, which decides between the last Tuesday and the next, is guessed from the
/// words. Without a date of publication relative expressions are found and left unresolved.
pub fn find_timexes(report: &Report, analysis: &Analysis, times: &TimeLexicon) -> Vec<Timex> {
    let Some((language, grammar)) = report.language.and_then(|language| Some((language, times.grammar(language)?)))
    else {
        return Vec::new();
    };
    let text = report.text.as_str();
    let tokens = scan(text, &grammar.vocabulary);
    let matches = find_matches(text, &tokens, grammar);
    let published = report.published.as_ref().map(|published| published.value.as_str());
    let mut story = Story {
        report: published.and_then(|value| value.get(..10)?.parse().ok()),
        report_time: published.and_then(time_of_publication),
        ..Story::default()
    };
    story.is_history = is_history(&matches, grammar, story.report);
    let mut timexes = Vec::new();
    for found in &matches {
        let meanings = &grammar.meanings[found.rule];
        if meanings[0] == Meaning::Nothing {
            continue;
        }
        let (first, end) = (found.segments[0].first, found.segments[found.segments.len() - 1].end);
        let n_ends =
            story.token.filter(|before| *before <= first).map(|before| n_sentence_ends(text, &tokens[before..first]));
        let span = |first: usize, end: usize| Span::new(tokens[first].start as usize, tokens[end - 1].end as usize);
        let tense = || {
            // « la rencontre prévue jeudi »: a past participle that tells of what is to come.
            let beside =
                tokens[first.saturating_sub(2)..first].iter().filter_map(|token| grammar.tense_of(text, token));
            if beside.clone().any(|tense| tense == Tense::Future) {
                return Tense::Future;
            }
            let parsed = tense_by_parse(analysis, span(first, end), language);
            parsed.unwrap_or_else(|| tense_by_words(text, &tokens, grammar, first, end))
        };
        for (idx, resolved) in resolve_match(found, meanings, &story.scene(n_ends, &tense)).into_iter().enumerate() {
            let Some(resolved) = resolved else { continue };
            let segment = &found.segments[idx];
            let interval = days_meant(&resolved, meanings);
            story.remember(&resolved, segment.end);
            timexes.push(Timex {
                span: span(segment.first, segment.end),
                kind: resolved.kind,
                value: resolved.value,
                begin: interval.map(|(begin, _)| begin.to_string()),
                end: interval.map(|(_, end)| end.to_string()),
            });
        }
    }
    timexes
}

/// « la nuit de samedi à dimanche » lies on two days, whatever the one that its value names.
fn days_meant(resolved: &Resolved, meanings: &[Meaning]) -> Option<(Date, Date)> {
    let (begin, end) = timex_interval(&resolved.value)?;
    let end = if meanings == [Meaning::Eve] { end.tomorrow().unwrap_or(end) } else { end };
    Some((begin, end))
}

fn resolve_match(found: &Match, meanings: &[Meaning], scene: &Scene) -> Vec<Option<Resolved>> {
    let fields = || found.segments.iter().map(|segment| Fields::gather(&segment.bounds));
    if meanings == [Meaning::Range] {
        return resolve_range(fields().collect(), scene);
    }
    fields().enumerate().map(|(idx, fields)| resolve(meanings[idx.min(meanings.len() - 1)], &fields, scene)).collect()
}

/// What was spoken of so far.
#[derive(Default)]
struct Story {
    report: Option<Date>,
    report_time: Option<(i8, i8)>,
    last_day: Option<Date>,
    last: Option<Grain>,
    /// The token after the last date.
    token: Option<usize>,
    is_history: bool,
}

impl Story {
    /// The scene of an expression that stands `n_ends` sentence ends after the last date.
    fn scene<'a>(&self, n_ends: Option<usize>, tense: &'a dyn Fn() -> Tense) -> Scene<'a> {
        Scene {
            report: self.report,
            report_time: self.report_time,
            story_day: self.last_day,
            story: self.last,
            is_story_near: n_ends.is_some_and(|n_ends| n_ends <= 1),
            is_same_sentence: n_ends == Some(0),
            is_history: self.is_history,
            tense,
        }
    }

    fn remember(&mut self, resolved: &Resolved, end: usize) {
        let Some(grain) = resolved.grain else { return };
        if let Grain::Day(day) = grain {
            self.last_day = Some(day);
        }
        self.token = Some(end);
        // A history may look ahead to a year (« as was learned in 2005 ») and go on where it was.
        let is_aside = match (self.last.and_then(Grain::year), grain) {
            (Some(before), Grain::Year(year)) => self.is_history && (year - before).abs() > 10,
            (Some(_), _) => grain.year().is_none(),
            (None, _) => false,
        };
        if !is_aside {
            self.last = Some(grain);
        }
    }
}

fn time_of_publication(value: &str) -> Option<(i8, i8)> {
    let (hour, minute) = value.get(11..16)?.split_once(':')?;
    Some((hour.parse().ok()?, minute.parse().ok()?))
}

/// The text tells of years long past and not of the days around its publication.
fn is_history(matches: &[Match], grammar: &Grammar, report: Option<Date>) -> bool {
    let newest_past_year = report.map_or(i16::MAX, |report| report.year() - 2);
    let (mut n_old, mut n_current) = (0, 0);
    for found in matches {
        let is_relative = grammar.meanings[found.rule].iter().any(|meaning| {
            matches!(meaning, Meaning::Ago { .. } | Meaning::Ahead | Meaning::Period { from: Anchor::Report, .. })
        });
        let bounds = || found.segments.iter().flat_map(|segment| &segment.bounds);
        let has = |wanted: fn(&Bound) -> bool| bounds().any(wanted);
        let year = bounds().find_map(|bound| match bound {
            Bound::Year(year) => Some(*year),
            _ => None,
        });
        let is_weekday =
            has(|bound| matches!(bound, Bound::Weekday(_))) && !has(|bound| matches!(bound, Bound::Month(_)));
        match year {
            Some(year) if year <= newest_past_year => n_old += 1,
            Some(_) => n_current += 1,
            None if is_relative || is_weekday || has(|bound| matches!(bound, Bound::Deictic(_))) => n_current += 1,
            None => {}
        }
    }
    n_old >= 4 && n_old > 4 * n_current
}
