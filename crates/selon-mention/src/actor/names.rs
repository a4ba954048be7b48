//! Names of actors in one language, found in a text by their longest sequence of words.

use std::ops::Range;

use rustc_hash::FxHashMap;
use selon_types::Language;

use super::fold::{Case, Word, fold, key, stem_of_dictionary_form, stems, words};

/// What a name does for its actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Usage {
    /// *Ukraine, Hamas, Vladimir Poutine*
    Name,
    /// *Poutine*
    Family,
    /// *ukrainien*, also of people
    Adjective,
    /// *Kyiv*, the town
    Seat,
    /// *le Kremlin*, no town
    Power,
    /// *la place Tahrir*: a place that tells the country and acts never
    Landmark,
}

/// An actor that a name may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Index of the register's entries.
    pub(crate) entry: usize,
    /// What the name does for it.
    pub(crate) usage: Usage,
    cases: Vec<Case>,
}

/// All names of one language.
#[derive(Clone, Default)]
pub(crate) struct NameIndex {
    next: FxHashMap<(u32, u64), u32>,
    hits: Vec<Vec<Hit>>,
}

/// A stretch of words that is a name, with the actors it may mean.
#[derive(Clone, Debug)]
pub(crate) struct NameMatch {
    /// Its words.
    pub(crate) words: Range<usize>,
    /// Never empty.
    pub(crate) hits: Vec<Hit>,
}

impl NameIndex {
    pub(crate) fn new() -> NameIndex {
        NameIndex { next: FxHashMap::default(), hits: vec![Vec::new()] }
    }

    /// Adds a name. A word with a star is a stem that takes the endings of its language; in Russian and Ukrainian
    /// every word but an acronym is declined. A small article in front is no part of the name.
    pub(crate) fn insert(&mut self, name: &str, language: Language, entry: usize, usage: Usage) {
        let mut words = words(name);
        const ARTICLES: &[&str] = &["le", "la", "les", "l", "the", "der", "die", "das", "el", "los", "las"];
        if words.len() > 1 && words[0].case == Case::Lower && ARTICLES.contains(&&*words[0].folded) {
            words.remove(0);
        }
        if words.is_empty() {
            return;
        }
        let mut node = 0;
        for word in &words {
            let starred = name[word.end..].starts_with('*');
            node = self.child(node, pattern_key(word, starred, language));
        }
        let hit = Hit { entry, usage, cases: words.iter().map(|word| word.case).collect() };
        let hits = &mut self.hits[node as usize];
        if !hits.contains(&hit) {
            hits.push(hit);
        }
    }

    fn child(&mut self, node: u32, key: u64) -> u32 {
        let fresh = u32::try_from(self.hits.len()).expect("a register has fewer than four billion words");
        let child = *self.next.entry((node, key)).or_insert(fresh);
        if child == fresh {
            self.hits.push(Vec::new());
        }
        child
    }

    /// The names in `text`, longest first at each position, not overlapping.
    pub(crate) fn find(&self, text: &str, words: &[Word], language: Language) -> Vec<NameMatch> {
        let mut found = Vec::new();
        let mut start = 0;
        while start < words.len() {
            let mut best: Option<NameMatch> = None;
            self.extend(text, words, language, (start, start), 0, &mut best);
            start = best.as_ref().map_or(start + 1, |found| found.words.end);
            found.extend(best);
        }
        found
    }

    fn extend(
        &self,
        text: &str,
        words: &[Word],
        language: Language,
        (start, at): (usize, usize),
        node: u32,
        best: &mut Option<NameMatch>,
    ) {
        let Some(word) = words.get(at) else { return };
        if at > start && !is_inside_name(&text[words[at - 1].end..word.start]) {
            return;
        }
        let mut visit = |key: u64| {
            let Some(&child) = self.next.get(&(node, key)) else { return };
            let hits: Vec<Hit> =
                self.hits[child as usize].iter().filter(|hit| hit.fits(&words[start..=at])).cloned().collect();
            if !hits.is_empty() {
                match best {
                    Some(known) if known.words.end > at + 1 => {}
                    Some(known) if known.words.end == at + 1 => {
                        let fresh = hits.into_iter().filter(|hit| !known.hits.contains(hit)).collect::<Vec<_>>();
                        known.hits.extend(fresh);
                    }
                    _ => *best = Some(NameMatch { words: start..at + 1, hits }),
                }
            }
            self.extend(text, words, language, (start, at + 1), child, best);
        };
        visit(key(&word.folded, false));
        if language == Language::De
            && let Some(stem) = word.folded.strip_suffix('s')
        {
            visit(key(stem, false));
        }
        if matches!(language, Language::De | Language::Ru | Language::Uk) {
            for stem in stems(&word.folded, language) {
                visit(key(stem, true));
            }
        }
    }
}

impl Hit {
    fn fits(&self, words: &[Word]) -> bool {
        self.cases.iter().zip(words).all(|(case, word)| case.admits(word.case))
    }
}

fn pattern_key(word: &Word, starred: bool, language: Language) -> u64 {
    if starred {
        return key(&word.folded, true);
    }
    if !matches!(language, Language::Ru | Language::Uk)
        || word.case == Case::Upper
        || word.folded.is_ascii()
        // Mali, Peru, Baku: names on -и, -і, -у are not declined.
        || (word.case == Case::Initial && word.folded.ends_with(['у', 'і']))
        || (word.case == Case::Initial && language == Language::Ru && word.folded.ends_with('и') && !is_adjectival(&word.folded))
    {
        return key(&word.folded, false);
    }
    key(stem_of_dictionary_form(&word.folded, language), true)
}

fn is_adjectival(folded: &str) -> bool {
    ["ии", "ыи", "ои"].iter().any(|ending| folded.ends_with(ending))
}

/// What may stand between two words of one name: a space, a hyphen, an apostrophe, a quotation mark.
fn is_inside_name(between: &str) -> bool {
    between.chars().count() <= 3
        && between.chars().all(|letter| {
            (letter.is_whitespace() && letter != '\n')
                || "-\u{2010}\u{2011}\u{2013}'’ʼ`\u{2bc}\u{301}.«»“”„\"/&+".contains(letter)
        })
}

/// The keys under which a noun of the lexicon is stored.
pub(crate) fn noun_key(word: &str, language: Language) -> u64 {
    let folded = fold(word);
    match language {
        Language::Ru | Language::Uk => key(stem_of_dictionary_form(&folded, language), true),
        _ => key(&folded, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(names: &[&str], text: &str, language: Language) -> Vec<String> {
        let mut index = NameIndex::new();
        for (entry, name) in names.iter().enumerate() {
            index.insert(name, language, entry, Usage::Name);
        }
        let words = words(text);
        index
            .find(text, &words, language)
            .into_iter()
            .map(|found| text[words[found.words.start].start..words[found.words.end - 1].end].to_owned())
            .collect()
    }

    #[test]
    fn the_longest_name_wins() {
        assert_eq!(found(&["Soudan", "Soudan du Sud"], "Au Soudan du Sud", Language::Fr), ["Soudan du Sud"]);
    }

    #[test]
    fn variants_of_apostrophe_and_hyphen_are_alike() {
        assert_eq!(found(&["Côte d'Ivoire"], "la Côte d’Ivoire", Language::Fr), ["Côte d’Ivoire"]);
        assert_eq!(found(&["al-Qaïda"], "al Qaida", Language::Fr), ["al Qaida"]);
        assert_eq!(found(&["ЧВК Вагнер"], "ЧВК «Вагнер»", Language::Ru), ["ЧВК «Вагнер"]);
    }

    #[test]
    fn declined_names_are_found() {
        assert_eq!(found(&["Украина"], "с Украиной", Language::Ru), ["Украиной"]);
        assert_eq!(found(&["Зеленський"], "Зеленського", Language::Uk), ["Зеленського"]);
        assert_eq!(found(&["russisch*"], "die russischen Truppen", Language::De), ["russischen"]);
        assert_eq!(found(&["Мали"], "Малая сцена", Language::Ru), Vec::<String>::new());
    }

    #[test]
    fn a_comma_ends_a_name() {
        assert!(found(&["New York"], "New, York", Language::En).is_empty());
    }
}
