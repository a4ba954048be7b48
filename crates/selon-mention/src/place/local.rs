//! How well a reading fits the words right around a name: what holds it, its feature word, its article, its spelling.

use selon_types::{Language, PlacePrecision};

use super::find::Candidate;
use super::kind::{Entry, PlaceKind};
use super::lexicon::Role;
use super::reader::Reader;
use super::resolve::{contains, near, prior};
use super::words::Gap;

/// The place that the words right behind a name put it in (*Springfield, Illinois*; *Paris (Texas)*; *Guildford,
/// Surrey, UK*).
pub(super) fn container(reader: &Reader<'_>, candidates: &[Candidate], at: usize) -> Option<Entry> {
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
pub(super) fn listed(reader: &Reader<'_>, candidates: &[Candidate], at: usize) -> bool {
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

pub(super) fn local_score(
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
    score += former_score(reader, candidate, entry, rivals);
    score += article_score(reader, candidate, entry, rivals);
    if home(reader.language).contains(&reader.gazetteer.iso3(entry.country).unwrap_or_default()) {
        score += 0.3;
    }
    score
}

fn english(iso3: Option<&str>) -> bool {
    matches!(iso3, Some("USA" | "GBR" | "CAN" | "AUS" | "NZL" | "IRL"))
}

/// *Salisbury* meant Harare until 1982, Danzig is Gdańsk to this day: a former name leads to its place in its time, and
/// afterwards where nothing else is called so.
fn former_score(reader: &Reader<'_>, candidate: &Candidate, entry: &Entry, rivals: &[Entry]) -> f64 {
    let Some(day) = reader.day.filter(|_| rivals.len() > 1) else { return 0.0 };
    let (lexicon, iso3) = (&reader.gazetteer.lexicon, reader.gazetteer.iso3(entry.country).unwrap_or_default());
    match lexicon.borne_until(&reader.key_of(candidate), reader.gazetteer.name(entry.idx), iso3) {
        Some(until) if day <= until => 2.5,
        Some(_) => -6.0,
        None => 0.0,
    }
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
pub(super) fn same_word(reader: &Reader<'_>, candidate: &Candidate, entry: &Entry) -> bool {
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
