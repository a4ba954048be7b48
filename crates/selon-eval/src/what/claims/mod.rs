//! `claims`: what happened, who did it to whom, whether, when, where and according to whom.

mod compare;
mod describe;
mod fields;
mod pairing;
mod types;

pub(crate) use compare::compare;
pub(crate) use describe::found_words;
pub(crate) use pairing::{Found, stance_agrees};

use crate::case::Strictness;
use crate::score::{Figure, Formula};

/// Labels with fewer gold cases than this stay out of macro figures.
const LEAST_CASES: usize = 5;

/// The keys of `claims`.
pub(crate) fn figures(given_actors: bool) -> Vec<Figure> {
    if given_actors {
        return vec![
            Figure::new("root_macro_f1", Formula::MacroF1("given_root".into(), 1)),
            Figure::new("root_acc", Formula::Share("given_root_acc".into())),
        ];
    }
    let mut figures = Vec::new();
    for strictness in Strictness::BOTH {
        let prefix = strictness.prefix();
        let name = |counter: &str| format!("{prefix}{counter}");
        let mut add = |key: &str, formula: Formula| figures.push(Figure::new(format!("{prefix}{key}"), formula));
        add("type_p", Formula::Precision(name("type")));
        add("type_r", Formula::Recall(name("type")));
        add("type_f1", Formula::F1(name("type")));
        add("trigger_type_f1", Formula::F1(name("trigger_type")));
        add("root_f1", Formula::F1(name("root")));
        add("actor_country_f1", Formula::F1(name("country")));
        add("actor_sector_f1", Formula::F1(name("sector")));
        add("recipient_country_f1", Formula::F1(name("recipient_country")));
        if strictness == Strictness::Lenient {
            add("actor_code_acc_given", Formula::Share("given_code".into()));
            add("actor_code_sector_acc_given", Formula::Share("given_sector".into()));
            add("actor_code_acc_unnamed", Formula::Share("given_unnamed".into()));
        }
        add("triple_f1", Formula::F1(name("triple")));
        add("full_f1", Formula::F1(name("full")));
        add("mode_acc", Formula::Share(name("mode")));
        for field in ["polarity", "modality", "stance"] {
            add(&format!("{field}_f1"), Formula::MacroF1(name(field), LEAST_CASES));
            add(&format!("{field}_f1_constant"), Formula::ConstantF1(name(field), LEAST_CASES));
        }
        for field in ["source_code", "source_code_acc_attributed", "date", "place_country", "place_161km", "figures"] {
            let key = if field.contains("_acc") { field.to_owned() } else { format!("{field}_acc") };
            add(&key, Formula::Share(name(field)));
        }
        for field in ["date", "place", "figures"] {
            add(&format!("{field}_invented"), Formula::Share(name(&format!("{field}_invented"))));
        }
        add("coref_f1", Formula::F1(name("coref")));
    }
    figures.push(Figure::new("false_event_share", Formula::Share("false_event".into())));
    figures
}
