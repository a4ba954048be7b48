//! Who copied whom in a story, and where what each report tells comes from.

use std::collections::{BTreeMap, BTreeSet};

use selon_types::{
    Descent, Reading, Relation, RemarkKind, ReportVersion, ReportedClaim, SentenceRole, SourceKind, Story, StoryReport,
};

use crate::CopyGroups;
use crate::lift::{folded, lift_claims};

/// What is known of all reports: versions by report, outlets, origins.
pub(super) struct Ancestry<'readings> {
    readings: BTreeMap<&'readings str, &'readings Reading>,
    versions: BTreeMap<&'readings str, Vec<(&'readings str, Relation, f64)>>,
    groups: &'readings CopyGroups,
    /// The source that a report quotes for most of what it tells.
    sources: BTreeMap<&'readings str, String>,
    /// The outlets of all reports, folded; a name is found by its first word.
    outlets: BTreeMap<String, BTreeSet<String>>,
}

impl<'readings> Ancestry<'readings> {
    pub(super) fn new(
        readings: &[&'readings Reading],
        versions: &'readings [ReportVersion],
        groups: &'readings CopyGroups,
    ) -> Ancestry<'readings> {
        let mut by_report: BTreeMap<&str, Vec<(&str, Relation, f64)>> = BTreeMap::new();
        for version in versions {
            let (one, other) = (version.report.as_str(), version.version_of.as_str());
            by_report.entry(one).or_default().push((other, version.relation, version.score));
            by_report.entry(other).or_default().push((one, version.relation, version.score));
        }
        let mut outlets: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for name in readings.iter().filter_map(|reading| reading.report.outlet.as_deref()).map(folded) {
            if let Some(first) = name.split(' ').next().filter(|first| !first.is_empty()) {
                outlets.entry(first.to_owned()).or_default().insert(name.clone());
            }
        }
        Ancestry {
            readings: readings.iter().map(|reading| (reading.report.id.as_str(), *reading)).collect(),
            versions: by_report,
            groups,
            sources: sources_of(readings, groups),
            outlets,
        }
    }

    /// The story of these reports, which are sorted by publication.
    pub(super) fn story(&self, members: &[&'readings Reading]) -> Story {
        let mut reports: Vec<StoryReport> = members.iter().map(|reading| self.describe(reading)).collect();
        // A copy has the origin of what it copies: of the first of its group, and of that one's credit line.
        let mut of_group: BTreeMap<&str, String> = BTreeMap::new();
        for (reading, report) in members.iter().zip(&reports) {
            let group = self.group_of(&reading.report.id);
            let credited = self.credited(reading).map(|name| self.outlet_origin(&name, members));
            let own = credited.unwrap_or_else(|| report.origin.clone());
            of_group.entry(group).or_insert(own);
        }
        for (reading, report) in members.iter().zip(&mut reports) {
            if let Some(origin) = of_group.get(self.group_of(&reading.report.id)) {
                report.origin.clone_from(origin);
            }
        }
        let origins: BTreeSet<&str> = reports.iter().map(|report| report.origin.as_str()).collect();
        Story {
            id: reports.first().map(|report| report.report.clone()).unwrap_or_default(),
            title: members.iter().find_map(|reading| reading.report.title.clone().or_else(|| headline(reading))),
            n_reports: reports.len(),
            n_independent: origins.len(),
            reports,
        }
    }

    fn group_of<'id>(&'id self, id: &'id str) -> &'id str {
        self.groups.get(id).map_or(id, String::as_str)
    }

    fn describe(&self, reading: &Reading) -> StoryReport {
        let id = reading.report.id.as_str();
        let (parent, descent) = self.parent(reading);
        StoryReport {
            report: id.to_owned(),
            copy_group: self.group_of(id).to_owned(),
            origin: self.sources.get(id).cloned().unwrap_or_else(|| self.group_of(id).to_owned()),
            copied_from: parent.map(|(id, _)| id.to_owned()),
            relation: parent.map(|(_, relation)| relation),
            descent,
            intact: self.intact(reading),
        }
    }

    /// Whom a report copies, as far as credit lines, damage and times tell.
    fn parent(&self, reading: &Reading) -> (Option<(&'readings str, Relation)>, Descent) {
        let versions = self.versions.get(reading.report.id.as_str()).map_or(&[][..], Vec::as_slice);
        if versions.is_empty() {
            return (None, Descent::Own);
        }
        let published = |reading: &Reading| reading.report.published.as_ref().map(|published| published.value.clone());
        let here = published(reading);
        // The nearest wording first; of equals the earlier one, so that a copy of copies hangs on their first.
        let mut sorted: Vec<&(&str, Relation, f64)> = versions.iter().collect();
        sorted.sort_by(|(one, relation, score), (other, other_relation, other_score)| {
            let when =
                |id: &str| self.readings.get(id).map(|reading| (published(reading).is_none(), published(reading)));
            (relation.cmp(other_relation))
                .then_with(|| other_score.total_cmp(score))
                .then_with(|| when(one).cmp(&when(other)))
                .then_with(|| one.cmp(other))
        });
        let there = |id: &str| self.readings.get(id).copied();
        if let Some(name) = self.credited(reading) {
            let is_credited = |id: &str| {
                let other = there(id)?;
                let is_later = matches!((&here, published(other)), (Some(here), Some(other)) if other > *here);
                (other.report.outlet.as_deref().map(folded) == Some(name.clone()) && !is_later).then_some(())
            };
            if let Some((id, relation, _)) = sorted.iter().find(|(id, ..)| is_credited(id).is_some()) {
                return (Some((id, *relation)), Descent::Wording);
            }
        }
        let earlier = |id: &str| {
            let other = there(id).and_then(published);
            matches!((&here, &other), (Some(here), Some(other)) if precedes(other, here))
        };
        if let Some((id, relation, _)) = sorted.iter().find(|(id, ..)| earlier(id)) {
            return (Some((id, *relation)), Descent::Times);
        }
        let is_first = here.is_some()
            && versions.iter().all(|(id, ..)| {
                let other = there(id).and_then(published);
                matches!((&here, &other), (Some(here), Some(other)) if precedes(here, other))
            });
        if is_first {
            return (None, Descent::Own);
        }
        let whole = sorted.iter().find(|(id, ..)| there(id).is_some_and(|other| !is_damaged(other)));
        match whole {
            Some((id, relation, _)) if is_damaged(reading) => (Some((id, *relation)), Descent::Wording),
            _ => (None, Descent::Unknown),
        }
    }

    /// For a damaged report its nearest version whose voice is whole.
    fn intact(&self, reading: &Reading) -> Option<String> {
        if !is_damaged(reading) {
            return None;
        }
        let mut versions: Vec<&(&str, Relation, f64)> = self.versions.get(reading.report.id.as_str())?.iter().collect();
        versions.sort_by(|one, other| one.1.cmp(&other.1).then(other.2.total_cmp(&one.2)).then(one.0.cmp(other.0)));
        let whole = versions.into_iter().find(|(id, ..)| self.readings.get(id).is_some_and(|other| !is_damaged(other)));
        whole.map(|(id, ..)| (*id).to_owned())
    }

    /// The outlet that the last line of a report names and that is not its own: *(Nordic Wire)*.
    fn credited(&self, reading: &Reading) -> Option<String> {
        /// A credit line is short, or stands at the very end.
        const LONGEST: usize = 60;
        let text = reading.report.text.trim_end();
        let own = reading.report.outlet.as_deref().map(folded);
        let from = text.char_indices().rev().nth(LONGEST - 1).map_or(0, |(at, _)| at);
        let tail = text.get(from..)?;
        // What follows the last full stop or opening bracket.
        let credit = tail.rsplit(['.', '(', '[', '\n', '—', '!', '?']).find(|piece| !folded(piece).is_empty())?;
        let credit = folded(credit);
        let words: Vec<&str> = credit.split(' ').collect();
        for at in 0..words.len() {
            let rest = words[at..].join(" ");
            let names = self.outlets.get(words[at]).into_iter().flatten();
            let named = names.filter(|name| Some(*name) != own.as_ref() && starts_with_words(&rest, name));
            if let Some(name) = named.max_by_key(|name| name.len()) {
                return Some(name.clone());
            }
        }
        None
    }

    /// An outlet's own report in the story is the origin; otherwise its name.
    fn outlet_origin(&self, name: &str, members: &[&Reading]) -> String {
        let own = members.iter().find(|reading| reading.report.outlet.as_deref().map(folded).as_deref() == Some(name));
        own.map_or_else(
            || name.to_owned(),
            |reading| {
                let id = reading.report.id.as_str();
                self.sources.get(id).cloned().unwrap_or_else(|| self.group_of(id).to_owned())
            },
        )
    }
}

fn starts_with_words(words: &str, name: &str) -> bool {
    words.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// `YYYY-MM-DD` tells nothing about the hours of that day.
fn precedes(one: &str, other: &str) -> bool {
    let length = one.len().min(other.len());
    matches!((one.get(..length), other.get(..length)), (Some(one), Some(other)) if one < other)
}

fn headline(reading: &Reading) -> Option<String> {
    let sentence = reading.analysis.sentences.iter().find(|sentence| sentence.role == SentenceRole::Headline)?;
    reading.report.text.get(sentence.span.start()..sentence.span.end()).map(str::to_owned)
}

/// Its voice shifts, or an automatic rewrite left its formulas.
fn is_damaged(reading: &Reading) -> bool {
    reading.remarks.iter().any(|remark| matches!(remark.kind, RemarkKind::VoiceShift | RemarkKind::PossibleRewrite))
}

/// For each report the origin of more than half of its claims, when that is a source it quotes.
fn sources_of<'readings>(readings: &[&'readings Reading], groups: &CopyGroups) -> BTreeMap<&'readings str, String> {
    let (cards, claims) = lift_claims(readings, groups);
    let mut told: BTreeMap<usize, Vec<&ReportedClaim>> = BTreeMap::new();
    claims.iter().for_each(|claim| told.entry(claim.report).or_default().push(claim));
    let ids: BTreeMap<&str, &'readings str> =
        readings.iter().map(|reading| (reading.report.id.as_str(), reading.report.id.as_str())).collect();
    let mut sources = BTreeMap::new();
    for (report, claims) in told {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let quoted = |claim: &&&ReportedClaim| matches!(claim.source.kind, SourceKind::Actor | SourceKind::Document);
        claims.iter().filter(quoted).for_each(|claim| *counts.entry(&claim.source.origin).or_default() += 1);
        let most = counts.into_iter().max_by(|one, other| one.1.cmp(&other.1).then(other.0.cmp(one.0)));
        let most = most.filter(|(_, n)| 2 * n > claims.len());
        if let (Some((origin, _)), Some(id)) = (most, ids.get(cards[report].id.as_str())) {
            sources.insert(*id, origin.to_owned());
        }
    }
    sources
}
