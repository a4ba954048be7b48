//! When and where an event happened, by what its own clause says.

use std::collections::BTreeSet;

use selon_types::{
    ActorForm, AttributionIdx, DateBasis, DatePrecision, EventDate, EventType, PlaceIdx, PlacePrecision, Span, Timex,
    TimexIdx, TimexType,
};

use super::candidate::Candidate;
use super::scene::Scene;

/// Gives each candidate the dates and places that hang on its words.
pub(super) fn attach_settings(scene: &Scene<'_>, candidates: &mut [Candidate<'_>]) {
    let dates: Vec<(TimexIdx, Vec<usize>)> = (0..scene.mentions.timexes.len())
        .map(|timex| (timex, climb(scene, scene.mentions.timexes[timex].span)))
        .collect();
    let places: Vec<(PlaceIdx, Vec<usize>)> = (0..scene.mentions.places.len())
        .filter(|&place| !is_part_of_actor(scene, place))
        .map(|place| (place, climb(scene, scene.mentions.places[place].span)))
        .collect();
    let triggers: BTreeSet<usize> = candidates.iter().map(|candidate| candidate.trigger.token).collect();
    for candidate in candidates.iter_mut() {
        candidate.date = dates
            .iter()
            .filter(|(timex, path)| holds_date(scene, candidate, &triggers, *timex, path))
            .find_map(|(timex, path)| event_date(scene, *timex, path));
        candidate.place = places
            .iter()
            .filter(|(_, path)| holds_place(scene, candidate, &triggers, path))
            .map(|(place, _)| *place)
            .min_by_key(|&place| (fineness(scene, place), place));
    }
}

/// The tokens from the top of a stretch of text up to the root.
fn climb(scene: &Scene<'_>, span: Span) -> Vec<usize> {
    let tokens = scene.analysis.tokens_in(span);
    let top = tokens.clone().find(|&idx| scene.head(idx).is_none_or(|head| !tokens.contains(&head)));
    let mut path: Vec<usize> = Vec::new();
    let mut current = top;
    while let Some(idx) = current.filter(|_| path.len() < 20) {
        path.push(idx);
        current = scene.head(idx);
    }
    path
}

/// The first word of the path that tells an event or is a verb or one of the candidate's own words, with the word below
/// it; `None` unless it is the candidate's own. *Le déploiement a lieu lors d'une avancée dans la région*: the region
/// belongs to the advance.
fn first_host(
    scene: &Scene<'_>,
    candidate: &Candidate<'_>,
    triggers: &BTreeSet<usize>,
    path: &[usize],
) -> Option<(usize, usize)> {
    let stop = |idx: usize| candidate.hosts.contains(&idx) || scene.is_verbal(idx) || triggers.contains(&idx);
    let at = (0..path.len()).find(|&at| (at > 0 || candidate.hosts.contains(&path[at])) && stop(path[at]))?;
    candidate.hosts.contains(&path[at]).then(|| (path[at], path[at.saturating_sub(1)]))
}

fn holds_date(
    scene: &Scene<'_>,
    candidate: &Candidate<'_>,
    triggers: &BTreeSet<usize>,
    timex: TimexIdx,
    path: &[usize],
) -> bool {
    let is_said = |attribution: AttributionIdx| scene.attributions[attribution].said_when == Some(timex);
    // A speech-act event is itself the saying.
    if !candidate.trigger.row.has_flag("speech") && (0..scene.attributions.len()).any(is_said) {
        return false;
    }
    if first_host(scene, candidate, triggers, path).is_some() {
        return true;
    }
    hangs_on_plain_verb(scene, candidate, path)
}

/// *Des combats ont opposé mardi …*: a verb that is neither a trigger nor a cue shares its date with its noun.
fn hangs_on_plain_verb(scene: &Scene<'_>, candidate: &Candidate<'_>, path: &[usize]) -> bool {
    if candidate.trigger.row.is_verb || candidate.trigger.row.has_flag("speech") {
        return false;
    }
    let Some(&verb) = path.iter().skip(1).find(|&&idx| scene.is_verbal(idx)) else { return false };
    let below = scene.head(candidate.trigger.token) == Some(verb)
        && ["nsubj", "nsubj:pass", "obl"].iter().any(|rel| scene.token(candidate.trigger.token).is(rel));
    let verb_span = scene.token(verb).span;
    let is_cue = scene.attributions.iter().any(|attribution| attribution.cue.iter().any(|cue| cue.overlaps(verb_span)));
    below && !is_cue && !scene.is("later_verb", verb)
}

fn event_date(scene: &Scene<'_>, timex: TimexIdx, path: &[usize]) -> Option<EventDate> {
    let expression = &scene.mentions.timexes[timex];
    if !matches!(expression.kind, TimexType::Date | TimexType::Time) {
        return None;
    }
    let begin = expression.begin.clone()?;
    let precision = precision_of(expression)?;
    let since = path.first().is_some_and(|&top| scene.has_preposition_class(top, "since"));
    let end = if since { Some(begin.clone()) } else { expression.end.clone() };
    Some(EventDate { begin: Some(begin), end, precision, timex: Some(timex), basis: DateBasis::Stated })
}

/// The precision of a TIMEX3 value; references such as `PAST_REF` have none.
fn precision_of(timex: &Timex) -> Option<DatePrecision> {
    let value = timex.value.as_str();
    let parts: Vec<&str> = value.split('T').next().unwrap_or(value).split('-').collect();
    let year_known = parts[0].len() == 4 && parts[0].bytes().all(|byte| byte.is_ascii_digit());
    if value.contains('/') {
        return Some(DatePrecision::Open);
    }
    match parts.as_slice() {
        _ if !year_known => None,
        [_] => Some(DatePrecision::Year),
        [_, part] if part.starts_with('W') => Some(DatePrecision::Week),
        [_, part] if part.starts_with('Q') => Some(DatePrecision::Quarter),
        [_, "SP" | "SU" | "FA" | "WI"] => Some(DatePrecision::Season),
        [_, _] => Some(DatePrecision::Month),
        [_, week, _] if week.starts_with('W') => Some(DatePrecision::Day),
        [_, _, _] => Some(DatePrecision::Day),
        _ => None,
    }
}

/// A name inside the name or description of an acting party is no place of the event: *le maire de Kharkiv*.
fn is_part_of_actor(scene: &Scene<'_>, place: PlaceIdx) -> bool {
    let span = scene.mentions.places[place].span;
    scene.mentions.actors.iter().any(|actor| {
        actor.span.contains(span)
            && actor.span != span
            && matches!(actor.form, ActorForm::Named | ActorForm::Described)
            && (scene.token(actor.head).is("nsubj") && !scene.token(actor.head).is("nsubj:pass")
                || scene.token(actor.head).deprel == "obl:agent"
                || scene.is("body_noun", actor.head))
    })
}

fn holds_place(scene: &Scene<'_>, candidate: &Candidate<'_>, triggers: &BTreeSet<usize>, path: &[usize]) -> bool {
    let Some((_, below)) = first_host(scene, candidate, triggers, path) else { return false };
    if candidate.trigger.row.has_flag("speech")
        && !matches!(candidate.event_type, EventType::Consult | EventType::Agree)
    {
        return false;
    }
    let top = scene.token(below);
    let is_active_subject = top.is("nsubj") && top.deprel != "nsubj:pass";
    let direct = path.first() == Some(&below);
    let is_object = ["obj", "nsubj:pass", "iobj"].iter().any(|rel| top.is(rel));
    let violent = matches!(
        candidate.event_type,
        EventType::Assault | EventType::Mobilize | EventType::Coerce | EventType::Retreat | EventType::Protest
    );
    if is_active_subject && !scene.is("die_verb", scene.head(below).unwrap_or(below)) || is_object && direct && !violent
    {
        return false;
    }
    let origin = path
        .iter()
        .take_while(|&&idx| !candidate.hosts.contains(&idx))
        .any(|&idx| scene.has_preposition_class(idx, "not_locative"));
    !origin
}

fn fineness(scene: &Scene<'_>, place: PlaceIdx) -> u8 {
    match scene.mentions.places[place].precision {
        Some(PlacePrecision::Site) => 0,
        Some(PlacePrecision::Town) => 1,
        Some(PlacePrecision::Admin2) => 2,
        Some(PlacePrecision::Admin1) => 3,
        Some(PlacePrecision::Region) => 4,
        None => 5,
        Some(PlacePrecision::Country) => 6,
    }
}
