//! Tokens of a block to sentences, by rules.

use std::ops::Range;

use crate::lang::Rules;
use crate::tokens::RawToken;

/// The sentences of a block, as ranges of its tokens.
pub(crate) fn find_sentences(text: &str, tokens: &[RawToken], rules: &Rules) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut idx = 0;
    while idx < tokens.len() {
        let word = tokens[idx].span.of(text);
        let ends = ends_sentence(word) || tokens[idx].abbreviation;
        if !ends {
            idx += 1;
            continue;
        }
        // Closing quotes and brackets belong to the sentence.
        let mut next = idx + 1;
        while next < tokens.len() && is_closing(text, tokens, next) {
            next += 1;
        }
        if next >= tokens.len() {
            break;
        }
        let by_abbreviation = tokens[idx].abbreviation;
        let may_end = if by_abbreviation {
            ends_after_abbreviation(text, tokens, idx, next, rules)
        } else {
            tokens[next].after_space && starts_sentence(text, tokens, next)
        };
        if may_end {
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

/// A mark that ends sentences.
fn ends_sentence(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| matches!(c, '.' | '!' | '?' | '…' | '。'))
}

fn is_closing(text: &str, tokens: &[RawToken], idx: usize) -> bool {
    let word = tokens[idx].span.of(text);
    match word {
        ")" | "]" | "}" | "»" | "”" => true,
        // A straight quote closes when it is glued to what stands before it.
        "\"" | "'" | "’" | "“" | "‘" => !tokens[idx].after_space,
        _ => false,
    }
}

/// What follows looks like the start of a sentence.
fn starts_sentence(text: &str, tokens: &[RawToken], idx: usize) -> bool {
    let opening = |word: &str| word.chars().all(|c| "«“”„\"'‘’([—–-*•¿¡".contains(c));
    let first = tokens[idx..].iter().take(4).map(|token| token.span.of(text)).find(|word| !opening(word));
    first.is_none_or(|word| {
        word.chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || !c.is_alphanumeric() || !c.is_lowercase())
    })
}

fn ends_after_abbreviation(text: &str, tokens: &[RawToken], idx: usize, next: usize, rules: &Rules) -> bool {
    let word = tokens[idx].span.of(text).to_lowercase();
    let is_title = rules.titles.contains(&word.as_str());
    let is_initial = word.chars().count() == 2;
    let is_ordinal = word.as_bytes()[0].is_ascii_digit();
    let starts_high = tokens[next].span.of(text).chars().next().is_some_and(char::is_uppercase);
    !is_title && !is_initial && !is_ordinal && starts_high && tokens[next].after_space
}
