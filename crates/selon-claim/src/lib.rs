//! Analysis + Mentions → attributions and claims: what happened, according to whom.

pub mod attribution;
pub mod event;

use selon_types::{Analysis, Attribution, Claim, Mentions, Remark, Report};

use attribution::AttributionLexicon;
use event::EventLexicon;

/// The attributions and claims of one report, each sorted by position.
pub fn find_claims(
    report: &Report,
    analysis: &Analysis,
    mentions: &Mentions,
    attribution_lexicon: &AttributionLexicon,
    event_lexicon: &EventLexicon,
) -> (Vec<Attribution>, Vec<Claim>, Vec<Remark>) {
    let (attributions, mut remarks) = attribution::find_attributions(report, analysis, mentions, attribution_lexicon);
    let (claims, event_remarks) = event::find_events(report, analysis, mentions, &attributions, event_lexicon);
    remarks.extend(event_remarks);
    (attributions, claims, remarks)
}
