//! Names of the register: their code and sector at the time, and in the place where they stand.

use selon_types::ActorForm;

use super::candidate::Source;
use super::entry::{Entry, EntryKind};
use super::nouns::NounKind;
use super::person::family_key;
use super::resolve::{Resolved, Resolver};

impl Resolver<'_> {
    pub(super) fn resolve_entry(&mut self, idx: usize) {
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
    pub(super) fn role_of<'entry>(&self, entry: &'entry Entry, head: usize) -> (&'entry str, Option<&'entry str>) {
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
                words.is(case.span.of(&self.finder.report.text), super::words::Role::DativePreposition)
                    || !words.is(case.span.of(&self.finder.report.text), super::words::Role::PlacePreposition)
                        && !words.is(&case.lemma, super::words::Role::PlacePreposition)
            }
            None => !token.is("nmod"),
        }
    }
}
