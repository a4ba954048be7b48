//! Headlines that name who says it beside a colon, without quotation marks.

use std::ops::Range;

use selon_types::{NameKind, Upos};

use super::Reader;
use super::draft::Draft;
use super::source::Source;

/// *ONU : des centaines de morts*, *Hundreds killed: UN*: a body or a person alone beside a colon says the rest. A state
/// or a town in front of a colon is the topic.
pub(super) fn headlines<'l>(reader: &Reader<'l>, drafts: &mut Vec<Draft<'l>>) {
    /// A longer lead is a clause about somebody.
    const LEAD: usize = 5;
    let tree = &reader.tree;
    for sentence_idx in 0..tree.analysis.sentences.len() {
        let sentence = tree.tokens_of(sentence_idx);
        let colons: Vec<usize> = sentence.clone().filter(|&idx| tree.form(idx) == ":").collect();
        let [colon] = colons[..] else { continue };
        if !reader.is_read(sentence.start) || reader.has_quotation_in(&sentence) {
            continue;
        }
        let (lead, rest) = (tree.trimmed(sentence.start..colon), tree.trimmed(colon + 1..sentence.end));
        let tells = |part: &Range<usize>| {
            part.len() >= 3 && part.clone().any(|idx| tree.upos(idx) == Upos::Verb || tree.is_clause(idx))
        };
        let bare = |part: &Range<usize>| {
            (1..=LEAD).contains(&part.len())
                && part.clone().all(|idx| matches!(tree.upos(idx), Upos::Propn | Upos::Noun | Upos::Adj | Upos::Det))
        };
        let speaks = |idx: &usize| {
            let kind = reader.name_kind(*idx);
            matches!(kind, Some(NameKind::Per | NameKind::Org)) && reader.actor_at(*idx).is_some()
        };
        let (words, content) = if bare(&lead) && tells(&rest) {
            (lead, rest)
        } else if bare(&rest) && tells(&lead) {
            (rest, lead)
        } else {
            continue;
        };
        let Some(speaker) = words.clone().find(speaks) else { continue };
        if drafts.iter().any(|draft| draft.covers(&content)) {
            continue;
        }
        let mut draft = Draft::alone(reader, content, "headline-colon");
        draft.source = Source { range: Some(words), head: Some(speaker), dropped: false };
        drafts.push(draft);
    }
}
