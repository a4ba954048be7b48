//! Inserted cues: « … », a déclaré X. — A, a-t-il dit, B. — A, so urteilte X.

use std::ops::Range;

use selon_types::{Act, Language, Upos};

use super::Reader;
use super::clause;
use super::cue::Cue;
use super::draft::Draft;
use super::lexicon::{Complement, Entry};
use super::source::{Source, noun_behind, subject_of};
use super::speaker::{document_place, is_undergone, source_of_verb};
use super::tree::Tree;

/// A cue inserted beside or into what is said, as in « …, a déclaré X ».
pub(super) fn inserted<'l>(reader: &Reader<'l>, cue: &Cue<'l>) -> Option<Draft<'l>> {
    let tree = &reader.tree;
    let entry: &'l Entry = cue.entries.iter().find(|entry| entry.takes(&Complement::Quote))?;
    if !cue.anchors.iter().any(|&anchor| tree.is_finite(anchor)) || cue.is_noun() {
        return None;
    }
    let sentence = tree.sentence(cue.governor);
    let (insert, subject) = insert_range(reader, cue, &sentence)?;
    let parts = around(reader, &insert, &sentence, cue)?;
    // *Wenn der Fall eintritt, befürchtet X …*: a circumstance in front of the verb is not what is said.
    let quoted = reader.has_quotation_in(&(insert.start.saturating_sub(3)..insert.start));
    let circumstance = |part: &Range<usize>| {
        part.clone().any(|idx| {
            tree.head(idx) == Some(cue.governor)
                && tree.is_any(idx, &["advcl", "obl", "advmod"])
                && tree.reach(idx).end + 1 >= part.end
        })
    };
    // Slavic sets no comma behind a circumstance, so what a comma ends is a clause.
    let v2 = !matches!(tree.analysis.language, Some(Language::Ru | Language::Uk));
    if v2 && !quoted && parts.len() == 1 && circumstance(&parts[0]) {
        return None;
    }
    if is_undergone(reader, cue, entry, subject) {
        return None;
    }
    let nobody = subject.is_some_and(|subject| matches!(tree.form(subject), "on" | "-on" | "-t-on" | "man"));
    if nobody && entry.act == Act::Belief {
        return None;
    }
    let mut draft = Draft::new(reader, entry, cue, parts, "inserted-verb");
    draft.source = match subject {
        Some(subject)
            if !matches!(tree.form(subject), "on" | "-on" | "-t-on" | "es") && !tree.is_passive(cue.governor) =>
        {
            Source::of(tree, subject)
        }
        // *…, подтвердили в Степанакерте*: a subject of the clause before is not the one who confirms.
        None if !tree.is_passive(cue.governor) && document_place(reader, cue.governor).is_some() => {
            document_place(reader, cue.governor).map_or_else(Source::default, |place| Source::of(tree, place))
        }
        _ => source_of_verb(tree, reader, cue, entry),
    };
    Some(draft)
}

/// The tokens of the inserted clause with the comma or dash before it.
fn insert_range(reader: &Reader<'_>, cue: &Cue<'_>, sentence: &Range<usize>) -> Option<(Range<usize>, Option<usize>)> {
    let tree = &reader.tree;
    let governor = cue.governor;
    let group = cue.first();
    let clitic = (group..=governor + 1).find(|&idx| {
        sentence.contains(&idx) && tree.upos(idx) == Upos::Pron && idx > group && is_clitic_subject(tree, idx)
    });
    let subject = tree
        .children(governor)
        .iter()
        .copied()
        .filter(|&child| tree.is(child, "nsubj"))
        .chain(clitic)
        .max_by_key(|&child| (Some(child) == clitic, child > governor, child));
    if subject.is_some_and(|subject| tree.token(subject).feat("PronType") == Some("Rel")) {
        return None;
    }
    // *a fait comprendre Oslo*: behind the last word of an idiom.
    let subject = subject
        .or_else(|| cue.anchors.iter().rev().find_map(|&anchor| noun_behind(tree, anchor)))
        .or_else(|| misread_subject(reader, cue));
    let subject_phrase = subject.map(|subject| Source::of(tree, subject).range.unwrap_or(subject..subject + 1));
    let inverted = clitic.is_some() || subject.is_some_and(|subject| subject > governor);
    let start = match &subject_phrase {
        Some(phrase) if !inverted => {
            let close = (phrase.end..group)
                .all(|idx| matches!(tree.upos(idx), Upos::Adv | Upos::Aux | Upos::Punct | Upos::Part | Upos::Pron));
            if !close {
                return None;
            }
            phrase.start.min(group)
        }
        _ => group,
    };
    // *„…“, so urteilte er*
    let start = match start.checked_sub(1) {
        Some(so) if so > sentence.start && tree.form(so) == "so" && tree.upos(so) == Upos::Adv => so,
        _ => start,
    };
    let opens = start <= sentence.start;
    let before = start.checked_sub(1)?;
    let after_quotation = reader.quotation_ending_at(start).is_some();
    let after_comma = !opens
        && matches!(
            tree.form(before),
            "," | "-" | "–" | "—" | "--" | "!" | "?" | "…" | "..." | "»" | "”" | "\"" | "''"
        );
    if !after_quotation && !after_comma {
        return None;
    }
    let placed = !tree.is_passive(governor) && document_place(reader, governor).is_some();
    let inserted = cue.first() > sentence.start && tree.is(governor, "parataxis");
    if !(subject.is_some() || after_quotation || placed || inserted) {
        return None;
    }
    let end = insert_end(reader, cue, subject_phrase.as_ref(), sentence);
    if !inverted && subject.is_some() {
        // *A, X said yesterday.*: nothing but adverbials may follow, and something must have been said before.
        let quoted = after_quotation || end < sentence.end && reader.quotation_starting_near(end).is_some();
        let own_object = tree
            .children(governor)
            .iter()
            .any(|&child| child > governor && tree.is_any(child, &["obj", "ccomp", "xcomp"]) && child < end);
        let said_before = tree.has_finite(sentence.start..before)
            && tree.is(before, "punct")
            && !tree.is_any(governor, &["conj", "ccomp", "advcl"])
            && (!tree.is(governor, "acl") || is_false_relative(tree, governor, before));
        let closed = end >= sentence.end || tree.is_punct(end);
        if own_object || !closed || !quoted && !said_before {
            return None;
        }
        if !quoted && tree.form(before) != "," {
            return None;
        }
    }
    Some((start..end, subject))
}

/// *gunmen who seized the station, the president vowed*: no relative clause without its pronoun follows a comma.
fn is_false_relative(tree: &Tree<'_>, governor: usize, before: usize) -> bool {
    let relative = |&child: &usize| {
        tree.token(child).feat("PronType") == Some("Rel") || matches!(tree.upos(child), Upos::Sconj | Upos::Adp)
    };
    tree.form(before) == ","
        && tree.is_finite(governor)
        && !tree.is_passive(governor)
        && !tree.children(governor).iter().any(relative)
}

/// The noun right behind an inserted verb, when the parser hung it elsewhere: the words up to the next punctuation
/// hold somebody who can speak, and no preposition or conjunction opens them.
pub(super) fn misread_subject(reader: &Reader<'_>, cue: &Cue<'_>) -> Option<usize> {
    /// A name with its office is no longer.
    const LONGEST: usize = 8;
    let tree = &reader.tree;
    let sentence = tree.sentence(cue.governor);
    let first = cue.tokens.last().map_or(cue.governor, |&last| last) + 1;
    let end = (first..sentence.end).find(|&idx| tree.is_punct(idx)).unwrap_or(sentence.end);
    let before = cue.first().checked_sub(1).filter(|before| sentence.contains(before))?;
    let opens = first < end
        && end - first <= LONGEST
        && matches!(tree.form(before), "," | "–" | "—" | "»" | "”" | "\"")
        && !matches!(tree.upos(first), Upos::Adp | Upos::Sconj | Upos::Cconj | Upos::Pron | Upos::Part)
        && !matches!(tree.form(end.min(sentence.end - 1)), ":" | "«" | "“" | "„" | "\"");
    let nominal = |&idx: &usize| matches!(tree.upos(idx), Upos::Noun | Upos::Propn);
    let cased = |idx: usize| tree.child(idx, &["case"]).is_some_and(|case| (first..idx).contains(&case));
    if !opens || (first..end).any(|idx| clause::complementiser(tree, idx).is_some()) {
        return None;
    }
    let head = (first..end).filter(nominal).find(|&idx| reader.is_speaker(idx) && !cased(idx))?;
    // Only what describes the speaker may stand before it.
    let described = (first..head).all(|idx| {
        matches!(tree.upos(idx), Upos::Adj | Upos::Det | Upos::Noun | Upos::Propn | Upos::Num | Upos::Adv)
            || idx + 1 == head
    });
    described.then_some(head)
}

fn is_clitic_subject(tree: &Tree<'_>, idx: usize) -> bool {
    let form = tree.form(idx).trim_start_matches('-').trim_start_matches("t-");
    matches!(form, "il" | "elle" | "on" | "ils" | "elles" | "je" | "nous" | "vous" | "ce")
        && (tree.form(idx).starts_with('-') || tree.is_any(idx, &["nsubj", "expl"]))
        && idx > 0
        && tree.upos(idx - 1) != Upos::Punct
}

/// Where the inserted clause ends: at the end of the sentence, or where what is said goes on.
fn insert_end(reader: &Reader<'_>, cue: &Cue<'_>, subject: Option<&Range<usize>>, sentence: &Range<usize>) -> usize {
    let tree = &reader.tree;
    let governor = cue.governor;
    let core =
        subject.map_or(0, |phrase| phrase.end).max(governor + 1).max(cue.tokens.last().map_or(0, |&last| last + 1));
    for idx in core..sentence.end {
        if reader.quotation_starting_at(idx).is_some() {
            return idx;
        }
        let breaks = matches!(tree.form(idx), "," | ";" | ":" | "–" | "—" | "-" | ".");
        if breaks && goes_on(tree, governor, idx + 1..sentence.end) {
            return idx;
        }
    }
    sentence.end
}

/// After the insert the content goes on: a clause that does not depend on the cue, or only as its content.
fn goes_on(tree: &Tree<'_>, governor: usize, rest: Range<usize>) -> bool {
    let Some(verb) = rest.clone().find(|&idx| {
        matches!(tree.upos(idx), Upos::Verb | Upos::Aux | Upos::Adj | Upos::Noun)
            && tree.is_clause(idx)
            && !tree.is_any(idx, &["acl"])
    }) else {
        return false;
    };
    let mut path = tree.ancestors(verb).take_while(|&above| above != governor);
    if !tree.is_below(verb, governor) {
        return !path.any(|above| tree.is(above, "advcl") && rest.contains(&above)) || tree.token(verb).head.is_none();
    }
    path.last().is_some_and(|top| tree.is_any(top, &["ccomp", "parataxis"]))
}

/// What is said around an insert.
fn around(
    reader: &Reader<'_>,
    insert: &Range<usize>,
    sentence: &Range<usize>,
    cue: &Cue<'_>,
) -> Option<Vec<Range<usize>>> {
    let tree = &reader.tree;
    let mut parts = Vec::new();
    let enclosing = reader.quotations.iter().find(|quotation| {
        quotation.depth == 0 && quotation.tokens.start < insert.start && insert.end < quotation.tokens.end
    });
    let floor = enclosing.map_or(sentence.start, |quotation| quotation.tokens.start);
    if let Some(quotation) = reader.quotation_ending_at(insert.start) {
        let lead = tree.trimmed(sentence.start..quotation.tokens.start.max(sentence.start));
        let introduced = quotation.tokens.start > sentence.start && tree.form(quotation.tokens.start - 1) == ":";
        let told = introduced && is_told_in(tree, &lead, cue);
        if lead.is_empty() || introduced && !told || quotation.tokens.start < sentence.start {
            parts.push(quotation.tokens.clone());
        } else {
            parts.push(sentence.start..quotation.tokens.end);
        }
    } else {
        let semicolon = (floor..insert.start).rev().find(|&idx| tree.form(idx) == ";");
        let start = semicolon.map_or(floor, |idx| idx + 1);
        parts.push(start.min(insert.start)..insert.start);
    }
    let mut resume = insert.end;
    while resume < sentence.end && tree.is_punct(resume) && reader.quotation_starting_at(resume).is_none() {
        resume += 1;
    }
    let stop = |idx: usize| matches!(tree.form(idx), "." | "!" | "?");
    let separate = (insert.end..resume).any(stop)
        || insert.end > insert.start && stop(insert.end - 1)
        || resume == insert.end && parts.first().is_some_and(|part| !reader.has_quotation_in(part));
    let own_frame = reader.quotation_starting_at(resume).filter(|_| !separate);
    if let Some(quotation) = own_frame {
        parts.push(quotation.tokens.clone());
    } else if (insert.end..resume).any(|idx| tree.form(idx) == ";") {
        // Behind a semicolon the report goes on.
    } else if reader.quotation_starting_at(resume).is_none() && insert.end < sentence.end && resume < sentence.end {
        let end = enclosing.map_or(sentence.end, |quotation| quotation.tokens.end);
        parts.push(resume..end);
    }
    let parts: Vec<Range<usize>> =
        parts.into_iter().map(|part| tree.trimmed(part)).filter(|part| !part.is_empty()).collect();
    let has_words = parts.iter().cloned().flatten().filter(|&idx| !tree.is_punct(idx)).count();
    let overlaps_cue = parts.iter().any(|part| part.contains(&cue.governor));
    (has_words > 0 && !overlaps_cue).then_some(parts)
}

/// *On s'était dit : « … », explique X*: another one speaks before the colon, so that X tells both.
fn is_told_in(tree: &Tree<'_>, lead: &Range<usize>, cue: &Cue<'_>) -> bool {
    let predicate = lead.clone().find(|&idx| {
        tree.is_finite(idx)
            && tree.child(idx, &["ccomp", "xcomp"]).is_none_or(|child| !lead.contains(&child))
            && tree.children(idx).iter().any(|&child| lead.contains(&child) && tree.is(child, "nsubj"))
    });
    let Some(subject) = predicate.and_then(|predicate| subject_of(tree, predicate)) else {
        return false;
    };
    let speaker = subject_of(tree, cue.governor).or_else(|| noun_behind(tree, cue.governor));
    // *il poursuit : « … », se souvient-il*: the same one speaks.
    speaker.is_none_or(|speaker| {
        let third = |idx: usize| tree.upos(idx) == Upos::Pron && tree.token(idx).feat("Person") == Some("3");
        tree.lemma(speaker) != tree.lemma(subject) && (!third(speaker) || matches!(tree.form(subject), "on" | "-on"))
    })
}
