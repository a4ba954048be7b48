//! The scanner: cuts a text into words, numbers and marks, and looks each word up in a grammar's vocabulary.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word's number in a [`Vocabulary`]; words that no grammar mentions share [`UNKNOWN`].
pub(super) type WordId = u32;
/// The number of every word outside the vocabulary.
pub(super) const UNKNOWN: WordId = 0;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters.
    Word,
    /// Digits, thousands separators included.
    Number,
    /// One character that is neither.
    Mark,
    /// An empty line: no expression runs across it.
    Break,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// Its first letter is small.
    Lower,
    /// Its first letter is a capital, a later one small.
    Title,
    /// Two or more letters, all capitals: a headline may be written so.
    Upper,
}

/// One word, number or mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// First byte.
    pub(super) start: u32,
    /// One past the last byte.
    pub(super) end: u32,
    /// The word in the vocabulary.
    pub(super) word: WordId,
    /// What it is.
    pub(super) kind: Kind,
    /// How a word is written.
    pub(super) case: Case,
    /// Nothing stands between the token and the one before it.
    pub(super) glued: bool,
    /// A line starts here.
    pub(super) line_start: bool,
    /// The value of a number or of Roman numerals; 0 otherwise.
    pub(super) number: u32,
    /// How many digits a number has; 0 when its digits are grouped (1 610), since such a number is no year.
    pub(super) digits: u8,
}

impl Token {
    /// Its words in `text`.
    pub(super) fn of<'text>(&self, text: &'text str) -> &'text str {
        &text[self.start as usize..self.end as usize]
    }
}

/// The words that a grammar mentions, folded.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    ids: HashMap<Box<str>, WordId>,
    /// Words without their accents, for headlines in capitals and texts typed without accents.
    bare: HashMap<Box<str>, WordId>,
}

impl Vocabulary {
    /// The number of `word`, which gets one if it has none. `word` is folded.
    pub(super) fn intern(&mut self, word: &str) -> WordId {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let id = WordId::try_from(self.ids.len() + 1).expect("a grammar has far fewer words");
        self.ids.insert(word.into(), id);
        let bare = without_accents(word);
        if bare != word {
            self.bare.entry(bare.into()).or_insert(id);
        }
        id
    }

    /// How many words there are, [`UNKNOWN`] included.
    pub(super) fn len(&self) -> usize {
        self.ids.len() + 1
    }

    fn find(&self, word: &str, case: Case) -> WordId {
        let exact = self.ids.get(word).copied();
        let is_loose = case == Case::Upper || word.len() >= 4;
        exact.or_else(|| self.bare.get(word).copied().filter(|_| is_loose)).unwrap_or(UNKNOWN)
    }
}

/// Latin letters without accents; other scripts as they are, for there the mark makes another letter (й).
fn without_accents(word: &str) -> String {
    if word.chars().all(|letter| letter < '\u{250}') {
        word.nfd().filter(|letter| !is_combining_mark(*letter)).collect()
    } else {
        word.to_owned()
    }
}

/// Cuts `text` into tokens. Words are looked up in `vocabulary`.
pub(super) fn scan(text: &str, vocabulary: &Vocabulary) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut folded = String::with_capacity(32);
    scan_with(text, &mut folded, |token, word| {
        let word = if token.kind == Kind::Break { UNKNOWN } else { vocabulary.find(word, token.case) };
        tokens.push(Token { word, ..token });
    });
    tokens
}

/// Cuts a piece of a grammar into folded words, which are added to `vocabulary`.
pub(super) fn intern_words(text: &str, vocabulary: &mut Vocabulary) -> Vec<WordId> {
    let mut words = Vec::new();
    scan_with(text, &mut String::new(), |_, word| words.push(vocabulary.intern(word)));
    words
}

fn scan_with(text: &str, folded: &mut String, mut each: impl FnMut(Token, &str)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut last_end = usize::MAX;
    let mut n_newlines = 0;
    while at < bytes.len() {
        let first = bytes[at];
        if first.is_ascii_whitespace() {
            n_newlines += usize::from(first == b'\n');
            at += 1;
            continue;
        }
        let letter = text[at..].chars().next().expect("`at` lies before the end on a boundary");
        if first >= 0x80 && (letter.is_whitespace() || is_invisible(letter)) {
            n_newlines += usize::from(letter == '\u{2028}') + 2 * usize::from(letter == '\u{2029}');
            if is_invisible(letter) && last_end == at {
                last_end += letter.len_utf8();
            }
            at += letter.len_utf8();
            continue;
        }
        let mut token = Token {
            start: at as u32,
            end: at as u32,
            word: UNKNOWN,
            kind: Kind::Mark,
            case: Case::Lower,
            glued: last_end == at,
            line_start: n_newlines > 0,
            number: 0,
            digits: 0,
        };
        if n_newlines > 1 {
            each(Token { kind: Kind::Break, ..token }, "");
        }
        n_newlines = 0;
        folded.clear();
        let end = if first.is_ascii_digit() {
            scan_number(text, at, &mut token, folded)
        } else if letter.is_alphabetic() {
            scan_word(text, at, &mut token, folded)
        } else {
            folded.push(plain_mark(letter));
            at + letter.len_utf8()
        };
        token.end = end as u32;
        each(token, folded);
        at = end;
        last_end = end;
    }
}

fn scan_number(text: &str, start: usize, token: &mut Token, folded: &mut String) -> usize {
    let n_digits = |from: usize| text.as_bytes()[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let first = n_digits(start);
    let mut end = start + first;
    folded.push_str(&text[start..end]);
    token.kind = Kind::Number;
    token.digits = first.min(20) as u8;
    while (1..=3).contains(&first) && !folded.starts_with('0') {
        let Some(separator) = text[end..].chars().next().filter(|mark| is_thousands_separator(*mark)) else { break };
        let next = end + separator.len_utf8();
        if n_digits(next) != 3 {
            break;
        }
        folded.push_str(&text[next..next + 3]);
        end = next + 3;
        token.digits = 0;
    }
    token.number = folded.parse().unwrap_or(u32::MAX);
    end
}

fn scan_word(text: &str, start: usize, token: &mut Token, folded: &mut String) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    let (mut n_upper, mut n_letters, mut has_marks) = (0_u32, 0_u32, false);
    while end < bytes.len() {
        let byte = bytes[end];
        if byte.is_ascii_alphabetic() {
            n_upper += u32::from(byte.is_ascii_uppercase());
            folded.push(char::from(byte.to_ascii_lowercase()));
            n_letters += 1;
            end += 1;
            continue;
        }
        if byte < 0x80 {
            break;
        }
        let letter = text[end..].chars().next().expect("`end` lies before the end on a boundary");
        if is_combining_mark(letter) {
            has_marks = true;
            folded.push(letter);
        } else if letter.is_alphabetic() {
            n_upper += u32::from(letter.is_uppercase());
            n_letters += 1;
            folded.extend(letter.to_lowercase());
        } else if letter != '\u{ad}' {
            break;
        }
        end += letter.len_utf8();
    }
    token.kind = Kind::Word;
    let begins_upper = text[start..].chars().next().is_some_and(char::is_uppercase);
    token.case = match (begins_upper, n_upper == n_letters && n_letters > 1) {
        (_, true) => Case::Upper,
        (true, false) => Case::Title,
        (false, false) => Case::Lower,
    };
    token.number = roman_value(&text[start..end]);
    if has_marks {
        *folded = folded.nfc().collect();
    }
    // Russian print leaves the dots of ё out as often as not.
    if folded.contains('ё') {
        *folded = folded.replace('ё', "е");
    }
    end
}

/// The value of Roman numerals with or without a French ordinal ending (`XVe`); 0 when it is none.
fn roman_value(word: &str) -> u32 {
    let digits = word.trim_end_matches("ème").trim_end_matches(['e', 'ᵉ', 'è', 'E']);
    if digits.is_empty() || digits.len() > 6 || !digits.bytes().all(|byte| b"IVXL".contains(&byte)) {
        return 0;
    }
    let value = |byte: u8| match byte {
        b'I' => 1,
        b'V' => 5,
        b'X' => 10,
        _ => 50_i32,
    };
    let digits = digits.as_bytes();
    let total: i32 = (0..digits.len())
        .map(|idx| {
            let is_subtracted = digits.get(idx + 1).is_some_and(|next| value(*next) > value(digits[idx]));
            if is_subtracted { -value(digits[idx]) } else { value(digits[idx]) }
        })
        .sum();
    u32::try_from(total).unwrap_or(0)
}

fn is_thousands_separator(mark: char) -> bool {
    matches!(mark, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '.' | ',' | '\'' | '’')
}

/// Characters without width or meaning: zero-width spaces and joiners, byte-order and direction marks, soft hyphen.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// All apostrophes are one mark, and so are all dashes.
fn plain_mark(mark: char) -> char {
    match mark {
        '’' | '‘' | 'ʼ' | '´' | '`' | '′' | '＇' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        scan_with(text, &mut String::new(), |token, word| {
            words.push(if token.kind == Kind::Break { "¶".to_owned() } else { word.to_owned() });
        });
        words
    }

    #[test]
    fn variants_fold_to_one_form() {
        let plain = cut("L'été 2024");
        assert_eq!(plain, ["l", "'", "été", "2024"]);
        assert_eq!(cut("L’e\u{301}te\u{301}\u{a0}2024"), plain);
        assert_eq!(cut("l\u{2019}ÉTÉ\n2024"), plain);
        assert_eq!(cut("avant‑hier"), ["avant", "-", "hier"]);
        assert_eq!(cut("а\n\nб"), ["а", "¶", "б"]);
    }

    #[test]
    fn grouped_digits_are_one_number_and_no_year() {
        let mut found = Vec::new();
        scan_with("2\u{202f}024 hommes en 2024, 6 août", &mut String::new(), |token, _| {
            if token.kind == Kind::Number {
                found.push((token.number, token.digits));
            }
        });
        assert_eq!(found, [(2024, 0), (2024, 4), (6, 1)]);
    }

    #[test]
    fn roman_numerals_are_read() {
        assert_eq!(["XVe", "XIX", "XXIᵉ", "IV", "Vie", "CIA"].map(roman_value), [15, 19, 21, 4, 0, 0]);
    }
}
