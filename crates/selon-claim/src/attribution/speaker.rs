//! Who stands behind a cue: its subject or agent, the document or body it stands in, the possessor of a noun of saying.

use selon_types::Upos;

use super::Reader;
use super::cue::Cue;
use super::lexicon::{Entry, Pattern};
use super::source::{Source, agent_of, possessor_of, subject_of};
use super::tree::Tree;

/// The subject of a cue verb, the agent of a passive one, or the document it stands in (*lit-on dans le communiqué*).
pub(super) fn source_of_verb(tree: &Tree<'_>, reader: &Reader<'_>, cue: &Cue<'_>, entry: &Entry) -> Source {
    let governor = cue.governor;
    if tree.is_passive(governor) && entry.pattern == Pattern::Verb {
        return match agent_of(tree, governor) {
            Some(agent) => Source::of(tree, agent),
            None => document_place(reader, governor).map_or_else(Source::default, |place| Source::of(tree, place)),
        };
    }
    let subject = subject_of(tree, governor);
    let impersonal = subject.is_none_or(|subject| matches!(tree.form(subject), "on" | "-on" | "-t-on" | "es" | "man"));
    if impersonal && let Some(place) = document_place(reader, governor) {
        return Source::of(tree, place);
    }
    match subject {
        // *es heißt, dass*: nobody is named.
        Some(subject) if tree.form(subject) == "es" && tree.upos(subject) == Upos::Pron => Source::default(),
        Some(subject) => Source::of(tree, subject),
        None => Source {
            dropped: tree.is_finite(governor) && tree.token(governor).feat("VerbForm") != Some("Inf"),
            ..Source::default()
        },
    }
}

/// *No candidate will be refused*: the subject of a passive undergoes what the verb tells, and nobody else is named who
/// might say something.
pub(super) fn is_undergone(reader: &Reader<'_>, cue: &Cue<'_>, entry: &Entry, subject: Option<usize>) -> bool {
    let tree = &reader.tree;
    entry.pattern == Pattern::Verb
        && tree.is_passive(cue.governor)
        && subject.is_some_and(|subject| !tree.is(subject, "expl") && tree.upos(subject) != Upos::Pron)
        && agent_of(tree, cue.governor).is_none()
        && document_place(reader, cue.governor).is_none()
}

/// *dans un communiqué*, *in dem Schreiben*, *в сообщении*, *в Кремле*: a document or a body as the place of the saying.
pub(super) fn document_place(reader: &Reader<'_>, governor: usize) -> Option<usize> {
    let tree = &reader.tree;
    let inside =
        |case: usize| matches!(tree.form(case), "dans" | "in" | "im" | "en" | "в" | "у" | "из" | "aus" | "во" | "із");
    let speaks = |idx: usize| {
        let body = tree.upos(idx) == Upos::Propn && reader.is_speaker(idx);
        body || reader.lexicon.is_document(tree.lemma(idx)) || reader.actor_at(idx).is_some()
    };
    let governed = tree.children(governor).iter().copied().find(|&child| {
        tree.is_any(child, &["obl", "nmod"]) && speaks(child) && tree.child(child, &["case"]).is_some_and(inside)
    });
    governed.or_else(|| {
        // *heißt es aus dem Amt*: right behind the verb, whatever the parser hung it under.
        let sentence = tree.sentence(governor);
        let mut first = governor + 1;
        while sentence.contains(&first) && tree.form(first) == "es" {
            first += 1;
        }
        let opens = first > governor + 1 && sentence.contains(&first) && inside(first);
        let phrase = first + 1..sentence.end.min(first + 5);
        let mut words = phrase.take_while(|&idx| !tree.is_punct(idx));
        opens.then(|| words.find(|&idx| speaks(idx)))?
    })
}

/// Who stands behind a noun of saying: its possessor, or the subject of the verb it is the object of.
pub(super) fn source_of_noun(tree: &Tree<'_>, cue: &Cue<'_>) -> Source {
    if let Some(possessor) = possessor_of(tree, cue.governor) {
        return Source::of(tree, possessor);
    }
    let verb = tree.head(cue.governor).filter(|&head| tree.is(cue.governor, "obj") && tree.upos(head) == Upos::Verb);
    match verb.and_then(|verb| subject_of(tree, verb)) {
        Some(subject) => Source::of(tree, subject),
        None => Source::default(),
    }
}
