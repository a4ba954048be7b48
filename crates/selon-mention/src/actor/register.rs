//! The register: states, bodies, groups, outlets and persons with their names, codes and dated roles.

use std::collections::BTreeMap;

use selon_types::{Label, Language, Row, Table, TableError};

use super::columns::{checked_date, checked_sector, is_tag, required_code};
use super::entry::{Entry, EntryKind, Term};
use super::fold::fold;
use super::names::{NameIndex, Usage};
use super::nouns::Nouns;
use super::words::Words;

/// States, persons, bodies, groups and outlets with their names, codes and dated roles.
#[derive(Clone, Default)]
pub struct ActorRegister {
    pub(crate) entries: Vec<Entry>,
    by_id: BTreeMap<String, usize>,
    languages: BTreeMap<Language, Lexicon>,
}

/// What the register knows in one language.
#[derive(Clone)]
pub(crate) struct Lexicon {
    pub(crate) names: NameIndex,
    pub(crate) nouns: Nouns,
    pub(crate) words: Words,
}

impl Default for Lexicon {
    fn default() -> Self {
        Lexicon { names: NameIndex::new(), nouns: Nouns::default(), words: Words::default() }
    }
}

/// What the names of a state in each group of columns do.
const STATE_COLUMNS: [(&str, Usage); 4] =
    [("name", Usage::Name), ("adj", Usage::Adjective), ("seat", Usage::Seat), ("power", Usage::Power)];

impl ActorRegister {
    /// Reads the register from its data files, given as path below `data/` and content:
    /// `actors/*.tsv` and `<lang>/actor-*.tsv`.
    ///
    /// A table of any other name is a user's own: it has the columns of `actors/groups.tsv`, its rows are added,
    /// and a row with the `id` of a known actor takes that actor's place. Nothing is loaded when a row is bad.
    ///
    /// # Errors
    /// The first row that cannot be used, with file, line and reason.
    pub fn from_tables(tables: &[(&str, &str)]) -> Result<ActorRegister, TableError> {
        let mut register = ActorRegister::default();
        let is_builtin = |path: &&(&str, &str)| builtin(path.0).is_some();
        // Landmarks belong to states, which must be known before them.
        let is_landmarks = |table: &&(&str, &str)| matches!(builtin(table.0), Some(Builtin::Landmarks));
        let landmarks = tables.iter().filter(is_landmarks);
        for (path, content) in tables.iter().filter(is_builtin).filter(|table| !is_landmarks(table)).chain(landmarks) {
            register.read_builtin(path, content)?;
        }
        for (path, content) in tables.iter().filter(|table| !is_builtin(table)) {
            register.read_user_table(path, content)?;
        }
        register.check_terms(tables)?;
        register.index();
        Ok(register)
    }

    fn read_builtin(&mut self, path: &str, content: &str) -> Result<(), TableError> {
        match builtin(path) {
            Some(Builtin::States) => self.read_states(path, content),
            Some(Builtin::Actors(kind)) => self.read_actors(path, content, kind),
            Some(Builtin::Persons) => self.read_persons(path, content),
            Some(Builtin::Landmarks) => self.read_landmarks(path, content),
            Some(Builtin::Nouns(language)) => {
                let table = Table::parse(path, content, &["phrase", "sector", "kind"])?;
                let lexicon = self.languages.entry(language).or_default();
                table.rows().try_for_each(|row| lexicon.nouns.add(row, language))
            }
            Some(Builtin::Words(language)) => {
                let table = Table::parse(path, content, &["word", "role", "value"])?;
                let lexicon = self.languages.entry(language).or_default();
                table.rows().try_for_each(|row| lexicon.words.add(row))
            }
            None => Ok(()),
        }
    }

    fn read_states(&mut self, path: &str, content: &str) -> Result<(), TableError> {
        let table = Table::parse(path, content, &["code", "name_fr", "adj_fr", "seat_fr"])?;
        for row in table.rows() {
            let code = required_code(row, "code")?;
            let mut entry = Entry::new(format!("state:{code}"), EntryKind::State, Term::always(&code, None));
            for &language in Language::ALL {
                for (prefix, usage) in STATE_COLUMNS {
                    entry.add_names(language, usage, row.list(&format!("{prefix}_{language}")));
                }
            }
            self.add(entry, row)?;
        }
        Ok(())
    }

    /// Squares, bases, prisons: names of places that tell the country.
    fn read_landmarks(&mut self, path: &str, content: &str) -> Result<(), TableError> {
        let table = Table::parse(path, content, &["code", "fr", "en", "ru", "uk", "es", "de"])?;
        for row in table.rows() {
            let code = required_code(row, "code")?;
            let Some(&state) = self.by_id.get(&format!("state:{code}")) else {
                return Err(row.error(format!("no state has the code {code}")));
            };
            for &language in Language::ALL {
                self.entries[state].add_names(language, Usage::Landmark, row.list(language.label()));
            }
        }
        Ok(())
    }

    fn read_actors(&mut self, path: &str, content: &str, kind: EntryKind) -> Result<(), TableError> {
        let table = Table::parse(path, content, &["id", "code", "fr", "en"])?;
        for row in table.rows() {
            let entry = actor_of_row(row, kind)?;
            self.add(entry, row)?;
        }
        Ok(())
    }

    fn read_persons(&mut self, path: &str, content: &str) -> Result<(), TableError> {
        let table = Table::parse(path, content, &["code", "office", "start", "end", "names", "ru", "uk"])?;
        for row in table.rows() {
            let mut names = row.list("names").peekable();
            let Some(first) = names.peek() else { return Err(row.error("a person without a name")) };
            let id = match row.get("id") {
                "" => format!("person:{}", fold(&first.replace('*', "")).replace(' ', "-")),
                id => format!("person:{id}"),
            };
            let term = Term {
                start: checked_date(row, "start", false)?,
                end: checked_date(row, "end", true)?,
                code: required_code(row, "code")?,
                sector: match row.get("sector") {
                    "" => Some("GOV".to_owned()),
                    "-" => None,
                    _ => checked_sector(row, "sector")?,
                },
            };
            let mut entry = Entry::new(id, EntryKind::Person, term);
            entry.is_woman = row.get("gender") == "f";
            for name in names {
                for language in [Language::Fr, Language::En, Language::Es, Language::De] {
                    entry.add_person(language, name);
                }
            }
            for language in [Language::Ru, Language::Uk] {
                for name in row.list(language.label()) {
                    entry.add_person(language, name);
                }
            }
            self.add(entry, row)?;
        }
        Ok(())
    }

    fn read_user_table(&mut self, path: &str, content: &str) -> Result<(), TableError> {
        let table = Table::parse(path, content, &["id", "code"])?;
        let mut replaced = Vec::new();
        for row in table.rows() {
            let entry = actor_of_row(row, EntryKind::Group)?;
            let known = ["group", "body", "outlet", "person", "state"]
                .iter()
                .find_map(|kind| self.by_id.get(&format!("{kind}:{}", row.get("id"))).copied());
            match known {
                Some(idx) if !replaced.contains(&idx) => {
                    self.entries[idx] =
                        Entry { id: self.entries[idx].id.clone(), kind: self.entries[idx].kind, ..entry };
                    replaced.push(idx);
                }
                Some(idx) => self.entries[idx].merge(entry, row)?,
                None => {
                    replaced.push(self.entries.len());
                    self.add(entry, row)?;
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, entry: Entry, row: Row<'_>) -> Result<(), TableError> {
        match self.by_id.get(&entry.id) {
            Some(&idx) => self.entries[idx].merge(entry, row),
            None => {
                self.by_id.insert(entry.id.clone(), self.entries.len());
                self.entries.push(entry);
                Ok(())
            }
        }
    }

    fn check_terms(&mut self, tables: &[(&str, &str)]) -> Result<(), TableError> {
        if tables.is_empty() || !self.entries.is_empty() {
            return Ok(());
        }
        let file = tables[0].0.to_owned();
        Err(TableError { file, line: 1, reason: "no actor is in the tables; actors/states.tsv is needed".to_owned() })
    }

    fn index(&mut self) {
        for (idx, entry) in self.entries.iter().enumerate() {
            for (language, usage, name) in &entry.names {
                self.languages.entry(*language).or_default().names.insert(name, *language, idx, *usage);
            }
        }
    }

    /// The register holds an actor of this id.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    pub(crate) fn lexicon(&self, language: Language) -> Option<&Lexicon> {
        self.languages.get(&language)
    }
}

enum Builtin {
    States,
    Actors(EntryKind),
    Persons,
    Landmarks,
    Nouns(Language),
    Words(Language),
}

fn builtin(path: &str) -> Option<Builtin> {
    match path {
        "actors/states.tsv" => return Some(Builtin::States),
        "actors/bodies.tsv" => return Some(Builtin::Actors(EntryKind::Body)),
        "actors/groups.tsv" => return Some(Builtin::Actors(EntryKind::Group)),
        "actors/outlets.tsv" => return Some(Builtin::Actors(EntryKind::Outlet)),
        "actors/persons.tsv" => return Some(Builtin::Persons),
        "actors/landmarks.tsv" => return Some(Builtin::Landmarks),
        _ => {}
    }
    let (folder, file) = path.split_once('/')?;
    let language = Language::from_label(folder)?;
    match file {
        "actor-nouns.tsv" => Some(Builtin::Nouns(language)),
        "actor-words.tsv" => Some(Builtin::Words(language)),
        _ => None,
    }
}

fn actor_of_row(row: Row<'_>, kind: EntryKind) -> Result<Entry, TableError> {
    if row.get("id").is_empty() {
        return Err(row.error("the id is empty"));
    }
    let prefix = match kind {
        EntryKind::State => "state",
        EntryKind::Body => "body",
        EntryKind::Group => "group",
        EntryKind::Outlet => "outlet",
        EntryKind::Person => "person",
    };
    let sector = checked_sector(row, "sector")?;
    let term = Term {
        start: checked_date(row, "start", false)?,
        end: checked_date(row, "end", true)?,
        code: required_code(row, "code")?,
        sector: if kind == EntryKind::Outlet { Some("JRN".to_owned()) } else { sector },
    };
    let mut entry = Entry::new(format!("{prefix}:{}", row.get("id")), kind, term);
    entry.body = Some(row.get("body").to_owned()).filter(|body| !body.is_empty());
    if entry.body.as_ref().is_some_and(|body| !is_tag(body)) {
        return Err(row.error(format!("the body tag {:?} is not three capital letters", row.get("body"))));
    }
    for &language in Language::ALL {
        entry.add_names(language, Usage::Name, row.list(language.label()));
        entry.add_names(language, Usage::Adjective, row.list(&format!("adj_{language}")));
    }
    if entry.names.is_empty() {
        return Err(row.error("an actor without a name in any language"));
    }
    Ok(entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: (&str, &str) = (
        "actors/states.tsv",
        "code\tname_fr\tadj_fr\tseat_fr\nFRA\tFrance\tfrançais\tParis\nAFG\tAfghanistan\tafghan\tKaboul\n",
    );

    fn error(groups: &str) -> String {
        let header = "id\tcode\tsector\tstart\tend\tfr\ten\n";
        let table = format!("{header}{groups}");
        ActorRegister::from_tables(&[STATES, ("actors/groups.tsv", &table)])
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn bad_rows_are_named_with_file_line_and_reason() {
        assert!(error("x\tAFG\tREB\t2014-02-30\t\tX\tX\n").starts_with("actors/groups.tsv: line 2: \"2014-02-30\""));
        assert!(error("x\tAFG\tXXX\t\t\tX\tX\n").contains("unknown sector \"XXX\""));
        assert!(error("x\tAf\tREB\t\t\tX\tX\n").contains("three capital letters"));
        assert!(error("x\tAFG\tREB\t\t\t\t\n").contains("without a name"));
        assert!(
            error("x\tAFG\tREB\t\t2020-01-01\tX\tX\nx\tAFG\tGOV\t2019-01-01\t\tX\tX\n")
                .contains("line 3: the term of group:x overlaps")
        );
        assert!(error("x\tAFG\tREB\t\t\tX\tX\nx\tAFG\tREB\t\t\tX\tX\n").contains("stands twice"));
        assert_eq!(error("x\tAFG\tREB\t\t2020\tX\tX\nx\tAFG\tGOV\t2021-01\t\tX\tX\n"), "");
    }

    #[test]
    fn a_users_row_takes_the_place_of_a_known_actor() {
        let groups = ("actors/groups.tsv", "id\tcode\tsector\tfr\ten\nx\tAFG\tREB\tX\tX\n");
        let mine = ("/home/me/my.tsv", "id\tcode\tsector\tfr\nx\tFRA\tSOC\tIxe\nneu\tFRA\tPTY\tNeuf\n");
        let register = ActorRegister::from_tables(&[STATES, groups, mine]).unwrap();
        let codes: Vec<_> = register.entries[2..].iter().map(|entry| entry.on(None)).collect();
        assert_eq!(codes, [("FRA", Some("SOC")), ("FRA", Some("PTY"))]);
    }

    /// The tables of the product are read without complaint and hold what the documentation promises.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test of the data files reads them")]
    fn the_products_own_tables_are_sound() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/");
        let read = |path: &str| std::fs::read_to_string(format!("{root}{path}")).unwrap();
        let mut tables = Vec::new();
        for file in ["states", "bodies", "groups", "outlets", "persons", "landmarks"] {
            let path = format!("actors/{file}.tsv");
            tables.push((path.clone(), read(&path)));
        }
        for language in Language::ALL {
            for file in ["nouns", "words"] {
                let path = format!("{language}/actor-{file}.tsv");
                tables.push((path.clone(), read(&path)));
            }
        }
        let tables: Vec<_> = tables.iter().map(|(path, content)| (&**path, &**content)).collect();
        let register = ActorRegister::from_tables(&tables).unwrap();
        let count = |kind: EntryKind| register.entries.iter().filter(|entry| entry.kind == kind).count();
        assert!(count(EntryKind::State) >= 195);
        assert!(count(EntryKind::Group) >= 400);
        assert!(count(EntryKind::Outlet) >= 150);
        let is_group = |entry: &&Entry| matches!(entry.kind, EntryKind::Group | EntryKind::Body);
        let in_six = |entry: &&Entry| Language::ALL.iter().all(|&language| entry.display(language).is_some());
        assert!(register.entries.iter().filter(is_group).filter(in_six).count() >= 400);
    }

    #[test]
    fn a_role_holds_in_its_time() {
        let groups = (
            "actors/groups.tsv",
            "id\tcode\tsector\tstart\tend\tfr\ten\nt\tAFG\tREB\t\t2021-08-14\tT\tT\nt\tAFG\tGOV\t2021-08-15\t\tT\tT\n",
        );
        let persons = (
            "actors/persons.tsv",
            "code\toffice\tstart\tend\tnames\tru\tuk\nFRA\tpresident\t2012-05-15\t2017-05-14\tFrançois Hollande\t\t\n",
        );
        let register = ActorRegister::from_tables(&[STATES, groups, persons]).unwrap();
        let [.., taliban, hollande] = &register.entries[..] else { panic!() };
        assert_eq!(taliban.on(Some("2021-08-14")).1, Some("REB"));
        assert_eq!(taliban.on(Some("2021-08-15")).1, Some("GOV"));
        assert_eq!(hollande.on(Some("2014-01-01")).1, Some("GOV"));
        assert_eq!(hollande.on(Some("2020-01-01")).1, Some("ELI"));
    }
}
