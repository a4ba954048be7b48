//! How sure the source is, and how far the report stands from it: hedges, grounds, and the conditional of hearsay.

use std::ops::Range;

use selon_types::{Attribution, Distance, Span, Stance, Upos};

use super::Reader;
use super::cue::is_hearsay_form;
use super::draft::Draft;
use super::lexicon::Pattern;
use super::tree::Tree;

/// Adds hedges, ground and the weight of the conditional to an attribution.
pub(super) fn weigh(reader: &Reader<'_>, draft: &Draft<'_>, attribution: &mut Attribution) {
    let tree = &reader.tree;
    let hull = draft.hull();
    let none = vec![false; 0];
    for part in &draft.content {
        attribution.hedges.extend(hedges_in(reader, part, &none));
    }
    let by_phrase = draft
        .entry
        .is_some_and(|entry| matches!(entry.pattern, Pattern::Preposition | Pattern::Postposition | Pattern::As));
    let hearsay = by_phrase && draft.content.iter().cloned().flatten().any(|idx| is_hearsay(tree, idx));
    // With *selon* the cue says nothing of how sure the source is; the words of the content do. The conditional of
    // hearsay is the report's own distance: the source may be sure.
    if by_phrase && attribution.stance == Stance::Asserted && has_strong_hedge(reader, &draft.content) {
        attribution.stance = Stance::Hedged;
    }
    if hearsay {
        attribution.distance = Distance::Distances;
    }
    attribution.basis = ground(reader, draft, &hull);
}

/// Words in the range that weaken what is said.
pub(super) fn hedges_in(reader: &Reader<'_>, range: &Range<usize>, covered: &[bool]) -> Vec<Span> {
    let tree = &reader.tree;
    let mut found = Vec::new();
    let mut idx = range.start;
    while idx < range.end {
        let phrases = reader.lexicon.phrases_at(&tree.forms[idx..range.end.min(idx + 8)]);
        let hedge = phrases.iter().find(|(entry, _)| entry.pattern == Pattern::Hedge);
        match hedge {
            Some(&(_, length)) if !covered.get(idx).copied().unwrap_or(false) => {
                found.extend(tree.span(idx..idx + length));
                idx += length;
            }
            _ => idx += 1,
        }
    }
    found
}

/// More than an approximate number: the whole content is put as possible.
fn has_strong_hedge(reader: &Reader<'_>, content: &[Range<usize>]) -> bool {
    let tree = &reader.tree;
    content.iter().any(|part| {
        (part.start..part.end).any(|idx| {
            let phrases = reader.lexicon.phrases_at(&tree.forms[idx..part.end.min(idx + 8)]);
            phrases.iter().any(|(entry, length)| {
                let numeric = (idx + length < part.end) && tree.upos(idx + length) == Upos::Num;
                entry.pattern == Pattern::Hedge && !numeric
            })
        })
    })
}

/// *aurait été tué*: the conditional of hearsay, not one after *si*, not the future seen from the past.
pub(super) fn is_hearsay(tree: &Tree<'_>, idx: usize) -> bool {
    if !is_hearsay_form(tree, idx) {
        return false;
    }
    let Some(verb) = tree.head(idx).filter(|_| tree.is_any(idx, &["aux", "cop"])) else {
        return false;
    };
    // *aurait pu, aurait dû, aurait voulu* judge, they do not report.
    if matches!(tree.lemma(verb), "pouvoir" | "devoir" | "vouloir" | "falloir" | "souhaiter" | "aimer" | "préférer") {
        return false;
    }
    let conditional_clause = |head: usize| {
        tree.children(head).iter().any(|&child| {
            tree.is(child, "advcl")
                && tree
                    .children(child)
                    .iter()
                    .any(|&mark| tree.is(mark, "mark") && matches!(tree.form(mark), "si" | "s'" | "sans"))
                || tree.is_any(child, &["obl", "advmod"])
                    && tree.children(child).iter().any(|&case| matches!(tree.form(case), "sans"))
        })
    };
    let copula = tree.is(idx, "cop");
    let perfect = tree.token(verb).feat("VerbForm") == Some("Part") || copula;
    perfect && !conditional_clause(verb) && !tree.ancestors(verb).take(4).any(conditional_clause)
}

/// What the report's own voice takes on in a sentence.
pub(super) fn of_own_voice(reader: &Reader<'_>, sentence_idx: usize, covered: &[bool]) -> (Stance, Distance) {
    let tree = &reader.tree;
    let mut own = tree.tokens_of(sentence_idx).filter(|&idx| !covered[idx]);
    if own.any(|idx| is_hearsay(tree, idx)) {
        (Stance::Hedged, Distance::Distances)
    } else {
        (Stance::Asserted, Distance::Neutral)
    }
}

/// What the source rests on: a phrase of ground beside the cue (*à la suite de son enquête*).
fn ground(reader: &Reader<'_>, draft: &Draft<'_>, hull: &Range<usize>) -> Option<Span> {
    let tree = &reader.tree;
    let first = draft.cue.first().copied()?;
    let sentence = tree.sentence(first);
    let after = draft.source.range.as_ref().map_or(first, |range| range.start);
    for idx in after.max(first)..sentence.end {
        if draft.holds(idx) && !hull.is_empty() {
            continue;
        }
        let phrases = reader.lexicon.phrases_at(&tree.forms[idx..sentence.end.min(idx + 8)]);
        let Some(&(_, length)) = phrases.iter().find(|(entry, _)| entry.pattern == Pattern::Basis) else {
            continue;
        };
        let in_source_only = draft.source.range.as_ref().is_some_and(|range| range.start == idx);
        if in_source_only || idx + length >= sentence.end {
            continue;
        }
        // The ground runs to the end of its phrase.
        let top = (idx + length..sentence.end)
            .take(4)
            .map(|inner| {
                tree.ancestors(inner).take_while(|&above| tree.reach(above).start >= idx).last().unwrap_or(inner)
            })
            .max_by_key(|&top| tree.reach(top).end)?;
        let end = tree.reach(top).end.max(idx + length);
        return tree.span(tree.trimmed(idx..end));
    }
    None
}
