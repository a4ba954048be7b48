//! Who acts and who is acted upon, by the frame of the row and the syntax around the trigger.

use std::collections::BTreeSet;

use selon_types::{ActorForm, ActorIdx, EventType};

use super::lexicon::{Slot, SlotGroup};
use super::scene::Scene;
use super::trigger::{self, Carrier, CarrierRole, Trigger};

/// The parties of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parties {
    pub(super) actors: Vec<ActorIdx>,
    pub(super) recipients: Vec<ActorIdx>,
    /// Words stand where the frame looks for a party, whether or not they name an actor.
    pub(super) has_words: bool,
}

/// The parties of the trigger's event; a side that the text leaves open stays empty.
pub(super) fn find_parties(scene: &Scene<'_>, trigger: &Trigger<'_>) -> Parties {
    let mut parties = Parties {
        actors: fill(scene, trigger, &trigger.row.frame.actors),
        recipients: fill(scene, trigger, &trigger.row.frame.recipients),
        has_words: has_words(scene, trigger),
    };
    if parties.recipients.is_empty() && trigger.row.has_flag("speech") && trigger.row.is_verb {
        parties.recipients = partners_in_content(scene, trigger.token);
    }
    if let Some(carrier) = trigger.carrier {
        apply_carrier(scene, carrier, trigger, &mut parties);
    }
    let row = trigger.row;
    if row.event_type == EventType::Mobilize && row.is_verb && parties.actors.is_empty() {
        parties.actors = moved_forces(scene, trigger.token);
    }
    if parties.actors.is_empty() && !row.is_verb {
        parties.actors = of_governor(scene, trigger);
    }
    if parties.recipients.is_empty() {
        parties.recipients = invaded_ground(scene, trigger);
    }
    if parties.recipients.is_empty() && parties.actors.len() > 1 && is_reciprocal(scene, trigger) {
        parties.recipients = parties.actors.clone();
    }
    tidy(scene, &mut parties);
    parties
}

/// *La Garde nationale sera déployée, des soldats massés à la frontière*: with nobody who sends them, the forces act.
fn moved_forces(scene: &Scene<'_>, verb: usize) -> Vec<ActorIdx> {
    let armed = |actor: &ActorIdx| {
        let sector = scene.mentions.actors[*actor].sector.as_deref();
        matches!(sector, Some("MIL" | "COP" | "PRM" | "REB"))
    };
    if !scene.subjects(verb).is_empty() {
        return Vec::new();
    }
    scene.objects(verb).into_iter().flat_map(|head| scene.actors_of(head)).filter(armed).collect()
}

/// Who does what a noun names when the noun leaves it open: whoever announces or orders it (*Moscou annonce le retrait*),
/// whoever is accused of it (*accuse Kiev d'une attaque*).
fn of_governor(scene: &Scene<'_>, trigger: &Trigger<'_>) -> Vec<ActorIdx> {
    let mut noun = trigger.token;
    while scene.token(noun).is("nmod") && scene.head(noun).is_some_and(|head| scene.is("series_noun", head)) {
        noun = scene.head(noun).unwrap_or(noun);
    }
    let actors = |heads: Vec<usize>| -> Vec<ActorIdx> {
        heads.into_iter().filter(|&head| head != trigger.token).flat_map(|head| scene.actors_of(head)).collect()
    };
    let relation = scene.token(noun).relation();
    // *des enseignants en grève, police were on alert, se déclarent en grève*: the state is that of its bearer.
    if scene.has_preposition_class(noun, "state_preposition") && trigger.row.is_state() {
        let bearer = match scene.head(noun) {
            _ if scene.has_dependent(noun, &["cop", "nsubj"]) => scene.subjects(noun),
            Some(head) if relation == "nmod" => vec![head],
            Some(head) if scene.is_verbal(head) && scene.is_passive(head) => scene.objects(head),
            Some(head) if scene.is_verbal(head) => scene.subjects(head),
            _ => Vec::new(),
        };
        return actors(bearer);
    }
    let Some(verb) = scene.head(noun).filter(|&head| scene.is_verbal(head)) else { return Vec::new() };
    if relation == "obl" && trigger::accuses(scene, verb) {
        return actors([scene.objects(verb), scene.addressees(verb)].concat());
    }
    let announced =
        relation == "obj" || scene.token(noun).is("nsubj:pass") || relation == "obl" && trigger.row.is_own_act();
    if announced && scene.is("own_act_verb", verb) && (trigger.row.is_own_act() || scene.is("order_verb", verb)) {
        return actors(scene.subjects(verb));
    }
    Vec::new()
}

/// Whose border or ground it is, where the act goes there: *massés à ses frontières, des drones dans l'espace aérien
/// biélorusse*.
fn invaded_ground(scene: &Scene<'_>, trigger: &Trigger<'_>) -> Vec<ActorIdx> {
    let class = match trigger.row.event_type {
        EventType::Mobilize => "border",
        EventType::Assault => "ground",
        _ => return Vec::new(),
    };
    let hosts = std::iter::once(trigger.token).chain(trigger.carrier.map(|carrier| carrier.verb));
    let goals = hosts
        .flat_map(|host| [vec![host], if trigger.row.is_verb { scene.objects(host) } else { Vec::new() }].concat())
        .flat_map(|host| scene.dependents(host, &["obl", "nmod", "obl:arg", "obl:mod"]).collect::<Vec<_>>())
        .flat_map(|goal| std::iter::once(goal).chain(scene.dependents(goal, &["nmod"])).collect::<Vec<_>>())
        .filter(|&goal| scene.is(class, goal) && !scene.has_preposition_class(goal, "after_preposition"));
    goals.map(|goal| scene.owners(goal)).find(|owners| !owners.is_empty()).unwrap_or_default()
}

/// *blamed each other, s'accusent mutuellement, обвинили друг друга*.
fn is_reciprocal(scene: &Scene<'_>, trigger: &Trigger<'_>) -> bool {
    let one_sided = !matches!(
        trigger.row.event_type,
        EventType::Consult | EventType::Cooperate | EventType::Assault | EventType::Agree | EventType::Retreat
    );
    let hosts = std::iter::once(trigger.token).chain(trigger.carrier.map(|carrier| carrier.verb));
    one_sided
        && hosts.flat_map(|host| scene.children(host).to_vec()).any(|child| {
            scene.is("reciprocal", child)
                || scene.is("reflexive", child) && trigger.row.is_verb && trigger.row.has_flag("speech")
        })
}

/// The light verb's own subject and complements, where the noun leaves a side open.
fn apply_carrier(scene: &Scene<'_>, carrier: Carrier, trigger: &Trigger<'_>, parties: &mut Parties) {
    let actors_in = |heads: Vec<usize>| -> Vec<ActorIdx> {
        heads.into_iter().filter(|&head| head != trigger.token).flat_map(|head| scene.actors_of(head)).collect()
    };
    match carrier.role {
        CarrierRole::Do => {
            let doers = actors_in(scene.subjects(carrier.verb));
            if !doers.is_empty() {
                parties.actors = doers;
            }
        }
        CarrierRole::Undergo => {
            let victims =
                if scene.is_passive(carrier.verb) { scene.objects(carrier.verb) } else { scene.subjects(carrier.verb) };
            let victims = actors_in(victims);
            if !victims.is_empty() {
                parties.recipients = victims;
            }
        }
        CarrierRole::Hit => {
            let victims = actors_in(scene.objects(carrier.verb));
            if !victims.is_empty() {
                parties.recipients = victims;
            }
        }
        CarrierRole::Happen => {}
    }
}

/// Those whom the infinitive of a speech act concerns: *refuser de négocier avec l'Ukraine, menacer d'attaquer le Japon*.
fn partners_in_content(scene: &Scene<'_>, verb: usize) -> Vec<ActorIdx> {
    let clauses = scene.dependents(verb, &["xcomp", "obl", "advcl"]).filter(|&clause| scene.is_infinitive(clause));
    let named =
        |heads: Vec<usize>| -> Vec<ActorIdx> { heads.into_iter().filter_map(|head| scene.mention_at(head)).collect() };
    let parties = |clause: usize| {
        // *menacer d'abattre l'avion de X*: what belongs to X concerns X.
        let objects: Vec<ActorIdx> = scene.objects(clause).into_iter().flat_map(|head| scene.actors_of(head)).collect();
        if !objects.is_empty() {
            return objects;
        }
        let partners = scene
            .dependents(clause, &["obl", "obl:arg", "iobj"])
            .filter(|&part| scene.has_preposition_class(part, "partner_preposition") || scene.token(part).is("iobj"));
        named(partners.flat_map(|part| scene.with_conjuncts(part)).collect())
    };
    clauses.map(parties).find(|found| !found.is_empty()).unwrap_or_default()
}

/// A noun phrase stands in a slot of the frame: *des inconnus ont enlevé trois employés* has parties, known or not.
fn has_words(scene: &Scene<'_>, trigger: &Trigger<'_>) -> bool {
    let idx = trigger.token;
    let sides = trigger.row.frame.actors.iter().chain(&trigger.row.frame.recipients);
    sides.flatten().any(|slot| {
        let heads = match slot {
            Slot::Subj => scene.subjects(idx),
            Slot::Obj => scene.objects(idx),
            Slot::Iobj => scene.addressees(idx),
            Slot::Obl(prepositions) => scene.obliques(idx, prepositions),
            Slot::Agent => scene.agents(idx),
            Slot::Gen => genitives(scene, idx),
            Slot::Owner | Slot::Adj | Slot::Poss | Slot::Compound | Slot::Content => Vec::new(),
        };
        heads.into_iter().any(|head| !trigger.words.contains(&head) && scene.is_nominal(head))
    })
}

fn fill(scene: &Scene<'_>, trigger: &Trigger<'_>, side: &[SlotGroup]) -> Vec<ActorIdx> {
    side.iter()
        .map(|group| group.iter().flat_map(|slot| fill_slot(scene, trigger, slot)).collect::<Vec<_>>())
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

fn fill_slot(scene: &Scene<'_>, trigger: &Trigger<'_>, slot: &Slot) -> Vec<ActorIdx> {
    let idx = trigger.token;
    let of_heads = |heads: Vec<usize>| -> Vec<ActorIdx> {
        heads
            .into_iter()
            .filter(|head| !trigger.words.contains(head) || scene.mention_at(*head).is_some())
            .flat_map(|head| scene.actors_of(head))
            .collect()
    };
    // *condamne l'empoisonnement de X, salue le retrait des troupes de Y*: whoever did it, not whoever suffered it.
    let doers_or = |heads: Vec<usize>, otherwise: &dyn Fn(usize) -> Vec<ActorIdx>| -> Vec<ActorIdx> {
        let judges = trigger.row.is_verb && trigger.row.has_flag("speech");
        heads
            .into_iter()
            .filter(|head| !trigger.words.contains(head) || scene.mention_at(*head).is_some())
            .flat_map(|head| {
                match trigger::trigger_at(scene, head).filter(|_| judges && scene.mention_at(head).is_none()) {
                    Some(deed) if !deed.row.is_verb => {
                        let doers = find_parties(scene, &deed).actors;
                        // *saluer l'indépendance du pays*: what is friendly has an owner rather than a doer.
                        if doers.is_empty() && !deed.row.is_hostile() { otherwise(head) } else { doers }
                    }
                    _ => otherwise(head),
                }
            })
            .collect()
    };
    match slot {
        Slot::Subj => of_heads(scene.subjects(idx)),
        Slot::Obj => doers_or(scene.objects(idx), &|head| scene.actors_of(head)),
        Slot::Iobj => of_heads(scene.addressees(idx)),
        Slot::Owner => doers_or(scene.objects(idx), &|head| scene.owners(head)),
        Slot::Obl(prepositions) => {
            let mut heads = scene.obliques(idx, prepositions);
            if let Some(carrier) = trigger.carrier {
                heads.extend(scene.obliques(carrier.verb, prepositions));
            }
            // *tirer des missiles sur X*: the complement may hang on the object.
            let judges_deed = trigger.row.has_flag("speech")
                && scene.objects(idx).into_iter().any(|object| trigger::trigger_at(scene, object).is_some());
            if heads.is_empty() && trigger.row.is_verb && !judges_deed {
                heads =
                    scene.objects(idx).into_iter().flat_map(|object| scene.obliques(object, prepositions)).collect();
            }
            heads.retain(|head| !trigger.words.contains(head));
            // *acheminé vers un camp, dans le nord du Tchad*: a goal that only lies in a country is a place.
            if trigger.row.has_flag("movement") {
                heads.retain(|&head| scene.mention_at(head).is_some());
            }
            of_heads(heads)
        }
        Slot::Agent => of_heads(scene.agents(idx)),
        Slot::Gen => of_heads(genitives(scene, idx)),
        Slot::Adj => adjectives(scene, idx),
        Slot::Poss => possessives(scene, idx),
        Slot::Compound => of_heads(
            scene
                .dependents(idx, &["compound", "flat", "amod"])
                .filter(|&child| scene.mention_at(child).is_some())
                .collect(),
        ),
        Slot::Content => {
            let clauses: Vec<usize> = scene.dependents(idx, &["ccomp", "xcomp", "advcl"]).collect();
            of_heads(clauses.into_iter().flat_map(|clause| scene.subjects(clause)).collect())
        }
    }
}

/// *de X*, *of X*, *X's*, the bare genitive.
fn genitives(scene: &Scene<'_>, noun: usize) -> Vec<usize> {
    scene
        .dependents(noun, &["nmod", "nmod:poss"])
        .filter(|&child| {
            !scene.is("possessive", child)
                && (scene.has_preposition_class(child, "genitive_preposition")
                    || scene.token(child).deprel == "nmod:poss"
                    || scene.token(child).feat("Case") == Some("Gen") && !scene.has_dependent(child, &["case"]))
        })
        .flat_map(|child| scene.with_conjuncts(scene.antecedent(child)))
        .collect()
}

fn adjectives(scene: &Scene<'_>, noun: usize) -> Vec<ActorIdx> {
    scene
        .dependents(noun, &["amod", "compound", "nmod", "flat"])
        .flat_map(|child| std::iter::once(child).chain(scene.dependents(child, &["conj"])).collect::<Vec<_>>())
        .filter_map(|child| scene.mention_at(child))
        .filter(|&actor| scene.mentions.actors[actor].form == ActorForm::Adjective)
        .collect()
}

fn possessives(scene: &Scene<'_>, noun: usize) -> Vec<ActorIdx> {
    scene
        .dependents(noun, &["det", "nmod:poss", "nmod"])
        .filter_map(|child| scene.mention_at(child))
        .filter(|&actor| matches!(scene.mentions.actors[actor].form, ActorForm::Possessive | ActorForm::Pronoun))
        .collect()
}

/// Each actor once, sorted by position; nobody is on both sides unless the text says *each other*.
fn tidy(scene: &Scene<'_>, parties: &mut Parties) {
    let entity = |actor: &ActorIdx| scene.mentions.actors[*actor].entity;
    let unique = |list: &mut Vec<ActorIdx>| {
        let mut seen = BTreeSet::new();
        list.retain(|actor| seen.insert(entity(actor)));
        list.sort_unstable();
    };
    unique(&mut parties.actors);
    unique(&mut parties.recipients);
    let acting: BTreeSet<usize> = parties.actors.iter().map(entity).collect();
    if parties.recipients.iter().any(|actor| !acting.contains(&entity(actor))) || parties.actors.len() == 1 {
        parties.recipients.retain(|actor| !acting.contains(&entity(actor)));
    }
}
