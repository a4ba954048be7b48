//! The syntax of one reading as CoNLL-U: what tools for Universal Dependencies read.

use std::fmt::Write as _;

use selon_types::{Analysis, Label, Language, Reading, Sentence, Token, Upos};

use crate::CodePoints;

/// Contractions of a preposition with what follows it: language, the contraction, its two words.
///
/// Inside Selon they are one token, because its letters cannot be divided; treebanks write two words.
const CONTRACTIONS: &[(Language, &str, &str, &str)] = &[
    (Language::Fr, "du", "de", "le"),
    (Language::Fr, "des", "de", "les"),
    (Language::Fr, "au", "à", "le"),
    (Language::Fr, "aux", "à", "les"),
    (Language::Fr, "duquel", "de", "lequel"),
    (Language::Fr, "desquels", "de", "lesquels"),
    (Language::Fr, "desquelles", "de", "lesquelles"),
    (Language::Fr, "auquel", "à", "lequel"),
    (Language::Fr, "auxquels", "à", "lesquels"),
    (Language::Fr, "auxquelles", "à", "lesquelles"),
    (Language::Fr, "ès", "en", "les"),
    (Language::Es, "del", "de", "el"),
    (Language::Es, "al", "a", "el"),
    (Language::De, "am", "an", "dem"),
    (Language::De, "ans", "an", "das"),
    (Language::De, "aufs", "auf", "das"),
    (Language::De, "beim", "bei", "dem"),
    (Language::De, "durchs", "durch", "das"),
    (Language::De, "fürs", "für", "das"),
    (Language::De, "hinterm", "hinter", "dem"),
    (Language::De, "im", "in", "dem"),
    (Language::De, "ins", "in", "das"),
    (Language::De, "überm", "über", "dem"),
    (Language::De, "übers", "über", "das"),
    (Language::De, "ums", "um", "das"),
    (Language::De, "unterm", "unter", "dem"),
    (Language::De, "vom", "von", "dem"),
    (Language::De, "vors", "vor", "das"),
    (Language::De, "zum", "zu", "dem"),
    (Language::De, "zur", "zu", "der"),
];

/// The sentences of a reading in CoNLL-U, contractions expanded, names as BIO in `NER=`, and the place of each token in
/// the text as `TokenRange=start:end` (code points).
pub fn to_conllu(reading: &Reading) -> String {
    let points = CodePoints::new(&reading.report.text);
    let names = name_tags(&reading.analysis);
    let mut out = String::new();
    let _ = writeln!(out, "# newdoc id = {}", one_line(&reading.report.id));
    for (idx, sentence) in reading.analysis.sentences.iter().enumerate() {
        let id = one_line(&reading.report.id);
        let _ = writeln!(out, "# sent_id = {id}-{}", idx + 1);
        let text = one_line(sentence.span.of(&reading.report.text));
        let _ = writeln!(out, "# text = {text}");
        let _ = writeln!(out, "# role = {}", sentence.role);
        write_sentence(&mut out, reading, sentence, &names, &points);
        out.push('\n');
    }
    out
}

fn write_sentence(out: &mut String, reading: &Reading, sentence: &Sentence, names: &[String], points: &CodePoints<'_>) {
    let analysis = &reading.analysis;
    let text = &reading.report.text;
    let words: Vec<Words> =
        sentence.tokens.clone().map(|idx| words_of(&analysis.tokens[idx], text, analysis.language)).collect();
    // The number of the word that others attach to: the second one of a contraction is never a head.
    let mut numbers = Vec::with_capacity(words.len());
    let mut next = 1;
    for word in &words {
        numbers.push(next);
        next += word.len();
    }
    for (place, idx) in sentence.tokens.clone().enumerate() {
        let token = &analysis.tokens[idx];
        let head = token
            .head
            .filter(|head| sentence.tokens.contains(head))
            .map_or(0, |head| numbers[head - sentence.tokens.start]);
        let misc = misc(analysis, sentence, text, idx, &names[idx], points);
        let row = Row { number: numbers[place], form: token.span.of(text), token, head, misc: &misc };
        match &words[place] {
            Words::One => row.write_one(out),
            Words::Two(first, second, upos) => row.write_two(out, first, second, *upos),
        }
    }
}

/// The syntactic words of a token.
enum Words {
    One,
    Two(String, String, Upos),
}

impl Words {
    fn len(&self) -> usize {
        match self {
            Words::One => 1,
            Words::Two(..) => 2,
        }
    }
}

fn words_of(token: &Token, text: &str, language: Option<Language>) -> Words {
    let Some(upos) = token.contracted else {
        return Words::One;
    };
    let form = token.span.of(text);
    let lower = form.to_lowercase();
    let row = CONTRACTIONS.iter().find(|(lang, contraction, _, _)| Some(*lang) == language && *contraction == lower);
    match row {
        Some((_, _, first, second)) if form.starts_with(char::is_uppercase) => {
            Words::Two(capitalised(first), (*second).to_owned(), upos)
        }
        Some((_, _, first, second)) => Words::Two((*first).to_owned(), (*second).to_owned(), upos),
        None => Words::One,
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

struct Row<'a> {
    number: usize,
    form: &'a str,
    token: &'a Token,
    head: usize,
    misc: &'a str,
}

impl Row<'_> {
    fn write_one(&self, out: &mut String) {
        let token = self.token;
        let _ = writeln!(
            out,
            "{}\t{}\t{}\t{}\t_\t{}\t{}\t{}\t_\t{}",
            self.number,
            cell(self.form),
            cell(&token.lemma),
            token.upos.label(),
            cell(&token.feats),
            self.head,
            cell(&token.deprel),
            self.misc
        );
    }

    /// *du*: a line for the token, then *de* with the token's own analysis and *le* with the same head.
    fn write_two(&self, out: &mut String, first: &str, second: &str, upos: Upos) {
        let (token, number, head) = (self.token, self.number, self.head);
        let next = number + 1;
        let form = cell(self.form);
        let _ = writeln!(out, "{number}-{next}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{}", self.misc);
        let (lemma, deprel) = (cell(&token.lemma), cell(&token.deprel));
        let _ = writeln!(out, "{number}\t{first}\t{lemma}\tADP\t_\t_\t{head}\t{deprel}\t_\t_");
        let relation = if upos == Upos::Det { "det" } else { &deprel };
        let _ = writeln!(out, "{next}\t{second}\t_\t{}\t_\t_\t{head}\t{relation}\t_\t_", upos.label());
    }
}

fn misc(
    analysis: &Analysis,
    sentence: &Sentence,
    text: &str,
    idx: usize,
    name: &str,
    points: &CodePoints<'_>,
) -> String {
    let span = analysis.tokens[idx].span;
    let (start, end) = (points.of_byte(span.start()), points.of_byte(span.end()));
    let mut misc = format!("NER={name}");
    // The last token of a sentence says nothing about what follows: the next sentence may stand on another line.
    let glued = idx + 1 < sentence.tokens.end
        && analysis.tokens[idx + 1].span.start() == span.end()
        && !text[span.end()..].starts_with(char::is_whitespace);
    if glued {
        misc.push_str("|SpaceAfter=No");
    }
    let _ = write!(misc, "|TokenRange={start}:{end}");
    misc
}

/// For each token its name tag in BIO: `B-PER`, `I-PER`, `O`.
fn name_tags(analysis: &Analysis) -> Vec<String> {
    let mut tags = vec!["O".to_owned(); analysis.tokens.len()];
    for name in &analysis.names {
        for idx in name.tokens.clone() {
            let place = if idx == name.tokens.start { 'B' } else { 'I' };
            tags[idx] = format!("{place}-{}", name.kind.label());
        }
    }
    tags
}

/// A cell without the characters that end cells; `_` when empty. Words may hold spaces (*10 000*).
fn cell(words: &str) -> String {
    match one_line(words) {
        words if words.is_empty() => "_".to_owned(),
        words => words,
    }
}

fn one_line(words: &str) -> String {
    words.replace(['\t', '\n', '\r', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}', '\u{85}'], " ")
}

#[cfg(test)]
mod tests {
    use selon_types::*;

    use super::*;

    fn token(text: &str, words: &str, upos: Upos, head: Option<usize>, deprel: &str) -> Token {
        let start = text.find(words).unwrap();
        Token {
            span: Span::new(start, start + words.len()),
            lemma: words.to_lowercase(),
            upos,
            contracted: None,
            feats: String::new(),
            head,
            deprel: deprel.into(),
        }
    }

    #[test]
    fn contractions_are_expanded_and_names_tagged() {
        let text = "😀 Ministre du Mali.";
        let mut tokens = vec![
            token(text, "Ministre", Upos::Noun, None, "root"),
            token(text, "du", Upos::Adp, Some(2), "case"),
            token(text, "Mali", Upos::Propn, Some(0), "nmod"),
            token(text, ".", Upos::Punct, Some(0), "punct"),
        ];
        tokens[1].contracted = Some(Upos::Det);
        tokens[1].lemma = "de".into();
        let reading = Reading {
            report: Report { id: "r".into(), language: Some(Language::Fr), text: text.into(), ..Report::default() },
            analysis: Analysis {
                language: Some(Language::Fr),
                sentences: vec![Sentence { span: Span::new(5, text.len()), role: SentenceRole::Body, tokens: 0..4 }],
                tokens,
                names: vec![Name { tokens: 2..3, kind: NameKind::Gpe }],
                remarks: vec![],
            },
            mentions: Mentions::default(),
            attributions: vec![],
            claims: vec![],
            remarks: vec![],
        };
        let expected = "# newdoc id = r\n# sent_id = r-1\n# text = Ministre du Mali.\n# role = body\n\
            1\tMinistre\tministre\tNOUN\t_\t_\t0\troot\t_\tNER=O|TokenRange=2:10\n\
            2-3\tdu\t_\t_\t_\t_\t_\t_\t_\tNER=O|TokenRange=11:13\n\
            2\tde\tde\tADP\t_\t_\t4\tcase\t_\t_\n\
            3\tle\t_\tDET\t_\t_\t4\tdet\t_\t_\n\
            4\tMali\tmali\tPROPN\t_\t_\t1\tnmod\t_\tNER=B-GPE|SpaceAfter=No|TokenRange=14:18\n\
            5\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\tNER=O|TokenRange=18:19\n\n";
        assert_eq!(to_conllu(&reading), expected);
    }
}
