//! Links the mentions of one actor and codes each: by the register, its own words, the discourse and the places.

use std::collections::BTreeMap;

use selon_types::{ActorForm, ActorMention, Analysis, PlaceMention, Report, Span, Upos};

use super::candidate::{ActorCandidates, Animacy, Candidate, Scene, Source, sentence_of};
use super::description::head_key;
use super::discourse::Discourse;
use super::entry::EntryKind;
use super::find::Finder;
use super::nouns::NounKind;
use super::pronoun;
use super::register::ActorRegister;
use super::words::{Agreement, Gender};

/// Code, sector, entity and certainty of one mention.
#[derive(Clone, Debug, Default)]
pub(crate) struct Resolved {
    pub(crate) code: Option<String>,
    pub(crate) sector: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) confidence: f32,
    /// What makes two mentions the same entity; `None` = one of its own.
    pub(crate) entity: Option<String>,
    /// The mention it refers back to.
    pub(crate) antecedent: Option<usize>,
}

pub(crate) struct Resolver<'a> {
    pub(crate) finder: &'a Finder<'a>,
    pub(crate) found: &'a ActorCandidates,
    pub(crate) places: Vec<Scene>,
    pub(crate) codes: Vec<Option<(String, Option<String>)>>,
    pub(crate) resolved: Vec<Resolved>,
    pub(crate) discourse: Discourse,
    pub(super) described: BTreeMap<String, usize>,
    pub(super) persons: BTreeMap<String, usize>,
    /// What the pronouns so far have told about each entity.
    pub(crate) genders: BTreeMap<String, Gender>,
}

pub(crate) fn resolve(
    report: &Report,
    analysis: &Analysis,
    mut found: ActorCandidates,
    places: &[PlaceMention],
    register: &ActorRegister,
) -> Vec<ActorMention> {
    let Some((language, lexicon)) = analysis
        .language
        .or(report.language)
        .and_then(|language| register.lexicon(language).map(|lexicon| (language, lexicon)))
    else {
        return found.mentions;
    };
    let prepared = (std::mem::take(&mut found.named), std::mem::take(&mut found.keys));
    let finder = Finder::new(report, analysis, register, lexicon, language, Some(prepared));
    let all_places = scenes(&finder, &found, places);
    let n = found.candidates.len();
    let discourse = Discourse::new(&finder, &found, &all_places);
    let mut resolver = Resolver {
        finder: &finder,
        found: &found,
        places: all_places,
        codes: vec![None; n],
        resolved: vec![Resolved::default(); n],
        discourse,
        described: BTreeMap::new(),
        persons: BTreeMap::new(),
        genders: BTreeMap::new(),
    };
    resolver.run();
    resolver.into_mentions()
}

/// The places of the report, those that the words name and the gazetteer does not hold included, by position.
fn scenes(finder: &Finder<'_>, found: &ActorCandidates, places: &[PlaceMention]) -> Vec<Scene> {
    let mut all: Vec<(Span, String)> =
        places.iter().filter_map(|place| Some((place.span, place.country.clone()?))).collect();
    for (span, code) in &found.places {
        if !all.iter().any(|(known, _)| known.overlaps(*span)) {
            all.push((*span, code.clone()));
        }
    }
    all.sort();
    let analysis = finder.tree.analysis;
    let scene = |(span, code)| Scene { tokens: analysis.tokens_in(span), code };
    all.into_iter()
        .map(scene)
        .filter(|scene| !scene.tokens.is_empty())
        .filter(|scene| !finder.is_elsewhere(scene))
        .collect()
}

impl Resolver<'_> {
    fn run(&mut self) {
        let n = self.found.candidates.len();
        for idx in 0..n {
            if let Source::Entry(_) | Source::People(_) = self.found.candidates[idx].source {
                self.resolve_entry(idx);
            }
        }
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by_key(|&idx| (self.found.candidates[idx].head, idx));
        for idx in order {
            self.remember_name(idx);
            self.resolve_one(idx, 0);
        }
    }

    /// *the Church of X … the Church*: the nouns in the name of a body stand for it afterwards.
    fn remember_name(&mut self, idx: usize) {
        let candidate = self.candidate(idx);
        if candidate.animacy == Animacy::Human && candidate.form == ActorForm::Named {
            let titles: Vec<usize> = self.finder.titles_of(candidate.head).collect();
            for title in titles {
                self.described.insert(head_key(self.finder, title), idx);
            }
        }
        let candidate = self.candidate(idx);
        let is_body = match candidate.source {
            Source::Entry(entry) => {
                matches!(self.finder.register.entries[entry].kind, EntryKind::Group | EntryKind::Body)
            }
            Source::Name { is_person } => !is_person,
            _ => false,
        };
        if !is_body || self.is_country_noun(idx) {
            return;
        }
        let tree = &self.finder.tree;
        let nouns: Vec<String> = tree
            .analysis
            .tokens_in(candidate.span)
            .filter(|&token| matches!(tree.token(token).upos, Upos::Noun | Upos::Propn))
            .filter(|&token| self.finder.noun_of(token).is_some_and(|noun| noun.kind == NounKind::Collective))
            .map(|token| head_key(self.finder, token))
            .collect();
        for noun in nouns {
            self.described.insert(noun, idx);
        }
    }

    pub(super) fn candidate(&self, idx: usize) -> &Candidate {
        &self.found.candidates[idx]
    }

    pub(super) fn set(&mut self, idx: usize, resolved: Resolved) {
        self.codes[idx] = resolved.code.clone().map(|code| (code, resolved.sector.clone()));
        let candidate = &self.found.candidates[idx];
        let is_person = candidate.animacy == Animacy::Human && !matches!(candidate.source, Source::Pronoun(_));
        if let (true, Some(gender), Some(entity)) = (is_person, candidate.gender, &resolved.entity) {
            self.genders.entry(entity.clone()).or_insert(gender);
        }
        self.resolved[idx] = resolved;
    }

    pub(super) fn resolve_one(&mut self, idx: usize, depth: usize) {
        if self.codes[idx].is_some() || self.resolved[idx].entity.is_some() || depth > 4 {
            return;
        }
        match self.candidate(idx).source.clone() {
            Source::Entry(_) | Source::People(_) => {}
            Source::Noun(info) => self.resolve_noun(idx, &info, depth),
            Source::Name { is_person } => self.resolve_name(idx, is_person),
            Source::Pronoun(agreement) => {
                let antecedent = pronoun::antecedent(self, idx, agreement);
                let Some(antecedent) = antecedent else { return };
                self.resolve_one(antecedent, depth + 1);
                let mut resolved = self.resolved[antecedent].clone();
                resolved.confidence = 0.6;
                resolved.antecedent = Some(antecedent);
                if let Some(group) = self.group_around(antecedent, agreement) {
                    // The code of one of them stands for all; the group is an entity of its own.
                    resolved.entity = resolved.entity.map(|one| format!("{one}{group}"));
                    resolved.name = None;
                }
                if let (Some(gender), true, Some(entity)) = (agreement.gender, agreement.human, &resolved.entity) {
                    self.genders.entry(entity.clone()).or_insert(gender);
                }
                self.set(idx, resolved);
            }
        }
    }

    /// A plural that stands for one person and others: *« nous … », dit X*; *X et sa femme … ils*.
    fn group_around(&self, antecedent: usize, agreement: Agreement) -> Option<&'static str> {
        let one = self.candidate(antecedent);
        let is_one = one.plural != Some(true) && !matches!(one.source, Source::Pronoun(_));
        match agreement.plural {
            Some(true) if is_one && agreement.first_person && one.animacy == Animacy::Human => Some(":we"),
            Some(true) if is_one && self.finder.tree.child(one.head, &["conj"]).is_some() => Some(":and"),
            _ => None,
        }
    }

    /// The country of a mention whose own words name none.
    pub(super) fn country_by_discourse(&self, idx: usize, sector: Option<&str>) -> Option<String> {
        let candidate = self.candidate(idx);
        self.discourse.country_for(self.finder, candidate, sector, &self.codes, self.found, &self.places)
    }

    fn into_mentions(self) -> Vec<ActorMention> {
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut entities = vec![usize::MAX; self.found.candidates.len()];
        let mut next = 0;
        for (entity, resolved) in entities.iter_mut().zip(&self.resolved) {
            *entity = match &resolved.entity {
                Some(key) => *numbers.entry(key.clone()).or_insert_with(|| {
                    next += 1;
                    next - 1
                }),
                None => {
                    next += 1;
                    next - 1
                }
            };
        }
        let own = entities.clone();
        for (idx, entity) in entities.iter_mut().enumerate() {
            let mut current = idx;
            while let Some(earlier) = self.resolved[current].antecedent
                && self.resolved[idx].entity.is_none()
                && earlier < current
            {
                current = earlier;
            }
            *entity = own[current];
        }
        let build = |(idx, mention): (usize, &ActorMention)| {
            let resolved = &self.resolved[idx];
            ActorMention {
                entity: entities[idx],
                name: resolved.name.clone(),
                code: resolved.code.clone(),
                sector: resolved.sector.clone(),
                body: resolved.body.clone(),
                confidence: resolved.confidence,
                ..mention.clone()
            }
        };
        self.found.mentions.iter().enumerate().map(build).collect()
    }

    pub(crate) fn sentence(&self, idx: usize) -> usize {
        sentence_of(self.finder.tree.analysis, self.candidate(idx).head)
    }

    pub(crate) fn is_human(&self, idx: usize) -> bool {
        self.candidate(idx).animacy == Animacy::Human
    }
}

/// A class of international actors, not a country.
pub(crate) fn is_class(code: &str) -> bool {
    matches!(code, "UNO" | "EUR" | "IGO" | "NGO" | "MNC" | "IMG" | "ISM")
}
