//! Which reports are versions of one report: identical, edited, translated, re-told.

mod traits;
mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use selon_types::{Relation, Report, ReportVersion};

pub use words::Rarity;

use crate::CopyGroups;

use traits::{Traits, agreement, containment};

/// How many reports each one is compared with.
pub const MAX_CANDIDATES: usize = 20;
/// A key of more reports than this says nothing about which of them belong together.
const MAX_HOLDERS: usize = 200;
/// Keys this rare lead to candidates.
const MIN_WEIGHT: f64 = 1.0;
/// Fewer words than this are a flash: only an identical text is a version of it.
const MIN_WORDS: usize = 25;
/// Share of common runs of words from which a version is edited rather than re-told. Two independent translations of
/// one report share up to 0.41 of them.
const EDITED: f64 = 0.6;
/// Agreement from which two texts of one language tell the same.
const RETOLD: f64 = 0.2;
/// The same for texts of two languages, which share names, numbers and cognates only.
const TRANSLATED: f64 = 0.035;

/// The reports met so far. The versions found depend on which reports these are, not on the order they came in.
pub struct Index<'rarity> {
    rarity: &'rarity Rarity,
    reports: Vec<Traits>,
    holders: HashMap<u64, Vec<usize>>,
}

impl<'rarity> Index<'rarity> {
    /// An index of no report.
    pub fn new(rarity: &'rarity Rarity) -> Self {
        Index { rarity, reports: vec![], holders: HashMap::new() }
    }

    /// Adds a report; only the lists of its own keys change.
    pub fn add(&mut self, report: &Report) {
        let traits = Traits::new(report, self.rarity);
        let idx = self.reports.len();
        let mut put = |key: u64| self.holders.entry(key).or_default().push(idx);
        traits.text.into_iter().for_each(&mut put);
        let rare = traits.words.iter().chain(&traits.skeletons).filter(|(_, one)| one.weight >= MIN_WEIGHT);
        rare.map(|(key, _)| *key).collect::<BTreeSet<_>>().into_iter().for_each(&mut put);
        self.reports.push(traits);
    }

    /// The reports that may be versions of the report added as number `idx`, likeliest first.
    pub fn candidates(&self, idx: usize) -> Vec<usize> {
        let this = &self.reports[idx];
        let mut shared: BTreeMap<usize, f64> = BTreeMap::new();
        let mut meet = |key: &u64, weight: f64| {
            let holders = self.holders.get(key).map_or(&[][..], Vec::as_slice);
            if holders.len() <= MAX_HOLDERS {
                // A key that few reports hold tells more, as inverse document frequency does.
                let told = weight / (1.0 + holders.len() as f64).ln();
                holders
                    .iter()
                    .filter(|other| **other != idx)
                    .for_each(|other| *shared.entry(*other).or_default() += told);
            }
        };
        if let Some(text) = &this.text {
            meet(text, 1000.0);
        }
        for (key, one) in this.words.iter().chain(&this.skeletons).filter(|(_, one)| one.weight >= MIN_WEIGHT) {
            meet(key, one.weight);
        }
        let mut ranked: Vec<(usize, f64)> = shared
            .into_iter()
            .map(|(other, told)| (other, told / (1.0 + self.reports[other].n_words as f64).sqrt()))
            .collect();
        ranked.sort_by(|(here, more), (there, less)| {
            less.total_cmp(more).then_with(|| self.reports[*here].id.cmp(&self.reports[*there].id))
        });
        ranked.truncate(MAX_CANDIDATES);
        ranked.into_iter().map(|(other, _)| other).collect()
    }

    /// All pairs of versions among the reports, sorted by their ids.
    pub fn versions(&self) -> Vec<ReportVersion> {
        let pairs: BTreeSet<(usize, usize)> = (0..self.reports.len())
            .flat_map(|idx| self.candidates(idx).into_iter().map(move |other| (idx.min(other), idx.max(other))))
            .collect();
        let mut versions: Vec<ReportVersion> =
            pairs.into_iter().filter_map(|(here, there)| compare(&self.reports[here], &self.reports[there])).collect();
        versions.sort_by(|one, other| (&one.report, &one.version_of).cmp(&(&other.report, &other.version_of)));
        versions
    }
}

/// The group of each report that has versions: the first id of the group. Versions of versions are of one group.
pub fn copy_groups(versions: &[ReportVersion]) -> CopyGroups {
    let mut groups = CopyGroups::new();
    for version in versions {
        let group_of = |id: &String| groups.get(id).unwrap_or(id).clone();
        let (here, there) = (group_of(&version.report), group_of(&version.version_of));
        let (first, second) = if here <= there { (here, there) } else { (there, here) };
        groups.values_mut().filter(|group| **group == second).for_each(|group| group.clone_from(&first));
        groups.insert(version.report.clone(), first.clone());
        groups.insert(version.version_of.clone(), first);
    }
    groups
}

/// The relation of two reports, if they are versions of one. An empty text is no version of anything.
fn compare(here: &Traits, there: &Traits) -> Option<ReportVersion> {
    let (one, other) = if here.id <= there.id { (here, there) } else { (there, here) };
    let found =
        |relation, score| Some(ReportVersion { report: other.id.clone(), version_of: one.id.clone(), relation, score });
    if here.text.is_some() && here.text == there.text {
        return found(Relation::Identical, 1.0);
    }
    if here.n_words.min(there.n_words) < MIN_WORDS {
        return None;
    }
    if here.language != there.language {
        let score = agreement(&one.skeletons, &other.skeletons);
        return if score >= TRANSLATED { found(Relation::Translated, score) } else { None };
    }
    let score = agreement(&one.words, &other.words);
    let common = containment(one, other);
    match (common >= EDITED, score >= RETOLD) {
        (true, _) => found(Relation::Edited, score.max(common)),
        (false, true) => found(Relation::Retold, score),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests;
