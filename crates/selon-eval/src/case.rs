//! One record with what was read in it, ready to be compared.

use selon_view::wire::{WireAttribution, WireClaim, WireReading};

use crate::Options;
use crate::atlas::Atlas;
use crate::code::Code;
use crate::gold::{GoldRecord, Speaker};
use crate::letters::LetterIndex;
use crate::score::Tally;

/// One gold record beside the reading of it.
pub(crate) struct Case<'run> {
    /// What people coded.
    pub gold: &'run GoldRecord,
    /// What was read.
    pub wire: &'run WireReading,
    /// The record's text, its letters numbered.
    pub text: LetterIndex<'run>,
    /// What countries are called.
    pub atlas: &'run Atlas,
    /// What was asked for.
    pub options: &'run Options,
}

/// What comparing one record gives.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    /// Its counts.
    pub tally: Tally,
    /// Each miss, extra and mismatch, in a form a person reads.
    pub errors: Vec<String>,
}

/// Which readings of the gold count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// Every accepted reading; optional items are neither wanted nor extra.
    Lenient,
    /// The first reading only; optional items are wanted.
    Strict,
}

impl Strictness {
    /// Both, the lenient one first.
    pub(crate) const BOTH: [Strictness; 2] = [Strictness::Lenient, Strictness::Strict];

    /// What stands before the keys of its figures.
    pub(crate) fn prefix(self) -> &'static str {
        match self {
            Strictness::Lenient => "",
            Strictness::Strict => "strict_",
        }
    }

    /// The readings of a field that count.
    pub(crate) fn readings<T>(self, readings: &[T]) -> &[T] {
        match self {
            Strictness::Lenient => readings,
            Strictness::Strict => &readings[..readings.len().min(1)],
        }
    }

    /// An item marked optional is left out of what is wanted.
    pub(crate) fn spares(self, optional: bool) -> bool {
        optional && self == Strictness::Lenient
    }
}

impl<'run> Case<'run> {
    /// The attribution that holds a claim.
    pub(crate) fn attribution_of(&self, claim: &WireClaim) -> Option<&'run WireAttribution> {
        self.wire.attributions.iter().find(|attribution| attribution.id == claim.attribution)
    }

    /// Who says a claim, as it was read.
    pub(crate) fn speaker_of(&self, claim: &WireClaim) -> Speaker {
        self.attribution_of(claim).map_or(Speaker::Author, speaker)
    }

    /// Some words with a little of what stands around them.
    pub(crate) fn in_context(&self, span: [usize; 2]) -> String {
        const AROUND: usize = 60;
        let one_line = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
        let before = self.text.words([span[0].saturating_sub(AROUND), span[0]]);
        let after = self.text.words([span[1], span[1] + AROUND]);
        format!("…{} [{}] {}…", one_line(before), one_line(self.text.words(span)), one_line(after))
    }
}

/// Who speaks in an attribution, as it was read.
pub(crate) fn speaker(attribution: &WireAttribution) -> Speaker {
    let source = &attribution.source_ref;
    if attribution.kind == "none" || source.kind == "author" {
        return Speaker::Author;
    }
    let code = Code::from_parts(source.code.as_deref(), source.sector.as_deref());
    if source.kind == "unresolved" || code == Code::default() { Speaker::Unresolved } else { Speaker::Coded(code) }
}

/// The speaker that was read is the one the gold names.
pub(crate) fn speaker_agrees(gold: &Speaker, found: &Speaker) -> bool {
    match (gold, found) {
        (Speaker::Author, Speaker::Author) | (Speaker::Unresolved, Speaker::Unresolved) => true,
        // Somebody of unknown country is as unresolved as nobody.
        (Speaker::Unresolved, Speaker::Coded(code)) => code.country.is_none(),
        (Speaker::Coded(gold), Speaker::Coded(found)) => gold.agrees(found),
        _ => false,
    }
}

/// A speaker in a few letters.
pub(crate) fn speaker_words(speaker: &Speaker) -> String {
    match speaker {
        Speaker::Author => "author".to_owned(),
        Speaker::Unresolved => "unresolved".to_owned(),
        Speaker::Coded(code) => code.to_string(),
    }
}
