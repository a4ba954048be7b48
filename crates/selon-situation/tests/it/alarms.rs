//! Escalation against simulated series with known change points, beside a z-score and CUSUM at equal false alarms.

use selon_situation::escalation::{DayCount, Detection, find_rises};

/// Days of a quiet series that the methods are set on, and of a series with a change.
const QUIET_YEARS: usize = 60;
const BASELINE: usize = 365;
const AFTER: usize = 60;

/// Reproducible random numbers: SplitMix64.
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Knuth's method; the rates here are small.
    fn poisson(&mut self, rate: f64) -> f64 {
        let limit = (-rate).exp();
        let (mut count, mut product) = (0.0, self.uniform());
        while product > limit {
            count += 1.0;
            product *= self.uniform();
        }
        count
    }
}

/// Alarms of a method on a series, as days.
type Method<'a> = &'a dyn Fn(&[f64]) -> Vec<usize>;

fn bayesian(series: &[f64]) -> Vec<usize> {
    let days: Vec<DayCount> = series.iter().map(|&events| DayCount { events, coverage: 1.0 }).collect();
    find_rises(&days, &Detection::default()).iter().map(|rise| rise.raised).collect()
}

/// Mean of the last week against mean and deviation of the 90 days before.
fn z_score(series: &[f64], limit: f64) -> Vec<usize> {
    alarms(series.len(), 97, |day| {
        let mean = |days: &[f64]| days.iter().sum::<f64>() / days.len() as f64;
        let base = &series[day - 97..day - 7];
        let average = mean(base);
        let spread = (base.iter().map(|x| (x - average).powi(2)).sum::<f64>() / 89.0).sqrt().max(0.05);
        (mean(&series[day - 6..=day]) - average) / (spread / 7f64.sqrt()) > limit
    })
}

/// One-sided CUSUM for a doubled rate, the former rate taken from all days so far.
fn cusum(series: &[f64], limit: f64) -> Vec<usize> {
    let (mut sum, mut total) = (0.0, 0.0);
    let mut found = Vec::new();
    let mut quiet_until = 97;
    for (day, &count) in series.iter().enumerate() {
        let rate = (total + 0.5) / (day as f64 + 7.0);
        // Log-likelihood ratio of twice the rate.
        sum = f64::max(0.0, sum + count * 2f64.ln() - rate);
        total += count;
        if day < 97 {
            sum = 0.0;
        } else if sum > limit && day >= quiet_until {
            found.push(day);
            quiet_until = day + 28;
            sum = 0.0;
        }
    }
    found
}

fn alarms(n_days: usize, first: usize, raises: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for day in first..n_days {
        if found.last().is_none_or(|last| day >= last + 28) && raises(day) {
            found.push(day);
        }
    }
    found
}

fn false_alarms_a_year(method: Method<'_>, rate: f64) -> f64 {
    let mut random = Random(7);
    let mut n_alarms = 0;
    let (per_series, n_series) = (3, QUIET_YEARS / 3);
    for _ in 0..n_series {
        let series: Vec<f64> = (0..per_series * 365).map(|_| random.poisson(rate)).collect();
        n_alarms += method(&series).len();
    }
    n_alarms as f64 / QUIET_YEARS as f64
}

/// Median days from the change to the first alarm after it; an alarm that never comes counts as [`AFTER`].
fn median_delay(method: Method<'_>, rate: f64, times: f64) -> usize {
    let mut random = Random(11);
    let mut delays: Vec<usize> = (0..61)
        .map(|_| {
            let mut series: Vec<f64> = (0..BASELINE).map(|_| random.poisson(rate)).collect();
            series.extend((0..AFTER).map(|_| random.poisson(rate * times)));
            method(&series).iter().find(|&&day| day >= BASELINE).map_or(AFTER, |day| day - BASELINE)
        })
        .collect();
    delays.sort_unstable();
    delays[delays.len() / 2]
}

/// The least limit at which a method gives no more false alarms than `wanted`.
fn limit_for(method: &dyn Fn(&[f64], f64) -> Vec<usize>, rate: f64, wanted: f64) -> f64 {
    let limits = (4..80).map(|step| f64::from(step) * 0.25);
    let fits = |limit: &f64| false_alarms_a_year(&|series: &[f64]| method(series, *limit), rate) <= wanted;
    limits.clone().find(fits).unwrap_or(20.0)
}

#[test]
fn at_equal_false_alarms_rises_are_found_sooner() {
    let (mut ours, mut z, mut sums) = (Vec::new(), Vec::new(), Vec::new());
    for (rate, times) in [(0.2, 4.0), (0.5, 3.0), (1.0, 2.5), (3.0, 2.0)] {
        let alarms = false_alarms_a_year(&bayesian, rate);
        assert!(alarms <= 1.0, "{alarms} false alarms a year at {rate} events a day");
        let (z_limit, cusum_limit) = (limit_for(&z_score, rate, alarms), limit_for(&cusum, rate, alarms));
        let delay = median_delay(&bayesian, rate, times);
        let delay_z = median_delay(&|series: &[f64]| z_score(series, z_limit), rate, times);
        let delay_cusum = median_delay(&|series: &[f64]| cusum(series, cusum_limit), rate, times);
        println!(
            "{rate} a day × {times}: {alarms:.2} false alarms a year; median delay {delay} days, \
             z-score {delay_z}, CUSUM {delay_cusum}"
        );
        assert!(delay <= 14, "{delay} days at {rate} × {times}");
        ours.push(delay);
        z.push(delay_z);
        sums.push(delay_cusum);
    }
    let total = |delays: &[usize]| delays.iter().sum::<usize>();
    assert!(total(&ours) < total(&z) && total(&ours) <= total(&sums), "{ours:?} {z:?} {sums:?}");
}
