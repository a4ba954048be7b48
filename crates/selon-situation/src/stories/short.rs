//! Short reports of different languages: a few names and numbers in common are chance there, the same claims are not.

use std::collections::{BTreeMap, BTreeSet};

use selon_types::{Relation, ReportVersion};

use super::profile::{Fact, Profile};

/// Share of what both tell from which a short report translates another one.
const TRANSLATED: f64 = 0.65;
/// A translation is about as long as what it translates.
const MAX_RATIO: f64 = 1.8;
/// Up to so many words two reports of different languages are compared by their claims.
const MAX_WORDS: usize = 80;
/// Fewer words are a flash, which tells too little to be a version of anything.
const MIN_WORDS: usize = 10;
/// A fact of more reports than this leads nowhere.
const MAX_HOLDERS: usize = 200;
/// Reports published farther apart are not compared.
const WINDOW_DAYS: u32 = 30;

/// Pairs of short reports that share an event, a figure or a place.
pub(super) fn fellows(profiles: &[Profile]) -> BTreeSet<(usize, usize)> {
    let mut holders: BTreeMap<&Fact, Vec<usize>> = BTreeMap::new();
    for (idx, profile) in profiles.iter().enumerate() {
        let telling = profile.facts.keys().filter(|fact| !matches!(fact, Fact::Actor(_) | Fact::Day(_)));
        telling.for_each(|fact| holders.entry(fact).or_default().push(idx));
    }
    let near = |here: usize, there: usize| match (profiles[here].published, profiles[there].published) {
        (Some(day), Some(other)) => day.abs_diff(other) <= WINDOW_DAYS,
        _ => true,
    };
    let mut pairs = BTreeSet::new();
    for reports in holders.values().filter(|reports| reports.len() <= MAX_HOLDERS) {
        for (at, &here) in reports.iter().enumerate() {
            pairs.extend(reports[at + 1..].iter().map(|&there| (here, there)).filter(|&(a, b)| near(a, b)));
        }
    }
    pairs
}

/// A few names in common make no translation of so short a text: what both claim must not speak against it.
pub(super) fn is_credible(version: &ReportVersion, here: &Profile, there: &Profile) -> bool {
    /// Share of what both tell below which they tell different things.
    const TOO_LITTLE: f64 = 0.4;
    let is_short = here.n_words.max(there.n_words) <= MAX_WORDS;
    if version.relation != Relation::Translated || !is_short {
        return true;
    }
    !here.differs_in_figures(there) && here.shared_facts(there).is_some_and(|share| share >= TOO_LITTLE)
}

/// Translations among short reports that their words alone did not show.
pub(super) fn translations(
    ids: &[&str],
    profiles: &[Profile],
    fellows: &BTreeSet<(usize, usize)>,
    known: &[ReportVersion],
) -> Vec<ReportVersion> {
    let known: BTreeSet<(&str, &str)> =
        known.iter().map(|version| (version.version_of.as_str(), version.report.as_str())).collect();
    let found = fellows.iter().filter(|(here, there)| !known.contains(&(ids[*here], ids[*there]))).filter_map(
        |&(here, there)| {
            let (one, other) = (&profiles[here], &profiles[there]);
            let (few, many) = (one.n_words.min(other.n_words), one.n_words.max(other.n_words));
            let can_be = one.language != other.language
                && few >= MIN_WORDS
                && many <= MAX_WORDS
                && many as f64 <= MAX_RATIO * few as f64
                && !one.differs_in_figures(other);
            let score = one.shared_facts(other).filter(|share| can_be && *share >= TRANSLATED)?;
            Some(ReportVersion {
                report: ids[there].to_owned(),
                version_of: ids[here].to_owned(),
                relation: Relation::Translated,
                score,
            })
        },
    );
    found.collect()
}
