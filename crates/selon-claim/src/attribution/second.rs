//! A second source on words already told: *…, ce que Moscou dément*, *Kiev rejette ces accusations*, *a claim Tehran rejects*.
//!
//! Its content is what it points back to, so that two sources on one proposition stand side by side.

use std::ops::Range;

use selon_types::{Stance, Upos};

use super::Reader;
use super::cue::Cue;
use super::draft::Draft;
use super::lexicon::{Complement, Pattern};
use super::source::{Source, agent_of, is_reflexive, subject_of};
use super::speaker::source_of_verb;

/// The name of the rule, without the language.
pub(super) const RULE: &str = "second-source";

/// How a cue points back.
enum Pointer {
    /// To the clause before this comma (*…, ce que X dément*; *…, a claim X rejects*).
    Comma(usize),
    /// To what was said last before this token (*X rejette ces accusations*).
    Before(usize),
    /// The same, if somebody said it: several accusations do not answer one sentence of the report.
    Told(usize),
}

impl Pointer {
    fn comma(&self) -> Option<usize> {
        if let Pointer::Comma(comma) = *self { Some(comma) } else { None }
    }
}

/// Adds the sources that answer what somebody, or the report itself, has just told.
pub(super) fn second_sources<'l>(reader: &Reader<'l>, cues: &[Cue<'l>], drafts: &mut Vec<Draft<'l>>) {
    for cue in cues {
        if !is_answer(reader, cue) || is_coordinated_answer(reader, cue, cues) {
            continue;
        }
        let told = |draft: &Draft<'_>| {
            draft.governor == Some(cue.governor) && !matches!(draft.rule, "verb-object" | "verb-preposition")
        };
        if drafts.iter().any(told) {
            continue;
        }
        let Some(pointer) = pointer_of(reader, cue) else {
            continue;
        };
        let Some(draft) = answer(reader, cue, &pointer, drafts) else {
            continue;
        };
        if let Some(comma) = pointer.comma() {
            release_answer(reader, cue, comma, drafts);
        }
        // *charges the government rejects*: the noun is no verb of its own.
        let misread = pointer.comma().map(|comma| comma + 1);
        drafts.retain(|other| {
            let second = other.governor.is_some_and(|governor| {
                reader.tree.is(governor, "conj") && reader.tree.head(governor) == Some(cue.governor)
            });
            other.governor != Some(cue.governor)
                && !(second && neither_nor(reader, cue))
                && (misread.is_none() || other.governor != misread)
        });
        drafts.push(draft);
    }
}

/// *dément*, *rejects*, *confirmed*, and their passives.
fn is_answer(reader: &Reader<'_>, cue: &Cue<'_>) -> bool {
    !cue.is_noun()
        && reader.is_read(cue.governor)
        && stance_of(reader, cue).is_some()
        && (reader.tree.is_finite(cue.governor) || cue.tokens.len() > 1)
}

fn stance_of(reader: &Reader<'_>, cue: &Cue<'_>) -> Option<Stance> {
    cue.entries.iter().find_map(|entry| reader.lexicon.answers(entry))
}

/// The second verb of *n'a ni confirmé ni démenti* shares the answer of the first.
fn is_coordinated_answer(reader: &Reader<'_>, cue: &Cue<'_>, cues: &[Cue<'_>]) -> bool {
    let tree = &reader.tree;
    tree.is(cue.governor, "conj")
        && cues.iter().any(|first| tree.head(cue.governor) == Some(first.governor) && is_answer(reader, first))
}

fn pointer_of(reader: &Reader<'_>, cue: &Cue<'_>) -> Option<Pointer> {
    let tree = &reader.tree;
    let sentence = tree.sentence(cue.governor);
    if let Some(comma) = resumed_at(reader, cue, &sentence) {
        return Some(Pointer::Comma(comma));
    }
    let start = clause_start(reader, cue, &sentence);
    let object = tree.children(cue.governor).iter().copied().find(|&child| {
        // *n'a ni confirmé ni démenti*: the second verb may pass for a noun.
        let second_verb = child > 0 && matches!(tree.form(child - 1), "ni" | "nor" | "noch" | "ни" | "ні");
        !is_reflexive(tree, child)
            && !second_verb
            && (tree.is(child, "obj")
                || tree.is_passive(cue.governor) && tree.is(child, "nsubj")
                || tree.is_any(child, &["obl", "iobj", "expl"]) && reader.lexicon.is_pointer(tree.form(child)))
    });
    match object {
        Some(object) => {
            let definite =
                || tree.children(object).iter().any(|&child| tree.token(child).feat("Definite") == Some("Def"));
            let back = points_back(reader, object) || neither_nor(reader, cue) && definite();
            let plural = tree.upos(object) == Upos::Noun && tree.token(object).feat("Number") == Some("Plur");
            back.then_some(if plural { Pointer::Told(start) } else { Pointer::Before(start) })
        }
        // *Israël n'a ni confirmé ni démenti.*
        None => {
            let answered = cue.negated || is_refusal(reader, cue) || neither_nor(reader, cue);
            let bare = !tree
                .children(cue.governor)
                .iter()
                .any(|&child| tree.is_any(child, &["ccomp", "xcomp", "csubj"]) && child > cue.governor);
            (answered && bare).then_some(Pointer::Before(start))
        }
    }
}

fn is_refusal(reader: &Reader<'_>, cue: &Cue<'_>) -> bool {
    let denies = cue.entries.iter().any(|entry| entry.stance == Stance::Denied);
    denies && !reader.has_quotation_in(&reader.tree.sentence(cue.governor))
}

/// The comma of *…, ce que X dément* or *…, an accusation X rejects*: behind it a resuming word or a noun that points
/// back, and no other predicate before the cue.
fn resumed_at(reader: &Reader<'_>, cue: &Cue<'_>, sentence: &Range<usize>) -> Option<usize> {
    /// Determiner, attribute, noun.
    const LEAD: usize = 3;
    let tree = &reader.tree;
    let own_object =
        tree.children(cue.governor).iter().any(|&child| tree.is_any(child, &["obj", "ccomp"]) && child > cue.governor);
    if own_object || tree.is_passive(cue.governor) && agent_of(tree, cue.governor).is_none() {
        return None;
    }
    let comma = (sentence.start..cue.first()).rev().find(|&idx| matches!(tree.form(idx), "," | "–" | "—" | "-"))?;
    let between = comma + 1..cue.first();
    if between.is_empty() || between.len() > 12 || tree.has_finite(between.start + 1..between.end) {
        return None;
    }
    let forms = &tree.forms[comma + 1..cue.first()];
    let resumes = reader.lexicon.phrases_at(forms).iter().any(|(entry, _)| entry.pattern == Pattern::Resumption);
    let noun = between.clone().take(LEAD).find(|&idx| reader.lexicon.is_pointer(tree.lemma(idx)));
    // *charges the government rejects*: a subject must stand between noun and verb.
    let pointing = noun.is_some_and(|noun| {
        (tree.upos(noun) == Upos::Noun || noun == comma + 1 && tree.upos(noun) == Upos::Verb) && noun + 1 < cue.first()
    });
    (resumes || pointing).then_some(comma)
}

/// *ces accusations*, *the allegation*, *это*, *it*.
fn points_back(reader: &Reader<'_>, object: usize) -> bool {
    let tree = &reader.tree;
    if matches!(tree.upos(object), Upos::Pron | Upos::Det) || tree.is(object, "expl") {
        return reader.lexicon.is_pointer(tree.form(object)) || reader.lexicon.is_pointer(tree.lemma(object));
    }
    let demonstrative = tree.children(object).iter().any(|&child| tree.token(child).feat("PronType") == Some("Dem"));
    let described = tree.children(object).iter().any(|&child| {
        tree.is_any(child, &["acl", "nmod", "ccomp"]) && tree.token(child).deprel != "nmod:poss"
            || tree.is(child, "amod") && child > object
    });
    tree.upos(object) == Upos::Noun
        && (demonstrative || !described)
        && (reader.lexicon.is_pointer(tree.lemma(object)) || reader.lexicon.is_pointer(tree.form(object)))
}

/// Where the clause of the cue begins: behind the last semicolon or at the head of the sentence.
fn clause_start(reader: &Reader<'_>, cue: &Cue<'_>, sentence: &Range<usize>) -> usize {
    let stop = (sentence.start..cue.first()).rev().find(|&idx| matches!(reader.tree.form(idx), ";" | "…"));
    stop.map_or(sentence.start, |idx| idx + 1)
}

fn answer<'l>(reader: &Reader<'l>, cue: &Cue<'l>, pointer: &Pointer, drafts: &[Draft<'l>]) -> Option<Draft<'l>> {
    let tree = &reader.tree;
    let entry = *cue
        .entries
        .iter()
        .find(|entry| entry.takes(&Complement::Clause) || entry.takes(&Complement::Quote))
        .or_else(|| cue.entries.first())?;
    let source = match subject_of(tree, cue.governor) {
        _ if tree.is_passive(cue.governor) => Source::of(tree, agent_of(tree, cue.governor)?),
        Some(subject) if tree.is(subject, "nsubj") || tree.is(subject, "nsubj:pass") => Source::of(tree, subject),
        _ => source_of_verb(tree, reader, cue, entry),
    };
    let source = if source.is_expressed() { source } else { name_before(reader, cue)? };
    let head = source.head?;
    let (content, told_by) = antecedent(reader, pointer, drafts)?;
    if told_by.is_some_and(|other| tree.lemma(other) == tree.lemma(head))
        || content.iter().any(|part| part.contains(&head))
    {
        return None;
    }
    let mut draft = Draft::new(reader, entry, cue, content, RULE);
    draft.source = source;
    let stance = stance_of(reader, cue)?;
    draft.stance = match stance {
        _ if neither_nor(reader, cue) => Stance::Questioned,
        Stance::Denied if cue.negated => Stance::Hedged,
        _ if cue.negated => Stance::Questioned,
        _ => stance,
    };
    Some(draft)
}

/// The name in front of the verb, when the parser does not call it the subject (*Тегеран це спростовує*).
fn name_before(reader: &Reader<'_>, cue: &Cue<'_>) -> Option<Source> {
    let tree = &reader.tree;
    let name = tree.children(cue.governor).iter().copied().find(|&child| {
        child < cue.first()
            && reader.is_speaker(child)
            && tree.child(child, &["case"]).is_none()
            && matches!(tree.upos(child), Upos::Noun | Upos::Propn)
    })?;
    Some(Source::of(tree, name))
}

/// *ni confirmé ni démenti*, *neither … nor*.
fn neither_nor(reader: &Reader<'_>, cue: &Cue<'_>) -> bool {
    let tree = &reader.tree;
    let near = cue.first().saturating_sub(4)..(cue.governor + 5).min(tree.n_tokens());
    let n_words = near.filter(|&idx| {
        matches!(tree.form(idx), "ni" | "neither" | "nor" | "weder" | "noch" | "ни" | "ні")
            && tree.sentence_idx(idx) == tree.sentence_idx(cue.governor)
    });
    n_words.count() >= 2
}

/// What is pointed back to, with the head of the source that told it.
fn antecedent(
    reader: &Reader<'_>,
    pointer: &Pointer,
    drafts: &[Draft<'_>],
) -> Option<(Vec<Range<usize>>, Option<usize>)> {
    let tree = &reader.tree;
    let (end, is_near) = match *pointer {
        Pointer::Comma(comma) => (comma, true),
        Pointer::Before(start) | Pointer::Told(start) => (start, false),
    };
    let end = (0..end).rev().find(|&idx| !tree.is_punct(idx)).map_or(0, |idx| idx + 1);
    let last = end.checked_sub(1)?;
    let sentence_idx = tree.sentence_idx(last)?;
    let stretch = tree.tokens_of(sentence_idx);
    let start = (stretch.start..end).rev().find(|&idx| tree.form(idx) == ";").map_or(stretch.start, |idx| idx + 1);
    let comma_noun = pointer.comma().map(|comma| comma + 1);
    let told = drafts
        .iter()
        .filter(|draft| draft.rule != RULE && draft.governor != comma_noun)
        .filter(|draft| draft.hull().start >= start && draft.hull().start < end)
        .filter(|draft| draft.cue.iter().all(|&idx| idx < end))
        .max_by_key(|draft| (draft.hull().len(), draft.hull().start));
    if let Some(draft) = told {
        let parts: Vec<Range<usize>> = draft
            .content
            .iter()
            .filter(|part| part.start < end)
            .map(|part| tree.trimmed(part.start..part.end.min(end)))
            .filter(|part| !part.is_empty())
            .collect();
        return (!parts.is_empty()).then_some((parts, draft.source.head));
    }
    let own = tree.trimmed(start..end);
    if matches!(pointer, Pointer::Told(_)) {
        return None;
    }
    // A clause of the report itself: it must tell something.
    let tells = own.len() >= 3 && own.clone().any(|idx| tree.upos(idx) == Upos::Verb || tree.is_clause(idx));
    (tells && (is_near || reader.is_read(own.start))).then(|| (vec![own], None))
}

/// *said they shot down a jet, which Moscow denied*: the answer is no part of what was told before it.
fn release_answer(reader: &Reader<'_>, cue: &Cue<'_>, comma: usize, drafts: &mut [Draft<'_>]) {
    for draft in drafts.iter_mut().filter(|draft| draft.cue.iter().all(|&idx| idx < comma)) {
        // What goes on behind the answer stays whole.
        let end = reader.tree.reach(cue.governor).end.max(cue.governor + 1) + 1;
        for part in draft
            .content
            .iter_mut()
            .filter(|part| part.start < comma && part.contains(&cue.governor) && part.end <= end)
        {
            part.end = reader.tree.trimmed(part.start..comma).end;
        }
    }
}
