//! The grammar of a language: its words by class, and its rules as one tree that a text is matched against.

use std::collections::BTreeMap;

use selon_types::{Label, Language, Table, TableError};
use unicode_normalization::UnicodeNormalization;

use super::bound::{Bound, CLASSES, read_bound};
use super::meaning::Meaning;
use super::pattern::{Element, Sequence, What, expand};
use super::tense::Tense;
use super::token::{Case, Kind, Token, Vocabulary, WordId, intern_words};

/// The words and rules of temporal expressions, one grammar per language.
#[derive(Clone, Debug)]
pub struct TimeLexicon {
    grammars: BTreeMap<Language, Grammar>,
}

impl TimeLexicon {
    /// Reads the grammars from their data files, given as path below `data/` and content:
    /// `<lang>/time-words.tsv` and `<lang>/time-rules.tsv`. A language without files gives no expressions.
    ///
    /// # Errors
    /// The first row that cannot be used, with file, line and reason.
    pub fn from_tables(tables: &[(&str, &str)]) -> Result<TimeLexicon, TableError> {
        let content = |path: String| tables.iter().find(|(name, _)| *name == path).map_or("", |(_, content)| content);
        let mut grammars = BTreeMap::new();
        for language in Language::ALL {
            let (words_name, rules_name) = (format!("{language}/time-words.tsv"), format!("{language}/time-rules.tsv"));
            let (words, rules) = (content(words_name.clone()), content(rules_name.clone()));
            if words.is_empty() && rules.is_empty() {
                continue;
            }
            let words = Table::parse(&words_name, words, &["words", "class", "value"])?;
            let rules = Table::parse(&rules_name, rules, &["pattern", "meaning"])?;
            grammars.insert(*language, Grammar::build(&words, &rules)?);
        }
        Ok(TimeLexicon { grammars })
    }

    pub(super) fn grammar(&self, language: Language) -> Option<&Grammar> {
        self.grammars.get(&language)
    }
}

/// The grammar of one language.
#[derive(Clone, Debug, Default)]
pub(super) struct Grammar {
    pub(super) vocabulary: Vocabulary,
    /// By the first word of the entry.
    entries: Vec<Vec<Entry>>,
    pub(super) classes: Vec<String>,
    /// The meaning of each rule: one for each expression of its pattern, or one for all.
    pub(super) meanings: Vec<Vec<Meaning>>,
    pub(super) nodes: Vec<Node>,
    pub(super) leaves: Vec<Leaf>,
    /// By word: the steps that a rule can begin with there.
    first_steps: Vec<Vec<u32>>,
    first_numbers: Vec<u32>,
    first_romans: Vec<u32>,
    cues: Cues,
}

/// Words and endings that tell the tense of a clause.
#[derive(Clone, Debug, Default)]
struct Cues {
    /// The numbers of the classes `past`, `present`, `future`, `clause`, `not-verb`, `number`, where the grammar has them.
    past: Option<u16>,
    present: Option<u16>,
    future: Option<u16>,
    clause: Option<u16>,
    not_verb: Option<u16>,
    number: Option<u16>,
    endings: Vec<(String, Tense)>,
}

/// Words with a class and a meaning.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The words after the first.
    pub(super) rest: Box<[WordId]>,
    pub(super) class: u16,
    pub(super) bound: Bound,
}

/// A place in the tree of rules.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    pub(super) steps: Vec<(Element, u32)>,
    pub(super) leaves: Vec<u32>,
}

/// The end of a rule.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// Rules further up in the file come first when two match the same words.
    pub(super) rule: usize,
    pub(super) segments: Vec<(usize, usize)>,
    pub(super) at_start: bool,
}

impl Grammar {
    fn build(words: &Table, rules: &Table) -> Result<Grammar, TableError> {
        let mut grammar = Grammar { nodes: vec![Node::default()], ..Grammar::default() };
        for row in words.rows() {
            let ending = match row.get("class") {
                "past-ending" => Some(Tense::Past),
                "present-ending" => Some(Tense::Present),
                "future-ending" => Some(Tense::Future),
                _ => None,
            };
            if let Some(tense) = ending {
                grammar.cues.endings.extend(row.list("words").map(|ending| (ending.to_owned(), tense)));
                continue;
            }
            let class = grammar.class(row.get("class"));
            let bound = read_bound(row.get("class"), row.get("value")).ok_or_else(|| {
                row.error(format!("the value {:?} does not fit the class; there are {CLASSES}", row.get("value")))
            })?;
            for word in row.list("words") {
                let ids = intern_words(word, &mut grammar.vocabulary);
                let Some((first, rest)) = ids.split_first() else { continue };
                grammar.add_entry(*first, Entry { rest: rest.into(), class, bound });
            }
        }
        for row in rules.rows() {
            let meanings: Result<Vec<_>, _> = row.get("meaning").split(';').map(Meaning::read).collect();
            let meanings = meanings.map_err(|reason| row.error(reason))?;
            let classes = &grammar.classes;
            let class_of = |name: &str| classes.iter().position(|known| known == name).map(|idx| idx as u16);
            let sequences =
                expand(row.get("pattern"), &mut grammar.vocabulary, &class_of).map_err(|reason| row.error(reason))?;
            for sequence in sequences {
                if meanings.len() > 1 && meanings.len() != sequence.segments.len() {
                    return Err(row.error("there must be one meaning, or one for each pair of brackets"));
                }
                grammar.add_rule(grammar.meanings.len(), sequence);
            }
            grammar.meanings.push(meanings);
        }
        grammar.index_first_steps();
        Ok(grammar)
    }

    /// What a word means that a pattern names outright: *semaine* in `la semaine <direction>` is still a week.
    pub(super) fn literal(&self, word: WordId) -> Bound {
        let has_meaning = |bound: &Bound| {
            matches!(
                bound,
                Bound::Unit(_)
                    | Bound::Season(_)
                    | Bound::Part(_)
                    | Bound::Clock(..)
                    | Bound::Direction(_)
                    | Bound::Ordinal(_)
            )
        };
        let single = self.entries(word).iter().filter(|entry| entry.rest.is_empty()).map(|entry| entry.bound);
        single.into_iter().find(has_meaning).unwrap_or(Bound::Plain)
    }

    /// The class of number words.
    pub(super) fn number_class(&self) -> Option<u16> {
        self.cues.number
    }

    /// The word opens another clause (*que, that*).
    pub(super) fn opens_clause(&self, word: WordId) -> bool {
        self.is_of(word, self.cues.clause)
    }

    /// The tense that a word tells, by its class or its ending.
    pub(super) fn tense_of(&self, text: &str, token: &Token) -> Option<Tense> {
        if token.kind != Kind::Word {
            return None;
        }
        let classes =
            [(self.cues.past, Tense::Past), (self.cues.present, Tense::Present), (self.cues.future, Tense::Future)];
        if let Some((_, tense)) = classes.iter().find(|(class, _)| self.is_of(token.word, *class)) {
            return Some(*tense);
        }
        if token.case == Case::Title || self.is_of(token.word, self.cues.not_verb) {
            return None;
        }
        let word: String = token.of(text).to_lowercase().nfc().collect();
        let has = |ending: &str| word.strip_suffix(ending).is_some_and(|stem| stem.chars().count() >= 2);
        self.cues.endings.iter().find(|(ending, _)| has(ending)).map(|(_, tense)| *tense)
    }

    fn is_of(&self, word: WordId, class: Option<u16>) -> bool {
        class.is_some() && self.entries(word).iter().any(|entry| Some(entry.class) == class && entry.rest.is_empty())
    }

    /// The entries whose first word is `word`, longest first.
    pub(super) fn entries(&self, word: WordId) -> &[Entry] {
        self.entries.get(word as usize).map_or(&[], Vec::as_slice)
    }

    /// The first steps of the rules that may begin with a token.
    pub(super) fn first_steps(
        &self,
        word: WordId,
        is_number: bool,
        is_roman: bool,
    ) -> impl Iterator<Item = (Element, u32)> {
        let by_word = self.first_steps.get(word as usize).map_or(&[][..], Vec::as_slice);
        let numbers: &[u32] = if is_number { &self.first_numbers } else { &[] };
        let romans: &[u32] = if is_roman { &self.first_romans } else { &[] };
        [by_word, numbers, romans].into_iter().flatten().map(|idx| self.nodes[0].steps[*idx as usize])
    }

    fn class(&mut self, name: &str) -> u16 {
        let known = self.classes.iter().position(|class| class == name);
        known.unwrap_or_else(|| {
            self.classes.push(name.to_owned());
            self.classes.len() - 1
        }) as u16
    }

    fn add_entry(&mut self, first: WordId, entry: Entry) {
        if self.entries.len() <= first as usize {
            self.entries.resize(first as usize + 1, Vec::new());
        }
        let entries = &mut self.entries[first as usize];
        let at = entries.partition_point(|other| other.rest.len() >= entry.rest.len());
        entries.insert(at, entry);
    }

    fn add_rule(&mut self, rule: usize, sequence: Sequence) {
        let mut node = 0;
        for element in sequence.elements {
            let known = self.nodes[node].steps.iter().find(|(step, _)| *step == element);
            node = match known {
                Some((_, next)) => *next as usize,
                None => {
                    let next = self.nodes.len();
                    self.nodes[node].steps.push((element, next as u32));
                    self.nodes.push(Node::default());
                    next
                }
            };
        }
        self.nodes[node].leaves.push(self.leaves.len() as u32);
        self.leaves.push(Leaf { rule, segments: sequence.segments, at_start: sequence.at_start });
    }

    fn index_first_steps(&mut self) {
        self.entries.resize(self.vocabulary.len(), Vec::new());
        self.first_steps = vec![Vec::new(); self.vocabulary.len()];
        let class = |name: &str| self.classes.iter().position(|known| known == name).map(|idx| idx as u16);
        self.cues = Cues {
            past: class("past"),
            present: class("present"),
            future: class("future"),
            clause: class("clause"),
            not_verb: class("not-verb"),
            number: class("number"),
            endings: std::mem::take(&mut self.cues.endings),
        };
        let has_number = |entries: &Vec<Entry>| entries.iter().any(|entry| Some(entry.class) == self.cues.number);
        let number_words: Vec<usize> =
            (0..self.entries.len()).filter(|word| has_number(&self.entries[*word])).collect();
        for (idx, (element, _)) in self.nodes[0].steps.iter().enumerate() {
            let idx = idx as u32;
            match element.what {
                What::Word(word) => self.first_steps[word as usize].push(idx),
                What::Class(class) => {
                    for (word, entries) in self.entries.iter().enumerate() {
                        if entries.iter().any(|entry| entry.class == class) {
                            self.first_steps[word].push(idx);
                        }
                    }
                }
                What::Number => {
                    self.first_numbers.push(idx);
                    for word in &number_words {
                        self.first_steps[*word].push(idx);
                    }
                }
                What::Digits(_) => self.first_numbers.push(idx),
                What::Roman => self.first_romans.push(idx),
                // A rule that begins with just any word would be tried at each of them.
                What::Any => {}
            }
        }
    }
}
