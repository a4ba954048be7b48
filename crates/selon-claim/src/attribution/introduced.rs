//! Quotations that no inserted cue explains: announced by a cue or a colon before them, nested in others, or standing alone.

use std::ops::Range;

use selon_types::{SentenceRole, Upos};

use super::Reader;
use super::cue::Cue;
use super::draft::Draft;
use super::lexicon::Complement;
use super::quotation::Quotation;
use super::source::{Source, subject_of};
use super::speaker::{is_undergone, source_of_verb};

/// Quotations that no other mechanism explains: announced by a cue or a colon before them, or standing alone.
pub(super) fn quoted<'l>(reader: &Reader<'l>, cues: &[Cue<'l>], drafts: &mut Vec<Draft<'l>>) {
    for quotation in &reader.quotations {
        let around = reader.quotations.iter().rfind(|outer| {
            outer.depth < quotation.depth
                && outer.tokens.start <= quotation.tokens.start
                && quotation.tokens.end <= outer.tokens.end
        });
        if drafts.iter().any(|draft| draft.covers(&quotation.tokens) && !draft.tells_more(quotation.tokens.start)) {
            continue;
        }
        let is_told = drafts.iter().any(|draft| draft.covers(&quotation.tokens));
        let Some(sentence_idx) = reader.tree.sentence_idx(first_word(reader, quotation)) else {
            continue;
        };
        let sentence = reader.tree.tokens_of(sentence_idx);
        let start = around.map_or(sentence.start, |outer| sentence.start.max(outer.tokens.start));
        if announced(reader, cues, quotation, quotation.tokens.start.min(sentence.end), start, drafts) || is_told {
            continue;
        }
        let opens_sentence = quotation.tokens.start <= sentence.start + 1
            && reader.tree.trimmed(sentence.start..quotation.tokens.start.max(sentence.start)).is_empty();
        if !opens_sentence {
            continue;
        }
        // The sentence before may announce it with a colon.
        let previous = sentence_idx.checked_sub(1).map(|idx| reader.tree.tokens_of(idx));
        if let Some(previous) =
            previous.filter(|previous| !previous.is_empty() && reader.tree.form(previous.end - 1) == ":")
            && announced(reader, cues, quotation, previous.end, previous.start, drafts)
        {
            continue;
        }
        if around.is_none() && is_speech(reader, quotation) {
            drafts.push(Draft::alone(reader, quotation.tokens.clone(), "quotation-alone"));
        }
    }
}

fn first_word(reader: &Reader<'_>, quotation: &Quotation) -> usize {
    let mut words = quotation.tokens.clone();
    words.find(|&idx| !reader.tree.is_punct(idx)).unwrap_or(quotation.tokens.start)
}

/// Whole sentences in quotation marks, not a title or a word at arm's length.
fn is_speech(reader: &Reader<'_>, quotation: &Quotation) -> bool {
    let n_words = quotation.tokens.clone().filter(|&idx| !reader.tree.is_punct(idx)).count();
    let sentence = reader.tree.sentence(first_word(reader, quotation));
    let role = reader.role_of(quotation.tokens.start);
    let whole = reader.tree.trimmed(quotation.tokens.end.min(sentence.end)..sentence.end).is_empty();
    n_words >= 4 && reader.tree.has_finite(quotation.tokens.clone()) && role == SentenceRole::Body && whole
}

/// Attaches a quotation to the cue or the colon before it, between `start` and `end`.
fn announced<'l>(
    reader: &Reader<'l>,
    cues: &[Cue<'l>],
    quotation: &Quotation,
    end: usize,
    start: usize,
    drafts: &mut Vec<Draft<'l>>,
) -> bool {
    let tree = &reader.tree;
    if end <= start {
        return false;
    }
    let colon = tree.form(end - 1) == ":";
    // A content that ends where the quotation begins goes on in it: *a appelé à l'arrêt des combats : « … »*.
    let runs_on = |draft: &Draft<'_>| {
        draft
            .content
            .last()
            .is_some_and(|part| part.end <= end && part.start >= start && tree.trimmed(part.end..end).is_empty())
            && draft.entry.is_some_and(|entry| entry.takes(&Complement::Quote))
    };
    if colon && let Some(draft) = drafts.iter_mut().rev().find(|draft| runs_on(draft)) {
        draft.content.push(quotation.tokens.clone());
        return true;
    }
    let free = |cue: &&Cue<'l>| {
        (start..end).contains(&cue.governor)
            && !cue.is_noun()
            && !drafts.iter().any(|draft| draft.governor == Some(cue.governor))
            && cue.entries.iter().any(|entry| entry.takes(&Complement::Quote))
    };
    if let Some(cue) = cues.iter().rev().find(free) {
        let gap = tree.trimmed(cue.governor + 1..end);
        let adjacent = gap.is_empty() && tree.is_finite(cue.governor);
        let near =
            !tree.has_finite(gap.clone()) && (colon || adjacent || gap.len() <= 12 && is_long(reader, quotation));
        if near {
            let entry = cue.entries.iter().find(|entry| entry.takes(&Complement::Quote)).copied();
            if let Some(entry) = entry
                && !is_undergone(reader, cue, entry, subject_of(tree, cue.governor))
            {
                let mut draft = Draft::new(reader, entry, cue, vec![quotation.tokens.clone()], "verb-quotation");
                draft.source = source_of_verb(tree, reader, cue, entry);
                drafts.push(draft);
                return true;
            }
        }
    }
    if colon
        && quotation.depth == 0
        && !drafts.iter().any(|draft| draft.covers(&quotation.tokens))
        && let Some(draft) = after_colon(reader, quotation, start..end - 1)
    {
        drafts.push(draft);
        return true;
    }
    false
}

/// *Poutine : « … »*, or a clause about the speaker before the colon.
fn after_colon<'l>(reader: &Reader<'l>, quotation: &Quotation, lead: Range<usize>) -> Option<Draft<'l>> {
    let tree = &reader.tree;
    let lead = tree.trimmed(lead);
    let root =
        lead.clone().find(|&idx| tree.head(idx).is_none_or(|head| !lead.contains(&head)) && !tree.is_punct(idx))?;
    let mut draft = Draft::alone(reader, quotation.tokens.clone(), "colon-quotation");
    if !tree.has_finite(lead.clone()) {
        // A bare name or description is the speaker; anything else is a heading.
        let speaker = reader.is_speaker(root) && matches!(tree.upos(root), Upos::Propn | Upos::Noun);
        if speaker {
            draft.source = Source::of(tree, root);
            if let Some(range) = &mut draft.source.range {
                range.end = range.end.min(lead.end);
            }
            return Some(draft);
        }
    } else {
        let predicate = lead.clone().find(|&idx| tree.is_clause(idx) && tree.is_below(idx, root));
        let subject = predicate.and_then(|predicate| subject_of(tree, predicate));
        if let Some(subject) = subject
            && reader.is_speaker(subject)
        {
            draft.source = Source::of(tree, subject);
        }
    }
    is_long(reader, quotation).then_some(draft)
}

fn is_long(reader: &Reader<'_>, quotation: &Quotation) -> bool {
    let n_words = quotation.tokens.clone().filter(|&idx| !reader.tree.is_punct(idx)).count();
    n_words >= 4 && reader.tree.has_finite(quotation.tokens.clone()) || n_words >= 6
}
