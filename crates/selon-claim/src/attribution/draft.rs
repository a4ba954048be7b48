//! An attribution while it is being built, in tokens.

use std::ops::Range;

use selon_types::{Act, Distance, Stance};

use super::Reader;
use super::content::Content;
use super::cue::Cue;
use super::lexicon::Entry;
use super::source::Source;

/// Source, cue and content as tokens, with what the lexicon says of the cue.
pub(super) struct Draft<'l> {
    /// The reading of the cue; `None` for a quotation without cue.
    pub(super) entry: Option<&'l Entry>,
    /// The word of the cue that governs; `None` for phrases and lone quotations.
    pub(super) governor: Option<usize>,
    pub(super) cue: Vec<usize>,
    pub(super) source: Source,
    pub(super) content: Vec<Range<usize>>,
    pub(super) act: Act,
    pub(super) stance: Stance,
    pub(super) distance: Distance,
    pub(super) rule: &'static str,
    /// First word of the cue of the relay that reports it (*selon Reuters, citant des témoins*).
    pub(super) under: Option<usize>,
}

impl<'l> Draft<'l> {
    /// From a verb, adjective or noun of saying.
    pub(super) fn new(
        _reader: &Reader<'l>,
        entry: &'l Entry,
        cue: &Cue<'l>,
        content: Vec<Range<usize>>,
        rule: &'static str,
    ) -> Draft<'l> {
        let (stance, distance) = shifted(entry, cue);
        Draft {
            entry: Some(entry),
            governor: Some(cue.governor),
            cue: cue.tokens.clone(),
            source: Source::default(),
            content,
            act: entry.act,
            stance,
            distance,
            rule,
            under: None,
        }
    }

    /// From what a verb, adjective or noun governs.
    pub(super) fn governed(reader: &Reader<'l>, cue: &Cue<'l>, content: Content<'l>, rule: &'static str) -> Draft<'l> {
        let question = content.question;
        let mut draft = Draft::new(reader, content.entry, cue, content.parts, rule);
        if question && matches!(draft.stance, Stance::Asserted | Stance::Desired) && draft.act != Act::Belief {
            draft.stance = Stance::Questioned;
        }
        draft
    }

    /// From a preposition or adverb.
    pub(super) fn of_phrase(
        _reader: &Reader<'l>,
        entry: &'l Entry,
        words: Range<usize>,
        content: Vec<Range<usize>>,
        rule: &'static str,
    ) -> Draft<'l> {
        Draft {
            entry: Some(entry),
            governor: None,
            cue: words.collect(),
            source: Source::default(),
            content,
            act: entry.act,
            stance: entry.stance,
            distance: entry.distance,
            rule,
            under: None,
        }
    }

    /// A quotation that no cue introduces.
    pub(super) fn alone(_reader: &Reader<'l>, content: Range<usize>, rule: &'static str) -> Draft<'l> {
        Draft {
            entry: None,
            governor: None,
            cue: Vec::new(),
            source: Source::default(),
            content: vec![content],
            act: Act::Speech,
            stance: Stance::Asserted,
            distance: Distance::Neutral,
            rule,
            under: None,
        }
    }

    /// Most of the words of `tokens` belong to the content.
    pub(super) fn covers(&self, tokens: &Range<usize>) -> bool {
        let shared: usize =
            self.content.iter().map(|part| part.end.min(tokens.end).saturating_sub(part.start.max(tokens.start))).sum();
        2 * shared > tokens.len()
    }

    /// Words in front of the token belong to the content as well, so that somebody may speak there.
    pub(super) fn tells_more(&self, idx: usize) -> bool {
        /// *on s'est dit :*
        const LEAST: usize = 3;
        self.content.iter().any(|part| part.contains(&idx) && idx - part.start >= LEAST)
    }

    /// The token belongs to the content.
    pub(super) fn holds(&self, idx: usize) -> bool {
        self.content.iter().any(|part| part.contains(&idx))
    }

    /// First and last token of the content.
    pub(super) fn hull(&self) -> Range<usize> {
        let start = self.content.iter().map(|part| part.start).min().unwrap_or(0);
        let end = self.content.iter().map(|part| part.end).max().unwrap_or(start);
        start..end
    }
}

/// Negation and the conditional of hearsay change what the cue says of source and report.
fn shifted(entry: &Entry, cue: &Cue<'_>) -> (Stance, Distance) {
    let (mut stance, mut distance) = (entry.stance, entry.distance);
    if cue.negated {
        stance = match (entry.act, entry.stance) {
            // *ne pense pas que*: the source holds the contrary.
            (Act::Belief, Stance::Hedged) => Stance::Denied,
            (_, Stance::Denied) => Stance::Hedged,
            (_, Stance::Desired | Stance::Alleged) => stance,
            // *n'a pas confirmé*, *n'a pas précisé si*.
            _ => Stance::Questioned,
        };
        distance = Distance::Neutral;
    }
    if cue.conditional {
        if stance == Stance::Asserted {
            stance = Stance::Hedged;
        }
        distance = Distance::Distances;
    }
    (stance, distance)
}
