//! Who acts and who is acted upon, by the frame of the row and the syntax around the trigger.

use std::collections::BTreeSet;

use selon_types::{ActorForm, ActorIdx};

use super::lexicon::{Slot, SlotGroup};
use super::scene::Scene;
use super::trigger::{Carrier, CarrierRole, Trigger};

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
    tidy(scene, &mut parties);
    parties
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
        let objects = named(scene.objects(clause));
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
    match slot {
        Slot::Subj => of_heads(scene.subjects(idx)),
        Slot::Obj => of_heads(scene.objects(idx)),
        Slot::Iobj => of_heads(scene.addressees(idx)),
        Slot::Owner => scene.objects(idx).into_iter().flat_map(|head| scene.owners(head)).collect(),
        Slot::Obl(prepositions) => {
            let mut heads = scene.obliques(idx, prepositions);
            if let Some(carrier) = trigger.carrier {
                heads.extend(scene.obliques(carrier.verb, prepositions));
            }
            // *tirer des missiles sur X*: the complement may hang on the object.
            if heads.is_empty() && trigger.row.is_verb {
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
