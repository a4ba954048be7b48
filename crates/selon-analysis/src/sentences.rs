//! Tokens of a block to sentences, by rules.

use std::ops::Range;

use crate::lang::{Rules, is_apostrophe};
use crate::tokens::RawToken;

/// Shortest word whose period is taken to end a sentence although a small letter follows; shorter ones may be abbreviations.
const MIN_WORD: usize = 5;

/// The sentences of a block, as ranges of its tokens.
pub(crate) fn find_sentences(text: &str, tokens: &[RawToken], rules: &Rules) -> Vec<Range<usize>> {
    let block = Block { text, tokens, rules };
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut idx = 0;
    while idx < tokens.len() {
        let ends = ends_sentence(block.word(idx)) || tokens[idx].abbreviation;
        let mut next = idx + 1;
        let is_end = if ends {
            // Closing quotes and brackets belong to the sentence.
            while let Some(after) = block.skip_closing(next) {
                next = after;
            }
            next < tokens.len() && block.ends_at(idx, next)
        } else {
            next < tokens.len() && (block.item_starts(next) || block.break_was_lost(start, next))
        };
        if is_end {
            sentences.push(start..next);
            start = next;
        }
        idx = next;
    }
    if start < tokens.len() {
        sentences.push(start..tokens.len());
    }
    sentences
}

struct Block<'a> {
    text: &'a str,
    tokens: &'a [RawToken],
    rules: &'a Rules,
}

impl<'a> Block<'a> {
    fn word(&self, idx: usize) -> &'a str {
        self.tokens.get(idx).map_or("", |token| token.span.of(self.text))
    }

    fn after_space(&self, idx: usize) -> bool {
        self.tokens.get(idx).is_none_or(|token| token.after_space)
    }

    /// Where the text goes on after a closing mark at `idx`; `None` when there is none.
    fn skip_closing(&self, idx: usize) -> Option<usize> {
        match self.word(idx) {
            ")" | "]" | "}" | "»" | "”" => Some(idx + 1),
            // A straight quote closes when it is glued to what stands before it.
            "\"" | "'" | "''" | "’" | "“" | "‘" => (!self.after_space(idx)).then_some(idx + 1),
            // A note: *… in 1807.[20] Later*.
            "[" => {
                let is_note = !self.word(idx + 1).is_empty()
                    && self.word(idx + 1).bytes().all(|byte| byte.is_ascii_digit())
                    && self.word(idx + 2) == "]";
                is_note.then_some(idx + 3)
            }
            _ => None,
        }
    }

    /// The mark or abbreviation at `idx` ends a sentence, and `next` begins one.
    fn ends_at(&self, idx: usize, next: usize) -> bool {
        // A stray mark (*… russe. .*) is no sentence of its own.
        if !self.after_space(next) || ends_sentence(self.word(next)) {
            return false;
        }
        if self.tokens[idx].abbreviation {
            return self.ends_after_abbreviation(idx, next);
        }
        match self.first_letter(next) {
            Some(letter) if letter.is_lowercase() => {
                // *… a dit non. il est parti*: careless, but plain when the word before is no abbreviation.
                self.word(idx) == "." && next == idx + 1 && self.is_plain_word(idx)
            }
            _ => true,
        }
    }

    /// The word before the period at `idx` is a long word in small letters.
    fn is_plain_word(&self, idx: usize) -> bool {
        idx.checked_sub(1).is_some_and(|before| {
            let word = self.word(before);
            word.chars().count() >= MIN_WORD && word.chars().all(char::is_lowercase)
        })
    }

    fn ends_after_abbreviation(&self, idx: usize, next: usize) -> bool {
        let word = self.word(idx).to_lowercase();
        if self.rules.titles.contains(&word.as_str()) || !self.starts_high(next) {
            return false;
        }
        let is_listed = self.rules.abbreviations.contains(&word.as_str());
        let is_word = word.chars().count() > 2 && word.bytes().filter(|&byte| byte == b'.').count() == 1;
        // *Inc. Apple*, *etc. Apple*: what the abbreviation stands for is complete. *J. Apple*, *U.S. Apple*, *г. Киев* may go on.
        (is_listed && is_word) || self.is_starter(next)
    }

    fn starts_high(&self, idx: usize) -> bool {
        self.first_letter(idx).is_some_and(char::is_uppercase)
    }

    /// The first letter or digit from `idx` on, past opening quotes and dashes.
    fn first_letter(&self, idx: usize) -> Option<char> {
        let is_opening = |word: &str| word.chars().all(|c| is_apostrophe(c) || "«“”„\"([—–-*•¿¡…".contains(c));
        let word = (idx..idx + 4).map(|idx| self.word(idx)).find(|word| !is_opening(word))?;
        word.chars().next()
    }

    /// A word of a closed class, with a capital.
    fn is_starter(&self, idx: usize) -> bool {
        let word = self.word(idx);
        word.starts_with(char::is_uppercase)
            && self.rules.starters.contains(&word.replace(is_apostrophe, "'").to_lowercase().as_str())
    }

    /// A list item set off by a dash or bullet after a mark: *… ; - le retrait*.
    fn item_starts(&self, idx: usize) -> bool {
        matches!(self.word(idx), "-" | "–" | "•" | "*")
            && self.after_space(idx)
            && self.after_space(idx + 1)
            && idx.checked_sub(1).is_some_and(|before| matches!(self.word(before), ";" | ":" | "."))
    }

    /// A capitalised *Il*, *Cette*, *The* in the middle of running words, followed by a small letter: the line break
    /// between a title and its text was lost.
    fn break_was_lost(&self, start: usize, idx: usize) -> bool {
        let before = self.word(idx - 1);
        idx > start
            && self.after_space(idx)
            && before.ends_with(char::is_alphanumeric)
            && !self.rules.starters.contains(&before.to_lowercase().as_str())
            && self.is_starter(idx)
            && self.word(idx).chars().count() > 1
            && self.word(idx + 1).starts_with(char::is_lowercase)
    }
}

/// A mark that ends sentences.
fn ends_sentence(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| matches!(c, '.' | '!' | '?' | '…' | '。'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::find_tokens;
    use selon_types::{Language, Span};

    #[track_caller]
    fn check(language: Language, text: &str, expected: &[&str]) {
        let rules = Rules::of(Some(language));
        let tokens = find_tokens(text, Span::new(0, text.len()), rules);
        let found: Vec<&str> = find_sentences(text, &tokens, rules)
            .into_iter()
            .map(|range| tokens[range.start].span.cover(tokens[range.end - 1].span).of(text))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn abbreviations() {
        let fr = |text, expected| check(Language::Fr, text, expected);
        fr(
            "M. Petit et J.-P. Durand sont partis. Le gén. Roux reste.",
            &["M. Petit et J.-P. Durand sont partis.", "Le gén. Roux reste."],
        );
        fr("Ils vont à Nice, Toulon, etc. Elle reste.", &["Ils vont à Nice, Toulon, etc.", "Elle reste."]);
        let en = |text, expected| check(Language::En, text, expected);
        en(
            "The U.S. Army left. It is in the U.S. The rest stays.",
            &["The U.S. Army left.", "It is in the U.S.", "The rest stays."],
        );
        check(Language::De, "Am 3. Mai kam Dr. Weiß. Er blieb.", &["Am 3. Mai kam Dr. Weiß.", "Er blieb."]);
        check(
            Language::Ru,
            "В 2014 г. Киев ответил. И т. д. Он ушёл.",
            &["В 2014 г. Киев ответил.", "И т. д.", "Он ушёл."],
        );
    }

    #[test]
    fn quotes_and_lost_breaks() {
        let fr = |text, expected| check(Language::Fr, text, expected);
        fr("« Non. » Il part. \"Oui.\" Elle reste.", &["« Non. »", "Il part.", "\"Oui.\"", "Elle reste."]);
        fr("Il part. . Elle reste.", &["Il part. .", "Elle reste."]);
        fr("« Où ? » demande-t-il.", &["« Où ? » demande-t-il."]);
        fr(
            "Tirs près de la frontière Les soldats ont riposté.",
            &["Tirs près de la frontière", "Les soldats ont riposté."],
        );
        fr("Il lit Le Monde et La Croix.", &["Il lit Le Monde et La Croix."]);
    }
}
