//! What happened: PLOVER events with parties, polarity, modality, date, place and figures.
//!
//! Words that tell an event are found by lexicon rows over the dependencies ([`trigger`]); the row's frame says who
//! is who ([`role`]); the clauses around it say whether it happened ([`factuality`]).

mod argument;
mod boundary;
mod candidate;
mod coreference;
mod episode;
mod factuality;
mod figure;
mod lexicon;
mod ontology;
mod party;
mod remark;
mod role;
mod scene;
mod setting;
mod trigger;

use std::collections::BTreeSet;

use selon_types::{Analysis, Attribution, AttributionIdx, Claim, Mentions, QuoteKind, Remark, Report, Span};

use candidate::Candidate;
pub use lexicon::EventLexicon;
pub use ontology::Ontology;
use scene::Scene;
use trigger::Trigger;

/// The claims of a report, sorted by position of the trigger; each names the innermost attribution that holds it.
pub fn find_events(
    report: &Report,
    analysis: &Analysis,
    mentions: &Mentions,
    attributions: &[Attribution],
    lexicon: &EventLexicon,
) -> (Vec<Claim>, Vec<Remark>) {
    let language = analysis.language.or(report.language);
    let Some(words) = language.and_then(|language| lexicon.language(language)) else {
        return (Vec::new(), Vec::new());
    };
    let scene = Scene::new(report, analysis, mentions, attributions, words);
    let triggers = trigger::find_triggers(&scene);
    let triggers = boundary::drop_other_senses(&scene, triggers);
    let mut candidates: Vec<Candidate<'_>> =
        triggers.iter().flat_map(|trigger| candidates_of(&scene, trigger)).collect();
    boundary::absorb_results(&scene, &mut candidates);
    setting::attach_settings(&scene, &mut candidates);
    figure::attach_figures(&scene, &mut candidates);
    boundary::drop_contents(&scene, &mut candidates);
    boundary::settle_types(&scene, &mut candidates);
    boundary::drop_destinations(&scene, &mut candidates);
    boundary::drop_bare_nouns(&scene, &mut candidates);
    let claims = claims_of(&scene, &candidates);
    let remarks = remark::contested_in_own_voice(&scene, &claims);
    (claims, remarks)
}

/// One candidate for each source that vouches for the trigger's event.
fn candidates_of<'a>(scene: &Scene<'a>, trigger: &Trigger<'a>) -> Vec<Candidate<'a>> {
    let parties = role::find_parties(scene, trigger);
    let mut hosts: BTreeSet<usize> = trigger.words.iter().copied().collect();
    hosts.extend(trigger.carrier.map(|carrier| carrier.verb));
    holding_attributions(scene, trigger.token)
        .into_iter()
        .map(|attribution| Candidate {
            hosts: hosts.clone(),
            event_type: trigger.row.event_type,
            modes: trigger.row.modes.iter().cloned().collect(),
            parties: parties.clone(),
            factuality: factuality::find_factuality(scene, trigger, &scene.attributions[attribution]),
            attribution,
            date: None,
            place: None,
            figures: Vec::new(),
            absorbed_flags: BTreeSet::new(),
            trigger: trigger.clone(),
        })
        .collect()
}

/// The innermost attribution whose content holds the token, and every other one that is no layer around it
/// (a second source on the same words); in the report's own voice the one of kind `none`.
fn holding_attributions(scene: &Scene<'_>, token: usize) -> Vec<AttributionIdx> {
    let span = scene.token(token).span;
    let covering = |own_voice: bool| {
        let holds = move |attribution: &Attribution| {
            (attribution.kind == QuoteKind::None) == own_voice
                && attribution.content.iter().any(|content| content.contains(span))
        };
        let mut found: Vec<AttributionIdx> =
            (0..scene.attributions.len()).filter(|&idx| holds(&scene.attributions[idx])).collect();
        found.sort_by_key(|&idx| {
            let attribution = &scene.attributions[idx];
            let content = attribution.content.iter().find(|content| content.contains(span));
            (content.map_or(0, |content| content.len()), std::cmp::Reverse(depth(scene, idx)), idx)
        });
        found
    };
    let quoted = covering(false);
    let Some(&innermost) = quoted.first() else {
        let own = covering(true);
        return own.into_iter().next().or_else(|| own_voice_of_sentence(scene, token)).into_iter().collect();
    };
    let around = ancestors(scene, innermost);
    let mut found = vec![innermost];
    for &other in &quoted[1..] {
        let layers = ancestors(scene, other);
        let same_source = found.iter().any(|&known| {
            let (a, b) = (&scene.attributions[known], &scene.attributions[other]);
            a.source == b.source || a.source_ref.actor.is_some() && a.source_ref.actor == b.source_ref.actor
        });
        let nested = around.contains(&other) || layers.contains(&innermost) || strictly_around(scene, other, innermost);
        if !nested && !same_source {
            found.push(other);
        }
    }
    // Sources that only answer (*ce que Moscou dément*) stand beside the report, which told it in its own voice.
    if found.iter().all(|&idx| scene.attributions[idx].rule.ends_with("second-source")) {
        found.extend(covering(true).first());
    }
    found
}

/// Every content part of `inner` lies inside a longer part of `outer`.
fn strictly_around(scene: &Scene<'_>, outer: AttributionIdx, inner: AttributionIdx) -> bool {
    let (outer, inner) = (&scene.attributions[outer], &scene.attributions[inner]);
    let cue_inside =
        inner.cue.iter().chain(&inner.source).any(|cue| outer.content.iter().any(|part| part.contains(*cue)));
    cue_inside && inner.content.iter().all(|part| outer.content.iter().any(|whole| whole.contains(*part)))
}

fn depth(scene: &Scene<'_>, idx: AttributionIdx) -> usize {
    ancestors(scene, idx).len()
}

fn ancestors(scene: &Scene<'_>, idx: AttributionIdx) -> Vec<AttributionIdx> {
    let mut found = Vec::new();
    let mut current = scene.attributions[idx].parent;
    while let Some(parent) = current.filter(|parent| !found.contains(parent) && *parent < scene.attributions.len()) {
        found.push(parent);
        current = scene.attributions[parent].parent;
    }
    found
}

fn own_voice_of_sentence(scene: &Scene<'_>, token: usize) -> Option<AttributionIdx> {
    let sentence = scene.analysis.sentence_of(token)?;
    let span = scene.analysis.sentences[sentence].span;
    (0..scene.attributions.len()).find(|&idx| {
        let attribution = &scene.attributions[idx];
        attribution.kind == QuoteKind::None && attribution.content.iter().any(|content| content.overlaps(span))
    })
}

/// The claims, sorted by position, with their links to the first claim about the same event.
fn claims_of(scene: &Scene<'_>, candidates: &[Candidate<'_>]) -> Vec<Claim> {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_key(|&idx| (trigger_span(scene, &candidates[idx].trigger), candidates[idx].attribution));
    let ordered: Vec<&Candidate<'_>> = order.into_iter().map(|idx| &candidates[idx]).collect();
    let same = coreference::same_events(scene, &ordered);
    let settings = episode::settings(scene, &ordered, &same);
    ordered
        .iter()
        .zip(same)
        .zip(settings)
        .map(|((candidate, same_event_as), setting)| {
            let row = candidate.trigger.row;
            Claim {
                event_type: candidate.event_type,
                modes: candidate.modes.iter().cloned().collect(),
                contexts: row.contexts.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect(),
                trigger: trigger_span(scene, &candidate.trigger),
                actors: candidate.parties.actors.clone(),
                recipients: candidate.parties.recipients.clone(),
                polarity: candidate.factuality.polarity,
                modality: candidate.factuality.modality,
                date: setting.date,
                place: setting.place,
                figures: candidate.figures.clone(),
                attribution: candidate.attribution,
                same_event_as,
                confidence: confidence(candidate),
                rule: row.rule.clone(),
            }
        })
        .collect()
}

fn trigger_span(scene: &Scene<'_>, trigger: &Trigger<'_>) -> Span {
    scene.analysis.span_of(trigger.words.iter().copied()).unwrap_or(scene.token(trigger.token).span)
}

/// The row's weight, lowered where the frame is not filled.
fn confidence(candidate: &Candidate<'_>) -> f32 {
    let wants_recipient = !candidate.trigger.row.frame.recipients.is_empty();
    let actor = if candidate.parties.actors.is_empty() { 0.85 } else { 1.0 };
    let recipient = if wants_recipient && candidate.parties.recipients.is_empty() { 0.92 } else { 1.0 };
    let nobody =
        if candidate.parties.actors.is_empty() && candidate.parties.recipients.is_empty() { 0.75 } else { 1.0 };
    let noun = if candidate.trigger.row.is_verb || candidate.trigger.carrier.is_some() { 1.0 } else { 0.92 };
    candidate.trigger.row.weight * actor * recipient * nobody * noun
}
