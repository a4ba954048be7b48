//! Boundary rules of PLOVER: what is one event and not two, what is none, and which type it is.

use std::collections::BTreeSet;

use selon_types::{EventType, Modality, NameKind, Polarity, Upos};

use super::candidate::Candidate;
use super::scene::Scene;
use super::trigger::{CarrierRole, Trigger};

/// Takes out words used in another sense: sport, health, business, names of bodies, titles of works.
pub(super) fn drop_other_senses<'a>(scene: &Scene<'a>, triggers: Vec<Trigger<'a>>) -> Vec<Trigger<'a>> {
    let physical = |trigger: &Trigger<'_>| !trigger.row.has_flag("speech");
    triggers
        .into_iter()
        .filter(|trigger| !is_in_name(scene, trigger))
        .filter(|trigger| !(physical(trigger) && talks_of(scene, trigger.token, "sport_word", 1)))
        .filter(|trigger| !is_described_only(scene, trigger))
        .collect()
}

/// The sentence holds at least `least` words of the class.
fn talks_of(scene: &Scene<'_>, idx: usize, class: &str, least: usize) -> bool {
    let Some(sentence) = scene.analysis.sentence_of(idx) else { return false };
    let tokens = scene.analysis.sentences[sentence].tokens.clone();
    tokens.filter(|&at| at != idx && scene.is(class, at)).count() >= least
}

/// *le Conseil de défense, l'Armée de libération*: a word inside a name tells no event.
fn is_in_name(scene: &Scene<'_>, trigger: &Trigger<'_>) -> bool {
    if trigger.row.is_verb {
        return false;
    }
    let idx = trigger.token;
    let named = scene.analysis.names.iter().any(|name| {
        name.tokens.contains(&idx)
            && name.tokens.len() > 1
            && matches!(name.kind, NameKind::Org | NameKind::Per | NameKind::Misc)
            && scene.token(name.tokens.start).upos != Upos::Adj
    });
    let below_body = scene.token(idx).is("nmod") && scene.head(idx).is_some_and(|head| scene.is("body_noun", head));
    named || below_body
}

/// *les manifestants arrêtés hier* is an event; *les forces armées, jailed activists, the ousted president* are none.
fn is_described_only(scene: &Scene<'_>, trigger: &Trigger<'_>) -> bool {
    let token = scene.token(trigger.token);
    trigger.row.is_verb
        && token.is("amod")
        && !scene.has_dependent(trigger.token, &["obl", "obl:agent", "advmod", "obj"])
}

/// Joins what is told of one event: *a bombardé X, tuant 13 personnes*, *tués dans une frappe*, *envoie des troupes
/// pour des exercices*.
pub(super) fn absorb_results<'a>(scene: &Scene<'a>, candidates: &mut Vec<Candidate<'a>>) {
    let mut absorbed: BTreeSet<usize> = BTreeSet::new();
    for part in 0..candidates.len() {
        if absorbed.contains(&part) {
            continue;
        }
        let whole = (0..candidates.len()).find(|&whole| {
            whole != part
                && !absorbed.contains(&whole)
                && candidates[whole].attribution == candidates[part].attribution
                && belongs_to(scene, &candidates[part], &candidates[whole])
        });
        let Some(whole) = whole else { continue };
        absorbed.insert(part);
        let taken = candidates[part].clone();
        merge(scene, &mut candidates[whole], taken);
    }
    let mut idx = 0;
    candidates.retain(|_| {
        idx += 1;
        !absorbed.contains(&(idx - 1))
    });
}

fn merge<'a>(scene: &Scene<'a>, whole: &mut Candidate<'a>, part: Candidate<'a>) {
    let same_type = whole.event_type == part.event_type;
    // *dépêche des soldats au Chili pour s'exercer*: the purpose is asserted as far as the sending is.
    if whole.factuality.is_purpose && !part.factuality.is_purpose {
        whole.factuality = part.factuality.clone();
        whole.trigger.words.extend(&part.trigger.words);
        whole.trigger.words.sort_unstable();
        whole.trigger.words.dedup();
    }
    if same_type {
        whole.modes.extend(part.modes);
    }
    // Those to whom troops are sent for an exercise take part in it.
    let passes_on = part.event_type == EventType::Assault || part.trigger.row.has_flag("movement");
    if whole.parties.recipients.is_empty() && passes_on {
        whole.parties.recipients = part.parties.recipients;
    }
    if whole.parties.actors.is_empty() {
        whole.parties.actors = part.parties.actors;
    }
    let acting: BTreeSet<usize> =
        whole.parties.actors.iter().map(|&actor| scene.mentions.actors[actor].entity).collect();
    if whole.parties.actors.len() == 1 {
        whole.parties.recipients.retain(|&actor| !acting.contains(&scene.mentions.actors[actor].entity));
    }
    whole.hosts.extend(part.hosts);
    whole.absorbed_flags.extend(part.trigger.row.flags.iter().cloned());
    whole.absorbed_flags.extend(part.absorbed_flags);
    // The trigger reaches from the killing to its means: *éliminé dans une frappe*.
    let adjacent = part.trigger.token.abs_diff(whole.trigger.token) <= 6
        && part.trigger.row.is_verb != whole.trigger.row.is_verb
        && same_type;
    if adjacent {
        whole.trigger.words.extend(part.trigger.words);
        whole.trigger.words.sort_unstable();
        whole.trigger.words.dedup();
    }
    if part.factuality.polarity == Polarity::Negated && !whole.trigger.row.is_verb {
        whole.factuality.polarity = Polarity::Negated;
    }
    if whole.factuality.modality == Modality::Actual {
        whole.factuality.modality = part.factuality.modality;
    }
}

/// `part` tells only the outcome, the means or the preparation of `whole`.
fn belongs_to(scene: &Scene<'_>, part: &Candidate<'_>, whole: &Candidate<'_>) -> bool {
    if scene.analysis.sentence_of(part.trigger.token) != scene.analysis.sentence_of(whole.trigger.token) {
        return false;
    }
    // *a accru son dispositif militaire*: the object says what the verb does, once.
    if same_family(part.event_type, whole.event_type)
        && !part.trigger.row.is_verb
        && whole.trigger.row.is_verb
        && (scene.token(part.trigger.token).is("obj") || scene.token(part.trigger.token).is("nsubj:pass"))
        && scene.head(part.trigger.token) == Some(whole.trigger.token)
    {
        return true;
    }
    if same_family(part.event_type, whole.event_type) && tells_it_again(scene, part, whole) {
        return true;
    }
    let violent = whole.event_type == EventType::Assault;
    let is_result = part.event_type == EventType::Assault && part.trigger.row.has_flag("result");
    let whole_is_means = violent && !whole.trigger.row.has_flag("result");
    if is_result && whole_is_means {
        return is_means_of(scene, whole.trigger.token, part.trigger.token)
            || is_outcome_of(scene, part.trigger.token, whole);
    }
    if is_result && violent && whole.trigger.token < part.trigger.token {
        // *tués et blessés* in one clause.
        return conjoined(scene, part.trigger.token, whole.trigger.token)
            && scene.subjects(part.trigger.token) == scene.subjects(whole.trigger.token);
    }
    if part.event_type == EventType::Assault && whole_is_means && !part.trigger.row.is_verb {
        // *bombardé lors d'une attaque*, *a lancé une attaque de missiles*: the vaguer noun joins.
        return is_means_of(scene, part.trigger.token, whole.trigger.token) && whole.trigger.row.is_verb
            || scene.token(part.trigger.token).is("nmod")
                && scene.head(part.trigger.token) == Some(whole.trigger.token)
                && part.trigger.row.has_flag("vague");
    }
    let moves = part.event_type == EventType::Mobilize && part.trigger.row.has_flag("movement");
    let aim = matches!(whole.event_type, EventType::Cooperate | EventType::Mobilize)
        && whole.trigger.row.has_flag("exercise")
        || violent && !whole.factuality.is_purpose;
    moves && aim && is_aim_of(scene, whole.trigger.token, part)
}

/// Yielding in words and in deed are told by the same words: *annoncer un cessez-le-feu*.
fn same_family(a: EventType, b: EventType) -> bool {
    let yields = |event_type| matches!(event_type, EventType::Concede | EventType::Retreat);
    a == b || yields(a) && yields(b)
}

/// One event by two words: a noun and the verb that carries it (*la grève convoquée par …, the truce held*), a noun in
/// apposition (*le retrait du projet, concession majeure*) or below a vaguer one (*efforts de médiation*), a noun that
/// repeats its verb (*est arrivé pour une visite*).
fn tells_it_again(scene: &Scene<'_>, part: &Candidate<'_>, whole: &Candidate<'_>) -> bool {
    let (inner, outer) = (part.trigger.token, whole.trigger.token);
    let purpose_of_protest = part.event_type == EventType::Protest
        && ["advcl", "xcomp", "acl", "conj", "obl", "nmod"].contains(&scene.token(inner).relation())
        && scene.head(inner).is_some_and(|head| whole.hosts.contains(&head));
    if purpose_of_protest {
        return true;
    }
    if part.trigger.row.is_verb {
        return !whole.trigger.row.is_verb && whole.trigger.carrier.is_some_and(|carrier| carrier.verb == inner);
    }
    if scene.head(inner) != Some(outer) {
        return false;
    }
    let token = scene.token(inner);
    if !whole.trigger.row.is_verb {
        let vague = scene.is("series_noun", outer) || whole.trigger.row.has_flag("vague");
        return token.is("appos") || token.is("nmod") && vague;
    }
    let stands_for_it = token.is("nsubj") && !scene.has_dependent(outer, &["obj"]);
    let purpose = token.is("obl")
        && (scene.has_preposition_class(inner, "purpose_preposition")
            || scene.has_preposition_class(inner, "manner_preposition"))
        && part.event_type != EventType::Assault;
    stands_for_it || purpose
}

/// The noun stands as subject, agent or circumstance of the verb.
fn is_means_of(scene: &Scene<'_>, noun: usize, verb: usize) -> bool {
    let mut current = noun;
    for _ in 0..3 {
        let Some(head) = scene.head(current) else { return false };
        let token = scene.token(current);
        if head == verb {
            let circumstance =
                ["obl", "nsubj", "nsubj:pass", "nmod", "advcl", "obl:agent"].iter().any(|rel| token.is(rel));
            let active_object = scene.is("without", verb);
            return circumstance && !active_object;
        }
        if !(token.is("nmod") || token.is("conj") || token.is("flat")) {
            return false;
        }
        current = head;
    }
    false
}

/// *…, tuant treize personnes*, *…, faisant treize morts*, *et a tué*.
fn is_outcome_of(scene: &Scene<'_>, outcome: usize, whole: &Candidate<'_>) -> bool {
    let mut current = outcome;
    for _ in 0..4 {
        let Some(head) = scene.head(current) else { return false };
        let token = scene.token(current);
        let related =
            ["advcl", "acl", "acl:relcl", "conj", "xcomp", "parataxis", "obj", "ccomp"].iter().any(|rel| token.is(rel));
        if !related {
            return false;
        }
        if whole.hosts.contains(&head) {
            let own_subject = scene.has_dependent(current, &["nsubj", "nsubj:pass"]);
            let relative = token.is("acl:relcl");
            return !own_subject || relative || token.is("parataxis");
        }
        current = head;
    }
    false
}

fn conjoined(scene: &Scene<'_>, a: usize, b: usize) -> bool {
    scene.token(a).is("conj") && scene.head(a) == Some(b) || scene.token(b).is("conj") && scene.head(b) == Some(a)
}

/// The exercise or attack is what the troops are moved for.
fn is_aim_of(scene: &Scene<'_>, aim: usize, movement: &Candidate<'_>) -> bool {
    let mut current = aim;
    let mut is_purpose = false;
    for _ in 0..6 {
        let Some(head) = scene.head(current) else { return false };
        let token = scene.token(current);
        is_purpose |= scene.has_preposition_class(current, "purpose_mark")
            || scene.has_preposition_class(current, "purpose_preposition")
            || scene.has_dependent(current, &["mark"]);
        // *a annoncé l'envoi de ses forces en Russie pour des exercices*: the purpose may hang on the verb above.
        let beside = scene.head(movement.trigger.token) == Some(head) && !movement.trigger.row.is_verb;
        if movement.hosts.contains(&head) || beside && is_purpose {
            return is_purpose;
        }
        if !["nmod", "obl", "obj", "conj", "xcomp", "acl", "advcl"].iter().any(|rel| token.is(rel)) {
            return false;
        }
        current = head;
    }
    false
}

/// The content of a demand, refusal, threat or promise is no event of its own, nor is a mere purpose.
pub(super) fn drop_contents(scene: &Scene<'_>, candidates: &mut Vec<Candidate<'_>>) {
    let holders: Vec<(usize, BTreeSet<usize>)> = candidates
        .iter()
        .filter(|candidate| {
            let holds = matches!(
                candidate.trigger.row.event_type,
                EventType::Request
                    | EventType::Reject
                    | EventType::Threaten
                    | EventType::Agree
                    | EventType::Concede
                    | EventType::Support
            );
            holds && (candidate.trigger.row.has_flag("speech") || candidate.trigger.row.is_verb)
        })
        .map(|candidate| (candidate.trigger.token, candidate.hosts.clone()))
        .collect();
    drop_demands_of_protests(scene, candidates);
    let own_orders: Vec<usize> = holders
        .iter()
        .filter(|(token, hosts)| {
            let told =
                |candidate: &Candidate<'_>| *token != candidate.trigger.token && is_content_of(scene, candidate, hosts);
            scene.is("order_verb", *token)
                && candidates.iter().any(|candidate| is_material(candidate) && told(candidate))
        })
        .map(|(token, _)| *token)
        .collect();
    candidates.retain(|candidate| {
        let inside = holders.iter().any(|(token, hosts)| {
            *token != candidate.trigger.token && !own_orders.contains(token) && is_content_of(scene, candidate, hosts)
        });
        let is_order = candidate.event_type == EventType::Request && own_orders.contains(&candidate.trigger.token);
        // *bloquent la route pour protester*: to protest is what is done there.
        let mere_purpose = candidate.factuality.is_purpose && candidate.event_type != EventType::Protest;
        // *pidieron ser trasladados para protestar, en protesta por …*: the protest is the main thing told.
        let for_protest = candidate.event_type == EventType::Protest
            && (candidate.factuality.is_purpose
                || scene.has_preposition_class(candidate.trigger.token, "state_preposition"));
        let inside = inside && !for_protest;
        !inside && !is_order && !mere_purpose
    });
}

/// What protesters demand is the meaning of the protest, no second event: *défilent en réclamant le départ de X*.
fn drop_demands_of_protests(scene: &Scene<'_>, candidates: &mut Vec<Candidate<'_>>) {
    let protests: BTreeSet<usize> = candidates
        .iter()
        .filter(|candidate| candidate.event_type == EventType::Protest)
        .flat_map(|candidate| candidate.hosts.iter().copied())
        .collect();
    candidates.retain(|candidate| {
        let verbal = matches!(candidate.event_type, EventType::Request | EventType::Reject | EventType::Accuse);
        let token = scene.token(candidate.trigger.token);
        let below = ["advcl", "acl", "obl", "xcomp", "nmod", "amod"].contains(&token.relation())
            && token.deprel != "acl:relcl"
            || token.is("conj") && token.feat("VerbForm") != Some("Fin");
        let under_protest = scene.head(candidate.trigger.token).is_some_and(|head| protests.contains(&head));
        !(verbal && below && under_protest)
    });
}

/// An order to one's own forces is told as the act ordered (*приказал начать отвод*), not as a request.
fn is_material(candidate: &Candidate<'_>) -> bool {
    matches!(
        candidate.event_type,
        EventType::Assault
            | EventType::Coerce
            | EventType::Concede
            | EventType::Mobilize
            | EventType::Retreat
            | EventType::Sanction
            | EventType::Aid
    )
}

fn is_content_of(scene: &Scene<'_>, candidate: &Candidate<'_>, hosts: &BTreeSet<usize>) -> bool {
    if hosts.contains(&candidate.trigger.token) {
        return false;
    }
    let mut current = candidate.trigger.token;
    for _ in 0..8 {
        let Some(head) = scene.head(current) else { return false };
        let token = scene.token(current);
        let relation = token.relation();
        let reduced_relative =
            token.deprel == "acl:relcl" || relation == "acl" && !scene.is_infinitive(current) || relation == "amod";
        if reduced_relative || relation == "parataxis" || relation == "nsubj" && !token.is("nsubj:pass") {
            return false;
        }
        if relation == "advcl" && !scene.is_infinitive(current) {
            return false;
        }
        if hosts.contains(&head) {
            return relation != "conj" && !scene.has_preposition_class(current, "after_preposition");
        }
        current = head;
    }
    false
}

/// The type once modality and polarity are known: a future visit is an agreement, an announced withdrawal a
/// concession, a future that is refused a rejection.
pub(super) fn settle_types(scene: &Scene<'_>, candidates: &mut [Candidate<'_>]) {
    for candidate in candidates.iter_mut() {
        historical_or_future_by_date(scene, candidate);
        if candidate.event_type == EventType::Mobilize && candidate.has_flag("exercise") && is_joint(scene, candidate) {
            candidate.event_type = EventType::Cooperate;
            candidate.modes.clear();
        }
        let negated = candidate.factuality.polarity == Polarity::Negated;
        let announced = candidate.factuality.modality == Modality::Announced;
        if negated
            && candidate.factuality.is_future
            && candidate.trigger.row.is_verb
            && !candidate.parties.actors.is_empty()
        {
            let refusable = matches!(
                candidate.event_type,
                EventType::Agree
                    | EventType::Concede
                    | EventType::Support
                    | EventType::Consult
                    | EventType::Cooperate
                    | EventType::Aid
                    | EventType::Retreat
            );
            if refusable {
                candidate.event_type = EventType::Reject;
                candidate.modes.clear();
                candidate.factuality.polarity = Polarity::Affirmed;
                candidate.factuality.modality = Modality::Actual;
                continue;
            }
        }
        if announced && !candidate.trigger.row.has_flag("speech") {
            // *closed the border* coerces, *will close the border* threatens with it.
            let threatens = candidate.factuality.is_future
                && candidate.trigger.row.is_verb
                && !candidate.parties.actors.is_empty()
                && (matches!(candidate.event_type, EventType::Sanction | EventType::Coerce)
                    || candidate.modes.contains("boycott"));
            if threatens {
                let harm = if candidate.event_type == EventType::Sanction { "relations" } else { "restrict" };
                candidate.event_type = EventType::Threaten;
                candidate.modes = BTreeSet::from([harm.to_owned()]);
                candidate.factuality.modality = Modality::Actual;
                continue;
            }
            let settled = match candidate.event_type {
                EventType::Consult | EventType::Support | EventType::Cooperate | EventType::Aid => EventType::Agree,
                // *est prêt à retirer ses troupes* offers; *retirera* announces; captives who will go free are promised.
                EventType::Retreat if candidate.factuality.is_offer => EventType::Agree,
                EventType::Retreat if candidate.modes.contains("release") || candidate.modes.contains("access") => {
                    EventType::Agree
                }
                EventType::Concede if candidate.factuality.is_offer => EventType::Agree,
                EventType::Retreat => EventType::Concede,
                same => same,
            };
            if settled != candidate.event_type {
                candidate.event_type = settled;
                candidate.modes.clear();
            }
        }
    }
}

/// Forces of two countries exercise together.
fn is_joint(scene: &Scene<'_>, candidate: &Candidate<'_>) -> bool {
    let countries: BTreeSet<&str> = candidate
        .parties
        .actors
        .iter()
        .filter_map(|&actor| scene.mentions.actors[actor].code.as_deref())
        .filter_map(|code| code.get(..3))
        .collect();
    countries.len() > 1
}

/// Where troops go is a place (*déployé 550 militaires au Mali*) unless they are sent to somebody (*envoie des troupes
/// à Bamako*), go against somebody or to a border, or train there together.
pub(super) fn drop_destinations(scene: &Scene<'_>, candidates: &mut [Candidate<'_>]) {
    for candidate in candidates.iter_mut().filter(|candidate| candidate.event_type == EventType::Mobilize) {
        let sent = scene.is("send_verb", candidate.trigger.token);
        if !candidate.trigger.row.has_flag("movement") || candidate.has_flag("exercise") || sent {
            continue;
        }
        candidate.parties.recipients.retain(|&actor| {
            let mut current = Some(scene.mentions.actors[actor].head);
            for _ in 0..4 {
                let Some(idx) = current else { return false };
                if candidate.hosts.contains(&idx) {
                    return false;
                }
                if scene.is("border", idx) || scene.has_preposition_class(idx, "hostile_preposition") {
                    return true;
                }
                current = scene.head(idx);
            }
            false
        });
    }
}

/// More than a year before the report is history; after the report is the future.
fn historical_or_future_by_date(scene: &Scene<'_>, candidate: &mut Candidate<'_>) {
    let Some(published) = scene.report.published.as_ref().map(|published| published.day()) else { return };
    let Some(date) = &candidate.date else { return };
    if let Some(end) = date.end.as_deref().or(date.begin.as_deref())
        && let Some(next_year) =
            end.get(..4).and_then(|year| year.parse::<u32>().ok()).map(|year| format!("{:04}{}", year + 1, &end[4..]))
        && next_year.as_str() < published
    {
        candidate.factuality.modality = Modality::Historical;
        return;
    }
    if let Some(begin) = date.begin.as_deref()
        && begin > published
        && candidate.factuality.modality == Modality::Actual
        && !candidate.trigger.row.has_flag("speech")
    {
        candidate.factuality.modality = Modality::Announced;
        candidate.factuality.is_future = true;
    }
}

/// A noun that brings nobody, no time, no place and no number asserts no event (*la crainte d'attaques*).
pub(super) fn drop_bare_nouns(scene: &Scene<'_>, candidates: &mut Vec<Candidate<'_>>) {
    candidates.retain(|candidate| {
        let row = candidate.trigger.row;
        let nobody = candidate.parties.actors.is_empty() && candidate.parties.recipients.is_empty();
        let bare = nobody && !candidate.parties.has_words;
        if row.is_verb {
            // A recipient or an actor must be there, unless the row tells the event alone.
            let stands_alone = row.has_flag("impersonal")
                || candidate.date.is_some()
                || candidate.place.is_some()
                || !candidate.figures.is_empty();
            return !bare || stands_alone && row.weight >= 0.7;
        }
        let carried = candidate.trigger.carrier.is_some_and(|carrier| carrier.role != CarrierRole::Do || !bare);
        let told = candidate.date.is_some()
            || candidate.place.is_some()
            || !candidate.figures.is_empty()
            || candidate.event_type == EventType::Protest && is_definite_circumstance(scene, candidate.trigger.token);
        !bare
            || (carried || told) && !row.has_flag("vague")
            || row.has_flag("headline") && is_in_headline(scene, candidate)
    });
}

/// *bei den Protesten, durante las protestas*: a definite circumstance takes for granted that it happens.
fn is_definite_circumstance(scene: &Scene<'_>, noun: usize) -> bool {
    ["obl", "nmod"].contains(&scene.token(noun).relation())
        && scene.dependents(noun, &["det"]).any(|det| scene.token(det).feat("Definite") == Some("Def"))
}

fn is_in_headline(scene: &Scene<'_>, candidate: &Candidate<'_>) -> bool {
    scene
        .analysis
        .sentence_of(candidate.trigger.token)
        .is_some_and(|sentence| scene.analysis.sentences[sentence].role == selon_types::SentenceRole::Headline)
}
