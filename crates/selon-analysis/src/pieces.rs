//! Words to word pieces: the Unigram model of the base encoder, exactly as it was trained with.

use std::collections::HashMap;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// First piece of every sequence.
pub(crate) const START: u32 = 0;
/// Last piece of every sequence.
pub(crate) const END: u32 = 2;
/// Stands for characters that no piece holds.
pub(crate) const UNKNOWN: u32 = 3;
/// The encoder was trained on at most this many pieces of a word.
pub(crate) const MAX_PIECES_PER_WORD: usize = 8;
/// Characters of a word that are looked at: eight pieces never reach further (the longest has 16 characters).
const MAX_CHARS: usize = 160;
/// Stands before a word that follows a space.
const SPACE: &str = "▁";

/// The pieces in the order of their bytes, with their scores and rows in the embedding table.
pub(crate) struct Pieces {
    text: Vec<String>,
    ids: Vec<u32>,
    scores: Vec<f64>,
    unknown_score: f64,
    normalization: HashMap<char, String>,
    /// Where the pieces that start with each byte begin.
    first_byte: Vec<u32>,
}

/// The best way to a byte of the word.
#[derive(Clone, Copy)]
struct Step {
    score: f64,
    start: usize,
    id: u32,
}

impl Pieces {
    /// `None` when the lists do not fit or are not sorted.
    pub(crate) fn new(
        text: Vec<String>,
        ids: Vec<u32>,
        scores: Vec<f64>,
        min_score: f64,
        changed: Vec<u32>,
        replacements: Vec<String>,
    ) -> Option<Pieces> {
        let sorted = text.is_sorted_by(|a, b| a.as_bytes() < b.as_bytes());
        if !sorted || text.len() != ids.len() || text.len() != scores.len() || changed.len() != replacements.len() {
            return None;
        }
        let normalization = changed
            .into_iter()
            .map(char::from_u32)
            .zip(replacements)
            .map(|(from, to)| Some((from?, to)))
            .collect::<Option<_>>()?;
        let first_byte = (0..=256)
            .map(|byte| {
                text.partition_point(|piece| usize::from(piece.as_bytes().first().copied().unwrap_or(0)) < byte) as u32
            })
            .collect();
        Some(Pieces {
            text,
            ids,
            scores,
            // The penalty of the reference implementation.
            unknown_score: min_score - 10.0,
            normalization,
            first_byte,
        })
    }

    /// The largest row of the embedding table that is used.
    pub(crate) fn largest_id(&self) -> usize {
        self.ids.iter().copied().max().unwrap_or(0).max(UNKNOWN) as usize
    }

    /// Appends the pieces of one word, at least one and at most eight; `after_space` when it is not glued to the word before.
    pub(crate) fn cut(&self, word: &str, after_space: bool, pieces: &mut Vec<u32>) {
        let mut text = String::with_capacity(word.len() + SPACE.len());
        if after_space {
            text.push_str(SPACE);
        }
        // A letter and its accent printed as two characters are one letter to the model.
        let composed: String;
        let word = match is_nfc_quick(word.chars()) {
            IsNormalized::Yes => word,
            _ => {
                composed = word.nfc().collect();
                &composed
            }
        };
        for character in word.chars().take(MAX_CHARS) {
            match self.normalization.get(&character) {
                Some(replacement) => text.push_str(replacement),
                None => text.push(character),
            }
        }
        let start = pieces.len();
        self.best_path(&text, pieces);
        pieces[start..].reverse();
        pieces.truncate(start + MAX_PIECES_PER_WORD);
        if pieces.len() == start {
            pieces.push(UNKNOWN);
        }
    }

    /// Viterbi over the piece scores; appends the pieces from the last to the first.
    fn best_path(&self, text: &str, pieces: &mut Vec<u32>) {
        let bytes = text.as_bytes();
        let mut steps: Vec<Option<Step>> = vec![None; bytes.len() + 1];
        steps[0] = Some(Step { score: 0.0, start: 0, id: UNKNOWN });
        for (start, character) in text.char_indices() {
            let Some(Step { score, .. }) = steps[start] else {
                continue;
            };
            let one = start + character.len_utf8();
            let mut reach = |end: usize, id: u32, score: f64| {
                if steps[end].is_none_or(|step| score > step.score) {
                    steps[end] = Some(Step { score, start, id });
                }
            };
            let mut has_single = false;
            self.prefixes(&bytes[start..], |length, piece| {
                reach(start + length, self.ids[piece], score + self.scores[piece]);
                has_single |= start + length == one;
            });
            if !has_single {
                reach(one, UNKNOWN, score + self.unknown_score);
            }
        }
        let mut end = bytes.len();
        let mut after_unknown = false;
        while end > 0 {
            let Some(step) = steps[end] else { return };
            // Neighbouring unknown characters are one unknown piece.
            if !(after_unknown && step.id == UNKNOWN) {
                pieces.push(step.id);
            }
            after_unknown = step.id == UNKNOWN;
            end = step.start;
        }
    }

    /// Calls `found` with the length and index of every piece that `bytes` starts with, shortest first.
    fn prefixes(&self, bytes: &[u8], mut found: impl FnMut(usize, usize)) {
        let Some(&first) = bytes.first() else { return };
        let mut low = self.first_byte[usize::from(first)] as usize;
        let mut high = self.first_byte[usize::from(first) + 1] as usize;
        for length in 1..=bytes.len() {
            // All pieces in `low..high` start with `bytes[..length]`; the one that ends there comes first.
            if low == high {
                return;
            }
            if self.text[low].len() == length {
                found(length, low);
                low += 1;
            }
            let Some(&next) = bytes.get(length) else { return };
            let range = &self.text[low..high];
            let at = |piece: &String| piece.as_bytes()[length];
            let from = range.partition_point(|piece| at(piece) < next);
            let to = from + range[from..].partition_point(|piece| at(piece) == next);
            (low, high) = (low + from, low + to);
        }
    }
}
