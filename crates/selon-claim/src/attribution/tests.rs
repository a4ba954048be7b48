//! The tables load, quotation marks of all kinds are equal, and no text or tree makes the stage panic.

use proptest::prelude::*;
use selon_types::{Analysis, Language, Mentions, Report, Sentence, SentenceRole, Span, Token, Upos};

use super::quotation::find_quotations;
use super::tree::Tree;
use super::{AttributionLexicon, find_attributions};

#[expect(clippy::disallowed_methods, reason = "the tables lie beside the crate; the façade opens them in the product")]
fn lexicon() -> AttributionLexicon {
    let tables: Vec<(String, String)> = ["fr", "en", "ru", "uk", "es", "de"]
        .iter()
        .map(|code| {
            let path = format!("{}/../../data/{code}/attribution.tsv", env!("CARGO_MANIFEST_DIR"));
            (format!("{code}/attribution.tsv"), std::fs::read_to_string(path).unwrap())
        })
        .collect();
    let tables: Vec<(&str, &str)> = tables.iter().map(|(path, content)| (path.as_str(), content.as_str())).collect();
    AttributionLexicon::from_tables(&tables).unwrap()
}

fn report(text: &str) -> Report {
    Report { id: "case".to_owned(), language: Some(Language::Fr), text: text.to_owned(), ..Report::default() }
}

/// Words and signs as tokens, one sentence a line, hung from each other as `heads` says.
fn analysis(text: &str, heads: &[usize]) -> Analysis {
    let mut result = Analysis { language: Some(Language::Fr), ..Analysis::default() };
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let first = result.tokens.len();
        let mut start = None;
        for (offset, letter) in line.char_indices().chain([(line.len(), ' ')]) {
            if start.is_some() && !letter.is_alphanumeric() {
                push_token(&mut result, line_start + start.take().unwrap(), line_start + offset, text);
            }
            if letter.is_alphanumeric() {
                start = start.or(Some(offset));
            } else if !letter.is_whitespace() {
                push_token(&mut result, line_start + offset, line_start + offset + letter.len_utf8(), text);
            }
        }
        let tokens = first..result.tokens.len();
        if let (Some(one), Some(last)) = (result.tokens.get(first), result.tokens.last()) {
            result.sentences.push(Sentence { span: one.span.cover(last.span), role: SentenceRole::Body, tokens });
        }
        line_start += line.len();
    }
    for (idx, head) in heads.iter().enumerate().take(result.tokens.len()) {
        result.tokens[idx].head = Some(*head);
        let relations = ["nsubj", "ccomp", "obj", "xcomp", "parataxis", "obl", "case", "conj", "cc", "acl:relcl"];
        result.tokens[idx].deprel = relations[head % relations.len()].to_owned();
        let parts = [Upos::Verb, Upos::Noun, Upos::Propn, Upos::Pron, Upos::Adp, Upos::Aux];
        result.tokens[idx].upos = parts[(head + idx) % parts.len()];
        if head % 2 == 0 {
            result.tokens[idx].feats = "Mood=Ind|VerbForm=Fin".to_owned();
        }
    }
    result
}

fn push_token(result: &mut Analysis, start: usize, end: usize, text: &str) {
    let span = Span::new(start, end);
    let word = span.of(text);
    let upos = if word.chars().any(char::is_alphanumeric) { Upos::Noun } else { Upos::Punct };
    result.tokens.push(Token {
        span,
        lemma: word.to_lowercase(),
        upos,
        contracted: None,
        feats: String::new(),
        head: None,
        deprel: "dep".to_owned(),
    });
}

/// The quotations of a text as their words, with the number of remarks.
fn quoted(text: &str) -> (Vec<String>, usize) {
    let analysis = analysis(text, &[]);
    let tree = Tree::new(text, &analysis);
    let (quotations, remarks) = find_quotations(&tree);
    let words = |span: Span| {
        span.of(text).chars().filter(|letter| letter.is_alphanumeric() || *letter == ' ').collect::<String>()
    };
    (quotations.iter().map(|quotation| words(quotation.span).trim().to_owned()).collect(), remarks.len())
}

#[test]
fn every_table_loads_with_the_cues_of_its_language() {
    let lexicon = lexicon();
    for (language, verb) in [
        (Language::Fr, "dire"),
        (Language::En, "say"),
        (Language::Ru, "заявить"),
        (Language::Uk, "заявити"),
        (Language::Es, "decir"),
        (Language::De, "sagen"),
    ] {
        let words = lexicon.of(language).unwrap();
        assert!(!words.governed_by(verb).is_empty(), "{language}: {verb}");
    }
}

#[test]
fn a_bad_row_is_named_with_file_and_line() {
    let header = "words\tpattern\tcomplement\tact\tstance\tdistance\n";
    for row in ["dire\tverbe\tclause", "dire\tverb\tclaus", "dire\tverb\tclause\tshout"] {
        let table = format!("{header}{row}\n");
        let error = AttributionLexicon::from_tables(&[("fr/attribution.tsv", table.as_str())]).err().unwrap();
        assert!(error.to_string().starts_with("fr/attribution.tsv: line 2"), "{error}");
    }
    assert!(AttributionLexicon::from_tables(&[("xx/attribution.tsv", header)]).is_err());
}

#[test]
fn quotation_marks_of_all_kinds_are_equal() {
    for (open, close) in [("« ", " »"), ("“", "”"), ("\"", "\""), ("„", "“"), ("»", "«"), ("``", "''")] {
        let text = format!("Il dit : {open}nous partons{close}, puis il sort.");
        assert_eq!(quoted(&text), (vec!["nous partons".to_owned()], 0), "{text}");
    }
}

#[test]
fn apostrophes_are_no_quotation_marks() {
    assert_eq!(quoted("L'armée d'Israël n'a pas l’accord. The workers' strike isn't over."), (Vec::new(), 0));
}

#[test]
fn quotations_nest() {
    assert_eq!(
        quoted("Il dit : « elle a crié \"dehors\" hier »."),
        (vec!["elle a crié dehors hier".to_owned(), "dehors".to_owned()], 0)
    );
}

#[test]
fn a_quotation_opened_anew_in_each_paragraph_is_one() {
    let (found, remarks) = quoted("He said: \"One thing.\n\n\"Another thing.\" Then he left.");
    assert_eq!((found.len(), remarks), (1, 0), "{found:?}");
    assert!(found[0].starts_with("One thing") && found[0].ends_with("Another thing"));
}

#[test]
fn an_odd_mark_changes_only_its_own_sentence() {
    let (found, remarks) = quoted("Il a dit « oui\nElle a dit « non » hier.");
    assert_eq!((found, remarks), (vec!["oui".to_owned(), "non".to_owned()], 1));
    let (found, remarks) = quoted("Il a dit oui ».\nElle a dit « non » hier.");
    assert_eq!((found, remarks), (vec!["Il a dit oui".to_owned(), "non".to_owned()], 1));
}

proptest! {
    /// Damaged trees and texts give fewer results, never a panic; contents slice on character boundaries.
    #[test]
    fn no_text_and_no_tree_makes_it_panic(
        text in "([«»“”„\"',.:;—\n ]|dit|selon|que|a déclaré|Kiev|pour|comme|je|-t-il|promis|accuse|l’|é){0,40}",
        heads in proptest::collection::vec(0usize..45, 0..45),
    ) {
        let report = report(&text);
        let analysis = analysis(&text, &heads);
        let (attributions, _) = find_attributions(&report, &analysis, &Mentions::default(), &lexicon());
        for (idx, attribution) in attributions.iter().enumerate() {
            for span in attribution.content.iter().chain(&attribution.source).chain(&attribution.cue) {
                prop_assert!(!span.is_empty() && span.end() <= text.len() && !span.of(&text).is_empty());
            }
            prop_assert!(attribution.parent != Some(idx));
        }
    }
}
