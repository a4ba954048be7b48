//! Rises of conflict between two actors, with the events that moved them.

use selon_situation::Scale;
use selon_situation::escalation::Detection;
use selon_situation::pair_days::pair_days;
use selon_types::Situation;
use selon_view::sheet::{Cell, Sheet};

/// One row for each signal of each pair.
pub(crate) fn escalation_sheet(situation: &Situation, scale: &Scale) -> Sheet {
    let mut sheet = Sheet::new(&[
        "a", "b", "raised", "began", "earliest", "latest", "probability", "rate_before", "rate_since", "events",
    ]);
    for pair in pair_days(situation, scale, &Detection::default()) {
        for signal in &pair.signals {
            let ids = pair.behind(signal).into_iter().map(|event| situation.events[event].id.clone());
            sheet.rows.push(vec![
                pair.a.clone().into(),
                pair.b.clone().into(),
                signal.raised.clone().into(),
                signal.began.clone().into(),
                signal.interval.0.clone().into(),
                signal.interval.1.clone().into(),
                Cell::Real(signal.probability),
                Cell::Real(signal.rate_before),
                Cell::Real(signal.rate_since),
                Cell::List(ids.collect()),
            ]);
        }
    }
    sheet
}
