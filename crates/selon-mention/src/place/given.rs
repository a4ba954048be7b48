//! Resolution of spans that somebody else found, for measuring the resolver by itself.

use selon_types::{Analysis, PlaceMention, Report, Span};

use super::area;
use super::find::Candidate;
use super::gazetteer::Gazetteer;
use super::kind::{Entry, PlaceKind};
use super::lexicon::Role;
use super::reader::Reader;
use super::resolve;

/// Resolves the given spans, which are taken for places whatever stands around them. Adjectives (*Turkish*) resolve
/// to their country; of a longer name that the index lacks (*University of X*), the longest place inside it is taken.
/// One mention for each span, in the order of `spans`; one without point could not be resolved.
pub fn resolve_given(report: &Report, analysis: &Analysis, spans: &[Span], gazetteer: &Gazetteer) -> Vec<PlaceMention> {
    let reader = Reader::new(report, analysis, gazetteer);
    let mut candidates: Vec<Candidate> = spans.iter().map(|&span| candidate(&reader, span)).collect();
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_key(|&at| (candidates[at].first, candidates[at].n_words));
    candidates.sort_by_key(|candidate| (candidate.first, candidate.n_words));
    let choices = resolve::choose(&reader, &mut candidates);
    let mut places: Vec<Option<PlaceMention>> = vec![None; spans.len()];
    for (sorted, &original) in order.iter().enumerate() {
        let mut place = area::mention(&reader, &candidates, &choices, sorted);
        place.span = spans[original];
        places[original] = Some(place);
    }
    places.into_iter().flatten().collect()
}

fn candidate(reader: &Reader<'_>, span: Span) -> Candidate {
    let words = &reader.words.words;
    let first = words.partition_point(|word| word.span.end() <= span.start());
    let end = words.partition_point(|word| word.span.start() < span.end()).max(first);
    let mut found = Candidate {
        span,
        first,
        n_words: end - first,
        entries: Vec::new(),
        announced: None,
        score: 0.0,
        in_list: false,
    };
    if end == first {
        return found;
    }
    found.announced = reader.announced(first, end);
    found.entries = entries_at(reader, first, end - first);
    if !found.entries.is_empty() || end - first == 1 {
        return found;
    }
    // A longer name that the index lacks: the weightiest place inside it (*University of Arizona*).
    let mut best = 4.5;
    for n_words in (1..end - first).rev() {
        for start in first..=end - n_words {
            let mut entries = entries_at(reader, start, n_words);
            entries.retain(|entry| !(entry.kind == PlaceKind::Country && adjective(reader, start, n_words)));
            let weight = entries.iter().map(resolve::prior).fold(0.0, f64::max) + 0.5 * n_words as f64;
            let role = (start..start + n_words).fold(Role::default(), |sum, idx| sum.or(reader.role(idx)));
            let word = n_words == 1
                && role.is(Role::ORDINARY
                    .or(Role::FEATURE_AFTER)
                    .or(Role::FEATURE_BEFORE)
                    .or(Role::ORG_AFTER)
                    .or(Role::DIRECTION)
                    .or(Role::GIVEN));
            if weight > best && !word {
                best = weight;
                found.entries = entries;
            }
        }
    }
    found
}

fn adjective(reader: &Reader<'_>, start: usize, n_words: usize) -> bool {
    let mut matches = Vec::new();
    reader.gazetteer.matches_at(&reader.words, start, false, &mut matches);
    matches
        .iter()
        .filter(|one| one.n_words == n_words)
        .flat_map(|one| reader.all_entries(one.value))
        .any(|entry| entry.kind == PlaceKind::Demonym)
}

fn entries_at(reader: &Reader<'_>, start: usize, n_words: usize) -> Vec<Entry> {
    let mut matches = Vec::new();
    reader.gazetteer.matches_at(&reader.words, start, reader.language == selon_types::Language::De, &mut matches);
    let mut entries: Vec<Entry> =
        matches.iter().filter(|one| one.n_words == n_words).flat_map(|one| reader.all_entries(one.value)).collect();
    entries.sort_by_key(|entry| entry.idx);
    entries.dedup_by_key(|entry| entry.idx);
    let country = entries.iter().any(|entry| entry.kind == PlaceKind::Country);
    let adjective = entries.iter().any(|entry| entry.kind == PlaceKind::Demonym);
    entries.retain(|entry| match entry.kind {
        PlaceKind::Demonym => !country,
        // *Arab* is a town in Alabama, too.
        _ => country || !adjective,
    });
    // An adjective stands for its country itself.
    entries
        .into_iter()
        .map(|entry| match entry.kind {
            PlaceKind::Demonym if entry.point.is_none() => {
                reader.gazetteer.country_entry(entry.country).unwrap_or(entry)
            }
            _ => entry,
        })
        .collect()
}
