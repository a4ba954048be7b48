//! Sentences and words as Universal Dependencies, from CoNLL-U or from an analysis, on one scale of places: the
//! characters of the text that are not white space.

mod align;
mod conllu;
mod from_analysis;

pub(crate) use align::{NAMES, align};
pub(crate) use conllu::{GoldSentence, document, read_conllu};
pub(crate) use from_analysis::from_analysis;

/// Some sentences, one after the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Document {
    /// Ascending.
    pub(crate) sentences: Vec<Sentence>,
    /// The words of all sentences.
    pub(crate) words: Vec<Word>,
}

/// One sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sentence {
    /// First character that is not white space.
    pub(crate) start: usize,
    /// One past the last one.
    pub(crate) end: usize,
    /// Its words, as indices of the document's.
    pub(crate) words: std::ops::Range<usize>,
}

/// One syntactic word. A contraction that begins with a preposition is one word, as in the product.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Word {
    /// First character that is not white space.
    pub(crate) start: usize,
    /// One past the last one.
    pub(crate) end: usize,
    /// Which word of its token it is, from 1; 0 when it is the whole token.
    pub(crate) part: usize,
    /// Its form, folded; only where the token holds several words.
    pub(crate) form: String,
    /// Folded.
    pub(crate) lemma: String,
    /// `NOUN`; of a contraction `ADP_DET`.
    pub(crate) upos: String,
    /// Universal features, sorted; empty for a contraction, whose words each have their own.
    pub(crate) feats: String,
    /// Index of the governing word; `None` for the root.
    pub(crate) head: Option<usize>,
    /// Universal relation.
    pub(crate) deprel: String,
    /// Name tag in BIO, where there is one.
    pub(crate) name: Option<String>,
    /// The entity marks that open and close at it (`Entity=` of GUM); empty where there are none.
    pub(crate) entity: String,
}

/// The features that all treebanks share (the list of the CoNLL 2018 shared task).
const UNIVERSAL_FEATURES: [&str; 21] = [
    "PronType", "NumType", "Poss", "Reflex", "Foreign", "Abbr", "Gender", "Animacy", "Number", "Case", "Definite",
    "Degree", "VerbForm", "Mood", "Tense", "Aspect", "Voice", "Evident", "Polarity", "Person", "Polite",
];

/// The universal features of a feature column, sorted.
pub(crate) fn universal_features(feats: &str) -> String {
    let mut kept: Vec<&str> = feats
        .split('|')
        .filter(|pair| pair.split_once('=').is_some_and(|(name, _)| UNIVERSAL_FEATURES.contains(&name)))
        .collect();
    kept.sort_unstable();
    kept.join("|")
}

/// The relation without its subtype.
pub(crate) fn universal_relation(deprel: &str) -> &str {
    deprel.split(':').next().unwrap_or_default()
}

/// How many characters are not white space.
pub(crate) fn n_solid(text: &str) -> usize {
    text.chars().filter(|letter| !letter.is_whitespace()).count()
}
