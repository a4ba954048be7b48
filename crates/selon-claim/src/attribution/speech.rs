//! Direct speech and inserted cues: « … », a déclaré X. — X : « … » — A, a-t-il dit, B.

use std::ops::Range;

use selon_types::{Act, Language, SentenceRole, Upos};

use super::Reader;
use super::content;
use super::cue::Cue;
use super::draft::Draft;
use super::lexicon::{Complement, Entry, Pattern};
use super::quotation::Quotation;
use super::source::{Source, agent_of, noun_behind, subject_of};
use super::tree::Tree;

/// A cue inserted beside or into what is said, as in « …, a déclaré X ».
pub(super) fn inserted<'l>(reader: &Reader<'l>, cue: &Cue<'l>) -> Option<Draft<'l>> {
    let tree = &reader.tree;
    let entry: &'l Entry = cue.entries.iter().find(|entry| entry.takes(&Complement::Quote))?;
    if !tree.is_finite(cue.governor) || cue.is_noun() {
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

/// *dans un communiqué*, *in dem Schreiben*, *в сообщении*, *в Кремле*: a document or a body as the place of the saying.
fn document_place(reader: &Reader<'_>, governor: usize) -> Option<usize> {
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
    let subject = subject.or_else(|| noun_behind(tree, governor)).or_else(|| misread_subject(reader, cue));
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
    if !opens || (first..end).any(|idx| content::complementiser(tree, idx).is_some()) {
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
        if lead.is_empty() || introduced || quotation.tokens.start < sentence.start {
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
    let separate = (insert.end..resume).any(|idx| matches!(tree.form(idx), "." | "!" | "?"))
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

/// Quotations that no other mechanism explains: announced by a cue or a colon before them, or standing alone.
pub(super) fn quoted<'l>(reader: &Reader<'l>, cues: &[Cue<'l>], drafts: &mut Vec<Draft<'l>>) {
    for quotation in reader.quotations.iter().filter(|quotation| quotation.depth == 0) {
        if drafts.iter().any(|draft| draft.covers(&quotation.tokens)) {
            continue;
        }
        let Some(sentence_idx) = reader.tree.sentence_idx(first_word(reader, quotation)) else {
            continue;
        };
        let sentence = reader.tree.tokens_of(sentence_idx);
        if announced(reader, cues, quotation, quotation.tokens.start.min(sentence.end), sentence.start, drafts) {
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
        if is_speech(reader, quotation) {
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
            if let Some(entry) = entry {
                let mut draft = Draft::new(reader, entry, cue, vec![quotation.tokens.clone()], "verb-quotation");
                draft.source = source_of_verb(tree, reader, cue, entry);
                drafts.push(draft);
                return true;
            }
        }
    }
    if colon && let Some(draft) = after_colon(reader, quotation, start..end - 1) {
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
