//! The event rows and word classes of each language, read from `data/<lang>/events.tsv` and `event-words.tsv`.

use std::collections::{BTreeMap, BTreeSet};

use selon_types::{EventType, Label, Language, Row, Table, TableError};

use super::ontology::Ontology;

/// Words of events by language, and the event types with their modes.
pub struct EventLexicon {
    ontology: Ontology,
    languages: BTreeMap<Language, LanguageLexicon>,
}

/// What one language's tables say.
#[derive(Default)]
pub(super) struct LanguageLexicon {
    rows: Vec<EventRow>,
    by_lemma: BTreeMap<String, Vec<usize>>,
    classes: BTreeMap<String, BTreeSet<String>>,
    /// Numerals by kind (`number`, `vague`, `multiplier`) and word.
    numbers: BTreeMap<String, BTreeMap<String, u64>>,
    /// Irregular verb forms and their lemmas, which outrank those of the analysis.
    forms: BTreeMap<String, String>,
}

/// One row of `events.tsv`: a lemma that tells an event, the frame that says who is who, and what must stand around it.
pub(super) struct EventRow {
    /// Names the row in the claims it makes: `fr/tirer+obj=@missile`.
    pub(super) rule: String,
    pub(super) is_verb: bool,
    pub(super) event_type: EventType,
    pub(super) modes: Vec<String>,
    pub(super) contexts: Vec<String>,
    pub(super) frame: Frame,
    /// All of these must hold.
    pub(super) with: Vec<Constraint>,
    /// None of these may hold.
    pub(super) not: Vec<Constraint>,
    /// How sure the row alone is, between 0 and 1.
    pub(super) weight: f32,
    /// Marks such as `result` (tells only the outcome) and `speech` (the act consists in saying it).
    pub(super) flags: BTreeSet<String>,
}

/// Who acts and who is acted upon: for each side, slots in order of preference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) actors: Vec<SlotGroup>,
    pub(super) recipients: Vec<SlotGroup>,
}

/// Slots that are filled together: `subj+obj` of *se rencontrer*.
pub(super) type SlotGroup = Vec<Slot>;

/// A place in the frame of a trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// The logical subject: subject of the active, agent of the passive, subject of the light verb.
    Subj,
    /// The logical object.
    Obj,
    /// The dative or the addressee.
    Iobj,
    /// A complement with one of these prepositions.
    Obl(Vec<String>),
    /// Whoever owns the object: *saluer la décision américaine*.
    Owner,
    /// The complement in the genitive: *l'arrestation de X*.
    Gen,
    /// An adjective of nationality: *l'incursion ukrainienne*.
    Adj,
    /// A possessive: *son offensive*.
    Poss,
    /// The agent of a noun: *le bombardement par X*.
    Agent,
    /// The first part of a compound: *drone attack*.
    Compound,
    /// The subject of the complement clause: *exiger que X parte*.
    Content,
}

/// `relation[:preposition/…]=word,@class,…`; without words, the relation must be there at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Constraint {
    pub(super) relation: String,
    pub(super) prepositions: Vec<String>,
    pub(super) words: Vec<String>,
}

impl EventLexicon {
    /// Reads the tables, each as (path below `data/`, content): `ontology.tsv`, `<lang>/events*.tsv`, `<lang>/event-words.tsv`.
    ///
    /// # Errors
    /// When a row names an unknown type, mode, slot or class.
    pub fn from_tables(tables: &[(&str, &str)]) -> Result<EventLexicon, TableError> {
        let ontology = match tables.iter().find(|(path, _)| *path == "ontology.tsv") {
            Some((path, content)) => Ontology::parse(path, content)?,
            None => Ontology::default(),
        };
        let mut languages: BTreeMap<Language, LanguageLexicon> = BTreeMap::new();
        let of_language = |path: &str| {
            let (code, file) = path.split_once('/')?;
            Some((Language::from_label(code)?, file.to_owned()))
        };
        for (path, content) in tables {
            if let Some((language, _)) = of_language(path).filter(|(_, file)| file.starts_with("event-forms")) {
                languages.entry(language).or_default().read_forms(path, content)?;
            }
            if let Some((language, file)) = of_language(path)
                && file.starts_with("event-words")
            {
                languages.entry(language).or_default().read_classes(path, content)?;
            }
        }
        for (path, content) in tables {
            if let Some((language, file)) = of_language(path)
                && file.starts_with("events")
            {
                let lexicon = languages.entry(language).or_default();
                lexicon.read_rows(language, path, content, &ontology)?;
            }
        }
        Ok(EventLexicon { ontology, languages })
    }

    pub(super) fn language(&self, language: Language) -> Option<&LanguageLexicon> {
        self.languages.get(&language)
    }

    /// The event types, modes and their scores.
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// How many rows a language has.
    pub fn n_rows(&self, language: Language) -> usize {
        self.language(language).map_or(0, |lexicon| lexicon.rows.len())
    }
}

impl LanguageLexicon {
    /// The rows whose head word is `lemma`, most demanding first.
    pub(super) fn rows_of(&self, lemma: &str) -> impl Iterator<Item = &EventRow> {
        self.by_lemma.get(lemma).into_iter().flatten().map(|&idx| &self.rows[idx])
    }

    /// `word` belongs to the class.
    pub(super) fn is(&self, class: &str, word: &str) -> bool {
        self.classes.get(class).is_some_and(|words| words.contains(word))
    }

    /// The words of a class, in order.
    pub(super) fn words(&self, class: &str) -> impl Iterator<Item = &str> {
        self.classes.get(class).into_iter().flatten().map(String::as_str)
    }

    /// The value that a word has in the classes `kind:VALUE`: `number("number", "douze")`.
    pub(super) fn number(&self, kind: &str, word: &str) -> Option<u64> {
        self.numbers.get(kind)?.get(word).copied()
    }

    /// The lemma of an irregular verb form.
    pub(super) fn lemma_of_form(&self, form: &str) -> Option<&str> {
        self.forms.get(form).map(String::as_str)
    }

    fn read_forms(&mut self, path: &str, content: &str) -> Result<(), TableError> {
        let table = Table::parse(path, content, &["lemma", "forms"])?;
        for row in table.rows() {
            let lemma = normal(row.get("lemma"));
            self.forms.extend(row.list("forms").map(|form| (normal(form), lemma.clone())));
        }
        Ok(())
    }

    fn read_classes(&mut self, path: &str, content: &str) -> Result<(), TableError> {
        let table = Table::parse(path, content, &["class", "words"])?;
        for row in table.rows() {
            if row.get("class").is_empty() {
                return Err(row.error("the class has no name"));
            }
            if let Some((kind, value)) = row.get("class").split_once(':') {
                let value = value.parse().map_err(|_| row.error(format!("{value:?} is no whole number")))?;
                let numbers = self.numbers.entry(kind.to_owned()).or_default();
                numbers.extend(row.list("words").map(|word| (normal(word), value)));
                continue;
            }
            let words = self.classes.entry(row.get("class").to_owned()).or_default();
            words.extend(row.list("words").map(normal));
        }
        Ok(())
    }

    fn read_rows(
        &mut self,
        language: Language,
        path: &str,
        content: &str,
        ontology: &Ontology,
    ) -> Result<(), TableError> {
        let table = Table::parse(path, content, &["trigger", "pos", "type", "frame", "weight"])?;
        for row in table.rows() {
            let event = EventRow::parse(row, language, ontology, &self.classes)?;
            let idx = self.rows.len();
            self.rows.push(event);
            self.by_lemma.entry(normal(row.get("trigger"))).or_default().push(idx);
        }
        let rows = &self.rows;
        for idxs in self.by_lemma.values_mut() {
            idxs.sort_by_key(|&idx| (std::cmp::Reverse(rows[idx].with.len()), idx));
        }
        Ok(())
    }
}

impl EventRow {
    fn parse(
        row: Row<'_>,
        language: Language,
        ontology: &Ontology,
        classes: &BTreeMap<String, BTreeSet<String>>,
    ) -> Result<EventRow, TableError> {
        let event_type = EventType::from_label(row.get("type"))
            .ok_or_else(|| row.error(format!("{:?} is no PLOVER type", row.get("type"))))?;
        let modes: Vec<String> = row.list("mode").map(str::to_owned).collect();
        if let Some(mode) = modes.iter().find(|mode| !ontology.has_mode(event_type, mode)) {
            return Err(row.error(format!("{event_type} has no mode {mode:?}")));
        }
        let constraints = |column: &str| -> Result<Vec<Constraint>, TableError> {
            row.list(column).map(|text| Constraint::parse(text, classes).map_err(|reason| row.error(reason))).collect()
        };
        let is_verb = match row.get("pos") {
            "verb" => true,
            "noun" => false,
            other => return Err(row.error(format!("{other:?}: a trigger is a verb or a noun"))),
        };
        let weight: f32 = row
            .get("weight")
            .parse()
            .ok()
            .filter(|weight| (0.0..=1.0).contains(weight))
            .ok_or_else(|| row.error("the weight is no number between 0 and 1"))?;
        let with_text = row.get("with");
        let rule = match with_text.is_empty() {
            true => format!("{language}/{}", row.get("trigger")),
            false => format!("{language}/{}+{with_text}", row.get("trigger")),
        };
        Ok(EventRow {
            rule,
            is_verb,
            event_type,
            modes,
            contexts: row.list("context").map(str::to_owned).collect(),
            frame: Frame::parse(row.get("frame")).map_err(|reason| row.error(reason))?,
            with: constraints("with")?,
            not: constraints("not")?,
            weight,
            flags: row.list("flags").map(str::to_owned).collect(),
        })
    }

    /// Only whoever has the power to do it announces it: *annoncer un retrait, décréter la mobilisation*.
    pub(super) fn is_own_act(&self) -> bool {
        matches!(
            self.event_type,
            EventType::Agree
                | EventType::Aid
                | EventType::Concede
                | EventType::Consult
                | EventType::Cooperate
                | EventType::Mobilize
                | EventType::Reject
                | EventType::Retreat
                | EventType::Sanction
                | EventType::Support
        )
    }

    /// It is done against somebody who suffers it.
    pub(super) fn is_hostile(&self) -> bool {
        matches!(
            self.event_type,
            EventType::Accuse
                | EventType::Assault
                | EventType::Coerce
                | EventType::Mobilize
                | EventType::Protest
                | EventType::Reject
                | EventType::Request
                | EventType::Retreat
                | EventType::Sanction
                | EventType::Threaten
        )
    }

    /// Somebody may be *in* it: *en grève, on alert*.
    pub(super) fn is_state(&self) -> bool {
        matches!(self.event_type, EventType::Protest | EventType::Mobilize | EventType::Retreat)
    }

    pub(super) fn has_flag(&self, flag: &str) -> bool {
        self.flags.contains(flag)
    }
}

impl Frame {
    /// `subj>obj obl:contre/sur`: slots by preference, `+` for those filled together.
    pub(super) fn parse(text: &str) -> Result<Frame, String> {
        let Some((actors, recipients)) = text.split_once('>') else {
            return Err(format!("the frame {text:?} has no >"));
        };
        let side = |text: &str| -> Result<Vec<SlotGroup>, String> {
            text.split_whitespace().map(|group| group.split('+').map(Slot::parse).collect()).collect()
        };
        Ok(Frame { actors: side(actors)?, recipients: side(recipients)? })
    }
}

impl Slot {
    fn parse(text: &str) -> Result<Slot, String> {
        let (name, prepositions) = text.split_once(':').unwrap_or((text, ""));
        Ok(match name {
            "subj" => Slot::Subj,
            "obj" => Slot::Obj,
            "iobj" => Slot::Iobj,
            "obl" => Slot::Obl(prepositions.split('/').map(normal).collect()),
            "owner" => Slot::Owner,
            "gen" => Slot::Gen,
            "adj" => Slot::Adj,
            "poss" => Slot::Poss,
            "agent" => Slot::Agent,
            "compound" => Slot::Compound,
            "content" => Slot::Content,
            other => return Err(format!("{other:?} is no slot of a frame")),
        })
    }
}

impl Constraint {
    fn parse(text: &str, classes: &BTreeMap<String, BTreeSet<String>>) -> Result<Constraint, String> {
        let (place, words) = text.split_once('=').unwrap_or((text, ""));
        let (relation, prepositions) = place.split_once(':').unwrap_or((place, ""));
        let words: Vec<String> = words.split(',').map(normal).filter(|word| !word.is_empty()).collect();
        if let Some(class) = words
            .iter()
            .filter_map(|word| word.strip_prefix('@'))
            .find(|class| *class != "party" && !classes.contains_key(*class))
        {
            return Err(format!("the class {class:?} is not in event-words.tsv"));
        }
        let known = [
            "subj", "obj", "iobj", "obl", "amod", "nmod", "compound", "prt", "refl", "xcomp", "clause", "any", "head",
            "inf", "actor", "det", "passive", "adj", "poss", "gen",
        ];
        if !known.contains(&relation) {
            return Err(format!("{relation:?} is no relation of a constraint"));
        }
        Ok(Constraint {
            relation: relation.to_owned(),
            prepositions: prepositions.split('/').map(normal).filter(|word| !word.is_empty()).collect(),
            words,
        })
    }
}

/// Words compare in lower case, with the plain apostrophe and without stress marks.
pub(super) fn normal(word: &str) -> String {
    word.trim()
        .chars()
        .filter(|&letter| letter != '\u{301}')
        .flat_map(|letter| match letter {
            '’' | 'ʼ' | '‘' => '\''.to_lowercase(),
            'ё' | 'Ё' => 'е'.to_lowercase(),
            other => other.to_lowercase(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables() -> Vec<(String, String)> {
        let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");
        let paths = ["ontology.tsv".to_owned()].into_iter().chain(
            Language::ALL
                .iter()
                .flat_map(|code| ["events", "event-words", "event-forms"].map(|table| format!("{code}/{table}.tsv"))),
        );
        #[expect(clippy::disallowed_methods, reason = "a test of the data files")]
        paths.filter_map(|path| Some((path.clone(), std::fs::read_to_string(format!("{data}/{path}")).ok()?))).collect()
    }

    #[test]
    fn the_tables_of_all_languages_are_well_formed_and_broad() {
        let tables = tables();
        let borrowed: Vec<(&str, &str)> = tables.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let lexicon = EventLexicon::from_tables(&borrowed).unwrap_or_else(|error| panic!("{error}"));
        for (language, least) in [
            (Language::Fr, 1200),
            (Language::En, 1200),
            (Language::Ru, 500),
            (Language::Uk, 500),
            (Language::Es, 500),
            (Language::De, 500),
        ] {
            assert!(lexicon.n_rows(language) >= least, "{language}: {} rows", lexicon.n_rows(language));
        }
        assert_eq!(lexicon.ontology().quad_class(EventType::Assault), Some(4));
    }

    #[test]
    fn a_frame_and_a_constraint_are_read_as_written() {
        let frame = Frame::parse("subj+obj>obl:contre/sur").unwrap();
        assert_eq!(frame.actors, vec![vec![Slot::Subj, Slot::Obj]]);
        assert_eq!(frame.recipients, vec![vec![Slot::Obl(vec!["contre".to_owned(), "sur".to_owned()])]]);
        assert!(Frame::parse("subj").is_err());
        assert!(Constraint::parse("obj=@nothing", &BTreeMap::new()).is_err());
    }
}
