//! Remarks on claims: hostile acts told in the report's own voice although somebody in the text contests them.

use std::collections::BTreeSet;

use selon_types::{Claim, EventType, Modality, Polarity, QuoteKind, Remark, RemarkKind, Stance};

use super::scene::Scene;

/// A hostile act of X against Y in the report's own voice, while X and Y are the parties of claims that the same
/// report gives to a source only.
pub(super) fn contested_in_own_voice(scene: &Scene<'_>, claims: &[Claim]) -> Vec<Remark> {
    let countries = |list: &[usize]| -> BTreeSet<&str> {
        list.iter().filter_map(|&actor| scene.mentions.actors[actor].code.as_deref()).collect()
    };
    let hostile = |claim: &Claim| {
        matches!(claim.event_type, EventType::Assault | EventType::Coerce | EventType::Mobilize)
            && claim.polarity == Polarity::Affirmed
            && matches!(claim.modality, Modality::Actual | Modality::Alleged)
    };
    let by_source = |claim: &Claim| {
        let attribution = &scene.attributions[claim.attribution];
        attribution.kind != QuoteKind::None
            && (matches!(attribution.stance, Stance::Alleged | Stance::Denied | Stance::Hedged)
                || claim.modality == Modality::Alleged)
    };
    let contested: Vec<(BTreeSet<&str>, BTreeSet<&str>)> = claims
        .iter()
        .filter(|claim| hostile(claim) && by_source(claim))
        .map(|claim| (countries(&claim.actors), countries(&claim.recipients)))
        .filter(|(actors, recipients)| !actors.is_empty() && !recipients.is_empty())
        .collect();
    claims
        .iter()
        .filter(|claim| hostile(claim) && scene.attributions[claim.attribution].kind == QuoteKind::None)
        .filter(|claim| {
            let (actors, recipients) = (countries(&claim.actors), countries(&claim.recipients));
            contested.iter().any(|(who, whom)| !who.is_disjoint(&actors) && !whom.is_disjoint(&recipients))
        })
        .map(|claim| Remark {
            kind: RemarkKind::UnattributedContestedClaim,
            span: Some(claim.trigger),
            message:
                "The report tells this hostile act in its own voice and names no source, while acts between the same \
                      parties are contested elsewhere in it: it confirms nobody's account."
                    .to_owned(),
        })
        .collect()
}
