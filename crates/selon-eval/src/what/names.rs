//! `names`: named entities against column files (IOB, IO) and bracketed sentences (`[PER Jane Doe]`).

use std::collections::BTreeSet;

use rayon::prelude::*;
use selon_types::{Label, Language};
use serde_json::json;

use crate::gold::{expand, gold_name, read_text};
use crate::letters::{LetterIndex, Letters};
use crate::matching::match_greedily;
use crate::score::{Figure, Formula, Tally, score};
use crate::{EvalArgs, EvalError, EvalOutput, Reader, Row};

/// The keys of `names`.
fn figures() -> Vec<Figure> {
    vec![
        Figure::new("span_type_f1", Formula::F1("span_type".into())),
        Figure::new("span_f1", Formula::F1("span".into())),
    ]
}

/// A sentence with its names, in code points.
#[derive(Clone, Debug, Default, PartialEq)]
struct Named {
    text: String,
    names: Vec<([usize; 2], String)>,
}

/// Scores files of sentences with names; each sentence is read for itself.
pub(crate) fn run(args: &EvalArgs, reader: &dyn Reader) -> Result<EvalOutput, EvalError> {
    if args.predictions.is_some() {
        return Err(EvalError::Unable(
            "`selon eval names` reads the sentences itself; it takes no predictions".to_owned(),
        ));
    }
    let mut output = EvalOutput::default();
    for path in &args.gold {
        let files = if path.is_dir() { expand(path)? } else { vec![path.clone()] };
        for file in files {
            let name = gold_name(&file);
            let gold = sentences(&read_text(&file)?);
            if gold.iter().all(|sentence| sentence.names.is_empty()) {
                return Err(EvalError::NothingToScore(name, "names"));
            }
            let lang = language_of(&name, &gold);
            // Only kinds that the file distinguishes are scored; without GPE in the gold, states and towns are LOC.
            let kinds: BTreeSet<&str> =
                gold.iter().flat_map(|sentence| &sentence.names).map(|(_, kind)| kind.as_str()).collect();
            let compared: Vec<(Tally, Vec<String>)> =
                gold.par_iter().map(|sentence| compare(sentence, lang, &kinds, reader)).collect();
            let (tallies, errors): (Vec<Tally>, Vec<Vec<String>>) = compared.into_iter().unzip();
            output.errors.push(format!("== {name}"));
            output.errors.extend(errors.into_iter().flatten());
            let lang = lang.map_or("-", |lang| lang.label()).to_owned();
            output.rows.push(Row {
                given: "",
                what: "names",
                gold: name,
                lang,
                documents: gold.len(),
                figures: score(&figures(), &tallies),
            });
        }
    }
    Ok(output)
}

fn language_of(name: &str, gold: &[Named]) -> Option<Language> {
    let by_name = name.split(['_', '-']).find_map(Language::from_label);
    by_name.or_else(|| {
        let sample: Vec<&str> = gold.iter().take(30).map(|sentence| sentence.text.as_str()).collect();
        match selon_report::recognise(&sample.join("\n")) {
            selon_report::Recognised::Supported(language) => Some(language),
            _ => None,
        }
    })
}

fn compare(gold: &Named, lang: Option<Language>, kinds: &BTreeSet<&str>, reader: &dyn Reader) -> (Tally, Vec<String>) {
    let line = json!({"id": "names", "text": gold.text, "lang": lang.map(Label::label)});
    let report = selon_report::read_jsonl("names", line.to_string().as_bytes()).next().and_then(Result::ok);
    let analysis = report.as_ref().map(|report| reader.analyse(report)).unwrap_or_default();
    let points = selon_view::CodePoints::new(&gold.text);
    let index = LetterIndex::new(&gold.text);
    let found: Vec<([usize; 2], Letters, &str)> = analysis
        .names
        .iter()
        .filter_map(|name| {
            let span = analysis.span_of(name.tokens.clone())?;
            let kind = scored_kind(name.kind.label(), kinds)?;
            let span = [points.of_byte(span.start()), points.of_byte(span.end())];
            Some((span, index.letters(&[span]), kind))
        })
        .collect();
    let wanted: Vec<(Letters, &str)> =
        gold.names.iter().map(|(span, kind)| (index.letters(&[*span]), kind.as_str())).collect();
    let pairs = match_greedily(wanted.len(), found.len(), |here, there| {
        (wanted[here].0 == found[there].1).then(|| wanted[here].1 == found[there].2)
    });
    let n_typed = pairs.iter().filter(|(here, there)| wanted[*here].1 == found[*there].2).count();
    let mut tally = Tally::default();
    tally.found("span_type", n_typed, found.len(), wanted.len());
    tally.found("span", pairs.len(), found.len(), wanted.len());
    (tally, describe(gold, &found, &pairs))
}

fn scored_kind<'a>(kind: &'a str, kinds: &BTreeSet<&str>) -> Option<&'a str> {
    let kind = if kind == "GPE" && !kinds.contains("GPE") { "LOC" } else { kind };
    kinds.contains(kind).then_some(kind)
}

fn describe(gold: &Named, found: &[([usize; 2], Letters, &str)], pairs: &[(usize, usize)]) -> Vec<String> {
    let index = LetterIndex::new(&gold.text);
    let mut errors = Vec::new();
    for (idx, (span, kind)) in gold.names.iter().enumerate() {
        match pairs.iter().find(|(here, _)| *here == idx) {
            None => errors.push(format!("   MISS  {kind} «{}»", index.words(*span))),
            Some((_, there)) if found[*there].2 != kind => {
                errors.push(format!("   TYPE  {kind} «{}» | selon {}", index.words(*span), found[*there].2));
            }
            Some(_) => {}
        }
    }
    for (idx, (span, _, kind)) in found.iter().enumerate() {
        if !pairs.iter().any(|(_, there)| *there == idx) {
            errors.push(format!("   EXTRA {kind} «{}»", index.words(*span)));
        }
    }
    if !errors.is_empty() {
        errors.insert(0, gold.text.clone());
    }
    errors
}

/// The sentences of a file: brackets when some line has them, else columns.
fn sentences(content: &str) -> Vec<Named> {
    let lines = || content.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    if lines().any(|line| !line.contains('\t') && bracketed(line).is_some_and(|named| !named.names.is_empty())) {
        return lines().filter_map(bracketed).collect();
    }
    let mut sentences = Vec::new();
    let mut block: Vec<&str> = Vec::new();
    for line in content.lines().chain([""]) {
        if line.trim().is_empty() {
            sentences.extend(from_columns(&block));
            block.clear();
        } else {
            block.push(line);
        }
    }
    sentences
}

/// `Le [ORG Kremlin] dément.` → the text without brackets and its names.
fn bracketed(line: &str) -> Option<Named> {
    let mut named = Named::default();
    let mut rest = line;
    while let Some(open) = rest.find('[') {
        named.text.push_str(&rest[..open]);
        let inside = &rest[open + 1..];
        let close = inside.find(']')?;
        let (kind, words) = inside[..close].split_once(' ')?;
        let kind = kind_of(kind)?;
        let start = named.text.chars().count();
        named.text.push_str(words);
        named.names.push(([start, start + words.chars().count()], kind.to_owned()));
        rest = &inside[close + 1..];
    }
    named.text.push_str(rest);
    Some(named)
}

/// A sentence of one token a line: the first column after a number is the form, the first tag column the name.
fn from_columns(block: &[&str]) -> Option<Named> {
    let stated = block.iter().find_map(|line| line.strip_prefix("# text = "));
    let mut tokens: Vec<(&str, &str)> = Vec::new();
    for line in block.iter().filter(|line| !line.starts_with("# ") && !line.starts_with("#\t")) {
        let cells: Vec<&str> = line.split(['\t', ' ']).collect();
        let is_number = cells.len() > 2 && cells[0].bytes().all(|byte| byte.is_ascii_digit());
        let form = cells.get(usize::from(is_number))?;
        let tags = &cells[usize::from(is_number) + 1..];
        let tag = tags.iter().find(|cell| **cell == "O" || cell.starts_with("B-") || cell.starts_with("I-"))?;
        tokens.push((form, tag));
    }
    if tokens.is_empty() {
        return None;
    }
    let (text, spans) = placed(&tokens, stated);
    let mut names: Vec<([usize; 2], String)> = Vec::new();
    let mut open: Option<&str> = None;
    for ((_, tag), span) in tokens.iter().zip(&spans) {
        let kind = tag.split_once('-').and_then(|(_, kind)| kind_of(kind));
        match (kind, open) {
            (Some(kind), Some(before)) if kind == before && !tag.starts_with("B-") => {
                if let Some(last) = names.last_mut() {
                    last.0[1] = span[1];
                }
            }
            (Some(kind), _) => names.push((*span, kind.to_owned())),
            (None, _) => {}
        }
        open = kind;
    }
    Some(Named { text, names })
}

/// The tokens in the stated text, or in a text put together from them as print would set it.
fn placed(tokens: &[(&str, &str)], stated: Option<&str>) -> (String, Vec<[usize; 2]>) {
    if let Some(found) = stated.and_then(|text| placed_in(tokens, text)) {
        return found;
    }
    const CLOSING: [&str; 12] = [".", ",", ";", ":", "!", "?", ")", "]", "»", "”", "…", "%"];
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut open = true;
    for (form, _) in tokens {
        if !open && !CLOSING.contains(form) {
            text.push(' ');
        }
        let start = text.chars().count();
        text.push_str(form);
        spans.push([start, start + form.chars().count()]);
        open = ["(", "[", "«", "“"].contains(form) || (form.len() > 1 && form.ends_with(['\'', '’']));
    }
    (text, spans)
}

fn placed_in(tokens: &[(&str, &str)], text: &str) -> Option<(String, Vec<[usize; 2]>)> {
    let mut spans = Vec::new();
    let (mut byte, mut point) = (0, 0);
    for (form, _) in tokens {
        let gap = text[byte..].find(form)?;
        let start = point + text[byte..byte + gap].chars().count();
        let end = start + form.chars().count();
        spans.push([start, end]);
        (byte, point) = (byte + gap + form.len(), end);
    }
    Some((text.to_owned(), spans))
}

/// The kinds of the sets in the product's scheme; others (dates, jobs, weapons) are not scored.
fn kind_of(kind: &str) -> Option<&'static str> {
    match kind {
        "PER" | "PERS" | "Person" => Some("PER"),
        "ORG" | "Organisation" => Some("ORG"),
        "LOC" | "Location" => Some("LOC"),
        "GPE" => Some("GPE"),
        "MISC" | "OTH" => Some("MISC"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(named: &Named) -> Vec<String> {
        let index = LetterIndex::new(&named.text);
        named.names.iter().map(|(span, kind)| format!("{kind} {}", index.words(*span))).collect()
    }

    #[test]
    fn brackets() {
        let named = &sentences("# note\nLe [ORG Kremlin] et [PER Anna Brün] à [GPE Oslo].\nRien ici.\n");
        assert_eq!(named.len(), 2);
        assert_eq!(named[0].text, "Le Kremlin et Anna Brün à Oslo.");
        assert_eq!(written(&named[0]), ["ORG Kremlin", "PER Anna Brün", "GPE Oslo"]);
    }

    #[test]
    fn columns_with_and_without_numbers() {
        let named = &sentences(
            "0\tl'\tO\n1\tONU\tB-ORG\n2\tet\tO\n3\tNew\tB-LOC\n4\tYork\tI-LOC\n5\t.\tO\n\nOslo I-LOC\nVinci I-ORG\n",
        );
        assert_eq!(named[0].text, "l'ONU et New York.");
        assert_eq!(written(&named[0]), ["ORG ONU", "LOC New York"]);
        assert_eq!(written(&named[1]), ["LOC Oslo", "ORG Vinci"]);
    }
}
