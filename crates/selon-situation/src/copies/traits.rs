//! What of a report is compared: keys that other versions of it are likely to share, each with its places in the text.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use selon_types::{Language, Report};

use super::words::{Rarity, skeleton_key, split};

/// Words of a run that an edited copy repeats.
const SHINGLE: usize = 4;

/// A key, how much it tells, and where it stands as shares of the text.
#[derive(Clone, Debug)]
pub(super) struct Trait {
    pub(super) weight: f64,
    pub(super) places: Vec<f32>,
}

/// A report as the comparison sees it.
#[derive(Clone, Debug)]
pub(super) struct Traits {
    pub(super) id: String,
    pub(super) language: Option<Language>,
    /// Hash of the text after folding white space; `None` when there is no word.
    pub(super) text: Option<u64>,
    /// Words of one language.
    pub(super) words: BTreeMap<u64, Trait>,
    /// Consonant skeletons and numbers, for other languages.
    pub(super) skeletons: BTreeMap<u64, Trait>,
    pub(super) shingles: BTreeSet<u64>,
    pub(super) n_words: usize,
}

impl Traits {
    pub(super) fn new(report: &Report, rarity: &Rarity) -> Traits {
        let words = split(&report.text);
        let mut traits = Traits {
            id: report.id.clone(),
            language: report.language,
            text: (!words.is_empty()).then(|| hash(&report.text.split_whitespace().collect::<Vec<_>>())),
            words: BTreeMap::new(),
            skeletons: BTreeMap::new(),
            shingles: words.windows(SHINGLE).map(hash).collect(),
            n_words: words.len(),
        };
        for (idx, word) in words.iter().enumerate() {
            let place = idx as f32 / words.len() as f32;
            if word.starts_with(|first: char| first.is_ascii_digit()) {
                if let Some(weight) = weight_of_number(word) {
                    put(&mut traits.words, &("#", word), weight, place);
                    put(&mut traits.skeletons, &("#", word), weight, place);
                }
                continue;
            }
            put(&mut traits.words, &("w", word), rarity.of_word(word), place);
            if let Some(key) = skeleton_key(word) {
                put(&mut traits.skeletons, &("s", &key), rarity.of_skeleton(&key), place);
            }
        }
        traits
    }
}

fn put(traits: &mut BTreeMap<u64, Trait>, key: &impl Hash, weight: f64, place: f32) {
    if weight > 0.0 {
        traits.entry(hash(key)).or_insert_with(|| Trait { weight, places: vec![] }).places.push(place);
    }
}

/// One digit tells nothing, a year little, a long number much.
fn weight_of_number(digits: &str) -> Option<f64> {
    match digits.len() {
        0 | 1 => None,
        2 => Some(1.5),
        4 if digits.starts_with("19") || digits.starts_with("20") => Some(1.2),
        _ => Some(3.0),
    }
}

fn hash(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// How much of what two texts tell stands in both at the same place, less what chance would give: 0 for unrelated
/// texts, 1 for equal ones. A translator and a rewriter keep the order of what is told.
pub(super) fn agreement(here: &BTreeMap<u64, Trait>, there: &BTreeMap<u64, Trait>) -> f64 {
    /// Share of the text around a place within which a word counts as standing there.
    const REACH: f64 = 0.08;
    let mass = |traits: &BTreeMap<u64, Trait>| traits.values().map(|one| one.weight).sum::<f64>();
    let scale = (mass(here) * mass(there)).sqrt();
    if scale <= 0.0 {
        return 0.0;
    }
    let (few, many) = if here.len() <= there.len() { (here, there) } else { (there, here) };
    let mut sum = 0.0;
    for (key, one) in few {
        let Some(other) = many.get(key) else { continue };
        let nearest = one
            .places
            .iter()
            .flat_map(|place| other.places.iter().map(move |elsewhere| (place - elsewhere).abs()))
            .fold(1.0_f32, f32::min);
        let n_pairs = (one.places.len() * other.places.len()).min(60) as i32;
        let by_chance = 1.0 - (1.0 - 2.0 * REACH).powi(n_pairs);
        let near = (1.0 - f64::from(nearest) / (2.0 * REACH)).max(0.0);
        sum += one.weight * (near - by_chance);
    }
    sum / scale
}

/// Share of the shorter text's runs of words that stand in the other one.
pub(super) fn containment(here: &Traits, there: &Traits) -> f64 {
    let (few, many) = if here.shingles.len() <= there.shingles.len() { (here, there) } else { (there, here) };
    if few.shingles.is_empty() {
        return 0.0;
    }
    few.shingles.intersection(&many.shingles).count() as f64 / few.shingles.len() as f64
}
