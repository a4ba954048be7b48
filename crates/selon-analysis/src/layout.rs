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
    blocks.into_iter().flat_map(|block| split_dateline(text, block)).collect()
}

/// Where a date line at the head of a paragraph can end, in bytes.
const MAX_DATELINE: usize = 90;

/// A paragraph that opens with place, date or agency before a dash (*BAMAKO, 14 mars 2024 (AFP) –*) is two blocks: what
/// stands there tells where and when the report was filed, not where and when anything happened.
fn split_dateline(text: &str, block: Block) -> impl Iterator<Item = Block> {
    let words = block.span.of(text);
    let dash = words.char_indices().take_while(|(at, _)| *at < MAX_DATELINE).find(|(at, c)| {
        let is_dash = matches!(c, '–' | '—') || (*c == '-' && words[..*at].ends_with([' ', '.', ')']));
        is_dash && words[at + c.len_utf8()..].starts_with(char::is_whitespace)
    });
    let split = dash.filter(|(at, c)| is_dateline(&words[..*at], &words[at + c.len_utf8()..]));
    let Some((at, dash)) = split else { return vec![block].into_iter() };
    let end = block.span.start() + at + dash.len_utf8();
    let head = Block { span: Span::new(block.span.start(), end), before_blank: false };
    let rest = Block { span: Span::new(end, block.span.end()).trimmed(text), ..block };
    vec![head, rest].into_iter()
}

/// `head` opens with a name in capitals or holds a year, and no word of running text; `rest` is running text.
fn is_dateline(head: &str, rest: &str) -> bool {
    let is_running = rest.chars().count() >= 40 && rest.trim_end().ends_with(['.', '!', '?', '"', '»', '”']);
    let words: Vec<&str> = head.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let in_capitals = |word: &&str| word.chars().count() >= 3 && word.chars().all(|c| c.is_uppercase());
    let has_year = words.iter().any(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()));
    let n_low = words.iter().filter(|word| word.starts_with(char::is_lowercase)).count();
    is_running && words.len() <= 9 && n_low <= 2 && (words.first().is_some_and(in_capitals) || has_year)
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
    fn a_dateline_stands_apart_from_its_paragraph() {
        let told = "The army said on Monday that it had left the town.";
        check(&format!("BAMAKO, 14 mars 2024 (AFP) – {told}"), &["BAMAKO, 14 mars 2024 (AFP) –", told]);
        check(&format!("TBILISI — {told}"), &["TBILISI —", told]);
        check(&format!("22 juin 2012. - {told}"), &["22 juin 2012. -", told]);
        let aside = "The mayor of the town – he took office in 2019 – said on Monday that the army had left.";
        check(aside, &[aside]);
    }

    #[test]
    fn broken_paragraphs_stay_together() {
        let text = "The ministry said on Monday that the talks\nwould go on. Observers in Geneva expect them to end\non Friday.";
        check(text, &[text]);
        check("Demands:\n- release\n- retreat", &["Demands:", "- release", "- retreat"]);
    }
}
