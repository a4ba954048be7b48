//! Reports to stories: which reports tell one event, which of them copy which, and how many origins that leaves.

mod changes;
mod descent;
mod linkage;
mod odd;
mod profile;
mod short;
mod veto;

use std::collections::{BTreeMap, BTreeSet};

use selon_types::{CopyChange, Language, Reading, Remark, ReportVersion, Span, Story, StoryVeto};

use crate::CopyGroups;
use crate::copies::{Index, Rarity, copy_groups};

use linkage::{Tie, cluster};
use profile::Profile;
use veto::veto;

/// Mean likeness from which reports are of one story.
const ONE_STORY: f64 = 0.2;

/// What many reports are to one another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stories {
    /// Pairs of versions, sorted by their ids.
    pub versions: Vec<ReportVersion>,
    /// Report id to group for each report that has versions, as [`crate::build_situation`] takes it.
    pub copy_groups: CopyGroups,
    /// All stories, those of one report too, sorted by id.
    pub stories: Vec<Story>,
    /// Reports that tell alike and were kept apart, sorted by their ids.
    pub vetoes: Vec<StoryVeto>,
    /// What copies changed, sorted by report, then position.
    pub changes: Vec<CopyChange>,
    /// What is odd about reports among the others, by report id.
    pub remarks: BTreeMap<String, Vec<Remark>>,
}

/// Versions, stories, origins and changes among readings; the same in any order of them.
///
/// Of two readings with one report id the later in the slice is taken.
pub fn find_stories(readings: &[&Reading], rarity: &Rarity) -> Stories {
    let by_id: BTreeMap<&str, &Reading> =
        readings.iter().map(|reading| (reading.report.id.as_str(), *reading)).collect();
    let readings: Vec<&Reading> = by_id.into_values().collect();
    let mut index = Index::new(rarity);
    readings.iter().for_each(|reading| index.add(&reading.report));
    let ids: Vec<&str> = readings.iter().map(|reading| reading.report.id.as_str()).collect();
    let listed: Vec<Vec<usize>> = (0..readings.len()).map(|idx| index.sharing_keys(idx)).collect();
    let mut versions = index.versions_among(&listed);
    let profiles = profiles_of(&readings, &copy_groups(&versions), rarity);

    let fellows = short::fellows(&profiles);
    let number: BTreeMap<&str, usize> = ids.iter().enumerate().map(|(idx, id)| (*id, idx)).collect();
    versions.retain(|version| {
        let profile = |id: &str| number.get(id).map(|&idx| &profiles[idx]);
        match (profile(&version.report), profile(&version.version_of)) {
            (Some(here), Some(there)) => short::is_credible(version, here, there),
            _ => true,
        }
    });
    versions.extend(short::translations(&ids, &profiles, &fellows, &versions));
    versions.sort_by(|one, other| (&one.report, &one.version_of).cmp(&(&other.report, &other.version_of)));
    let copy_groups = copy_groups(&versions);

    let pairs: BTreeSet<(usize, usize)> = (0..readings.len())
        .flat_map(|idx| listed[idx].iter().map(move |&other| (idx.min(other), idx.max(other))))
        .chain(fellows)
        .collect();
    let (members, vetoes) = group(&ids, &profiles, &copy_groups, &pairs);
    let stories = describe(&members, &readings, &versions, &copy_groups);
    let changes = changes::changes(&readings, &copy_groups, &stories);
    let remarks = odd::remarks(&readings, &versions, &copy_groups);
    Stories { versions, copy_groups, stories, vetoes, changes, remarks }
}

/// What is compared of each report, without what its outlet puts below all of them.
fn profiles_of(readings: &[&Reading], copy_groups: &CopyGroups, rarity: &Rarity) -> Vec<Profile> {
    let mut passages: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for (id, passage, _) in odd::boilerplate(readings, copy_groups) {
        passages.entry(id).or_default().push(passage);
    }
    let profile = |reading: &&Reading| {
        let report = &reading.report;
        let passages = passages.get(report.id.as_str()).map_or(&[][..], Vec::as_slice);
        Profile::new(reading, &odd::without(&report.text, passages), rarity)
    };
    readings.iter().map(profile).collect()
}

/// The stories with their origins, sorted by id; the reports of each in the order of their publication.
fn describe(
    members: &[Vec<usize>],
    readings: &[&Reading],
    versions: &[ReportVersion],
    copy_groups: &CopyGroups,
) -> Vec<Story> {
    let ancestry = descent::Ancestry::new(readings, versions, copy_groups);
    let sorted = |story: &Vec<usize>| {
        let mut reports: Vec<&Reading> = story.iter().map(|&idx| readings[idx]).collect();
        reports.sort_by_key(|reading| {
            let published = reading.report.published.as_ref().map(|published| published.value.as_str());
            (published.is_none(), published, reading.report.id.as_str())
        });
        reports
    };
    let mut stories: Vec<Story> = members.iter().map(|story| ancestry.story(&sorted(story))).collect();
    stories.sort_by(|one, other| one.id.cmp(&other.id));
    stories
}

/// The reports of each story, and who was kept apart. `ids` are sorted, so numbers do not depend on arrival.
fn group(
    ids: &[&str],
    profiles: &[Profile],
    copy_groups: &CopyGroups,
    pairs: &BTreeSet<(usize, usize)>,
) -> (Vec<Vec<usize>>, Vec<StoryVeto>) {
    let mut units: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (idx, id) in ids.iter().enumerate() {
        units.entry(copy_groups.get(*id).map_or(*id, String::as_str)).or_default().push(idx);
    }
    let units: Vec<Vec<usize>> = units.into_values().collect();
    let mut unit_of = vec![0; ids.len()];
    for (unit, reports) in units.iter().enumerate() {
        reports.iter().for_each(|&report| unit_of[report] = unit);
    }
    let mut ties: BTreeMap<(usize, usize), Vec<(bool, Tie)>> = BTreeMap::new();
    let mut vetoes = Vec::new();
    for &(here, there) in pairs {
        let (unit, other) = (unit_of[here].min(unit_of[there]), unit_of[here].max(unit_of[there]));
        if unit == other {
            continue;
        }
        let Some(value) = profiles[here].likeness(&profiles[there]) else { continue };
        let is_across = profiles[here].language != profiles[there].language;
        let tie = match veto(&profiles[here], &profiles[there], value) {
            Some((kind, of_here, of_there)) if value >= ONE_STORY => {
                vetoes.push(StoryVeto {
                    report: ids[there].to_owned(),
                    other: ids[here].to_owned(),
                    kind,
                    here: of_there,
                    there: of_here,
                });
                Tie::Vetoed
            }
            Some(_) => Tie::Vetoed,
            None => Tie::Alike(value),
        };
        ties.entry((unit, other)).or_default().push((is_across, tie));
    }
    let languages: Vec<Vec<Option<Language>>> =
        units.iter().map(|unit| unit.iter().map(|&report| profiles[report].language).collect()).collect();
    let roots = cluster(&languages, &ties, ONE_STORY);
    let mut stories: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (unit, root) in roots.into_iter().enumerate() {
        stories.entry(root).or_default().extend(&units[unit]);
    }
    vetoes.sort_by(|one, other| (&one.report, &one.other).cmp(&(&other.report, &other.other)));
    (stories.into_values().collect(), vetoes)
}

#[cfg(test)]
mod tests;
