//! Which place a name means: all names of a report are decided together.
//!
//! A reading gains by its own weight (size, rank), by the countries, divisions and places that the rest of the report
//! speaks of, by nearness to its neighbours in the text, by feature words and by containment (*Oxford, North Carolina*).

use std::collections::BTreeMap;

use selon_types::{Language, PlacePrecision};

use super::find::Candidate;
use super::gazetteer::{Entry, PlaceKind};
use super::lexicon::Role;
use super::reader::Reader;
use super::words::Gap;

/// The weight of a reading without context, about the decimal logarithm of the inhabitants.
pub(super) fn prior(entry: &Entry) -> f64 {
    let size = (entry.population + 1.0).log10();
    match entry.kind {
        PlaceKind::Country | PlaceKind::Demonym => 8.0 + 0.1 * size,
        PlaceKind::Capital => size.max(4.5) + 1.5,
        PlaceKind::Seat => size + 0.5,
        PlaceKind::Admin1 => 4.9 + 0.2 * size,
        PlaceKind::Admin2 => 3.2 + 0.2 * size,
        PlaceKind::Quarter => size.min(5.0) - 0.8,
        PlaceKind::Town => size,
        PlaceKind::Site => size.max(5.0),
        PlaceKind::Macro => 7.5,
        PlaceKind::Region | PlaceKind::Island | PlaceKind::Water => size,
    }
}

/// The first place holds the second.
pub(super) fn contains(outer: &Entry, inner: &Entry) -> bool {
    if outer.idx == inner.idx {
        return false;
    }
    match outer.kind {
        PlaceKind::Country => outer.country == inner.country && inner.kind != PlaceKind::Country,
        PlaceKind::Admin1 => outer.admin1 > 0 && outer.admin1 == inner.admin1 && inner.kind != PlaceKind::Admin1,
        PlaceKind::Admin2 => {
            outer.country == inner.country
                && inner.kind.is_settlement()
                && (outer.admin2 > 0 && outer.admin2 == inner.admin2 || near(outer, inner, outer.radius_km.max(20.0)))
        }
        PlaceKind::Capital | PlaceKind::Seat | PlaceKind::Town => {
            inner.country == outer.country
                && prior(inner) < prior(outer)
                && near(outer, inner, outer.radius_km.max(15.0) * 2.0)
        }
        PlaceKind::Region | PlaceKind::Island => near(outer, inner, outer.radius_km),
        _ => false,
    }
}

fn near(a: &Entry, b: &Entry, km: f64) -> bool {
    distance_km(a, b).is_some_and(|distance| distance <= km)
}

/// Great-circle distance.
pub(super) fn distance_km(a: &Entry, b: &Entry) -> Option<f64> {
    let ((lat, lon), (lat2, lon2)) = (a.point?, b.point?);
    let half = |x: f64, y: f64| ((x - y).to_radians() / 2.0).sin().powi(2);
    let h = half(lat, lat2) + lat.to_radians().cos() * lat2.to_radians().cos() * half(lon, lon2);
    Some(12_742.0 * h.sqrt().min(1.0).asin())
}

/// A candidate with its chosen reading.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// `None` when the index holds no reading.
    pub entry: Option<Entry>,
    /// Between 0 and 1.
    pub confidence: f32,
}

/// Names of one form in one report mean one place, unless each is told apart by what follows it.
struct Group {
    members: Vec<usize>,
    entries: Vec<Entry>,
    /// Scores that do not change from round to round.
    fixed: Vec<f64>,
    chosen: Option<usize>,
    margin: f64,
}

/// Readings lower than the best one by this much are not looked at.
const HOPELESS: f64 = 7.0;
const ROUNDS: usize = 3;

/// Chooses a reading for each candidate.
pub(super) fn choose(reader: &Reader<'_>, candidates: &mut [Candidate]) -> Vec<Choice> {
    for at in 0..candidates.len() {
        candidates[at].in_list = listed(reader, candidates, at);
    }
    let candidates = &*candidates;
    let mut groups = groups(reader, candidates);
    for _ in 0..ROUNDS {
        let scene = Scene::of(&groups, candidates.len());
        let mut chosen = Vec::with_capacity(groups.len());
        for (at, group) in groups.iter().enumerate() {
            chosen.push(decide(group, &scene, at));
        }
        for (group, (choice, margin)) in groups.iter_mut().zip(chosen) {
            group.chosen = choice;
            group.margin = margin;
        }
    }
    let mut choices = vec![Choice { entry: None, confidence: 0.0 }; candidates.len()];
    for group in &groups {
        let entry = group.chosen.map(|at| group.entries[at]);
        let confidence = if entry.is_some() { 1.0 / (1.0 + (-group.margin - 0.5).exp()) } else { 0.0 };
        for &member in &group.members {
            choices[member] = Choice { entry, confidence: confidence as f32 };
        }
    }
    choices
}

fn groups(reader: &Reader<'_>, candidates: &[Candidate]) -> Vec<Group> {
    let mut by_name: BTreeMap<(Vec<u32>, Option<u32>, bool), usize> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let container = container(reader, candidates, at);
        let mut entries = candidate.entries.clone();
        let divided = candidate.announced == Some(PlacePrecision::Admin1);
        if divided {
            // « région de Koursk »: the division whose seat has the name. « État de X » may as well be a country.
            let divisions: Vec<Entry> = entries
                .iter()
                .filter(|entry| matches!(entry.kind, PlaceKind::Seat | PlaceKind::Capital | PlaceKind::Town))
                .filter_map(|entry| reader.gazetteer.admin1_entry(entry.admin1))
                .filter(|division| !candidate.entries.iter().any(|entry| entry.idx == division.idx))
                .take(3)
                .collect();
            if !entries.iter().any(|entry| matches!(entry.kind, PlaceKind::Admin1 | PlaceKind::Country)) {
                entries.extend(divisions);
            }
        }
        let ids = candidate.entries.iter().map(|entry| entry.idx).collect();
        let key = (ids, container.map(|entry| entry.idx), divided);
        let group = *by_name.entry(key).or_insert_with(|| {
            groups.push(Group {
                members: Vec::new(),
                fixed: vec![0.0; entries.len()],
                entries: entries.clone(),
                chosen: None,
                margin: 0.0,
            });
            groups.len() - 1
        });
        let group = &mut groups[group];
        group.members.push(at);
        for (score, entry) in group.fixed.iter_mut().zip(&group.entries) {
            let local = local_score(reader, candidate, entry, container.as_ref(), &group.entries);
            *score = score.max(local);
        }
    }
    for group in &mut groups {
        let best = group.fixed.iter().copied().fold(f64::MIN, f64::max);
        let keep: Vec<bool> = group.fixed.iter().map(|score| *score > best - HOPELESS).collect();
        let mut kept = keep.iter();
        group.entries.retain(|_| *kept.next().unwrap_or(&false));
        let mut kept = keep.iter();
        group.fixed.retain(|_| *kept.next().unwrap_or(&false));
    }
    groups
}

/// The place that the words right behind a name put it in (*Springfield, Illinois*; *Paris (Texas)*; *Guildford,
/// Surrey, UK*).
fn container(reader: &Reader<'_>, candidates: &[Candidate], at: usize) -> Option<Entry> {
    let (here, next) = (&candidates[at], candidates.get(at + 1)?);
    if !follows(reader, here, next) || listed(reader, candidates, at) {
        return None;
    }
    let beyond = candidates.get(at + 2).filter(|beyond| follows(reader, next, beyond));
    let within = |outer: &Entry| beyond.is_some_and(|beyond| beyond.entries.iter().any(|one| contains(one, outer)));
    let chained = next.entries.iter().any(within);
    next.entries
        .iter()
        .filter(|outer| !chained || within(outer))
        .filter(|outer| here.entries.iter().any(|inner| contains(outer, inner)))
        .max_by(|a, b| prior(a).total_cmp(&prior(b)))
        .copied()
}

/// `next` stands behind a comma or parenthesis, or in *X in Y*.
pub(super) fn follows(reader: &Reader<'_>, here: &Candidate, next: &Candidate) -> bool {
    let behind = here.end();
    let after_comma = next.first == behind && matches!(reader.gap(next.first), Gap::Comma | Gap::Paren);
    let linked = next.first == behind + 1
        && reader.gap(behind).joins()
        && reader.role(behind).is(Role::IN)
        && reader.is_small(behind);
    after_comma || linked
}

/// A member of a list of divisions (*Missouri, New York, Ohio and Washington*): what follows holds nothing.
fn listed(reader: &Reader<'_>, candidates: &[Candidate], at: usize) -> bool {
    let divisions = |one: &Candidate| one.entries.iter().any(|entry| entry.kind == PlaceKind::Admin1);
    if !divisions(&candidates[at]) {
        return false;
    }
    let paired =
        |pair: &[Candidate]| divisions(&pair[0]) && divisions(&pair[1]) && neighbours(reader, &pair[0], &pair[1]);
    let after = candidates[at..].windows(2).take_while(|pair| paired(pair)).take(2).count();
    let before = candidates[..=at].windows(2).rev().take_while(|pair| paired(pair)).take(2).count();
    before + after >= 2
}

/// Two names stand side by side in a list.
fn neighbours(reader: &Reader<'_>, before: &Candidate, here: &Candidate) -> bool {
    match here.first.checked_sub(before.end()) {
        Some(0) => reader.gap(here.first) == Gap::Comma,
        Some(1) => reader.role(before.end()).is(Role::AND) && reader.is_small(before.end()),
        _ => false,
    }
}

fn local_score(
    reader: &Reader<'_>,
    candidate: &Candidate,
    entry: &Entry,
    container: Option<&Entry>,
    rivals: &[Entry],
) -> f64 {
    let mut score = prior(entry);
    if let Some(container) = container
        && contains(container, entry)
        && plausible_inside(container, entry, rivals)
    {
        score += 5.0;
    }
    match candidate.announced {
        Some(PlacePrecision::Admin1) if entry.kind == PlaceKind::Admin1 => score += 3.5,
        Some(PlacePrecision::Admin2) if entry.kind == PlaceKind::Admin2 => {
            let best = rivals.iter().map(prior).fold(f64::MIN, f64::max);
            score += if best > prior(entry) + 2.0 { 1.5 } else { 3.0 };
        }
        Some(PlacePrecision::Town) if entry.kind.is_settlement() => score += 2.0,
        Some(PlacePrecision::Region) if entry.kind.precision() == PlacePrecision::Region => score += 2.0,
        Some(PlacePrecision::Admin1 | PlacePrecision::Admin2) => {}
        // A bare name means the town rather than the division around it.
        _ if matches!(entry.kind, PlaceKind::Admin1 | PlaceKind::Admin2)
            && rivals.iter().any(|rival| {
                rival.kind.is_settlement() && rival.country == entry.country && near(rival, entry, 100.0)
            }) =>
        {
            score -= 1.0;
        }
        _ => {}
    }
    // Mexico, Luxembourg, Kuwait: the country before its capital, unless « ville de ».
    if entry.kind.is_settlement()
        && candidate.announced != Some(PlacePrecision::Town)
        && rivals.iter().any(|rival| rival.kind == PlaceKind::Country && rival.country == entry.country)
    {
        score -= 2.5;
    }
    if entry.kind == PlaceKind::Admin2
        && candidate.announced.is_none()
        && rivals.iter().any(|rival| prior(rival) > prior(entry) + 1.0)
    {
        score -= 1.5;
    }
    if same_word(reader, candidate, entry) {
        score += 0.4;
    } else if entry.kind.is_settlement()
        && entry.population < 100_000.0
        && english(reader.gazetteer.iso3(entry.country))
    {
        // Where names are English already, the other names of small towns are those of history.
        score -= 2.5;
    }
    if candidate.in_list && entry.kind == PlaceKind::Admin1 {
        score += 2.0;
    }
    score += article_score(reader, candidate, entry, rivals);
    if home(reader.language).contains(&reader.gazetteer.iso3(entry.country).unwrap_or_default()) {
        score += 0.3;
    }
    score
}

fn english(iso3: Option<&str>) -> bool {
    matches!(iso3, Some("USA" | "GBR" | "CAN" | "AUS" | "NZL" | "IRL"))
}

/// *au Québec* is the province, *à Québec* the town: French towns have no article.
fn article_score(reader: &Reader<'_>, candidate: &Candidate, entry: &Entry, rivals: &[Entry]) -> f64 {
    if reader.language != Language::Fr || candidate.first == 0 || !reader.gap(candidate.first).joins() {
        return 0.0;
    }
    let area = rivals.iter().any(|rival| !rival.kind.is_settlement());
    match reader.words.folded(candidate.first - 1) {
        "au" | "aux" | "du" | "la" | "le" | "l" | "en" if entry.kind.is_settlement() && area => -2.5,
        "a" if entry.kind.is_settlement() => 1.0,
        _ => 0.0,
    }
}

/// *Russia, U.S. officials said* puts no Russia into the United States: a place far less known than its rivals must be
/// put there by a division (*Moscow, Idaho*), not by a country or a neighbouring town.
fn plausible_inside(container: &Entry, entry: &Entry, rivals: &[Entry]) -> bool {
    let best = rivals.iter().map(prior).fold(f64::MIN, f64::max);
    match container.kind {
        PlaceKind::Admin1 | PlaceKind::Admin2 => true,
        PlaceKind::Country => prior(entry) > best - 3.0 && rivals.iter().all(|rival| rival.kind != PlaceKind::Country),
        _ => prior(entry) > best - 1.5,
    }
}

/// The name is the main one of the entry, not one of its other names.
fn same_word(reader: &Reader<'_>, candidate: &Candidate, entry: &Entry) -> bool {
    let mut folded = String::new();
    super::words::fold_into(reader.gazetteer.name(entry.idx), &mut folded);
    let letters = folded.chars().filter(|c| c.is_alphanumeric());
    let words = (candidate.first..candidate.end()).flat_map(|idx| reader.words.folded(idx).chars());
    letters.eq(words)
}

/// Where a language is at home: its reports explain other places more often.
fn home(language: Language) -> &'static [&'static str] {
    match language {
        Language::Fr => &["FRA"],
        Language::En => &["USA", "GBR"],
        Language::Ru => &["RUS"],
        Language::Uk => &["UKR"],
        Language::Es => &["ESP", "MEX"],
        Language::De => &["DEU"],
    }
}

/// What the report speaks of, by the readings chosen so far.
struct Scene {
    countries: BTreeMap<u8, f64>,
    admin1: BTreeMap<u16, f64>,
    total: f64,
    /// The reading at each position of the text, with the group it belongs to.
    line: Vec<Option<(usize, Entry)>>,
    /// Countries and divisions named as such.
    named_countries: BTreeMap<u8, usize>,
    named_admin1: BTreeMap<u16, usize>,
}

impl Scene {
    fn of(groups: &[Group], n_candidates: usize) -> Scene {
        let mut scene = Scene {
            countries: BTreeMap::new(),
            admin1: BTreeMap::new(),
            total: 0.0,
            line: vec![None; n_candidates],
            named_countries: BTreeMap::new(),
            named_admin1: BTreeMap::new(),
        };
        for (at, group) in groups.iter().enumerate() {
            let chosen = group.chosen.or_else(|| first_guess(group));
            let Some(entry) = chosen.map(|idx| group.entries[idx]) else { continue };
            // A country named often counts once and a little more.
            let weight = 1.0 + (group.members.len() as f64).ln() * 0.5;
            scene.total += weight;
            if entry.country > 0 {
                *scene.countries.entry(entry.country).or_default() += weight;
            }
            if entry.admin1 > 0 {
                *scene.admin1.entry(entry.admin1).or_default() += weight;
            }
            match entry.kind {
                PlaceKind::Country => *scene.named_countries.entry(entry.country).or_default() += group.members.len(),
                PlaceKind::Admin1 => *scene.named_admin1.entry(entry.admin1).or_default() += group.members.len(),
                _ => {}
            }
            for &member in &group.members {
                scene.line[member] = Some((at, entry));
            }
        }
        scene
    }
}

/// Before the first round only names without a rival speak.
fn first_guess(group: &Group) -> Option<usize> {
    let best = best_of(&group.fixed)?;
    let rival = group
        .fixed
        .iter()
        .enumerate()
        .filter(|(idx, _)| *idx != best && group.entries[*idx].country != group.entries[best].country)
        .map(|(_, score)| *score)
        .fold(f64::MIN, f64::max);
    (group.fixed[best] - rival > 1.2).then_some(best)
}

fn best_of(scores: &[f64]) -> Option<usize> {
    (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a)))
}

fn decide(group: &Group, scene: &Scene, own: usize) -> (Option<usize>, f64) {
    let scores: Vec<f64> = group
        .entries
        .iter()
        .zip(&group.fixed)
        .map(|(entry, fixed)| fixed + discourse_score(group, entry, scene, own))
        .collect();
    let Some(best) = best_of(&scores) else { return (None, 0.0) };
    let rival = (0..scores.len())
        .filter(|&idx| {
            idx != best && distance_km(&group.entries[idx], &group.entries[best]).is_none_or(|km| km > 100.0)
        })
        .map(|idx| scores[idx])
        .fold(scores[best] - 4.0, f64::max);
    (Some(best), scores[best] - rival)
}

fn discourse_score(group: &Group, entry: &Entry, scene: &Scene, own: usize) -> f64 {
    if matches!(entry.kind, PlaceKind::Macro | PlaceKind::Water) {
        return 0.0;
    }
    let weight = 1.0 + (group.members.len() as f64).ln() * 0.5;
    let own_entry = group.members.first().and_then(|&member| scene.line[member]).map(|(_, entry)| entry);
    let others = |total: f64, same: bool| if same { total - weight } else { total };
    // One more than there is: two other names are no scene yet.
    let total = others(scene.total, own_entry.is_some()).max(0.0) + 1.0;
    let mut score = 0.0;
    let same = own_entry.is_some_and(|chosen| chosen.country == entry.country);
    let share = others(scene.countries.get(&entry.country).copied().unwrap_or(0.0), same) / total;
    if entry.country > 0 {
        score += 2.2 * share.clamp(0.0, 1.0).sqrt();
    }
    if entry.kind != PlaceKind::Country && scene.named_countries.contains_key(&entry.country) {
        score += 0.8;
    }
    if entry.admin1 > 0 {
        let same = own_entry.is_some_and(|chosen| chosen.admin1 == entry.admin1);
        let share = others(scene.admin1.get(&entry.admin1).copied().unwrap_or(0.0), same) / total;
        score += 2.0 * share.clamp(0.0, 1.0).sqrt();
        if entry.kind != PlaceKind::Admin1 && scene.named_admin1.contains_key(&entry.admin1) {
            score += 0.8;
        }
    }
    // However coherent a scene is, it does not turn a metropolis into a hamlet.
    (score + nearness(group, entry, scene, own)).min(4.3)
}

/// The nearest of the neighbours in the text.
fn nearness(group: &Group, entry: &Entry, scene: &Scene, own: usize) -> f64 {
    let mut best: f64 = 0.0;
    for &member in &group.members {
        let from = member.saturating_sub(4);
        let to = (member + 5).min(scene.line.len());
        for at in from..to {
            let Some((other, neighbour)) = &scene.line[at] else { continue };
            if *other == own
                || !(neighbour.kind.is_settlement() || matches!(neighbour.kind, PlaceKind::Admin2 | PlaceKind::Site))
            {
                continue;
            }
            let far =
                |a: Option<(f64, f64)>, b: Option<(f64, f64)>| a.zip(b).is_none_or(|(a, b)| (a.0 - b.0).abs() > 6.0);
            if far(entry.point, neighbour.point) {
                continue;
            }
            if let Some(km) = distance_km(entry, neighbour) {
                let step = at.abs_diff(member) as f64;
                best = best.max((-km / 120.0).exp() * (1.0 - 0.12 * (step - 1.0)));
            }
        }
    }
    1.6 * best
}
