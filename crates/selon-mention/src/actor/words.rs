//! The closed lists of a language that decide how a name or noun phrase refers.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use selon_types::{Row, TableError};

use super::fold::fold;

/// Pronouns, prepositions and the words that decide whether a capital is its government or a town.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    /// The roles of each word as bits of [`Role`].
    roles: HashMap<String, u32>,
    /// Starts of words (`minist*`) with their role.
    starts: Vec<(String, Role)>,
    pronouns: BTreeMap<String, Agreement>,
    possessives: BTreeMap<String, Agreement>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Genitive,
    PlacePreposition,
    ActingPreposition,
    AgentPreposition,
    Former,
    /// A town suffers it: *bombarder*.
    PlaceVerb,
    /// A town does it: *compter, se trouver*.
    TownVerb,
    /// Officials do it in a capital: *se rendre*.
    VisitVerb,
    /// Who is so is somewhere else than at home: *exilé*.
    Away,
    /// Whom one is so to owns one: *des pirates liés à Moscou*.
    Linked,
    /// A man, by the word or the given name.
    Male,
    /// A woman.
    Female,
    DativeVerb,
    PlaceNoun,
    /// Any country, or what such a word stands for: *pays*.
    CountryNoun,
    /// What its complement names is no actor of its own: *le ministère de la Défense*.
    Portfolio,
    /// Stands in another country than its own: *ambassade*.
    Diplomat,
    /// Its subject is empty: *il faut*.
    EmptyVerb,
    /// The empty subject: *il*.
    EmptySubject,
    /// Before whom something is given or said to: *à*.
    DativePreposition,
    /// Before a capital, with a plural verb and no subject, the capital is who speaks: *в Анкаре пообещали*.
    ImpersonalPreposition,
    /// Before a bare noun it tells how or when: *en force*.
    AdverbialPreposition,
}

impl Role {
    fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// The word as the lists hold it; most words of a text are in lower case already.
fn key(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'\'' || byte == b'-') {
        return Cow::Borrowed(word);
    }
    Cow::Owned(if word.contains('’') { fold(&word.replace('’', "'")) } else { fold(word) })
}

/// What a pronoun asks of what it stands for; `None` admits every value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Agreement {
    /// The speaker: *je, nous*.
    pub(crate) first_person: bool,
    /// Plural, singular or either.
    pub(crate) plural: Option<bool>,
    /// Grammatical gender.
    pub(crate) gender: Option<Gender>,
    /// Only human beings (English *he, she*).
    pub(crate) human: bool,
    /// The subject of the clause (*свой*).
    pub(crate) reflexive: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    Masculine,
    Feminine,
    Neuter,
}

impl Words {
    pub(crate) fn add(&mut self, row: Row<'_>) -> Result<(), TableError> {
        let word = fold(&row.get("word").replace('’', "'"));
        let role = match row.get("role") {
            "pronoun" => {
                self.pronouns.insert(word, agreement(row)?);
                return Ok(());
            }
            "possessive" => {
                self.possessives.insert(word, agreement(row)?);
                return Ok(());
            }
            "genitive" => Role::Genitive,
            "place-preposition" => Role::PlacePreposition,
            "acting-preposition" => Role::ActingPreposition,
            "agent-preposition" => Role::AgentPreposition,
            "former" => Role::Former,
            "place-verb" => Role::PlaceVerb,
            "town-verb" => Role::TownVerb,
            "visit-verb" => Role::VisitVerb,
            "away" => Role::Away,
            "linked" => Role::Linked,
            "male" => Role::Male,
            "female" => Role::Female,
            "dative-verb" => Role::DativeVerb,
            "place-noun" => Role::PlaceNoun,
            "country-noun" => Role::CountryNoun,
            "portfolio" => Role::Portfolio,
            "diplomat" => Role::Diplomat,
            "empty-verb" => Role::EmptyVerb,
            "empty-subject" => Role::EmptySubject,
            "dative-preposition" => Role::DativePreposition,
            "impersonal-preposition" => Role::ImpersonalPreposition,
            "adverbial-preposition" => Role::AdverbialPreposition,
            other => return Err(row.error(format!("unknown role {other:?}"))),
        };
        match word.strip_suffix('*') {
            Some(start) => self.starts.push((start.to_owned(), role)),
            None => *self.roles.entry(word).or_default() |= role.bit(),
        }
        Ok(())
    }

    /// A folded word of the list of `role`, or one that begins like an entry with `*`.
    pub(crate) fn is_or_starts(&self, folded: &str, role: Role) -> bool {
        self.roles.get(folded).is_some_and(|roles| roles & role.bit() != 0)
            || self.starts.iter().any(|(start, own)| *own == role && folded.starts_with(start.as_str()))
    }

    /// `word` (any case) is in the list of `role`.
    pub(crate) fn is(&self, word: &str, role: Role) -> bool {
        self.roles.get(&*key(word)).is_some_and(|roles| roles & role.bit() != 0)
    }

    pub(crate) fn pronoun(&self, word: &str) -> Option<Agreement> {
        self.pronouns.get(&*key(word)).copied()
    }

    pub(crate) fn possessive(&self, word: &str) -> Option<Agreement> {
        self.possessives.get(&*key(word)).copied()
    }
}

fn agreement(row: Row<'_>) -> Result<Agreement, TableError> {
    let mut agreement = Agreement::default();
    for letter in row.get("value").chars() {
        match letter {
            '1' => agreement.first_person = true,
            '3' => {}
            's' => agreement.plural = Some(false),
            'p' => agreement.plural = Some(true),
            'm' => agreement.gender = Some(Gender::Masculine),
            'f' => agreement.gender = Some(Gender::Feminine),
            'n' => agreement.gender = Some(Gender::Neuter),
            'h' => agreement.human = true,
            'a' => {}
            'r' => agreement.reflexive = true,
            other => return Err(row.error(format!("unknown letter {other:?} in {:?}", row.get("value")))),
        }
    }
    Ok(agreement)
}
