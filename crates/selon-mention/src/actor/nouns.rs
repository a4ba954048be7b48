//! Nouns and fixed phrases of one language that stand for actors, with the sector they tell.

use std::collections::HashMap;

use rustc_hash::FxHashMap;
use selon_types::{Language, Row, TableError};

use super::columns::{checked_code, checked_sector};
use super::fold::{key, stems, words};
use super::names::noun_key;

/// What kind of thing a noun means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NounKind {
    /// A person.
    Human,
    /// An institution or a body of people.
    Collective,
    /// A thing; its holder is the actor.
    Object,
    /// A part of an actor or a paper by it; the complement tells whose.
    Part,
    /// Another one than its complement: *l'allié de Moscou*.
    Relation,
}

/// A noun or fixed phrase.
#[derive(Clone, Debug)]
pub(crate) struct Noun {
    /// PLOVER sector.
    pub(crate) sector: Option<String>,
    /// What kind of thing it means.
    pub(crate) kind: NounKind,
    /// Country or class where the word alone tells it (*Bundeskanzler*).
    pub(crate) code: Option<String>,
    keys: Vec<u64>,
}

/// The nouns of one language.
#[derive(Clone, Default)]
pub(crate) struct Nouns {
    nouns: Vec<Noun>,
    by_word: FxHashMap<u64, Vec<usize>>,
    tails: HashMap<String, usize>,
}

const FUNCTION_WORDS: &[&str] = &[
    "de", "du", "des", "la", "le", "les", "l", "d", "a", "au", "aux", "en", "of", "the", "for", "to", "del", "los",
    "las", "el", "der", "die", "das", "fur", "vom", "dem", "and", "in",
];

impl Nouns {
    pub(crate) fn add(&mut self, row: Row<'_>, language: Language) -> Result<(), TableError> {
        let kind = match row.get("kind") {
            "human" => NounKind::Human,
            "collective" => NounKind::Collective,
            "object" => NounKind::Object,
            "part" => NounKind::Part,
            "relation" => NounKind::Relation,
            other => return Err(row.error(format!("unknown kind {other:?}"))),
        };
        let phrase = row.get("phrase");
        let folded: Vec<_> = words(phrase).into_iter().map(|word| word.folded).collect();
        let content: Vec<_> = folded
            .iter()
            .enumerate()
            .filter(|(idx, word)| *idx == 0 || !FUNCTION_WORDS.contains(&&***word))
            .map(|(_, word)| word.clone())
            .collect();
        let noun = Noun {
            sector: checked_sector(row, "sector")?,
            kind,
            code: checked_code(row, "code")?,
            keys: content.iter().map(|word| noun_key(word, language)).collect(),
        };
        let idx = self.nouns.len();
        for &key in &noun.keys {
            self.by_word.entry(key).or_default().push(idx);
        }
        if language == Language::De && content.len() == 1 && content[0].chars().count() >= 5 {
            self.tails.entry(content[0].clone()).or_insert(idx);
        }
        self.nouns.push(noun);
        Ok(())
    }

    /// Some noun or phrase of the lexicon has one of these keys.
    pub(crate) fn knows(&self, head_keys: &[u64]) -> bool {
        head_keys.iter().any(|key| self.by_word.contains_key(key))
    }

    /// The noun or phrase whose one word is the head and whose other words are all among the keys of its phrase;
    /// the longest one.
    pub(crate) fn find(&self, head_keys: &[u64], phrase_keys: &[u64]) -> Option<&Noun> {
        let mut best: Option<&Noun> = None;
        for &idx in head_keys.iter().filter_map(|key| self.by_word.get(key)).flatten() {
            let noun = &self.nouns[idx];
            let fits = noun.keys.iter().all(|key| head_keys.contains(key) || phrase_keys.contains(key));
            if fits && best.is_none_or(|known| noun.keys.len() > known.keys.len()) {
                best = Some(noun);
            }
        }
        best
    }

    /// The noun at the end of a German compound: *Regierungstruppen* → *Truppen*.
    pub(crate) fn find_tail(&self, folded: &str) -> Option<&Noun> {
        folded
            .char_indices()
            .skip(2)
            .map(|(offset, _)| &folded[offset..])
            .take_while(|tail| tail.len() >= 5)
            .find_map(|tail| stems(tail, Language::De).find_map(|stem| self.tails.get(stem)))
            .map(|&idx| &self.nouns[idx])
    }
}

/// The keys under which a token may be found: its lemma and the likely dictionary forms of its letters.
pub(crate) fn token_keys(lemma: &str, form: &str, language: Language) -> Vec<u64> {
    let mut keys = Vec::new();
    let lemmas = words(lemma);
    for word in &lemmas {
        push_forms(&word.folded, language, &mut keys);
    }
    for word in words(form).iter().filter(|word| lemmas.iter().all(|lemma| lemma.folded != word.folded)) {
        push_forms(&word.folded, language, &mut keys);
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn push_forms(folded: &str, language: Language, keys: &mut Vec<u64>) {
    match language {
        Language::Ru | Language::Uk => keys.extend(stems(folded, language).map(|stem| key(stem, true))),
        Language::De => keys.extend(stems(folded, language).map(|stem| key(stem, false))),
        _ => {
            keys.push(key(folded, false));
            for (ending, instead) in
                [("s", ""), ("es", ""), ("x", ""), ("aux", "al"), ("ies", "y"), ("men", "man"), ("ces", "z")]
            {
                if let Some(stem) = folded.strip_suffix(ending)
                    && stem.len() > 2
                {
                    keys.push(key(&format!("{stem}{instead}"), false));
                }
            }
        }
    }
}
