//! Which reports are versions of one report: identical, edited, translated, re-told.

pub(crate) mod traits;
pub(crate) mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use selon_types::{Relation, Report, ReportVersion};

pub use words::Rarity;

use crate::CopyGroups;
use crate::day::Day;

use traits::{Traits, agreement, containment, keys, shares_boilerplate_only};

/// How many reports each one is compared with for good.
pub const MAX_CANDIDATES: usize = 20;
/// How many of those that share rare keys are looked at to find them.
const MAX_LISTED: usize = 80;
/// A key of more reports than this says nothing about which of them belong together.
const MAX_HOLDERS: usize = 200;
/// Reports whose days of publication are known and lie farther apart are compared only when their texts are equal.
const WINDOW_DAYS: Day = 30;
/// Keys this rare lead to candidates.
const MIN_WEIGHT: f64 = 1.0;
/// Fewer words than this are a flash: only an identical text is a version of it.
const FLASH: usize = 10;
/// A report of fewer words than this has versions in its own wording only.
const MIN_WORDS: usize = 25;
/// Share of common runs of words from which so short a report is a cut of another one.
const CUT: f64 = 0.8;
/// Reports of fewer words than this may follow a form (*Alert in the region of …*): names and numbers must be the same.
const TEMPLATE: usize = 60;
/// Share of common runs of words from which a version is edited rather than re-told. Two independent translations of
/// one report share up to 0.41 of them.
const EDITED: f64 = 0.6;
/// Texts that share fewer runs of words than this share no passage.
const SOME_RUNS: f64 = 0.1;
/// Agreement from which two texts of one language tell the same.
const RETOLD: f64 = 0.2;
/// The same for texts of two languages, which share names, numbers and cognates only.
const TRANSLATED: f64 = 0.036;
/// From so many words on that holds; what chance gives grows as texts get shorter.
const LONG: f64 = 250.0;

/// A key among the reports of one period: a word of today does not lead to the reports of last year.
type PeriodKey = (u32, Option<Day>);

/// The reports met so far. The versions found depend on which reports these are, not on the order they came in.
pub struct Index<'rarity> {
    rarity: &'rarity Rarity,
    reports: Vec<Traits>,
    holders: HashMap<PeriodKey, Vec<u32>>,
    texts: HashMap<u64, Vec<u32>>,
    /// Periods of some report; `None` when a day of publication is not known.
    periods: BTreeSet<Option<Day>>,
}

impl<'rarity> Index<'rarity> {
    /// An index of no report.
    pub fn new(rarity: &'rarity Rarity) -> Self {
        Index { rarity, reports: vec![], holders: HashMap::new(), texts: HashMap::new(), periods: BTreeSet::new() }
    }

    /// Adds a report; only the lists of its own keys change.
    pub fn add(&mut self, report: &Report) {
        let traits = Traits::new(report, self.rarity);
        let idx = u32::try_from(self.reports.len()).expect("memory ends before four thousand million reports");
        let period = period_of(&traits);
        self.periods.insert(period);
        for (key, _) in rare_keys(&traits) {
            self.holders.entry((key, period)).or_default().push(idx);
        }
        if let Some(text) = traits.text {
            self.texts.entry(text).or_default().push(idx);
        }
        self.reports.push(traits);
    }

    /// The reports that may be versions of the report added as number `idx`, likeliest first.
    pub fn candidates(&self, idx: usize) -> Vec<usize> {
        self.likeliest(idx, &self.sharing_keys(idx))
    }

    fn likeliest(&self, idx: usize, listed: &[usize]) -> Vec<usize> {
        let this = &self.reports[idx];
        let mut ranked: Vec<(usize, f64)> = listed
            .iter()
            .map(|&other| (other, likeness(this, &self.reports[other])))
            .filter(|(_, likeness)| *likeness > 0.0)
            .collect();
        self.cut(&mut ranked, MAX_CANDIDATES);
        ranked.into_iter().map(|(other, _)| other).collect()
    }

    /// The reports that share most of the rare keys, and those of the same text.
    pub(crate) fn sharing_keys(&self, idx: usize) -> Vec<usize> {
        let this = &self.reports[idx];
        let period = period_of(this);
        let periods: Vec<Option<Day>> = match period {
            None => self.periods.iter().copied().collect(),
            Some(period) => vec![Some(period - 1), Some(period), Some(period + 1), None],
        };
        let mut shared: HashMap<u32, f64> = HashMap::new();
        for (key, weight) in rare_keys(this) {
            for holders in periods.iter().filter_map(|period| self.holders.get(&(key, *period))) {
                if holders.len() <= MAX_HOLDERS {
                    // A key that few reports hold tells more, as inverse document frequency does.
                    let told = weight / (1.0 + holders.len() as f64).ln();
                    holders.iter().for_each(|other| *shared.entry(*other).or_default() += told);
                }
            }
        }
        let is_near = |other: &Traits| match (this.day, other.day) {
            (Some(here), Some(there)) => here.abs_diff(there) <= WINDOW_DAYS.unsigned_abs(),
            _ => true,
        };
        let mut ranked: Vec<(usize, f64)> = shared
            .into_iter()
            .map(|(other, told)| (other as usize, told))
            .filter(|(other, _)| *other != idx && is_near(&self.reports[*other]))
            .map(|(other, told)| (other, told / (1.0 + self.reports[other].n_words as f64).sqrt()))
            .collect();
        self.cut(&mut ranked, MAX_LISTED);
        let mut found: BTreeSet<usize> = ranked.into_iter().map(|(other, _)| other).collect();
        if let Some(twins) = this.text.and_then(|text| self.texts.get(&text)) {
            let mut twins: Vec<usize> = twins.iter().map(|&twin| twin as usize).filter(|twin| *twin != idx).collect();
            twins.sort_by(|here, there| self.reports[*here].id.cmp(&self.reports[*there].id));
            found.extend(twins.into_iter().take(MAX_CANDIDATES));
        }
        found.into_iter().collect()
    }

    /// Keeps the `n_kept` of the greatest values, sorted; equal ones by id, so that the order of arrival decides nothing.
    fn cut(&self, ranked: &mut Vec<(usize, f64)>, n_kept: usize) {
        let order = |(here, more): &(usize, f64), (there, less): &(usize, f64)| {
            less.total_cmp(more).then_with(|| self.reports[*here].id.cmp(&self.reports[*there].id))
        };
        if ranked.len() > n_kept {
            ranked.select_nth_unstable_by(n_kept, order);
            ranked.truncate(n_kept);
        }
        ranked.sort_unstable_by(order);
    }

    /// All pairs of versions among the reports, sorted by their ids.
    pub fn versions(&self) -> Vec<ReportVersion> {
        let listed: Vec<Vec<usize>> = (0..self.reports.len()).map(|idx| self.sharing_keys(idx)).collect();
        self.versions_among(&listed)
    }

    /// The same, where the reports that share keys with each are known.
    pub(crate) fn versions_among(&self, listed: &[Vec<usize>]) -> Vec<ReportVersion> {
        let pairs: BTreeSet<(usize, usize)> = (0..self.reports.len())
            .flat_map(|idx| {
                self.likeliest(idx, &listed[idx]).into_iter().map(move |other| (idx.min(other), idx.max(other)))
            })
            .collect();
        let mut versions: Vec<ReportVersion> =
            pairs.into_iter().filter_map(|(here, there)| compare(&self.reports[here], &self.reports[there])).collect();
        versions.sort_by(|one, other| (&one.report, &one.version_of).cmp(&(&other.report, &other.version_of)));
        versions
    }
}

/// The group of each report that has versions: the first id of the group. Versions of versions are of one group.
pub fn copy_groups(versions: &[ReportVersion]) -> CopyGroups {
    let mut first_of: BTreeMap<&str, &str> = BTreeMap::new();
    for version in versions {
        let (here, there) = (root(&first_of, &version.report), root(&first_of, &version.version_of));
        let (first, second) = if here <= there { (here, there) } else { (there, here) };
        for id in [&version.report, &version.version_of] {
            first_of.entry(id).or_insert(first);
        }
        first_of.insert(second, first);
    }
    first_of.keys().map(|id| ((*id).to_owned(), root(&first_of, id).to_owned())).collect()
}

/// Follows the firsts to the first of all.
fn root<'id>(first_of: &BTreeMap<&'id str, &'id str>, id: &'id str) -> &'id str {
    let mut at = id;
    while let Some(first) = first_of.get(at).filter(|first| **first != at) {
        at = first;
    }
    at
}

/// What tells of the shorter report, its rare words and numbers, stands in the longer one.
fn keeps_what_tells(here: &Traits, there: &Traits) -> bool {
    /// A version may leave out, spell or translate a name otherwise.
    const KEPT: f64 = 0.75;
    let (few, many) = if here.n_words <= there.n_words { (here, there) } else { (there, here) };
    let rare = |traits: &Traits| -> BTreeMap<u32, f64> {
        let all = keys(&traits.words).map(|marks| (marks[0].key, marks[0].weight()));
        all.filter(|(_, weight)| *weight >= MIN_WEIGHT).collect()
    };
    let (rare_here, rare_there) = (rare(few), rare(many));
    let kept: f64 = rare_here.iter().filter(|(key, _)| rare_there.contains_key(key)).map(|(_, weight)| weight).sum();
    let all: f64 = rare_here.values().sum();
    // A flash that differs in one of its three telling words is another flash.
    if few.n_words < MIN_WORDS { kept >= all } else { kept >= KEPT * all }
}

/// What identical texts have in common: a hash of their words, whatever the white space between them.
pub fn words_key(text: &str) -> String {
    crate::lift::hex16(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The groups of reports with the same words, given as (id, [`words_key`]): the first id of the group.
pub fn identical_groups<'a>(reports: impl IntoIterator<Item = (&'a str, &'a str)>) -> CopyGroups {
    let sorted: BTreeSet<(&str, &str)> = reports.into_iter().collect();
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let group = |(id, key): (&'a str, &'a str)| (id.to_owned(), (*first.entry(key).or_insert(id)).to_owned());
    sorted.into_iter().map(group).collect()
}

/// The relation of two reports, if they are versions of one. An empty text is no version of anything.
fn compare(here: &Traits, there: &Traits) -> Option<ReportVersion> {
    let (one, other) = if here.id <= there.id { (here, there) } else { (there, here) };
    let found =
        |relation, score| Some(ReportVersion { report: other.id.clone(), version_of: one.id.clone(), relation, score });
    if here.text.is_some() && here.text == there.text {
        return found(Relation::Identical, 1.0);
    }
    let n_words = here.n_words.min(there.n_words);
    if n_words < MIN_WORDS {
        let is_cut = n_words >= FLASH && here.language == there.language && containment(one, other) >= CUT;
        return if is_cut && keeps_what_tells(one, other) { found(Relation::Edited, 1.0) } else { None };
    }
    if here.language != there.language {
        let score = agreement(&one.skeletons, &other.skeletons);
        return if score >= least_agreement(one, other) { found(Relation::Translated, score) } else { None };
    }
    let score = agreement(&one.words, &other.words);
    let common = containment(one, other);
    if common >= SOME_RUNS && shares_boilerplate_only(one, other) {
        return None;
    }
    if n_words < TEMPLATE && !keeps_what_tells(one, other) {
        return None;
    }
    match (common >= EDITED, score >= RETOLD) {
        (true, _) => found(Relation::Edited, score.max(common)),
        (false, true) => found(Relation::Retold, score),
        (false, false) => None,
    }
}

/// The agreement from which two reports are versions of one, edited copies aside.
fn least_agreement(here: &Traits, there: &Traits) -> f64 {
    if here.language == there.language {
        return RETOLD;
    }
    let n_words = here.n_words.min(there.n_words) as f64;
    TRANSLATED * (LONG / n_words.clamp(1.0, LONG)).sqrt()
}

/// How near two reports are to being versions of one: 1 where they just are, comparable between relations.
fn likeness(here: &Traits, there: &Traits) -> f64 {
    if here.text.is_some() && here.text == there.text {
        return f64::INFINITY;
    }
    let agreed = if here.language == there.language {
        agreement(&here.words, &there.words)
    } else {
        agreement(&here.skeletons, &there.skeletons)
    };
    agreed / least_agreement(here, there)
}

/// The period in which a report was published: one of `WINDOW_DAYS`, so that near reports are of neighbouring ones.
fn period_of(traits: &Traits) -> Option<Day> {
    traits.day.map(|day| day.div_euclid(WINDOW_DAYS))
}

/// The keys that lead to candidates, with how much they tell.
fn rare_keys(traits: &Traits) -> impl Iterator<Item = (u32, f64)> {
    let all = keys(&traits.words).chain(keys(&traits.skeletons));
    let rare = all.map(|marks| (marks[0].key, marks[0].weight())).filter(|(_, weight)| *weight >= MIN_WEIGHT);
    // A number is a key among the words and among the skeletons.
    let mut met = BTreeSet::new();
    rare.filter(move |(key, _)| met.insert(*key))
}

#[cfg(test)]
mod tests;
