//! Blocks of text to tokens, by rules: white space, punctuation, and what each language cuts further.

use selon_types::Span;

use crate::lang::{Rules, is_apostrophe};

/// A token before analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RawToken {
    pub(crate) span: Span,
    /// White space (or the start of the block) stands before it.
    pub(crate) after_space: bool,
    /// It ends with the period of an abbreviation.
    pub(crate) abbreviation: bool,
}

/// The tokens of `block`. Together they hold every character that is not white space.
pub(crate) fn find_tokens(text: &str, block: Span, rules: &Rules) -> Vec<RawToken> {
    let mut tokens = Vec::new();
    let mut start = block.start();
    while start < block.end() {
        let rest = &text[start..block.end()];
        let first = rest.chars().next().unwrap_or_default();
        if first.is_whitespace() {
            start += first.len_utf8();
            continue;
        }
        let length = match spaced_number(rest).filter(|_| rules.spaced_numbers) {
            Some(length) => length,
            None => rest.find(char::is_whitespace).unwrap_or(rest.len()),
        };
        let from = tokens.len();
        Chunk { text, rules, tokens: &mut tokens }.cut(start, start + length, block.end());
        for token in &mut tokens[from..] {
            token.after_space = token.span.start() == start;
        }
        start += length;
    }
    tokens
}

/// The length of a number whose thousands are set apart (`1 610`), with the word glued to it.
fn spaced_number(text: &str) -> Option<usize> {
    let digits = |at: usize| text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits(0);
    if !(1..=3).contains(&end) || text.starts_with('0') {
        return None;
    }
    let mut groups = 0;
    while let Some(space) = text[end..].chars().next().filter(|&c| is_number_space(c)) {
        let at = end + space.len_utf8();
        if digits(at) != 3 {
            break;
        }
        groups += 1;
        end = at + 3;
    }
    if groups == 0 {
        return None;
    }
    Some(end + text[end..].find(char::is_whitespace).unwrap_or(text.len() - end))
}

fn is_number_space(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}')
}

/// One stretch without white space (but for the spaces of numbers).
struct Chunk<'a> {
    text: &'a str,
    rules: &'a Rules,
    tokens: &'a mut Vec<RawToken>,
}

impl Chunk<'_> {
    fn push(&mut self, start: usize, end: usize, abbreviation: bool) {
        if start < end {
            self.tokens.push(RawToken { span: Span::new(start, end), after_space: false, abbreviation });
        }
    }

    /// Cuts `start..end`: opening marks, the word, closing marks.
    fn cut(&mut self, mut start: usize, end: usize, block_end: usize) {
        let text = self.text;
        while let Some(first) = text[start..end].chars().next() {
            if SMILEYS.contains(&&text[start..end]) || is_word_start(&text[start..end]) {
                break;
            }
            let length = run_length(&text[start..end], first);
            self.push(start, start + length, false);
            start += length;
        }
        let mut word_end = end;
        let mut closing = Vec::new();
        while let Some(last) = text[start..word_end].chars().next_back() {
            let word = &text[start..word_end];
            if let Some(smiley) = SMILEYS.iter().find(|smiley| word.ends_with(**smiley)) {
                closing.push((word_end - smiley.len(), word_end));
                word_end -= smiley.len();
                continue;
            }
            if !is_closing(last) || self.keeps_last(word, last, word_end == end && end == block_end) {
                break;
            }
            let length = trailing_run(word, last);
            closing.push((word_end - length, word_end));
            word_end -= length;
        }
        self.cut_word(start, word_end);
        for &(from, to) in closing.iter().rev() {
            self.push(from, to, false);
        }
    }

    /// The last mark belongs to the word: the period of an abbreviation, the apostrophe of an elision.
    fn keeps_last(&self, word: &str, last: char, at_end: bool) -> bool {
        match last {
            '.' => !word.ends_with("..") && self.is_abbreviation(word, at_end),
            ')' => has_optional_ending(word),
            _ => {
                is_apostrophe(last)
                    && (2..MAX_ELIDED).contains(&word.len())
                    && (self.rules.cuts)(&format!("{word}a")).contains(&word.len())
            }
        }
    }

    fn is_abbreviation(&self, word: &str, at_end: bool) -> bool {
        let body = &word[..word.len() - 1];
        let last_part = body.rsplit(is_part_end).next().unwrap_or(body);
        if last_part.is_empty() {
            return false;
        }
        let lower = format!("{}.", last_part.to_lowercase());
        let listed = |list: &[&str]| list.contains(&lower.as_str());
        if listed(self.rules.titles) || listed(self.rules.abbreviations) {
            return true;
        }
        // *U.S.*, *т.е.*, *j.-c.*: periods between single letters.
        let letters: Vec<&str> = body.split('.').collect();
        if letters.len() > 1
            && letters.iter().all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
        {
            return true;
        }
        // Initials: *J. Dupont*; the last word of a block is none.
        let mut characters = last_part.chars();
        let initial = characters.next().is_some_and(char::is_uppercase) && characters.next().is_none();
        let ordinal = self.rules.ordinal_period && body.len() <= 2 && body.bytes().all(|byte| byte.is_ascii_digit());
        (initial || ordinal) && !at_end
    }

    /// Cuts a word that has no marks around it.
    fn cut_word(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        if word.is_empty() {
            return;
        }
        if is_address(word) {
            return self.push(start, end, false);
        }
        let mut from = start;
        let mut ends: Vec<usize> = self.inner_marks(word).into_iter().map(|cut| start + cut).collect();
        ends.push(end);
        for to in ends {
            let part = &self.text[from..to];
            let mut part_start = from;
            for cut in (self.rules.cuts)(part) {
                self.push(part_start, from + cut, false);
                part_start = from + cut;
            }
            let abbreviation = part.ends_with('.') && part.chars().any(char::is_alphanumeric);
            self.push(part_start, to, abbreviation);
            from = to;
        }
    }

    /// Where a word is cut at marks inside it: both sides of a dash, a slash between letters, …
    fn inner_marks(&self, word: &str) -> Vec<usize> {
        let mut cuts = Vec::new();
        let characters: Vec<(usize, char)> = word.char_indices().collect();
        let mut idx = 0;
        while idx < characters.len() {
            let (at, mark) = characters[idx];
            if mark == '(' && has_optional_ending(word) {
                break;
            }
            let run = characters[idx..].iter().take_while(|(_, c)| *c == mark).count();
            let before = idx.checked_sub(1).map(|idx| characters[idx].1);
            let after = characters.get(idx + run).map(|(_, c)| *c);
            if let (Some(before), Some(after)) = (before, after)
                && self.splits(&word[..at], before, mark, run, &word[at + run * mark.len_utf8()..], after)
            {
                cuts.push(at);
                cuts.push(at + run * mark.len_utf8());
            }
            idx += run;
        }
        cuts.dedup();
        cuts
    }

    fn splits(&self, left: &str, before: char, mark: char, run: usize, right: &str, after: char) -> bool {
        let digits = before.is_ascii_digit() && after.is_ascii_digit();
        match mark {
            '-' if run > 1 => true,
            '-' | '‐' | '‑' => {
                let part = left.rsplit(['-', '‐', '‑']).next().unwrap_or(left);
                before.is_alphanumeric() && after.is_alphanumeric() && (self.rules.splits_hyphen)(part, right)
            }
            '–' | '—' | '…' | '«' | '»' | '“' | '”' | '„' | '"' | '(' | ')' | '[' | ']' | ';' | '!' | '?' | '='
            | '+' | '<' | '>' | '|' | '•' => true,
            ',' => !digits,
            ':' => !digits,
            '/' => !digits,
            '.' => run > 1,
            '%' | '€' | '$' | '£' => true,
            _ => false,
        }
    }
}

/// Longest word, in bytes, that is looked at for an elision at its end (*jusqu'*).
const MAX_ELIDED: usize = 24;

/// The faces that mail and posts are full of.
const SMILEYS: &[&str] = &[":)", ":-)", ";)", ";-)", ":(", ":-("];

/// The end of a part of a word for the look-up of abbreviations.
fn is_part_end(character: char) -> bool {
    matches!(character, '-' | '–' | '/' | '(' | '«' | '“' | '"') || is_apostrophe(character)
}

/// A word (or number, address, signed number) starts here.
fn is_word_start(text: &str) -> bool {
    let mut characters = text.chars();
    let first = characters.next().unwrap_or_default();
    let second = characters.next();
    match first {
        '@' | '#' => second.is_some_and(char::is_alphanumeric),
        // *.com*, *-5*, *'s*
        '.' | '-' | '−' | '+' => second.is_some_and(|c| c.is_ascii_digit()),
        _ if is_apostrophe(first) => {
            second.is_some_and(char::is_alphabetic) && text.chars().nth(2).is_none_or(|c| !c.is_alphabetic())
        }
        '°' => second.is_some_and(char::is_alphabetic),
        _ => first.is_alphanumeric() || second.is_some_and(joins_before),
    }
}

/// Signs that change the one before them: variants, skin colours, joiners.
fn joins_before(character: char) -> bool {
    matches!(character, '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{20e3}' | '\u{300}'..='\u{36f}')
}

/// How many bytes a run of the same mark takes; only some marks stand in runs.
fn run_length(text: &str, mark: char) -> usize {
    let runs = matches!(mark, '.' | '-' | '!' | '?' | '*' | '=' | '_' | '~' | '…' | '`' | '\'' | '<' | '>' | '$');
    let count = if runs { text.chars().take_while(|&c| same_run(c, mark)).count() } else { 1 };
    text.chars().take(count).map(char::len_utf8).sum()
}

fn trailing_run(text: &str, mark: char) -> usize {
    let runs = matches!(mark, '.' | '-' | '!' | '?' | '*' | '=' | '_' | '~' | '…' | '`' | '\'' | '<' | '>' | '$');
    let count = if runs { text.chars().rev().take_while(|&c| same_run(c, mark)).count() } else { 1 };
    text.chars().rev().take(count).map(char::len_utf8).sum()
}

/// *?!* is one token.
fn same_run(character: char, mark: char) -> bool {
    let is_cry = |c| matches!(c, '!' | '?');
    character == mark || is_cry(character) && is_cry(mark)
}

/// *employé(e)*, *article(s)*: the brackets belong to the word.
fn has_optional_ending(word: &str) -> bool {
    let mut characters = word.chars().rev();
    if characters.next() != Some(')') {
        return false;
    }
    let n_letters = characters.by_ref().take_while(|&c| c != '(').take(4).filter(|c| c.is_alphabetic()).count();
    let bracket = word.len() - word.chars().rev().take(n_letters + 2).map(char::len_utf8).sum::<usize>();
    (1..=3).contains(&n_letters) && word[bracket..].starts_with('(') && word[..bracket].ends_with(char::is_alphabetic)
}

/// A mark that ends a word.
fn is_closing(character: char) -> bool {
    !character.is_alphanumeric() && !joins_before(character) && !matches!(character, '°' | '²' | '³' | '′' | '″')
}

/// A web or mail address, a handle, a hashtag, a file name.
fn is_address(word: &str) -> bool {
    const STARTS: &[&str] = &["http://", "https://", "ftp://", "www.", "mailto:", "@", "#"];
    let starts = |start: &&str| word.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    if STARTS.iter().any(starts) {
        return true;
    }
    let is_mail = word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
    // *lemonde.fr/international*
    let host = word.split('/').next().unwrap_or_default();
    let is_host = host.rsplit_once('.').is_some_and(|(name, top)| {
        name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
            && name.chars().any(|c| c.is_ascii_alphabetic())
            && matches!(
                top,
                "com" | "org" | "net" | "fr" | "de" | "ru" | "ua" | "uk" | "es" | "eu" | "info" | "gov" | "edu" | "int"
            )
    });
    is_mail || is_host
}

#[cfg(test)]
mod tests {
    use super::*;
    use selon_types::Language;

    #[track_caller]
    fn check(language: Language, text: &str, expected: &str) {
        let tokens = find_tokens(text, Span::new(0, text.len()).trimmed(text), Rules::of(Some(language)));
        let found: Vec<&str> = tokens.iter().map(|token| token.span.of(text)).collect();
        assert_eq!(found.join("|"), expected);
        let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(letters(&found.concat()), letters(text));
    }

    #[test]
    fn french() {
        let fr = |text, expected| check(Language::Fr, text, expected);
        fr("L’armée (russe) n'a-t-elle rien dit ?", "L’|armée|(|russe|)|n'|a|-t-elle|rien|dit|?");
        fr("« Non », répond M. Petit.", "«|Non|»|,|répond|M.|Petit|.");
        fr("1 610 soldats, 3,5 % à 12h30...", "1 610|soldats|,|3,5|%|à|12|h|30|...");
        fr("d'«Izvestia»", "d'|«|Izvestia|»");
        fr("Le 3 mars, 12\u{202f}000 F-16/F-18.", "Le|3|mars|,|12\u{202f}000|F-16|/|F-18|.");
    }

    #[test]
    fn english() {
        let en = |text, expected| check(Language::En, text, expected);
        en("Kyiv's army doesn't say, \"we can't\".", "Kyiv|'s|army|does|n't|say|,|\"|we|ca|n't|\"|.");
        en("The U.S. and Mr. Smith paid $5.3m.", "The|U.S.|and|Mr.|Smith|paid|$|5.3m|.");
        en("A long-term plan, cannot go on...", "A|long|-|term|plan|,|can|not|go|on|...");
        en("See https://example.org/a_b, or a@b.org!", "See|https://example.org/a_b|,|or|a@b.org|!");
    }
}
