//! Who a pronoun or possessive stands for: agreement first, then salience in the last sentences.

use selon_types::{ActorForm, Upos};

use super::candidate::{Animacy, Candidate, Source};
use super::resolve::Resolver;
use super::words::{Agreement, Gender};

/// How many sentences back a pronoun may reach.
const REACH: usize = 3;

/// The mention that a pronoun or possessive stands for, if one is clearly the best.
pub(crate) fn antecedent(resolver: &Resolver<'_>, idx: usize, agreement: Agreement) -> Option<usize> {
    if agreement.first_person {
        return speaker(resolver, idx);
    }
    let found = &resolver.found.candidates;
    let pronoun = &found[idx];
    let sentence = super::candidate::sentence_of(resolver.finder.tree.analysis, pronoun.head);
    let near = resolver.finder.tree.around_sentence(sentence, REACH);
    // *« Il a menti », dit X*: who is quoted speaks of somebody else.
    let speaker = is_in_quotes(resolver, pronoun)
        .then(|| speaker(resolver, idx))
        .flatten()
        .and_then(|speaker| resolver.resolved[speaker].entity.clone());
    let mut best: Option<(f32, usize)> = None;
    for (other_idx, other) in found.iter().enumerate().filter(|(_, other)| near.contains(&other.head)) {
        if other_idx == idx || other.head >= pronoun.head || !is_possible(resolver, pronoun, agreement, other_idx) {
            continue;
        }
        let mut score = salience(resolver, pronoun, agreement, other_idx);
        if speaker.is_some() && resolver.resolved[other_idx].entity == speaker {
            score -= 2.5;
        }
        if best.is_none_or(|(known, _)| score > known) {
            best = Some((score, other_idx));
        }
    }
    best.filter(|(score, _)| *score > 0.0).map(|(_, other)| other)
}

fn is_possible(resolver: &Resolver<'_>, pronoun: &Candidate, agreement: Agreement, other_idx: usize) -> bool {
    let other = &resolver.found.candidates[other_idx];
    let tree = &resolver.finder.tree;
    let pronoun_token = tree.token(pronoun.head);
    let unlinked = matches!(other.source, Source::Pronoun(_)) && resolver.resolved[other_idx].code.is_none();
    if unlinked || matches!(other.form, ActorForm::Possessive) || other.phrase.contains(&pronoun.head) {
        return false;
    }
    let group = matches!(other.form, ActorForm::Adjective);
    let is_object = other.animacy == Animacy::Object;
    let plural = agreement.plural.or_else(|| match pronoun.form {
        ActorForm::Possessive => None,
        _ => pronoun_token.feat("Number").map(|number| number == "Plur"),
    });
    let number_fits = match (plural, other.plural) {
        (Some(true), Some(false)) => other.animacy == Animacy::Collective || has_conjunct(resolver, other.head),
        (Some(false), Some(true)) => matches!(other.source, Source::Entry(_)) && other.animacy == Animacy::Collective,
        _ => true,
    };
    // Gender decides where nouns have it; English *it* and *he* are told apart by animacy.
    let english = matches!(resolver.finder.language, selon_types::Language::En);
    let told = resolver.resolved[other_idx].entity.as_ref().and_then(|entity| resolver.genders.get(entity)).copied();
    let gender_fits = match (agreement.gender, told.filter(|_| agreement.human).or(other.gender)) {
        (Some(wanted), Some(gender)) if !english => wanted == gender,
        (Some(wanted), Some(gender)) if agreement.human => wanted == gender,
        _ => true,
    };
    let human_fits = if agreement.human {
        resolver.is_human(other_idx)
    } else {
        !(english && agreement.gender.is_some() && resolver.is_human(other_idx))
    };
    // *it* is oftener a thing than an actor: only what its clause or the one before is about.
    let is_thing = english && agreement.gender == Some(Gender::Neuter) && pronoun.form == ActorForm::Pronoun;
    if is_thing && !(pronoun_token.is("nsubj") && tree.token(tree.first_conjunct(other.head)).is("nsubj")) {
        return false;
    }
    // Both cannot be arguments of one verb.
    let co_argument = pronoun.form == ActorForm::Pronoun
        && pronoun_token.head.is_some()
        && tree.token(other.head).head == pronoun_token.head;
    number_fits && gender_fits && human_fits && !co_argument && !group && !is_object
}

fn has_conjunct(resolver: &Resolver<'_>, head: usize) -> bool {
    resolver.finder.tree.child(head, &["conj"]).is_some()
}

fn salience(resolver: &Resolver<'_>, pronoun: &Candidate, agreement: Agreement, other_idx: usize) -> f32 {
    let other = &resolver.found.candidates[other_idx];
    let tree = &resolver.finder.tree;
    let sentence = super::candidate::sentence_of(tree.analysis, pronoun.head);
    let distance = sentence.saturating_sub(resolver.sentence(other_idx));
    if distance > REACH {
        return -1.0;
    }
    let first = tree.token(tree.first_conjunct(other.head));
    let role = if first.is("nsubj") {
        3.0
    } else if first.is("obj") || first.is("iobj") || first.is("root") || first.deprel == "obl:agent" {
        1.5
    } else if first.is("nmod") || first.is("compound") {
        0.4
    } else {
        1.0
    };
    let mut score = 4.0 + role - 1.6 * distance as f32;
    if pronoun.form == ActorForm::Possessive && distance == 0 && first.is("nsubj") {
        let same_clause = tree.clause_of(other.head) == tree.clause_of(pronoun.head);
        score += if same_clause || agreement.reflexive { 1.5 } else { 0.5 };
    }
    if pronoun.form == ActorForm::Pronoun && tree.token(pronoun.head).is("nsubj") && first.is("nsubj") {
        score += 0.7;
    }
    // *L'Équateur lui a accordé l'asile*: who is given something is nearly always a person.
    if tree.token(pronoun.head).is("iobj") && resolver.is_human(other_idx) {
        score += 1.2;
    }
    if other.form == ActorForm::Pronoun {
        score += 0.6;
    }
    // *« Ils ont tiré », a dit X*: who speaks of others does not mean himself.
    if pronoun.form == ActorForm::Pronoun
        && distance == 0
        && is_quoted_after(resolver, other.span.end(), pronoun.span.start())
    {
        score -= 2.5;
    }
    // *Wikinews met people … they*: a plural before a body.
    let plural = tree.token(pronoun.head).feat("Number") == Some("Plur");
    if plural && other.plural == Some(true) {
        score += 0.8;
    }
    // Actors of the register are what a report is about.
    if matches!(other.source, Source::Entry(_)) {
        score += 0.4;
    }
    // Nearer wins among equals.
    score - 0.02 * (pronoun.head - other.head).min(60) as f32
}

/// The words stand in a quotation that opened in their paragraph.
fn is_in_quotes(resolver: &Resolver<'_>, pronoun: &Candidate) -> bool {
    let before = resolver.finder.report.text.get(..pronoun.span.start()).unwrap_or_default();
    let paragraph = before.rfind('\n').map_or(0, |at| at + 1);
    is_quoted_after(resolver, paragraph, pronoun.span.start())
}

/// A quotation opens between the two and has not closed.
fn is_quoted_after(resolver: &Resolver<'_>, start: usize, end: usize) -> bool {
    let Some(between) = resolver.finder.report.text.get(start..end) else { return false };
    let mut depth = 0_i32;
    let mut n_plain = 0;
    for letter in between.chars() {
        match letter {
            '«' | '“' | '„' => depth += 1,
            '»' | '”' => depth -= 1,
            '"' => n_plain += 1,
            _ => {}
        }
    }
    depth > 0 || n_plain % 2 == 1
}

/// *je, nous*: the one who speaks, the subject of the verb of saying around or nearest to the words.
fn speaker(resolver: &Resolver<'_>, idx: usize) -> Option<usize> {
    let tree = &resolver.finder.tree;
    let found = &resolver.found.candidates;
    let pronoun = &found[idx];
    let is_speaker = |other: &Candidate| {
        tree.token(tree.first_conjunct(other.head)).is("nsubj")
            && !matches!(other.source, Source::Pronoun(agreement) if agreement.first_person)
            && other.animacy != Animacy::Object
    };
    let subject_of = |verb: usize| {
        found
            .iter()
            .enumerate()
            .filter(|(_, other)| is_speaker(other) && tree.token(tree.first_conjunct(other.head)).head == Some(verb))
            .map(|(other, _)| other)
            .next()
    };
    // Climb the clauses: the subject of a verb whose content holds the pronoun, or that is inserted below it.
    let mut current = tree.clause_of(pronoun.head);
    for _ in 0..8 {
        let inserted = tree
            .children(current)
            .iter()
            .copied()
            .filter(|&child| tree.token(child).is("parataxis") && tree.token(child).upos == Upos::Verb);
        if let Some(subject) = inserted.filter_map(subject_of).next() {
            return Some(subject);
        }
        let Some(head) = tree.token(current).head else { break };
        if let Some(subject) = subject_of(head)
            && (tree.token(current).is("ccomp") || tree.token(current).is("parataxis"))
        {
            return Some(subject);
        }
        current = head;
    }
    // A quotation that goes on: the last speaker before, with a verb that takes a clause. Outside quotation marks
    // *je* and *nous* are those of the report, or of a damaged quotation, and nobody's that could be named.
    let is_quoted = is_in_quotes(resolver, pronoun);
    let sentence = super::candidate::sentence_of(tree.analysis, pronoun.head);
    found
        .iter()
        .enumerate()
        .filter(|(other_idx, other)| {
            let distance = sentence.abs_diff(resolver.sentence(*other_idx));
            let is_quoted = is_quoted || is_quoted_after(resolver, other.span.end(), pronoun.span.start());
            is_quoted && is_speaker(other) && distance <= 2 && resolver.codes[*other_idx].is_some() && {
                let verb = tree.token(tree.first_conjunct(other.head)).head;
                verb.is_some_and(|verb| tree.child(verb, &["ccomp", "parataxis"]).is_some())
            }
        })
        .min_by_key(|(_, other)| other.head.abs_diff(pronoun.head))
        .map(|(other, _)| other)
}
