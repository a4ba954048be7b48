//! Persons and bodies by name, inside the register and outside: one entity for all forms of a name.

use super::candidate::NounInfo;
use super::description::head_key;
use super::owner::owner_in_phrase;
use super::resolve::{Resolved, Resolver};

impl Resolver<'_> {
    /// *le président Vladimir Poutine*: the register knows the person, the title tells the sector where it does not.
    pub(super) fn resolve_titled(&mut self, idx: usize, entry_idx: usize, info: &NounInfo) {
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
        self.described.insert(head_key(self.finder, self.candidate(idx).head), idx);
        self.set(idx, resolved);
    }

    /// A person outside the register with a title: *le gouverneur de Belgorod, X*.
    pub(super) fn resolve_person(
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

    pub(super) fn resolve_name(&mut self, idx: usize, is_person: bool) {
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
}

/// Two full names of one family that a person may bear: the given names are the same, or one is the start of the
/// other (*J. Smith, John Smith*).
fn may_name_one(one: &str, other: &str) -> bool {
    let (first, second) = (one.split(' ').next().unwrap_or_default(), other.split(' ').next().unwrap_or_default());
    first.starts_with(second) || second.starts_with(first)
}

pub(super) fn family_key(name: Option<&str>) -> Option<String> {
    super::fold::words(name?).into_iter().map(|word| word.folded).rfind(|word| word != "s")
}
