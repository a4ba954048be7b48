//! Prepositions, adverbs and *as*-clauses that attribute the clause they stand in: *selon X*, *reportedly*, *comme l'a dit X*.

use std::ops::Range;

use selon_types::{Act, NameKind, Upos};

use super::Reader;
use super::content::find_content;
use super::cue::Cue;
use super::draft::Draft;
use super::lexicon::{Complement, Entry, Pattern};
use super::relay;
use super::source::{Source, agent_of, noun_behind, noun_phrase, possessor_of, subject_of};
use super::tree::Tree;

/// The attributions made by phrases, in the order of the text.
pub(super) fn find_phrases<'l>(reader: &Reader<'l>, cues: &[Cue<'l>]) -> Vec<Draft<'l>> {
    let mut found = Vec::new();
    let mut idx = 0;
    while idx < reader.tree.n_tokens() {
        let mut next = idx + 1;
        if let Some(sentence_idx) = reader.tree.sentence_idx(idx) {
            let end = reader.tree.tokens_of(sentence_idx).end.min(idx + 12);
            for (entry, length) in reader.lexicon.phrases_at(&reader.tree.forms[idx..end]) {
                let words = idx..idx + length;
                let draft = match entry.pattern {
                    Pattern::Preposition => before_source(reader, entry, &words),
                    Pattern::Postposition => after_source(reader, entry, &words),
                    Pattern::Adverb => adverb(reader, entry, &words),
                    Pattern::As => as_clause(reader, cues, &words),
                    Pattern::Relay => relay::relay(reader, entry, &words, &found),
                    _ => None,
                };
                if let Some(draft) = draft {
                    found.push(draft);
                    next = idx + length;
                    break;
                }
            }
        }
        idx = next;
    }
    found
}

/// *selon le ministère, …*
fn before_source<'l>(reader: &Reader<'l>, entry: &'l Entry, words: &Range<usize>) -> Option<Draft<'l>> {
    let tree = &reader.tree;
    let sentence = tree.sentence(words.start);
    let head = phrase_head(tree, words, &sentence)?;
    let phrase = noun_phrase(tree, head);
    let ground = ground_in(reader, &(head + 1..phrase.end)).unwrap_or(phrase.end);
    let phrase = tree.trimmed(phrase.start.max(words.end)..phrase.end.min(ground).max(head + 1));
    if !is_possible_source(reader, entry, head, words, &phrase, &sentence) {
        return None;
    }
    // A relative clause of the source belongs to the adverbial, though not to the name of the source.
    let whole = tree.reach(head);
    let mut end = if first_word(tree, head) >= words.start { whole.end.max(phrase.end) } else { phrase.end };
    if entry.takes(&Complement::So) {
        // Nothing but an adverb stands between the name and the comma that closes the insert.
        end = (phrase.end..sentence.end).find(|&idx| tree.is_punct(idx)).unwrap_or(sentence.end);
    }
    let parts = if entry.takes(&Complement::So) && is_between_commas(reader, words.start, end, &sentence) {
        parts_of(tree, &reader.stretch(&(words.start..end), &sentence), &(words.start..end))?
    } else {
        content_around(reader, &(words.start..end), head, &sentence)?
    };
    let cites = entry.takes(&Complement::Origin);
    let rule = if cites { "cited-origin" } else { "preposition" };
    let mut draft = Draft::of_phrase(reader, entry, words.clone(), parts, rule);
    // *de source proche du dossier*: the last word of the cue names the source.
    let last = words.end - 1;
    let possessor = entry.takes(&Complement::Account).then(|| possessor_of(tree, head)).flatten();
    let in_cue = words.len() > 1 && reader.lexicon.is_unnamed(tree.lemma(last)) && tree.upos(last) == Upos::Noun;
    draft.source = if let Some(possessor) = possessor.filter(|&possessor| possessor < head) {
        // *by the governor's account*
        let start = draft.cue.last().map_or(words.end, |&last| last + 1);
        let mut source = Source::of(tree, possessor);
        let end = source.range.as_ref().map_or(head, |range| range.end.min(head));
        draft.cue.extend(end..head + 1);
        // The ending *'s* is no part of the name.
        let end = if end > start + 1 && tree.is(end - 1, "case") { end - 1 } else { end };
        source.range = Some(start..end.max(start + 1));
        source
    } else if in_cue {
        Source { range: Some(last..phrase.end), head: Some(last), dropped: false }
    } else {
        Source { range: Some(phrase), head: Some(head), dropped: false }
    };
    Some(draft)
}

/// The head of the noun phrase that begins right after the words.
pub(super) fn phrase_head(tree: &Tree<'_>, words: &Range<usize>, sentence: &Range<usize>) -> Option<usize> {
    let first = words.end;
    if !sentence.contains(&first) || tree.is_punct(first) && !matches!(tree.form(first), "«" | "“" | "\"" | "„") {
        return None;
    }
    // A quotation mark may be the last word of all.
    let first = Some(if tree.is_punct(first) { first + 1 } else { first }).filter(|first| sentence.contains(first))?;
    let mut head = first;
    for above in tree.ancestors(first).skip(1) {
        let nominal = matches!(
            tree.upos(above),
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Adj | Upos::Num | Upos::Det | Upos::X | Upos::Sym
        );
        if !sentence.contains(&above) || first_word(tree, above) < words.start || above < words.start || !nominal {
            break;
        }
        if words.contains(&above) {
            continue;
        }
        // Beyond the noun that the preposition governs, or that ends the words, the clause around begins.
        let governed = tree.children(head).iter().any(|&child| words.contains(&child) && tree.is(child, "case"));
        if governed || tree.head(head).is_some_and(|noun| words.contains(&noun) && !tree.is(head, "flat")) {
            break;
        }
        // The phrase must hang together from its first word.
        if (first..above).any(|idx| tree.is_punct(idx) && tree.form(idx) == ",")
            && !tree.is_any(head, &["det", "amod", "nummod", "compound", "flat", "nmod"])
        {
            break;
        }
        head = above;
    }
    let nominal =
        matches!(tree.upos(head), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Adj | Upos::Num | Upos::Det | Upos::X);
    nominal.then_some(head)
}

/// The first word of a subtree, punctuation apart.
fn first_word(tree: &Tree<'_>, head: usize) -> usize {
    tree.reach(head).find(|&idx| !tree.is_punct(idx)).unwrap_or(head)
}

fn is_possible_source(
    reader: &Reader<'_>,
    entry: &Entry,
    head: usize,
    words: &Range<usize>,
    phrase: &Range<usize>,
    sentence: &Range<usize>,
) -> bool {
    let tree = &reader.tree;
    let known = reader.is_speaker(head)
        || reader.lexicon.is_document(tree.lemma(head))
        || reader.lexicon.is_unnamed(tree.lemma(head));
    let starts = words.start == sentence.start || tree.is_punct(words.start - 1) || tree.is(words.start - 1, "cc");
    let ends = phrase.end >= sentence.end || tree.is_punct(phrase.end);
    if entry.takes(&Complement::Voice) {
        let view = match tree.upos(head) {
            Upos::Propn => {
                reader.name_kind(head).is_none_or(|kind| matches!(kind, NameKind::Per | NameKind::Org | NameKind::Gpe))
            }
            Upos::Noun => reader.is_speaker(head),
            _ => false,
        };
        let opens = words.start == sentence.start || matches!(tree.form(words.start - 1), "," | "." | ";" | ":" | "»");
        let goes_on =
            phrase.end < sentence.end && matches!(tree.form(phrase.end), "," | ":" | "«" | "“" | "\"" | "„" | ".");
        return view && opens && goes_on;
    }
    if entry.takes(&Complement::Account) && reader.lexicon.is_account(tree.lemma(head), tree.form(head)) {
        // *nach dem Bericht* may be a time; *nach Berichten*, *nach dem Bericht der Polizei* tells the source.
        let plural = tree.token(head).feat("Number") == Some("Plur");
        let described = tree.children(head).iter().any(|&child| tree.is_any(child, &["nmod", "amod", "acl"]));
        let owned = possessor_of(tree, head).is_some_and(|possessor| possessor < head);
        let tells = if entry.takes(&Complement::Named) { plural || described } else { owned };
        if tells {
            return true;
        }
    }
    if entry.takes(&Complement::Origin) && !entry.takes(&Complement::Source) {
        return known;
    }
    if entry.complements == [Complement::Account] {
        return false;
    }
    if entry.takes(&Complement::Named) {
        return starts
            && ends
            && (matches!(reader.name_kind(head), Some(NameKind::Per | NameKind::Org))
                || reader.lexicon.is_document(tree.lemma(head))
                || reader.lexicon.is_saying(tree.lemma(head)));
    }
    if entry.takes(&Complement::So) {
        // *so Obama weiter,*
        let closed = ends
            || tree.upos(phrase.end) == Upos::Adv && (phrase.end + 1 >= sentence.end || tree.is_punct(phrase.end + 1));
        return words.start > sentence.start
            && matches!(tree.form(words.start - 1), "," | "“" | "\"" | "»" | "«" | "”")
            && closed
            && matches!(tree.upos(head), Upos::Noun | Upos::Propn)
            && phrase.start == words.end;
    }
    known || (starts || ends) && matches!(tree.upos(head), Upos::Noun | Upos::Propn | Upos::Pron)
}

/// Where a phrase of ground or a relay begins inside a source (*un rapport à la suite d'une enquête*, *des témoins cités par X*).
fn ground_in(reader: &Reader<'_>, range: &Range<usize>) -> Option<usize> {
    range.clone().find(|&idx| {
        let phrases = reader.lexicon.phrases_at(&reader.tree.forms[idx..(idx + 8).min(reader.tree.n_tokens())]);
        phrases.iter().any(|(entry, _)| matches!(entry.pattern, Pattern::Basis | Pattern::Relay))
    })
}

/// German *Medienberichten zufolge*.
fn after_source<'l>(reader: &Reader<'l>, entry: &'l Entry, words: &Range<usize>) -> Option<Draft<'l>> {
    let tree = &reader.tree;
    let sentence = tree.sentence(words.start);
    let ambiguous = tree.form(words.start) == "nach";
    let governed = tree.head(words.start).filter(|&head| head < words.start && tree.is(words.start, "case"));
    let head = match governed {
        Some(head) => head,
        None if ambiguous => return None,
        // Attached elsewhere by the parser: the phrase that ends right before it.
        None => {
            let before = words.start.checked_sub(1).filter(|before| sentence.contains(before))?;
            tree.ancestors(before)
                .take_while(|&above| sentence.contains(&above) && tree.reach(above).end <= words.start)
                .filter(|&above| matches!(tree.upos(above), Upos::Noun | Upos::Propn | Upos::Pron))
                .last()?
        }
    };
    if words.len() != 1
        || !sentence.contains(&head)
        || !matches!(tree.upos(head), Upos::Noun | Upos::Propn | Upos::Pron)
    {
        return None;
    }
    let says = reader.lexicon.is_document(tree.lemma(head)) || reader.lexicon.is_saying(tree.lemma(head));
    if ambiguous && !says {
        return None;
    }
    let phrase = noun_phrase(tree, head);
    let phrase = phrase.start..phrase.end.min(words.start);
    let parts = content_around(reader, &(phrase.start..words.end), head, &sentence)?;
    let mut draft = Draft::of_phrase(reader, entry, words.clone(), parts, "postposition");
    draft.source = Source { range: Some(phrase), head: Some(head), dropped: false };
    Some(draft)
}

/// *reportedly*, *якобы*: hearsay without a source.
fn adverb<'l>(reader: &Reader<'l>, entry: &'l Entry, words: &Range<usize>) -> Option<Draft<'l>> {
    let tree = &reader.tree;
    let top = words.clone().find(|&idx| tree.head(idx).is_none_or(|head| !words.contains(&head)))?;
    let governor = tree.head(top)?;
    let clausal = matches!(tree.upos(governor), Upos::Verb | Upos::Aux) || tree.is_clause(governor);
    if words.len() == 1 && !clausal {
        return None;
    }
    let clause = reader.clause_of(governor);
    let range = tree.trimmed(tree.reach(clause));
    let parts =
        without(&range, words).into_iter().map(|part| tree.trimmed(part)).filter(|part| !part.is_empty()).collect();
    Some(Draft::of_phrase(reader, entry, words.clone(), parts, "adverb"))
}

/// *comme l'a indiqué le ministère*, *as reported by X*: any verb of saying under the conjunction.
fn as_clause<'l>(reader: &Reader<'l>, cues: &[Cue<'l>], words: &Range<usize>) -> Option<Draft<'l>> {
    let tree = &reader.tree;
    let last = words.end - 1;
    let cue = cues.iter().find(|cue| {
        cue.governor > last
            && cue.governor - last < 12
            && !cue.is_noun()
            && tree.sentence_idx(cue.governor) == tree.sentence_idx(last)
            && (tree.head(last) == Some(cue.governor) || tree.head(words.start) == Some(cue.governor))
    })?;
    if find_content(reader, cue).is_some_and(|content| content.kind == Complement::Clause) {
        return None;
    }
    let entry =
        *cue.entries.iter().find(|entry| entry.takes(&Complement::Clause) || entry.takes(&Complement::Quote))?;
    let governor = cue.governor;
    let source = agent_of(tree, governor)
        .or_else(|| subject_of(tree, governor).filter(|&subject| tree.is_below(subject, governor)))
        .or_else(|| noun_behind(tree, governor))?;
    // *As time went on*: only who or what can tell something is a source.
    let tells = tree.upos(source) != Upos::Noun
        || reader.is_speaker(source)
        || reader.lexicon.is_document(tree.lemma(source))
        || entry.act == Act::Inference;
    if !tells {
        return None;
    }
    let sentence = tree.sentence(governor);
    let mut clause = tree.reach(governor);
    clause = clause.start.min(words.start)..clause.end;
    // What follows a colon is content again.
    if let Some(colon) = clause.clone().find(|&idx| idx > governor && tree.form(idx) == ":") {
        clause.end = colon;
    }
    let parts = content_around(reader, &clause, governor, &sentence)?;
    let mut draft = Draft::new(reader, entry, cue, parts, "as-clause");
    draft.cue = (words.start..=cue.tokens.last().copied().unwrap_or(governor))
        .filter(|&idx| {
            idx <= last
                || cue.tokens.contains(&idx)
                || tree.upos(idx) == Upos::Pron && tree.is_below(idx, governor) && idx < governor
        })
        .collect();
    draft.source = Source::of(tree, source);
    Some(draft)
}

/// The clause around an adverbial: the rest of its stretch of the sentence when it stands at an edge, else its own clause.
fn content_around(
    reader: &Reader<'_>,
    adverbial: &Range<usize>,
    head: usize,
    sentence: &Range<usize>,
) -> Option<Vec<Range<usize>>> {
    let tree = &reader.tree;
    let bounds = reader.stretch(adverbial, sentence);
    let starts = (bounds.start..adverbial.start).all(|idx| {
        tree.is_punct(idx)
            || matches!(tree.upos(idx), Upos::Cconj)
            || matches!(tree.upos(idx), Upos::Adv) && adverbial.start - bounds.start < 4
    });
    let ends = (adverbial.end..bounds.end).all(|idx| tree.is_punct(idx));
    let within = reader.reported_clause(head, adverbial);
    let range = if starts {
        adverbial.end..bounds.end
    } else if let Some(clause) = within {
        clause
    } else if ends {
        bounds.start..adverbial.start
    } else {
        let clause = tree.reach(reader.clause_of(tree.head(head).unwrap_or(head)));
        clause.start.max(bounds.start)..clause.end.min(bounds.end)
    };
    parts_of(tree, &range, adverbial)
}

/// What remains of a stretch around an adverbial, if it is more than a word.
fn parts_of(tree: &Tree<'_>, range: &Range<usize>, adverbial: &Range<usize>) -> Option<Vec<Range<usize>>> {
    let parts: Vec<Range<usize>> = without(range, adverbial)
        .into_iter()
        .map(|part| tree.trimmed(part))
        .filter(|part| part.clone().any(|idx| !tree.is_punct(idx)))
        .collect();
    let n_words = parts.iter().cloned().flatten().filter(|&idx| !tree.is_punct(idx)).count();
    (n_words >= 2).then_some(parts)
}

/// *Er habe, so Weber, nichts gewusst*: between two commas the insert divides the sentence, whatever the parser makes of it.
fn is_between_commas(reader: &Reader<'_>, start: usize, end: usize, sentence: &Range<usize>) -> bool {
    start > sentence.start
        && reader.tree.form(start - 1) == ","
        && end + 1 < sentence.end
        && reader.tree.form(end) == ","
        && !(start..end).any(|idx| reader.quotation_starting_at(idx).is_some())
}

/// A range without a stretch inside it.
fn without(range: &Range<usize>, hole: &Range<usize>) -> Vec<Range<usize>> {
    if hole.end <= range.start || hole.start >= range.end {
        return vec![range.clone()];
    }
    let before = range.start..hole.start.max(range.start);
    let after = hole.end.min(range.end)..range.end;
    [before, after].into_iter().filter(|part| part.start < part.end).collect()
}
