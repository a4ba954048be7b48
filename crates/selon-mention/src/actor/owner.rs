//! Whose a noun phrase is: the country or body that its adjectives, complements and possessives name.

use selon_types::Upos;

use super::candidate::{ActorCandidates, Candidate, Scene, Source};
use super::entry::EntryKind;
use super::find::Finder;
use super::nouns::NounKind;
use super::words::Role;

/// Code and sector of what owns a phrase, or of what it is a part of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Owner {
    pub(crate) code: String,
    /// The sector of a group or body that owns it; `None` for states.
    pub(crate) sector: Option<String>,
    pub(crate) is_state: bool,
    /// The mention it was taken from.
    pub(crate) mention: Option<usize>,
    /// Only a place inside the phrase (*les habitants de Kharkiv, protesters in Tbilisi*).
    pub(crate) is_place: bool,
}

/// Codes known so far, one for each candidate.
pub(crate) type Codes = [Option<(String, Option<String>)>];

/// The owner that the words of the phrase of `candidate` name; the nearest to its head, actors before places.
pub(crate) fn owner_in_phrase(
    finder: &Finder<'_>,
    found: &ActorCandidates,
    places: &[Scene],
    codes: &Codes,
    idx: usize,
) -> Option<Owner> {
    let candidate = &found.candidates[idx];
    let stretch = extended(finder, candidate);
    let mut best: Option<((bool, usize), Owner)> = None;
    let mut offer = |rank: (bool, usize), owner: Owner| {
        if best.as_ref().is_none_or(|(known, _)| rank < *known) {
            best = Some((rank, owner));
        }
    };
    for other_idx in found.headed_in(&stretch) {
        let other = &found.candidates[other_idx];
        if other_idx == idx || is_self(finder, candidate, other) {
            continue;
        }
        let Some((code, sector)) = &codes[other_idx] else { continue };
        let Some(link) = link(finder, other.head, candidate.head) else { continue };
        let entry_kind = match &other.source {
            Source::Entry(entry) => Some(finder.register.entries[*entry].kind),
            Source::People(_) => Some(EntryKind::State),
            Source::Pronoun(_) => None,
            // A described phrase inside passes on its country; its own owner lies nearer to it.
            Source::Noun(_) => None,
            Source::Name { .. } => continue,
        };
        if entry_kind == Some(EntryKind::Person) && !owned_by_persons(candidate) {
            continue;
        }
        let is_state =
            !matches!(entry_kind, Some(EntryKind::Group | EntryKind::Outlet | EntryKind::Body | EntryKind::Person));
        let sector = if matches!(other.source, Source::Noun(_)) || !is_state { sector.clone() } else { None };
        let owner = Owner { code: code.clone(), sector, is_state, mention: Some(other_idx), is_place: link.is_place };
        offer((link.is_place, link.depth * 2), owner);
    }
    if !is_diplomat_like(finder, candidate) {
        let (first, last) = (stretch.iter().min().copied(), stretch.iter().max().copied());
        let near = |scene: &&Scene| Some(scene.tokens.start) <= last && first < Some(scene.tokens.end);
        for scene in places.iter().filter(near) {
            for token in scene.tokens.clone() {
                if stretch.contains(&token)
                    && let Some(link) = link(finder, token, candidate.head)
                {
                    let owner =
                        Owner { code: scene.code.clone(), sector: None, is_state: true, mention: None, is_place: true };
                    offer((true, link.depth * 2 + 1), owner);
                }
            }
        }
    }
    best.map(|(_, owner)| owner).or_else(|| linked_owner(finder, found, places, codes, candidate))
}

/// *des pirates liés à Moscou, militias loyal to Tehran*: whom a group is said to belong to, beside the phrase.
fn linked_owner(
    finder: &Finder<'_>,
    found: &ActorCandidates,
    places: &[Scene],
    codes: &Codes,
    candidate: &Candidate,
) -> Option<Owner> {
    let tree = &finder.tree;
    let words = &finder.lexicon.words;
    let says_so = |child: &&usize| {
        let token = tree.token(**child);
        (token.is("acl") || token.is("amod"))
            && (words.is(&token.lemma, Role::Linked) || words.is(token.span.of(&finder.report.text), Role::Linked))
    };
    let link = *tree.children(candidate.head).iter().find(says_so)?;
    let complements = tree.children(link).iter().copied();
    complements.filter(|&child| tree.token(child).is("obl") || tree.token(child).is("nmod")).find_map(|child| {
        let coded = |&idx: &usize| Some((idx, codes[idx].clone()?));
        if let Some((idx, (code, sector))) = found.at_head.get(&child).into_iter().flatten().find_map(coded) {
            let is_state = matches!(found.candidates[idx].source,
                Source::Entry(entry) if finder.register.entries[entry].kind == EntryKind::State);
            let sector = if is_state { None } else { sector };
            return Some(Owner { code, sector, is_state, mention: Some(idx), is_place: false });
        }
        let place = places.iter().find(|scene| scene.tokens.contains(&child))?;
        Some(Owner { code: place.code.clone(), sector: None, is_state: true, mention: None, is_place: false })
    })
}

/// The tokens of the phrase; for a name with a title in apposition those of the title too.
fn extended(finder: &Finder<'_>, candidate: &Candidate) -> Vec<usize> {
    let mut tokens = candidate.phrase.clone();
    for apposition in finder.tree.appositions(candidate.head) {
        if finder.noun_of(apposition).is_some() || finder.tree.token(apposition).upos == Upos::Propn {
            tokens.extend(finder.tree.phrase(apposition));
        }
    }
    tokens
}

/// The other mention is the name that the candidate's title carries, or a word of it.
fn is_self(finder: &Finder<'_>, candidate: &Candidate, other: &Candidate) -> bool {
    let token = finder.tree.token(other.head);
    other.head == candidate.head
        && !matches!(other.source, Source::Entry(entry) if finder.register.entries[entry].kind == EntryKind::State)
        || (token.is("flat")
            && token.head == Some(candidate.head)
            && !matches!(&other.source, Source::Entry(entry) if finder.register.entries[*entry].kind == EntryKind::State))
}

fn owned_by_persons(candidate: &Candidate) -> bool {
    matches!(&candidate.source, Source::Noun(_))
}

/// Ambassadors and embassies stand in another country than their own.
fn is_diplomat_like(finder: &Finder<'_>, candidate: &Candidate) -> bool {
    let is_diplomat = |word: &str| finder.lexicon.words.is_or_starts(word, Role::Diplomat);
    matches!(&candidate.source, Source::Noun(info) if info.identity.split([' ', '-']).any(is_diplomat))
}

struct Link {
    depth: usize,
    is_place: bool,
}

/// How `token` hangs below `head`: by adjective, genitive, compound (owner) or by a preposition of place.
fn link(finder: &Finder<'_>, token: usize, head: usize) -> Option<Link> {
    let tree = &finder.tree;
    let words = &finder.lexicon.words;
    let mut is_place = false;
    let mut current = token;
    for depth in 0..8 {
        if current == head {
            return Some(Link { depth, is_place });
        }
        let here = tree.token(current);
        // *un évêque exilé à Rome*, *an opponent living in Paris*
        if current != token
            && (words.is(&here.lemma, Role::Away) || words.is(here.span.of(&finder.report.text), Role::Away))
        {
            return None;
        }
        for case in tree.cases(current) {
            let case = tree.token(case);
            let (form, lemma) = (case.span.of(&finder.report.text), &*case.lemma);
            let is = |role: Role| words.is(form, role) || words.is(lemma, role);
            if is(Role::Genitive) {
                continue;
            }
            if is(Role::PlacePreposition) {
                is_place = true;
            } else {
                return None;
            }
        }
        current = here.head?;
    }
    None
}

/// The noun that a part belongs to (*les membres de l'armée*, *army officials*): its candidate.
pub(crate) fn whole_of_part(finder: &Finder<'_>, found: &ActorCandidates, idx: usize) -> Option<usize> {
    let candidate = &found.candidates[idx];
    let inside = |other: &Candidate| {
        candidate.phrase.contains(&other.head)
            && other.head != candidate.head
            && matches!(
                &other.source,
                Source::Noun(_) | Source::Entry(_) | Source::People(_) | Source::Name { is_person: false }
            )
            && !matches!(other.form, selon_types::ActorForm::Adjective)
    };
    found
        .headed_in(&candidate.phrase)
        .filter(|&other_idx| other_idx != idx && inside(&found.candidates[other_idx]))
        .filter_map(|other_idx| {
            let link = link(finder, found.candidates[other_idx].head, candidate.head)?;
            (!link.is_place).then_some((link.depth, other_idx))
        })
        .min()
        .map(|(_, other_idx)| other_idx)
}

/// A noun inside an English or German compound that is no candidate of its own (*army officials*).
pub(crate) fn sector_of_modifier(finder: &Finder<'_>, candidate: &Candidate) -> Option<String> {
    candidate.phrase.iter().copied().filter(|&token| token != candidate.head).find_map(|token| {
        let word = finder.tree.token(token);
        if !(word.is("compound") || word.is("amod") || word.is("nmod"))
            || !matches!(word.upos, Upos::Noun | Upos::Adj | Upos::Propn)
        {
            return None;
        }
        let noun = finder.noun_of(token)?;
        if noun.kind == NounKind::Object { None } else { noun.sector.clone() }
    })
}
