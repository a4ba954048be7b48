//! Sentences that tell who said the one before them: *Об этом сообщил X*, *Das teilte X mit*, *C'est ce qu'a annoncé X*.

use std::ops::Range;

use selon_types::{Act, SentenceRole, Upos};

use super::Reader;
use super::cue::Cue;
use super::draft::Draft;
use super::lexicon::{Complement, Entry, Pattern};
use super::source::{Source, agent_of, is_reflexive, noun_behind};
use super::speaker::source_of_verb;

/// Gives the sentence before to whoever the next one names as its teller.
pub(super) fn told_before<'l>(reader: &Reader<'l>, cues: &[Cue<'l>], drafts: &mut Vec<Draft<'l>>) {
    let tree = &reader.tree;
    for sentence_idx in 1..tree.analysis.sentences.len() {
        let sentence = tree.tokens_of(sentence_idx);
        let before = tree.tokens_of(sentence_idx - 1);
        let first = sentence.clone().find(|&idx| !tree.is_punct(idx));
        let Some(first) = first.filter(|&first| reader.role_of(first) == SentenceRole::Body) else { continue };
        let phrases = reader.lexicon.phrases_at(&tree.forms[first..sentence.end.min(first + 8)]);
        // *Das Land*: an article points to its noun.
        if tree.is(first, "det") {
            continue;
        }
        let Some(&(_, length)) = phrases.iter().find(|(entry, _)| entry.pattern == Pattern::Anaphor) else { continue };
        let Some(cue) = cues.iter().find(|cue| is_telling(reader, cue, first, first + length, &sentence)) else {
            continue;
        };
        let says =
            |entry: &&&Entry| entry.takes(&Complement::Clause) && matches!(entry.act, Act::Speech | Act::Writing);
        let Some(&entry) = cue.entries.iter().find(says) else { continue };
        let content = tree.trimmed(before.clone());
        let tells = content.len() >= 3 && tree.has_finite(content.clone()) && reader.is_read(content.start);
        if !tells || drafts.iter().any(|draft| draft.covers(&content)) {
            continue;
        }
        let Some(source) = teller(reader, cue, entry, first + length) else { continue };
        drafts.retain(|draft| draft.governor != Some(cue.governor));
        let mut draft = Draft::new(reader, entry, cue, vec![content], "sentence-before");
        draft.source = source;
        drafts.push(draft);
    }
}

/// The first cue behind the pointing words says something and has no content of its own.
fn is_telling(reader: &Reader<'_>, cue: &Cue<'_>, first: usize, end: usize, sentence: &Range<usize>) -> bool {
    /// Auxiliaries and clitics stand between at most.
    const NEAR: usize = 4;
    let tree = &reader.tree;
    let own = tree
        .children(cue.governor)
        .iter()
        .any(|&child| child > cue.governor && tree.is_any(child, &["ccomp", "xcomp"]) && !tree.is(child, "punct"));
    (end..sentence.end).contains(&cue.governor)
        && cue.first() <= end + NEAR
        && !tree.has_finite(first..end.min(cue.first()))
        && !cue.is_noun()
        && (tree.is_finite(cue.governor) || cue.tokens.len() > 1)
        && !cue.negated
        && !own
        && !reader.has_quotation_in(sentence)
        && !sentence.clone().any(|idx| tree.form(idx) == ":")
}

/// The subject behind the verb, the agent of a passive, or the document or body it stands in.
fn teller<'l>(reader: &Reader<'l>, cue: &Cue<'l>, entry: &Entry, start: usize) -> Option<Source> {
    let tree = &reader.tree;
    if tree.is_passive(cue.governor) {
        return agent_of(tree, cue.governor).map(|agent| Source::of(tree, agent));
    }
    let subject = tree.children(cue.governor).iter().copied().find(|&child| {
        child >= start
            && tree.is_any(child, &["nsubj", "obj"])
            && matches!(tree.upos(child), Upos::Noun | Upos::Propn | Upos::Pron)
            && !is_reflexive(tree, child)
    });
    let source = subject
        .map(|subject| Source::of(tree, subject))
        .or_else(|| noun_behind(tree, cue.governor).map(|noun| Source::of(tree, noun)))
        .unwrap_or_else(|| source_of_verb(tree, reader, cue, entry));
    let head = source.head.filter(|&head| head >= start)?;
    let speaks = reader.is_speaker(head)
        || reader.actor_at(head).is_some()
        || reader.lexicon.is_document(tree.lemma(head))
        || tree.upos(head) == Upos::Propn;
    speaks.then_some(source)
}
