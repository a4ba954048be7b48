//! Who says it: the noun phrase of the source, found from the words of the cue.

use std::ops::Range;

use selon_types::Upos;

use super::tree::Tree;

/// The source as tokens; without range it is not expressed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) range: Option<Range<usize>>,
    pub(super) head: Option<usize>,
    /// The sentence has a predicate whose subject is left out (*заявил, что …*).
    pub(super) dropped: bool,
}

impl Source {
    pub(super) fn of(tree: &Tree<'_>, head: usize) -> Source {
        Source { range: Some(noun_phrase(tree, head)), head: Some(head), dropped: false }
    }

    pub(super) fn is_expressed(&self) -> bool {
        self.range.is_some()
    }
}

/// The noun phrase around `head`: article, attributes, coordination and apposition; no preposition in front, no relative clause.
pub(super) fn noun_phrase(tree: &Tree<'_>, head: usize) -> Range<usize> {
    let mut members = vec![head];
    let mut queue = vec![head];
    while let Some(here) = queue.pop() {
        for &child in tree.children(here) {
            if belongs(tree, here, child, head) {
                members.push(child);
                queue.push(child);
            }
        }
    }
    members.sort_unstable();
    // The stretch around the head that is held together by members and the punctuation between them.
    let position = members.partition_point(|&idx| idx < head);
    let joined =
        |left: usize, right: usize| (left + 1..right).all(|idx| tree.is_punct(idx) || is_inner(tree, idx, head));
    let mut start = head;
    for &idx in members[..position].iter().rev() {
        if !joined(idx, start) {
            break;
        }
        start = idx;
    }
    let mut end = head;
    for &idx in &members[position..] {
        if idx == end {
            continue;
        }
        if !joined(end, idx) {
            break;
        }
        end = idx;
    }
    let mut range = tree.trimmed(start..end + 1);
    while range.start < range.end && range.start < head && is_introduction(tree, range.start, head) {
        range.start += 1;
    }
    while range.end > head + 1 && matches!(tree.upos(range.end - 1), Upos::Cconj | Upos::Adp | Upos::Sconj) {
        range.end -= 1;
    }
    tree.trimmed(range)
}

/// A word inside the subtree of the phrase that no excluded part holds.
fn is_inner(tree: &Tree<'_>, idx: usize, head: usize) -> bool {
    let mut path = tree.ancestors(idx).take_while(|&above| above != head);
    tree.is_below(idx, head) && path.all(|above| !tree.is_any(above, &["acl:relcl", "parataxis", "ccomp", "advcl"]))
}

fn belongs(tree: &Tree<'_>, parent: usize, child: usize, head: usize) -> bool {
    // A participle keeps what it governs (*le groupe qualifié de terroriste par …*).
    let relation = tree.token(child).relation();
    match relation {
        "acl" => !tree.is_finite(child) && tree.token(child).deprel != "acl:relcl",
        "det" | "amod" | "nmod" | "nummod" | "flat" | "fixed" | "compound" | "appos" | "goeswith" | "list" => true,
        "case" => true,
        "advmod" => parent != head || child < head,
        "conj" => !tree.is_clause(child),
        "cc" => true,
        "obl" | "obj" | "xcomp" | "iobj" => parent != head || tree.upos(head) == Upos::Adj,
        "mark" | "aux" => parent != head,
        "punct" => true,
        _ => false,
    }
}

/// Prepositions, conjunctions and focus adverbs before the phrase proper.
fn is_introduction(tree: &Tree<'_>, idx: usize, head: usize) -> bool {
    let before_head = tree.head(idx) == Some(head) || idx + 1 == head;
    match tree.upos(idx) {
        Upos::Adp => tree.is_any(idx, &["case", "mark", "advmod", "fixed"]) || before_head,
        Upos::Cconj | Upos::Sconj => true,
        Upos::Adv => tree.is(idx, "advmod") || tree.is(idx, "case") || tree.is(idx, "fixed"),
        _ => tree.is(idx, "cc"),
    }
}

/// The subject of a predicate: its own, that of the predicate it is coordinated with, or that of the one that controls it.
pub(super) fn subject_of(tree: &Tree<'_>, predicate: usize) -> Option<usize> {
    let mut here = predicate;
    for _ in 0..8 {
        if let Some(subject) = own_subject(tree, here) {
            return Some(resolve_relative(tree, subject));
        }
        let above = tree.head(here)?;
        match tree.token(here).relation() {
            "conj" | "parataxis" if tree.upos(above) == Upos::Verb || tree.is_finite(above) => {
                // A finite predicate without subject shares it only if it is coordinated.
                if tree.is(here, "parataxis") && tree.is_finite(here) {
                    return None;
                }
                here = above;
            }
            "xcomp" | "ccomp" if !tree.is_finite(here) => {
                // *demande au ministre de dire*: the one who is asked will say it.
                let asked = tree.child(above, &["obj", "iobj"]).filter(|&obj| obj != here && !is_reflexive(tree, obj));
                if let Some(asked) = asked.filter(|_| tree.token(here).relation() == "xcomp") {
                    return Some(asked);
                }
                here = above;
            }
            "advcl" if !tree.is_finite(here) => here = above,
            "acl" if tree.token(here).deprel != "acl:relcl" => {
                // *un texte affirmant que*: the noun says it; *la volonté de dire*: whoever has it.
                return if tree.token(here).feat("VerbForm") == Some("Inf") { None } else { Some(above) };
            }
            "acl" | "advcl" => return None,
            "aux" | "cop" => here = above,
            _ => return None,
        }
    }
    None
}

fn own_subject(tree: &Tree<'_>, predicate: usize) -> Option<usize> {
    let subjects = tree
        .children(predicate)
        .iter()
        .copied()
        .filter(|&child| tree.is(child, "nsubj") && tree.token(child).deprel != "nsubj:caus");
    // *et nous disent*: a pronoun that does not agree is an object.
    let third = tree.token(predicate).feat("Person") == Some("3");
    let agrees = |idx: &usize| {
        !(third && tree.upos(*idx) == Upos::Pron && matches!(tree.token(*idx).feat("Person"), Some("1" | "2")))
    };
    let mut subjects: Vec<usize> = subjects.filter(agrees).collect();
    // A clitic that doubles the subject (*Le ministre a-t-il dit*) stands beside it; take the noun.
    subjects.sort_by_key(|&idx| tree.upos(idx) == Upos::Pron);
    subjects.first().copied()
}

/// *les réalisateurs, qui ont souligné*: the antecedent; a free relative stays.
fn resolve_relative(tree: &Tree<'_>, subject: usize) -> usize {
    let relative = tree.token(subject).feat("PronType") == Some("Rel")
        || matches!(
            tree.form(subject),
            "qui"
                | "who"
                | "which"
                | "que"
                | "который"
                | "которая"
                | "которое"
                | "которые"
                | "який"
                | "яка"
                | "яке"
                | "які"
                | "quien"
                | "quienes"
        );
    if !relative || tree.upos(subject) != Upos::Pron && tree.upos(subject) != Upos::Det {
        return subject;
    }
    let clause =
        tree.ancestors(subject).find(|&above| tree.token(above).deprel == "acl:relcl" || tree.is(above, "acl"));
    match clause.and_then(|clause| tree.head(clause)) {
        Some(antecedent) if matches!(tree.upos(antecedent), Upos::Noun | Upos::Propn) => antecedent,
        _ => subject,
    }
}

pub(super) fn is_reflexive(tree: &Tree<'_>, idx: usize) -> bool {
    // Ukrainian trees give the feature to verbs as well.
    tree.token(idx).feat("Reflex") == Some("Yes") && !matches!(tree.upos(idx), Upos::Verb | Upos::Aux | Upos::Adj)
        || matches!(tree.form(idx), "se" | "s'" | "sich" | "mich" | "uns" | "si" | "себя" | "себе")
        || tree.is_any(idx, &["expl"])
            && matches!(tree.form(idx), "me" | "m'" | "te" | "t'" | "nous" | "vous" | "nos" | "os")
}

/// Whose saying a noun tells: *la déclaration du ministre*, *sa déclaration*, *Macron's claim*, *слова министра*.
pub(super) fn possessor_of(tree: &Tree<'_>, noun: usize) -> Option<usize> {
    let is_possessive = |&&child: &&usize| {
        tree.token(child).deprel == "nmod:poss"
            || tree.is(child, "det") && tree.token(child).feat("Poss") == Some("Yes")
    };
    if let Some(&possessive) = tree.children(noun).iter().find(is_possessive) {
        return Some(possessive);
    }
    let nominal = |&&child: &&usize| {
        tree.is(child, "nmod")
            && child > noun
            && matches!(tree.upos(child), Upos::Noun | Upos::Propn | Upos::Pron)
            && match tree.child(child, &["case"]) {
                Some(case) => matches!(
                    tree.form(case),
                    "de" | "d'" | "du" | "des" | "of" | "by" | "from" | "par" | "von" | "vom" | "del" | "від" | "от"
                ),
                // Genitives without preposition.
                None => true,
            }
    };
    tree.children(noun).iter().find(nominal).copied()
}

/// The agent of a passive (*par le ministère*).
pub(super) fn agent_of(tree: &Tree<'_>, predicate: usize) -> Option<usize> {
    tree.children(predicate).iter().copied().find(|&child| {
        if tree.token(child).deprel == "obl:agent" {
            return true;
        }
        let by = |case: &usize| matches!(tree.form(*case), "par" | "by" | "von" | "vom" | "por" | "durch");
        let oblique =
            tree.is(child, "obl") && tree.children(child).iter().any(|case| tree.is(*case, "case") && by(case));
        let instrumental = tree.is(child, "obl")
            && tree.token(child).feat("Case") == Some("Ins")
            && tree.child(child, &["case"]).is_none()
            && matches!(tree.upos(child), Upos::Noun | Upos::Propn | Upos::Pron);
        oblique || instrumental
    })
}

/// The noun right behind an inverted verb is its subject, whatever the parser calls it (*a prévenu le patron*).
pub(super) fn noun_behind(tree: &Tree<'_>, governor: usize) -> Option<usize> {
    let behind = tree.children(governor).iter().copied().find(|&child| {
        child > governor
            && tree.is_any(child, &["obj", "obl", "xcomp", "iobj"])
            && matches!(tree.upos(child), Upos::Noun | Upos::Propn | Upos::Pron)
            && tree.child(child, &["case", "mark"]).is_none()
    })?;
    let adjacent = (governor + 1..behind).all(|idx| tree.is_below(idx, behind));
    adjacent.then_some(behind)
}
