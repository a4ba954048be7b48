//! `time`: temporal expressions, their extents, types and values.

use selon_view::wire::WireTimex;

use crate::case::{Case, Outcome};
use crate::gold::GoldTimex;
use crate::interval::days_of;
use crate::letters::Letters;
use crate::matching::match_greedily;
use crate::score::{Figure, Formula};

/// The keys of `time`.
pub(crate) fn figures() -> Vec<Figure> {
    ["relaxed", "strict", "value", "type"]
        .map(|name| Figure::new(format!("{name}_f1"), Formula::F1(name.to_owned())))
        .to_vec()
}

/// Compares one record.
pub(crate) fn compare(case: &Case<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let Some(gold) = case.gold.timexes.as_deref() else { return outcome };
    let gold_letters: Vec<Letters> = gold.iter().map(|timex| case.text.letters(&[timex.span])).collect();
    let found_letters: Vec<Letters> = case.wire.timexes.iter().map(|timex| case.text.letters(&[timex.span])).collect();
    let pairs = match_greedily(gold.len(), found_letters.len(), |here, there| {
        let (gold_words, found_words) = (&gold_letters[here], &found_letters[there]);
        gold_words.overlaps(found_words).then(|| (!gold[here].optional, gold_words.iou(found_words)))
    });
    let wanted: Vec<(usize, usize)> = pairs.iter().copied().filter(|(here, _)| !gold[*here].optional).collect();
    let n_gold = gold.iter().filter(|timex| !timex.optional).count();
    let is_paired = |idx: usize| pairs.iter().any(|(_, found)| *found == idx);
    let is_extra = |idx: usize| !is_paired(idx) && !is_vague(&case.wire.timexes[idx]);
    let n_found = wanted.len() + (0..found_letters.len()).filter(|idx| is_extra(*idx)).count();
    let count =
        |right: &dyn Fn(usize, usize) -> bool| wanted.iter().filter(|(here, there)| right(*here, *there)).count();
    let found = |idx: usize| &case.wire.timexes[idx];
    let tally = &mut outcome.tally;
    tally.found("relaxed", wanted.len(), n_found, n_gold);
    let n_exact = count(&|here, there| gold_letters[here] == found_letters[there]);
    tally.found("strict", n_exact, n_found, n_gold);
    tally.found("value", count(&|here, there| value_is_right(case, &gold[here], found(there))), n_found, n_gold);
    tally.found("type", count(&|here, there| gold[here].kind == found(there).kind), n_found, n_gold);
    describe(case, gold, &pairs, &is_extra, &mut outcome.errors);
    outcome
}

fn describe(
    case: &Case<'_>,
    gold: &[GoldTimex],
    pairs: &[(usize, usize)],
    is_extra: &dyn Fn(usize) -> bool,
    errors: &mut Vec<String>,
) {
    let words = |timex: &WireTimex| {
        let value = timex.value.as_deref().unwrap_or("-");
        format!("«{}» {} {value}", case.text.words(timex.span), timex.kind)
    };
    for (idx, timex) in gold.iter().enumerate().filter(|(_, timex)| !timex.optional) {
        let here = format!("{} {} {}", case.in_context(timex.span), timex.kind, timex.values.join("/"));
        match pairs.iter().find(|(gold, _)| *gold == idx) {
            None => errors.push(format!("MISS   {here}")),
            Some((_, found)) => {
                let found = &case.wire.timexes[*found];
                if !value_is_right(case, timex, found) {
                    errors.push(format!("VALUE  {here} | selon {}", words(found)));
                } else if case.text.letters(&[timex.span]) != case.text.letters(&[found.span]) {
                    errors.push(format!("EXTENT {here} | selon {}", words(found)));
                } else if timex.kind != found.kind {
                    errors.push(format!("TYPE   {here} | selon {}", words(found)));
                }
            }
        }
    }
    for (idx, timex) in case.wire.timexes.iter().enumerate().filter(|(idx, _)| is_extra(*idx)) {
        debug_assert!(idx < case.wire.timexes.len());
        errors.push(format!("EXTRA  {} {}", case.in_context(timex.span), words(timex)));
    }
}

/// `PAST_REF` and its like.
pub(super) fn is_vague(timex: &WireTimex) -> bool {
    timex.value.as_deref().is_some_and(|value| value.ends_with("_REF"))
}

/// The value is one of the gold's, or means the same days, or is the week around the day of *a week ago*.
pub(super) fn value_is_right(case: &Case<'_>, gold: &GoldTimex, found: &WireTimex) -> bool {
    let Some(value) = found.value.as_deref() else { return false };
    let words = case.text.words(gold.span).to_lowercase();
    let tells_week = ["semaine", "week", "недел", "тиж", "semana", "woche"].iter().any(|stem| words.contains(stem));
    gold.values.iter().any(|accepted| {
        if normal(accepted) == normal(value) {
            return true;
        }
        let timed = |value: &str| value.contains('T');
        let (Some(here), Some(there)) = (days_of(accepted), days_of(value)) else { return false };
        if timed(accepted) || timed(value) {
            return false;
        }
        let is_day = here.0 == here.1;
        here == there || (tells_week && is_day && value.contains("-W") && there.0 <= here.0 && here.1 <= there.1)
    })
}

/// Values written alike: seconds of zero and surrounding white space say nothing.
fn normal(value: &str) -> String {
    let value = value.trim();
    let is_clock = value.contains('T') && value.matches(':').count() == 2;
    match value.strip_suffix(":00") {
        Some(minutes) if is_clock => minutes.to_owned(),
        _ => value.to_owned(),
    }
}
