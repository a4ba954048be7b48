//! Rises of conflict between two actors, with the events that moved them.

use selon_situation::Scale;
use selon_situation::escalation::Detection;
use selon_situation::pair_days::pair_days;
use selon_types::Situation;
use selon_view::sheet::Sheet;
use selon_view::situation::{PairSignal, signals_sheet};

/// One row for each signal of each pair.
pub(crate) fn escalation_sheet(situation: &Situation, scale: &Scale) -> Sheet {
    let pairs = pair_days(situation, scale, &Detection::default());
    let mut rows = Vec::new();
    for pair in &pairs {
        let row = |signal| PairSignal { a: &pair.a, b: &pair.b, signal, events: pair.behind(signal) };
        rows.extend(pair.signals.iter().map(row));
    }
    signals_sheet(situation, &rows)
}
