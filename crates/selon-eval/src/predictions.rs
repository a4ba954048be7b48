//! Wire records made earlier, or by another tool, found again by id or by text.

use std::collections::BTreeMap;
use std::path::Path;

use selon_view::wire::{WireReading, text_sha256};

use crate::gold::{GoldRecord, LoadError, read_text};

/// Readings by the id and by the text of their report.
#[derive(Default)]
pub(crate) struct Predictions {
    readings: Vec<WireReading>,
    by_id: BTreeMap<String, usize>,
    by_text: BTreeMap<String, usize>,
}

impl Predictions {
    /// Reads wire records, one JSON object or one a line.
    ///
    /// # Errors
    /// When the file cannot be read or a line is no wire record.
    pub(crate) fn load(path: &Path) -> Result<Predictions, LoadError> {
        let content = read_text(path)?;
        let mut predictions = Predictions::default();
        if let Ok(reading) = serde_json::from_str::<WireReading>(&content) {
            predictions.insert(reading);
            return Ok(predictions);
        }
        for (idx, line) in content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let reading = serde_json::from_str(line).map_err(|reason| LoadError::Broken {
                path: path.to_owned(),
                line: idx + 1,
                reason: format!("not a wire record ({reason})"),
            })?;
            predictions.insert(reading);
        }
        Ok(predictions)
    }

    fn insert(&mut self, reading: WireReading) {
        let place = self.readings.len();
        if !reading.report.id.is_empty() {
            self.by_id.insert(reading.report.id.clone(), place);
        }
        if !reading.report.text.is_empty() {
            self.by_text.insert(text_sha256(&reading.report.text), place);
        }
        self.readings.push(reading);
    }

    /// The reading of a record: by its text, else by its id when the record states no other text.
    pub(crate) fn find(&self, gold: &GoldRecord) -> Option<&WireReading> {
        if let Some(place) = self.by_text.get(&text_sha256(&gold.text)) {
            return Some(&self.readings[*place]);
        }
        let reading = &self.readings[*self.by_id.get(&gold.id)?];
        (reading.report.text.is_empty() || reading.report.text == gold.text).then_some(reading)
    }
}
