//! The clause that a cue governs: *que …*, *that …*, *dass …*, *что …*, with what is coordinated in it.

use std::ops::Range;

use selon_types::{Language, Upos};

use super::content::{dependents, right_of};
use super::cue::Cue;
use super::tree::Tree;

/// *que*, *that*, *dass*, *что* …
pub(super) fn complementiser(tree: &Tree<'_>, head: usize) -> Option<usize> {
    tree.children(head).iter().copied().find(|&child| {
        (tree.is(child, "mark") || tree.upos(child) == Upos::Sconj)
            && matches!(
                tree.form(child),
                "que"
                    | "qu'"
                    | "that"
                    | "dass"
                    | "daß"
                    | "что"
                    | "чтобы"
                    | "чтоб"
                    | "що"
                    | "щоб"
                    | "будто"
                    | "нібито"
                    | "si"
                    | "s'"
                    | "if"
                    | "whether"
                    | "ob"
                    | "ли"
                    | "чи"
            )
    })
}

pub(super) fn is_question(tree: &Tree<'_>, head: usize, cue: &Cue<'_>) -> bool {
    let asks = |child: &usize| matches!(tree.form(*child), "si" | "s'" | "if" | "whether" | "ob" | "ли" | "чи");
    head > cue.governor
        && tree.children(head).iter().any(|child| asks(child) && tree.is_any(*child, &["mark", "advmod"]))
}

pub(super) fn clause(tree: &Tree<'_>, cue: &Cue<'_>) -> Option<(Range<usize>, usize)> {
    let mut candidates = dependents(tree, cue).filter(|&idx| {
        if idx < cue.governor || tree.is_infinitive(idx) {
            return false;
        }
        // *…, twitterte der Präsident; das Pentagon schwieg*: behind a semicolon somebody else speaks.
        if (cue.governor..idx).any(|between| tree.form(between) == ";") && complementiser(tree, idx).is_none() {
            return false;
        }
        if is_relative(tree, idx) {
            return false;
        }
        match tree.token(idx).relation() {
            "ccomp" | "csubj" => {
                cue.is_noun() || tree.is_clause(idx) || complementiser(tree, idx).is_some() || tree.is(idx, "ccomp")
            }
            "xcomp" => tree.is_finite(idx) && complementiser(tree, idx).is_some(),
            "advcl" | "acl" | "conj" | "obl" | "parataxis" | "obj" | "nmod" => {
                // Attached by mistake or under *le fait que*: the complementiser tells.
                let marked = complementiser(tree, idx).is_some_and(|mark| {
                    matches!(tree.form(mark), "que" | "qu'" | "that" | "dass" | "daß" | "что" | "що" | "чтобы" | "щоб")
                });
                marked && tree.is_clause(idx) && tree.token(idx).deprel != "acl:relcl" && !has_other_mark(tree, idx)
            }
            _ => false,
        }
    });
    let first = candidates.next()?;
    // Of two clauses the parser hung side by side, the one with the complementiser holds both.
    let second = candidates.find(|&idx| complementiser(tree, idx).is_some_and(|mark| mark < first));
    let head = second.unwrap_or(first);
    let mut range = right_of(tree, cue, head);
    // *que A et que B*, the second one attached elsewhere.
    while let Some(end) =
        coordinate_clause(tree, range.end, cue).or_else(|| coordinate_predicate(tree, range.end, cue, head))
    {
        range.end = end;
    }
    Some((range, head))
}

/// The end of a clause that a conjunction and a complementiser join at `start`.
fn coordinate_clause(tree: &Tree<'_>, start: usize, cue: &Cue<'_>) -> Option<usize> {
    let sentence = tree.sentence(cue.governor);
    let mut idx = start;
    while idx < sentence.end && tree.form(idx) == "," {
        idx += 1;
    }
    if idx + 2 >= sentence.end || tree.upos(idx) != Upos::Cconj {
        return None;
    }
    let mark = idx + 1;
    let head = tree
        .head(mark)
        .filter(|&head| head > mark && tree.is(mark, "mark") && complementiser(tree, head) == Some(mark))?;
    let end = tree.reach(head).end;
    (end > start).then_some(end)
}

/// *says the road is closed and will stay so*: a second predicate without comma or subject that the parser hung under
/// the cue belongs to what is said, if its tense cannot be that of the cue.
fn coordinate_predicate(tree: &Tree<'_>, start: usize, cue: &Cue<'_>, head: usize) -> Option<usize> {
    let sentence = tree.sentence(cue.governor);
    if !sentence.contains(&start) || tree.upos(start) != Upos::Cconj || !tree.is_finite(cue.governor) {
        return None;
    }
    let second = tree.head(start).filter(|&second| second > start && tree.is(second, "conj"))?;
    if tree.head(second) != Some(cue.governor) || tree.child(second, &["nsubj", "mark", "csubj"]).is_some() {
        return None;
    }
    let tense = |idx: usize| {
        let children = tree.children(idx).iter().copied();
        let finite = children.chain([idx]).find(|&word| tree.token(word).feat("VerbForm") == Some("Fin"))?;
        let modal =
            matches!(tree.lemma(finite), "will" | "would" | "can" | "could" | "may" | "might" | "should" | "must");
        if modal { Some("Modal") } else { tree.token(finite).feat("Tense") }
    };
    let (said, told, own) = (tense(cue.governor), tense(head), tense(second));
    let foreign = own.is_some() && own != said && (own == told || own == Some("Modal"));
    let end = tree.reach(second).end;
    (foreign && end > start).then_some(end)
}

/// German: a clause behind a comma that opens with *der, die, das* and ends with its verb is relative, whatever the
/// parser calls it.
fn is_relative(tree: &Tree<'_>, head: usize) -> bool {
    let reach = tree.reach(head);
    let Some(first) = reach.clone().find(|&idx| !tree.is_punct(idx)) else {
        return false;
    };
    let last = reach.clone().rev().find(|&idx| !tree.is_punct(idx));
    let ends_with_verb = last.is_some_and(|last| matches!(tree.upos(last), Upos::Verb | Upos::Aux));
    tree.analysis.language == Some(Language::De)
        && tree.upos(first) == Upos::Pron
        && matches!(tree.form(first), "der" | "die" | "das" | "den" | "dem" | "deren" | "dessen" | "denen")
        && first > 0
        && (tree.form(first - 1) == "," || tree.form(first) == ",")
        && ends_with_verb
        && last != Some(first)
}

/// *alors que, bien que, so that*: the complementiser belongs to a conjunction of two words.
fn has_other_mark(tree: &Tree<'_>, head: usize) -> bool {
    let Some(mark) = complementiser(tree, head) else {
        return false;
    };
    let before = mark.checked_sub(1);
    before.is_some_and(|idx| {
        tree.is_below(idx, head)
            && tree.is_any(idx, &["mark", "advmod", "case", "fixed", "cc"])
            && !tree.is_punct(idx)
            && tree.sentence_idx(idx) == tree.sentence_idx(mark)
            && matches!(tree.upos(idx), Upos::Adv | Upos::Adp | Upos::Sconj)
    }) || tree.is(mark, "fixed")
}
