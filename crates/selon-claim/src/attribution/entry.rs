//! One row of a table of cues: its words, and what may be its content.

use selon_types::{Act, Distance, Language, Stance};

/// One way of attributing.
#[derive(Clone)]
pub(super) struct Entry {
    /// The words of the row, a separable prefix joined.
    pub(super) words: String,
    /// Folded words beside the governing one.
    pub(super) others: Vec<String>,
    /// Only with a reflexive pronoun.
    pub(super) reflexive: bool,
    /// A separable prefix that stands apart (*teilte … mit*).
    pub(super) particle: Option<String>,
    pub(super) pattern: Pattern,
    pub(super) complements: Vec<Complement>,
    pub(super) act: Act,
    pub(super) stance: Stance,
    pub(super) distance: Distance,
}

/// A sequence of words with its entry.
pub(super) struct Phrase {
    /// Folded, without spaces.
    pub(super) letters: String,
    pub(super) entry: Entry,
}

/// How a cue is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    Verb,
    Adjective,
    Noun,
    Preposition,
    Postposition,
    As,
    Adverb,
    Hedge,
    Basis,
    Relay,
    Persona,
    /// Takes up the clause before (*ce que*, *which*).
    Resumption,
    /// At the head of a sentence, takes up the sentence before (*Об этом сообщил …*, *Das teilte … mit*).
    Anaphor,
}

/// What may be the content of a cue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Complement {
    Clause,
    Quote,
    Infinitive,
    Object,
    /// A noun phrase, if the subject is a document.
    Finding,
    /// An object with what is said of it.
    Predicate,
    /// The accused with the deed.
    Blame,
    /// After this preposition.
    After(String),
    /// After this preposition, if some of it is in quotation marks.
    QuotedAfter(String),
    /// An infinitive under a passive without subject (*il a été décidé de*)
    Decreed,
    /// Of a preposition: any source.
    Source,
    /// Of a preposition: only somebody who can have a view (*pour les défenseurs, …*).
    Voice,
    /// Of a preposition: only a name (*nach Reuters*).
    Named,
    /// Of a preposition: a noun that tells on whose word (*nach ersten Erkenntnissen*).
    Account,
    /// German *so X*.
    So,
    /// Of a preposition: whoever another source of the sentence cites (*selon Reuters, citant des témoins*).
    Origin,
    /// No source.
    Nothing,
}

impl Entry {
    /// The cue may have this kind of content.
    pub(super) fn takes(&self, complement: &Complement) -> bool {
        self.complements.contains(complement)
    }

    /// The prepositions whose objects may be the content, and whether only quoted ones.
    pub(super) fn prepositions(&self) -> impl Iterator<Item = (&str, bool)> {
        self.complements.iter().filter_map(|complement| match complement {
            Complement::After(preposition) => Some((preposition.as_str(), false)),
            Complement::QuotedAfter(preposition) => Some((preposition.as_str(), true)),
            _ => None,
        })
    }

    /// Takes the governing lemma out of the words of a row and notes the others.
    pub(super) fn take_words(&mut self, language: Language, words: &str) -> String {
        let mut words: Vec<&str> = words.split_whitespace().collect();
        for reflexive in ["se", "sich"] {
            if words.len() > 1 && words[0] == reflexive {
                words.remove(0);
                self.reflexive = true;
            }
        }
        // German cites an idiom with its verb at the end (*in Frage stellen*); the others begin with the verb.
        let governor = if language == Language::De {
            words.pop()
        } else if words.is_empty() {
            None
        } else {
            Some(words.remove(0))
        };
        let mut governor = governor.unwrap_or_default().to_owned();
        if let Some(stem) = governor.strip_prefix("s'") {
            governor = stem.to_owned();
            self.reflexive = true;
        }
        let spanish_reflexive =
            language == Language::Es && ["arse", "erse", "irse"].iter().any(|ending| governor.ends_with(ending));
        if spanish_reflexive {
            governor.truncate(governor.len() - 2);
            self.reflexive = true;
        }
        if let Some((particle, stem)) = governor.clone().split_once('/') {
            self.particle = Some(particle.to_owned());
            governor = stem.to_owned();
        }
        self.others = words.into_iter().map(str::to_owned).collect();
        governor
    }
}

impl Phrase {
    pub(super) fn length_in(&self, forms: &[String]) -> Option<usize> {
        let mut rest = self.letters.as_str();
        for (idx, form) in forms.iter().enumerate() {
            rest = rest.strip_prefix(form.as_str())?;
            if rest.is_empty() {
                return Some(idx + 1);
            }
        }
        None
    }
}

/// The letters before the first apostrophe, hyphen or space.
pub(super) fn leading_letters(word: &str) -> &str {
    let end = word.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(word.len());
    &word[..end]
}
