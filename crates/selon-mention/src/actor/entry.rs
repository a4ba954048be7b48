//! An actor of the register: its names, and what it is at which time.

use std::collections::BTreeMap;

use selon_types::{Language, Row, TableError};

use super::names::Usage;

/// An actor of the register.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// `state:UKR`, `group:hamas`.
    pub(crate) id: String,
    pub(crate) kind: EntryKind,
    /// The international body's tag.
    pub(crate) body: Option<String>,
    /// The first name of each language.
    pub(super) display: BTreeMap<Language, String>,
    /// What it is when; never empty, in order, not overlapping.
    pub(crate) terms: Vec<Term>,
    /// Grammatical gender of a person.
    pub(crate) is_woman: bool,
    pub(super) names: Vec<(Language, Usage, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EntryKind {
    State,
    Body,
    Group,
    Outlet,
    Person,
}

/// Code and sector from one day to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    /// First day, `YYYY-MM-DD`; `None` = always before.
    pub(crate) start: Option<String>,
    /// Last day; `None` = to this day.
    pub(crate) end: Option<String>,
    pub(crate) code: String,
    pub(crate) sector: Option<String>,
}

impl Entry {
    pub(super) fn new(id: String, kind: EntryKind, term: Term) -> Entry {
        Entry { id, kind, body: None, display: BTreeMap::new(), terms: vec![term], is_woman: false, names: Vec::new() }
    }

    pub(super) fn add_names<'name>(
        &mut self,
        language: Language,
        usage: Usage,
        names: impl Iterator<Item = &'name str>,
    ) {
        for name in names {
            if usage == Usage::Name {
                self.display.entry(language).or_insert_with(|| name.replace('*', ""));
            }
            self.names.push((language, usage, name.to_owned()));
        }
    }

    /// A person is found by the whole name and by the family name: the last word, or what a star stands before.
    pub(super) fn add_person(&mut self, language: Language, name: &str) {
        let plain = name.replace(['*', '='], "");
        self.display.entry(language).or_insert_with(|| plain.clone());
        self.names.push((language, Usage::Name, plain));
        if name.starts_with('=') || !name.contains(' ') {
            return;
        }
        // A star before a particle takes in what follows: *de Gaulle*, but *Xi* of *Xi Jinping*.
        let marked = name.find('*').map(|star| &name[star + 1..]).map(|rest| match rest.chars().next() {
            Some(first) if first.is_lowercase() => rest,
            _ => rest.split(' ').next().unwrap_or(rest),
        });
        let family = marked.map(str::to_owned).or_else(|| name.rsplit(' ').next().map(str::to_owned));
        self.names.extend(family.map(|family| (language, Usage::Family, family)));
    }

    pub(super) fn merge(&mut self, other: Entry, row: Row<'_>) -> Result<(), TableError> {
        let [term] = &other.terms[..] else { return Err(row.error("a row has one term")) };
        for known in &self.terms {
            if known.start == term.start
                && known.end == term.end
                && known.code == term.code
                && known.sector == term.sector
            {
                return Err(row.error(format!("{} stands twice with the same term", self.id)));
            }
            // Several offices of one person under one code may overlap; contradicting codes may not.
            let contradicts = known.code != term.code || known.sector != term.sector || self.kind != EntryKind::Person;
            if contradicts && known.overlaps(term) {
                return Err(row.error(format!("the term of {} overlaps another one of it", self.id)));
            }
        }
        self.terms.extend(other.terms);
        self.terms.sort_by(|one, other| one.start.cmp(&other.start).then_with(|| one.end.cmp(&other.end)));
        for name in other.names {
            if !self.names.contains(&name) {
                self.names.push(name);
            }
        }
        for (language, name) in other.display {
            self.display.entry(language).or_insert(name);
        }
        Ok(())
    }

    /// The name in `language`, if the register has it.
    pub(crate) fn display(&self, language: Language) -> Option<&str> {
        self.display.get(&language).map(String::as_str)
    }

    /// Code and sector on `day` (`YYYY-MM-DD`); the last known ones when there is no day. An office that ended
    /// before makes a former official (`ELI`); for other actors the nearest term holds.
    pub(crate) fn on(&self, day: Option<&str>) -> (&str, Option<&str>) {
        let last = &self.terms[self.terms.len() - 1];
        let Some(day) = day else { return (&last.code, last.sector.as_deref()) };
        if let Some(term) = self.terms.iter().find(|term| term.holds_on(day)) {
            return (&term.code, term.sector.as_deref());
        }
        let before = self.terms.iter().rev().find(|term| term.end.as_deref().is_some_and(|end| end < day));
        match (before, self.kind) {
            // News of the death or fall of a head of state comes the day after.
            (Some(term), EntryKind::Person) if term.end.as_deref().is_some_and(|end| is_within_a_month(end, day)) => {
                (&term.code, term.sector.as_deref())
            }
            (Some(term), EntryKind::Person) => {
                (&term.code, if term.sector.as_deref() == Some("GOV") { Some("ELI") } else { term.sector.as_deref() })
            }
            (Some(term), _) => (&term.code, term.sector.as_deref()),
            (None, EntryKind::Person) => (&self.terms[0].code, None),
            (None, _) => (&self.terms[0].code, self.terms[0].sector.as_deref()),
        }
    }

    /// Code and sector at some time of a year; `None` when no term holds in it.
    pub(crate) fn in_year(&self, year: u16) -> Option<(&str, Option<&str>)> {
        let (first, last) = (format!("{year}-01-01"), format!("{year}-12-31"));
        let holds = |term: &&Term| {
            term.start.as_deref().is_some_and(|start| start <= &*last)
                && term.end.as_deref().is_none_or(|end| &*first <= end)
        };
        self.terms.iter().find(holds).map(|term| (&*term.code, term.sector.as_deref()))
    }

    /// The office or state of things holds on `day`.
    pub(crate) fn is_current(&self, day: Option<&str>) -> bool {
        day.is_none_or(|day| self.terms.iter().any(|term| term.holds_on(day)))
    }
}

impl Term {
    pub(super) fn always(code: &str, sector: Option<&str>) -> Term {
        Term { start: None, end: None, code: code.to_owned(), sector: sector.map(str::to_owned) }
    }

    fn holds_on(&self, day: &str) -> bool {
        self.start.as_deref().is_none_or(|start| start <= day) && self.end.as_deref().is_none_or(|end| day <= end)
    }

    fn overlaps(&self, other: &Term) -> bool {
        let starts_in_time = |one: &Term, two: &Term| match (&one.start, &two.end) {
            (Some(start), Some(end)) => start <= end,
            _ => true,
        };
        starts_in_time(self, other) && starts_in_time(other, self)
    }
}

fn is_within_a_month(end: &str, day: &str) -> bool {
    let parse = |date: &str| date.parse::<jiff::civil::Date>().ok();
    match (parse(end), parse(day)) {
        (Some(end), Some(day)) => (day - end).get_days() <= 31,
        _ => false,
    }
}
