//! Damaged voice: first person outside quotation marks, and formulas of a rewritten persona.

use std::ops::Range;

use selon_types::{
    Act, Attribution, Language, QuoteKind, Remark, RemarkKind, SentenceRole, SourceForm, SourceKind, Upos,
};

use super::Reader;
use super::assemble::{flag, remark, unresolved};
use super::lexicon::Pattern;
use super::resolve::is_first_person;

/// Marks sentences in which the report does not speak with its own voice.
pub(super) fn mark(
    reader: &Reader<'_>,
    attributions: &mut [Attribution],
    remarks: &mut Vec<Remark>,
    _language: Option<Language>,
) {
    let tree = &reader.tree;
    for (sentence_idx, sentence) in tree.analysis.sentences.iter().enumerate() {
        if !matches!(sentence.role, SentenceRole::Headline | SentenceRole::Body) {
            continue;
        }
        let tokens = tree.tokens_of(sentence_idx);
        persona(reader, &tokens, remarks);
        let loose: Vec<usize> =
            tokens.clone().filter(|&idx| speaks(reader, idx) && !is_others_words(reader, attributions, idx)).collect();
        let Some((&first, &last)) = loose.first().zip(loose.last()) else {
            continue;
        };
        let opinion = attributions.iter_mut().find(|attribution| {
            is_opinion(attribution)
                && attribution.source.iter().any(|span| loose.iter().any(|&idx| span.contains(tree.token(idx).span)))
        });
        if let Some(opinion) = opinion.filter(|_| loose.len() == 1) {
            // *je trouve cela intrigant*: the author says what the author thinks.
            opinion.source_ref.kind = SourceKind::Author;
            opinion.source_ref.confidence = 0.8;
            flag(opinion, "first_person_author");
            continue;
        }
        let span = tree.span(first..last + 1);
        remarks.push(remark(
            RemarkKind::VoiceShift,
            span,
            "First person outside quotation marks: it cannot be known who speaks; claims of this sentence are kept out of counts.",
        ));
        for attribution in attributions.iter_mut() {
            let here = attribution.content.iter().chain(&attribution.cue).any(|span| sentence.span.overlaps(*span));
            if !here || attribution.source_ref.kind == SourceKind::Author && attribution.kind != QuoteKind::None {
                continue;
            }
            flag(attribution, "voice_shift");
            flag(attribution, "exclude_from_aggregates");
            if attribution.source_form == SourceForm::FirstPerson || attribution.kind == QuoteKind::None {
                attribution.source_ref = unresolved();
            }
        }
    }
}

/// An opinion verb with a single first person as its subject.
fn is_opinion(attribution: &Attribution) -> bool {
    matches!(attribution.act, Act::Opinion | Act::Belief) && attribution.source_form == SourceForm::FirstPerson
}

/// A first person as subject or possessor.
fn speaks(reader: &Reader<'_>, idx: usize) -> bool {
    let tree = &reader.tree;
    match tree.upos(idx) {
        Upos::Pron => is_first_person(tree, idx),
        Upos::Det => {
            tree.token(idx).feat("Person[psor]") == Some("1")
                || matches!(
                    tree.form(idx),
                    "notre"
                        | "nos"
                        | "mon"
                        | "ma"
                        | "mes"
                        | "my"
                        | "our"
                        | "наш"
                        | "наша"
                        | "наши"
                        | "наші"
                        | "unser"
                        | "unsere"
                        | "nuestro"
                        | "nuestra"
                )
        }
        _ => false,
    }
}

/// Inside quotation marks, or in what somebody else is reported to say.
fn is_others_words(reader: &Reader<'_>, attributions: &[Attribution], idx: usize) -> bool {
    let span = reader.tree.token(idx).span;
    reader.quotations.iter().any(|quotation| quotation.tokens.contains(&idx))
        || attributions.iter().any(|attribution| {
            attribution.kind != QuoteKind::None
                && attribution.source_form != SourceForm::FirstPerson
                && attribution.rule.ends_with("inserted-verb")
                && attribution.content.iter().any(|part| part.contains(span))
        })
}

/// *En tant qu'observateur …, je*: the formula of a persona that no newsroom writes.
fn persona(reader: &Reader<'_>, tokens: &Range<usize>, remarks: &mut Vec<Remark>) {
    let tree = &reader.tree;
    let first = tokens.clone().find(|&idx| !tree.is_punct(idx));
    let Some(first) = first else {
        return;
    };
    let phrases = reader.lexicon.phrases_at(&tree.forms[first..tokens.end.min(first + 8)]);
    let Some((_, length)) = phrases.into_iter().find(|(entry, _)| entry.pattern == Pattern::Persona) else {
        return;
    };
    let end = (first + length..tokens.end).find(|&idx| tree.form(idx) == ",").unwrap_or(first + length);
    let quoted_at = |idx: usize| reader.quotations.iter().any(|quotation| quotation.tokens.contains(&idx));
    let speaks_after = (end..tokens.end).any(|idx| speaks(reader, idx) && !quoted_at(idx));
    let speaks_inside = (first..end).any(|idx| speaks(reader, idx));
    let quoted = reader.quotations.iter().any(|quotation| quotation.tokens.contains(&first));
    if (speaks_after || speaks_inside) && !quoted {
        remarks.push(remark(
            RemarkKind::PossibleRewrite,
            tree.span(first..end),
            "A first-person persona opens this sentence: the text may have been rewritten by a machine.",
        ));
    }
}
