//! Stretches of text between quotation marks: « », “ ”, „ “, " ", ` `` '' `, single ones, nested ones, odd ones.
//!
//! Works on the text alone, paragraph by paragraph, so that an odd mark never reaches beyond its own sentence.

use std::ops::Range;

use selon_types::{Remark, RemarkKind, Span};

use super::tree::Tree;

/// A quotation. A quotation over several paragraphs, each opened anew, is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quotation {
    /// Its tokens with the marks.
    pub(super) tokens: Range<usize>,
    /// Its bytes with the marks.
    pub(super) span: Span,
    /// How many quotations hold it.
    pub(super) depth: usize,
    /// Both marks are there.
    pub(super) paired: bool,
}

/// What a mark may do where it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Side {
    Opens,
    Closes,
    Either,
}

/// Marks of one family pair with each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Family {
    Guillemet,
    Curly,
    Straight,
    Backtick,
    Single,
}

struct Mark {
    start: usize,
    end: usize,
    side: Side,
    family: Family,
}

/// The quotations of a text in the order of their start, and a remark for each odd mark.
pub(super) fn find_quotations(tree: &Tree<'_>) -> (Vec<Quotation>, Vec<Remark>) {
    let mut spans = Vec::new();
    let mut remarks = Vec::new();
    let mut carried: Option<Mark> = None;
    for paragraph in paragraphs(tree.text) {
        pair_marks(tree, paragraph, &mut carried, &mut spans, &mut remarks);
    }
    let mut quotations: Vec<Quotation> = spans
        .into_iter()
        .filter_map(|(span, paired)| {
            let tokens = tree.analysis.tokens_in(span);
            let has_words = tokens.clone().any(|idx| !tree.is_punct(idx));
            has_words.then_some(Quotation { tokens, span, depth: 0, paired })
        })
        .collect();
    quotations.sort_by_key(|quotation| (quotation.span.start(), std::cmp::Reverse(quotation.span.end())));
    let mut around: Vec<Span> = Vec::new();
    for quotation in &mut quotations {
        around.retain(|outer| outer.contains(quotation.span));
        quotation.depth = around.len();
        around.push(quotation.span);
    }
    (quotations, remarks)
}

/// Lines; a quotation may run over several only where each is opened anew.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            found.push(start..start + line.trim_end().len());
        }
        start += line.len();
    }
    found
}

fn pair_marks(
    tree: &Tree<'_>,
    paragraph: Range<usize>,
    carried: &mut Option<Mark>,
    spans: &mut Vec<(Span, bool)>,
    remarks: &mut Vec<Remark>,
) {
    let text = tree.text;
    let mut open: Vec<Mark> = Vec::new();
    // A paragraph that begins with a mark goes on with the quotation left open before it.
    let mut started_at = None;
    if let Some(mark) = carried.take() {
        if reopens(&text[paragraph.start..]) {
            started_at = Some(mark.start);
        } else {
            open.push(mark);
        }
    }
    for mark in marks(text, paragraph.clone()) {
        let partner = open.iter().rposition(|other| pairs(other, &mark));
        let closes = match mark.side {
            Side::Opens => false,
            Side::Closes => true,
            Side::Either => partner.is_some(),
        };
        if !closes {
            // A second opening mark of the same kind within a quotation repeats it (French style); single marks nest.
            open.push(mark);
            continue;
        }
        match partner {
            Some(position) => {
                let opening = open[position].start;
                for odd in open.drain(position..).skip(1) {
                    note_odd(odd.start..odd.end, remarks, &odd);
                }
                let first = open.is_empty();
                let start = if first { started_at.take().unwrap_or(opening) } else { opening };
                spans.push((Span::new(start, mark.end), true));
            }
            None if mark.family == Family::Single => {}
            None => {
                remarks.push(odd_mark(mark.start..mark.end));
                // Closed but never opened: the quotation began before this sentence.
                if let Some(start) = sentence_start(tree, mark.start) {
                    spans.push((Span::new(start, mark.end), false));
                }
            }
        }
    }
    let Some(first) = open.into_iter().find(|mark| mark.family != Family::Single) else {
        return;
    };
    let opening = started_at.unwrap_or(first.start);
    let goes_on = opens_sentence(text, &paragraph, &first) && reopens(text[paragraph.end..].trim_start());
    if goes_on || closes_in_next_line(text, &paragraph, &first) {
        *carried = Some(Mark { start: opening, ..first });
    } else {
        remarks.push(odd_mark(first.start..first.end));
        if let Some(end) = sentence_end(tree, first.start) {
            spans.push((Span::new(opening, end.max(first.end)), false));
        }
    }
}

/// The text begins with an opening mark.
fn reopens(text: &str) -> bool {
    text.starts_with(['«', '“', '"', '„', '”']) || text.starts_with("``")
}

/// Whole sentences stand behind the mark, or it opens its paragraph: only these run on in the next one.
fn opens_sentence(text: &str, paragraph: &Range<usize>, mark: &Mark) -> bool {
    let begins = text[paragraph.start..mark.start].trim().is_empty();
    let first = text[mark.end..paragraph.end].chars().find(|letter| letter.is_alphanumeric());
    begins || first.is_some_and(|letter| !letter.is_lowercase())
}

/// The first mark of the next line closes the quotation; across a blank line only one of whole sentences.
fn closes_in_next_line(text: &str, paragraph: &Range<usize>, opening: &Mark) -> bool {
    let rest = &text[paragraph.end..];
    let start = paragraph.end + (rest.len() - rest.trim_start().len());
    let near = text[paragraph.end..start].matches('\n').count() == 1 || opens_sentence(text, paragraph, opening);
    let line_end = text[start..].find('\n').map_or(text.len(), |offset| start + offset);
    let first = marks(text, start..line_end).into_iter().find(|mark| mark.family != Family::Single);
    near && first.is_some_and(|mark| mark.side == Side::Closes && pairs(opening, &mark))
}

fn note_odd(range: Range<usize>, remarks: &mut Vec<Remark>, mark: &Mark) {
    if mark.family != Family::Single {
        remarks.push(odd_mark(range));
    }
}

fn odd_mark(range: Range<usize>) -> Remark {
    Remark {
        kind: RemarkKind::OddQuotationMark,
        span: Some(Span::new(range.start, range.end)),
        message: "This quotation mark has no partner; only its own sentence is read as quoted.".to_owned(),
    }
}

fn sentence_start(tree: &Tree<'_>, offset: usize) -> Option<usize> {
    let sentence = tree.analysis.sentences.iter().rev().find(|sentence| sentence.span.start() <= offset)?;
    // A closing mark that stands alone belongs to the sentence before it.
    Some(sentence.span.start())
}

fn sentence_end(tree: &Tree<'_>, offset: usize) -> Option<usize> {
    let sentence = tree.analysis.sentences.iter().find(|sentence| sentence.span.end() > offset)?;
    Some(sentence.span.end())
}

fn pairs(opening: &Mark, closing: &Mark) -> bool {
    opening.family == closing.family
        // Mixed typing of one pair is common: “ … " and " … ”.
        || matches!(
            (opening.family, closing.family),
            (Family::Curly, Family::Straight) | (Family::Straight, Family::Curly) | (Family::Backtick, Family::Straight)
        )
}

fn marks(text: &str, paragraph: Range<usize>) -> Vec<Mark> {
    let mut found: Vec<Mark> = Vec::new();
    let words = &text[paragraph.clone()];
    let mut skip_to = 0;
    for (offset, letter) in words.char_indices() {
        if offset < skip_to {
            continue;
        }
        let before = words[..offset].chars().next_back();
        let mut end = offset + letter.len_utf8();
        let after = words[end..].chars().next();
        let (family, side) = match letter {
            '«' | '»' | '‹' | '›' => (Family::Guillemet, guillemet_side(letter, before, after)),
            '„' => (Family::Curly, Side::Opens),
            '“' => (Family::Curly, curly_side(before, after, &found)),
            '”' | '‟' => (Family::Curly, Side::Closes),
            '"' | '＂' => (Family::Straight, straight_side(before, after)),
            '`' if words[offset..].starts_with("``") => {
                end = offset + 2;
                (Family::Backtick, Side::Opens)
            }
            '\'' if words[offset..].starts_with("''") => {
                end = offset + 2;
                (Family::Backtick, Side::Closes)
            }
            '‚' => (Family::Single, Side::Opens),
            '‘' | '’' | '\'' => match single_side(before, after) {
                Some(side) => (Family::Single, side),
                None => continue,
            },
            _ => continue,
        };
        skip_to = end;
        found.push(Mark { start: paragraph.start + offset, end: paragraph.start + end, side, family });
    }
    found
}

/// French points outwards « », German may point inwards » «: what stands on either side of the mark tells.
fn guillemet_side(letter: char, before: Option<char>, after: Option<char>) -> Side {
    let free = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
    let space = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
    match letter {
        '»' | '›' if space(before) && !free(after) => Side::Opens,
        '»' | '›' => Side::Closes,
        _ if !space(before) && free(after) && !space(after) => Side::Closes,
        _ if before.is_some_and(char::is_alphanumeric) && free(after) => Side::Closes,
        _ => Side::Opens,
    }
}

/// “ opens in English and French, closes in German.
fn curly_side(before: Option<char>, after: Option<char>, found: &[Mark]) -> Side {
    let low_open = found
        .iter()
        .filter(|mark| mark.family == Family::Curly)
        .fold(0i32, |depth, mark| if mark.side == Side::Opens { depth + 1 } else { depth - 1 });
    if low_open > 0 && before.is_some_and(|letter| !letter.is_whitespace()) && !after.is_some_and(char::is_alphanumeric)
    {
        Side::Closes
    } else {
        Side::Opens
    }
}

fn straight_side(before: Option<char>, after: Option<char>) -> Side {
    let opens = before.is_none_or(|letter| letter.is_whitespace() || "([{—–-'’«“/".contains(letter));
    let closes = after.is_none_or(|letter| letter.is_whitespace() || ".,;:!?)]}…—–-»”'’/".contains(letter));
    match (opens, closes) {
        (true, false) => Side::Opens,
        (false, true) => Side::Closes,
        _ => Side::Either,
    }
}

/// Single marks are mostly apostrophes: only one after a space and before a letter opens, only one not before a letter closes.
fn single_side(before: Option<char>, after: Option<char>) -> Option<Side> {
    let starts = before.is_none_or(|letter| letter.is_whitespace() || "([«“\"„".contains(letter));
    let goes_on = after.is_some_and(char::is_alphanumeric);
    if starts && goes_on {
        return Some(Side::Opens);
    }
    let ends = before.is_some_and(|letter| letter.is_alphanumeric() || ".,!?…".contains(letter));
    (ends && !goes_on).then_some(Side::Closes)
}
