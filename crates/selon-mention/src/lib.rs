//! Analysis → [`Mentions`]: actors, places and times, each resolved or left open.

pub mod actor;
pub mod place;
pub mod time;

use selon_types::{Analysis, Mentions, Remark, Report};

use actor::ActorRegister;
use place::Gazetteer;
use time::TimeLexicon;

/// Finds who, where and when in an analysed report.
///
/// Actors and places need each other: a capital may act (*Minsk annonce*) or be a place (*à Minsk*), and
/// a governor is coded by the country of his region. So toponyms are found first, actors next, then places
/// are resolved, then actors are coded.
pub fn find_mentions(
    report: &Report,
    analysis: &Analysis,
    gazetteer: &Gazetteer,
    register: &ActorRegister,
    times: &TimeLexicon,
) -> (Mentions, Vec<Remark>) {
    let timexes = time::find_timexes(report, analysis, times);
    let toponyms = place::find_toponyms(report, analysis, gazetteer);
    let candidates = actor::find_actors(report, analysis, register, toponyms.all());
    let (places, remarks) = place::resolve_places(analysis, toponyms, &candidates.mentions);
    let actors = actor::resolve_actors(report, analysis, candidates, &places, register);
    (Mentions { actors, places, timexes }, remarks)
}
