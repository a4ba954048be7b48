//! Chains: the relay that reports what an origin says, *selon des opposants cités par Reuters*, *Reuters, citing witnesses*.

use std::ops::Range;

use selon_types::Stance;

use super::Reader;
use super::draft::Draft;
use super::lexicon::{Complement, Entry};
use super::phrase::phrase_head;
use super::source::{Source, noun_phrase};

/// *selon des opposants cités par Reuters*: the relay reports that the origin says so; its content holds the origin's words
/// together with their source, so that the chain runs from the relay to the origin.
pub(super) fn relay<'l>(
    reader: &Reader<'l>,
    entry: &'l Entry,
    words: &Range<usize>,
    found: &[Draft<'l>],
) -> Option<Draft<'l>> {
    let tree = &reader.tree;
    let sentence = tree.sentence(words.start);
    let origin = found.iter().rev().find(|draft| {
        draft.source.head.is_some_and(|head| {
            head < words.start && sentence.contains(&head) && words.clone().any(|idx| tree.is_below(idx, head))
        })
    })?;
    let head = phrase_head(tree, words, &sentence)?;
    let phrase = noun_phrase(tree, head);
    let mut parts = origin.content.clone();
    let first = origin.cue.first().copied()?;
    parts.push(first..words.start);
    parts.sort_by_key(|part| part.start);
    let mut draft = Draft::of_phrase(reader, entry, words.clone(), parts, "relay");
    draft.source =
        Source { range: Some(phrase.start.max(words.end)..phrase.end.max(head + 1)), head: Some(head), dropped: false };
    Some(draft)
}

/// *Reuters, citing witnesses*: whoever is cited says what the relay says, under the relay. A participle without a relay
/// (*citing the cost*) attributes nothing.
pub(super) fn link_origins(reader: &Reader<'_>, drafts: &mut Vec<Draft<'_>>) {
    let tree = &reader.tree;
    let mut lost = Vec::new();
    for idx in 0..drafts.len() {
        if drafts[idx].rule != "cited-origin" {
            continue;
        }
        let Some(&first) = drafts[idx].cue.first() else {
            continue;
        };
        let source_end = drafts[idx].source.range.as_ref().map_or(first, |range| range.end);
        let relay = (0..drafts.len())
            .filter(|&other| {
                let draft = &drafts[other];
                let swallowed = draft.content.iter().any(|part| part.contains(&first) && part.end > source_end + 1);
                other != idx
                    && draft.rule != "cited-origin"
                    && !matches!(draft.rule, "verb-object" | "verb-predicate" | "verb-preposition")
                    && draft.stance != Stance::Denied
                    && draft.source.head.is_some_and(|head| head != drafts[idx].source.head.unwrap_or(head + 1))
                    && draft.cue.first().is_some_and(|&cue| tree.sentence_idx(cue) == tree.sentence_idx(first))
                    && !swallowed
            })
            .min_by_key(|&other| drafts[other].cue.last().map_or(usize::MAX, |&last| last.abs_diff(first)));
        let Some(relay) = relay else {
            if !drafts[idx].entry.is_some_and(|entry| entry.takes(&Complement::Source)) {
                lost.push(idx);
            }
            continue;
        };
        for part in drafts[relay].content.iter_mut().filter(|part| part.contains(&first)) {
            part.end = tree.trimmed(part.start..first).end;
        }
        drafts[relay].content.retain(|part| !part.is_empty());
        if let Some(range) = drafts[relay].source.range.as_mut().filter(|range| range.contains(&first)) {
            range.end = first.max(range.start + 1);
        }
        drafts[idx].content = drafts[relay].content.clone();
        drafts[idx].under = drafts[relay].cue.first().copied();
    }
    let mut idx = 0;
    drafts.retain(|_| {
        idx += 1;
        !lost.contains(&(idx - 1))
    });
}
