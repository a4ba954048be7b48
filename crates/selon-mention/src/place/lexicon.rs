//! The words around names of places: prepositions, feature words, titles and first names of persons.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use selon_types::{Label, Language, PlacePrecision, Table, TableError};

use super::words::{fold_into, keys_of_name};

/// The context words, by language and folded word.
#[derive(Default)]
pub(crate) struct Lexicon {
    by_language: [HashMap<String, Role, BuildHasherDefault<Fnv>>; Language::ALL.len()],
    /// First words of names that begin with a small letter (*mer Noire*).
    starts: HashMap<String, ()>,
    /// Names that places no longer bear, by their key.
    former: HashMap<String, Vec<FormerName>>,
}

/// A name that a place bore until some day.
#[derive(Clone, Debug)]
pub(crate) struct FormerName {
    /// The letters of the name that it has now.
    now: String,
    iso3: String,
    /// The last day, `YYYY-MM-DD`.
    until: String,
}

/// FNV-1a: quick on short words; the words are our own, so nobody can make them collide.
#[derive(Clone)]
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// What a word may be; a set of flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Role(u64);

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $label:literal,)*) => {
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "numbers of flags")]
        enum Bit { $($name,)* }
        impl Role {
            $($(#[$doc])* pub(crate) const $name: Role = Role(1 << Bit::$name as u64);)*
            fn named(label: &str) -> Option<Role> {
                match label { $($label => Some(Role::$name),)* _ => None }
            }
        }
    };
}

roles! {
    /// Before the name of a person.
    TITLE = "title",
    /// A first name.
    GIVEN = "given",
    /// A first name that is also a place.
    GIVEN_PLACE = "given_place",
    /// Behind the name of a person.
    VERB = "verb",
    /// A word of the language.
    ORDINARY = "ordinary",
    /// Makes the name before it part of a body's name.
    ORG_AFTER = "org_after",
    /// Makes the name behind it part of a body's name.
    ORG_BEFORE = "org_before",
    /// A preposition of place.
    IN = "in",
    /// A weaker one.
    TO = "to",
    /// Joins a feature word and its name.
    LINKER = "linker",
    BEFORE_ADMIN1 = "before_admin1",
    BEFORE_ADMIN2 = "before_admin2",
    BEFORE_TOWN = "before_town",
    BEFORE_SITE = "before_site",
    BEFORE_REGION = "before_region",
    BEFORE_WATER = "before_water",
    AFTER_ADMIN1 = "after_admin1",
    AFTER_ADMIN2 = "after_admin2",
    AFTER_TOWN = "after_town",
    AFTER_SITE = "after_site",
    AFTER_REGION = "after_region",
    AFTER_WATER = "after_water",
    /// A point of the compass.
    DIRECTION = "direction",
    /// A unit of distance.
    UNIT = "unit",
    BORDER = "border",
    NEAR = "near",
    BETWEEN = "between",
    AND = "and",
    /// The Arabic article.
    PARTICLE = "particle",
}

impl Role {
    pub(crate) const FEATURE_BEFORE: Role = Role::BEFORE_ADMIN1
        .or(Role::BEFORE_ADMIN2)
        .or(Role::BEFORE_TOWN)
        .or(Role::BEFORE_SITE)
        .or(Role::BEFORE_REGION)
        .or(Role::BEFORE_WATER);
    pub(crate) const FEATURE_AFTER: Role = Role::AFTER_ADMIN1
        .or(Role::AFTER_ADMIN2)
        .or(Role::AFTER_TOWN)
        .or(Role::AFTER_SITE)
        .or(Role::AFTER_REGION)
        .or(Role::AFTER_WATER);

    pub(crate) const fn or(self, other: Role) -> Role {
        Role(self.0 | other.0)
    }

    /// At least one flag in common.
    pub(crate) fn is(self, other: Role) -> bool {
        self.0 & other.0 != 0
    }

    /// The kind of place that a feature word announces.
    pub(crate) fn announces(self) -> Option<PlacePrecision> {
        [
            (Role::BEFORE_ADMIN1.or(Role::AFTER_ADMIN1), PlacePrecision::Admin1),
            (Role::BEFORE_ADMIN2.or(Role::AFTER_ADMIN2), PlacePrecision::Admin2),
            (Role::BEFORE_SITE.or(Role::AFTER_SITE), PlacePrecision::Site),
            (Role::BEFORE_TOWN.or(Role::AFTER_TOWN), PlacePrecision::Town),
            (Role::BEFORE_REGION.or(Role::AFTER_REGION), PlacePrecision::Region),
            (Role::BEFORE_WATER.or(Role::AFTER_WATER), PlacePrecision::Region),
        ]
        .into_iter()
        .find_map(|(role, precision)| self.is(role).then_some(precision))
    }
}

impl Lexicon {
    pub(super) fn parse(context: &str) -> Result<Lexicon, TableError> {
        let mut lexicon = Lexicon::default();
        if context.is_empty() {
            return Ok(lexicon);
        }
        let table = Table::parse("context.tsv", context, &["lang", "kind", "words"])?;
        for row in table.rows() {
            let language = Language::ALL.iter().position(|language| language.label() == row.get("lang"));
            if language.is_none() && row.get("lang") != "*" {
                return Err(row.error("lang is a language code or *"));
            }
            let kind = row.get("kind");
            let role = Role::named(kind);
            if kind == "former" {
                for told in row.list("words") {
                    lexicon
                        .add_former(told)
                        .ok_or_else(|| row.error(format!("{told:?} is not FORMER>NAME>COUNTRY>DAY")))?;
                }
                continue;
            }
            if role.is_none() && kind != "start" {
                return Err(row.error(format!("the kind {kind:?} is unknown")));
            }
            for word in row.list("words") {
                let mut folded = String::new();
                fold_into(word, &mut folded);
                let Some(role) = role else {
                    lexicon.starts.insert(folded, ());
                    continue;
                };
                for (idx, words) in lexicon.by_language.iter_mut().enumerate() {
                    if language.is_none_or(|only| only == idx) {
                        let slot = words.entry(folded.clone()).or_default();
                        *slot = slot.or(role);
                    }
                }
            }
        }
        Ok(lexicon)
    }

    fn add_former(&mut self, told: &str) -> Option<()> {
        let mut parts = told.split('>');
        let (former, now, iso3, until) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let name = FormerName { now: letters_of(now), iso3: iso3.to_owned(), until: until.to_owned() };
        for key in keys_of_name(former) {
            self.former.entry(key).or_default().push(name.clone());
        }
        Some(())
    }

    /// The last day on which the place with the main name `now` bore the name with this key.
    pub(crate) fn borne_until(&self, key: &str, now: &str, iso3: &str) -> Option<&str> {
        let known = self.former.get(key)?;
        let now = letters_of(now);
        known.iter().find(|name| name.now == now && name.iso3 == iso3).map(|name| name.until.as_str())
    }

    /// What a folded word may be in a language.
    pub(crate) fn role(&self, language: Language, folded: &str) -> Role {
        self.by_language[language as usize].get(folded).copied().unwrap_or_default()
    }

    /// A name may begin with this word although its first letter is small.
    pub(crate) fn starts_name(&self, folded: &str) -> bool {
        self.starts.contains_key(folded)
    }
}

/// The folded letters of a name, whatever joins its words.
fn letters_of(name: &str) -> String {
    let mut folded = String::new();
    fold_into(name, &mut folded);
    folded.retain(char::is_alphanumeric);
    folded
}
