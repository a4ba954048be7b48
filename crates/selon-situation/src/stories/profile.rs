//! What of a report decides which story it belongs to: whom it names, what it tells, where and when that happened.

use std::collections::{BTreeMap, BTreeSet};

use selon_types::{DatePrecision, FigureKind, Label, Language, PlacePrecision, Polarity, Reading, Stance};

use crate::copies::Rarity;
use crate::copies::traits::{SHINGLE, short_hash, weight_of_number};
use crate::copies::words::{Word, split};
use crate::day::{Day, day_of};

/// The first words of a report say what it is about: they weigh double.
const LEAD: usize = 60;
/// The words whose numbers a report on the same event is likely to repeat.
const NUMBERS_LEAD: usize = 90;
/// Up to so many words a report is short: its claims tell all of it, and compare across languages.
const SHORT: usize = 150;

/// A vector of unit length, sorted by key.
type Vector = Vec<(u32, f32)>;

/// A report as the search for stories sees it.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    pub(super) language: Option<Language>,
    pub(super) published: Option<Day>,
    pub(super) n_words: usize,
    /// Words that it writes with a capital only.
    names: Vector,
    /// Other words and numbers.
    words: Vector,
    /// Runs of words that are not all common, sorted: quotations travel.
    runs: Vec<u32>,
    lead_numbers: BTreeSet<u32>,
    numbers: BTreeSet<u32>,
    /// What it tells, the same in all languages; empty for a long report.
    pub(super) facts: BTreeMap<Fact, u32>,
    /// Towns and sites of its events.
    pub(super) places: Vec<EventPlace>,
    /// Days of its events.
    pub(super) days: BTreeSet<Day>,
    /// The names, for people.
    pub(super) name_words: Vec<String>,
}

/// Where an event happened.
#[derive(Clone, Debug)]
pub(super) struct EventPlace {
    pub(super) name: String,
    /// Latitude and longitude in degrees.
    pub(super) at: (f64, f64),
    /// The words of its name that tell, as keys of [`Profile::names`].
    words: Vec<u32>,
}

/// Something told, comparable between languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fact {
    /// Who does what, or does not.
    Event(&'static str, Vec<String>, bool),
    /// How many.
    Figure(FigureKind, Option<u64>, Option<u64>),
    /// A place smaller than a country.
    Place(String),
    /// A day.
    Day(Day),
    /// A country or body.
    Actor(String),
}

impl Fact {
    /// In halves; an actor stands in most reports of a crisis, an event in few.
    fn weight(&self) -> u32 {
        match self {
            Fact::Event(..) | Fact::Place(_) => 4,
            Fact::Figure(..) => 3,
            Fact::Day(_) => 2,
            Fact::Actor(_) => 1,
        }
    }
}

impl Profile {
    /// `own_text` is the text without what the outlet puts below all its reports.
    pub(super) fn new(reading: &Reading, own_text: &str, rarity: &Rarity) -> Profile {
        let report = &reading.report;
        let words = split(own_text);
        let lower: BTreeSet<&str> =
            words.iter().filter(|word| !word.is_capital).map(|word| word.folded.as_str()).collect();
        let is_name = |word: &Word| word.is_capital && !lower.contains(word.folded.as_str());
        let mut names: BTreeMap<&str, (f64, u32)> = BTreeMap::new();
        let mut others: BTreeMap<&str, (f64, u32)> = BTreeMap::new();
        for (idx, word) in words.iter().enumerate() {
            let Some(weight) = weight_of(word, rarity).filter(|weight| *weight > 0.0) else { continue };
            let weight = if idx < LEAD { 2.0 * weight } else { weight };
            let all = if is_name(word) { &mut names } else { &mut others };
            let entry = all.entry(&word.folded).or_insert((0.0, 0));
            *entry = (entry.0.max(weight), entry.1 + 1);
        }
        let numbers_in = |some: &[Word]| -> BTreeSet<u32> {
            let long = some.iter().filter(|word| word.is_number() && word.folded.len() > 1);
            long.map(|word| short_hash(&word.folded)).collect()
        };
        Profile {
            language: report.language,
            published: report.published.as_ref().and_then(|published| day_of(&published.value)),
            n_words: words.len(),
            name_words: names.keys().take(6).map(|&name| name.to_owned()).collect(),
            names: unit(&names),
            words: unit(&others),
            runs: telling_runs(&words, rarity),
            lead_numbers: numbers_in(&words[..words.len().min(NUMBERS_LEAD)]),
            numbers: numbers_in(&words),
            facts: if words.len() <= SHORT { facts_of(reading) } else { BTreeMap::new() },
            places: places_of(reading),
            days: days_of(reading),
        }
    }

    /// How alike two reports tell: from about 0.2 they are of one story. `None` when they cannot be compared: two
    /// long reports of different languages.
    pub(super) fn likeness(&self, other: &Profile) -> Option<f64> {
        /// Names count only so far as the words beside them support them: a saga shares its names, an event its words too.
        const UNSUPPORTED: f64 = 0.15;
        const SUPPORT: f64 = 2.0;
        if self.language != other.language || self.language.is_none() {
            return self.likeness_of_facts(other);
        }
        let (names, words) = (cosine(&self.names, &other.names), cosine(&self.words, &other.words));
        let n_runs = common(&self.runs, &other.runs) as f64;
        let n_numbers = self.lead_numbers.intersection(&other.numbers).count()
            + other.lead_numbers.intersection(&self.numbers).count();
        let told = (names.min(UNSUPPORTED + SUPPORT * words) + words) / 2.0;
        Some(told + 0.01 * n_runs.ln_1p() + 0.01 * n_numbers.min(2) as f64)
    }

    /// The same by what two short reports claim; half of it in common is clearly one story.
    fn likeness_of_facts(&self, other: &Profile) -> Option<f64> {
        let share = self.shared_facts(other)?;
        Some(share / 2.0)
    }

    /// The share of all that two short reports tell which both tell; `None` when one of them tells too little.
    pub(super) fn shared_facts(&self, other: &Profile) -> Option<f64> {
        /// An event with its day.
        const LEAST: u32 = 6;
        let weigh = |facts: &BTreeMap<Fact, u32>| facts.keys().map(Fact::weight).sum::<u32>();
        let (here, there) = (weigh(&self.facts), weigh(&other.facts));
        if here < LEAST || there < LEAST {
            return None;
        }
        let both: u32 = self.facts.keys().filter(|fact| other.facts.contains_key(fact)).map(Fact::weight).sum();
        Some(f64::from(both) / f64::from(here + there - both))
    }

    /// Both are short, tell no event in common, and theirs are of other days: one day of a crisis is not the next.
    pub(super) fn tells_another_day(&self, other: &Profile) -> bool {
        let events = |profile: &Profile| -> BTreeSet<Fact> {
            profile.facts.keys().filter(|fact| matches!(fact, Fact::Event(..))).cloned().collect()
        };
        let (here, there) = (events(self), events(other));
        let both_tell = !here.is_empty() && !there.is_empty() && !self.days.is_empty() && !other.days.is_empty();
        both_tell && here.is_disjoint(&there) && self.days.is_disjoint(&other.days)
    }

    /// Both give figures, and none in common.
    pub(super) fn differs_in_figures(&self, other: &Profile) -> bool {
        let figures = |profile: &Profile| -> BTreeSet<Fact> {
            profile.facts.keys().filter(|fact| matches!(fact, Fact::Figure(..))).cloned().collect()
        };
        let (here, there) = (figures(self), figures(other));
        !here.is_empty() && !there.is_empty() && here.is_disjoint(&there)
    }

    /// It names a place where the other's events happened.
    pub(super) fn names_place_of(&self, other: &Profile) -> bool {
        let is_named = |word: &u32| self.names.binary_search_by_key(word, |(key, _)| *key).is_ok();
        other.places.iter().any(|place| place.words.iter().any(is_named))
    }

    /// They name nobody in common, though both name some.
    pub(super) fn shares_no_name(&self, other: &Profile) -> bool {
        self.language == other.language
            && !self.names.is_empty()
            && !other.names.is_empty()
            && cosine(&self.names, &other.names) <= 0.0
    }
}

/// How much a word tells.
fn weight_of(word: &Word, rarity: &Rarity) -> Option<f64> {
    if word.is_number() { weight_of_number(&word.folded) } else { Some(rarity.of_word(&word.folded)) }
}

/// The root of the number of times damps what a report repeats.
fn unit(words: &BTreeMap<&str, (f64, u32)>) -> Vector {
    let mut vector: Vec<(u32, f64)> =
        words.iter().map(|(word, (weight, n))| (short_hash(word), weight * f64::from(*n).sqrt())).collect();
    let length = vector.iter().map(|(_, value)| value * value).sum::<f64>().sqrt();
    vector.sort_by_key(|(key, _)| *key);
    vector.into_iter().map(|(key, value)| (key, (value / length) as f32)).collect()
}

fn cosine(here: &Vector, there: &Vector) -> f64 {
    let mut others = there.iter().peekable();
    let mut sum = 0.0;
    for (key, value) in here {
        while others.next_if(|(other, _)| other < key).is_some() {}
        if let Some((_, other)) = others.next_if(|(other, _)| other == key) {
            sum += f64::from(*value) * f64::from(*other);
        }
    }
    sum
}

fn common(here: &[u32], there: &[u32]) -> usize {
    let (few, many) = if here.len() <= there.len() { (here, there) } else { (there, here) };
    few.iter().filter(|run| many.binary_search(run).is_ok()).count()
}

/// Runs of words with more in them than *on Friday that the*.
fn telling_runs(words: &[Word], rarity: &Rarity) -> Vec<u32> {
    const TELLING: f64 = 2.0;
    let weight = |word: &Word| if word.is_number() { 1.0 } else { rarity.of_word(&word.folded) };
    let telling = words.windows(SHINGLE).filter(|run| run.iter().map(weight).sum::<f64>() >= TELLING);
    let folded = telling.map(|run| short_hash(&run.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>()));
    let mut runs: Vec<u32> = folded.collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

fn facts_of(reading: &Reading) -> BTreeMap<Fact, u32> {
    let mut facts = BTreeMap::new();
    let mut put = |fact: Fact| *facts.entry(fact).or_insert(0) += 1;
    for claim in &reading.claims {
        let mut codes: Vec<String> =
            claim.actors.iter().filter_map(|&idx| reading.mentions.actors.get(idx)?.code.clone()).collect();
        codes.sort();
        codes.dedup();
        let stance = reading.attributions.get(claim.attribution).map(|attribution| attribution.stance);
        let says_no = (claim.polarity == Polarity::Negated) != (stance == Some(Stance::Denied));
        put(Fact::Event(claim.event_type.label(), codes, says_no));
        claim.figures.iter().for_each(|figure| put(Fact::Figure(figure.kind, figure.low, figure.high)));
    }
    for place in &reading.mentions.places {
        if place.precision.is_some_and(|precision| precision != PlacePrecision::Country) {
            put(Fact::Place(place.name.clone()));
        }
    }
    for timex in reading.mentions.timexes.iter().filter(|timex| timex.begin == timex.end) {
        timex.begin.as_deref().and_then(day_of).into_iter().for_each(|day| put(Fact::Day(day)));
    }
    reading.mentions.actors.iter().filter_map(|actor| actor.code.clone()).for_each(|code| put(Fact::Actor(code)));
    facts
}

fn places_of(reading: &Reading) -> Vec<EventPlace> {
    /// Less sure than this, a town may be its namesake.
    const SURE: f32 = 0.5;
    let of_claims: BTreeSet<usize> = reading.claims.iter().filter_map(|claim| claim.place).collect();
    let exact = of_claims.into_iter().filter_map(|idx| reading.mentions.places.get(idx)).filter(|place| {
        matches!(place.precision, Some(PlacePrecision::Site | PlacePrecision::Town)) && place.confidence >= SURE
    });
    exact
        .filter_map(|place| {
            let words = reading.report.text.get(place.span.start()..place.span.end()).unwrap_or(&place.name);
            let words = split(words).iter().map(|word| short_hash(&word.folded)).collect();
            Some(EventPlace { name: place.name.clone(), at: place.point?, words })
        })
        .collect()
}

fn days_of(reading: &Reading) -> BTreeSet<Day> {
    let dates = reading.claims.iter().filter_map(|claim| claim.date.as_ref());
    let exact = dates.filter(|date| date.precision == DatePrecision::Day);
    exact.filter_map(|date| date.begin.as_deref().and_then(day_of)).collect()
}
