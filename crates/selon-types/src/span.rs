//! A stretch of a report's text.

use std::fmt;

/// A half-open range of **bytes** of a report's text, always on character boundaries.
///
/// Offsets become Unicode code points only in the wire format.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The bytes `start..end`.
    ///
    /// # Panics
    /// When `start > end` or the text is longer than 4 GiB: both are errors of the calling stage.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span ends before it starts: {start}..{end}");
        let narrow = |offset: usize| u32::try_from(offset).expect("reports are limited far below 4 GiB");
        Span { start: narrow(start), end: narrow(end) }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end() - self.start()
    }

    /// No byte at all.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The words of `text` that this span means.
    pub fn of(self, text: &str) -> &str {
        &text[self.start()..self.end()]
    }

    /// At least one byte in common.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// `other` lies inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The byte `offset` lies inside this span.
    pub fn holds(self, offset: usize) -> bool {
        self.start() <= offset && offset < self.end()
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// This span without white space at either end.
    pub fn trimmed(self, text: &str) -> Span {
        let words = self.of(text);
        let start = self.start() + (words.len() - words.trim_start().len());
        Span::new(start, start + words.trim().len())
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trimmed_span_holds_the_words_only() {
        let text = "  « oui » ";
        assert_eq!(Span::new(0, text.len()).trimmed(text).of(text), "« oui »");
        assert!(Span::new(0, 2).trimmed(text).is_empty());
    }

    #[test]
    fn overlap_and_cover() {
        let (a, b) = (Span::new(0, 5), Span::new(5, 8));
        assert!(!a.overlaps(b));
        assert_eq!(a.cover(b), Span::new(0, 8));
        assert!(a.cover(b).contains(b));
    }
}
