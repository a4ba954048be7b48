//! `probes`: sentences that no coder may get wrong; each is right or wrong as a whole.

use selon_view::wire::WireActor;

use crate::case::{Case, Outcome, Strictness, speaker_agrees};
use crate::code::Code;
use crate::gold::{GoldActor, GoldClaim};
use crate::matching::match_most;
use crate::score::{Figure, Formula};

use super::claims::{Found, found_words, stance_agrees};

/// The key of `probes`.
pub(crate) fn figures() -> Vec<Figure> {
    vec![Figure::new("probes_right", Formula::CountOf("probes".into()))]
}

/// Compares one probe: every claim right, and no other than its note allows.
pub(crate) fn compare(case: &Case<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let Some(gold) = case.gold.claims.as_deref() else { return outcome };
    let found = Found::all(case);
    let pairs = match_most(gold.len(), found.len(), |here, there| is_right(case, &gold[here], &found[there]));
    let missed: Vec<&GoldClaim> = gold
        .iter()
        .enumerate()
        .filter(|(idx, claim)| !claim.optional && !pairs.iter().any(|(here, _)| here == idx))
        .map(|(_, claim)| claim)
        .collect();
    let extra: Vec<&Found<'_>> = found
        .iter()
        .enumerate()
        .filter(|(idx, _)| !pairs.iter().any(|(_, there)| there == idx) && !case.gold.note.contains("need not"))
        .map(|(_, found)| found)
        .collect();
    let right = missed.is_empty() && extra.is_empty();
    outcome.tally.share("probes", right);
    if !right {
        for claim in &missed {
            let readings = (&claim.types, &claim.modalities, &claim.stances, &claim.speaker);
            outcome.errors.push(format!("WANTED {readings:?} {:?}", claim.polarity));
        }
        for found in if missed.is_empty() { extra } else { found.iter().collect() } {
            outcome.errors.push(format!("FOUND  {}", found_words(case, found)));
        }
    }
    outcome
}

fn is_right(case: &Case<'_>, gold: &GoldClaim, found: &Found<'_>) -> bool {
    let may_be_empty = case.gold.note.contains("may be empty") && found.recipients.is_empty();
    gold.types.contains(&found.claim.event_type)
        && parties_agree(gold.actors.as_deref().unwrap_or_default(), &found.actors)
        && (may_be_empty || parties_agree(gold.recipients.as_deref().unwrap_or_default(), &found.recipients))
        && gold.polarity.as_deref() == Some(found.claim.polarity.as_str())
        && gold.modalities.contains(&found.claim.modality)
        && gold.speaker.as_ref().is_some_and(|speaker| speaker_agrees(speaker, &found.speaker))
        && stance_agrees(gold, &found.stance, Strictness::Lenient)
}

/// Every party wanted is there, and nobody of another country.
fn parties_agree(gold: &[GoldActor], found: &[(&WireActor, Code)]) -> bool {
    let codes = || gold.iter().filter_map(|actor| actor.code.as_ref());
    codes().all(|code| found.iter().any(|(_, found)| code.agrees(found)))
        && found.iter().all(|(_, found)| codes().any(|code| code.country_agrees(found)))
}
