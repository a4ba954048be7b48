//! The words of a text in a form that compares across spellings, scripts and languages.

use std::collections::HashMap;

use selon_types::{Table, TableError};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How rare words are in the news of all languages together: what two reports share says more the rarer it is.
#[derive(Clone, Debug, Default)]
pub struct Rarity {
    words: HashMap<String, f64>,
    skeletons: HashMap<String, f64>,
}

impl Rarity {
    /// Reads the tables `<lang>/word-frequency.tsv`, one for each language, as (path, content).
    ///
    /// # Errors
    /// When a table is damaged or a rarity is no number.
    pub fn from_tables(tables: &[(&str, &str)]) -> Result<Rarity, TableError> {
        let mut rarity = Rarity::default();
        for (path, content) in tables {
            let table = Table::parse(path, content, &["word", "rarity"])?;
            let (mut words, mut skeletons) = (HashMap::<String, f64>::new(), HashMap::<String, f64>::new());
            for row in table.rows() {
                let digits = row.get("rarity");
                let centibels: u16 =
                    digits.parse().map_err(|_| row.error(format!("the rarity {digits:?} is no whole number")))?;
                let share = 10_f64.powf(-f64::from(centibels) / 100.0);
                let word = fold(row.get("word"));
                if let Some(key) = skeleton_key(&word) {
                    *skeletons.entry(key).or_default() += share;
                }
                *words.entry(word).or_default() += share;
            }
            keep_greater(&mut rarity.words, words);
            keep_greater(&mut rarity.skeletons, skeletons);
        }
        Ok(rarity)
    }

    /// Between 0 (says nothing) and 4.5 (in no list of words).
    pub(crate) fn of_word(&self, word: &str) -> f64 {
        (-self.words.get(word).copied().unwrap_or(1e-8).log10() - 3.0).clamp(0.0, 4.5)
    }

    /// The same for a skeleton, which several words of each language share.
    pub(super) fn of_skeleton(&self, key: &str) -> f64 {
        (-self.skeletons.get(key).copied().unwrap_or(1e-7).log10() - 2.5).clamp(0.0, 4.5)
    }
}

/// The commonest language decides. The maximum does not depend on the order of the entries.
#[expect(clippy::iter_over_hash_type, reason = "a maximum is the same in any order")]
fn keep_greater(all: &mut HashMap<String, f64>, more: HashMap<String, f64>) {
    for (key, share) in more {
        let known = all.entry(key).or_default();
        *known = known.max(share);
    }
}

/// Small letters without accents, in Latin script.
pub(super) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for letter in word.chars().flat_map(char::to_lowercase) {
        if let Some(latin) = latin_of(letter) {
            folded.push_str(latin);
            continue;
        }
        for part in std::iter::once(letter).nfd().filter(|part| !is_combining_mark(*part)) {
            match latin_of(part) {
                Some(latin) => folded.push_str(latin),
                None if part.is_alphanumeric() => folded.push(part),
                None => {}
            }
        }
    }
    folded
}

/// Latin letters for a Cyrillic or joined letter.
fn latin_of(letter: char) -> Option<&'static str> {
    Some(match letter {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'ё' | 'є' | 'э' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' | 'ї' | 'й' | 'ы' => "i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ю' => "u",
        'ф' => "f",
        'х' => "h",
        'ц' => "ts",
        'ч' => "ch",
        'ш' | 'щ' => "sh",
        'ъ' | 'ь' => "",
        'я' => "a",
        'ß' => "ss",
        'œ' => "oe",
        'æ' => "ae",
        'ł' => "l",
        'ø' => "o",
        _ => return None,
    })
}

/// The first four consonants of a folded word, alike spelt alike, after a mark for a first vowel: *Washington* and
/// «Вашингтона» are both `vsng`. `None` for words that are too short to tell anything.
pub(super) fn skeleton_key(folded: &str) -> Option<String> {
    const LENGTH: usize = 4;
    if folded.chars().count() < LENGTH {
        return None;
    }
    let mut spelt = folded.to_owned();
    for (letters, sound) in [
        ("tsch", "s"),
        ("sch", "s"),
        ("tch", "s"),
        ("sh", "s"),
        ("ch", "s"),
        ("zh", "s"),
        ("ph", "f"),
        ("th", "t"),
        ("ck", "k"),
        ("gh", "g"),
        ("qu", "k"),
        ("ts", "z"),
        ("x", "ks"),
    ] {
        if spelt.contains(letters) {
            spelt = spelt.replace(letters, sound);
        }
    }
    let mut key = String::new();
    if spelt.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'j', 'h']) {
        key.push('~');
    }
    let limit = key.len() + LENGTH;
    let mut n_consonants = 0;
    let mut letters = spelt.chars().peekable();
    while let Some(letter) = letters.next() {
        let sound = match letter {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'j' => continue,
            'c' if matches!(letters.peek(), Some('e' | 'i' | 'y')) => 's',
            'c' | 'q' => 'k',
            'z' => 's',
            'w' => 'v',
            other => other,
        };
        if !key.ends_with(sound) && key.chars().count() < limit {
            key.push(sound);
            n_consonants += 1;
        }
    }
    (n_consonants >= LENGTH - 1).then_some(key)
}

/// A folded word or a number without its separators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) folded: String,
    /// It is written with a capital.
    pub(crate) is_capital: bool,
}

impl Word {
    pub(crate) fn is_number(&self) -> bool {
        self.folded.starts_with(|first: char| first.is_ascii_digit())
    }
}

/// Words and numbers of a text in order; the separators inside a number fall away.
pub(crate) fn split(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let in_number = word.ends_with(|last: char| last.is_ascii_digit());
        let goes_on_number = letter.is_ascii_digit() && (word.is_empty() || in_number);
        if goes_on_number || letter.is_alphabetic() && !in_number || is_combining_mark(letter) {
            word.push(letter);
        } else if matches!(letter, '.' | ',') && in_number && letters.peek().is_some_and(char::is_ascii_digit) {
        } else {
            if !word.is_empty() {
                found.push(std::mem::take(&mut word));
            }
            if letter.is_alphanumeric() {
                word.push(letter);
            }
        }
    }
    if !word.is_empty() {
        found.push(word);
    }
    found
        .iter()
        .map(|word| Word { folded: fold(word), is_capital: word.starts_with(char::is_uppercase) })
        .filter(|word| !word.folded.is_empty())
        .collect()
}
