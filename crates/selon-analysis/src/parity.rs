//! Tests on the shipped model: the same pieces, labels and trees as in training, on every kind of processor, and
//! bounded work on text that is no text.
#![expect(clippy::disallowed_methods, reason = "tests read the model and the fixtures")]

use std::sync::OnceLock;

use selon_types::{Label, Language, RemarkKind, Report, Span, Table};

use crate::Analyser;
use crate::analyse::Labels;
use crate::kernel::Isa;
use crate::lemma::LemmaScript;
use crate::model::Model;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

fn open(isa: Isa) -> Analyser {
    let bytes = std::fs::read(format!("{ROOT}/models/selon-6.safetensors")).unwrap();
    let model = Model::from_bytes(&bytes, isa).unwrap();
    let labels = Labels::new(&model.heads).unwrap();
    Analyser { model, labels }
}

fn analyser() -> &'static Analyser {
    static ANALYSER: OnceLock<Analyser> = OnceLock::new();
    ANALYSER.get_or_init(|| open(Isa::detect()))
}

fn fixture(name: &str, columns: &[&str]) -> Table {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    Table::parse(name, &std::fs::read_to_string(path).unwrap(), columns).unwrap()
}

fn report(language: Language, text: &str) -> Report {
    Report { id: "test".to_owned(), language: Some(language), text: text.to_owned(), ..Report::default() }
}

#[test]
fn words_are_cut_like_in_training() {
    for row in fixture("pieces.tsv", &["form", "space", "ids"]).rows() {
        let mut pieces = Vec::new();
        analyser().model.pieces.cut(row.get("form"), row.get("space") == "1", &mut pieces);
        let found: Vec<String> = pieces.iter().map(u32::to_string).collect();
        assert_eq!(found.join("|"), row.get("ids"), "{}", row.get("form"));
    }
}

#[test]
fn labels_are_those_of_the_training_framework() {
    let table = fixture("labels.tsv", &["sentence", "lang", "form", "tag", "lemma", "head"]);
    let rows: Vec<_> = table.rows().collect();
    let (mut n_heads, mut same_heads) = (0, 0);
    for sentence in rows.chunk_by(|a, b| a.get("sentence") == b.get("sentence")) {
        let forms: Vec<&str> = sentence.iter().map(|row| row.get("form")).collect();
        let text = forms.join(" ");
        let mut start = 0;
        let spans = forms.iter().map(|form| {
            let span = Span::new(start, start + form.len());
            start += form.len() + 1;
            span
        });
        let language = Language::from_label(sentence[0].get("lang")).unwrap();
        let analysis = analyser().analyse_segmented(&report(language, &text), &[spans.collect()]);
        for (row, token) in sentence.iter().zip(&analysis.tokens) {
            let sure = |column: &str, margin: f32| row.get(column).parse::<f32>().unwrap() > margin;
            let second = token.contracted.map_or(String::new(), |upos| format!("_{upos}"));
            if sure("tag_margin", 0.5) {
                assert_eq!(format!("{}{second}|{}", token.upos, token.feats), row.get("tag"), "{}", row.get("form"));
            }
            if sure("lemma_margin", 0.5) {
                let script = LemmaScript::parse(row.get("lemma")).unwrap();
                assert_eq!(token.lemma, script.apply(row.get("form")));
            }
            if sure("head_margin", 1.0) {
                n_heads += 1;
                same_heads += usize::from(token.head.map_or(0, |head| head + 1).to_string() == row.get("head"));
            }
        }
    }
    // The tree may overrule the best head of a word, so not quite all are equal.
    assert!(n_heads > 80 && same_heads * 100 >= n_heads * 97, "{same_heads} of {n_heads} heads");
}

#[test]
fn every_processor_reads_the_same() {
    let text = "Le gouvernement dément.\n\nSelon deux sources, l’armée n’a pas franchi le fleuve.";
    let report = report(Language::Fr, text);
    assert_eq!(open(Isa::Portable).analyse(&report), analyser().analyse(&report));
}

#[test]
fn a_batch_reads_like_single_reports() {
    let reports = [
        report(Language::En, "Officials in Port Hallam deny it. \"We never paid,\" one said."),
        report(Language::De, "Die Behörde schweigt."),
        report(Language::Uk, ""),
    ];
    let batch = analyser().analyse_batch(&[&reports[0], &reports[1], &reports[2]]);
    let single: Vec<_> = reports.iter().map(|report| analyser().analyse(report)).collect();
    assert_eq!(batch, single);
}

#[test]
fn text_that_is_no_text_is_read_in_bounded_time() {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let long = "désintermédiation ".repeat(400);
    for text in [
        long.as_str(),
        &"x".repeat(200_000),
        &"(".repeat(700),
        "\u{0}\u{1}a\u{200d}👩‍👩‍👧 🇫🇷\u{feff}\r\r\n\u{2028}…",
        "ЁЖЬ ß ﬁ ½ ٣ 中文 ",
        "   \n\n ",
    ] {
        let analysis = analyser().analyse(&report(Language::Fr, text));
        let joined: String = analysis.tokens.iter().map(|token| token.span.of(text)).collect();
        assert_eq!(letters(&joined), letters(text));
        for sentence in &analysis.sentences {
            let roots = sentence.tokens.clone().filter(|&idx| analysis.tokens[idx].head.is_none());
            assert_eq!(roots.count(), 1);
        }
    }
    let analysis = analyser().analyse(&report(Language::Fr, &long));
    assert_eq!(analysis.sentences.len(), 1);
    assert!(analysis.remarks.iter().any(|remark| remark.kind == RemarkKind::LongSentence));
}
