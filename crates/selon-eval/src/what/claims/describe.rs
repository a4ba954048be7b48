//! Claims that differ, in words that a person reads.

use selon_view::wire::WireActor;

use crate::case::{Case, Strictness, speaker_agrees, speaker_words};
use crate::code::Code;
use crate::gold::{Annotated, GoldActor, GoldClaim};

use super::fields::{figures_of, is_near, place_of, same_days};
use super::pairing::{Found, countries_agree, stance_agrees};
use super::types::Roots;

/// Writes each miss, extra and differing field of a record.
pub(super) fn describe(
    case: &Case<'_>,
    gold: &[GoldClaim],
    found: &[Found<'_>],
    pairs: &[(usize, usize)],
    errors: &mut Vec<String>,
) {
    for (idx, claim) in gold.iter().enumerate() {
        let partner = pairs.iter().find(|(gold, _)| *gold == idx).map(|(_, found)| *found);
        match partner {
            None if !claim.optional => errors.push(format!("MISS   {}", gold_words(case, claim))),
            None => {}
            Some(partner) => {
                let differences = differences(case, claim, &found[partner]);
                if !differences.is_empty() {
                    errors.push(format!("DIFF   {} :: {}", gold_words(case, claim), differences.join(" · ")));
                }
            }
        }
    }
    for (idx, extra) in found.iter().enumerate() {
        if !pairs.iter().any(|(_, found)| *found == idx) {
            errors.push(format!("EXTRA  {}", found_words(case, extra)));
        }
    }
}

fn differences(case: &Case<'_>, gold: &GoldClaim, found: &Found<'_>) -> Vec<String> {
    let mut differences = Vec::new();
    let mut differ = |field: &str, gold: String, found: String| {
        differences.push(format!("{field}: gold {gold} | selon {found}"));
    };
    let lenient = Strictness::Lenient;
    if !Roots::of(case.gold).agree(gold, &found.claim.event_type, lenient) {
        differ("type", gold.types.join("/"), format!("{} ({})", found.claim.event_type, found.claim.rule));
    }
    for (field, here, there) in
        [("actors", &gold.actors, &found.actors), ("recipients", &gold.recipients, &found.recipients)]
    {
        let Some(here) = here else { continue };
        let is_coded = here.iter().all(|actor| actor.code.is_some());
        if is_coded && !(countries_agree(here, there) && sectors_agree(here, there)) {
            differ(field, gold_parties(case, here), found_parties(case, there));
        }
    }
    if gold.polarity.as_ref().is_some_and(|polarity| *polarity != found.claim.polarity) {
        differ("polarity", gold.polarity.clone().unwrap_or_default(), found.claim.polarity.clone());
    }
    if !gold.modalities.is_empty() && !gold.modalities.contains(&found.claim.modality) {
        differ("modality", gold.modalities.join("/"), found.claim.modality.clone());
    }
    if let Some(speaker) = gold.speaker.as_ref().filter(|speaker| !speaker_agrees(speaker, &found.speaker)) {
        let words = case.text.all_words(&gold.source);
        let read = case.attribution_of(found.claim).map(|said| case.text.all_words(&said.source)).unwrap_or_default();
        let found = format!("{} «{read}»", speaker_words(&found.speaker));
        differ("source", format!("{} «{words}»", speaker_words(speaker)), found);
    }
    if !gold.stances.is_empty() && !stance_agrees(gold, &found.stance, lenient) {
        let accepted: Vec<_> = gold.stances.iter().map(|accepted| accepted.join("=")).collect();
        differ("stance", accepted.join("/"), found.stance.clone());
    }
    more_differences(case, gold, found, &mut differ);
    differences
}

fn more_differences(
    case: &Case<'_>,
    gold: &GoldClaim,
    found: &Found<'_>,
    differ: &mut impl FnMut(&str, String, String),
) {
    let read = found.claim.date.as_ref().map(|date| {
        let day = |day: &Option<String>| day.clone().unwrap_or_default();
        format!("{}/{} {}", day(&date.begin), day(&date.end), date.basis.clone().unwrap_or_default())
    });
    match (&gold.date, &found.claim.date) {
        (Annotated::Value(date), None) => differ("date", date.value.clone(), "-".to_owned()),
        (Annotated::Value(date), Some(there)) if !same_days(date, there) => {
            differ("date", date.value.clone(), read.unwrap_or_default());
        }
        (Annotated::Nothing, Some(_)) => differ("date", "-".to_owned(), read.unwrap_or_default()),
        _ => {}
    }
    let place = place_of(case, found);
    let there =
        place.map_or("-".to_owned(), |place| format!("{} {}", place.name, place.country.as_deref().unwrap_or("?")));
    match (&gold.place, place) {
        (Annotated::Value(here), _) => {
            let right = place.is_some_and(|place| {
                place.country == here.country && (here.point.is_none() || is_near(case, here, place))
            });
            if !right {
                differ("place", format!("{} {}", here.name, here.country.as_deref().unwrap_or("?")), there);
            }
        }
        (Annotated::Nothing, Some(_)) => differ("place", "-".to_owned(), there),
        _ => {}
    }
    if let Some(figures) = &gold.figures {
        let (mut here, there) = (figures.clone(), figures_of(found));
        here.sort();
        if here != there {
            differ("figures", format!("{here:?}"), format!("{there:?}"));
        }
    }
}

fn sectors_agree(gold: &[GoldActor], found: &[(&WireActor, Code)]) -> bool {
    let gold_codes = || gold.iter().filter_map(|actor| actor.code.as_ref());
    gold.is_empty() || gold_codes().any(|code| found.iter().any(|(_, found)| code.agrees(found)))
}

fn gold_words(case: &Case<'_>, claim: &GoldClaim) -> String {
    let parties = |list: &Option<Vec<GoldActor>>| gold_parties(case, list.as_deref().unwrap_or_default());
    let place = claim.trigger.map(|span| case.in_context(span)).unwrap_or_default();
    format!(
        "{} {} → {} {} {} {place}",
        claim.types.join("/"),
        parties(&claim.actors),
        parties(&claim.recipients),
        claim.polarity.as_deref().filter(|polarity| *polarity != "affirmed").unwrap_or_default(),
        claim.modalities.first().filter(|modality| *modality != "actual").map_or("", String::as_str),
    )
}

/// A predicted claim in a line.
pub(crate) fn found_words(case: &Case<'_>, found: &Found<'_>) -> String {
    let place = found.claim.trigger.map(|span| case.in_context(span)).unwrap_or_default();
    format!(
        "{} {} → {} {} {} by {} {} ({}) {place}",
        found.claim.event_type,
        found_parties(case, &found.actors),
        found_parties(case, &found.recipients),
        found.claim.polarity,
        found.claim.modality,
        speaker_words(&found.speaker),
        found.stance,
        found.claim.rule,
    )
}

fn gold_parties(case: &Case<'_>, actors: &[GoldActor]) -> String {
    let party = |actor: &GoldActor| {
        let code = actor.code.as_ref().map(Code::to_string).unwrap_or_default();
        let words = actor.span.map(|span| case.text.words(span)).or(actor.text.as_deref()).unwrap_or_default();
        format!("{code}‹{words}›")
    };
    format!("[{}]", actors.iter().map(party).collect::<Vec<_>>().join(", "))
}

fn found_parties(case: &Case<'_>, actors: &[(&WireActor, Code)]) -> String {
    let party = |(actor, code): &(&WireActor, Code)| format!("{code}‹{}›", case.text.words(actor.span));
    format!("[{}]", actors.iter().map(party).collect::<Vec<_>>().join(", "))
}
