//! What holds for every attribution: marks, frames, order of paragraphs.

use proptest::prelude::*;
use selon::report::{Stated, read_text};
use selon::types::{QuoteKind, Reading, Span};

use crate::PIPELINE;

/// Sentences of the report itself; none has a cue.
const PLAIN: &[&str] = &[
    "L'armée a bombardé le port de Tarin.",
    "Les rebelles ont attaqué un convoi près du fleuve.",
    "Le gouvernement a expulsé deux diplomates.",
    "Des milliers de personnes ont manifesté dans la capitale.",
];

/// Sentences with their source inside; `{` and `}` are quotation marks.
const SAID: &[&str] = &[
    "Le ministre a déclaré que {les combats continuent dans la ville}.",
    "{Nous ne partirons pas d'ici}, a répondu le maire.",
    "Le porte-parole a ajouté : {La route est coupée depuis lundi}.",
    "Selon la police, trois personnes ont été arrêtées.",
    "L'opposition accuse le président d'avoir ordonné les tirs.",
];

/// Sentences with a quotation mark that has no partner; `{` and `}` are quotation marks.
const ODD: &[&str] = &[
    "Le juge a estimé que l'accord {tient encore.",
    "Le préfet a promis de {tout faire.",
    "Les habitants ont tout perdu} dans la crue.",
];

const MARKS: &[(&str, &str)] = &[("« ", " »"), ("“", "”"), ("\"", "\""), ("„", "“")];

fn read(text: &str) -> Reading {
    let stated = Stated { language: Some("fr".to_owned()), date: Some("2024-03-14".to_owned()), ..Stated::default() };
    PIPELINE.read(read_text("property", text.as_bytes(), &stated).unwrap())
}

fn letters(text: &str, spans: &[Span]) -> String {
    let words: String = spans.iter().map(|span| span.of(text)).collect();
    words.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// Source, cue, content, stance and kind of each cued attribution, without offsets, sorted.
fn said(text: &str, within: Span) -> Vec<String> {
    let reading = read(text);
    let cued = reading
        .attributions
        .iter()
        .filter(|one| one.kind != QuoteKind::None && one.content.first().is_some_and(|span| within.contains(*span)));
    let mut found: Vec<String> = cued
        .map(|one| {
            let [source, cue, content] = [&one.source, &one.cue, &one.content].map(|spans| letters(text, spans));
            format!("{source} | {cue} | {content} | {} | {}", one.stance, one.kind)
        })
        .collect();
    found.sort();
    found
}

fn all(text: &str) -> Vec<String> {
    said(text, Span::new(0, text.len()))
}

fn marked(sentence: &str, marks: usize) -> String {
    let (open, close) = MARKS[marks];
    sentence.replace('{', open).replace('}', close)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_quotation_marks_are_equal(sentence in prop::sample::select(SAID), marks in 1..MARKS.len()) {
        let expected = all(&marked(sentence, 0));
        prop_assert!(!expected.is_empty());
        prop_assert_eq!(all(&marked(sentence, marks)), expected);
    }

    #[test]
    fn a_frame_changes_the_source_and_nothing_else(sentence in prop::sample::select(PLAIN)) {
        let mut letters = sentence.chars();
        let first = letters.next().unwrap().to_lowercase();
        let framed = format!("Selon la police, {first}{}", letters.as_str());
        let (bare, told) = (read(sentence), read(&framed));
        let gist = |reading: &Reading| -> Vec<String> {
            reading.claims.iter().map(|claim| {
                format!("{} {} {} {:?}", claim.event_type, claim.polarity, claim.modality, claim.date)
            }).collect()
        };
        prop_assert!(!bare.claims.is_empty());
        prop_assert_eq!(gist(&told), gist(&bare));
        for claim in &told.claims {
            let source = &told.attributions[claim.attribution].source;
            prop_assert_eq!(source.iter().map(|span| span.of(&framed)).collect::<String>(), "la police");
        }
    }

    #[test]
    fn the_order_of_paragraphs_changes_no_source(order in Just((0..SAID.len()).collect::<Vec<_>>()).prop_shuffle()) {
        let text = |order: &[usize]| -> String {
            order.iter().map(|&idx| marked(SAID[idx], 0)).collect::<Vec<_>>().join("\n\n")
        };
        let sorted: Vec<usize> = (0..SAID.len()).collect();
        prop_assert_eq!(all(&text(&order)), all(&text(&sorted)));
    }

    /// Behind an odd mark, and before one, every other sentence keeps its sources and contents.
    #[test]
    fn an_odd_mark_changes_only_its_own_sentence(
        odd in prop::sample::select(ODD),
        order in Just((0..SAID.len()).collect::<Vec<_>>()).prop_shuffle(),
        at in 0..=SAID.len(),
        joint in prop::sample::select(&[" ", "\n\n"][..]),
    ) {
        let marked: Vec<String> = order.iter().map(|&idx| marked(SAID[idx], 0)).collect();
        let mut sentences = marked.clone();
        sentences.insert(at, odd.replace('{', "« ").replace('}', " »"));
        let text = sentences.join(joint);
        let mut start = 0;
        for (idx, sentence) in sentences.iter().enumerate() {
            let within = Span::new(start, start + sentence.len());
            if idx != at {
                prop_assert_eq!(said(&text, within), all(sentence), "{}", text);
            }
            start += sentence.len() + joint.len();
        }
    }
}
