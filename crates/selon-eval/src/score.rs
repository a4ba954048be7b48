//! From counts per record to figures with bootstrap intervals.

use std::collections::BTreeMap;

/// How often the records are drawn anew for an interval.
const N_RESAMPLES: usize = 1_000;
/// The seed of those draws: the same records give the same interval everywhere.
const SEED: u64 = 0x5e10_4e5c_04e5_0001;

/// What one record adds to the figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tally {
    counts: BTreeMap<String, f64>,
    /// Values whose distribution matters (distances).
    values: BTreeMap<String, Vec<f64>>,
}

impl Tally {
    /// Adds to a counter; adding nothing still makes it known.
    pub(crate) fn add(&mut self, counter: &str, n: usize) {
        *self.counts.entry(counter.to_owned()).or_default() += n as f64;
    }

    /// Adds an amount that need not be whole (seconds).
    pub(crate) fn add_amount(&mut self, counter: &str, amount: f64) {
        *self.counts.entry(counter.to_owned()).or_default() += amount;
    }

    /// Adds one when `holds`, and makes the counter known otherwise.
    pub(crate) fn add_if(&mut self, counter: &str, holds: bool) {
        self.add(counter, usize::from(holds));
    }

    /// Adds a right and a total at once, for a share.
    pub(crate) fn share(&mut self, name: &str, right: bool) {
        self.add_if(&format!("{name}.right"), right);
        self.add(&format!("{name}.all"), 1);
    }

    /// Adds what an F1 needs.
    pub(crate) fn found(&mut self, name: &str, n_right: usize, n_predicted: usize, n_gold: usize) {
        self.add(&format!("{name}.right"), n_right);
        self.add(&format!("{name}.predicted"), n_predicted);
        self.add(&format!("{name}.gold"), n_gold);
    }

    /// Adds one gold and one predicted label, for a macro-F1.
    pub(crate) fn label(&mut self, name: &str, gold: &str, predicted: &str) {
        self.add(&format!("{name}.label.{gold}.gold"), 1);
        self.add(&format!("{name}.label.{predicted}.predicted"), 1);
        self.add_if(&format!("{name}.label.{gold}.right"), gold == predicted);
        self.add(&format!("{name}.taken.{gold}.{predicted}"), 1);
    }

    /// Adds a value of a distribution.
    pub(crate) fn value(&mut self, name: &str, value: f64) {
        self.values.entry(name.to_owned()).or_default().push(value);
    }

    /// The pairs of gold and predicted labels with their number.
    fn taken(&self, name: &str) -> impl Iterator<Item = (&str, &str, f64)> {
        let prefix = format!("{name}.taken.");
        self.counts.iter().filter_map(move |(key, n)| {
            let (gold, predicted) = key.strip_prefix(prefix.as_str())?.split_once('.')?;
            Some((gold, predicted, *n))
        })
    }

    /// The present state of a counter.
    pub(crate) fn count(&self, counter: &str) -> f64 {
        self.counts.get(counter).copied().unwrap_or_default()
    }
}

/// The sums over some records, each taken as often as it was drawn.
pub(crate) struct Totals<'matrix> {
    matrix: &'matrix Matrix,
    sums: Vec<f64>,
    draws: &'matrix [u32],
}

impl Totals<'_> {
    /// The sum of a counter; 0 when no record knows it.
    pub(crate) fn count(&self, counter: &str) -> f64 {
        self.matrix.columns.get(counter).map_or(0.0, |column| self.sums[*column])
    }

    /// Some record has this counter.
    fn knows(&self, counter: &str) -> bool {
        self.matrix.columns.contains_key(counter)
    }

    /// `right / all`, or nothing when there is nothing to share.
    pub(crate) fn ratio(&self, right: &str, all: &str) -> Option<f64> {
        let all = self.count(all);
        (all > 0.0).then(|| self.count(right) / all)
    }

    /// The labels of a macro-F1 with at least `at_least` gold cases.
    fn labels(&self, name: &str, at_least: f64) -> Vec<(String, f64)> {
        let prefix = format!("{name}.label.");
        let columns = self.matrix.columns.range(prefix.clone()..).take_while(|(key, _)| key.starts_with(&prefix));
        columns
            .filter_map(|(key, column)| Some((key.strip_prefix(&prefix)?.strip_suffix(".gold")?, self.sums[*column])))
            .filter(|(_, n)| *n >= at_least)
            .map(|(label, n)| (label.to_owned(), n))
            .collect()
    }

    /// The values of a distribution with how often each was drawn, ascending.
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = (f64, u32)> + '_ {
        let values = self.matrix.values.get(name).map_or(&[][..], Vec::as_slice);
        values.iter().map(|(value, record)| (*value, self.draws[*record])).filter(|(_, n)| *n > 0)
    }
}

/// How a figure is computed from the totals.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Formula {
    /// Share of the predicted that is right.
    Precision(String),
    /// Share of the gold that is right.
    Recall(String),
    /// Harmonic mean of both.
    F1(String),
    /// Harmonic mean of mean `.precision` and mean `.recall` over `.all`.
    MeanF1(String),
    /// `.right / .all`.
    Share(String),
    /// One counter over another, times a factor.
    Ratio(String, String, f64),
    /// `.right` as a plain count, out of `.all`.
    CountOf(String),
    /// Mean F1 over the labels with at least this many gold cases.
    MacroF1(String, usize),
    /// What always answering the commonest label would score.
    ConstantF1(String, usize),
    /// The middle value.
    Median(String),
    /// Harmonic mean of `.b3_precision / .predicted` and `.b3_recall / .gold`.
    BCubed(String),
    /// Mean of the F1 of MUC (`.muc`), B³ and CEAF-e (`.ceafe`).
    Conll(String),
    /// Area under the curve of `ln(1 + error)` over `ln(20 039)`; lower is better.
    LogErrorArea(String),
}

/// The greatest distance on the Earth's surface, in km, as the toponym literature takes it.
pub(crate) const FARTHEST_KM: f64 = 20_039.0;

/// A figure to print: its key and how it is made.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Figure {
    /// Its name in every output.
    pub key: String,
    /// How it is made.
    pub formula: Formula,
}

impl Figure {
    /// A figure.
    pub(crate) fn new(key: impl Into<String>, formula: Formula) -> Figure {
        Figure { key: key.into(), formula }
    }

    fn value(&self, totals: &Totals<'_>) -> Option<f64> {
        let counter = |name: &str, part: &str| totals.count(&format!("{name}.{part}"));
        match &self.formula {
            Formula::Precision(name) => totals.ratio(&format!("{name}.right"), &format!("{name}.predicted")),
            Formula::Recall(name) => totals.ratio(&format!("{name}.right"), &format!("{name}.gold")),
            Formula::F1(name) => {
                let both = counter(name, "predicted") + counter(name, "gold");
                (both > 0.0).then(|| 2.0 * counter(name, "right") / both)
            }
            Formula::MeanF1(name) => {
                let all = counter(name, "all");
                let (precision, recall) = (counter(name, "precision"), counter(name, "recall"));
                (all > 0.0).then(|| {
                    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) / all } else { 0.0 }
                })
            }
            Formula::Share(name) => totals.ratio(&format!("{name}.right"), &format!("{name}.all")),
            Formula::Ratio(part, all, factor) => totals.ratio(part, all).map(|ratio| ratio * factor),
            Formula::CountOf(name) => totals.knows(&format!("{name}.right")).then(|| counter(name, "right")),
            Formula::MacroF1(name, at_least) => macro_f1(totals, name, *at_least),
            Formula::ConstantF1(name, at_least) => constant_f1(totals, name, *at_least),
            Formula::Median(name) => median(totals, name),
            Formula::LogErrorArea(name) => log_error_area(totals, name),
            Formula::BCubed(name) => b_cubed(totals, name),
            Formula::Conll(name) => conll(totals, name),
        }
    }

    /// On how many cases the figure rests.
    fn n(&self, totals: &Totals<'_>) -> usize {
        let cases = match &self.formula {
            Formula::Precision(name) => totals.count(&format!("{name}.predicted")),
            Formula::Recall(name) | Formula::F1(name) | Formula::BCubed(name) | Formula::Conll(name) => {
                totals.count(&format!("{name}.gold"))
            }
            Formula::MeanF1(name) | Formula::Share(name) | Formula::CountOf(name) => {
                totals.count(&format!("{name}.all"))
            }
            Formula::Ratio(_, all, _) => totals.count(all),
            Formula::MacroF1(name, at_least) | Formula::ConstantF1(name, at_least) => {
                totals.labels(name, *at_least as f64).iter().map(|(_, n)| n).sum()
            }
            Formula::Median(name) | Formula::LogErrorArea(name) => totals.values(name).count() as f64,
        };
        cases.max(0.0).round() as usize
    }
}

fn b_cubed(totals: &Totals<'_>, name: &str) -> Option<f64> {
    let precision = totals.ratio(&format!("{name}.b3_precision"), &format!("{name}.predicted"));
    let recall = totals.ratio(&format!("{name}.b3_recall"), &format!("{name}.gold"))?;
    let precision = precision.unwrap_or(0.0);
    Some(if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 })
}

fn conll(totals: &Totals<'_>, name: &str) -> Option<f64> {
    let f1 = |part: &str| {
        let count = |what: &str| totals.count(&format!("{name}.{part}.{what}"));
        let both = count("predicted") + count("gold");
        if both > 0.0 { 2.0 * count("right") / both } else { 0.0 }
    };
    Some((f1("muc") + b_cubed(totals, name)? + f1("ceafe")) / 3.0)
}

fn macro_f1(totals: &Totals<'_>, name: &str, at_least: usize) -> Option<f64> {
    let labels = totals.labels(name, at_least as f64);
    let f1 = |(label, n_gold): &(String, f64)| {
        let n_right = totals.count(&format!("{name}.label.{label}.right"));
        let n_predicted = totals.count(&format!("{name}.label.{label}.predicted"));
        2.0 * n_right / (n_gold + n_predicted)
    };
    (!labels.is_empty()).then(|| labels.iter().map(f1).sum::<f64>() / labels.len() as f64)
}

/// Which labels were taken for which over `tallies`, sorted; labels hold no full stop.
pub(crate) fn confusion(name: &str, tallies: &[Tally]) -> Vec<(String, String, usize)> {
    let mut cells: BTreeMap<(String, String), f64> = BTreeMap::new();
    for (gold, predicted, n) in tallies.iter().flat_map(|tally| tally.taken(name)) {
        *cells.entry((gold.to_owned(), predicted.to_owned())).or_default() += n;
    }
    cells.into_iter().map(|((gold, predicted), n)| (gold, predicted, n.round() as usize)).collect()
}

fn constant_f1(totals: &Totals<'_>, name: &str, at_least: usize) -> Option<f64> {
    let n_all: f64 = totals.labels(name, 1.0).iter().map(|(_, n)| n).sum();
    let labels = totals.labels(name, at_least as f64);
    let commonest = labels.iter().map(|(_, n)| *n).fold(0.0, f64::max);
    (!labels.is_empty()).then(|| 2.0 * commonest / (commonest + n_all) / labels.len() as f64)
}

fn median(totals: &Totals<'_>, name: &str) -> Option<f64> {
    let n_all: u32 = totals.values(name).map(|(_, n)| n).sum();
    let mut seen = 0;
    for (value, n) in totals.values(name) {
        seen += n;
        if 2 * seen >= n_all {
            return Some(value);
        }
    }
    None
}

fn log_error_area(totals: &Totals<'_>, name: &str) -> Option<f64> {
    let scaled = |km: f64| (1.0 + km.min(FARTHEST_KM)).ln() / (1.0 + FARTHEST_KM).ln();
    let (sum, n_all) = totals
        .values(name)
        .fold((0.0, 0_u32), |(sum, n_all), (value, n)| (sum + scaled(value) * f64::from(n), n_all + n));
    (n_all > 0).then(|| sum / f64::from(n_all))
}

/// A figure with its interval.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// Its name in every output.
    pub key: String,
    /// Over all records.
    pub value: f64,
    /// Lower end of the 95 % bootstrap interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// On how many cases it rests.
    pub n: usize,
    /// It is a number of cases, not a share.
    pub is_count: bool,
}

/// Computes the figures over `tallies`, one per record, with intervals. A figure that rests on nothing is left out.
pub(crate) fn score(figures: &[Figure], tallies: &[Tally]) -> Vec<Scored> {
    let matrix = Matrix::new(tallies);
    let once = vec![1; tallies.len()];
    let totals = matrix.totals(&once);
    let point: Vec<Option<(f64, usize)>> =
        figures.iter().map(|figure| Some((figure.value(&totals)?, figure.n(&totals)))).collect();
    let mut resampled: Vec<Vec<f64>> = vec![Vec::with_capacity(N_RESAMPLES); figures.len()];
    let mut random = SplitMix(SEED);
    let mut draws = vec![0_u32; tallies.len()];
    for _ in 0..N_RESAMPLES {
        draws.fill(0);
        for _ in 0..tallies.len() {
            draws[random.below(tallies.len())] += 1;
        }
        let totals = matrix.totals(&draws);
        for (values, figure) in resampled.iter_mut().zip(figures) {
            values.extend(figure.value(&totals));
        }
    }
    let scored = figures.iter().zip(point).zip(resampled).filter_map(|((figure, point), mut values)| {
        let (value, n) = point?;
        values.sort_unstable_by(f64::total_cmp);
        let quantile = |share: f64| {
            let rank = (share * (values.len() as f64 - 1.0)).round() as usize;
            values.get(rank).copied().unwrap_or(value)
        };
        Some(Scored {
            key: figure.key.clone(),
            value,
            low: quantile(0.025),
            high: quantile(0.975),
            n,
            is_count: matches!(figure.formula, Formula::CountOf(_)),
        })
    });
    scored.collect()
}

/// All tallies as numbers in rows, so that a thousand resamples cost little.
struct Matrix {
    columns: BTreeMap<String, usize>,
    /// Per record the counters it has: few of many.
    rows: Vec<Vec<(usize, f64)>>,
    /// Per distribution its values with their record, ascending.
    values: BTreeMap<String, Vec<(f64, usize)>>,
}

impl Matrix {
    fn new(tallies: &[Tally]) -> Matrix {
        let mut columns = BTreeMap::new();
        let mut values: BTreeMap<String, Vec<(f64, usize)>> = BTreeMap::new();
        let mut rows = Vec::with_capacity(tallies.len());
        for (record, tally) in tallies.iter().enumerate() {
            let mut row = Vec::new();
            for (counter, count) in &tally.counts {
                let next = columns.len();
                let column = *columns.entry(counter.clone()).or_insert(next);
                if *count != 0.0 {
                    row.push((column, *count));
                }
            }
            rows.push(row);
            for (name, list) in &tally.values {
                values.entry(name.clone()).or_default().extend(list.iter().map(|value| (*value, record)));
            }
        }
        for list in values.values_mut() {
            list.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
        Matrix { columns, rows, values }
    }

    fn totals<'matrix>(&'matrix self, draws: &'matrix [u32]) -> Totals<'matrix> {
        let mut sums = vec![0.0; self.columns.len()];
        for (row, n) in self.rows.iter().zip(draws).filter(|(_, n)| **n > 0) {
            for (column, count) in row {
                sums[*column] += count * f64::from(*n);
            }
        }
        Totals { matrix: self, sums, draws }
    }
}

/// A small generator of reproducible random numbers (SplitMix64).
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`; the bias of the multiplication is far below what a resample shows.
    fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.next()) * limit as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(formula: Formula, tallies: &[Tally]) -> Option<f64> {
        score(&[Figure::new("x", formula)], tallies).first().map(|scored| (scored.value * 1e6).round() / 1e6)
    }

    #[test]
    fn f1_pools_counts_over_records() {
        let mut first = Tally::default();
        first.found("type", 2, 3, 2);
        let mut second = Tally::default();
        second.found("type", 0, 1, 4);
        let tallies = [first, second];
        assert_eq!(value(Formula::Precision("type".into()), &tallies), Some(0.5));
        assert_eq!(value(Formula::Recall("type".into()), &tallies), Some(0.333_333));
        assert_eq!(value(Formula::F1("type".into()), &tallies), Some(0.4));
        assert_eq!(value(Formula::F1("other".into()), &tallies), None);
    }

    #[test]
    fn a_confusion_sums_over_records() {
        let mut tallies = vec![Tally::default(), Tally::default()];
        tallies[0].label("stance", "denied", "asserted");
        tallies[1].label("stance", "denied", "asserted");
        tallies[1].label("stance", "denied", "denied");
        let cell = |gold: &str, found: &str, n: usize| (gold.to_owned(), found.to_owned(), n);
        assert_eq!(confusion("stance", &tallies), [cell("denied", "asserted", 2), cell("denied", "denied", 1)]);
    }

    #[test]
    fn macro_f1_leaves_rare_labels_out() {
        let mut tally = Tally::default();
        for _ in 0..6 {
            tally.label("stance", "asserted", "asserted");
        }
        for _ in 0..5 {
            tally.label("stance", "denied", "asserted");
        }
        tally.label("stance", "hedged", "denied");
        // asserted: 6 right, 6 gold, 11 predicted; denied: 0 right; hedged has one case.
        assert_eq!(value(Formula::MacroF1("stance".into(), 5), &[tally.clone()]), Some(0.352_941));
        // Always "asserted": 2·6 / (6 + 12), halved.
        assert_eq!(value(Formula::ConstantF1("stance".into(), 5), &[tally]), Some(0.333_333));
    }

    #[test]
    fn distances() {
        let mut tally = Tally::default();
        for km in [0.0, 10.0, FARTHEST_KM] {
            tally.value("km", km);
        }
        assert_eq!(value(Formula::Median("km".into()), &[tally.clone()]), Some(10.0));
        let expected = ((11.0_f64.ln() / 20_040.0_f64.ln() + 1.0) / 3.0 * 1e6).round() / 1e6;
        assert_eq!(value(Formula::LogErrorArea("km".into()), &[tally]), Some(expected));
    }

    #[test]
    fn the_interval_is_reproducible_and_holds_the_value() {
        let tallies: Vec<Tally> = (0..50)
            .map(|idx| {
                let mut tally = Tally::default();
                tally.share("right", idx % 3 != 0);
                tally
            })
            .collect();
        let figure = [Figure::new("x", Formula::Share("right".into()))];
        let (first, second) = (score(&figure, &tallies), score(&figure, &tallies));
        assert_eq!(first, second);
        assert!(first[0].low < first[0].value && first[0].value < first[0].high);
        assert!(first[0].high - first[0].low < 0.3);
        assert_eq!(first[0].n, 50);
    }
}
