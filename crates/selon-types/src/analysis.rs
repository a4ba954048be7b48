//! Sentences, tokens, syntax and names, as Universal Dependencies.

use std::ops::Range;

use crate::label::labels;
use crate::{Language, Remark, Span};

/// The linguistic analysis of one report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// The language it was analysed in.
    pub language: Option<Language>,
    /// In the order of the text.
    pub sentences: Vec<Sentence>,
    /// All tokens of the report, in the order of the text; sentences hold ranges of them.
    pub tokens: Vec<Token>,
    /// Named entities, in the order of the text, not overlapping.
    pub names: Vec<Name>,
    /// What the analysis had to say about the text.
    pub remarks: Vec<Remark>,
}

/// One sentence, headline or date line.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Without white space at either end.
    pub span: Span,
    /// What the sentence is in the report.
    pub role: SentenceRole,
    /// Its tokens, as indices of `Analysis::tokens`.
    pub tokens: Range<usize>,
}

labels! {
    /// What a sentence is in the report.
    SentenceRole {
        /// The title inside the text.
        Headline = "headline",
        /// The title once more.
        HeadlineDuplicate = "headline_duplicate",
        /// Running text.
        Body = "body",
        /// A line that states place or date of publication and nothing else.
        Dateline = "dateline",
        /// Credits, navigation, subscriptions.
        Boilerplate = "boilerplate",
    }
}

/// One syntactic token. Contractions whose first word is a preposition (*du, au, zum, del*) stay one token.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// The letters of the token.
    pub span: Span,
    /// The dictionary form.
    pub lemma: String,
    /// The part of speech; of a contraction, that of its first word.
    pub upos: Upos,
    /// The second word of a contraction (`DET` in *du*), if it is one.
    pub contracted: Option<Upos>,
    /// Morphological features as `Name=Value`, sorted, joined by `|`; empty when there are none.
    pub feats: String,
    /// The governing token as an index of `Analysis::tokens`; `None` for the root of the sentence.
    pub head: Option<usize>,
    /// The relation to the head, subtypes included (`nsubj:pass`).
    pub deprel: String,
}

impl Token {
    /// The value of a feature: `feat("Mood")` is `Some("Cnd")` in *aurait*.
    pub fn feat(&self, name: &str) -> Option<&str> {
        self.feats.split('|').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    /// The relation without its subtype.
    pub fn relation(&self) -> &str {
        self.deprel.split(':').next().unwrap_or_default()
    }

    /// The relation, or its universal part, is `relation`.
    pub fn is(&self, relation: &str) -> bool {
        // Asked dozens of times for each token: no splitting where a look at one byte decides.
        self.deprel
            .strip_prefix(relation)
            .is_some_and(|rest| rest.is_empty() || (rest.starts_with(':') && !relation.contains(':')))
    }
}

labels! {
    /// Universal part of speech.
    Upos {
        /// Adjective.
        Adj = "ADJ",
        /// Adposition.
        Adp = "ADP",
        /// Adverb.
        Adv = "ADV",
        /// Auxiliary.
        Aux = "AUX",
        /// Coordinating conjunction.
        Cconj = "CCONJ",
        /// Determiner.
        Det = "DET",
        /// Interjection.
        Intj = "INTJ",
        /// Noun.
        Noun = "NOUN",
        /// Numeral.
        Num = "NUM",
        /// Particle.
        Part = "PART",
        /// Pronoun.
        Pron = "PRON",
        /// Proper noun.
        Propn = "PROPN",
        /// Punctuation.
        Punct = "PUNCT",
        /// Subordinating conjunction.
        Sconj = "SCONJ",
        /// Symbol.
        Sym = "SYM",
        /// Verb.
        Verb = "VERB",
        /// Anything else.
        X = "X",
    }
}

/// A named entity found by the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its tokens, as indices of `Analysis::tokens`.
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: NameKind,
}

labels! {
    /// What a name names. A state or a capital that acts is `Gpe`.
    NameKind {
        /// A person.
        Per = "PER",
        /// An organisation.
        Org = "ORG",
        /// A geopolitical entity.
        Gpe = "GPE",
        /// Another place.
        Loc = "LOC",
        /// Anything else with a name.
        Misc = "MISC",
    }
}

impl Analysis {
    /// The sentence that holds token `token_idx`, as an index of `sentences`.
    pub fn sentence_of(&self, token_idx: usize) -> Option<usize> {
        let sentence_idx = self.sentences.partition_point(|sentence| sentence.tokens.end <= token_idx);
        self.sentences.get(sentence_idx).filter(|sentence| sentence.tokens.contains(&token_idx)).map(|_| sentence_idx)
    }

    /// The tokens that overlap `span`, as a range of indices.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|token| token.span.end() <= span.start());
        let end = self.tokens.partition_point(|token| token.span.start() < span.end());
        start..end.max(start)
    }

    /// The direct dependents of a token, in the order of the text.
    pub fn children(&self, token_idx: usize) -> impl Iterator<Item = usize> + '_ {
        let range = self.sentence_of(token_idx).map_or(0..0, |idx| self.sentences[idx].tokens.clone());
        range.filter(move |&idx| self.tokens[idx].head == Some(token_idx))
    }

    /// The first direct dependent whose relation is one of `relations`.
    pub fn child(&self, token_idx: usize, relations: &[&str]) -> Option<usize> {
        self.children(token_idx).find(|&idx| relations.iter().any(|relation| self.tokens[idx].is(relation)))
    }

    /// The token and everything below it, in the order of the text.
    pub fn subtree(&self, token_idx: usize) -> Vec<usize> {
        let range =
            self.sentence_of(token_idx).map_or(token_idx..token_idx + 1, |idx| self.sentences[idx].tokens.clone());
        range.filter(|&idx| self.is_below(idx, token_idx)).collect()
    }

    /// `token_idx` is `ancestor` or lies below it.
    pub fn is_below(&self, token_idx: usize, ancestor: usize) -> bool {
        let mut current = Some(token_idx);
        // A tree of n tokens is never deeper than n; the bound keeps a damaged tree from looping.
        for _ in 0..=self.tokens.len() {
            match current {
                Some(idx) if idx == ancestor => return true,
                Some(idx) => current = self.tokens[idx].head,
                None => return false,
            }
        }
        false
    }

    /// The smallest span over some tokens; `None` when there are none.
    pub fn span_of(&self, token_idxs: impl IntoIterator<Item = usize>) -> Option<Span> {
        token_idxs.into_iter().map(|idx| self.tokens[idx].span).reduce(Span::cover)
    }
}
