//! Is it getting worse? Changes in the rate of conflict events of a pair, against the pair's own history.
//!
//! Bayesian online change-point detection (Adams and MacKay 2007) over daily counts that are Poisson with a
//! Gamma-distributed rate, so that a day's count is negative binomial given the days before. The rate of a day may be
//! scaled by the volume of coverage of that day: more reports about everything are no escalation.

use selon_types::Signal;

/// What the detection assumes, and when it raises a signal.
#[derive(Clone, Copy, Debug)]
pub struct Detection {
    /// A change is expected every so many days.
    pub expected_run: f64,
    /// Shape of the Gamma prior of a new rate; small is vague.
    pub shape: f64,
    /// Longest run that is followed, in days.
    pub longest_run: usize,
    /// A change within so many days is what a signal is about.
    pub window: usize,
    /// Probability of such a change that raises a signal. It is below a half on purpose: set on simulated series so that
    /// a quiet pair raises about one false alarm in three years.
    pub threshold: f64,
    /// The rate must be so many times the former one, to be worth an analyst's time.
    pub rise: f64,
    /// Days before the first signal: a baseline needs history.
    pub run_in: usize,
    /// Days of silence after a signal.
    pub pause: usize,
}

impl Default for Detection {
    fn default() -> Self {
        Detection {
            expected_run: 180.0,
            shape: 1.0,
            longest_run: 400,
            window: 28,
            threshold: 0.35,
            rise: 1.5,
            run_in: 56,
            pause: 28,
        }
    }
}

/// One day of a pair.
#[derive(Clone, Copy, Debug)]
pub struct DayCount {
    /// Events of the pair on this day, each once.
    pub events: f64,
    /// Coverage of this day in proportion to the ordinary: 1 when it is not known.
    pub coverage: f64,
}

/// A rise, as day numbers of the series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rise {
    /// The day that raised it.
    pub raised: usize,
    /// The most likely first day of the new rate.
    pub began: usize,
    /// 90 % of the probability of that day lies here.
    pub interval: (usize, usize),
    /// That the rate changed within the window.
    pub probability: f64,
    /// Events a day before.
    pub before: f64,
    /// Events a day since.
    pub since: f64,
}

/// The rises of a series of days, in their order.
pub fn find_rises(days: &[DayCount], detection: &Detection) -> Vec<Rise> {
    let mut runs = Runs::new(days, detection);
    let mut rises: Vec<Rise> = Vec::new();
    let mut quiet_until = detection.run_in;
    for today in 0..days.len() {
        runs.observe(today, days[today]);
        if today < quiet_until {
            continue;
        }
        if let Some(rise) = runs.rise(today, days) {
            rises.push(rise);
            quiet_until = today + detection.pause;
        }
    }
    rises
}

/// The signals of a series that begins at `first` (`YYYY-MM-DD`).
pub fn signals(first: &str, days: &[DayCount], detection: &Detection) -> Vec<Signal> {
    let Some(first) = crate::day::day_of(first) else { return Vec::new() };
    let date = |day: usize| crate::day::day_text(first + i32::try_from(day).unwrap_or(0));
    let signal = |rise: Rise| Signal {
        raised: date(rise.raised),
        began: date(rise.began),
        interval: (date(rise.interval.0), date(rise.interval.1)),
        probability: rise.probability,
        rate_before: rise.before,
        rate_since: rise.since,
    };
    find_rises(days, detection).into_iter().map(signal).collect()
}

/// The probability of each run length: how many days the present rate has held.
struct Runs {
    detection: Detection,
    /// Prior mean rate of a new run, from the history so far.
    total_events: f64,
    total_coverage: f64,
    /// `weights[r]`: the present rate has held for `r` days; they sum to 1.
    weights: Vec<f64>,
    /// Gamma posterior of each run.
    shapes: Vec<f64>,
    rates: Vec<f64>,
}

impl Runs {
    fn new(_days: &[DayCount], detection: &Detection) -> Runs {
        Runs {
            detection: *detection,
            total_events: 0.0,
            total_coverage: 0.0,
            weights: vec![1.0],
            shapes: vec![detection.shape],
            // One event a fortnight, until there is history.
            rates: vec![detection.shape * 14.0],
        }
    }

    /// The prior of a new run: vague around the pair's own mean rate so far.
    fn prior(&self) -> (f64, f64) {
        let mean = (self.total_events + 0.5) / (self.total_coverage + 7.0);
        (self.detection.shape, self.detection.shape / mean)
    }

    fn observe(&mut self, _today: usize, day: DayCount) {
        let exposure = day.coverage.max(0.05);
        let hazard = 1.0 / self.detection.expected_run;
        let likelihoods: Vec<f64> = self
            .shapes
            .iter()
            .zip(&self.rates)
            .map(|(&shape, &rate)| negative_binomial(day.events, shape, rate, exposure))
            .collect();
        let mut weights = Vec::with_capacity(self.weights.len() + 1);
        weights.push(0.0);
        let mut changed = 0.0;
        for (weight, likelihood) in self.weights.iter().zip(&likelihoods) {
            weights.push(weight * likelihood * (1.0 - hazard));
            changed += weight * hazard;
        }
        let (prior_shape, prior_rate) = self.prior();
        // A run that begins today explains today's count from the prior.
        weights[0] = changed * negative_binomial(day.events, prior_shape, prior_rate, exposure);
        let sum: f64 = weights.iter().sum();
        let sum = if sum > 0.0 { sum } else { 1.0 };
        weights.iter_mut().for_each(|weight| *weight /= sum);
        let mut shapes = vec![prior_shape + day.events];
        let mut rates = vec![prior_rate + exposure];
        shapes.extend(self.shapes.iter().map(|shape| shape + day.events));
        rates.extend(self.rates.iter().map(|rate| rate + exposure));
        if weights.len() > self.detection.longest_run {
            // The two longest become one.
            let last = weights.pop().unwrap_or(0.0);
            shapes.pop();
            rates.pop();
            if let Some(longest) = weights.last_mut() {
                *longest += last;
            }
        }
        (self.weights, self.shapes, self.rates) = (weights, shapes, rates);
        self.total_events += day.events;
        self.total_coverage += exposure;
    }

    fn rise(&self, today: usize, days: &[DayCount]) -> Option<Rise> {
        let window = self.detection.window.min(self.weights.len());
        let probability: f64 = self.weights[..window].iter().sum();
        if probability < self.detection.threshold {
            return None;
        }
        let run = (0..window).max_by(|&a, &b| self.weights[a].total_cmp(&self.weights[b]).then(b.cmp(&a)))?;
        let began = today - run.min(today);
        let since = rate(&days[began..=today]);
        let before = rate(&days[began.saturating_sub(180)..began]);
        if since < before * self.detection.rise {
            return None;
        }
        Some(Rise { raised: today, began, interval: self.interval(today, window), probability, before, since })
    }

    /// The middle 90 % of the first day, given that the change lies in the window.
    fn interval(&self, today: usize, window: usize) -> (usize, usize) {
        let total: f64 = self.weights[..window].iter().sum();
        let (mut sum, mut latest, mut earliest) = (0.0, None, 0);
        for (run, weight) in self.weights[..window].iter().enumerate() {
            sum += weight / total;
            if latest.is_none() && sum >= 0.05 {
                latest = Some(run);
            }
            earliest = run;
            if sum >= 0.95 {
                break;
            }
        }
        (today.saturating_sub(earliest), today.saturating_sub(latest.unwrap_or(0)))
    }
}

fn rate(days: &[DayCount]) -> f64 {
    let coverage: f64 = days.iter().map(|day| day.coverage.max(0.05)).sum();
    if coverage > 0.0 { days.iter().map(|day| day.events).sum::<f64>() / coverage } else { 0.0 }
}

/// Probability of a count when the rate is Gamma(shape, rate) and the exposure is given.
fn negative_binomial(count: f64, shape: f64, rate: f64, exposure: f64) -> f64 {
    let log = ln_gamma(shape + count) - ln_gamma(shape) - ln_gamma(count + 1.0)
        + shape * (rate / (rate + exposure)).ln()
        + count * (exposure / (rate + exposure)).ln();
    log.exp()
}

/// Logarithm of the gamma function for positive numbers: Stirling's series after shifting above 8.
fn ln_gamma(x: f64) -> f64 {
    let mut shift = 0.0;
    let mut x = x;
    while x < 8.0 {
        shift += x.ln();
        x += 1.0;
    }
    let inverse = 1.0 / (x * x);
    let series = (1.0 / 12.0 - inverse * (1.0 / 360.0 - inverse / 1260.0)) / x;
    (x - 0.5) * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI).ln() + series - shift
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gamma_of_whole_numbers() {
        assert!((ln_gamma(5.0) - 24f64.ln()).abs() < 1e-9);
        assert!((ln_gamma(0.5) - std::f64::consts::PI.sqrt().ln()).abs() < 1e-7);
        let sum: f64 = (0..200).map(|count| negative_binomial(f64::from(count), 2.0, 0.5, 1.0)).sum();
        assert!((sum - 1.0).abs() < 1e-9);
    }

    #[test]
    fn twice_the_coverage_is_no_rise() {
        let day = |events, coverage| DayCount { events, coverage };
        let mut days: Vec<DayCount> = (0..200).map(|idx| day(f64::from(idx % 2), 1.0)).collect();
        days.extend((0..60).map(|idx| day(f64::from(3 * (idx % 2)), 3.0)));
        assert!(find_rises(&days, &Detection::default()).is_empty());
        days.iter_mut().for_each(|day| day.coverage = 1.0);
        let rises = find_rises(&days, &Detection::default());
        assert_eq!(rises.len(), 1, "{rises:?}");
        assert!((200..=214).contains(&rises[0].raised), "{rises:?}");
        assert!(rises[0].interval.0 <= 201 && 196 <= rises[0].interval.1, "{rises:?}");
    }
}
