//! PLOVER's quad classes and conflict-cooperation scores (manual, draft 0.8), as `data/ontology.tsv` lists them.

use std::collections::BTreeMap;

use selon_types::{Event, EventType, Label, Table, TableError};

/// Quads and scores by type and mode.
#[derive(Clone, Debug, Default)]
pub struct Scale {
    quads: BTreeMap<EventType, u8>,
    scores: BTreeMap<(EventType, String), f64>,
}

impl Scale {
    /// Reads `data/ontology.tsv`.
    ///
    /// # Errors
    /// When a column is missing or a value is not one of its kind.
    pub fn from_tsv(name: &str, text: &str) -> Result<Scale, TableError> {
        let table = Table::parse(name, text, &["type", "mode", "quad", "score"])?;
        let mut scale = Scale::default();
        for row in table.rows() {
            let event_type = EventType::from_label(row.get("type")).ok_or_else(|| row.error("no PLOVER type"))?;
            let quad = row.get("quad").parse().map_err(|_| row.error("the quad is 1, 2, 3 or 4"))?;
            scale.quads.insert(event_type, quad);
            if !row.get("score").is_empty() {
                let score = row.get("score").parse().map_err(|_| row.error("the score is a number"))?;
                scale.scores.insert((event_type, row.get("mode").to_owned()), score);
            }
        }
        Ok(scale)
    }

    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; 0 when the type is not in
    /// the table.
    pub fn quad(&self, event_type: EventType) -> u8 {
        self.quads.get(&event_type).copied().unwrap_or(0)
    }

    /// The strongest score of the event's modes, else that of its type; -10 to 10.
    pub fn intensity(&self, event: &Event) -> f64 {
        let modes = event.modes.iter().filter_map(|mode| self.scores.get(&(event.event_type, mode.clone())));
        let strongest = modes.copied().max_by(|a, b| a.abs().total_cmp(&b.abs()));
        let plain = || self.scores.get(&(event.event_type, String::new())).copied();
        strongest.or_else(plain).unwrap_or(0.0)
    }
}
