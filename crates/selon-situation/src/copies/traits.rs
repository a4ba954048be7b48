//! What of a report is compared: keys that other versions of it are likely to share, each with its places in the text.

use std::hash::{DefaultHasher, Hash, Hasher};

use selon_types::{Language, Report};

use super::words::{Rarity, skeleton_key, split};
use crate::day::{Day, day_of};

/// Words of a run that an edited copy repeats.
pub(crate) const SHINGLE: usize = 4;

/// A key at one place of a text; eight bytes, since an index of a million reports holds hundreds of millions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub(super) key: u32,
    /// Where it stands: the text in 65,536 parts.
    place: u16,
    /// How much the key tells, in thousandths.
    weight: u16,
}

impl Mark {
    pub(super) fn weight(self) -> f64 {
        f64::from(self.weight) / 1000.0
    }
}

/// A report as the comparison sees it.
#[derive(Clone, Debug)]
pub(super) struct Traits {
    pub(super) id: String,
    pub(super) language: Option<Language>,
    /// Day of publication.
    pub(super) day: Option<Day>,
    /// Hash of the text after folding white space; `None` when there is no word.
    pub(super) text: Option<u64>,
    /// Words of one language, sorted by key and place.
    pub(super) words: Vec<Mark>,
    /// Consonant skeletons and numbers, for other languages, sorted by key and place.
    pub(super) skeletons: Vec<Mark>,
    /// Runs of words, each at its first place, sorted.
    pub(super) shingles: Vec<(u32, u16)>,
    pub(super) n_words: usize,
}

impl Traits {
    pub(super) fn new(report: &Report, rarity: &Rarity) -> Traits {
        let words: Vec<String> = split(&report.text).into_iter().map(|word| word.folded).collect();
        let place_of = |idx: usize| (idx * 65_536 / words.len()).min(65_535) as u16;
        let runs = words.windows(SHINGLE).enumerate();
        let mut shingles: Vec<(u32, u16)> = runs.map(|(idx, run)| (short_hash(run), place_of(idx))).collect();
        shingles.sort_unstable();
        shingles.dedup_by_key(|(run, _)| *run);
        let mut traits = Traits {
            id: report.id.clone(),
            language: report.language,
            day: report.published.as_ref().and_then(|published| day_of(&published.value)),
            text: (!words.is_empty()).then(|| hash(&report.text.split_whitespace().collect::<Vec<_>>())),
            words: vec![],
            skeletons: vec![],
            shingles,
            n_words: words.len(),
        };
        for (idx, word) in words.iter().enumerate() {
            let place = place_of(idx);
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
        for marks in [&mut traits.words, &mut traits.skeletons] {
            marks.sort_unstable();
            marks.shrink_to_fit();
        }
        traits
    }
}

fn put(marks: &mut Vec<Mark>, key: &impl Hash, weight: f64, place: u16) {
    let weight = (weight * 1000.0) as u16;
    if weight > 0 {
        marks.push(Mark { key: short_hash(key), place, weight });
    }
}

/// One digit tells nothing, a year little, a long number much.
pub(crate) fn weight_of_number(digits: &str) -> Option<f64> {
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

pub(crate) fn short_hash(value: &(impl Hash + ?Sized)) -> u32 {
    (hash(value) >> 32) as u32
}

/// The keys of sorted marks, each with all its places.
pub(super) fn keys(marks: &[Mark]) -> impl Iterator<Item = &[Mark]> {
    marks.chunk_by(|one, other| one.key == other.key)
}

/// How much of what two texts tell stands in both at the same place, less what chance would give: 0 for unrelated
/// texts, 1 for equal ones. A translator and a rewriter keep the order of what is told.
pub(super) fn agreement(here: &[Mark], there: &[Mark]) -> f64 {
    /// Share of the text around a place within which a word counts as standing there.
    const REACH: f64 = 0.08;
    let mass = |marks: &[Mark]| keys(marks).map(|one| one[0].weight()).sum::<f64>();
    let scale = (mass(here) * mass(there)).sqrt();
    if scale <= 0.0 {
        return 0.0;
    }
    let mut sum = 0.0;
    let mut others = keys(there).peekable();
    for one in keys(here) {
        while others.next_if(|other| other[0].key < one[0].key).is_some() {}
        let Some(other) = others.next_if(|other| other[0].key == one[0].key) else { continue };
        let apart = |mark: &Mark| other.iter().map(|elsewhere| mark.place.abs_diff(elsewhere.place)).min();
        let nearest = f64::from(one.iter().filter_map(apart).min().unwrap_or(u16::MAX)) / 65_536.0;
        let n_pairs = (one.len() * other.len()).min(60) as i32;
        let by_chance = 1.0 - (1.0 - 2.0 * REACH).powi(n_pairs);
        let near = (1.0 - nearest / (2.0 * REACH)).max(0.0);
        sum += one[0].weight() * (near - by_chance);
    }
    sum / scale
}

/// Share of the shorter text's runs of words that stand in the other one.
pub(super) fn containment(here: &Traits, there: &Traits) -> f64 {
    let (few, many) = if here.shingles.len() <= there.shingles.len() { (here, there) } else { (there, here) };
    if few.shingles.is_empty() {
        return 0.0;
    }
    few.common_places(many).len() as f64 / few.shingles.len() as f64
}

/// Beside the runs of words that they share both texts go on at length, and tell different things there: what they
/// share is the boilerplate of an outlet, not the report. A cut or a longer version goes on in one text alone.
pub(super) fn shares_boilerplate_only(here: &Traits, there: &Traits) -> bool {
    /// A rest of fewer keys tells nothing.
    const MIN_KEYS: usize = 12;
    /// Less agreement than this is chance.
    const AGREES: f64 = 0.05;
    let (rest, other) = (here.outside(&here.common_places(there)), there.outside(&there.common_places(here)));
    keys(&rest).count() >= MIN_KEYS && keys(&other).count() >= MIN_KEYS && agreement(&rest, &other) < AGREES
}

impl Traits {
    /// Where the runs of words stand that the other text has too, sorted.
    fn common_places(&self, other: &Traits) -> Vec<u16> {
        let is_common = |run: &u32| other.shingles.binary_search_by_key(run, |(other, _)| *other).is_ok();
        let mut places: Vec<u16> =
            self.shingles.iter().filter(|(run, _)| is_common(run)).map(|(_, place)| *place).collect();
        places.sort_unstable();
        places
    }

    /// The words that stand in none of the runs that begin at these places.
    fn outside(&self, places: &[u16]) -> Vec<Mark> {
        let reach = ((SHINGLE - 1) * 65_536 / self.n_words.max(1) + 1).min(65_535) as u16;
        let is_inside = |mark: &Mark| {
            let next = places.partition_point(|place| *place <= mark.place);
            next > 0 && mark.place - places[next - 1] <= reach
        };
        self.words.iter().filter(|mark| !is_inside(mark)).copied().collect()
    }
}
