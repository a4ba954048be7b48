//! Byte offsets (inside Selon) to code points (in the database) and back.

use selon_types::Span;

/// Where each character of a text begins; nothing for ASCII, where both counts are the same.
pub(crate) struct Points<'text> {
    text: &'text str,
    starts: Vec<u32>,
}

impl<'text> Points<'text> {
    pub(crate) fn new(text: &'text str) -> Self {
        let starts = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(at, _)| u32::try_from(at).unwrap_or(u32::MAX)).collect()
        };
        Points { text, starts }
    }

    /// Number of code points of the text.
    pub(crate) fn len(&self) -> usize {
        if self.starts.is_empty() { self.text.len() } else { self.starts.len() }
    }

    /// Code points before a byte.
    fn of_byte(&self, byte: usize) -> i64 {
        let count =
            if self.starts.is_empty() { byte } else { self.starts.partition_point(|start| (*start as usize) < byte) };
        i64::try_from(count).unwrap_or(i64::MAX)
    }

    /// A span as code points, end exclusive.
    pub(crate) fn of(&self, span: Span) -> (i64, i64) {
        (self.of_byte(span.start()), self.of_byte(span.end()))
    }

    fn to_byte(&self, point: i64) -> Option<usize> {
        let point = usize::try_from(point).ok()?;
        if point == self.len() {
            return Some(self.text.len());
        }
        if self.starts.is_empty() {
            return (point < self.text.len()).then_some(point);
        }
        self.starts.get(point).map(|start| *start as usize)
    }

    /// The span between two code points; `None` when they are no stretch of the text.
    pub(crate) fn span(&self, start: i64, end: i64) -> Option<Span> {
        let (start, end) = (self.to_byte(start)?, self.to_byte(end)?);
        (start <= end).then(|| Span::new(start, end))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_span_comes_back(text in "\\PC{0,80}", from in 0usize..80, to in 0usize..80) {
            let points = Points::new(&text);
            let mut ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            ends.push(text.len());
            let (from, to) = (ends[from % ends.len()], ends[to % ends.len()]);
            let span = Span::new(from.min(to), from.max(to));
            let (start, end) = points.of(span);
            prop_assert_eq!(points.span(start, end), Some(span));
            let words: String = text.chars().skip(start as usize).take((end - start) as usize).collect();
            prop_assert_eq!(words.as_str(), span.of(&text));
            prop_assert_eq!(points.span(0, points.len() as i64 + 1), None);
            prop_assert_eq!(points.span(-1, 0), None);
        }
    }
}
