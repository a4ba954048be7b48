//! What a sentence is in the report: title, title once more, date line, credits, running text.

use selon_types::{Sentence, SentenceRole};

/// A title is at most this long, in characters.
const MAX_TITLE: usize = 200;

/// Sets the role of every sentence; `blocks` says for each one in which block of the text it lies.
pub(crate) fn set_roles(text: &str, sentences: &mut [Sentence], blocks: &[usize]) {
    let Some(last_block) = blocks.last().copied() else {
        return;
    };
    let alone = |idx: usize| {
        let same = |other: Option<usize>| other.is_some_and(|other| blocks.get(other) == Some(&blocks[idx]));
        !same(idx.checked_sub(1)) && !same(Some(idx + 1))
    };
    for (idx, sentence) in sentences.iter_mut().enumerate() {
        let words = sentence.span.of(text);
        if alone(idx) && (is_dateline(words) || words.ends_with(['–', '—']) || words.ends_with(" -")) {
            sentence.role = SentenceRole::Dateline;
        }
    }
    let first = sentences.iter().position(|sentence| sentence.role == SentenceRole::Body);
    let Some(first) =
        first.filter(|&first| alone(first) && blocks[first] < last_block && is_title(sentences[first].span.of(text)))
    else {
        return;
    };
    sentences[first].role = SentenceRole::Headline;
    let title = folded(sentences[first].span.of(text));
    for (idx, sentence) in sentences.iter_mut().enumerate().skip(first + 1) {
        if alone(idx) && folded(sentence.span.of(text)) == title {
            sentence.role = SentenceRole::HeadlineDuplicate;
        }
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Short and without the mark that ends a sentence.
fn is_title(text: &str) -> bool {
    text.chars().count() <= MAX_TITLE && !text.ends_with(['.', ':', ',', ';'])
}

/// Digits with at most a few words, in the shape of a date or time and nothing else.
fn is_dateline(text: &str) -> bool {
    let n_digits = text.bytes().filter(u8::is_ascii_digit).count();
    let n_letters = text.chars().filter(|c| c.is_alphabetic()).count();
    text.chars().count() <= 60 && n_digits >= 4 && n_letters <= 24 && looks_dated(text)
}

/// A year, or a day and month in figures.
fn looks_dated(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit())
        .any(|number| number.len() == 4 && (number.starts_with("19") || number.starts_with("20")))
}
