//! `syntax`: sentences, words and their syntax against CoNLL-U.

use std::path::Path;

use rayon::prelude::*;
use selon_types::{Label, Language, Report, Span};
use serde_json::json;

use crate::gold::{expand, gold_name, read_text};
use crate::score::{Figure, Formula, Tally, score};
use crate::ud::{Document, GoldSentence, NAMES, align, document, from_analysis, read_conllu};
use crate::{EvalArgs, EvalError, EvalOutput, Reader, Row};

/// Sentences that are read as one report, where the file does not tell where reports end.
const SENTENCES_TOGETHER: usize = 25;

/// The keys of `syntax`.
pub(crate) fn figures() -> Vec<Figure> {
    std::iter::once("sentences").chain(NAMES).map(|name| Figure::new(name, Formula::F1(name.to_owned()))).collect()
}

/// Scores CoNLL-U files from their raw text, or with their tokens given.
pub(crate) fn run(args: &EvalArgs, reader: &dyn Reader) -> Result<EvalOutput, EvalError> {
    let mut output = EvalOutput::default();
    for path in &args.gold {
        for file in expand(path)? {
            let gold = read_conllu(&read_text(&file)?);
            let name = gold_name(&file);
            if gold.is_empty() {
                return Err(EvalError::NothingToScore(name, "syntax"));
            }
            let lang = language_of(&name, &gold);
            let texts = reports(&gold);
            let tallies = match &args.predictions {
                Some(predictions) => against(&gold, predictions, &mut output)?,
                None => {
                    let compared: Vec<(Vec<Tally>, Vec<String>)> = texts
                        .par_iter()
                        .map(|sentences| compare(sentences, lang, &name, args.options.gold_tokens, reader))
                        .collect();
                    let mut tallies = Vec::new();
                    for (part, errors) in compared {
                        tallies.extend(part);
                        output.errors.extend(errors);
                    }
                    tallies
                }
            };
            let lang = lang.map_or("-", |lang| lang.label()).to_owned();
            let given = if args.options.gold_tokens { "gold-tokens" } else { "" };
            output.rows.push(Row {
                given,
                what: "syntax",
                gold: name,
                lang,
                documents: texts.len(),
                figures: score(&figures(), &tallies),
            });
        }
    }
    Ok(output)
}

/// The language, by the file's name (`fr_gsd-ud-dev`) or by the text.
pub(crate) fn language_of(name: &str, gold: &[GoldSentence]) -> Option<Language> {
    let by_name = name.split(['_', '-']).find_map(Language::from_label);
    by_name.or_else(|| {
        let sample: Vec<&str> = gold.iter().take(30).map(|sentence| sentence.text.as_str()).collect();
        match selon_report::recognise(&sample.join("\n")) {
            selon_report::Recognised::Supported(language) => Some(language),
            _ => None,
        }
    })
}

/// The sentences of each report: documents where the file marks them, else some sentences at a time.
fn reports(gold: &[GoldSentence]) -> Vec<&[GoldSentence]> {
    let mut reports = Vec::new();
    let mut start = 0;
    for idx in 1..=gold.len() {
        let is_full = idx - start >= SENTENCES_TOGETHER && gold.get(idx).is_none_or(|next| next.begins_block);
        // Files without any mark are cut anyway.
        let is_overfull = idx - start >= 2 * SENTENCES_TOGETHER;
        if idx == gold.len() || gold[idx].begins_document || is_full || is_overfull {
            reports.push(&gold[start..idx]);
            start = idx;
        }
    }
    reports
}

/// The raw text of a report, and where each sentence begins in it (bytes).
pub(crate) fn text_of(sentences: &[GoldSentence]) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut starts = Vec::new();
    for (idx, sentence) in sentences.iter().enumerate() {
        starts.push(text.len());
        text.push_str(&sentence.text);
        match sentences.get(idx + 1) {
            Some(next) if next.begins_block => text.push_str("\n\n"),
            // Headings and items of lists stand on lines of their own: in running text nobody could tell their end.
            Some(_) if !is_closed(&sentence.text) => text.push('\n'),
            Some(_) if !sentence.glued => text.push(' '),
            _ => {}
        }
    }
    (text, starts)
}

/// The sentence ends with a mark that closes it.
fn is_closed(text: &str) -> bool {
    let without_quotes = text.trim_end_matches(|last: char| last.is_whitespace() || "\"'»”’)]".contains(last));
    without_quotes.ends_with(['.', '!', '?', '…', ':', ';', ','])
}

fn compare(
    sentences: &[GoldSentence],
    lang: Option<Language>,
    name: &str,
    gold_tokens: bool,
    reader: &dyn Reader,
) -> (Vec<Tally>, Vec<String>) {
    let (text, _) = text_of(sentences);
    let gold = document(sentences);
    let line = json!({"id": name, "text": text, "lang": lang.map(Label::label)});
    let report = selon_report::read_jsonl(name, line.to_string().as_bytes()).next().and_then(Result::ok);
    let Some(report): Option<Report> = report else { return (vec![], vec![]) };
    let analysis = if gold_tokens {
        reader.analyse_segmented(&report, &token_spans(&report.text, &gold))
    } else {
        reader.analyse(&report)
    };
    let found = from_analysis(&report.text, &analysis);
    (align(&gold, &found), describe(sentences, &report.text, &gold, &found))
}

/// The tokens of each gold sentence in bytes of the text.
fn token_spans(text: &str, gold: &Document) -> Vec<Vec<Span>> {
    let solid: Vec<(usize, usize)> = text
        .char_indices()
        .filter(|(_, letter)| !letter.is_whitespace())
        .map(|(byte, letter)| (byte, byte + letter.len_utf8()))
        .collect();
    let span = |start: usize, end: usize| Some(Span::new(solid.get(start)?.0, solid.get(end.checked_sub(1)?)?.1));
    let of_sentence = |sentence: &crate::ud::Sentence| {
        let mut spans: Vec<Span> =
            gold.words[sentence.words.clone()].iter().filter_map(|word| span(word.start, word.end)).collect();
        // The words of a contraction that is not kept whole share their letters.
        spans.dedup();
        spans
    };
    gold.sentences.iter().map(of_sentence).collect()
}

/// Predicted CoNLL-U of the same text.
fn against(gold: &[GoldSentence], predictions: &Path, output: &mut EvalOutput) -> Result<Vec<Tally>, EvalError> {
    let found = document(&read_conllu(&read_text(predictions)?));
    let gold = document(gold);
    let length = |document: &Document| document.sentences.last().map_or(0, |sentence| sentence.end);
    if length(&gold) != length(&found) {
        output.notes.push(format!(
            "{}: {} characters without white space, the gold has {}: the text is another one, figures mean little",
            predictions.display(),
            length(&found),
            length(&gold)
        ));
    }
    Ok(align(&gold, &found))
}

/// Sentences that were cut elsewhere, tokens that differ, and wrong attachments, for a person.
fn describe(sentences: &[GoldSentence], text: &str, gold: &Document, found: &Document) -> Vec<String> {
    let solid: Vec<char> = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let words = |start: usize, end: usize| solid.get(start..end).unwrap_or_default().iter().collect::<String>();
    let mut errors = Vec::new();
    for (sentence, given) in gold.sentences.iter().zip(sentences) {
        if !found.sentences.iter().any(|other| (other.start, other.end) == (sentence.start, sentence.end)) {
            errors.push(format!("SENTENCE {}", given.text));
        }
    }
    let of_place: std::collections::BTreeMap<(usize, usize), &crate::ud::Word> =
        found.words.iter().map(|word| ((word.start, word.end), word)).collect();
    for word in &gold.words {
        let form = words(word.start, word.end);
        match of_place.get(&(word.start, word.end)) {
            None => {
                let overlapping: Vec<String> = found
                    .words
                    .iter()
                    .filter(|other| other.start < word.end && word.start < other.end)
                    .map(|other| words(other.start, other.end))
                    .collect();
                errors.push(format!("TOKEN {form} | selon {}", overlapping.join(" ")));
            }
            Some(other) if other.upos != word.upos => {
                errors.push(format!("UPOS {form} {} | selon {}", word.upos, other.upos));
            }
            Some(other) if other.lemma != word.lemma => {
                errors.push(format!("LEMMA {form} {} | selon {}", word.lemma, other.lemma));
            }
            Some(other) => {
                let head = |word: &crate::ud::Word, document: &Document| {
                    word.head
                        .and_then(|head| document.words.get(head))
                        .map_or("ROOT".to_owned(), |head| words(head.start, head.end))
                };
                let (here, there) = (head(word, gold), head(other, found));
                if here != there || word.deprel != other.deprel {
                    errors.push(format!("DEP {form} {} ← {here} | selon {} ← {there}", word.deprel, other.deprel));
                }
            }
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_end_with_documents_and_spaces_are_those_of_the_file() {
        let sentence = |text: &str, begins_document: bool, glued: bool| GoldSentence {
            text: text.to_owned(),
            begins_block: begins_document,
            begins_document,
            glued,
            ..GoldSentence::default()
        };
        let gold = [
            sentence("Un.", true, false),
            sentence("Deux.", false, true),
            sentence("Trois", false, false),
            sentence("Quatre.", false, false),
            sentence("Fin.", true, false),
        ];
        let reports = reports(&gold);
        assert_eq!(reports.iter().map(|report| report.len()).collect::<Vec<_>>(), [4, 1]);
        assert_eq!(text_of(reports[0]).0, "Un. Deux.Trois\nQuatre.");
    }

    #[test]
    fn given_tokens_are_spans_of_the_text() {
        let content = "# text = É du Mali\n1\tÉ\té\tX\t_\t_\t0\troot\t_\t_\n2-3\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n2\tde\tde\tADP\t_\t_\t4\tcase\t_\t_\n3\tle\tle\tDET\t_\t_\t4\tdet\t_\t_\n4\tMali\tMali\tPROPN\t_\t_\t1\tnmod\t_\t_\n";
        let gold = document(&read_conllu(content));
        let spans = token_spans("É du Mali", &gold);
        let words: Vec<&str> = spans[0].iter().map(|span| span.of("É du Mali")).collect();
        assert_eq!(words, ["É", "du", "Mali"]);
    }
}
