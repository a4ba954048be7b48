//! The cues of attribution of each language, read from `data/<lang>/attribution.tsv`.

use std::collections::{BTreeMap, BTreeSet};

use selon_types::{Act, Distance, Label, Language, Row, Stance, Table, TableError};

use super::entry::leading_letters;
pub(super) use super::entry::{Complement, Entry, Pattern, Phrase};
pub(super) use super::forms::fold;
use super::forms::{german_forms, plain, stems};

/// Cues of saying by language, from `data/<lang>/attribution.tsv`; the head of that file says what its columns mean.
#[derive(Default)]
pub struct AttributionLexicon {
    languages: BTreeMap<Language, Lexicon>,
}

/// The cues of one language.
#[derive(Default)]
pub(super) struct Lexicon {
    /// Verbs, adjectives and nouns by the folded lemma that governs.
    by_lemma: BTreeMap<String, Vec<Entry>>,
    /// Stems of the verbs, without accents, with their lemma.
    stems: BTreeMap<String, String>,
    /// Irregular forms with their lemma.
    irregular: BTreeMap<String, String>,
    /// Forms of German verbs with the words that `by_lemma` has them under and the prefix that stands in them.
    forms: BTreeMap<String, Vec<(String, Option<String>)>>,
    /// Word sequences by their first letters.
    phrases: BTreeMap<String, Vec<Phrase>>,
    documents: BTreeSet<String>,
    unnamed: BTreeSet<String>,
    /// Verbs that answer what was told before (*démentir*), as their rows cite them.
    answers: BTreeMap<String, Stance>,
    /// Nouns that tell on whose word something is told (*nach Angaben*).
    accounts: BTreeSet<String>,
    /// Words that point back to what was told (*accusation*, *cela*).
    pointers: BTreeSet<String>,
    /// The language joins nouns in one word.
    compounds: bool,
}

impl AttributionLexicon {
    /// Reads tables given as (path, content); the first part of the path is the language (`fr/attribution.tsv`).
    ///
    /// # Errors
    /// When a table has an unknown language, pattern, complement or label; the error names file and line.
    pub fn from_tables(tables: &[(&str, &str)]) -> Result<AttributionLexicon, TableError> {
        let mut lexicon = AttributionLexicon::default();
        for (path, content) in tables {
            let table = Table::parse(path, content, &["words", "pattern", "complement", "act", "stance", "distance"])?;
            let code = path.split('/').next().unwrap_or_default();
            let language = Language::from_label(code).ok_or_else(|| TableError {
                file: (*path).to_owned(),
                line: 1,
                reason: format!("{code:?} is no language that Selon reads"),
            })?;
            let words = lexicon.languages.entry(language).or_default();
            words.compounds = language == Language::De;
            for row in table.rows() {
                words.add(language, row)?;
            }
            if language == Language::De {
                words.add_german_forms();
            }
        }
        Ok(lexicon)
    }

    /// The cues of a language, if a table for it was given.
    pub(super) fn of(&self, language: Language) -> Option<&Lexicon> {
        self.languages.get(&language)
    }
}

impl Lexicon {
    /// The entries that a lemma governs, in the order of the table.
    pub(super) fn governed_by(&self, lemma: &str) -> &[Entry] {
        self.by_lemma.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The entries of a verb whose lemma the analysis got wrong (*annonçé*: *annonçer*): the stem of the lexicon's
    /// lemma opens the form and the given lemma.
    pub(super) fn near(&self, lemma: &str, form: &str) -> &[Entry] {
        self.known_lemma(lemma, form).map_or(&[], |known| self.governed_by(known))
    }

    /// The lemma of the lexicon behind a form whose given lemma is wrong.
    fn known_lemma(&self, lemma: &str, form: &str) -> Option<&str> {
        /// Shorter stems meet by chance.
        const SHORTEST: usize = 4;
        /// The longest ending of a finite verb form, in letters.
        const ENDING: usize = 6;
        if let Some(known) = self.irregular.get(form) {
            return Some(known);
        }
        let (lemma, form) = (plain(lemma), plain(form));
        let letters: Vec<usize> = form.char_indices().map(|(offset, _)| offset).chain([form.len()]).collect();
        for n_letters in (SHORTEST..letters.len()).rev().take(ENDING) {
            let stem = &form[..letters[n_letters]];
            // The last letter of the stem may have gone astray (*сообщил*: *сообщть*).
            let common = if n_letters > SHORTEST { &form[..letters[n_letters - 1]] } else { stem };
            if !lemma.starts_with(common) {
                continue;
            }
            if let Some(known) = self.stems.get(stem) {
                return Some(known);
            }
        }
        None
    }

    /// Every phrase that starts at the first of `forms` (folded tokens), with the number of tokens it takes, longest first.
    pub(super) fn phrases_at<'l>(&'l self, forms: &[String]) -> Vec<(&'l Entry, usize)> {
        let Some(first) = forms.first() else {
            return Vec::new();
        };
        let candidates = self.phrases.get(leading_letters(first));
        let mut found: Vec<(&Entry, usize)> = candidates
            .into_iter()
            .flatten()
            .filter_map(|phrase| Some((&phrase.entry, phrase.length_in(forms)?)))
            .collect();
        found.sort_by_key(|&(_, length)| std::cmp::Reverse(length));
        found
    }

    pub(super) fn is_document(&self, lemma: &str) -> bool {
        self.documents.contains(lemma)
            // German writes compounds as one word (*Medienbericht*, *Polizeiangabe*).
            || self.compounds && self.documents.iter().any(|word| word.len() > 4 && lemma.ends_with(word.as_str()))
    }

    /// A noun of saying, alone or as the last part of a compound (*Expertenmeinung*).
    pub(super) fn is_saying(&self, lemma: &str) -> bool {
        let noun = |word: &str| self.governed_by(word).iter().any(|entry| entry.pattern == Pattern::Noun);
        noun(lemma)
            || self.compounds
                && lemma.char_indices().skip(3).any(|(offset, _)| lemma.len() - offset > 4 && noun(&lemma[offset..]))
    }

    pub(super) fn is_unnamed(&self, lemma: &str) -> bool {
        self.unnamed.contains(lemma)
    }

    /// How a cue answers what was told before, if it does.
    pub(super) fn answers(&self, entry: &Entry) -> Option<Stance> {
        self.answers.get(&entry.words).copied()
    }

    /// A noun that tells on whose word something is told, alone or as the last part of a compound; its lemma may be wrong.
    pub(super) fn is_account(&self, lemma: &str, form: &str) -> bool {
        /// The longest ending of an inflected noun, in bytes.
        const ENDING: usize = 3;
        let known = |word: &str| self.accounts.contains(word);
        let inflected = |word: &String| {
            word.len() > ENDING && form.strip_prefix(word.as_str()).is_some_and(|ending| ending.len() <= ENDING)
        };
        known(lemma)
            || self.compounds && self.accounts.iter().any(inflected)
            || self.compounds
                && lemma.char_indices().skip(3).any(|(offset, _)| lemma.len() - offset > 4 && known(&lemma[offset..]))
    }

    /// The entries behind a form of a verb, with the prefix that stands in the form.
    pub(super) fn of_form(&self, form: &str) -> impl Iterator<Item = (&Entry, Option<&str>)> {
        self.forms.get(form).into_iter().flatten().flat_map(|(lemma, particle)| {
            self.governed_by(lemma)
                .iter()
                .filter(move |entry| particle.is_none() || entry.particle == *particle)
                .map(move |entry| (entry, particle.as_deref()))
        })
    }

    fn add_german_forms(&mut self) {
        let mut forms: BTreeMap<String, Vec<(String, Option<String>)>> = BTreeMap::new();
        for (lemma, entries) in &self.by_lemma {
            let irregular: Vec<String> =
                self.irregular.iter().filter(|(_, known)| *known == lemma).map(|(form, _)| form.clone()).collect();
            let verbs = entries.iter().filter(|entry| entry.pattern == Pattern::Verb);
            for particle in verbs.map(|entry| entry.particle.as_deref()).collect::<BTreeSet<_>>() {
                for form in german_forms(lemma, particle, &irregular) {
                    let particle = particle.filter(|_| form.joined).map(str::to_owned);
                    let known = forms.entry(form.word).or_default();
                    if !known.contains(&(lemma.clone(), particle.clone())) {
                        known.push((lemma.clone(), particle));
                    }
                }
            }
        }
        self.forms = forms;
    }

    /// The word points back to what was told.
    pub(super) fn is_pointer(&self, word: &str) -> bool {
        self.pointers.contains(word)
    }

    fn add(&mut self, language: Language, row: Row<'_>) -> Result<(), TableError> {
        let words = fold(row.get("words"));
        let pattern = match row.get("pattern") {
            "document" => {
                self.documents.insert(words);
                return Ok(());
            }
            "unnamed" => {
                self.unnamed.insert(words);
                return Ok(());
            }
            "account" => {
                self.accounts.insert(words);
                return Ok(());
            }
            "answer" => {
                self.answers.insert(words, label(row, "stance", Stance::Denied)?);
                return Ok(());
            }
            "pointer" => {
                self.pointers.insert(words);
                return Ok(());
            }
            "form" => {
                self.irregular.insert(words, fold(row.get("complement")));
                return Ok(());
            }
            "verb" => Pattern::Verb,
            "adjective" => Pattern::Adjective,
            "noun" => Pattern::Noun,
            "preposition" => Pattern::Preposition,
            "postposition" => Pattern::Postposition,
            "as" => Pattern::As,
            "adverb" => Pattern::Adverb,
            "hedge" => Pattern::Hedge,
            "basis" => Pattern::Basis,
            "relay" => Pattern::Relay,
            "persona" => Pattern::Persona,
            "resumption" => Pattern::Resumption,
            "anaphor" => Pattern::Anaphor,
            other => return Err(row.error(format!("{other:?} is no pattern"))),
        };
        let mut entry = Entry {
            words: words.replace('/', ""),
            others: Vec::new(),
            reflexive: false,
            particle: None,
            pattern,
            complements: row.list("complement").map(|word| complement(row, word)).collect::<Result<_, _>>()?,
            act: label(row, "act", Act::Speech)?,
            stance: label(row, "stance", Stance::Asserted)?,
            distance: label(row, "distance", Distance::Neutral)?,
        };
        if matches!(pattern, Pattern::Verb | Pattern::Adjective | Pattern::Noun) {
            let governor = entry.take_words(language, &words);
            if governor.is_empty() {
                return Err(row.error("no word governs"));
            }
            if pattern == Pattern::Verb {
                for stem in stems(language, &plain(&governor)) {
                    self.stems.entry(stem).or_insert_with(|| governor.clone());
                }
            }
            self.by_lemma.entry(governor).or_default().push(entry);
        } else {
            self.add_phrases(&words, entry);
        }
        Ok(())
    }

    /// A phrase that ends in a preposition also stands with the article contracted (*de l'avis du maire*).
    fn add_phrases(&mut self, words: &str, entry: Entry) {
        let (stem, last) = words.rsplit_once(' ').unwrap_or(("", words));
        let variants: &[&str] = match last {
            "de" if !stem.is_empty() => &["de", "d'", "du", "des", "del"],
            "à" if !stem.is_empty() => &["à", "au", "aux"],
            "a" if !stem.is_empty() => &["a", "al"],
            "von" if !stem.is_empty() => &["von", "vom"],
            _ => &[],
        };
        let all: Vec<String> = if variants.is_empty() {
            vec![words.to_owned()]
        } else {
            variants.iter().map(|variant| format!("{stem} {variant}")).collect()
        };
        for words in all {
            let letters: String = words.split_whitespace().collect();
            let key = leading_letters(&words).to_owned();
            let entry = entry.clone();
            self.phrases.entry(key).or_default().push(Phrase { letters, entry });
        }
    }
}

fn complement(row: Row<'_>, word: &str) -> Result<Complement, TableError> {
    Ok(match word {
        "clause" => Complement::Clause,
        "quote" => Complement::Quote,
        "inf" => Complement::Infinitive,
        "object" => Complement::Object,
        "finding" => Complement::Finding,
        "predicate" => Complement::Predicate,
        "blame" => Complement::Blame,
        "source" => Complement::Source,
        "voice" => Complement::Voice,
        "named" => Complement::Named,
        "account" => Complement::Account,
        "origin" => Complement::Origin,
        "so" => Complement::So,
        "decreed" => Complement::Decreed,
        "none" => Complement::Nothing,
        other => match other.split_once(':') {
            Some(("prep", preposition)) => Complement::After(fold(preposition)),
            Some(("quoted", preposition)) => Complement::QuotedAfter(fold(preposition)),
            _ => return Err(row.error(format!("{other:?} is no complement"))),
        },
    })
}

fn label<L: Label>(row: Row<'_>, column: &str, default: L) -> Result<L, TableError> {
    match row.get(column) {
        "" => Ok(default),
        word => L::from_label(word).ok_or_else(|| row.error(format!("{word:?} is no {column}"))),
    }
}
