//! The PLOVER 0.8 event types with their modes, quad classes and scores, from `data/ontology.tsv`.

use std::collections::BTreeMap;

use selon_types::{EventType, Label, Table, TableError};

/// The types and modes, each with its place on the scale from conflict (−10) to cooperation (+10).
#[derive(Default)]
pub struct Ontology {
    types: BTreeMap<EventType, TypeEntry>,
}

struct TypeEntry {
    quad_class: u8,
    score: f32,
    modes: BTreeMap<String, Option<f32>>,
}

impl Ontology {
    pub(super) fn parse(path: &str, content: &str) -> Result<Ontology, TableError> {
        let table = Table::parse(path, content, &["type", "mode", "quad", "score"])?;
        let mut types: BTreeMap<EventType, TypeEntry> = BTreeMap::new();
        for row in table.rows() {
            let event_type = EventType::from_label(row.get("type"))
                .ok_or_else(|| row.error(format!("{:?} is no PLOVER type", row.get("type"))))?;
            let score = match row.get("score") {
                "" => None,
                text => Some(text.parse::<f32>().map_err(|_| row.error("the score is no number"))?),
            };
            if row.get("mode").is_empty() {
                let quad_class = row
                    .get("quad")
                    .parse::<u8>()
                    .ok()
                    .filter(|quad| (1..=4).contains(quad))
                    .ok_or_else(|| row.error("the quad class is a number from 1 to 4"))?;
                let score = score.ok_or_else(|| row.error("a type has a score"))?;
                types.insert(event_type, TypeEntry { quad_class, score, modes: BTreeMap::new() });
            } else {
                types
                    .get_mut(&event_type)
                    .ok_or_else(|| row.error("the row of the type comes before those of its modes"))?
                    .modes
                    .insert(row.get("mode").to_owned(), score);
            }
        }
        Ok(Ontology { types })
    }

    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub fn quad_class(&self, event_type: EventType) -> Option<u8> {
        self.types.get(&event_type).map(|entry| entry.quad_class)
    }

    /// The score of the most telling of `modes` (farthest from 0), else that of the type.
    pub fn score(&self, event_type: EventType, modes: &[String]) -> Option<f32> {
        let entry = self.types.get(&event_type)?;
        modes
            .iter()
            .filter_map(|mode| entry.modes.get(mode).copied().flatten())
            .max_by(|a, b| a.abs().total_cmp(&b.abs()))
            .or(Some(entry.score))
    }

    /// The type knows this mode. Without a table every mode is known.
    pub(super) fn has_mode(&self, event_type: EventType, mode: &str) -> bool {
        self.types.is_empty() || self.types.get(&event_type).is_some_and(|entry| entry.modes.contains_key(mode))
    }
}
