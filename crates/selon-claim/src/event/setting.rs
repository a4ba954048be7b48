//! When and where an event happened, by what its own clause says.

use std::collections::BTreeSet;

use selon_types::{
    ActorForm, ActorIdx, AttributionIdx, DateBasis, DatePrecision, EventDate, EventType, PlaceIdx, PlacePrecision,
    Span, Timex, TimexIdx, TimexType,
};

use super::candidate::Candidate;
use super::scene::Scene;

/// Gives each candidate the dates and places that hang on its words.
pub(super) fn attach_settings(scene: &Scene<'_>, candidates: &mut [Candidate<'_>]) {
    let dates: Vec<(TimexIdx, Vec<usize>)> = (0..scene.mentions.timexes.len())
        .map(|timex| (timex, climb(scene, scene.mentions.timexes[timex].span)))
        .collect();
    let places: Vec<(PlaceIdx, Vec<usize>)> = (0..scene.mentions.places.len())
        .map(|place| (place, climb(scene, scene.mentions.places[place].span)))
        .collect();
    let triggers: BTreeSet<usize> = candidates.iter().map(|candidate| candidate.trigger.token).collect();
    let related: Vec<BTreeSet<usize>> = candidates.iter().map(|one| same_kind(one, candidates)).collect();
    for (candidate, related) in candidates.iter_mut().zip(&related) {
        let own = Own { scene, candidate, triggers: &triggers, related };
        let date = dates
            .iter()
            .filter(|(timex, path)| own.holds_date(*timex, path))
            .find_map(|(timex, path)| event_date(scene, *timex, path));
        let place = places
            .iter()
            .filter(|(place, path)| {
                let holds = own.holds_place(path) && !is_part_of_actor(scene, *place, path);
                (holds || own.is_where(*place, path)) && !is_party(scene, candidate, *place)
                    || own.gives_shelter(path)
                    || own.is_seat_of_court(*place)
            })
            .map(|(place, _)| *place)
            .min_by_key(|&place| (fineness(scene, place), place));
        candidate.date = date;
        candidate.place = place;
    }
}

/// The triggers that tell of the same type of event.
fn same_kind(one: &Candidate<'_>, candidates: &[Candidate<'_>]) -> BTreeSet<usize> {
    let same = candidates.iter().filter(|other| other.event_type == one.event_type);
    same.map(|other| other.trigger.token).collect()
}

/// The tokens from the top of a stretch of text up to the root, without words of time expressions on the way:
/// *arrêtés la semaine passée à X* puts the arrest at X, whatever the parser hangs X on.
pub(super) fn climb(scene: &Scene<'_>, span: Span) -> Vec<usize> {
    let tokens = scene.analysis.tokens_in(span);
    let top = tokens.clone().find(|&idx| scene.head(idx).is_none_or(|head| !tokens.contains(&head)));
    let in_time = |idx: usize| {
        let word = scene.token(idx).span;
        scene.mentions.timexes.iter().any(|timex| timex.span.contains(word))
    };
    let mut path: Vec<usize> = Vec::new();
    let mut current = top;
    for _ in 0..20 {
        let Some(idx) = current else { break };
        if path.is_empty() || !in_time(idx) {
            path.push(idx);
        }
        current = scene.head(idx);
    }
    path
}

/// One candidate, before whose words the circumstances are held.
struct Own<'run, 'a> {
    scene: &'run Scene<'a>,
    candidate: &'run Candidate<'a>,
    /// All words of the report that tell an event.
    triggers: &'run BTreeSet<usize>,
    /// Those of the candidate's own type.
    related: &'run BTreeSet<usize>,
}

impl Own<'_, '_> {
    /// The first word of the path that tells an event or is a verb or one of the candidate's own words, with the word
    /// below it; `None` unless it is the candidate's own. *Le déploiement a lieu lors d'une avancée dans la région*:
    /// the region belongs to the advance.
    fn first_host(&self, path: &[usize]) -> Option<(usize, usize)> {
        let hosts = &self.candidate.hosts;
        let stop = |idx: usize| {
            let tells = self.scene.is_verbal(idx) || self.scene.token(idx).is("acl") || self.triggers.contains(&idx);
            hosts.contains(&idx) || tells && !self.describes_host(idx) && !self.is_purpose(idx)
        };
        let at = (0..path.len()).find(|&at| (at > 0 || hosts.contains(&path[at])) && stop(path[at]))?;
        hosts.contains(&path[at]).then(|| (path[at], path[at.saturating_sub(1)]))
    }

    /// *la rencontre prévue jeudi, les tirs qui ont visé X dimanche*: what a participle or relative clause says of a
    /// noun, it says of its event, unless the clause tells of something else (*l'attaque condamnée hier*).
    fn describes_host(&self, idx: usize) -> bool {
        let scene = self.scene;
        let token = scene.token(idx);
        let attached = token.is("acl") || token.is("amod");
        let as_subject = token.deprel != "acl:relcl"
            || scene.dependents(idx, &["nsubj", "nsubj:pass"]).any(|subject| scene.antecedent(subject) != subject);
        attached
            && as_subject
            && !self.candidate.trigger.row.is_verb
            && scene.head(idx).is_some_and(|head| self.candidate.hosts.contains(&head))
            && (!self.triggers.contains(&idx) || self.related.contains(&idx))
            && !scene.is("later_verb", idx)
            && !is_cue(scene, idx)
    }

    /// *mobilisés pour protéger les écoles de X, sending soldiers to fight in X*: forces are where they are to act.
    fn is_purpose(&self, idx: usize) -> bool {
        let scene = self.scene;
        self.candidate.event_type == EventType::Mobilize
            && ["advcl", "xcomp", "acl"].iter().any(|rel| scene.token(idx).is(rel))
            && scene.is_infinitive(idx)
            && scene.head(idx).is_some_and(|head| {
                self.candidate.hosts.contains(&head)
                    || scene.head(head).is_some_and(|above| self.candidate.hosts.contains(&above))
            })
    }

    fn holds_date(&self, timex: TimexIdx, path: &[usize]) -> bool {
        let (scene, candidate) = (self.scene, self.candidate);
        // The saying is the event itself where its own verb is the cue: *a reconnu mercredi la ville*.
        let is_said = |attribution: AttributionIdx| {
            let attribution = &scene.attributions[attribution];
            attribution.said_when == Some(timex)
                && !attribution
                    .cue
                    .iter()
                    .any(|cue| candidate.hosts.iter().any(|&host| cue.contains(scene.token(host).span)))
        };
        // A speech-act event is itself the saying.
        if !candidate.trigger.row.has_flag("speech") && (0..scene.attributions.len()).any(is_said) {
            return false;
        }
        // *das Treffen am Samstag ist abgesagt*: the meeting is on Saturday, not its calling off.
        let inside_subject = |below: usize| {
            candidate.trigger.row.is_verb && path.first() != Some(&below) && scene.token(below).is("nsubj")
        };
        match self.first_host(path) {
            Some((_, below)) => !inside_subject(below),
            None => self.hangs_on_plain_verb(path).is_some(),
        }
    }

    /// *Des combats ont opposé mardi …*: a verb that is neither a trigger nor a cue shares its circumstances with its
    /// noun. The word of the path below the verb.
    fn hangs_on_plain_verb(&self, path: &[usize]) -> Option<usize> {
        let (scene, trigger) = (self.scene, &self.candidate.trigger);
        if trigger.row.has_flag("speech") {
            return None;
        }
        let at = (1..path.len()).find(|&at| scene.is_verbal(path[at]))?;
        let verb = path[at];
        // *a décidé jeudi d'expulser*: as with nouns, the verb above only lends its clause.
        let relations: &[&str] = if trigger.row.is_verb { &["xcomp"] } else { &["nsubj", "nsubj:pass", "obl"] };
        let below = scene.head(trigger.token) == Some(verb)
            && relations.iter().any(|rel| scene.token(trigger.token).is(rel))
            && !scene.is_circumstance(trigger.token);
        let is_told = is_cue(scene, verb) || scene.is("later_verb", verb) || self.triggers.contains(&verb);
        (below && !is_told).then(|| path[at - 1])
    }

    fn holds_place(&self, path: &[usize]) -> bool {
        let (scene, candidate) = (self.scene, self.candidate);
        let own = self.first_host(path).map(|(_, below)| below);
        if candidate.trigger.row.has_flag("speech")
            && !matches!(candidate.event_type, EventType::Consult | EventType::Agree)
        {
            // *prosecutors in X charged …*
            return own.is_some_and(|below| {
                scene.token(below).is("nsubj") && path.first() != Some(&below) && self.is_locative(path)
            });
        }
        let shared = || self.hangs_on_plain_verb(path).filter(|&below| scene.token(below).is("obl"));
        let Some(below) = own.or_else(shared) else { return false };
        let top = scene.token(below);
        let is_active_subject = top.is("nsubj") && top.deprel != "nsubj:pass";
        // *les manifestants à X, prosecutors in X*: where those who act are, they act.
        let stands_there = path.first() != Some(&below) && self.is_locative(path);
        let is_object = ["obj", "nsubj:pass", "iobj"].iter().any(|rel| top.is(rel));
        // *la dette de X, l'indépendance de X*: who or what it is done to, not where.
        let inside_object = is_object && (path.first() == Some(&below) || self.is_genitive(path));
        // *China's ouster of reporters*: the owner of the act, not its scene.
        if top.deprel == "nmod:poss" && path.first() == Some(&below) {
            return false;
        }
        // *rejected the meeting in X, mediation between X and Y*
        let between = path.first().is_some_and(|&name| scene.has_preposition_class(name, "between_preposition"));
        if !is_on_the_ground(candidate.event_type) && between {
            return false;
        }
        if candidate.event_type == EventType::Reject && (is_object || top.is("nsubj")) {
            return false;
        }
        let dies = scene.is("die_verb", scene.head(below).unwrap_or(below));
        if is_active_subject && !dies && !stands_there || inside_object && !is_on_the_ground(candidate.event_type) {
            return false;
        }
        // *comme capitale de X, reconnaître l'État de X*; but *le sommet de X*.
        let at_noun = path.first() == Some(&below) && scene.head(below) == Some(candidate.trigger.token);
        if !is_on_the_ground(candidate.event_type) && self.is_genitive(path) && !at_noun {
            return false;
        }
        // *un raid attribué à X*: what describes the event is about its parties.
        if path.iter().skip(1).take_while(|&&idx| !candidate.hosts.contains(&idx)).any(|&idx| scene.is_verbal(idx))
            && path.first().is_some_and(|&top| scene.has_preposition_class(top, "addressee_preposition"))
            && !self.is_locative(path)
        {
            return false;
        }
        let hosts = &candidate.hosts;
        // *expelled from X, ont tiré vers X*: where one is made to leave and where blows go, it happens.
        let row_type = candidate.trigger.row.event_type;
        let leaves = matches!(row_type, EventType::Retreat | EventType::Aid | EventType::Coerce);
        let hits = matches!(candidate.event_type, EventType::Assault | EventType::Coerce);
        let mut inside = path.iter().take_while(|&&idx| !hosts.contains(&idx));
        !inside.any(|&idx| {
            scene.has_preposition_class(idx, "not_locative")
                || !leaves && scene.has_preposition_class(idx, "origin_preposition")
                || !hits && scene.has_preposition_class(idx, "goal_preposition")
        })
    }

    /// *X, où il a signé un accord*: the relative clause tells what happens there, the verbs coordinated in it too.
    fn is_where(&self, place: PlaceIdx, path: &[usize]) -> bool {
        let scene = self.scene;
        let span = scene.mentions.places[place].span;
        let clauses = self.candidate.hosts.iter().flat_map(|&host| {
            let first = scene.head(host).filter(|_| scene.token(host).is("conj"));
            [Some(host), first].into_iter().flatten()
        });
        clauses.into_iter().any(|verb| {
            let opened = scene.children(verb).iter().copied().find(|&child| scene.is("where", child));
            opened.is_some_and(|opening| {
                let of_name =
                    scene.token(verb).is("acl") && path.first().is_some_and(|&top| scene.head(verb) == Some(top));
                let before = (0..opening).rev().find(|&idx| !scene.token(idx).is("punct"));
                of_name || before.is_some_and(|idx| span.contains(scene.token(idx).span))
            })
        })
    }

    /// *X a accordé l'asile à …*: refuge is given in the country of the one who gives it.
    fn gives_shelter(&self, path: &[usize]) -> bool {
        let (scene, candidate) = (self.scene, self.candidate);
        candidate.event_type == EventType::Aid
            && candidate.trigger.words.iter().any(|&word| scene.is("asylum", word))
            && path.first().is_some_and(|&top| {
                scene.token(top).is("nsubj") && scene.head(top).is_some_and(|verb| candidate.hosts.contains(&verb))
            })
    }

    /// *Le tribunal de X a condamné*: a court judges where it sits.
    fn is_seat_of_court(&self, place: PlaceIdx) -> bool {
        let (scene, candidate) = (self.scene, self.candidate);
        let span = scene.mentions.places[place].span;
        let courts = candidate.parties.actors.iter().map(|&actor| &scene.mentions.actors[actor]);
        fineness(scene, place) <= 1
            && courts.into_iter().any(|actor| actor.sector.as_deref() == Some("JUD") && actor.span.contains(span))
    }

    fn is_locative(&self, path: &[usize]) -> bool {
        path.first().is_some_and(|&top| self.scene.has_preposition_class(top, "locative_preposition"))
    }

    fn is_genitive(&self, path: &[usize]) -> bool {
        path.first().is_some_and(|&top| {
            self.scene.has_preposition_class(top, "genitive_preposition")
                || self.scene.token(top).feat("Case") == Some("Gen") && !self.scene.has_dependent(top, &["case"])
        })
    }
}

/// Events that happen where those stand whom they hit.
pub(super) fn is_on_the_ground(event_type: EventType) -> bool {
    matches!(
        event_type,
        EventType::Assault | EventType::Mobilize | EventType::Coerce | EventType::Retreat | EventType::Protest
    )
}

fn is_cue(scene: &Scene<'_>, idx: usize) -> bool {
    let word = scene.token(idx).span;
    scene.attributions.iter().any(|attribution| attribution.cue.iter().any(|cue| cue.overlaps(word)))
}

/// *une aide à X, un accord avec X, China's ouster of reporters*: a party is no place, but the one that an event on the
/// ground hits.
fn is_party(scene: &Scene<'_>, candidate: &Candidate<'_>, place: PlaceIdx) -> bool {
    let span = scene.mentions.places[place].span;
    let is_in = |actor: &ActorIdx| span.contains(scene.token(scene.mentions.actors[*actor].head).span);
    let acts = |actor: &ActorIdx| {
        let head = scene.token(scene.mentions.actors[*actor].head);
        ["nsubj", "nmod:poss", "obl:agent"].iter().any(|rel| head.is(rel))
    };
    let parties = &candidate.parties;
    // *arrived in Beijing*: the host of a visit; *parachuté sur X*: where aid falls.
    let is_town = fineness(scene, place) < 4;
    let top = scene
        .analysis
        .tokens_in(span)
        .find(|&idx| scene.head(idx).is_none_or(|head| !scene.analysis.tokens_in(span).contains(&head)));
    let is_scene = match candidate.event_type {
        EventType::Consult => is_town,
        EventType::Aid => top.is_some_and(|top| scene.has_preposition_class(top, "upon_preposition")),
        _ => false,
    };
    parties.actors.iter().any(|actor| is_in(actor) && acts(actor))
        || !is_on_the_ground(candidate.event_type) && !is_scene && parties.recipients.iter().any(is_in)
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

/// A name inside the name or description of an acting party is no place of the event: *le maire de Kharkiv*. What a
/// clause inside the description tells has its own place: *les opposants arrêtés à X*.
fn is_part_of_actor(scene: &Scene<'_>, place: PlaceIdx, path: &[usize]) -> bool {
    let span = scene.mentions.places[place].span;
    scene.mentions.actors.iter().any(|actor| {
        let mut below = path.iter().take_while(|&&idx| idx != actor.head);
        actor.span.contains(span)
            && actor.span != span
            && matches!(actor.form, ActorForm::Named | ActorForm::Described)
            && (scene.token(actor.head).is("nsubj") && !scene.token(actor.head).is("nsubj:pass")
                || scene.token(actor.head).deprel == "obl:agent"
                || scene.is("body_noun", actor.head))
            && !below.any(|&idx| scene.is_verbal(idx))
            && !(actor.form == ActorForm::Described
                && !scene.is("body_noun", actor.head)
                && path.first().is_some_and(|&top| scene.has_preposition_class(top, "locative_preposition")))
    })
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
