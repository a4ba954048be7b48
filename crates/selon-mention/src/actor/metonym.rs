//! Whether a capital or seat of power stands for its government (*Minsk annonce*) or is a place (*à Minsk*).

use selon_types::Upos;

use super::register::Lexicon;
use super::tree::Tree;
use super::words::Role;

/// `true` when the name whose head token is `head` acts, speaks, is addressed or owns what a government owns.
///
/// `is_town` is false for seats that are no towns (*le Kremlin*); these are places only in a locative.
pub(crate) fn acts(tree: &Tree<'_>, text: &str, lexicon: &Lexicon, head: usize, is_town: bool) -> bool {
    let words = &lexicon.words;
    let first = tree.first_conjunct(head);
    let token = tree.token(first);
    let governor = token.head.map(|governor| tree.token(governor));
    let governor_is = |role: Role| {
        governor.is_some_and(|governor| words.is(&governor.lemma, role) || words.is(governor.span.of(text), role))
    };
    let own_case = tree.cases(head).next().or_else(|| tree.cases(first).next());
    let case = own_case.map(|case| tree.token(case)).map(|case| (case.span.of(text), &*case.lemma));
    let case_is = |role: Role| case.is_some_and(|(form, lemma)| words.is(form, role) || words.is(lemma, role));
    let is_genitive = case_is(Role::Genitive)
        || token.deprel == "nmod:poss"
        || (case.is_none() && token.is("nmod") && token.feat("Case") == Some("Gen"));

    if token.is("nsubj") || token.deprel == "csubj" {
        let passive = token.deprel.ends_with(":pass");
        return match (is_town, passive) {
            (false, _) => true,
            // « Kiev a été bombardée » is a town, « Kiev a été invitée » is not.
            (true, true) => !governor_is(Role::PlaceVerb) && !governor_is(Role::TownVerb),
            // « Washington n'a pas frappé » acts, « Kiev compte trois gares » does not.
            (true, false) => {
                !governor_is(Role::TownVerb)
                    || governor.is_some_and(|verb| verb.upos == Upos::Verb && has_clause(tree, token.head))
            }
        };
    }
    if token.deprel == "obl:agent"
        || (case_is(Role::AgentPreposition) && governor.is_some_and(|verb| verb.feat("Voice") == Some("Pass")))
    {
        return true;
    }
    if is_genitive {
        if !is_town {
            return true;
        }
        if token.is("obl") || token.is("iobj") {
            // *parler de Kiev*, *revenir de Moscou*
            return false;
        }
        return governor.is_some_and(|noun| noun.upos != Upos::Propn) && !governor_is(Role::PlaceNoun);
    }
    if case_is(Role::ActingPreposition) {
        return !governor_is(Role::PlaceNoun) || !is_town;
    }
    let is_dative = token.feat("Case") == Some("Dat") || case_is(Role::DativePreposition);
    if is_dative && (governor_is(Role::DativeVerb) || (case.is_none() && token.feat("Case") == Some("Dat"))) {
        return true;
    }
    if case_is(Role::ImpersonalPreposition) && is_impersonal_saying(tree, token.head) {
        return true;
    }
    if case_is(Role::PlacePreposition) || case.is_some() {
        return false;
    }
    if token.is("obj") || token.is("iobj") {
        return !is_town || !governor_is(Role::PlaceVerb);
    }
    if token.is("obl") && token.feat("Case") == Some("Ins") {
        return true;
    }
    if token.is("compound") || token.is("amod") {
        // *Kremlin spokesman*, *Kyiv officials* against *Kyiv region*
        return !governor_is(Role::PlaceNoun) && governor.is_some_and(|noun| noun.upos == Upos::Noun);
    }
    // « якщо Пхеньян і далі запускатиме …»: the nominative is the case of who acts, whatever the parser made of it.
    let is_beside = ["appos", "flat", "nmod", "conj", "list", "root"].iter().any(|relation| token.is(relation));
    let is_suffered = governor_is(Role::PlaceVerb) || governor_is(Role::TownVerb);
    if is_town && token.feat("Case") == Some("Nom") && !is_beside && !is_suffered {
        return true;
    }
    // Without syntax around it (headline fragments, lists) a seat of power still means its holder.
    !is_town
}

/// A capital that officials go to (*arrived in Beijing, se rendra à Washington*): a place, and also the government
/// that is visited.
pub(crate) fn is_visited(tree: &Tree<'_>, text: &str, lexicon: &Lexicon, head: usize) -> bool {
    let words = &lexicon.words;
    let token = tree.token(head);
    let goes = token.is("obl") || token.is("obj");
    goes && token.head.is_some_and(|verb| {
        words.is(&tree.token(verb).lemma, Role::VisitVerb) || words.is(tree.token(verb).span.of(text), Role::VisitVerb)
    })
}

/// « В Анкаре пообещали », « у Києві заявили »: a plural verb without subject, the capital is who speaks.
fn is_impersonal_saying(tree: &Tree<'_>, verb: Option<usize>) -> bool {
    verb.is_some_and(|verb| {
        let token = tree.token(verb);
        token.upos == Upos::Verb
                && token.feat("Number") == Some("Plur")
                && token.feat("VerbForm") != Some("Part")
                && tree.child(verb, &["nsubj", "csubj"]).is_none()
                // « В Москве задержали сорок человек »: what has an object and no clause is done there, not said.
                && (tree.child(verb, &["obj"]).is_none() || has_clause(tree, Some(verb)))
    })
}

fn has_clause(tree: &Tree<'_>, verb: Option<usize>) -> bool {
    verb.is_some_and(|verb| tree.child(verb, &["ccomp", "xcomp"]).is_some())
}
