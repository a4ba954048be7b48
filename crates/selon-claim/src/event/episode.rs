//! When and where an event happened, by what stands beside it: the other verbs of its clause, the rest of its
//! sentence, other tellings of the same event, the scene of the sentences before.
//!
//! Only events on the ground take a place from elsewhere: the words of a speech act say where it was held, if anywhere.

use std::collections::BTreeSet;

use selon_types::{ActorForm, ActorIdx, ClaimIdx, EventDate, EventType, Modality, PlaceIdx, QuoteKind, SentenceRole};

use super::candidate::Candidate;
use super::scene::Scene;
use super::setting::{climb, is_on_the_ground};

/// When and where.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Setting {
    pub(super) date: Option<EventDate>,
    pub(super) place: Option<PlaceIdx>,
}

/// How many sentences a scene holds on.
const REACH: usize = 2;

/// The settings of claims in the order of the text, with their links to the first telling of an event.
pub(super) fn settings(scene: &Scene<'_>, claims: &[&Candidate<'_>], links: &[Option<ClaimIdx>]) -> Vec<Setting> {
    let own = |claim: &&Candidate<'_>| Setting { date: claim.date.clone(), place: claim.place };
    let mut settings: Vec<Setting> = claims.iter().map(own).collect();
    share_with_conjuncts(scene, claims, &mut settings);
    share_with_frame(scene, claims, &mut settings);
    share_with_tellings(claims, links, &mut settings);
    share_in_sentence(scene, claims, &mut settings);
    take_from_before(scene, claims, &mut settings);
    take_from_lead(scene, claims, &mut settings);
    continue_moves(scene, claims, &mut settings);
    take_from_country(scene, claims, &mut settings);
    settings
}

/// *ont coupé Internet et imposé un couvre-feu mardi au Cachemire*: coordinated verbs without subjects of their own
/// share date and place.
fn share_with_conjuncts(scene: &Scene<'_>, claims: &[&Candidate<'_>], settings: &mut [Setting]) {
    let joined = |first: &Candidate<'_>, second: &Candidate<'_>| {
        second.hosts.iter().any(|&host| {
            scene.token(host).is("conj")
                && scene.is_verbal(host)
                && !scene.has_dependent(host, &["nsubj", "nsubj:pass"])
                && scene.head(host).is_some_and(|head| first.hosts.contains(&head))
        })
    };
    for second in 0..claims.len() {
        for first in 0..claims.len() {
            if first != second && joined(claims[first], claims[second]) {
                lend(claims, settings, first, second);
                lend(claims, settings, second, first);
            }
        }
    }
}

/// *seize arrestations lors des heurts de dimanche à Lyon*: what happens during an event happens when and where it does.
fn share_with_frame(scene: &Scene<'_>, claims: &[&Candidate<'_>], settings: &mut [Setting]) {
    for frame in 0..claims.len() {
        let top = claims[frame].trigger.token;
        if !scene.has_preposition_class(top, "during_preposition") {
            continue;
        }
        let Some(host) = scene.head(top) else { continue };
        for within in (0..claims.len()).filter(|&within| claims[within].hosts.contains(&host)) {
            lend(claims, settings, frame, within);
        }
    }
}

/// The place of each claim, taken from the other tellings of its event where its own words give none. Dates are not
/// shared so: what is linked as one event is too often a series.
fn share_with_tellings(claims: &[&Candidate<'_>], links: &[Option<ClaimIdx>], settings: &mut [Setting]) {
    let event = |idx: usize| links[idx].unwrap_or(idx);
    for idx in 0..claims.len() {
        if settings[idx].place.is_none() && !claims[idx].trigger.row.has_flag("speech") {
            let mut others = (0..claims.len()).filter(|&other| other != idx && event(other) == event(idx));
            settings[idx].place = others.find_map(|other| claims[other].place);
        }
    }
}

/// Gives what the receiver lacks; a place only to an event on the ground.
fn lend(claims: &[&Candidate<'_>], settings: &mut [Setting], from: usize, to: usize) {
    if settings[to].date.is_none() {
        settings[to].date = settings[from].date.clone();
    }
    if settings[to].place.is_none() && is_on_the_ground(claims[to].event_type) {
        settings[to].place = settings[from].place;
    }
}

/// *En X, quatre suspects ont été arrêtés*, *police shot at teachers marching in X*: the one scene of a sentence is that of
/// all that happens on the ground in it.
fn share_in_sentence(scene: &Scene<'_>, claims: &[&Candidate<'_>], settings: &mut [Setting]) {
    for sentence in 0..scene.analysis.sentences.len() {
        let told = (0..scene.mentions.places.len())
            .filter(|&place| in_sentence(scene, place, sentence) && is_plain_scene(scene, place));
        let Some(place) = only_scene(scene, claims, settings, sentence, told.collect()) else { continue };
        for idx in 0..claims.len() {
            if sentence_of(scene, claims[idx]) == sentence && takes_scene(claims[idx]) && settings[idx].place.is_none()
            {
                settings[idx].place = Some(place);
            }
        }
    }
}

/// *… à X. Les assaillants ont pris en otage …*: the story goes on where it was.
fn take_from_before(scene: &Scene<'_>, claims: &[&Candidate<'_>], settings: &mut [Setting]) {
    for idx in 0..claims.len() {
        if settings[idx].place.is_some() || !takes_scene(claims[idx]) {
            continue;
        }
        let here = sentence_of(scene, claims[idx]);
        if names_other_place(scene, here) {
            continue;
        }
        let before = (here.saturating_sub(REACH)..here).rev();
        settings[idx].place =
            before.into_iter().find_map(|sentence| only_scene(scene, claims, settings, sentence, BTreeSet::new()));
    }
}

/// *Un opposant arrêté*, then *À X, la police …*: a headline happens where the first sentence below it does.
fn take_from_lead(scene: &Scene<'_>, claims: &[&Candidate<'_>], settings: &mut [Setting]) {
    for idx in 0..claims.len() {
        let here = sentence_of(scene, claims[idx]);
        let is_headline = scene.analysis.sentences[here].role == SentenceRole::Headline;
        if settings[idx].place.is_some() || !is_headline || !takes_scene(claims[idx]) || names_other_place(scene, here)
        {
            continue;
        }
        let lead = (here + 1..scene.analysis.sentences.len())
            .find(|&sentence| scene.analysis.sentences[sentence].role != SentenceRole::Headline);
        settings[idx].place = lead.and_then(|lead| only_scene(scene, claims, settings, lead, BTreeSet::new()));
    }
}

/// *Les forces X se retirent de Y. … Le retrait sera achevé …*: forces that go on moving are where they moved before.
fn continue_moves(scene: &Scene<'_>, claims: &[&Candidate<'_>], settings: &mut [Setting]) {
    let moves = |claim: &Candidate<'_>| claim.trigger.row.event_type == EventType::Retreat;
    for idx in 0..claims.len() {
        if settings[idx].place.is_some() || !moves(claims[idx]) {
            continue;
        }
        let own = codes_of(scene, &claims[idx].parties.actors);
        settings[idx].place = (0..idx)
            .rev()
            .filter(|&earlier| moves(claims[earlier]))
            .filter(|&earlier| !own.is_disjoint(&codes_of(scene, &claims[earlier].parties.actors)))
            .find_map(|earlier| settings[earlier].place);
    }
}

/// *En X, … L'armée a été mise en alerte*: what befalls or is done by those of one country, and by no others, happens
/// at the last place of that country that the report told as a scene.
fn take_from_country(scene: &Scene<'_>, claims: &[&Candidate<'_>], settings: &mut [Setting]) {
    for idx in 0..claims.len() {
        if settings[idx].place.is_some() || !takes_scene(claims[idx]) {
            continue;
        }
        let Some(country) = country_of_parties(scene, claims[idx]) else { continue };
        let here = scene.token(claims[idx].trigger.token).span.start();
        let is_of_country = |place: PlaceIdx| scene.mentions.places[place].country.as_deref() == Some(country);
        let told =
            claims.iter().zip(&*settings).filter(|(claim, _)| takes_scene(claim)).filter_map(|(_, own)| own.place);
        let plain = (0..scene.mentions.places.len())
            .filter(|&place| stands_in_locative(scene, place) && !is_quoted(scene, place));
        let before = |place: &PlaceIdx| scene.mentions.places[*place].span.start() < here;
        settings[idx].place = told
            .chain(plain)
            .filter(|&place| is_of_country(place))
            .filter(before)
            .max_by_key(|&place| scene.mentions.places[place].span.start())
            .or_else(|| {
                // *La Birmanie a aboli la censure. … la libération de plusieurs journalistes*
                let sentence = sentence_of(scene, claims[idx]);
                let earlier = |place: &PlaceIdx| before(place) && !in_sentence(scene, *place, sentence);
                let named = (0..scene.mentions.places.len()).filter(|&place| is_of_country(place)).find(earlier);
                named.filter(|_| is_domestic(scene, claims[idx], country) && is_about(scene, country, sentence))
            });
    }
}

/// Nobody of another country takes part, and those whom it hits are named.
fn is_domestic(scene: &Scene<'_>, claim: &Candidate<'_>, country: &str) -> bool {
    let parties = &claim.parties;
    let all = codes_of(scene, &parties.recipients).into_iter().chain(codes_of(scene, &parties.actors));
    !parties.recipients.is_empty() && all.into_iter().all(|code| code == country)
}

/// Two sentences before this one name the country: the report plays there.
fn is_about(scene: &Scene<'_>, country: &str, sentence: usize) -> bool {
    let named = |idx: usize| {
        let span = scene.analysis.sentences[idx].span;
        let actors = scene.mentions.actors.iter().filter(|actor| {
            matches!(actor.form, ActorForm::Named | ActorForm::Adjective | ActorForm::Metonym)
                && actor.code.as_deref() == Some(country)
        });
        let places = scene.mentions.places.iter().filter(|place| place.country.as_deref() == Some(country));
        actors.map(|actor| actor.span).chain(places.map(|place| place.span)).any(|mention| span.contains(mention))
    };
    (0..sentence).filter(|&idx| named(idx)).count() >= 2
}

/// The one country of those whom an event hits, else of those who act.
fn country_of_parties<'a>(scene: &Scene<'a>, claim: &Candidate<'_>) -> Option<&'a str> {
    let (hit, acting) = (codes_of(scene, &claim.parties.recipients), codes_of(scene, &claim.parties.actors));
    let one = if hit.is_empty() { acting } else { hit };
    if one.len() == 1 { one.into_iter().next() } else { None }
}

fn codes_of<'a>(scene: &Scene<'a>, parties: &[ActorIdx]) -> BTreeSet<&'a str> {
    parties.iter().filter_map(|&actor| scene.mentions.actors[actor].code.as_deref()).collect()
}

/// What somebody says of a place sets no scene for what others do.
fn is_quoted(scene: &Scene<'_>, place: PlaceIdx) -> bool {
    let span = scene.mentions.places[place].span;
    scene.attributions.iter().any(|attribution| {
        attribution.kind != QuoteKind::None && attribution.content.iter().any(|part| part.contains(span))
    })
}

/// *à X, in X*
fn stands_in_locative(scene: &Scene<'_>, place: PlaceIdx) -> bool {
    let top = climb(scene, scene.mentions.places[place].span).first().copied();
    top.is_some_and(|top| scene.has_preposition_class(top, "locative_preposition"))
}

fn takes_scene(claim: &Candidate<'_>) -> bool {
    is_on_the_ground(claim.event_type)
        && !claim.trigger.row.has_flag("speech")
        && claim.factuality.modality != Modality::Historical
}

/// The place where everything in a sentence happens: that of its events on the ground and `told`, when it is one.
fn only_scene(
    scene: &Scene<'_>,
    claims: &[&Candidate<'_>],
    settings: &[Setting],
    sentence: usize,
    told: BTreeSet<PlaceIdx>,
) -> Option<PlaceIdx> {
    let held = (0..claims.len())
        .filter(|&idx| sentence_of(scene, claims[idx]) == sentence && takes_scene(claims[idx]))
        .filter_map(|idx| settings[idx].place);
    let places: BTreeSet<PlaceIdx> = held.chain(told).collect();
    let names: BTreeSet<&str> = places.iter().map(|&place| scene.mentions.places[place].name.as_str()).collect();
    if names.len() == 1 { places.first().copied() } else { None }
}

fn sentence_of(scene: &Scene<'_>, claim: &Candidate<'_>) -> usize {
    scene.analysis.sentence_of(claim.trigger.token).unwrap_or(0)
}

fn in_sentence(scene: &Scene<'_>, place: PlaceIdx, sentence: usize) -> bool {
    scene.analysis.sentences[sentence].span.contains(scene.mentions.places[place].span)
}

fn names_other_place(scene: &Scene<'_>, sentence: usize) -> bool {
    (0..scene.mentions.places.len()).any(|place| in_sentence(scene, place, sentence))
}

/// The name stands as where something is or happens: *à X*, *in X*, below a verb that is no saying; or it opens the
/// sentence before a colon (*X : la police disperse …*).
fn is_plain_scene(scene: &Scene<'_>, place: PlaceIdx) -> bool {
    let span = scene.mentions.places[place].span;
    let path = climb(scene, span);
    let Some(&top) = path.first() else { return false };
    let sentence = scene.analysis.sentence_of(top).map(|sentence| scene.analysis.sentences[sentence].span);
    let opens = sentence.is_some_and(|sentence| sentence.start() == span.start());
    if opens && scene.report.text[span.end()..].trim_start().starts_with(':') {
        return true;
    }
    let says = |verb: usize| {
        let word = scene.token(verb).span;
        scene.attributions.iter().any(|attribution| attribution.cue.iter().any(|cue| cue.overlaps(word)))
    };
    // *Séisme en X : un essai nucléaire*
    let heads = |noun: usize| scene.head(noun).is_none() && scene.is_nominal(noun) && !scene.is_verbal(noun);
    if scene.has_preposition_class(top, "locative_preposition")
        && scene.token(top).is("nmod")
        && path.get(1).is_some_and(|&noun| heads(noun))
        && scene.report.text[span.end()..].trim_start().starts_with(':')
    {
        return true;
    }
    scene.has_preposition_class(top, "locative_preposition")
        && scene.token(top).is("obl")
        && path.get(1).is_some_and(|&verb| scene.is_verbal(verb) && !says(verb) && is_main(scene, verb))
}

/// The verb of a main clause: what a relative clause tells of a place is aside.
fn is_main(scene: &Scene<'_>, verb: usize) -> bool {
    let token = scene.token(verb);
    match scene.head(verb) {
        None => true,
        Some(head) => ["conj", "parataxis"].iter().any(|rel| token.is(rel)) && scene.head(head).is_none(),
    }
}
