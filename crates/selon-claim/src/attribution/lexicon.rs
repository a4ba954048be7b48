//! The cues of attribution of each language, read from `data/<lang>/attribution.tsv`.

use std::collections::{BTreeMap, BTreeSet};

use selon_types::{Act, Distance, Label, Language, Row, Stance, Table, TableError};
use unicode_normalization::UnicodeNormalization;

use super::forms::german_forms;

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

/// One way of attributing.
pub(super) struct Entry {
    /// The words of the row, a separable prefix joined.
    words: String,
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
    letters: String,
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

/// Lower case, composed, with one apostrophe and without the Russian *ё*, so that spelling variants are equal.
pub(super) fn fold(word: &str) -> String {
    word.nfc()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            '’' | 'ʼ' | '‘' | '`' | '´' => '\'',
            'ё' => 'е',
            '\u{2010}' | '\u{2011}' => '-',
            other => other,
        })
        .collect()
}

/// What the forms of a verb begin with, where that is long enough not to meet other verbs by chance.
fn stems(language: Language, lemma: &str) -> Vec<String> {
    let cut = |word: &str, n_letters: usize| {
        let letters: Vec<char> = word.chars().collect();
        let stem: String = letters[..letters.len().saturating_sub(n_letters)].iter().collect();
        (stem.chars().count() >= 4).then_some(stem)
    };
    match language {
        // English lemmas are as good as their forms.
        Language::En => Vec::new(),
        Language::Fr | Language::Es | Language::De => cut(lemma, 2).into_iter().collect(),
        Language::Ru | Language::Uk => {
            let bare = lemma.strip_suffix("ся").or_else(|| lemma.strip_suffix("сь")).unwrap_or(lemma);
            // *стверджувати, стверджує*; *публиковать, публикует*; *опровергнуть, опроверг*.
            let present = ["увати", "ювати", "овать", "евать"].iter().any(|ending| bare.ends_with(ending));
            let changed = if present {
                cut(bare, 5).map(|stem| stem + "у")
            } else if bare.ends_with("нуть") || bare.ends_with("нути") {
                cut(bare, 4)
            } else {
                None
            };
            cut(bare, 2).into_iter().chain(changed).collect()
        }
    }
}

/// Without accents, for the comparison of stems (*annonçé*, *annoncer*).
fn plain(word: &str) -> String {
    word.nfd().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter)).collect()
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
        let letters: Vec<(usize, char)> = form.char_indices().collect();
        for n_letters in (SHORTEST..letters.len()).rev().take(ENDING) {
            let stem = &form[..letters[n_letters].0];
            if !lemma.starts_with(stem) {
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

    /// A noun that tells on whose word something is told, alone or as the last part of a compound.
    pub(super) fn is_account(&self, lemma: &str) -> bool {
        let known = |word: &str| self.accounts.contains(word);
        known(lemma)
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

impl Clone for Entry {
    fn clone(&self) -> Entry {
        Entry {
            words: self.words.clone(),
            others: self.others.clone(),
            reflexive: self.reflexive,
            particle: self.particle.clone(),
            pattern: self.pattern,
            complements: self.complements.clone(),
            act: self.act,
            stance: self.stance,
            distance: self.distance,
        }
    }
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
    fn take_words(&mut self, language: Language, words: &str) -> String {
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
    fn length_in(&self, forms: &[String]) -> Option<usize> {
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
fn leading_letters(word: &str) -> &str {
    let end = word.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(word.len());
    &word[..end]
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
