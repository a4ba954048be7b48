//! A text as the place rules see it: its words with the roles they may have, its style, its persons.

use std::collections::BTreeSet;

use selon_types::{Analysis, Language, NameKind, Report, Upos};

use super::gazetteer::Gazetteer;
use super::kind::{Entry, PlaceKind};
use super::lexicon::Role;
use super::resolve::prior;
use super::words::{Case, Gap, Words};

/// A text with its words and what they may be.
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub words: Words,
    pub roles: Vec<Role>,
    pub language: Language,
    pub gazetteer: &'a Gazetteer,
    /// The day of the report.
    pub day: Option<&'a str>,
    /// The word stands in a sentence whose capitals say nothing.
    pub(super) styles: Vec<Style>,
    /// The model's names over the words.
    pub(super) names: Vec<Option<NameKind>>,
    pub(super) has_names: bool,
    pub(super) proper: Vec<Option<bool>>,
    /// Words of names of persons told in full somewhere in the report.
    pub(super) persons: BTreeSet<String>,
}

/// How a sentence uses capitals.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    /// MOST WORDS ARE CAPITALS
    Shout,
    /// Most Words Begin With One
    Title,
}

impl<'a> Reader<'a> {
    pub(super) fn new(report: &'a Report, analysis: &Analysis, gazetteer: &'a Gazetteer) -> Reader<'a> {
        let text = report.text.as_str();
        let words = Words::scan(text);
        let language = analysis.language.or(report.language).unwrap_or(Language::En);
        let roles = (0..words.len()).map(|idx| gazetteer.lexicon.role(language, words.folded(idx))).collect();
        let styles = styles(&words);
        let mut reader = Reader {
            text,
            names: vec![None; words.len()],
            proper: vec![None; words.len()],
            has_names: !analysis.names.is_empty(),
            words,
            roles,
            language,
            gazetteer,
            day: report.published.as_ref().map(|published| published.day()),
            styles,
            persons: BTreeSet::new(),
        };
        reader.take_analysis(analysis);
        reader.persons = reader.named_persons();
        reader
    }

    fn take_analysis(&mut self, analysis: &Analysis) {
        let mut word = 0;
        for name in &analysis.names {
            let Some(span) = analysis.span_of(name.tokens.clone()) else { continue };
            while word < self.words.len() && self.words.words[word].span.end() <= span.start() {
                word += 1;
            }
            let mut inside = word;
            while inside < self.words.len() && self.words.words[inside].span.overlaps(span) {
                self.names[inside] = Some(name.kind);
                inside += 1;
            }
        }
        let mut word = 0;
        for token in &analysis.tokens {
            while word < self.words.len() && self.words.words[word].span.end() <= token.span.start() {
                word += 1;
            }
            if self.words.words.get(word).is_some_and(|inside| inside.span.overlaps(token.span)) {
                self.proper[word] = Some(token.upos == Upos::Propn);
            }
        }
    }

    pub(super) fn case(&self, idx: usize) -> Case {
        self.words.words[idx].case
    }

    /// A small word, or one in a headline of capitals, where all words may be small ones.
    pub(super) fn is_small(&self, idx: usize) -> bool {
        self.case(idx) == Case::Lower || self.styles[idx] == Style::Shout
    }

    pub(super) fn gap(&self, idx: usize) -> Gap {
        self.words.words.get(idx).map_or(Gap::Stop, |word| word.gap)
    }

    pub(super) fn role(&self, idx: usize) -> Role {
        self.roles.get(idx).copied().unwrap_or_default()
    }

    /// The word begins with a capital that may mean a name.
    pub(super) fn is_capital(&self, idx: usize) -> bool {
        self.words.words.get(idx).is_some_and(|word| matches!(word.case, Case::Title | Case::Upper))
    }

    /// The word before, when nothing but a space or hyphen lies between.
    pub(super) fn before(&self, idx: usize) -> Option<usize> {
        (idx > 0 && self.gap(idx).joins()).then(|| idx - 1)
    }

    pub(super) fn after(&self, idx: usize) -> Option<usize> {
        (idx < self.words.len() && self.gap(idx).joins()).then_some(idx)
    }

    /// First names and titles make the capitalised words behind them a person, here and later in the report.
    fn named_persons(&self) -> BTreeSet<String> {
        let mut persons = BTreeSet::new();
        for idx in 0..self.words.len() {
            let person = self.names[idx] == Some(NameKind::Per);
            let given = self.is_capital(idx) && self.role(idx).is(Role::GIVEN.or(Role::GIVEN_PLACE));
            if person {
                persons.insert(self.words.folded(idx).to_owned());
            }
            if self.styles[idx] != Style::Plain || self.has_names {
                continue;
            }
            // « Valeska Paris »: a capitalised word that is no word of the language before a first name that is a place.
            if given
                && self.role(idx).is(Role::GIVEN_PLACE)
                && self.before(idx).is_some_and(|before| self.gap(idx) == Gap::Space && self.is_name_word(before))
            {
                persons.insert(self.words.folded(idx).to_owned());
            }
            let titled = self.role(idx).is(Role::TITLE);
            if !(given || titled) {
                continue;
            }
            let mut next = idx + 1;
            while next < self.words.len()
                && next < idx + 4
                && self.gap(next).joins()
                && self.is_capital(next)
                && self.gap(next) != Gap::Apostrophe
            {
                let role = self.role(next);
                let place_like = self.role(idx).is(Role::GIVEN_PLACE) && !self.role(idx).is(Role::GIVEN);
                let org = role.is(Role::ORG_AFTER.or(Role::FEATURE_AFTER).or(Role::FEATURE_BEFORE));
                // « посол Украины », « президент Франции »: the genitive of a country or town, no name of a person.
                let genitive =
                    !given && matches!(self.language, Language::Ru | Language::Uk) && self.is_known_place(next);
                if org || genitive || role.is(Role::ORDINARY) && place_like {
                    break;
                }
                if !(place_like && self.is_known_place(next)) {
                    persons.insert(self.words.folded(next).to_owned());
                    if given && next == idx + 1 && place_like {
                        persons.insert(self.words.folded(idx).to_owned());
                    }
                }
                next += 1;
            }
        }
        persons
    }

    pub(super) fn is_known_place(&self, idx: usize) -> bool {
        let mut matches = Vec::new();
        self.gazetteer.matches_at(&self.words, idx, false, &mut matches);
        matches.iter().any(|found| {
            let entries = self.entries(found.value);
            entries.iter().map(prior).fold(0.0, f64::max) > 6.0
        })
    }

    pub(super) fn entries(&self, value: u64) -> Vec<Entry> {
        let mut entries = self.all_entries(value);
        entries.retain(|entry| entry.kind != PlaceKind::Demonym);
        entries
    }

    /// With adjectives and names of peoples.
    pub(super) fn all_entries(&self, value: u64) -> Vec<Entry> {
        let mut found = Vec::new();
        self.gazetteer.postings(value, &mut found);
        found.into_iter().map(|idx| self.gazetteer.entry(idx)).collect()
    }

    /// A capitalised word that is likelier part of a longer name than a word of the language or a place of its own.
    pub(super) fn is_name_word(&self, idx: usize) -> bool {
        let role = self.role(idx);
        let known =
            Role::FEATURE_BEFORE.or(Role::DIRECTION).or(Role::IN).or(Role::TO).or(Role::LINKER).or(Role::ORDINARY);
        self.is_capital(idx) && !role.is(known) && !self.is_known_place(idx)
    }
}

/// The style of each sentence, told for each of its words.
fn styles(words: &Words) -> Vec<Style> {
    let mut styles = Vec::with_capacity(words.len());
    let mut start = 0;
    while start < words.len() {
        let mut end = start + 1;
        while end < words.len() && words.words[end].gap != Gap::Stop {
            end += 1;
        }
        let (mut upper, mut title, mut lower) = (0, 0, 0);
        for (word, idx) in words.words[start..end].iter().zip(start..) {
            let long = words.folded(idx).chars().count() > 3;
            match word.case {
                Case::Upper => upper += 1,
                Case::Title => title += 1,
                Case::Lower if long => lower += 1,
                _ => {}
            }
        }
        let style = if upper >= 3 && lower == 0 && upper > title {
            Style::Shout
        } else if title >= 4 && lower == 0 {
            Style::Title
        } else {
            Style::Plain
        };
        styles.extend(std::iter::repeat_n(style, end - start));
        start = end;
    }
    styles
}
