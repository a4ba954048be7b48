//! What the desk shows: the readings, each under a stable key, and the decisions taken on them.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use selon_situation::copies::Rarity;
use selon_situation::stories::find_stories;
use selon_types::{Label, Reading, Situation};
use selon_view::{CodePoints, wire};

use crate::decision::Decision;

/// One reading with the names its parts have in addresses.
pub(crate) struct Entry {
    /// Sixteen hexadecimal digits of the report's id and text: the same report keeps its address.
    pub(crate) key: String,
    pub(crate) reading: Reading,
    /// For each claim, in code points, the words and the type it rests on: `23-30-ASSAULT`. A later reading that finds
    /// the same in the same words keeps the decisions taken on it.
    pub(crate) anchors: Vec<String>,
}

impl Entry {
    fn new(reading: Reading) -> Entry {
        let mut key = wire::text_sha256(&format!("{}\0{}", reading.report.id, reading.report.text));
        key.truncate(16);
        let points = CodePoints::new(&reading.report.text);
        let mut n_seen: BTreeMap<String, usize> = BTreeMap::new();
        let anchors = reading.claims.iter().map(|claim| {
            let (start, end) = (points.of_byte(claim.trigger.start()), points.of_byte(claim.trigger.end()));
            let anchor = format!("{start}-{end}-{}", claim.event_type.label());
            let seen = n_seen.entry(anchor.clone()).or_default();
            *seen += 1;
            if *seen == 1 { anchor } else { format!("{anchor}-{seen}") }
        });
        let anchors = anchors.collect();
        Entry { key, anchors, reading }
    }

    /// The title: given apart, else the headline, else the first line, at most 140 characters.
    pub(crate) fn title(&self) -> Option<String> {
        let report = &self.reading.report;
        let is_headline = |sentence: &&selon_types::Sentence| sentence.role == selon_types::SentenceRole::Headline;
        let headline = self.reading.analysis.sentences.iter().find(is_headline);
        let words = report
            .title
            .as_deref()
            .or_else(|| headline.map(|sentence| sentence.span.of(&report.text)))
            .or_else(|| report.text.lines().map(str::trim).find(|line| !line.is_empty()))?;
        let mut title: String = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(140).collect();
        if title.chars().count() == 140 {
            title.push('…');
        }
        Some(title).filter(|title| !title.is_empty())
    }

    pub(crate) fn day(&self) -> Option<&str> {
        self.reading.report.published.as_ref().map(selon_types::Published::day)
    }
}

/// The events of all reports, and the names of the countries and bodies in them.
type Situated = (Arc<Situation>, Arc<BTreeMap<String, String>>);

/// All readings in the order they came, and all decisions in the order they were taken.
pub(crate) struct Record {
    rarity: Arc<Rarity>,
    entries: Vec<Arc<Entry>>,
    by_key: BTreeMap<String, usize>,
    pub(crate) decisions: Vec<Decision>,
    /// Built when it is first asked for after a change.
    situation: OnceLock<Situated>,
}

impl Record {
    pub(crate) fn new(rarity: Arc<Rarity>) -> Record {
        Record {
            rarity,
            entries: Vec::new(),
            by_key: BTreeMap::new(),
            decisions: Vec::new(),
            situation: OnceLock::new(),
        }
    }

    /// Adds a reading, or puts it in the place of an earlier one of the same report; returns its key.
    pub(crate) fn add(&mut self, reading: Reading) -> String {
        self.situation = OnceLock::new();
        let entry = Arc::new(Entry::new(reading));
        let key = entry.key.clone();
        match self.by_key.get(&key) {
            Some(&idx) => self.entries[idx] = entry,
            None => {
                self.by_key.insert(key.clone(), self.entries.len());
                self.entries.push(entry);
            }
        }
        key
    }

    pub(crate) fn get(&self, key: &str) -> Option<Arc<Entry>> {
        self.by_key.get(key).map(|&idx| self.entries[idx].clone())
    }

    /// The entries, youngest publication first, those without a date last.
    pub(crate) fn newest_first(&self) -> Vec<Arc<Entry>> {
        let mut entries = self.entries.clone();
        let when = |entry: &Entry| entry.reading.report.published.as_ref().map(|published| published.value.clone());
        entries.sort_by(|a, b| when(b).cmp(&when(a)).then_with(|| a.key.cmp(&b.key)));
        entries
    }

    /// The claims of all reports side by side, and the names of countries and bodies in them. Copies, translations and
    /// re-tellings count as one voice.
    pub(crate) fn situation(&self) -> Situated {
        let build = || {
            let readings: Vec<&Reading> = self.entries.iter().map(|entry| &entry.reading).collect();
            let copy_groups = find_stories(&readings, &self.rarity).copy_groups;
            let situation = selon_situation::build_situation(&readings, &copy_groups);
            let names = crate::events::names_of(&situation);
            (Arc::new(situation), Arc::new(names))
        };
        self.situation.get_or_init(build).clone()
    }

    /// The entries by the id of their report.
    pub(crate) fn by_id(&self) -> BTreeMap<String, Arc<Entry>> {
        self.entries.iter().map(|entry| (entry.reading.report.id.clone(), entry.clone())).collect()
    }

    /// The decisions on one report.
    pub(crate) fn decisions_on(&self, key: &str) -> Vec<Decision> {
        self.decisions.iter().filter(|decision| decision.report == key).cloned().collect()
    }
}
