//! `seed`: the canonical report, read as a whole.

use selon_view::wire::{WireActor, WireAttribution, WireClaim};

use crate::case::{Case, Outcome, speaker, speaker_agrees};
use crate::code::Code;
use crate::gold::{GoldAttribution, GoldRecord};
use crate::letters::Letters;
use crate::matching::match_greedily;
use crate::score::{Figure, Formula};

use super::{claims, time};

/// The keys of `seed`.
pub(crate) fn figures() -> Vec<Figure> {
    [
        ("cued_found", "cued_found"),
        ("cued_right_actor", "cued_right_actor"),
        ("attributions_right", "attributions"),
        ("times_right", "times"),
        ("times_false", "times_false"),
        ("events_typed", "events_typed"),
        ("events_right", "events_right"),
        ("not_expected", "not_expected"),
    ]
    .map(|(key, name)| Figure::new(key, Formula::CountOf(name.to_owned())))
    .to_vec()
}

/// Compares the article.
pub(crate) fn compare(case: &Case<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    attributions(case, &mut outcome);
    times(case, &mut outcome);
    events(case, &mut outcome);
    not_expected(case, &mut outcome);
    outcome
}

fn attributions(case: &Case<'_>, outcome: &mut Outcome) {
    let gold = case.gold.attributions.as_deref().unwrap_or_default();
    let found: Vec<&WireAttribution> =
        case.wire.attributions.iter().filter(|attribution| attribution.kind != "none").collect();
    let letters: Vec<Letters> = found.iter().map(|attribution| case.text.letters(&attribution.content)).collect();
    let cued: Vec<(usize, &GoldAttribution)> =
        gold.iter().enumerate().filter(|(_, attribution)| attribution.kind != "none").collect();
    let pairs = match_greedily(cued.len(), found.len(), |here, there| {
        let iou = case.text.letters(&cued[here].1.content).iou(&letters[there]);
        (iou >= 0.5).then_some(iou)
    });
    for (place, (_, attribution)) in cued.iter().enumerate() {
        let partner = pairs.iter().find(|(here, _)| *here == place).map(|(_, there)| found[*there]);
        let right_actor = partner.is_some_and(|found| {
            attribution.speaker.as_ref().is_some_and(|gold| speaker_agrees(gold, &speaker(found)))
        });
        let right_stance =
            partner.is_some_and(|found| attribution.stances.iter().flatten().any(|stance| *stance == found.stance));
        outcome.tally.share("cued_found", partner.is_some());
        outcome.tally.share("cued_right_actor", right_actor);
        outcome.tally.share("attributions", right_actor && right_stance);
        if !(right_actor && right_stance) {
            let said = partner.map_or("not found".to_owned(), |found| {
                let words = case.text.all_words(&found.content);
                format!("{:?} {} «{words}» ({})", speaker(found), found.stance, found.rule)
            });
            outcome.errors.push(format!(
                "{} {:?} {:?} «{}» | selon {said}",
                attribution.id.as_deref().unwrap_or_default(),
                attribution.speaker,
                attribution.stances,
                case.text.all_words(&attribution.content)
            ));
        }
    }
    for attribution in gold.iter().filter(|attribution| attribution.kind == "none") {
        let right = is_own_voice(case, attribution, &letters);
        outcome.tally.share("attributions", right);
        if !right {
            let words = case.text.all_words(&attribution.content);
            outcome.errors.push(format!("OWN VOICE «{words}» is given to somebody, or to nobody"));
        }
    }
}

/// Most of the words stand in the report's own voice, and not most of them in somebody's mouth.
fn is_own_voice(case: &Case<'_>, gold: &GoldAttribution, cued: &[Letters]) -> bool {
    let content = case.text.letters(&gold.content);
    let own: Vec<[usize; 2]> = case
        .wire
        .attributions
        .iter()
        .filter(|attribution| attribution.kind == "none")
        .flat_map(|attribution| attribution.content.iter().copied())
        .collect();
    let covered = case.text.letters(&own).coverage_of(&content) > 0.5;
    covered && cued.iter().all(|said| said.coverage_of(&content) <= 0.5)
}

fn times(case: &Case<'_>, outcome: &mut Outcome) {
    let gold = case.gold.timexes.as_deref().unwrap_or_default();
    let found = &case.wire.timexes;
    let overlap = |here: usize, there: usize| {
        case.text.letters(&[gold[here].span]).overlaps(&case.text.letters(&[found[there].span]))
    };
    for (here, timex) in gold.iter().enumerate().filter(|(_, timex)| !timex.optional) {
        let right =
            (0..found.len()).any(|there| overlap(here, there) && time::value_is_right(case, timex, &found[there]));
        outcome.tally.share("times", right);
        if !right {
            outcome.errors.push(format!("TIME   {} {:?}", case.in_context(timex.span), timex.values));
        }
    }
    outcome.tally.add("times_false.right", 0);
    for (there, timex) in found.iter().enumerate().filter(|(_, timex)| !time::is_vague(timex)) {
        if !(0..gold.len()).any(|here| overlap(here, there)) {
            outcome.tally.add("times_false.right", 1);
            outcome.errors.push(format!("TIME FALSE {} {:?}", case.in_context(timex.span), timex.value));
        }
    }
    outcome.tally.add("times_false.all", found.len());
}

fn events(case: &Case<'_>, outcome: &mut Outcome) {
    // All 26 are wanted here, the optional one too.
    let mut gold: GoldRecord = case.gold.clone();
    for claim in gold.claims.iter_mut().flatten() {
        claim.optional = false;
    }
    let whole =
        Case { gold: &gold, wire: case.wire, text: case.text.clone(), atlas: case.atlas, options: case.options };
    let compared = claims::compare(&whole);
    let n_gold = gold.claims.map_or(0, |claims| claims.len());
    for (name, counter) in [("events_typed", "trigger_type.right"), ("events_right", "full.right")] {
        outcome.tally.add_amount(&format!("{name}.right"), compared.tally.count(counter));
        outcome.tally.add(&format!("{name}.all"), n_gold);
    }
    outcome.errors.extend(compared.errors);
}

/// Outputs that the gold says must not appear, each counted as often as it does.
fn not_expected(case: &Case<'_>, outcome: &mut Outcome) {
    outcome.tally.add("not_expected.right", 0);
    for wrong in &case.gold.not_expected {
        let found = match wrong.as_str() {
            "BLR attacks UKR as a fact" => count(case, |claim| {
                claim.event_type == "ASSAULT"
                    && claim.polarity == "affirmed"
                    && claim.modality == "actual"
                    && speaker_agrees(&crate::gold::Speaker::Author, &case.speaker_of(claim))
                    && has(case, &claim.actors, "BLR")
                    && has(case, &claim.recipients, "UKR")
            }),
            "NATO as actor in Kursk" => count(case, |claim| {
                has_nato(case, &claim.actors) && matches!(claim.event_type.as_str(), "ASSAULT" | "MOBILIZE" | "COERCE")
            }),
            "Minsk, Kyiv or Moscow as an event place" => count(case, |claim| {
                let place = claim.place.as_ref().and_then(|id| case.wire.places.iter().find(|place| place.id == *id));
                place.is_some_and(|place| ["Minsk", "Kiev", "Moscou"].contains(&case.text.words(place.span).trim()))
            }),
            "Belarus-NATO edge" => count(case, |claim| {
                (has(case, &claim.actors, "BLR") && has_nato(case, &claim.recipients))
                    || (has_nato(case, &claim.actors) && has(case, &claim.recipients, "BLR"))
            }),
            text if text.starts_with("RUS attacks UKR") => count(case, |claim| {
                claim.event_type == "ASSAULT" && has(case, &claim.actors, "RUS") && has(case, &claim.recipients, "UKR")
            }),
            text if text.starts_with("a Ukrainian official as source") => ukrainian_source(case),
            text if text.starts_with("any event dated") => count(case, |claim| {
                claim.date.as_ref().is_some_and(|date| {
                    let is_report_day =
                        |day: &Option<String>| day.as_deref().is_some_and(|day| day.starts_with("2024-08-13"));
                    date.timex.is_none() && is_report_day(&date.begin) && is_report_day(&date.end)
                })
            }),
            other => {
                outcome.errors.push(format!("NOT CHECKED {other}"));
                0
            }
        };
        outcome.tally.add("not_expected.right", found);
        outcome.tally.add("not_expected.all", 1);
        if found > 0 {
            outcome.errors.push(format!("NOT EXPECTED ({found}) {wrong}"));
        }
    }
}

fn count(case: &Case<'_>, wrong: impl Fn(&WireClaim) -> bool) -> usize {
    case.wire.claims.iter().filter(|claim| wrong(claim)).count()
}

fn parties<'run>(case: &Case<'run>, ids: &[String]) -> Vec<&'run WireActor> {
    ids.iter().filter_map(|id| case.wire.actors.iter().find(|actor| actor.id == *id)).collect()
}

fn has(case: &Case<'_>, ids: &[String], country: &str) -> bool {
    parties(case, ids).iter().any(|actor| actor.code.as_deref() == Some(country))
}

fn has_nato(case: &Case<'_>, ids: &[String]) -> bool {
    parties(case, ids).iter().any(|actor| actor.body.as_deref() == Some("NAT"))
}

/// The passage with the lost speaker must not be given to a Ukrainian source.
fn ukrainian_source(case: &Case<'_>) -> usize {
    let gold = case.gold.attributions.iter().flatten().find(|attribution| attribution.id.as_deref() == Some("a16"));
    let Some(gold) = gold else { return 0 };
    let content = case.text.letters(&gold.content);
    let ukraine = crate::gold::Speaker::Coded(Code { country: Some("UKR".to_owned()), sectors: vec![] });
    let found = case.wire.attributions.iter().filter(|attribution| {
        case.text.letters(&attribution.content).coverage_of(&content) > 0.5
            && speaker_agrees(&ukraine, &speaker(attribution))
    });
    found.count()
}
