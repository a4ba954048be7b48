//! Descriptions: whose they are, and which earlier mention they take up.

use selon_types::ActorForm;

use super::candidate::{NounInfo, Source};
use super::entry::EntryKind;
use super::find::Finder;
use super::nouns::NounKind;
use super::owner::{owner_in_phrase, sector_of_modifier, whole_of_part};
use super::resolve::{Resolved, Resolver, is_class};
use super::words::Role;

impl Resolver<'_> {
    pub(super) fn resolve_noun(&mut self, idx: usize, info: &NounInfo, depth: usize) {
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
        // *an ally of Moscow* is another country's, *an ally of the senator* is of his.
        let is_other = is_other && owner.as_ref().is_none_or(|owner| owner.is_state || owner.is_place);
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
            self.described.insert(head_key(self.finder, self.candidate(idx).head), idx);
        }
        self.set(idx, Resolved { code, sector, body, name: None, confidence, entity, antecedent });
    }

    /// The last description of the same words, or of the same noun.
    fn described_before(&self, idx: usize, identity: &str) -> Option<usize> {
        let noun = head_key(self.finder, self.candidate(idx).head);
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

    fn whole_state(&self, idx: usize) -> Option<usize> {
        let whole = whole_of_part(self.finder, self.found, idx)?;
        matches!(&self.candidate(whole).source, Source::Entry(entry) if self.finder.register.entries[*entry].kind == EntryKind::State).then_some(whole)
    }

    /// *pays, State, держава*: any country, or what such a word stands for.
    pub(super) fn is_country_noun(&self, idx: usize) -> bool {
        self.finder.lexicon.words.is(&self.finder.tree.token(self.candidate(idx).head).lemma, Role::CountryNoun)
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

/// The head alone, so that *the ministry* finds *the Defence Ministry*.
pub(super) fn head_key(finder: &Finder<'_>, head: usize) -> String {
    let token = finder.tree.token(head);
    format!("={}", super::fold::fold(&token.lemma))
}
