//! Links the mentions of one actor and codes each: by the register, its own words, the discourse and the places.

use std::collections::BTreeMap;

use selon_types::{ActorForm, ActorMention, Analysis, PlaceMention, Report, Span, Upos};

use super::candidate::{ActorCandidates, Animacy, Candidate, NounInfo, Scene, Source, sentence_of};
use super::discourse::Discourse;
use super::find::Finder;
use super::nouns::NounKind;
use super::owner::{owner_in_phrase, sector_of_modifier, whole_of_part};
use super::pronoun;
use super::register::{ActorRegister, Entry, EntryKind};
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
    described: BTreeMap<String, usize>,
    persons: BTreeMap<String, usize>,
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
                self.described.insert(head_key("", self.finder, title), idx);
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
        if !is_body || is_country_noun(&self.finder.tree.token(candidate.head).lemma) {
            return;
        }
        let tree = &self.finder.tree;
        let nouns: Vec<String> = tree
            .analysis
            .tokens_in(candidate.span)
            .filter(|&token| matches!(tree.token(token).upos, Upos::Noun | Upos::Propn))
            .filter(|&token| self.finder.noun_of(token).is_some_and(|noun| noun.kind == NounKind::Collective))
            .map(|token| head_key("", self.finder, token))
            .collect();
        for noun in nouns {
            self.described.insert(noun, idx);
        }
    }

    fn candidate(&self, idx: usize) -> &Candidate {
        &self.found.candidates[idx]
    }

    fn set(&mut self, idx: usize, resolved: Resolved) {
        self.codes[idx] = resolved.code.clone().map(|code| (code, resolved.sector.clone()));
        let candidate = &self.found.candidates[idx];
        let is_person = candidate.animacy == Animacy::Human && !matches!(candidate.source, Source::Pronoun(_));
        if let (true, Some(gender), Some(entity)) = (is_person, candidate.gender, &resolved.entity) {
            self.genders.entry(entity.clone()).or_insert(gender);
        }
        self.resolved[idx] = resolved;
    }

    fn resolve_entry(&mut self, idx: usize) {
        let candidate = self.candidate(idx);
        let (Source::Entry(entry_idx) | Source::People(entry_idx)) = candidate.source else { return };
        let is_people = matches!(candidate.source, Source::People(_));
        let entry = &self.finder.register.entries[entry_idx];
        let (mut code, sector) = self.role_of(entry, candidate.head);
        let mut sector = sector.map(str::to_owned);
        if entry.kind == EntryKind::State {
            sector = match (is_people, candidate.form) {
                (true, _) => Some("CVL".to_owned()),
                (_, ActorForm::Metonym) => Some("GOV".to_owned()),
                (_, ActorForm::Adjective) => Some(self.sector_of_governor(candidate.head)),
                _ => (self.acts(candidate.head) || self.finder.is_visited_by_officials(candidate.head))
                    .then(|| "GOV".to_owned()),
            };
        }
        if is_people && let Some((group, role)) = self.group_of_people(idx) {
            code = group;
            sector = role.map(str::to_owned);
        }
        let confidence = if candidate.form == ActorForm::Metonym { 0.8 } else { 0.95 };
        let resolved = Resolved {
            code: Some(code.to_owned()),
            sector,
            body: entry.body.clone(),
            name: entry.display(self.finder.language).map(str::to_owned),
            confidence,
            entity: Some(format!("{}{}", entry.id, if is_people { ":people" } else { "" })),
            antecedent: None,
        };
        if entry.kind == EntryKind::Person
            && let Some(family) = family_key(resolved.name.as_deref())
        {
            self.persons.entry(family).or_insert(idx);
        }
        self.set(idx, resolved);
    }

    /// What a register's actor is at the time of the report, or in the year that the clause tells: *the treaty that
    /// Gorbachev signed in 1987*.
    fn role_of<'entry>(&self, entry: &'entry Entry, head: usize) -> (&'entry str, Option<&'entry str>) {
        let then = (entry.kind == EntryKind::Person)
            .then(|| self.finder.year_of_clause(head))
            .flatten()
            .and_then(|year| entry.in_year(year));
        then.unwrap_or_else(|| entry.on(self.finder.day()))
    }

    /// The sector of the noun that an adjective of country stands with: *les troupes biélorusses* are armed forces.
    fn sector_of_governor(&self, head: usize) -> String {
        let tree = &self.finder.tree;
        let first = tree.first_conjunct(head);
        let noun = tree.token(first).head.and_then(|noun| self.finder.noun_of(noun));
        let sector = noun.filter(|noun| noun.kind != NounKind::Object).and_then(|noun| noun.sector.clone());
        sector.unwrap_or_else(|| "GOV".to_owned())
    }

    /// *les Kurdes des YPG*: people who are told to be of a group are that group.
    fn group_of_people(&self, idx: usize) -> Option<(&str, Option<&str>)> {
        let candidate = self.candidate(idx);
        self.found.headed_in(&candidate.phrase).filter(|&other| other != idx).find_map(|other| {
            let Source::Entry(entry) = self.candidate(other).source else { return None };
            let entry = &self.finder.register.entries[entry];
            let is_complement = self.finder.tree.depth(self.candidate(other).head, candidate.head) == Some(1);
            (entry.kind == EntryKind::Group && is_complement).then(|| entry.on(self.finder.day()))
        })
    }

    /// A state that does or is addressed, not a territory in a locative.
    fn acts(&self, head: usize) -> bool {
        let tree = &self.finder.tree;
        let first = tree.first_conjunct(head);
        let token = tree.token(first);
        if token.is("nsubj") || token.is("obj") || token.is("iobj") || token.deprel == "obl:agent" {
            return true;
        }
        let words = &self.finder.lexicon.words;
        let has_case = tree.cases(first).chain(tree.cases(head)).next();
        match has_case {
            Some(case) => {
                let case = tree.token(case);
                // *accordé à l'Ukraine, aid to Ukraine*: a state addressed; places of states take other prepositions.
                matches!(case.span.of(&self.finder.report.text), "à" | "to")
                    || !words.is(case.span.of(&self.finder.report.text), super::words::Role::PlacePreposition)
                        && !words.is(&case.lemma, super::words::Role::PlacePreposition)
            }
            None => !token.is("nmod"),
        }
    }

    fn resolve_one(&mut self, idx: usize, depth: usize) {
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

    fn resolve_noun(&mut self, idx: usize, info: &NounInfo, depth: usize) {
        if let Some(entry) = info.named {
            return self.resolve_titled(idx, entry, info);
        }
        let whole = (info.kind == NounKind::Part).then(|| whole_of_part(self.finder, self.found, idx)).flatten();
        if let Some(whole) = whole {
            self.resolve_one(whole, depth + 1);
        }
        let inner: Vec<usize> =
            self.found.headed_in(&self.candidate(idx).phrase).filter(|&other| other != idx).collect();
        for other in inner {
            self.resolve_one(other, depth + 1);
        }
        let owner = owner_in_phrase(self.finder, self.found, &self.places, &self.codes, idx);
        let mut sector = info.sector.clone();
        let mut code = info.code.clone();
        let mut confidence = 0.85;
        let mut body = None;
        if let Some(whole) = whole.and_then(|whole| self.codes[whole].clone()) {
            let entry_is_state = owner.as_ref().is_some_and(|owner| {
                owner.is_state && owner.mention.is_some_and(|mention| Some(mention) == self.whole_state(idx))
            });
            if !entry_is_state {
                sector = whole.1.or(sector);
            }
            code = code.or(Some(whole.0));
        } else if info.kind == NounKind::Part {
            sector = sector_of_modifier(self.finder, self.candidate(idx)).or(sector);
        }
        let is_other = info.kind == NounKind::Relation;
        if code.is_none() && is_other {
            let not = owner.as_ref().map(|owner| owner.code.clone());
            code = self.discourse.other_than(not.as_deref());
            sector = sector.or_else(|| Some("GOV".to_owned()));
            confidence = 0.45;
        } else if let Some(owner) = owner {
            // *several NATO countries*: members, not the body.
            let members = !owner.is_state
                && info.kind == NounKind::Collective
                && self.is_country_noun(idx)
                && is_class(&owner.code);
            if members {
                sector = Some("GOV".to_owned());
                self.set(idx, Resolved { sector, confidence: 0.5, ..Resolved::default() });
                return;
            }
            let leader =
                info.kind == NounKind::Part || (info.kind == NounKind::Human && sector.as_deref() == Some("GOV"));
            if !owner.is_state && (leader || sector.is_none()) {
                sector = owner.sector.clone().or(sector);
            }
            if let Some(mention) = owner.mention {
                body = self.resolved[mention].body.clone();
            }
            confidence = if owner.is_place { 0.7 } else { 0.9 };
            code = Some(owner.code);
        }
        if code.as_deref().is_some_and(is_class) && matches!(sector.as_deref(), Some("GOV" | "CVL" | "SOC" | "BUS")) {
            sector = None;
        }
        if info.former && matches!(sector.as_deref(), Some("GOV" | "LEG")) {
            sector = Some("ELI".to_owned());
        }
        let definite = self.candidate(idx).definite != Some(false) || self.candidate(idx).plural == Some(false);
        if let Some(name) = &info.name {
            return self.resolve_person(idx, name, code, sector, confidence);
        }
        let mut antecedent = None;
        if code.is_none()
            && let Some(earlier) = self.pointed_back_to(idx, sector.as_deref())
        {
            code = self.resolved[earlier].code.clone();
            antecedent = Some(earlier);
            confidence = 0.7;
        }
        if code.is_none()
            && let Some(body) = self.body_taken_up(idx, info.kind, sector.as_deref())
        {
            let mut resolved = self.resolved[body].clone();
            resolved.confidence = 0.7;
            resolved.antecedent = Some(body);
            return self.set(idx, resolved);
        }
        if code.is_none() && self.has_open_owner(idx) {
            self.set(idx, Resolved { sector, confidence: 0.4, ..Resolved::default() });
            return;
        }
        if code.is_none()
            && definite
            && let Some(earlier) = self.described_before(idx, &info.identity)
        {
            code = self.resolved[earlier].code.clone();
            antecedent = Some(earlier);
            confidence = 0.75;
        }
        if code.is_none() {
            code = self.country_by_discourse(idx, sector.as_deref());
            confidence = 0.5;
        }
        let taken_up = self
            .bears_the_name(idx)
            .or_else(|| antecedent.or_else(|| definite.then(|| self.described_before(idx, &info.identity)).flatten()))
            .filter(|&earlier| self.may_be_same(idx, earlier, &info.identity))
            .filter(|&earlier| code.is_none() || self.resolved[earlier].code == code)
            .and_then(|earlier| self.resolved[earlier].entity.clone())
            .or_else(|| self.country_itself(idx, &info.identity, code.as_deref()));
        // *a team* is a new one, which *the team* may take up; *voters … voters* are the same throughout.
        let is_new = self.finder.has_indefinite(self.candidate(idx).head);
        let taken_up = taken_up.filter(|_| !is_new);
        let is_group = self.candidate(idx).plural == Some(true) && self.candidate(idx).definite != Some(true);
        let entity = match (&code, definite, is_group) {
            _ if is_new => Some(format!("described:{}#{idx}", info.identity)),
            (_, false, _) | (None, ..) if is_group => {
                Some(format!("described:{}|{}|group", info.identity, code.as_deref().unwrap_or_default()))
            }
            (_, true, false) if taken_up.is_some() => taken_up,
            (Some(code), true, false) => Some(format!("described:{}|{code}", info.identity)),
            _ => None,
        };
        if code.is_some() && definite {
            self.described.insert(info.identity.clone(), idx);
            self.described.insert(head_key(&info.identity, self.finder, self.candidate(idx).head), idx);
        }
        self.set(idx, Resolved { code, sector, body, name: None, confidence, entity, antecedent });
    }

    /// The last description of the same words, or of the same noun.
    fn described_before(&self, idx: usize, identity: &str) -> Option<usize> {
        let noun = head_key(identity, self.finder, self.candidate(idx).head);
        self.described.get(identity).or_else(|| self.described.get(&noun)).copied()
    }

    /// The name that a description stands beside: *John Kerry, the Secretary of State*.
    fn bears_the_name(&self, idx: usize) -> Option<usize> {
        let token = self.finder.tree.token(self.candidate(idx).head);
        let governor = token.head.filter(|_| token.is("appos"))?;
        let named = |&&other: &&usize| {
            let other = self.candidate(other);
            other.form == ActorForm::Named && !matches!(other.source, Source::People(_))
        };
        self.found.at_head.get(&governor)?.iter().find(named).copied()
    }

    /// The later description tells nothing that the earlier one did not, in the same number: *the Afghan team … the
    /// team*, but not *the teams* or *the rescue team*.
    fn may_be_same(&self, idx: usize, earlier: usize, identity: &str) -> bool {
        let (one, other) = (self.candidate(idx), self.candidate(earlier));
        let number_fits = one.plural.is_none() || other.plural.is_none() || one.plural == other.plural;
        let is_told = match &other.source {
            Source::Noun(info) if info.named.is_none() && info.name.is_none() => {
                let known: Vec<&str> = info.identity.split(' ').collect();
                identity.split(' ').all(|word| known.contains(&word))
            }
            Source::Entry(_) | Source::Name { is_person: false } => {
                let mut name = super::fold::fold(other.span.of(&self.finder.report.text));
                for title in self.finder.titles_of(other.head) {
                    name.push(' ');
                    name.push_str(&super::fold::fold(&self.finder.tree.token(title).lemma));
                }
                identity.split(' ').all(|word| name.contains(word))
            }
            _ => true,
        };
        (number_fits || !matches!(other.source, Source::Noun(_))) && is_told
    }

    /// *the country*: the state that it means.
    fn country_itself(&self, idx: usize, identity: &str, code: Option<&str>) -> Option<String> {
        let candidate = self.candidate(idx);
        let is_bare = !identity.contains(' ') && candidate.plural == Some(false) && candidate.definite == Some(true);
        let entity = format!("state:{}", code?);
        let is_state = self.finder.register.has(&entity);
        (is_bare && is_state && self.is_country_noun(idx)).then_some(entity)
    }

    /// *les soldats éthiopiens … ces troupes*: a demonstrative takes up the last ones of its kind, whatever the noun.
    fn pointed_back_to(&self, idx: usize, sector: Option<&str>) -> Option<usize> {
        const REACH: usize = 2;
        let sector = sector?;
        let candidate = self.candidate(idx);
        let tree = &self.finder.tree;
        let points = tree.children(candidate.head).iter().any(|&child| {
            tree.token(child).is("det") && tree.token(child).feat("PronType") == Some("Dem") && child < candidate.head
        });
        if !points {
            return None;
        }
        let is_kin = |other: &usize| {
            let known = self.codes[*other].as_ref().is_some_and(|(_, known)| known.as_deref() == Some(sector));
            let earlier = self.candidate(*other);
            known
                && earlier.head < candidate.head
                && matches!(earlier.source, Source::Noun(_) | Source::Entry(_))
                && !matches!(earlier.form, ActorForm::Adjective | ActorForm::Metonym)
                && self.sentence(idx).saturating_sub(self.sentence(*other)) <= REACH
        };
        (0..self.found.candidates.len()).filter(is_kin).max_by_key(|&other| (self.candidate(other).head, other))
    }

    /// *Boko Haram … The movement*: a definite word for a body takes up the last body named, if it may be of its kind.
    fn body_taken_up(&self, idx: usize, kind: NounKind, sector: Option<&str>) -> Option<usize> {
        const REACH: usize = 2;
        let candidate = self.candidate(idx);
        let is_body_word = matches!(kind, NounKind::Collective | NounKind::Part)
            && candidate.definite == Some(true)
            && candidate.plural != Some(true)
            && candidate.form == ActorForm::Described;
        if !is_body_word {
            return None;
        }
        let is_fitting = |other: &usize| {
            let earlier = self.candidate(*other);
            let is_body = match earlier.source {
                Source::Entry(entry) => self.finder.register.entries[entry].kind == EntryKind::Group,
                _ => false,
            };
            is_body
                && earlier.form == ActorForm::Named
                && earlier.head < candidate.head
                && self.sentence(idx).saturating_sub(self.sentence(*other)) <= REACH
                && self.codes[*other].as_ref().is_some_and(|(_, own)| may_be_called(own.as_deref(), sector))
        };
        (0..self.found.candidates.len()).filter(is_fitting).max_by_key(|&other| {
            let head = self.candidate(other).head;
            let is_subject = self.finder.tree.token(self.finder.tree.first_conjunct(head)).is("nsubj");
            (self.sentence(other), is_subject, head)
        })
    }

    /// *nos troupes* whose speaker is not known: theirs is no country that the report happens to name.
    fn has_open_owner(&self, idx: usize) -> bool {
        let phrase = &self.candidate(idx).phrase;
        self.found.candidates.iter().enumerate().any(|(other_idx, other)| {
            self.codes[other_idx].is_none()
                && other.form == ActorForm::Possessive
                && matches!(other.source, Source::Pronoun(agreement) if agreement.first_person)
                && phrase.contains(&other.head)
                && self.finder.tree.token(other.head).head == Some(self.candidate(idx).head)
        })
    }

    /// The country of a mention whose own words name none.
    fn country_by_discourse(&self, idx: usize, sector: Option<&str>) -> Option<String> {
        let candidate = self.candidate(idx);
        self.discourse.country_for(self.finder, candidate, sector, &self.codes, self.found, &self.places)
    }

    fn whole_state(&self, idx: usize) -> Option<usize> {
        let whole = whole_of_part(self.finder, self.found, idx)?;
        matches!(&self.candidate(whole).source, Source::Entry(entry) if self.finder.register.entries[*entry].kind == EntryKind::State).then_some(whole)
    }

    fn is_country_noun(&self, idx: usize) -> bool {
        is_country_noun(&self.finder.tree.token(self.candidate(idx).head).lemma)
    }

    /// *le président Vladimir Poutine*: the register knows the person, the title tells the sector where it does not.
    fn resolve_titled(&mut self, idx: usize, entry_idx: usize, info: &NounInfo) {
        let entry = &self.finder.register.entries[entry_idx];
        let (code, sector) = self.role_of(entry, self.candidate(idx).head);
        let mut sector = sector.map(str::to_owned).or_else(|| info.sector.clone());
        if info.former && matches!(sector.as_deref(), Some("GOV" | "LEG")) {
            sector = Some("ELI".to_owned());
        } else if !info.former && sector.as_deref() == Some("ELI") && info.sector.is_some() {
            // The text gives the title without *former*: it speaks of the time in office.
            sector = info.sector.clone();
        }
        let name = entry.display(self.finder.language).map(str::to_owned);
        if let Some(family) = family_key(name.as_deref()) {
            self.persons.entry(family).or_insert(idx);
        }
        let resolved = Resolved {
            code: Some(code.to_owned()),
            sector,
            body: entry.body.clone(),
            name,
            confidence: 0.95,
            entity: Some(entry.id.clone()),
            antecedent: None,
        };
        self.described.insert(info.identity.clone(), idx);
        self.described.insert(head_key(&info.identity, self.finder, self.candidate(idx).head), idx);
        self.set(idx, resolved);
    }

    /// A person outside the register with a title: *le gouverneur de Belgorod, X*.
    fn resolve_person(
        &mut self,
        idx: usize,
        name: &str,
        code: Option<String>,
        sector: Option<String>,
        confidence: f32,
    ) {
        let Some(family) = family_key(Some(name)).map(|family| self.key_of_person(family, name)) else { return };
        let code = code
            .or_else(|| self.persons.get(&family).and_then(|&known| self.resolved[known].code.clone()))
            .or_else(|| self.country_by_discourse(idx, sector.as_deref()));
        let known = self.persons.get(&family).map(|&known| self.resolved[known].clone());
        let entity = known.and_then(|known| known.entity).unwrap_or_else(|| format!("name:{family}"));
        self.persons.entry(family).or_insert(idx);
        self.set(
            idx,
            Resolved {
                code,
                sector,
                name: Some(name.to_owned()),
                confidence,
                entity: Some(entity),
                ..Resolved::default()
            },
        );
    }

    /// The family name, or the whole name where the report has another bearer of it.
    fn key_of_person(&self, family: String, name: &str) -> String {
        let whole = |name: &str| {
            let words: Vec<String> = super::fold::words(name).into_iter().map(|word| word.folded).collect();
            words.join(" ")
        };
        let mine = whole(name);
        let known = self.persons.get(&family).and_then(|&known| self.resolved[known].name.as_deref()).map(whole);
        match known {
            Some(known) if known.contains(' ') && mine.contains(' ') && !may_name_one(&known, &mine) => mine,
            _ => family,
        }
    }

    /// *Daniel Montalvo … Daniel*: the one person of the report with this given name.
    fn bearer_of_given_name(&self, word: &str) -> Option<usize> {
        let given = super::fold::fold(word);
        let is_bearer = |known: &&usize| {
            let name = self.resolved[**known].name.as_deref().map(super::fold::fold).unwrap_or_default();
            name.split_once(' ').is_some_and(|(first, _)| first == given)
        };
        let mut bearers = self.persons.values().filter(is_bearer);
        let first = *bearers.next()?;
        bearers.all(|&other| self.resolved[other].entity == self.resolved[first].entity).then_some(first)
    }

    fn resolve_name(&mut self, idx: usize, is_person: bool) {
        // The name alone: the phrase may tell more (*Alvin Yeung of the Civic Party*).
        let words = self.finder.name_text(self.candidate(idx).head);
        // A body never shares the key of a person: *Elizabeth Quat of DAB … DAB*.
        let family = match is_person {
            true => family_key(Some(&words)).map(|family| self.key_of_person(family, &words)),
            false => Some(format!("body {}", super::fold::fold(&words))),
        };
        let Some(family) = family else { return };
        let known = self.persons.get(&family).copied();
        if let Some(known) = known.or_else(|| is_person.then(|| self.bearer_of_given_name(&words)).flatten()) {
            let mut resolved = self.resolved[known].clone();
            resolved.antecedent = Some(known);
            resolved.confidence = resolved.confidence.min(0.85);
            return self.set(idx, resolved);
        }
        let owner = owner_in_phrase(self.finder, self.found, &self.places, &self.codes, idx);
        let title = self.finder.tree.appositions(self.candidate(idx).head).into_iter().find_map(|apposition| {
            self.finder.noun_of(apposition).map(|noun| (noun.sector.clone(), noun.code.clone(), noun.kind))
        });
        let sector = title.as_ref().and_then(|(sector, ..)| sector.clone()).or_else(|| {
            // A person about whom nothing is said is a private one.
            is_person.then(|| "CVL".to_owned())
        });
        let (code, confidence) = match (title.and_then(|(_, code, _)| code), owner) {
            (Some(code), _) => (Some(code), 0.8),
            (None, Some(owner)) => (Some(owner.code), 0.75),
            (None, None) => (self.discourse.single_country(), 0.35),
        };
        self.persons.insert(family.clone(), idx);
        self.set(
            idx,
            Resolved {
                code,
                sector,
                name: Some(words),
                confidence,
                entity: Some(format!("name:{family}")),
                ..Resolved::default()
            },
        );
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

/// A body of sector `own` may be called by a word of sector `word`: both carry arms, or both do not.
fn may_be_called(own: Option<&str>, word: Option<&str>) -> bool {
    let is_armed = |sector: &str| matches!(sector, "REB" | "UAF" | "PRM" | "PRE" | "CRM" | "SEP");
    match (own, word) {
        (Some(own), Some(word)) if own == word => true,
        (Some(own), Some("UAF" | "REB" | "PRM")) => is_armed(own),
        // *the movement, the organisation*: any body that is no state's.
        (Some(own), Some("CVL" | "SOC") | None) => {
            is_armed(own) || matches!(own, "PTY" | "OPP" | "SOC" | "LAB" | "CVL")
        }
        _ => false,
    }
}

/// A class of international actors, not a country.
pub(crate) fn is_class(code: &str) -> bool {
    matches!(code, "UNO" | "EUR" | "IGO" | "NGO" | "MNC" | "IMG" | "ISM")
}

/// Two full names of one family that a person may bear: the given names are the same, or one is the start of the
/// other (*J. Smith, John Smith*).
fn may_name_one(one: &str, other: &str) -> bool {
    let (first, second) = (one.split(' ').next().unwrap_or_default(), other.split(' ').next().unwrap_or_default());
    first.starts_with(second) || second.starts_with(first)
}

fn family_key(name: Option<&str>) -> Option<String> {
    super::fold::words(name?).into_iter().map(|word| word.folded).rfind(|word| word != "s")
}

/// The head alone, so that *the ministry* finds *the Defence Ministry*.
fn head_key(_identity: &str, finder: &Finder<'_>, head: usize) -> String {
    let token = finder.tree.token(head);
    let _ = Upos::Noun;
    format!("={}", super::fold::fold(&token.lemma))
}

/// *pays, State, держава*: any country, or what such a word stands for.
fn is_country_noun(lemma: &str) -> bool {
    const COUNTRY: &[&str] = &[
        "pays",
        "etat",
        "state",
        "country",
        "nation",
        "страна",
        "государство",
        "краіна",
        "держава",
        "pais",
        "estado",
        "land",
        "staat",
        "nacion",
        "member",
        "membre",
    ];
    COUNTRY.contains(&&*super::fold::fold(lemma))
}
