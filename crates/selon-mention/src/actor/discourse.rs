//! What the report is about: the countries that act in it and those in which it plays.

use std::collections::BTreeMap;

use selon_types::ActorForm;

use super::candidate::{ActorCandidates, Candidate, Scene, Source, sentence_of};
use super::entry::EntryKind;
use super::find::Finder;
use super::owner::Codes;
use super::resolve::is_class;

/// How far the best country must lead the second one.
const LEAD: f32 = 1.03;

/// Counts of countries over the whole report.
#[derive(Clone, Debug, Default)]
pub(crate) struct Discourse {
    /// How often each country acts or is named.
    actors: BTreeMap<String, f32>,
    /// How often something lies in each country.
    scenes: BTreeMap<String, f32>,
}

impl Discourse {
    pub(crate) fn new(finder: &Finder<'_>, found: &ActorCandidates, places: &[Scene]) -> Discourse {
        let mut discourse = Discourse::default();
        for candidate in &found.candidates {
            let (Source::Entry(entry) | Source::People(entry)) = candidate.source else { continue };
            let entry = &finder.register.entries[entry];
            if entry.kind == EntryKind::Outlet {
                continue;
            }
            let (code, sector) = entry.on(finder.day());
            if !is_class(code) {
                let mut weight = if finder.tree.token(candidate.head).is("nsubj") { 1.5 } else { 1.0 };
                if is_unofficial(sector) {
                    weight *= 0.4;
                }
                *discourse.actors.entry(code.to_owned()).or_default() += weight;
            }
        }
        for scene in places {
            *discourse.scenes.entry(scene.code.clone()).or_default() += 1.0;
        }
        discourse
    }

    /// The most named country that is not `not`.
    pub(crate) fn other_than(&self, not: Option<&str>) -> Option<String> {
        let best = self.actors.iter().filter(|(code, _)| Some(code.as_str()) != not);
        best.max_by(|one, other| one.1.total_cmp(other.1).then_with(|| other.0.cmp(one.0)))
            .map(|(code, _)| code.clone())
    }

    /// The country of the report when nearly everything in it is of one country.
    pub(crate) fn single_country(&self) -> Option<String> {
        let mut all = self.actors.clone();
        for (code, count) in &self.scenes {
            *all.entry(code.clone()).or_default() += count;
        }
        let total: f32 = all.values().sum();
        let (code, count) =
            all.iter().max_by(|one, other| one.1.total_cmp(other.1).then_with(|| other.0.cmp(one.0)))?;
        (*count >= 0.7 * total).then(|| code.clone())
    }

    /// Whose a description without a country is: the scene for those who suffer or live there, the discourse for
    /// institutions (*le ministère de la Défense*), never simply the nearest name.
    pub(crate) fn country_for(
        &self,
        finder: &Finder<'_>,
        candidate: &Candidate,
        sector: Option<&str>,
        codes: &Codes,
        found: &ActorCandidates,
        places: &[Scene],
    ) -> Option<String> {
        let analysis = finder.tree.analysis;
        let sentence = sentence_of(analysis, candidate.head);
        let institution = matches!(sector, Some("GOV" | "MIL" | "LEG" | "SPY" | "JUD" | "ELI" | "PTY"));
        let clause = finder.tree.clause_of(candidate.head);
        let mut scores: BTreeMap<&str, f32> = BTreeMap::new();
        let near = finder.tree.around_sentence(sentence, 2);
        for (idx, other) in found.candidates.iter().enumerate().filter(|(_, other)| near.contains(&other.head)) {
            let Some((code, other_sector)) = &codes[idx] else { continue };
            if is_class(code)
                || other.head == candidate.head
                || matches!(&other.source, Source::Entry(entry) if finder.register.entries[*entry].kind == EntryKind::Outlet)
            {
                continue;
            }
            let distance = sentence.abs_diff(sentence_of(analysis, other.head));
            let is_before = other.head < candidate.head;
            let is_subject = finder.tree.token(acting_head(finder, other.head)).is("nsubj");
            let near = match (distance, is_before) {
                (0, true) => 2.0,
                (0, false) => 1.2,
                (1, true) => 1.5,
                (1, false) => 0.5,
                (2, true) => 0.5,
                _ => continue,
            };
            let mut weight = near * if is_subject { 1.5 } else { 1.0 };
            if !institution {
                weight *= 0.6;
            } else if is_unofficial(other_sector.as_deref()) {
                // *Hamas … until the army leaves*: armies and ministries are not those of the rebels named.
                weight *= 0.2;
            }
            // Who is acted upon is seldom of the country that acts.
            let same_clause = distance == 0 && finder.tree.clause_of(other.head) == clause;
            let opposed = same_clause
                && is_subject
                && (finder.tree.token(candidate.head).is("obj") || finder.tree.token(candidate.head).is("obl"));
            if opposed && !institution {
                weight = -0.5;
            }
            if other.form == ActorForm::Metonym && same_clause && !institution {
                weight *= 0.5;
            }
            *scores.entry(code).or_default() += weight;
        }
        for scene in places {
            let code = &*scene.code;
            let place_sentence = sentence_of(analysis, scene.tokens.start);
            let distance = sentence.abs_diff(place_sentence);
            let near = match (distance, place_sentence <= sentence) {
                (0, _) => 4.0,
                (1, true) => 1.5,
                (1, false) => 0.8,
                (2, true) => 0.8,
                _ => 0.2,
            };
            // Armed forces are often far from home; where they stand says little about whose they are.
            let weight = match sector {
                Some("MIL") => 0.3,
                _ if institution => 0.5,
                _ => 1.0,
            };
            *scores.entry(code).or_default() += near * weight;
        }
        let total: f32 = self.actors.values().sum::<f32>().max(1.0);
        for (code, count) in &self.actors {
            *scores.entry(code).or_default() += count / total * if institution { 2.0 } else { 1.0 };
        }
        let total: f32 = self.scenes.values().sum::<f32>().max(1.0);
        for (code, count) in &self.scenes {
            *scores.entry(code).or_default() += count / total * if institution { 0.7 } else { 2.0 };
        }
        clearly_best(&scores)
    }
}

/// The country that nothing comes near: among several that speak for themselves alike, none.
fn clearly_best(scores: &BTreeMap<&str, f32>) -> Option<String> {
    let mut ranked: Vec<(&str, f32)> = scores.iter().map(|(code, score)| (*code, *score)).collect();
    ranked.sort_by(|one, other| other.1.total_cmp(&one.1).then_with(|| one.0.cmp(other.0)));
    let (code, score) = *ranked.first()?;
    let second = ranked.get(1).map_or(0.0, |(_, score)| *score);
    (score > 0.2 && score > LEAD * second).then(|| code.to_owned())
}

/// Those who have no ministries and no army of a state.
fn is_unofficial(sector: Option<&str>) -> bool {
    matches!(sector, Some("REB" | "UAF" | "CRM" | "PRM"))
}

/// The noun that a name belongs to in its clause: *авиация* for the adjective of *Российская авиация*.
fn acting_head(finder: &Finder<'_>, head: usize) -> usize {
    let tree = &finder.tree;
    let token = tree.token(tree.first_conjunct(head));
    match token.head {
        Some(noun) if token.is("amod") => tree.first_conjunct(noun),
        _ => tree.first_conjunct(head),
    }
}
