//! Which events are asked for.

use clap::Args;
use selon_types::{Event, ReportedClaim, Situation};

/// Filters on events; an event is kept when all hold.
#[derive(Args, Default)]
pub(crate) struct FilterArgs {
    /// Not before this day (YYYY-MM-DD); events without a date are left out
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
    /// Not after this day
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    /// Country code or part of a place name
    #[arg(long)]
    place: Option<String>,
    /// An actor or recipient, by code (may be given more than once: all of them)
    #[arg(long, value_name = "CODE")]
    actor: Vec<String>,
    /// PLOVER type (may be given more than once: any of them)
    #[arg(long = "type", value_name = "TYPE")]
    event_type: Vec<String>,
    /// Part of a source's name, or its country
    #[arg(long)]
    source: Option<String>,
    /// A stance that some source takes
    #[arg(long)]
    stance: Option<String>,
    /// both_sides, author_voice, third_party, one_side, denied or not_actual
    #[arg(long)]
    status: Option<String>,
    /// Language of a report that tells it
    #[arg(long)]
    lang: Option<String>,
    /// Told by at least so many independent origins
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_independent: usize,
}

impl FilterArgs {
    /// The event is asked for.
    pub(crate) fn keeps(&self, situation: &Situation, event: &Event) -> bool {
        let claims = || event.claims.iter().map(|&claim| &situation.claims[claim]);
        self.keeps_days(event)
            && event.n_independent >= self.min_independent
            && self.actor.iter().all(|code| {
                let code = code.to_uppercase();
                event.actors.iter().chain(&event.recipients).any(|key| key.starts_with(&code))
            })
            && (self.event_type.is_empty()
                || self.event_type.iter().any(|word| event.event_type.to_string().eq_ignore_ascii_case(word)))
            && self.status.as_ref().is_none_or(|word| event.status.to_string() == *word)
            && self.place.as_ref().is_none_or(|word| claims().any(|claim| is_at(claim, word)))
            && self.source.as_ref().is_none_or(|word| claims().any(|claim| is_by(claim, word)))
            && self.stance.as_ref().is_none_or(|word| claims().any(|claim| claim.source.stance.to_string() == *word))
            && self.lang.as_ref().is_none_or(|word| {
                claims().any(|claim| {
                    situation.reports[claim.report].language.is_some_and(|language| language.to_string() == *word)
                })
            })
    }

    fn keeps_days(&self, event: &Event) -> bool {
        if self.since.is_none() && self.until.is_none() {
            return true;
        }
        // ISO dates sort as text.
        event.days.as_ref().is_some_and(|(begin, end)| {
            self.since.as_ref().is_none_or(|since| end >= since)
                && self.until.as_ref().is_none_or(|until| begin <= until)
        })
    }
}

fn is_at(claim: &ReportedClaim, word: &str) -> bool {
    claim.place.as_ref().is_some_and(|place| {
        place.country.as_ref().is_some_and(|country| country.eq_ignore_ascii_case(word))
            || place.name.to_lowercase().contains(&word.to_lowercase())
    })
}

fn is_by(claim: &ReportedClaim, word: &str) -> bool {
    claim.source.code.as_ref().is_some_and(|code| code.eq_ignore_ascii_case(word))
        || claim.source.name.to_lowercase().contains(&word.to_lowercase())
}
