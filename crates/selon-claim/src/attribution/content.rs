//! What is said: the clause, infinitive or phrase that a cue governs.

use std::ops::Range;

use selon_types::{Act, Upos};

use super::Reader;
use super::clause::{clause, is_question};
use super::cue::Cue;
use super::lexicon::{Complement, Entry};
use super::source::{is_reflexive, subject_of};
use super::tree::Tree;

/// A content with the reading of the cue that allows it.
pub(super) struct Content<'l> {
    pub(super) entry: &'l Entry,
    pub(super) parts: Vec<Range<usize>>,
    pub(super) kind: Complement,
    /// *si, whether, ob, ли*: the source asks.
    pub(super) question: bool,
}

/// The content that a cue governs to its right, by the first kind that the cue takes.
pub(super) fn find_content<'l>(reader: &Reader<'l>, cue: &Cue<'l>) -> Option<Content<'l>> {
    let (tree, lexicon) = (&reader.tree, reader.lexicon);
    let build = |kind: Complement, parts: Vec<Range<usize>>, head: usize| {
        let entry = cue.entries.iter().find(|entry| entry.takes(&kind))?;
        let parts: Vec<Range<usize>> =
            parts.into_iter().map(|part| tree.trimmed(part)).filter(|part| !part.is_empty()).collect();
        let question = kind == Complement::Clause && is_question(tree, head, cue);
        (!parts.is_empty()).then_some(Content { entry, parts, kind, question })
    };
    if let Some((range, head)) = clause(tree, cue) {
        return build(Complement::Clause, vec![range], head);
    }
    let infinitive = infinitive(tree, cue);
    let object = object(tree, cue);
    if cue.entries.iter().any(|entry| entry.takes(&Complement::Blame))
        && let Some((range, head)) = deed(tree, cue, infinitive, object)
    {
        return build(Complement::Blame, vec![range], head);
    }
    if let Some(head) = infinitive {
        let mut range = right_of(tree, cue, head);
        if let Some(object) = object.filter(|&object| object < head) {
            // *wants Paris to leave*: the object is part of what is wanted; *exhorte Paris à partir*: it is the addressee.
            if cue.entries.iter().any(|entry| entry.act == Act::Belief) {
                range.start = right_of(tree, cue, object).start;
            } else {
                range.start = range.start.max(tree.reach(object).end.min(head));
            }
        }
        // *il a été décidé de*, *wurden aufgefordert, … zu*: rows say which passives tell what is decreed.
        let decreed = tree.is_passive(cue.governor);
        if decreed && let Some(content) = build(Complement::Decreed, vec![range.clone()], head) {
            return Some(content);
        }
        if decreed && super::source::agent_of(tree, cue.governor).is_none() {
            return None;
        }
        if let Some(content) = build(Complement::Infinitive, vec![range], head) {
            return Some(content);
        }
    }
    if let Some((parts, head)) = predicate(tree, cue, object)
        && let Some(content) = build(Complement::Predicate, parts, head)
    {
        return Some(content);
    }
    for entry in &cue.entries {
        for (preposition, only_quoted) in entry.prepositions() {
            let Some(head) = after(tree, cue, preposition) else {
                continue;
            };
            let part = tree.trimmed(with_circumstances(tree, cue, right_of(tree, cue, head)));
            if only_quoted && !reader.has_quotation_in(&part) {
                continue;
            }
            return Some(Content {
                entry,
                parts: vec![part],
                kind: Complement::After(preposition.to_owned()),
                question: false,
            });
        }
    }
    // A purpose or possibility (*pour dénoncer la guerre*) tells nothing yet.
    if tree.is_infinitive(cue.governor) {
        return None;
    }
    let object = object.filter(|&object| is_substantial(tree, object) && !is_known(reader, object))?;
    let parts = vec![with_circumstances(tree, cue, right_of(tree, cue, object))];
    let finding = subject_of(tree, cue.governor).is_some_and(|subject| lexicon.is_document(tree.lemma(subject)));
    if finding && let Some(content) = build(Complement::Finding, parts.clone(), object) {
        return Some(content);
    }
    build(Complement::Object, parts, object)
}

/// The subtree of `head` as far as it stands right of the cue's governing word.
pub(super) fn right_of(tree: &Tree<'_>, cue: &Cue<'_>, head: usize) -> Range<usize> {
    let reach = tree.reach(head);
    if head < cue.governor {
        return reach.start..reach.end.min(cue.first());
    }
    let after_cue = cue.tokens.iter().copied().filter(|&idx| idx < head).max().unwrap_or(cue.governor) + 1;
    reach.start.max(after_cue)..reach.end
}

/// *annonce la tenue d'un sommet afin de …*: purpose, topic and ground right behind the content belong to it, whatever
/// the parser hung them under; times and addressees do not.
fn with_circumstances(tree: &Tree<'_>, cue: &Cue<'_>, mut range: Range<usize>) -> Range<usize> {
    const OPENINGS: &[&str] = &[
        "afin", "pour", "contre", "entre", "sur", "malgré", "against", "over", "between", "about", "für", "gegen",
        "zwischen", "против", "между", "проти", "між", "contra", "para", "sobre",
    ];
    while let Some(next) = dependents(tree, cue).find(|&idx| {
        let reach = tree.reach(idx);
        let raison = reach.len() > 2 && tree.form(reach.start) == "en" && tree.form(reach.start + 1) == "raison";
        reach.start == range.end
            && tree.is_any(idx, &["obl", "advcl", "nmod"])
            && (OPENINGS.contains(&tree.form(reach.start)) || raison)
    }) {
        range.end = tree.reach(next).end;
    }
    range
}

pub(super) fn dependents<'t>(tree: &'t Tree<'_>, cue: &'t Cue<'_>) -> impl Iterator<Item = usize> + 't {
    let mut all: Vec<usize> = cue
        .anchors
        .iter()
        .flat_map(|&anchor| tree.children(anchor).iter().copied())
        .filter(|idx| !cue.tokens.contains(idx))
        .collect();
    all.sort_unstable();
    all.into_iter()
}

fn infinitive(tree: &Tree<'_>, cue: &Cue<'_>) -> Option<usize> {
    direct_infinitive(tree, cue).or_else(|| {
        // *a menacé la veille d'envahir*: hung under the adverbial between.
        dependents(tree, cue)
            .filter(|&idx| idx > cue.governor && tree.is(idx, "obl") && tree.child(idx, &["case"]).is_none())
            .flat_map(|idx| tree.children(idx).to_vec())
            .find(|&idx| tree.is(idx, "acl") && tree.is_infinitive(idx))
    })
}

fn direct_infinitive(tree: &Tree<'_>, cue: &Cue<'_>) -> Option<usize> {
    dependents(tree, cue).find(|&idx| {
        if idx < cue.governor || !tree.is_infinitive(idx) {
            return false;
        }
        match tree.token(idx).relation() {
            "xcomp" | "ccomp" | "csubj" => true,
            // *in order to help*, *so as to leave*: a purpose, whatever else stands before the verb.
            "acl" | "advcl" | "obl" | "nmod" => {
                let mut marks = tree
                    .children(idx)
                    .iter()
                    .filter(|&&child| child < idx && tree.is_any(child, &["mark", "case"]))
                    .peekable();
                marks.peek().is_some()
                    && marks.all(|&mark| matches!(tree.form(mark), "à" | "de" | "d'" | "to" | "zu" | "a" | "que"))
            }
            _ => false,
        }
    })
}

fn object(tree: &Tree<'_>, cue: &Cue<'_>) -> Option<usize> {
    let governor = cue.governor;
    if tree.is_passive(governor) {
        return None;
    }
    dependents(tree, cue).find(|&idx| tree.is(idx, "obj") && !is_reflexive(tree, idx) && !tree.is_infinitive(idx))
}

/// A phrase that tells something: a noun with its own words, not a pronoun.
fn is_substantial(tree: &Tree<'_>, head: usize) -> bool {
    matches!(tree.upos(head), Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj)
        || tree.upos(head) == Upos::Pron
            && tree.children(head).iter().any(|&child| tree.token(child).deprel == "acl:relcl")
}

/// *confirme l'incident*, *refuse cet accès*: a definite noun alone names what was told before and tells nothing.
fn is_known(reader: &Reader<'_>, head: usize) -> bool {
    let tree = &reader.tree;
    let children = tree.children(head);
    let pointed = children.iter().any(|&child| {
        tree.token(child).feat("Definite") == Some("Def") || tree.token(child).feat("PronType") == Some("Dem")
    });
    let bare = children.iter().all(|&child| tree.is_any(child, &["det", "case", "punct"]));
    tree.upos(head) == Upos::Noun && pointed && bare && !reader.has_quotation_in(&tree.reach(head))
}

/// *accuse Minsk d'avoir …*: the accused with the deed.
fn deed(
    tree: &Tree<'_>,
    cue: &Cue<'_>,
    infinitive: Option<usize>,
    object: Option<usize>,
) -> Option<(Range<usize>, usize)> {
    let deed = infinitive.or_else(|| {
        dependents(tree, cue).find(|&idx| {
            idx > cue.governor
                && tree.is_any(idx, &["obl", "nmod", "advcl", "iobj"])
                && tree.children(idx).iter().any(|&child| {
                    tree.is_any(child, &["case", "mark"])
                        && (matches!(
                            tree.form(child),
                            "de" | "d'" | "du" | "des" | "of" | "with" | "for" | "wegen" | "por" | "в" | "во" | "у"
                        ) || object.is_some() && matches!(tree.form(child), "à" | "au" | "aux" | "to" | "a"))
                })
        })
    });
    let deed = match (deed, object) {
        (Some(deed), _) => deed,
        // *charges the government rejects*, *wirft Berlin Verrat vor*: the object is the deed.
        (None, Some(object)) => {
            let addressee =
                dependents(tree, cue).find(|&idx| tree.is_any(idx, &["iobj", "obl:arg"]) && idx != object)?;
            let (first, last) = (tree.reach(object), tree.reach(addressee));
            return Some((first.start.min(last.start)..first.end.max(last.end), object));
        }
        (None, None) => return None,
    };
    let mut range = right_of(tree, cue, deed);
    if let Some(object) = object.filter(|&object| object > cue.governor && object != deed) {
        let accused = right_of(tree, cue, object);
        range = range.start.min(accused.start)..range.end.max(accused.end);
    } else if !range.is_empty()
        && matches!(tree.upos(range.start), Upos::Adp)
        && tree.is(range.start, "case")
        && infinitive.is_none()
        && object.is_none()
        && !tree.is_passive(cue.governor)
    {
        // Nothing is said about anybody.
        return None;
    }
    Some((range, deed))
}

/// *juge l'accord insuffisant*, *qualifie X de Y*, *se dit prêt*.
fn predicate(tree: &Tree<'_>, cue: &Cue<'_>, object: Option<usize>) -> Option<(Vec<Range<usize>>, usize)> {
    let said = dependents(tree, cue).find(|&idx| {
        if Some(idx) == object || idx < cue.governor && !tree.is(idx, "xcomp") {
            return false;
        }
        match tree.token(idx).relation() {
            "xcomp" => !tree.is_infinitive(idx),
            "obl" | "advcl" | "iobj" | "advmod" => tree.children(idx).iter().any(|&child| {
                tree.is_any(child, &["case", "mark"])
                    && matches!(
                        tree.form(child),
                        "comme"
                            | "de"
                            | "d'"
                            | "as"
                            | "als"
                            | "für"
                            | "como"
                            | "à"
                            | "at"
                            | "auf"
                            | "to"
                            | "в"
                            | "у"
                            | "en"
                    )
            }),
            _ => false,
        }
    });
    let reflexive = tree.children(cue.governor).iter().any(|&child| is_reflexive(tree, child));
    let head = said.or_else(|| {
        let object = object?;
        misattached_predicate(tree, cue, object)
    })?;
    let mut parts = vec![right_of(tree, cue, head)];
    if let Some(object) = object.filter(|&object| tree.is_below(head, object) || said.is_none()) {
        let whole = right_of(tree, cue, object);
        let end = parts[0].end.max(if tree.is_below(head, object) { whole.end } else { 0 });
        parts[0] = whole.start..end;
        return Some((parts, head));
    }
    match object {
        Some(object) if object > cue.governor => parts.push(right_of(tree, cue, object)),
        Some(_) => {}
        None if reflexive => {}
        None => return None,
    }
    parts.sort_by_key(|part| part.start);
    if parts.len() == 2 && parts[0].end >= parts[1].start {
        let last = parts.remove(1);
        parts[0].end = parts[0].end.max(last.end);
    }
    Some((parts, head))
}

/// What is said of an object, hung under it or under something between by the parser: *estime les pertes lors de
/// l'offensive à 1 610 hommes*, *trouve les événements qui se déroulent assez intrigants*.
fn misattached_predicate(tree: &Tree<'_>, cue: &Cue<'_>, object: usize) -> Option<usize> {
    let figure = (object + 1..tree.reach(cue.governor).end).find(|&idx| {
        let at = tree
            .children(idx)
            .iter()
            .any(|&case| tree.is(case, "case") && matches!(tree.form(case), "à" | "at" | "auf" | "в" | "у" | "en"));
        let number = tree.upos(idx) == Upos::Num || tree.child(idx, &["nummod"]).is_some();
        at && number && tree.is_below(idx, cue.governor)
    });
    figure.or_else(|| {
        let clause = tree.children(object).iter().copied().find(|&child| tree.token(child).deprel == "acl:relcl");
        tree.children(object).iter().copied().find(|&child| {
            let graded = tree.child(child, &["advmod"]).is_some();
            let compared = tree.is(child, "nmod")
                && tree
                    .children(child)
                    .iter()
                    .any(|&case| tree.is(case, "case") && matches!(tree.form(case), "comme" | "as"));
            tree.is(child, "amod") && child > object && (graded || clause.is_some_and(|clause| clause < child))
                || compared
        })
    })
}

/// The dependent that stands after a preposition: *appelle à l'abrogation*.
fn after(tree: &Tree<'_>, cue: &Cue<'_>, preposition: &str) -> Option<usize> {
    dependents(tree, cue).find(|&idx| {
        if idx < cue.governor || !tree.is_any(idx, &["obl", "nmod", "iobj", "obj", "advcl", "ccomp", "xcomp"]) {
            return false;
        }
        let reach = right_of(tree, cue, idx);
        let mut opening = String::new();
        for token in reach.clone().take(4) {
            opening.push_str(tree.form(token));
            let plain = opening.as_str();
            let same = plain == preposition.replace(' ', "")
                || match preposition {
                    "à" => matches!(plain, "au" | "aux"),
                    "de" => matches!(plain, "d'" | "du" | "des"),
                    "quant à" => matches!(plain, "quantau" | "quantaux"),
                    "a" => plain == "al",
                    "zu" => matches!(plain, "zum" | "zur"),
                    "о" => matches!(plain, "об" | "обо"),
                    "в" => plain == "во",
                    "к" => plain == "ко",
                    _ => false,
                };
            if same {
                return true;
            }
        }
        false
    })
}
