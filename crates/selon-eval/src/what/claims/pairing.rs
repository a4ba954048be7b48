//! Which predicted claim is which gold claim.

use crate::case::{Case, Strictness, speaker_agrees};
use crate::code::Code;
use crate::gold::{GoldActor, GoldClaim, Speaker};
use crate::letters::Letters;
use crate::matching::match_greedily;

use super::types::Roots;
use selon_view::wire::{WireActor, WireClaim};

/// A predicted claim with everything it refers to.
pub(crate) struct Found<'run> {
    pub(crate) claim: &'run WireClaim,
    pub(crate) trigger: Letters,
    pub(crate) actors: Vec<(&'run WireActor, Code)>,
    pub(crate) recipients: Vec<(&'run WireActor, Code)>,
    pub(crate) speaker: Speaker,
    pub(crate) stance: String,
}

impl<'run> Found<'run> {
    pub(crate) fn all(case: &Case<'run>) -> Vec<Found<'run>> {
        let party = |id: &String| {
            let actor = case.wire.actors.iter().find(|actor| actor.id == *id)?;
            Some((actor, Code::from_parts(actor.code.as_deref(), actor.sector.as_deref())))
        };
        let found = case.wire.claims.iter().map(|claim| Found {
            claim,
            trigger: case.text.letters(claim.trigger.as_slice()),
            actors: claim.actors.iter().filter_map(party).collect(),
            recipients: claim.recipients.iter().filter_map(party).collect(),
            speaker: case.speaker_of(claim),
            stance: case.attribution_of(claim).map_or("asserted", |said| said.stance.as_str()).to_owned(),
        });
        found.collect()
    }
}

/// The pairs of gold and predicted claims: by overlapping triggers where the record marks them, else by type. Among
/// several candidates the one that agrees in more fields goes first, so that two sources on one trigger are told apart.
pub(super) fn pair_up(
    case: &Case<'_>,
    gold: &[GoldClaim],
    found: &[Found<'_>],
    strictness: Strictness,
    same_type_only: bool,
) -> Vec<(usize, usize)> {
    let roots = Roots::of(case.gold);
    let has_triggers = gold.iter().all(|claim| claim.trigger.is_some());
    let triggers: Vec<Letters> = gold.iter().map(|claim| case.text.letters(claim.trigger.as_slice())).collect();
    match_greedily(gold.len(), found.len(), |gold_idx, found_idx| {
        let (here, there) = (&gold[gold_idx], &found[found_idx]);
        let same_type = roots.agree(here, &there.claim.event_type, strictness);
        let near = triggers[gold_idx].overlaps(&there.trigger);
        if (has_triggers && !near) || ((same_type_only || !has_triggers) && !same_type) {
            return None;
        }
        let agreement = [
            here.actors.as_deref().is_some_and(|actors| countries_agree(actors, &there.actors)),
            here.recipients.as_deref().is_some_and(|recipients| countries_agree(recipients, &there.recipients)),
            here.speaker.as_ref().is_some_and(|speaker| speaker_agrees(speaker, &there.speaker)),
            stance_agrees(here, &there.stance, strictness),
            here.polarity.as_deref() == Some(there.claim.polarity.as_str()),
        ];
        let n_agreeing = agreement.iter().filter(|agrees| **agrees).count();
        let iou = triggers[gold_idx].iou(&there.trigger);
        Some((!strictness.spares(here.optional), same_type, n_agreeing, iou))
    })
}

/// One country in common; an empty list matches only an empty one; a gold list without any stated country matches
/// every list that names somebody.
pub(super) fn countries_agree(gold: &[GoldActor], found: &[(&WireActor, Code)]) -> bool {
    if gold.is_empty() || found.is_empty() {
        return gold.is_empty() && found.is_empty();
    }
    let stated: Vec<&str> = gold.iter().filter_map(|actor| actor.code.as_ref()?.country.as_deref()).collect();
    stated.is_empty()
        || found.iter().any(|(_, code)| code.country.as_deref().is_some_and(|code| stated.contains(&code)))
}

pub(crate) fn stance_agrees(gold: &GoldClaim, found: &str, strictness: Strictness) -> bool {
    strictness.readings(&gold.stances).iter().any(|accepted| accepted.contains(&found))
}
