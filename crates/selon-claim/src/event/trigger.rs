//! Words that tell an event: tokens that a lexicon row fits, with the light verb that carries them.

use selon_types::{EventType, SentenceRole, Upos};

use super::lexicon::{Constraint, EventRow, LanguageLexicon};
use super::scene::Scene;

/// A word that tells an event, by a row.
#[derive(Clone)]
pub(super) struct Trigger<'a> {
    /// The verb or noun.
    pub(super) token: usize,
    /// The words of the trigger, in the order of the text.
    pub(super) words: Vec<usize>,
    pub(super) row: &'a EventRow,
    /// The light verb around a noun: *mener une attaque*.
    pub(super) carrier: Option<Carrier>,
}

/// A verb that says that the event of its noun is done, undergone or happens, and little else.
#[derive(Clone, Copy, Debug)]
pub(super) struct Carrier {
    pub(super) verb: usize,
    pub(super) role: CarrierRole,
}

/// What the subject of the light verb is to the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CarrierRole {
    /// *mener, lancer, participer à*: it acts.
    Do,
    /// *subir, essuyer, être victime de*: it is acted upon.
    Undergo,
    /// *avoir lieu, se produire*: the event itself is the subject.
    Happen,
    /// *viser, toucher*: the event is the subject, the object is acted upon.
    Hit,
}

/// The triggers of a report in the order of the text; at most one for each token.
pub(super) fn find_triggers<'a>(scene: &Scene<'a>) -> Vec<Trigger<'a>> {
    let mut triggers = Vec::new();
    for sentence in &scene.analysis.sentences {
        if !matches!(sentence.role, SentenceRole::Headline | SentenceRole::Body) {
            continue;
        }
        triggers.extend(sentence.tokens.clone().filter_map(|idx| trigger_at(scene, idx)));
    }
    triggers
}

pub(super) fn trigger_at<'a>(scene: &Scene<'a>, idx: usize) -> Option<Trigger<'a>> {
    let token = scene.token(idx);
    if matches!(token.upos, Upos::Punct | Upos::Adp | Upos::Det | Upos::Cconj | Upos::Num | Upos::Aux) {
        return None;
    }
    let verbal = token.upos == Upos::Verb || token.upos == Upos::Adj && token.feat("VerbForm").is_some();
    // *March* is a month when it stands in a time expression.
    let in_timex = scene.mentions.timexes.iter().any(|timex| timex.span.contains(token.span));
    let nominal = matches!(token.upos, Upos::Noun | Upos::Propn) && !in_timex;
    let carrier = carrier_of(scene, idx);
    let fits = |row: &&EventRow| {
        (if row.is_verb { verbal } else { nominal })
            && row.with.iter().all(|constraint| holds(scene, idx, constraint, carrier))
            && !row.not.iter().any(|constraint| holds(scene, idx, constraint, carrier))
    };
    let row = rows_for(scene, idx).into_iter().find(fits)?;
    Some(Trigger {
        token: idx,
        words: trigger_words(scene, idx, row, carrier),
        row,
        carrier: carrier.filter(|_| !row.is_verb),
    })
}

/// The word accuses somebody of a deed: a row of ACCUSE with mode `allege` or `investigate` fits it.
pub(super) fn accuses(scene: &Scene<'_>, idx: usize) -> bool {
    trigger_at(scene, idx).is_some_and(|trigger| {
        trigger.row.event_type == EventType::Accuse
            && trigger.row.modes.iter().any(|mode| mode == "allege" || mode == "investigate")
    })
}

/// The rows of a token's lemma, else of its form, else (in a language that compounds) of its last part.
fn rows_for<'a>(scene: &Scene<'a>, idx: usize) -> Vec<&'a EventRow> {
    let lexicon: &'a LanguageLexicon = scene.lexicon;
    let mut rows: Vec<&EventRow> = lexicon.rows_of(scene.lemma(idx)).collect();
    if rows.is_empty() && scene.form(idx) != scene.lemma(idx) {
        rows.extend(lexicon.rows_of(scene.form(idx)));
    }
    if rows.is_empty()
        && lexicon.is("settings", "compounding")
        && matches!(scene.token(idx).upos, Upos::Noun | Upos::Propn)
    {
        let lemma = scene.lemma(idx);
        let starts = lemma.char_indices().map(|(at, _)| at).skip(3);
        let last_part = starts
            .map(|at| &lemma[at..])
            .find(|part| part.chars().count() >= 5 && lexicon.rows_of(part).next().is_some());
        rows.extend(last_part.into_iter().flat_map(|part| lexicon.rows_of(part)));
    }
    rows
}

/// The trigger with the words that its row asks for: *prendre … en otage*, *exercices conjoints*.
fn trigger_words(scene: &Scene<'_>, idx: usize, row: &EventRow, carrier: Option<Carrier>) -> Vec<usize> {
    let mut words = vec![idx];
    let idiom = row.with.iter().filter(|constraint| !constraint.words.is_empty());
    for constraint in idiom
        .filter(|constraint| ["obj", "obl", "amod", "prt", "compound", "nmod"].contains(&constraint.relation.as_str()))
    {
        words.extend(
            candidates(scene, idx, constraint, carrier)
                .into_iter()
                .filter(|&at| word_fits(scene, at, constraint))
                .take(1),
        );
    }
    words.sort_unstable();
    words
}

/// The light verb around a noun, through coordination and *une série de*.
pub(super) fn carrier_of(scene: &Scene<'_>, noun: usize) -> Option<Carrier> {
    let mut current = noun;
    for _ in 0..4 {
        let token = scene.token(current);
        let head = scene.head(current)?;
        let through = token.is("conj") && scene.is_nominal(head) || token.is("nmod") && scene.is("series_noun", head);
        if through {
            current = head;
            continue;
        }
        if !matches!(scene.token(head).upos, Upos::Verb | Upos::Aux | Upos::Adj | Upos::Noun) {
            return None;
        }
        let relation = token.relation();
        // *mènera des manœuvres, à la suite d'un raid*: a circumstance is not what the verb carries out.
        let circumstance = relation == "obl" && scene.is_circumstance(current);
        let acted = ["obj", "obl", "xcomp", "iobj"].contains(&relation) && !circumstance || token.is("nsubj:pass");
        // *l'attaque lancée par X*: the participle hangs on the noun.
        let role = if acted && scene.is("light_do", head) {
            CarrierRole::Do
        } else if acted && scene.is("light_undergo", head) {
            CarrierRole::Undergo
        } else if relation == "nsubj" && (scene.is("light_happen", head) || scene.is("light_do", head)) {
            CarrierRole::Happen
        } else if relation == "nsubj" && scene.is("light_hit", head) {
            CarrierRole::Hit
        } else {
            break;
        };
        return Some(Carrier { verb: head, role });
    }
    let participle = |class: &str| {
        scene
            .dependents(current, &["acl", "acl:relcl", "amod"])
            .find(|&verb| scene.is(class, verb) && scene.is_verbal(verb))
    };
    if let Some(verb) = participle("light_hit").filter(|&verb| !scene.is_passive(verb)) {
        return Some(Carrier { verb, role: CarrierRole::Hit });
    }
    if let Some(verb) = participle("light_do") {
        return Some(Carrier { verb, role: CarrierRole::Do });
    }
    participle("light_undergo").map(|verb| Carrier { verb, role: CarrierRole::Undergo })
}

fn holds(scene: &Scene<'_>, idx: usize, constraint: &Constraint, carrier: Option<Carrier>) -> bool {
    if constraint.relation == "passive" {
        return scene.is_passive(idx);
    }
    let mut found = candidates(scene, idx, constraint, carrier).into_iter().peekable();
    if constraint.words.is_empty() {
        return found.peek().is_some();
    }
    found.any(|at| word_fits(scene, at, constraint))
}

/// The tokens that stand in the constraint's relation to the trigger.
fn candidates(scene: &Scene<'_>, idx: usize, constraint: &Constraint, carrier: Option<Carrier>) -> Vec<usize> {
    let carrier_verb = carrier.map(|carrier| carrier.verb);
    let direct = |relations: &[&str]| -> Vec<usize> {
        scene.dependents(idx, relations).flat_map(|child| scene.with_conjuncts(child)).collect()
    };
    match constraint.relation.as_str() {
        "subj" => scene.subjects(idx),
        "obj" => through_parts(scene, scene.objects(idx)),
        "iobj" => scene.addressees(idx),
        "obl" | "nmod" => {
            let mut found = match constraint.prepositions.is_empty() {
                true => direct(&["obl", "obl:arg", "obl:agent", "nmod", "advmod"]),
                false => scene.obliques(idx, &constraint.prepositions),
            };
            if let Some(verb) = carrier_verb {
                found.extend(scene.obliques(verb, &constraint.prepositions));
            }
            found
        }
        "amod" => direct(&["amod", "acl"]),
        "compound" => direct(&["compound", "nmod", "flat"]),
        "adj" => direct(&["amod", "compound"]).into_iter().filter(|&child| scene.mention_at(child).is_some()).collect(),
        "poss" => direct(&["det", "nmod:poss"]).into_iter().filter(|&child| scene.is("possessive", child)).collect(),
        "gen" => direct(&["nmod", "nmod:poss"])
            .into_iter()
            .filter(|&child| {
                scene.has_preposition_class(child, "genitive_preposition") && scene.mention_at(child).is_some()
            })
            .collect(),
        "det" => direct(&["det"]),
        "prt" => direct(&["compound:prt", "advmod", "compound", "case"]),
        "refl" => scene
            .children(idx)
            .iter()
            .copied()
            .filter(|&child| scene.is("reflexive", child) || scene.token(child).deprel == "expl:pv")
            .collect(),
        "inf" => direct(&["xcomp", "ccomp", "obl", "acl", "advcl", "csubj", "nsubj"])
            .into_iter()
            .filter(|&child| scene.is_infinitive(child) || scene.token(child).feat("VerbForm") == Some("Ger"))
            .collect(),
        "xcomp" => direct(&["xcomp", "ccomp", "obl", "acl", "advcl"])
            .into_iter()
            .filter(|&child| scene.is_verbal(child))
            .collect(),
        "clause" => direct(&["ccomp", "xcomp", "csubj"]),
        "head" => scene.head(idx).into_iter().collect(),
        "actor" => {
            let parties = [scene.subjects(idx), scene.objects(idx)].concat();
            parties.into_iter().filter(|&head| scene.mention_at(head).is_some()).collect()
        }
        _ => scene.phrase(idx).into_iter().filter(|&at| at != idx).collect(),
    }
}

/// *une partie de la dette, une dizaine d'accords*: the noun that is meant stands below.
fn through_parts(scene: &Scene<'_>, mut heads: Vec<usize>) -> Vec<usize> {
    let below: Vec<usize> = heads
        .iter()
        .filter(|&&head| {
            scene.is("series_noun", head) || scene.is("part_noun", head) || scene.token(head).upos == Upos::Num
        })
        .flat_map(|&head| scene.dependents(head, &["nmod"]).collect::<Vec<_>>())
        .collect();
    heads.extend(below);
    heads
}

fn word_fits(scene: &Scene<'_>, at: usize, constraint: &Constraint) -> bool {
    let compounding = scene.lexicon.is("settings", "compounding");
    constraint.words.iter().any(|word| match word.strip_prefix('@') {
        Some("party") => {
            !scene.actors_of(at).is_empty()
                || scene.token(at).upos == Upos::Propn
                || scene.is("person", at)
                || scene.is("troops", at)
        }
        // A person's name may be that of a statesman.
        Some("leader") if scene.is_person_name(at) => true,
        Some(class) => scene.is(class, at) || compounding && scene.ends_in_class(class, at),
        None => {
            scene.lemma(at) == word
                || scene.form(at) == word
                || compounding && word.len() > 4 && scene.lemma(at).ends_with(word.as_str())
        }
    })
}
