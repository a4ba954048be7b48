//! Polarity and modality: negation, tense, mood, conditions, questions, plans, attempts and hearsay around a trigger.

use selon_types::{Act, Attribution, Modality, Polarity, Stance, Upos};

use super::scene::Scene;
use super::trigger::{self, CarrierRole, Trigger};

/// What the text says about whether the event happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Factuality {
    pub(super) polarity: Polarity,
    pub(super) modality: Modality,
    /// The future is stated of the trigger's own clause, negated or not.
    pub(super) is_future: bool,
    /// Somebody is willing or ready to do it.
    pub(super) is_offer: bool,
    /// It stands in a clause of purpose or is otherwise no assertion at all.
    pub(super) is_purpose: bool,
}

/// The signs found on the way from the trigger to the main clause.
#[derive(Default)]
struct Signs {
    negations: usize,
    attempted: bool,
    hypothetical: bool,
    announced: bool,
    alleged: bool,
    historical: bool,
    is_future: bool,
    is_offer: bool,
    is_purpose: bool,
}

/// Polarity and modality of the trigger's event inside the content of `attribution`.
pub(super) fn find_factuality(scene: &Scene<'_>, trigger: &Trigger<'_>, attribution: &Attribution) -> Factuality {
    let mut signs = Signs::default();
    let mut current = trigger.token;
    if !trigger.row.is_verb {
        noun_signs(scene, trigger.token, &mut signs);
        current = nominal_host(scene, trigger, &mut signs);
    }
    if trigger.row.is_verb || current != trigger.token {
        walk_up(scene, current, trigger, attribution, &mut signs);
    }
    question_signs(scene, trigger.token, &mut signs);
    stance_signs(attribution, trigger, &mut signs);
    Factuality {
        polarity: if signs.negations % 2 == 1 { Polarity::Negated } else { Polarity::Affirmed },
        modality: strongest(&signs),
        is_future: signs.is_future,
        is_offer: signs.is_offer,
        is_purpose: signs.is_purpose,
    }
}

/// historical > attempted > hypothetical > announced > alleged > actual.
fn strongest(signs: &Signs) -> Modality {
    match signs {
        Signs { historical: true, .. } => Modality::Historical,
        Signs { attempted: true, .. } => Modality::Attempted,
        Signs { hypothetical: true, .. } => Modality::Hypothetical,
        Signs { announced: true, .. } => Modality::Announced,
        Signs { alleged: true, .. } => Modality::Alleged,
        _ => Modality::Actual,
    }
}

/// Signs inside the noun phrase: *aucune attaque, une éventuelle intervention, l'attaque avortée, la rencontre prévue*.
fn noun_signs(scene: &Scene<'_>, noun: usize, signs: &mut Signs) {
    for &child in scene.children(noun) {
        let token = scene.token(child);
        if ["det", "amod", "advmod", "nummod"].iter().any(|rel| token.is(rel)) && scene.is("negative_determiner", child)
        {
            signs.negations += 1;
        }
        if ["amod", "acl", "acl:relcl", "appos", "compound"].iter().any(|rel| token.is(rel)) {
            let participles = std::iter::once(child).chain(scene.dependents(child, &["conj"]));
            for word in participles {
                adjective_signs(scene, word, signs);
            }
        }
        if token.is("case") && scene.is("without", child) {
            signs.negations += 1;
        }
    }
    // *une tentative d'assassinat, un risque d'invasion, un projet d'attaque*
    if let Some(head) = scene.head(noun).filter(|_| scene.token(noun).is("nmod")) {
        head_noun_signs(scene, head, signs);
    }
    if scene.dependents(noun, &["compound"]).any(|child| scene.is("attempt_noun", child)) {
        signs.attempted = true;
    }
}

fn adjective_signs(scene: &Scene<'_>, word: usize, signs: &mut Signs) {
    let negated = scene.dependents(word, &["advmod"]).any(|child| scene.is("negation", child));
    if scene.is("attempt_adjective", word) {
        signs.attempted = true;
    }
    if scene.is("hypothetical_adjective", word) {
        signs.hypothetical = true;
    }
    if scene.is("future_adjective", word) && !negated {
        signs.announced = true;
    }
    if scene.is("alleged_adjective", word) {
        signs.alleged = true;
    }
}

fn head_noun_signs(scene: &Scene<'_>, head: usize, signs: &mut Signs) {
    if scene.is("attempt_noun", head) {
        signs.attempted = true;
    }
    if scene.is("hypothetical_noun", head) {
        signs.hypothetical = true;
    }
    if scene.is("plan_noun", head) {
        signs.announced = true;
    }
    if scene.is("alleged_noun", head) {
        signs.alleged = true;
    }
    if scene.is("commemoration_noun", head) {
        signs.historical = true;
    }
}

/// The verb whose tense and negation are those of a noun's event: the light verb; else the noun itself,
/// with what the governing verb says about it (*redouter un assaut, déjouer un attentat*).
fn nominal_host(scene: &Scene<'_>, trigger: &Trigger<'_>, signs: &mut Signs) -> usize {
    if let Some(carrier) = trigger.carrier {
        let hangs_below = scene.head(carrier.verb) == Some(trigger.token);
        if !hangs_below || scene.token(carrier.verb).is("acl:relcl") {
            return carrier.verb;
        }
        if carrier.role != CarrierRole::Hit {
            adjective_signs(scene, carrier.verb, signs);
        }
        return trigger.token;
    }
    let mut current = trigger.token;
    for _ in 0..6 {
        let Some(head) = scene.head(current) else { break };
        let relation = scene.token(current).relation();
        if ["nmod", "conj", "appos"].contains(&relation) && scene.is_nominal(head) {
            if relation == "nmod" {
                head_noun_signs(scene, head, signs);
                if scene.dependents(head, &["det", "amod"]).any(|child| scene.is("negative_determiner", child))
                    && scene.is("act_noun", head)
                {
                    signs.negations += 1;
                }
            }
            current = head;
            continue;
        }
        if ["obj", "obl", "nsubj", "iobj", "xcomp", "ccomp", "advcl"].contains(&relation) {
            governor_signs(scene, head, current, signs);
            if scene.is("plan_verb", head) && is_negated(scene, head) && relation != "nsubj" {
                signs.negations += 1;
            }
            // *ein Angriff ist geplant, une visite est prévue*: the participle says it like an adjective.
            if relation == "nsubj" && !scene.is_passive(head) {
                adjective_signs(scene, head, signs);
            }
            // *accuser Kiev d'une attaque*: the deed is only alleged.
            if relation == "obl" && trigger::accuses(scene, head) {
                signs.alleged = true;
            }
            if scene.is("opaque_to_noun", head) || scene.is("happen_verb", head) {
                return head;
            }
        }
        break;
    }
    trigger.token
}

/// What a governing verb says about the event below it.
fn governor_signs(scene: &Scene<'_>, governor: usize, below: usize, signs: &mut Signs) {
    let negated = is_negated(scene, governor);
    let is_subject = scene.token(below).is("nsubj") && !scene.is_passive(governor);
    if is_subject {
        return;
    }
    if scene.is("attempt_verb", governor) {
        signs.attempted = true;
    }
    if scene.is("fail_verb", governor) && !negated {
        signs.attempted = true;
    }
    if scene.is("thwart_verb", governor) && !negated {
        signs.attempted = true;
    }
    if scene.is("avoid_verb", governor) && !negated {
        signs.hypothetical = true;
    }
    if scene.is("hypothetical_verb", governor) {
        signs.hypothetical = true;
    }
    if scene.is("plan_verb", governor) {
        signs.announced = true;
        signs.is_future = true;
    }
    if is_negative_implicative(scene, governor) {
        signs.negations += 1;
    }
    if scene.is("commemorate_verb", governor) {
        signs.historical = true;
    }
}

/// *renoncer à, refrain from*, and with their adverb *stop short of*.
fn is_negative_implicative(scene: &Scene<'_>, verb: usize) -> bool {
    scene.is("negative_implicative", verb)
        || scene.dependents(verb, &["advmod", "xcomp", "amod", "obj", "compound:prt"]).any(|child| {
            let phrase = format!("{} {}", scene.lemma(verb), scene.form(child));
            scene.lexicon.is("negative_phrase", &phrase)
        })
}

/// From the verb of the event up to the main clause.
fn walk_up(scene: &Scene<'_>, start: usize, trigger: &Trigger<'_>, attribution: &Attribution, signs: &mut Signs) {
    let mut current = start;
    let mut own_clause = true;
    for _ in 0..8 {
        if own_clause {
            clause_signs(scene, current, attribution, signs);
        }
        mark_signs(scene, current, trigger, signs);
        let Some(head) = scene.head(current) else { break };
        let token = scene.token(current);
        let head_is_verb = scene.is_verbal(head) || scene.has_dependent(head, &["cop", "nsubj"]);
        match token.relation() {
            "xcomp" | "ccomp" | "csubj" | "obl" | "obj" | "advcl" | "nsubj" if head_is_verb => {
                let infinitive = scene.is_infinitive(current) || !has_finite_form(scene, current);
                // *announced that it had suspended aid*: what is told in the past has happened.
                let told_past = !infinitive
                    && scene.is("plan_verb", head)
                    && scene.dependents(current, &["aux"]).any(|aux| scene.is("perfect_auxiliary", aux));
                if (token.relation() != "advcl" || infinitive) && !told_past {
                    governor_signs(scene, head, current, signs);
                    cop_signs(scene, head, signs);
                }
                let complement = ["xcomp", "ccomp", "csubj", "obj", "obl"].contains(&token.relation())
                    || token.relation() == "nsubj" && token.feat("VerbForm") == Some("Inf");
                own_clause = infinitive
                    && complement
                    && (scene.is("transparent_verb", head)
                        || scene.is("plan_verb", head)
                        || scene.is("modal_verb", head));
                if scene.is("plan_verb", head) && !own_clause && infinitive && is_negated(scene, head) {
                    signs.negations += 1;
                }
                if token.relation() == "advcl" && !infinitive && !is_conditional_clause(scene, current) {
                    break;
                }
            }
            "acl" if token.deprel != "acl:relcl" => {
                head_noun_signs(scene, head, signs);
                break;
            }
            "conj" => {
                let shared =
                    !has_finite_form(scene, current) || !scene.has_dependent(current, &["nsubj", "nsubj:pass", "aux"]);
                own_clause = shared && head_is_verb;
                if own_clause && !is_negated(scene, current) {
                    // The mood is shared; the negation only where it is repeated or the verb has no form of its own.
                    let before = signs.negations;
                    clause_signs(scene, head, attribution, signs);
                    signs.negations = before + usize::from(is_negated(scene, head) && shares_negation(scene, current));
                    own_clause = false;
                }
            }
            _ => break,
        }
        current = head;
    }
}

fn shares_negation(scene: &Scene<'_>, verb: usize) -> bool {
    scene.dependents(verb, &["cc"]).any(|cc| scene.is("negative_coordination", cc)) || !has_finite_form(scene, verb)
}

fn has_finite_form(scene: &Scene<'_>, verb: usize) -> bool {
    let finite = |idx: usize| {
        scene.token(idx).feat("VerbForm") == Some("Fin")
            || matches!(scene.token(idx).feat("Mood"), Some("Ind" | "Sub" | "Cnd" | "Imp"))
    };
    finite(verb) || scene.dependents(verb, &["aux", "aux:pass", "cop"]).any(finite)
}

/// *est prêt à, is set to, готов*: adjectives that take the event.
fn cop_signs(scene: &Scene<'_>, head: usize, signs: &mut Signs) {
    if scene.is("ready_adjective", head) {
        signs.announced = true;
        signs.is_offer |= scene.is("willing_adjective", head);
        if is_negated(scene, head) {
            signs.negations += 1;
        }
    }
}

/// Negation in the verb's own clause.
pub(super) fn is_negated(scene: &Scene<'_>, verb: usize) -> bool {
    let negation = |child: usize| {
        scene.is("negation", child)
            && ["advmod", "aux", "det", "cc", "obj", "obl", "discourse"].iter().any(|rel| scene.token(child).is(rel))
    };
    let own = scene.children(verb).iter().any(|&child| {
        negation(child) && !(scene.is("restrictive_partner", child)) && !focuses_elsewhere(scene, verb, child)
    });
    // *did not manage*: the negation may hang on the auxiliary.
    let on_auxiliary = scene
        .dependents(verb, &["aux", "aux:pass", "cop"])
        .any(|aux| scene.children(aux).iter().any(|&child| negation(child)));
    let on_party = scene.dependents(verb, &["nsubj", "nsubj:pass", "obj", "obl"]).any(|party| {
        scene.is("negative_pronoun", party)
            || scene
                .dependents(party, &["det", "amod", "advmod", "cc", "cc:preconj", "nummod", "nmod"])
                .any(|det| scene.is("negative_determiner", det))
    });
    // French and the Slavic languages say it twice: *aucun … ne*, *никто не*: one negation.
    let concord = scene.children(verb).iter().any(|&child| scene.is("negative_particle", child));
    // *n'a pas encore relâché, has not yet freed*: the negation may hang on the adverb beside it.
    let on_adverb = scene.dependents(verb, &["advmod"]).any(|adverb| {
        !scene.is("restrictive_partner", adverb) && scene.children(adverb).iter().any(|&child| negation(child))
    });
    own || on_auxiliary
        || on_adverb
        || on_party
        || concord && scene.children(verb).iter().any(|&child| scene.is("negation_partner", child))
}

/// *n'a pas frappé pour renverser Assad, mais pour …*: the negation is about the purpose that follows.
fn focuses_elsewhere(scene: &Scene<'_>, verb: usize, negation: usize) -> bool {
    let contrasted = scene.dependents(verb, &["advcl", "obl"]).find(|&part| {
        part > negation
            && scene
                .dependents(part, &["conj"])
                .any(|second| scene.dependents(second, &["cc"]).any(|cc| scene.is("contrast", cc)))
    });
    contrasted.is_some()
}

/// Tense, mood, auxiliaries and adverbs of one clause.
fn clause_signs(scene: &Scene<'_>, verb: usize, attribution: &Attribution, signs: &mut Signs) {
    if is_negated(scene, verb) {
        signs.negations += 1;
    }
    let auxiliaries: Vec<usize> = scene.dependents(verb, &["aux", "aux:pass", "cop"]).collect();
    let past_auxiliary = auxiliaries.iter().any(|&aux| scene.is("perfect_auxiliary", aux));
    for &word in std::iter::once(&verb).chain(&auxiliaries) {
        let token = scene.token(word);
        if token.feat("Tense") == Some("Fut") && !(past_auxiliary && token.feat("Mood") == Some("Cnd")) {
            signs.announced = true;
            signs.is_future = true;
        }
        if token.feat("Mood") == Some("Cnd") {
            conditional_signs(scene, verb, word, attribution, signs);
        }
        if word != verb {
            auxiliary_signs(scene, verb, word, past_auxiliary, attribution, signs);
        }
    }
    for child in scene.dependents(verb, &["advmod", "discourse", "parataxis", "obl", "mark", "nsubj"]) {
        if scene.is("hearsay_adverb", child) {
            signs.alleged = true;
        }
        if scene.is("doubt_adverb", child) {
            // As with *may have built*: of the past it is hearsay, of the future a possibility.
            let past = past_auxiliary || has_past_form(scene, verb);
            signs.alleged |= past;
            signs.hypothetical |= !past;
        }
        if scene.is("attempt_adverb", child) {
            signs.attempted = true;
        }
    }
}

fn has_past_form(scene: &Scene<'_>, verb: usize) -> bool {
    let past = |idx: usize| {
        scene.token(idx).feat("VerbForm") != Some("Part")
            && matches!(scene.token(idx).feat("Tense"), Some("Past" | "Imp" | "Pqp"))
    };
    past(verb) || scene.dependents(verb, &["aux", "aux:pass"]).any(past)
}

fn auxiliary_signs(
    scene: &Scene<'_>,
    verb: usize,
    aux: usize,
    past: bool,
    attribution: &Attribution,
    signs: &mut Signs,
) {
    // *said it would suspend tests*: the future as told in the past, no condition.
    let told_future = scene.is("future_in_past", aux)
        && !attribution.cue.is_empty()
        && !scene.dependents(verb, &["advcl"]).any(|clause| is_conditional_clause(scene, clause));
    let future = scene.is("future_auxiliary", aux) && scene.token(verb).feat("VerbForm") != Some("Part");
    if told_future && !past || future {
        signs.announced = true;
        signs.is_future = true;
    } else if scene.is("modal_auxiliary", aux) {
        // *may have built* is hearsay about the past, *may build* a possibility.
        if past {
            signs.alleged = true;
        } else {
            signs.hypothetical = true;
        }
    } else if scene.is("hearsay_auxiliary", aux) {
        signs.alleged = true;
    }
}

/// The conditional: after *si* a condition, in the report of a past speech a future, else hearsay (French, Spanish).
fn conditional_signs(scene: &Scene<'_>, verb: usize, word: usize, attribution: &Attribution, signs: &mut Signs) {
    // *pourraient avoir été construits*: a guess about the past, whether the modal is auxiliary or main verb.
    let of_past = scene.is("modal_verb", word)
        && scene
            .dependents(word, &["xcomp", "ccomp"])
            .chain(std::iter::once(verb))
            .any(|below| scene.dependents(below, &["aux"]).any(|aux| scene.is("perfect_auxiliary", aux)));
    if of_past {
        signs.alleged = true;
        return;
    }
    let in_condition = scene.dependents(verb, &["advcl"]).any(|clause| is_conditional_clause(scene, clause))
        || scene.is("modal_verb", verb);
    if in_condition || !scene.lexicon.is("settings", "conditional_of_hearsay") {
        signs.hypothetical = true;
    } else if word == verb
        && scene.token(verb).feat("VerbForm") != Some("Part")
        && !attribution.cue.is_empty()
        && attribution.source.first() != attribution.cue.first()
    {
        signs.announced = true;
        signs.is_future = true;
    } else {
        signs.alleged = true;
    }
}

pub(super) fn is_conditional_clause(scene: &Scene<'_>, clause: usize) -> bool {
    scene.dependents(clause, &["mark", "advmod", "cc"]).any(|mark| scene.is("condition_mark", mark))
}

/// Conjunctions and prepositions before a clause: condition, purpose, privation.
fn mark_signs(scene: &Scene<'_>, verb: usize, trigger: &Trigger<'_>, signs: &mut Signs) {
    for mark in scene.dependents(verb, &["mark", "case", "advmod"]) {
        let is_advmod = scene.token(mark).is("advmod");
        if scene.is("condition_mark", mark) && (!is_advmod || scene.token(mark).upos == Upos::Sconj) {
            signs.hypothetical = true;
        }
        if scene.is("without", mark) && !is_advmod {
            signs.negations += 1;
        }
        let relation = scene.token(verb).relation();
        if scene.is("purpose_mark", mark)
            && ["advcl", "obl"].contains(&relation)
            && scene.is_infinitive(verb)
            && verb != scene.head(trigger.token).unwrap_or(verb)
        {
            signs.is_purpose = true;
        }
    }
}

/// A sentence that ends with a question mark asks; a question who did it leaves the event as it is.
fn question_signs(scene: &Scene<'_>, idx: usize, signs: &mut Signs) {
    let Some(sentence) = scene.analysis.sentence_of(idx) else { return };
    let tokens = scene.analysis.sentences[sentence].tokens.clone();
    let Some(mark) = tokens.clone().rev().find(|&at| scene.form(at).contains('?')) else { return };
    if mark < idx || tokens.clone().any(|at| scene.is("open_question_word", at)) {
        return;
    }
    signs.hypothetical = true;
}

/// What the source's stance makes of its content. A denial leaves the polarity as it is.
fn stance_signs(attribution: &Attribution, trigger: &Trigger<'_>, signs: &mut Signs) {
    let verbal_act = trigger.row.has_flag("speech");
    match attribution.stance {
        Stance::Denied => signs.alleged = true,
        Stance::Alleged if attribution.act == Act::SpeechAct || !verbal_act => signs.alleged = true,
        Stance::Questioned => signs.alleged = true,
        Stance::Desired if !verbal_act => signs.announced = true,
        _ => {}
    }
}
