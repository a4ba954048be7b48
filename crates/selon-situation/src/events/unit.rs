//! What grouping compares: the claims that one report links itself, with their parties, days, place and figures.

use std::collections::HashMap;

use selon_types::{EventType, FigureKind, Modality, PlaceMention, PlacePrecision, ReportCard, ReportedClaim};

use crate::day::{Day, day_of};
use crate::lift::folded;

/// Days before its publication in which an event without a stated date is looked for: news is told within days.
const NEWS_DAYS: Day = 3;
/// An announced event is looked for so many days after the report.
const AHEAD_DAYS: Day = 14;
/// A stated interval longer than this (a quarter, a year) tells too little to find a single event by it.
const LONGEST: Day = 31;

/// Claims of one report about one event, as linked in that report.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// Indices of the claims, sorted.
    pub(super) claims: Vec<usize>,
    pub(super) report: usize,
    pub(super) group: u32,
    pub(super) features: Features,
}

/// What is compared; also what an event knows of itself while it grows.
#[derive(Clone, Debug, Default)]
pub(super) struct Features {
    pub(super) actors: Vec<u32>,
    pub(super) recipients: Vec<u32>,
    /// All parties do the same to one another (talks, joint exercises): sides are not compared.
    pub(super) mutual: bool,
    /// The stated days.
    pub(super) days: Option<(Day, Day)>,
    /// Where it is looked for: the stated days, else some around the publication.
    pub(super) window: Option<(Day, Day)>,
    pub(super) place: Option<Where>,
    /// Kind, low, high.
    pub(super) figures: Vec<(FigureKind, u64, u64)>,
    pub(super) modes: Vec<u32>,
    pub(super) historical: bool,
}

impl Features {
    /// Countries and bodies of both sides, sorted, each once.
    pub(super) fn parties(&self) -> Vec<u32> {
        let mut parties = [&self.actors[..], &self.recipients].concat();
        parties.sort_unstable();
        parties.dedup();
        parties
    }
}

/// A place as far as it can be compared.
#[derive(Clone, Debug)]
pub(super) struct Where {
    pub(super) name: u32,
    pub(super) country: Option<u32>,
    pub(super) point: Option<(f64, f64)>,
    /// A town, a site or a district rather than a region or a country.
    pub(super) fine: bool,
    pub(super) whole_country: bool,
}

/// Words as numbers, for quick comparison; the numbers never reach an output.
#[derive(Default)]
pub(super) struct Words(HashMap<String, u32>);

impl Words {
    pub(super) fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.0.get(word) {
            return number;
        }
        let number = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.insert(word.to_owned(), number);
        number
    }
}

/// Types that reports use for one another: only claims of one family can tell the same event.
pub(super) fn family(event_type: EventType) -> usize {
    use EventType::*;
    match event_type {
        // A meeting is AGREE while it is announced.
        Agree | Consult => 0,
        // A withdrawal is CONCEDE while it is announced.
        Concede | Retreat => 1,
        Support => 2,
        Cooperate => 3,
        Aid => 4,
        Request => 5,
        Accuse => 6,
        Reject => 7,
        Threaten => 8,
        Protest => 9,
        Sanction => 10,
        Mobilize => 11,
        Coerce => 12,
        Assault => 13,
    }
}

/// How many families there are.
pub(super) const FAMILIES: usize = 14;

/// The units of all claims, in the order of the claims. Claims that a report links and that are of different families
/// stay in different units.
pub(super) fn units(reports: &[ReportCard], claims: &[ReportedClaim], words: &mut Words) -> Vec<Unit> {
    let mut unit_of: Vec<usize> = Vec::with_capacity(claims.len());
    let mut units: Vec<Unit> = Vec::new();
    for (idx, claim) in claims.iter().enumerate() {
        let linked = claim.same_event_as.filter(|&other| {
            other < idx
                && claims[other].report == claim.report
                && family(claims[other].event_type) == family(claim.event_type)
        });
        if let Some(other) = linked {
            let unit = unit_of[other];
            unit_of.push(unit);
            units[unit].claims.push(idx);
            let more = features(claim, &reports[claim.report], words);
            learn(&mut units[unit].features, &more);
            continue;
        }
        unit_of.push(units.len());
        units.push(Unit {
            claims: vec![idx],
            report: claim.report,
            group: words.number(&reports[claim.report].copy_group),
            features: features(claim, &reports[claim.report], words),
        });
    }
    units
}

fn features(claim: &ReportedClaim, report: &ReportCard, words: &mut Words) -> Features {
    let mut keys = |parties: &[selon_types::Party]| {
        let mut keys: Vec<u32> = parties.iter().filter_map(|party| party.key()).map(|key| words.number(&key)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    };
    let (actors, recipients) = (keys(&claim.actors), keys(&claim.recipients));
    let days = claim.date.as_ref().and_then(|date| {
        let begin = day_of(date.begin.as_deref()?)?;
        let end = day_of(date.end.as_deref()?)?;
        (begin <= end && end - begin <= LONGEST).then_some((begin, end))
    });
    let published = report.published.as_deref().and_then(day_of);
    let around = published.filter(|_| claim.date.is_none()).and_then(|day| match claim.modality {
        Modality::Historical => None,
        Modality::Announced | Modality::Hypothetical => Some((day, day + AHEAD_DAYS)),
        _ => Some((day - NEWS_DAYS, day)),
    });
    let mut modes: Vec<u32> = claim.modes.iter().map(|mode| words.number(mode)).collect();
    modes.sort_unstable();
    Features {
        actors,
        recipients,
        mutual: matches!(claim.event_type, EventType::Consult | EventType::Agree | EventType::Cooperate),
        days,
        window: days.or(around),
        place: claim.place.as_ref().map(|place| place_of(place, words)),
        figures: claim
            .figures
            .iter()
            .map(|figure| (figure.kind, figure.low.unwrap_or(0), figure.high.unwrap_or(u64::MAX)))
            .collect(),
        modes,
        historical: claim.modality == Modality::Historical,
    }
}

fn place_of(place: &PlaceMention, words: &mut Words) -> Where {
    let name = match place.geonameid {
        Some(id) => words.number(&format!("#{id}")),
        None => words.number(&folded(&place.name)),
    };
    use PlacePrecision::*;
    Where {
        name,
        country: place.country.as_ref().map(|country| words.number(country)),
        point: place.point,
        fine: matches!(place.precision, Some(Site | Town | Admin2)),
        whole_country: place.precision == Some(Country),
    }
}

/// Fills what `core` does not know yet; what it knows stays, so that one odd claim does not move an event.
pub(super) fn learn(core: &mut Features, more: &Features) {
    for (known, new) in [(&mut core.actors, &more.actors), (&mut core.recipients, &more.recipients)] {
        if known.is_empty() || (known.len() < new.len() && known.iter().all(|key| new.contains(key))) {
            known.clone_from(new);
        }
    }
    let narrower = |new: (Day, Day), old: (Day, Day)| old.0 <= new.0 && new.1 <= old.1;
    if let Some(days) = more.days
        && core.days.is_none_or(|old| narrower(days, old))
    {
        core.days = Some(days);
        core.window = Some(days);
    }
    core.window = core.window.or(more.window);
    if let Some(place) = &more.place
        && core.place.as_ref().is_none_or(|old| !old.fine && place.fine)
    {
        core.place = Some(place.clone());
    }
    for &figure in &more.figures {
        if !core.figures.contains(&figure) && core.figures.len() < 16 {
            core.figures.push(figure);
        }
    }
    for &mode in &more.modes {
        if !core.modes.contains(&mode) {
            core.modes.push(mode);
        }
    }
    core.mutual |= more.mutual;
    core.historical &= more.historical;
}
