//! Lines and paragraphs: what belongs together before sentences are looked for.

use selon_types::Span;

/// Text without a break inside: a paragraph, a title, a list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// Without white space at either end; never empty.
    pub(crate) span: Span,
    /// A blank line (or the end of the text) follows.
    pub(crate) before_blank: bool,
}

/// Lines shorter than this are not taken for lines broken to fit a page.
const MIN_WRAPPED: usize = 40;
/// Lines longer than this are not either.
const MAX_WRAPPED: usize = 120;

/// The blocks of `text` in order. Blank lines end a block; a line break inside a broken paragraph does not.
pub(crate) fn find_blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut paragraph: Vec<Span> = Vec::new();
    for line in lines(text) {
        if line.is_empty() {
            close_paragraph(text, &mut paragraph, &mut blocks);
        } else {
            paragraph.push(line);
        }
    }
    close_paragraph(text, &mut paragraph, &mut blocks);
    blocks
}

/// The trimmed lines of `text`; blank ones are empty spans.
fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let is_break = |c: char| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut start = 0;
    let mut done = false;
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        let line = match text[start..].char_indices().find(|&(_, c)| is_break(c)) {
            Some((length, c)) => {
                let line = Span::new(start, start + length);
                // CR LF is one break.
                let is_pair = text[start + length..].starts_with("\r\n");
                start += length + c.len_utf8() + usize::from(is_pair);
                line
            }
            None => {
                done = true;
                Span::new(start, text.len())
            }
        };
        Some(line.trimmed(text))
    })
}

fn close_paragraph(text: &str, lines: &mut Vec<Span>, blocks: &mut Vec<Block>) {
    let wrapped = is_wrapped(text, lines);
    let mut current: Option<Span> = None;
    for &line in lines.iter() {
        current = Some(match current {
            None => line,
            Some(block) if goes_on(text, block, line, wrapped) => block.cover(line),
            Some(span) => {
                blocks.push(Block { span, before_blank: false });
                line
            }
        });
    }
    if let Some(span) = current {
        blocks.push(Block { span, before_blank: true });
    }
    lines.clear();
}

/// All lines but the last are about equally long, as a mail program or a page makes them.
fn is_wrapped(text: &str, lines: &[Span]) -> bool {
    let Some((_, full)) = lines.split_last().filter(|(_, full)| full.len() >= 2) else {
        return false;
    };
    let lengths = full.iter().map(|line| line.of(text).chars().count());
    let (shortest, longest) = lengths.fold((usize::MAX, 0), |(low, high), n| (low.min(n), high.max(n)));
    shortest >= MIN_WRAPPED && longest <= MAX_WRAPPED && shortest * 10 >= longest * 7
}

/// `line` continues the sentence of the lines before it.
fn goes_on(text: &str, block: Span, line: Span, wrapped: bool) -> bool {
    let (before, after) = (block.of(text), line.of(text));
    if starts_item(after) {
        return false;
    }
    let starts_low = after.chars().next().is_some_and(char::is_lowercase);
    let is_open = before.ends_with([',', ';']) || before.ends_with(" -") || before.ends_with(" –");
    wrapped || starts_low || (is_open && before.len() >= MIN_WRAPPED)
}

/// A list item: a bullet before a space.
pub(crate) fn starts_item(line: &str) -> bool {
    let mut characters = line.chars();
    let first = characters.next();
    let is_bullet =
        first.is_some_and(|c| matches!(c, '•' | '*' | '-' | '–' | '—' | '·' | '▪' | '■' | '►' | '●' | '◦' | '‣'));
    is_bullet && characters.next().is_some_and(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = find_blocks(text).iter().map(|block| block.span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn blank_lines_and_titles() {
        check("Un titre\n\nUn texte.\r\n \r\nFin.", &["Un titre", "Un texte.", "Fin."]);
        check("Un titre\nUn texte.", &["Un titre", "Un texte."]);
        check("", &[]);
    }

    #[test]
    fn broken_paragraphs_stay_together() {
        let text = "The ministry said on Monday that the talks\nwould go on. Observers in Geneva expect them to end\non Friday.";
        check(text, &[text]);
        check("Demands:\n- release\n- retreat", &["Demands:", "- release", "- retreat"]);
    }
}
