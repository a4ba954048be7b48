//! What is known about a stretch of text that may stand for an actor, before it is resolved.

use std::collections::BTreeMap;
use std::ops::Range;

use selon_types::{ActorForm, ActorMention, Analysis, Span};

use super::find::Named;
use super::nouns::NounKind;
use super::words::{Agreement, Gender};

/// The actor mentions found in a report, not yet linked and coded.
#[derive(Clone, Debug, Default)]
pub struct ActorCandidates {
    /// The mentions, sorted by position; only named ones are coded. Places need them: what is a mention of form
    /// metonym is no place.
    pub mentions: Vec<ActorMention>,
    /// What is known about each, same order.
    pub(crate) candidates: Vec<Candidate>,
    /// Countries that the text names without making them act, by the words.
    pub(crate) places: Vec<(Span, String)>,
    /// The candidates of each head token.
    pub(crate) at_head: BTreeMap<usize, Vec<usize>>,
    /// The names of the register in the text and the lexicon keys of its tokens: looked up once for both steps.
    pub(crate) named: Vec<Named>,
    pub(crate) keys: Vec<Vec<u64>>,
}

impl ActorCandidates {
    /// The candidates whose heads are among `tokens`, in the order of the tokens.
    pub(crate) fn headed_in<'a>(&'a self, tokens: &'a [usize]) -> impl Iterator<Item = usize> + 'a {
        tokens.iter().filter_map(|token| self.at_head.get(token)).flatten().copied()
    }
}

/// A place of the report with its country.
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    pub(crate) tokens: Range<usize>,
    pub(crate) code: String,
}

/// A stretch of text that may stand for an actor.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) span: Span,
    pub(crate) head: usize,
    pub(crate) form: ActorForm,
    pub(crate) source: Source,
    /// The tokens of its noun phrase.
    pub(crate) phrase: Vec<usize>,
    pub(crate) plural: Option<bool>,
    pub(crate) gender: Option<Gender>,
    pub(crate) animacy: Animacy,
    /// *le, ce, ses* against *un, des*; `None` where the language has no article.
    pub(crate) definite: Option<bool>,
}

/// Why it is a candidate.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// A name of the register.
    Entry(usize),
    /// People named by an adjective or demonym (*les Ukrainiens*).
    People(usize),
    /// A person or organisation that the register does not hold.
    Name { is_person: bool },
    /// A noun of the lexicon.
    Noun(NounInfo),
    /// A pronoun or possessive.
    Pronoun(Agreement),
}

/// What the lexicon says about the head of a phrase, and what stands beside it.
#[derive(Clone, Debug)]
pub(crate) struct NounInfo {
    pub(crate) sector: Option<String>,
    pub(crate) kind: NounKind,
    pub(crate) code: Option<String>,
    /// Entry of the register that the phrase names (*le président Vladimir Poutine*).
    pub(crate) named: Option<usize>,
    /// A name that the register does not hold (*le gouverneur de Belgorod, X*).
    pub(crate) name: Option<String>,
    /// *ancien, former*
    pub(crate) former: bool,
    /// The noun's own words and those of its phrase, without country: what makes two descriptions the same.
    pub(crate) identity: String,
}

/// Who a pronoun may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Animacy {
    Human,
    Collective,
    Object,
}

/// The tokens of a span.
pub(crate) fn sentence_of(analysis: &Analysis, token: usize) -> usize {
    analysis.sentence_of(token).unwrap_or(0)
}
