//! Spans compared as sets of letters and digits, so that quotation marks, spaces and punctuation never decide.

use selon_view::CodePoints;
use selon_view::wire::WireSpan;

/// A text with its letters and digits numbered, to compare spans of it.
#[derive(Clone)]
pub(crate) struct LetterIndex<'text> {
    points: CodePoints<'text>,
    /// For each code point (and the end) how many letters and digits stand before it.
    before: Vec<u32>,
}

impl<'text> LetterIndex<'text> {
    /// Numbers the letters and digits of `text`.
    pub(crate) fn new(text: &'text str) -> Self {
        let mut before = Vec::with_capacity(text.len() + 1);
        let mut n_letters = 0;
        for letter in text.chars() {
            before.push(n_letters);
            n_letters += u32::from(letter.is_alphanumeric());
        }
        before.push(n_letters);
        LetterIndex { points: CodePoints::new(text), before }
    }

    /// The letters and digits of some spans; parts outside the text are ignored.
    pub(crate) fn letters(&self, spans: &[WireSpan]) -> Letters {
        let last = self.before.len() - 1;
        let ranges = spans.iter().map(|[start, end]| (self.before[*start.min(&last)], self.before[*end.min(&last)]));
        Letters::from_ranges(ranges.collect())
    }

    /// The words of a span.
    pub(crate) fn words(&self, span: WireSpan) -> &'text str {
        self.points.slice(span[0], span[1])
    }

    /// The words of some spans, joined by ` … `.
    pub(crate) fn all_words(&self, spans: &[WireSpan]) -> String {
        let words: Vec<_> = spans.iter().map(|span| self.words(*span)).collect();
        words.join(" … ")
    }
}

/// A set of letters of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Letters {
    /// Not empty, not touching, ascending.
    ranges: Vec<(u32, u32)>,
}

impl Letters {
    fn from_ranges(mut ranges: Vec<(u32, u32)>) -> Letters {
        ranges.retain(|(start, end)| start < end);
        ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (start, end) in ranges {
            match merged.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => merged.push((start, end)),
            }
        }
        Letters { ranges: merged }
    }

    /// How many letters.
    pub(crate) fn len(&self) -> usize {
        self.ranges.iter().map(|(start, end)| (end - start) as usize).sum()
    }

    /// No letter at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// How many letters both hold.
    pub(crate) fn common(&self, other: &Letters) -> usize {
        let (mut here, mut there, mut n_common) = (0, 0, 0);
        while here < self.ranges.len() && there < other.ranges.len() {
            let (a, b) = (self.ranges[here], other.ranges[there]);
            n_common += a.1.min(b.1).saturating_sub(a.0.max(b.0)) as usize;
            if a.1 < b.1 {
                here += 1;
            } else {
                there += 1;
            }
        }
        n_common
    }

    /// At least one letter in common.
    pub(crate) fn overlaps(&self, other: &Letters) -> bool {
        self.common(other) > 0
    }

    /// Intersection over union, between 0 and 1; 0 when both are empty.
    pub(crate) fn iou(&self, other: &Letters) -> f64 {
        let n_common = self.common(other);
        let union = self.len() + other.len() - n_common;
        if union == 0 { 0.0 } else { n_common as f64 / union as f64 }
    }

    /// The share of `gold` that this set holds, between 0 and 1; 0 when `gold` is empty.
    pub(crate) fn coverage_of(&self, gold: &Letters) -> f64 {
        if gold.is_empty() { 0.0 } else { self.common(gold) as f64 / gold.len() as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_and_spaces_do_not_count() {
        let text = "«\u{202f}Oui, dit-il.\u{202f}» 😀 ok";
        let index = LetterIndex::new(text);
        let whole = index.letters(&[[0, 16]]);
        let inner = index.letters(&[[2, 13]]);
        assert_eq!(whole, inner);
        assert_eq!(whole.len(), 8);
        assert_eq!(index.words([2, 5]), "Oui");
    }

    #[test]
    fn overlap_measures() {
        let index = LetterIndex::new("abcdefghij");
        let (gold, found) = (index.letters(&[[0, 4], [6, 8]]), index.letters(&[[2, 7]]));
        assert_eq!(gold.common(&found), 3);
        assert!((gold.iou(&found) - 3.0 / 8.0).abs() < 1e-12);
        assert!((found.coverage_of(&gold) - 0.5).abs() < 1e-12);
        assert_eq!(index.letters(&[[0, 4], [2, 6]]), index.letters(&[[0, 6]]));
        assert!(index.letters(&[[20, 30]]).is_empty());
    }
}
