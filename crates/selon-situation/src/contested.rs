//! Points at issue: what the claims of one event disagree about, each origin with its words. No verdict.

use std::collections::{BTreeMap, BTreeSet};

use selon_types::{
    DatePrecision, FigureKind, PlacePrecision, PointAtIssue, PointKind, Position, ReportCard, ReportedClaim,
    SourceKind, Stance,
};

use crate::events::compare::km;

/// Two fine places farther apart than this are different places.
const OTHER_PLACE_KM: f64 = 50.0;

/// The points at issue among the claims `group`, sorted by kind.
///
/// A value that only some give is no disagreement, an interval that holds another's value neither. The report's own
/// voice never disagrees with a source that the same report quotes: quoting both is its work.
pub fn points_at_issue(reports: &[ReportCard], claims: &[ReportedClaim], group: &[usize]) -> Vec<PointAtIssue> {
    let mut points = Vec::new();
    let issue = Issue { reports, claims };
    points.extend(issue.point(PointKind::Occurrence, None, group, occurrence, |a, b| a != b));
    let told: Vec<usize> = group.iter().copied().filter(|&idx| !claims[idx].says_no()).collect();
    let actors = |claim: &ReportedClaim| party_keys(&claim.actors);
    points.extend(issue.point(PointKind::Actor, None, &told, actors, |a, b| a.is_disjoint(b)));
    let recipients = |claim: &ReportedClaim| party_keys(&claim.recipients);
    points.extend(issue.point(PointKind::Recipient, None, &told, recipients, |a, b| a.is_disjoint(b)));
    let kinds: BTreeSet<(FigureKind, Option<String>)> =
        told.iter().flat_map(|&idx| &claims[idx].figures).map(|figure| (figure.kind, figure.of.clone())).collect();
    for (kind, of) in kinds {
        let value = |claim: &ReportedClaim| {
            let figure = claim.figures.iter().find(|figure| figure.kind == kind && figure.of == of)?;
            Some((figure.low.unwrap_or(0), figure.high.unwrap_or(u64::MAX)))
        };
        let apart = |a: &(u64, u64), b: &(u64, u64)| a.1 < b.0 || b.1 < a.0;
        points.extend(issue.point(PointKind::Figure, Some(kind), &told, value, apart));
    }
    points.extend(issue.point(PointKind::Place, None, &told, fine_place, |a, b| {
        a.0 != b.0 && a.1.zip(b.1).is_some_and(|(a, b)| km(a, b) > OTHER_PLACE_KM)
    }));
    points.extend(issue.point(PointKind::Date, None, &told, exact_day, |a, b| a != b));
    points
}

/// `claim` denies, and what it denies is told only by the voice of the report that quotes it.
pub(crate) fn is_own_quotation(claim: &ReportedClaim, members: &[&ReportedClaim]) -> bool {
    members
        .iter()
        .filter(|other| !other.says_no())
        .all(|other| other.report == claim.report && other.source.kind == SourceKind::Author)
}

struct Issue<'a> {
    reports: &'a [ReportCard],
    claims: &'a [ReportedClaim],
}

impl Issue<'_> {
    /// The point, when at least two claims of `group` disagree on it.
    fn point<V: Clone + Ord + Shown>(
        &self,
        kind: PointKind,
        figure: Option<FigureKind>,
        group: &[usize],
        value: impl Fn(&ReportedClaim) -> Option<V>,
        differ: impl Fn(&V, &V) -> bool,
    ) -> Option<PointAtIssue> {
        let mut holders: BTreeMap<(V, &str), Vec<usize>> = BTreeMap::new();
        for &idx in group {
            if let Some(value) = value(&self.claims[idx]) {
                holders.entry((value, &self.claims[idx].source.origin)).or_default().push(idx);
            }
        }
        let held: Vec<(&(V, &str), &Vec<usize>)> = holders.iter().collect();
        let mut in_dispute = vec![false; held.len()];
        let mut between_origins = false;
        for (i, (a, a_claims)) in held.iter().enumerate() {
            for (j, (b, b_claims)) in held.iter().enumerate().skip(i + 1) {
                let at_odds = differ(&a.0, &b.0)
                    && if a.1 == b.1 { self.changed(a_claims, b_claims) } else { self.disagree(a_claims, b_claims) };
                if at_odds {
                    (in_dispute[i], in_dispute[j]) = (true, true);
                    between_origins |= a.1 != b.1;
                }
            }
        }
        let positions: Vec<Position> = held
            .iter()
            .zip(in_dispute)
            .filter(|(_, at_issue)| *at_issue)
            .map(|((key, claims), _)| Position {
                value: key.0.shown(),
                origin: key.1.to_owned(),
                name: self.claims[claims[0]].source.name.clone(),
                claims: (*claims).clone(),
            })
            .collect();
        (positions.len() > 1).then_some(PointAtIssue { kind, figure, between_origins, positions })
    }

    /// Two origins disagree unless the one is the voice of the very report that quotes the other.
    fn disagree(&self, a: &[usize], b: &[usize]) -> bool {
        a.iter().any(|&a| {
            b.iter().any(|&b| {
                let (a, b) = (&self.claims[a], &self.claims[b]);
                let group = |claim: &ReportedClaim| &self.reports[claim.report].copy_group;
                let author = |claim: &ReportedClaim| claim.source.kind == SourceKind::Author;
                !(group(a) == group(b) && (author(a) || author(b)))
            })
        })
    }

    /// One origin changed its account: different values in different reports that are no copies of one another.
    fn changed(&self, a: &[usize], b: &[usize]) -> bool {
        let groups = |claims: &[usize]| -> BTreeSet<&str> {
            claims.iter().map(|&idx| self.reports[self.claims[idx].report].copy_group.as_str()).collect()
        };
        groups(a).is_disjoint(&groups(b))
    }
}

/// How a value is written in a position.
trait Shown {
    fn shown(&self) -> String;
}

impl Shown for bool {
    fn shown(&self) -> String {
        if *self { "yes" } else { "no" }.to_owned()
    }
}

impl Shown for BTreeSet<String> {
    fn shown(&self) -> String {
        self.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

impl Shown for (u64, u64) {
    fn shown(&self) -> String {
        match *self {
            (low, high) if low == high => low.to_string(),
            (low, u64::MAX) => format!("≥ {low}"),
            (0, high) => format!("≤ {high}"),
            (low, high) => format!("{low}–{high}"),
        }
    }
}

impl Shown for String {
    fn shown(&self) -> String {
        self.clone()
    }
}

/// A place name with its point; ordered by name.
#[derive(Clone)]
struct Spot(String, Option<(f64, f64)>);

impl PartialEq for Spot {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl Eq for Spot {}
impl PartialOrd for Spot {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Spot {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl Shown for Spot {
    fn shown(&self) -> String {
        self.0.clone()
    }
}

/// Whether it happened, by a claim that takes a side on it: wishes, questions and plans take none.
fn occurrence(claim: &ReportedClaim) -> Option<bool> {
    let takes_side = claim.is_of_the_real() && claim.source.stance != Stance::Questioned;
    takes_side.then(|| !claim.says_no())
}

fn party_keys(parties: &[selon_types::Party]) -> Option<BTreeSet<String>> {
    let keys: BTreeSet<String> = parties.iter().filter_map(|party| party.key()).collect();
    (!keys.is_empty()).then_some(keys)
}

fn fine_place(claim: &ReportedClaim) -> Option<Spot> {
    let place = claim.place.as_ref()?;
    matches!(place.precision, Some(PlacePrecision::Site | PlacePrecision::Town | PlacePrecision::Admin2))
        .then(|| Spot(place.name.clone(), place.point))
}

fn exact_day(claim: &ReportedClaim) -> Option<String> {
    let date = claim.date.as_ref().filter(|date| date.precision == DatePrecision::Day)?;
    date.begin.clone().filter(|begin| date.end.as_ref() == Some(begin))
}
