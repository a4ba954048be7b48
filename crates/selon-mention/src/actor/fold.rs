//! Words of a text in the form in which names and nouns are looked up: without case, accents and endings.

use selon_types::Language;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A run of letters and digits.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// First byte in the text.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// Without case and accents.
    pub(crate) folded: String,
    /// How it is written.
    pub(crate) case: Case,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// *forces*
    Lower,
    /// *Forces*
    Initial,
    /// *ONU*, more than one letter
    Upper,
}

impl Case {
    fn of(word: &str) -> Case {
        let mut letters = word.chars().filter(|c| c.is_alphanumeric());
        let Some(first) = letters.next() else { return Case::Lower };
        if !first.is_uppercase() && !first.is_numeric() {
            return Case::Lower;
        }
        let mut n_more = 0;
        for letter in letters {
            n_more += 1;
            if letter.is_lowercase() {
                return Case::Initial;
            }
        }
        if n_more > 0 || !first.is_uppercase() { Case::Upper } else { Case::Initial }
    }

    /// A word of the register written like `self` may stand in a text as `written`.
    pub(crate) fn admits(self, written: Case) -> bool {
        match self {
            Case::Lower => true,
            Case::Initial => written != Case::Lower,
            Case::Upper => written == Case::Upper,
        }
    }
}

/// The word without case, accents and ligatures: *Élysée* → `elysee`, *Київ* → `киів`.
pub(crate) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(word.len());
    for letter in word.chars() {
        push_folded(letter, &mut folded);
    }
    folded
}

/// The letters that make up nearly all text go by table; the rest by the Unicode decomposition.
fn push_folded(letter: char, folded: &mut String) {
    match letter {
        'a'..='z' | '0'..='9' | 'а'..='и' | 'к'..='я' | 'і' | 'є' | '\'' => folded.push(letter),
        'A'..='Z' => folded.push(letter.to_ascii_lowercase()),
        'А'..='И' | 'К'..='Я' | 'І' | 'Є' => folded.extend(letter.to_lowercase()),
        'й' | 'Й' => folded.push('и'),
        'ё' | 'Ё' => folded.push('е'),
        'ї' | 'Ї' => folded.push('і'),
        'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => folded.push('a'),
        'é' | 'è' | 'ê' | 'ë' | 'É' => folded.push('e'),
        'í' | 'ì' | 'î' | 'ï' => folded.push('i'),
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => folded.push('o'),
        'ú' | 'ù' | 'û' | 'ü' => folded.push('u'),
        'ñ' => folded.push('n'),
        'ç' => folded.push('c'),
        other => std::iter::once(other).nfd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase).for_each(
            |part| {
                match part {
                    'ß' => folded.push_str("ss"),
                    'œ' => folded.push_str("oe"),
                    'æ' => folded.push_str("ae"),
                    'ł' => folded.push('l'),
                    'ø' => folded.push('o'),
                    'đ' | 'ð' => folded.push('d'),
                    'ı' => folded.push('i'),
                    'ґ' => folded.push('г'),
                    // Hidden letters of web pages: soft hyphen and zero-width joiners.
                    '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
                    other => folded.push(other),
                }
            },
        ),
    }
}

/// All words of `text`, in order. Hyphens, apostrophes and points separate words.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    let mut push = |start: usize, end: usize| {
        let word = &text[start..end];
        words.push(Word { start, end, folded: fold(word), case: Case::of(word) });
    };
    for (offset, letter) in text.char_indices() {
        let inside = letter.is_alphanumeric()
            || (start.is_some() && (is_combining_mark(letter) || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200d}')));
        match (inside, start) {
            (true, None) => start = Some(offset),
            (false, Some(begin)) => {
                push(begin, offset);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(begin) = start {
        push(begin, text.len());
    }
    words
}

/// Endings of nouns and adjectives, folded, longest first.
const RU: &[&str] = &[
    "ыми", "ими", "ого", "его", "ому", "ему", "ами", "ями", "иям", "иях", "ием", "ией", "иеи", "ию", "ия", "ии", "ыи",
    "ои", "еи", "ою", "ею", "ую", "юю", "ая", "яя", "ое", "ее", "ые", "ие", "ых", "их", "ым", "им", "ом", "ем", "ам",
    "ям", "ах", "ях", "ов", "ев", "ью", "а", "я", "о", "е", "у", "ю", "ы", "и", "ь",
];
const UK: &[&str] = &[
    "ього", "ьому", "ими", "іми", "ого", "ому", "ами", "ями", "іям", "іях", "ією", "еві", "ові", "єві", "ів", "ію",
    "ія", "іи", "іі", "ії", "ии", "ои", "оі", "ою", "ею", "єю", "их", "іх", "им", "ім", "ом", "ем", "єм", "ам", "ям",
    "ах", "ях", "ов", "еи", "єи", "ью", "а", "я", "о", "е", "є", "у", "ю", "и", "і", "ь",
];
const DE: &[&str] = &["innen", "sche", "ern", "in", "en", "er", "es", "em", "e", "n", "s"];

fn endings(language: Language) -> &'static [&'static str] {
    match language {
        Language::Ru => RU,
        Language::Uk => UK,
        Language::De => DE,
        _ => &[],
    }
}

/// The folded word without each ending that its language allows, the word itself first. Stems shorter than two
/// letters are left out.
pub(crate) fn stems(folded: &str, language: Language) -> impl Iterator<Item = &str> {
    let shorter = endings(language)
        .iter()
        .filter_map(move |ending| folded.strip_suffix(ending))
        .filter(|stem| stem.chars().nth(1).is_some());
    std::iter::once(folded).chain(shorter)
}

/// The stem of a dictionary form: what all its cases have in common.
pub(crate) fn stem_of_dictionary_form(folded: &str, language: Language) -> &str {
    let nominative: &[&str] = match language {
        Language::Ru => {
            &["ыи", "ии", "ои", "ая", "яя", "ое", "ее", "ые", "ие", "ия", "ие", "а", "я", "о", "е", "ы", "ь", "и"]
        }
        Language::Uk => &["ии", "іи", "ія", "ії", "а", "я", "о", "е", "є", "и", "і", "ь"],
        _ => &[],
    };
    nominative
        .iter()
        .filter_map(|ending| folded.strip_suffix(ending))
        .find(|stem| stem.chars().nth(2).is_some())
        .unwrap_or(folded)
}

/// A hash that is the same on every machine (FNV-1a).
pub(crate) fn key(word: &str, is_stem: bool) -> u64 {
    let seed = if is_stem { 0x5851_f42d_4c95_7f2d } else { 0xcbf2_9ce4_8422_2325 };
    word.bytes().fold(seed, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_alike_composed_or_not() {
        let composed: Vec<_> = words("L’Élysée, Київ").into_iter().map(|word| word.folded).collect();
        let decomposed: Vec<_> =
            words("L'E\u{301}lyse\u{301}e, Киі\u{308}в").into_iter().map(|word| word.folded).collect();
        assert_eq!(composed, ["l", "elysee", "киів"]);
        assert_eq!(composed, decomposed);
    }

    #[test]
    fn cases_of_a_word_share_a_stem() {
        let stem = stem_of_dictionary_form("зеленскии", Language::Ru);
        assert!(stems(&fold("Зеленского"), Language::Ru).any(|candidate| candidate == stem));
        let stem = stem_of_dictionary_form("украіна", Language::Uk);
        for form in ["України", "Україні", "Україною", "Україну"] {
            assert!(stems(&fold(form), Language::Uk).any(|candidate| candidate == stem), "{form}");
        }
    }

    #[test]
    fn an_acronym_does_not_match_a_common_word() {
        assert!(!Case::Upper.admits(Case::Initial));
        assert!(Case::Initial.admits(Case::Upper));
        assert!(Case::Lower.admits(Case::Initial));
    }
}
