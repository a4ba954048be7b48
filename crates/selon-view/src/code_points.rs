//! Byte offsets of a text to Unicode code points and back.

/// How many bytes lie between two remembered positions: small enough to count, large enough to cost nothing.
const STEP: usize = 64;

/// Translates between byte offsets (inside Selon) and code-point offsets (outside).
///
/// Both directions cost a constant number of steps, so that a long report with many spans stays linear.
#[derive(Clone, Debug)]
pub struct CodePoints<'text> {
    text: &'text str,
    /// Code points that start before byte `idx * STEP`; empty when the text is ASCII.
    before: Vec<u32>,
    n_code_points: usize,
}

impl<'text> CodePoints<'text> {
    /// Indexes `text` once.
    pub fn new(text: &'text str) -> Self {
        if text.is_ascii() {
            return CodePoints { text, before: Vec::new(), n_code_points: text.len() };
        }
        let mut before = Vec::with_capacity(text.len() / STEP + 1);
        let mut n_code_points: usize = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            before.push(u32::try_from(n_code_points).unwrap_or(u32::MAX));
            n_code_points += chunk.iter().filter(|byte| starts_char(**byte)).count();
        }
        CodePoints { text, before, n_code_points }
    }

    /// Number of code points of the text.
    pub fn len(&self) -> usize {
        self.n_code_points
    }

    /// The text is empty.
    pub fn is_empty(&self) -> bool {
        self.n_code_points == 0
    }

    /// The number of code points before byte `offset`; the length of the text when it lies beyond the end.
    pub fn of_byte(&self, offset: usize) -> usize {
        if offset >= self.text.len() {
            return self.n_code_points;
        }
        if self.before.is_empty() {
            return offset;
        }
        let step = offset / STEP;
        let rest = &self.text.as_bytes()[step * STEP..offset];
        self.before[step] as usize + rest.iter().filter(|byte| starts_char(**byte)).count()
    }

    /// The byte where code point `code_point` starts; the length of the text when there is no such one.
    pub fn to_byte(&self, code_point: usize) -> usize {
        if code_point >= self.n_code_points {
            return self.text.len();
        }
        if self.before.is_empty() {
            return code_point;
        }
        let step = self.before.partition_point(|before| *before as usize <= code_point).saturating_sub(1);
        let mut seen = self.before[step] as usize;
        for (idx, byte) in self.text.as_bytes().iter().enumerate().skip(step * STEP) {
            if starts_char(*byte) {
                if seen == code_point {
                    return idx;
                }
                seen += 1;
            }
        }
        self.text.len()
    }

    /// The words between two code points; empty when they are no range of the text.
    pub fn slice(&self, start: usize, end: usize) -> &'text str {
        let (start, end) = (self.to_byte(start), self.to_byte(end));
        self.text.get(start..end).unwrap_or_default()
    }
}

/// The byte is the first one of its character.
fn starts_char(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn characters_outside_the_basic_plane_count_one() {
        let text = "a😀e\u{301}b";
        let points = CodePoints::new(text);
        assert_eq!(points.len(), 5);
        assert_eq!(points.of_byte("a😀".len()), 2);
        assert_eq!(points.slice(2, 4), "e\u{301}");
        assert_eq!(points.slice(4, 9), "b");
        assert_eq!(points.slice(4, 2), "");
    }

    proptest! {
        #[test]
        fn every_character_is_found_both_ways(text in "\\PC{0,300}") {
            let points = CodePoints::new(&text);
            prop_assert_eq!(points.len(), text.chars().count());
            for (code_point, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.of_byte(byte), code_point);
                prop_assert_eq!(points.to_byte(code_point), byte);
            }
            prop_assert_eq!(points.of_byte(text.len()), points.len());
            prop_assert_eq!(points.to_byte(points.len()), text.len());
        }
    }
}
