//! Who the source is: the actor behind the words, a document, the author, or nobody the text tells.

use selon_types::{ActorForm, Attribution, QuoteKind, SourceForm, SourceKind, SourceRef, Span, Upos};

use super::Reader;
use super::assemble::{flag, unresolved};
use super::draft::Draft;
use super::tree::Tree;

/// Form and, where its own words tell, identity of the source of one attribution.
pub(super) fn describe(reader: &Reader<'_>, draft: &Draft<'_>, attribution: &mut Attribution) {
    let tree = &reader.tree;
    let Some(head) = draft.source.head else {
        attribution.source_form = if draft.source.dropped { SourceForm::Pronoun } else { SourceForm::Implicit };
        return;
    };
    if is_first_person(tree, head) {
        attribution.source_form = SourceForm::FirstPerson;
        return;
    }
    let actor = actor_of(reader, draft, head);
    let is_document =
        reader.lexicon.is_document(tree.lemma(head)) && actor.is_none_or(|idx| !names_speaker(reader, idx, head));
    attribution.source_form = match tree.upos(head) {
        Upos::Pron | Upos::Det => SourceForm::Pronoun,
        Upos::Propn => SourceForm::Named,
        _ if reader.lexicon.is_unnamed(tree.lemma(head)) && is_indefinite(tree, head) => SourceForm::Unnamed,
        _ => SourceForm::Described,
    };
    if is_document {
        attribution.source_ref = document(reader, draft, head);
        flag(attribution, "document_source");
        return;
    }
    let Some(actor_idx) = actor else {
        if let Some(seat) = seat_of_power(reader, head) {
            attribution.source_ref = seat;
            attribution.source_form = SourceForm::Metonym;
        }
        return;
    };
    let mention = &reader.mentions.actors[actor_idx];
    attribution.source_form = match mention.form {
        _ if attribution.source_form == SourceForm::Unnamed => SourceForm::Unnamed,
        ActorForm::Named => SourceForm::Named,
        ActorForm::Metonym => SourceForm::Metonym,
        ActorForm::Described | ActorForm::Adjective => SourceForm::Described,
        ActorForm::Pronoun | ActorForm::Possessive => SourceForm::Pronoun,
    };
    attribution.source_ref = of_actor(reader, actor_idx);
}

/// *подтвердили в Степанакерте*: a place that speaks stands for those who govern there.
fn seat_of_power(reader: &Reader<'_>, head: usize) -> Option<SourceRef> {
    let span = reader.tree.token(head).span;
    let place = reader.mentions.places.iter().find(|place| place.span.contains(span))?;
    Some(SourceRef {
        kind: SourceKind::Actor,
        name: Some(place.name.clone()),
        code: Some(place.country.clone()?),
        sector: Some("GOV".to_owned()),
        actor: None,
        confidence: 0.5 * place.confidence,
    })
}

/// Sources that their own words leave open: lone quotations, dropped subjects, documents without issuer.
pub(super) fn resolve(reader: &Reader<'_>, attributions: &mut [Attribution]) {
    for idx in 0..attributions.len() {
        if attributions[idx].kind == QuoteKind::None {
            continue;
        }
        let lone = attributions[idx].cue.is_empty() && attributions[idx].source.is_empty();
        let dropped = attributions[idx].source.is_empty() && attributions[idx].source_form == SourceForm::Pronoun;
        let open_document =
            attributions[idx].source_ref.kind == SourceKind::Document && attributions[idx].source_ref.code.is_none();
        let inherited = if lone {
            speaker_before(reader, attributions, idx, 1)
        } else if dropped || open_document && is_short_notice(reader, &attributions[idx]) {
            speaker_before(reader, attributions, idx, 2)
        } else {
            None
        };
        let Some(inherited) = inherited else {
            continue;
        };
        let attribution = &mut attributions[idx];
        if open_document {
            attribution.source_ref.code = inherited.code;
            attribution.source_ref.sector = inherited.sector;
            attribution.source_ref.actor = inherited.actor;
            attribution.source_ref.confidence = 0.4 * inherited.confidence.max(0.5);
            flag(attribution, "issuer_inferred");
        } else {
            attribution.source_ref = SourceRef { confidence: 0.5 * inherited.confidence, ..inherited };
            flag(attribution, "source_inferred");
        }
    }
}

/// The source of the last cued attribution, at most `reach` sentences before.
fn speaker_before(reader: &Reader<'_>, attributions: &[Attribution], idx: usize, reach: usize) -> Option<SourceRef> {
    let place = |span: Option<&Span>| {
        let start = span?.start();
        reader.tree.analysis.sentences.iter().position(|sentence| sentence.span.end() > start)
    };
    let anchor = |attribution: &Attribution| place(attribution.cue.first().or(attribution.content.first()));
    let here = anchor(&attributions[idx])?;
    let start = attributions[idx].content.first()?.start();
    let mut before: Vec<(usize, usize)> = attributions
        .iter()
        .enumerate()
        .filter(|(other, attribution)| {
            *other != idx
                && attribution.kind != QuoteKind::None
                && matches!(attribution.source_ref.kind, SourceKind::Actor)
                && attribution.parent.is_none()
                && attribution.content.first().is_some_and(|span| span.start() < start)
        })
        .filter_map(|(other, attribution)| Some((anchor(attribution)?, other)))
        .filter(|(sentence, _)| {
            *sentence <= here && here - sentence <= reach.max(1) + attributions[idx].content.len().saturating_sub(1)
        })
        .collect();
    before.sort_unstable();
    before.last().map(|&(_, other)| attributions[other].source_ref.clone())
}

/// A notice that an institution gives out, as against a study or a newspaper that speaks for itself.
fn is_short_notice(reader: &Reader<'_>, attribution: &Attribution) -> bool {
    let Some(span) = attribution.source.first() else {
        return false;
    };
    reader.tree.analysis.tokens_in(*span).any(|idx| {
        matches!(
            reader.tree.lemma(idx),
            "communiqué"
                | "communication"
                | "déclaration"
                | "message"
                | "note"
                | "statement"
                | "release"
                | "communique"
                | "notice"
                | "заявление"
                | "сообщение"
                | "заява"
                | "повідомлення"
                | "comunicado"
                | "declaración"
                | "mitteilung"
                | "erklärung"
        )
    })
}

fn actor_of(reader: &Reader<'_>, draft: &Draft<'_>, head: usize) -> Option<usize> {
    if let Some(actor) = reader.actor_at(head) {
        return Some(actor);
    }
    // The name inside a description (*le président Vladimir Poutine*) may carry the mention.
    let range = draft.source.range.clone()?;
    let tree = &reader.tree;
    let joined = |idx: usize| {
        tree.ancestors(idx).take_while(|&above| above != head).all(|above| {
            tree.is_any(above, &["flat", "appos", "compound", "conj"]) || tree.token(above).deprel == "flat:name"
        })
    };
    reader
        .mentions
        .actors
        .iter()
        .position(|actor| range.contains(&actor.head) && tree.is_below(actor.head, head) && joined(actor.head))
}

/// A mention with this head that is more than its adjective (*un rapport américain*).
fn names_speaker(reader: &Reader<'_>, actor_idx: usize, head: usize) -> bool {
    let mention = &reader.mentions.actors[actor_idx];
    mention.head == head
        && !matches!(mention.form, ActorForm::Adjective | ActorForm::Possessive)
        && !reader.lexicon.is_document(reader.tree.lemma(head))
}

fn of_actor(reader: &Reader<'_>, actor_idx: usize) -> SourceRef {
    let mention = &reader.mentions.actors[actor_idx];
    SourceRef {
        kind: SourceKind::Actor,
        name: mention.name.clone().or_else(|| Some(mention.span.of(reader.tree.text).to_owned())),
        code: mention.code.clone(),
        sector: mention.sector.clone(),
        actor: Some(actor_idx),
        confidence: mention.confidence,
    }
}

/// A document with its issuer, where the phrase names one (*un rapport de l'ONU*).
fn document(reader: &Reader<'_>, draft: &Draft<'_>, head: usize) -> SourceRef {
    let range = draft.source.range.clone().unwrap_or(head..head + 1);
    let tree = &reader.tree;
    let issuer = reader.mentions.actors.iter().position(|actor| range.contains(&actor.head) && actor.head != head);
    let name = tree.span(range).map(|span| span.of(tree.text).to_owned());
    match issuer {
        Some(issuer) => SourceRef { kind: SourceKind::Document, name, ..of_actor(reader, issuer) },
        None => SourceRef { kind: SourceKind::Document, name, confidence: 0.3, ..unresolved() },
    }
}

/// *je, nous, I, we, мы*.
pub(super) fn is_first_person(tree: &Tree<'_>, idx: usize) -> bool {
    matches!(tree.upos(idx), Upos::Pron | Upos::Det)
        && (tree.token(idx).feat("Person") == Some("1") || tree.token(idx).feat("Person[psor]") == Some("1"))
        || matches!(
            tree.form(idx),
            "je" | "j'" | "nous" | "moi" | "-je" | "i" | "we" | "я" | "мы" | "ми" | "yo" | "nosotros" | "ich" | "wir"
        ) && tree.upos(idx) == Upos::Pron
}

fn is_indefinite(tree: &Tree<'_>, head: usize) -> bool {
    let determiner = tree.child(head, &["det"]);
    determiner.is_none_or(|det| {
        tree.token(det).feat("Definite") != Some("Def") && tree.token(det).feat("PronType") != Some("Dem")
    }) || tree.lemma(head) == "source"
}
