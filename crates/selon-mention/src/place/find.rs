//! Which words name places: the longest matches of the place index that are sure enough.

use std::collections::BTreeSet;

use selon_types::{Language, NameKind, PlacePrecision, Span};

use super::gazetteer::NameMatch;
use super::kind::{Entry, PlaceKind};
use super::lexicon::Role;
use super::reader::{Reader, Style};
use super::words::{Case, Gap};

/// A stretch of words that may name a place, with all its readings.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub span: Span,
    /// Index of its first word, and how many it has.
    pub first: usize,
    pub n_words: usize,
    /// Empty for a name that the index lacks and a feature word calls a place.
    pub entries: Vec<Entry>,
    /// What a feature word beside it says it is.
    pub announced: Option<PlacePrecision>,
    /// How sure it is that the words name a place.
    pub score: f64,
    /// It stands in a list of first-level divisions.
    pub in_list: bool,
}

impl Candidate {
    pub(super) fn end(&self) -> usize {
        self.first + self.n_words
    }
}

/// A name needs this much to be taken for a place.
pub(super) const ACCEPTED: f64 = 1.5;

impl Reader<'_> {
    /// The candidates of a text that are taken for places, in its order, not overlapping.
    pub(super) fn candidates(&self) -> Vec<Candidate> {
        let mut all = self.proposals();
        self.weigh(&mut all);
        let trusted: BTreeSet<String> =
            all.iter().filter(|one| one.score >= ACCEPTED + 1.0).map(|one| self.key_of(one)).collect();
        for candidate in &mut all {
            // A name that is surely a place once is one elsewhere too, unless its neighbours deny it.
            if candidate.score < ACCEPTED
                && candidate.score >= ACCEPTED - 2.0
                && trusted.contains(&self.key_of(candidate))
            {
                candidate.score = ACCEPTED;
            }
        }
        all.retain(|candidate| candidate.score >= ACCEPTED && !self.is_mere_direction(candidate));
        all
    }

    /// « le Front du Nord », "troops from the South": a quarter of the compass is a place only where a feature word
    /// of a division says so (« le département du Nord »); a front lies in a direction.
    fn is_mere_direction(&self, candidate: &Candidate) -> bool {
        let is_division = matches!(candidate.announced, Some(PlacePrecision::Admin1 | PlacePrecision::Admin2));
        candidate.n_words == 1 && !is_division && self.role(candidate.first).is(Role::DIRECTION)
    }

    pub(super) fn key_of(&self, candidate: &Candidate) -> String {
        (candidate.first..candidate.end()).map(|idx| self.words.key(idx)).collect::<Vec<_>>().join(" ")
    }

    /// The longest match at each word that may begin a name.
    fn proposals(&self) -> Vec<Candidate> {
        let mut found = Vec::new();
        let mut matches = Vec::new();
        let mut idx = 0;
        while idx < self.words.len() {
            if !self.may_begin(idx) {
                idx += 1;
                continue;
            }
            self.gazetteer.matches_at(&self.words, idx, self.language == Language::De, &mut matches);
            match self.longest(idx, &matches) {
                // *the Gulf* must not cut *the Gulf of Aden*.
                Some(candidate)
                    if candidate.n_words > 1 && self.case(idx) == Case::Lower && self.is_cut(&candidate) =>
                {
                    idx += 1;
                }
                Some(candidate) => {
                    idx = candidate.end();
                    found.push(candidate);
                }
                None => match self.unknown(idx) {
                    Some(candidate) => {
                        idx = candidate.end();
                        found.push(candidate);
                    }
                    None => idx += 1,
                },
            }
        }
        found
    }

    /// A name that begins at the second word of the candidate goes on beyond its end.
    fn is_cut(&self, candidate: &Candidate) -> bool {
        let second = candidate.first + 1;
        let mut matches = Vec::new();
        self.gazetteer.matches_at(&self.words, second, self.language == Language::De, &mut matches);
        self.longest(second, &matches).is_some_and(|longer| longer.end() > candidate.end())
    }

    fn may_begin(&self, idx: usize) -> bool {
        let word = &self.words.words[idx];
        match word.case {
            // Neither US$14 nor *XVIe siècle*.
            Case::Title | Case::Upper => {
                !self.text[word.span.end()..].starts_with(['$', '€', '£']) && !is_roman(self.words.folded(idx))
            }
            Case::Lower => {
                self.gazetteer.lexicon.starts_name(self.words.folded(idx))
                    || self.role(idx).is(Role::PARTICLE) && self.gap(idx + 1) == Gap::Hyphen && self.is_capital(idx + 1)
            }
            Case::None => false,
        }
    }

    fn longest(&self, first: usize, matches: &[NameMatch]) -> Option<Candidate> {
        let mut lengths: Vec<usize> = matches.iter().map(|one| one.n_words).collect();
        lengths.sort_unstable();
        lengths.dedup();
        for n_words in lengths.into_iter().rev() {
            let mut entries: Vec<Entry> =
                matches.iter().filter(|one| one.n_words == n_words).flat_map(|one| self.entries(one.value)).collect();
            entries.retain(|entry| self.case_fits(first, n_words, entry));
            entries.sort_by_key(|entry| entry.idx);
            entries.dedup_by_key(|entry| entry.idx);
            if entries.is_empty() {
                continue;
            }
            let words = &self.words.words;
            return Some(Candidate {
                span: words[first].span.cover(words[first + n_words - 1].span),
                first,
                n_words,
                announced: self.announced(first, first + n_words),
                entries,
                score: 0.0,
                in_list: false,
            });
        }
        None
    }

    /// A town of several words writes each of them with a capital, save particles; our own regions need not.
    fn case_fits(&self, first: usize, n_words: usize, entry: &Entry) -> bool {
        let own = entry.geonameid == 0 && !entry.kind.is_settlement() && entry.kind != PlaceKind::Admin2;
        let lower = (first..first + n_words)
            // Куп'янськ is one word with an apostrophe.
            .filter(|&idx| idx == first || self.gap(idx) == Gap::Space)
            .filter(|&idx| self.case(idx) == Case::Lower && self.words.folded(idx).chars().count() > 3)
            .count();
        let capital = (first..first + n_words).any(|idx| self.is_capital(idx));
        let regional = matches!(entry.kind, PlaceKind::Country | PlaceKind::Admin1 | PlaceKind::Admin2);
        capital
            && (lower == 0 || own || regional && self.is_capital(first))
            && (own || self.is_capital(first) || self.role(first).is(Role::PARTICLE) || regional)
    }

    /// What feature words beside the name announce.
    pub(super) fn announced(&self, first: usize, end: usize) -> Option<PlacePrecision> {
        if let Some(next) = self.after(end)
            && self.role(next).is(Role::FEATURE_AFTER)
        {
            return self.role(next).announces();
        }
        self.feature_before(first).and_then(|(feature, _)| self.role(feature).announces())
    }

    /// The feature word that stands before a name (*base aérienne de X, the town of X*), and how many small words
    /// qualify it.
    pub(super) fn feature_before(&self, first: usize) -> Option<(usize, usize)> {
        let mut at = first;
        let (mut qualifiers, mut linkers) = (0, 0);
        while let Some(before) = self.before(at) {
            let role = self.role(before);
            let beside = qualifiers + linkers == 0;
            if role.is(Role::FEATURE_BEFORE) && (self.is_small(before) || beside || linkers > 0) {
                let direct = beside || linkers > 0 || self.language == Language::De;
                return direct.then_some((before, qualifiers));
            }
            if role.is(Role::LINKER) {
                linkers += 1;
            } else if self.case(before) == Case::Lower
                && !role.is(Role::IN.or(Role::AND))
                && qualifiers < 2
                && linkers > 0
            {
                qualifiers += 1;
            } else {
                return None;
            }
            if qualifiers + linkers > 5 {
                return None;
            }
            at = before;
        }
        None
    }

    /// A capitalised name that the index lacks, when a feature word says that it is a place.
    fn unknown(&self, first: usize) -> Option<Candidate> {
        if !self.is_capital(first) || self.styles[first] != Style::Plain {
            return None;
        }
        let (feature, qualifiers) = self.feature_before(first)?;
        let role = self.role(feature);
        let clear = role.is(Role::BEFORE_TOWN.or(Role::BEFORE_ADMIN2)) || qualifiers > 0 && role.is(Role::BEFORE_SITE);
        let own = self.role(first);
        if !clear
            || own.is(Role::GIVEN.or(Role::ORDINARY).or(Role::TITLE))
            || self.persons.contains(self.words.folded(first))
            || matches!(self.names[first], Some(NameKind::Per | NameKind::Org | NameKind::Misc))
        {
            return None;
        }
        let mut end = first + 1;
        while self.after(end).is_some() && self.is_capital(end) && self.gap(end) != Gap::Apostrophe && end < first + 3 {
            end += 1;
        }
        let words = &self.words.words;
        Some(Candidate {
            span: words[first].span.cover(words[end - 1].span),
            first,
            n_words: end - first,
            announced: role.announces(),
            entries: Vec::new(),
            score: 0.0,
            in_list: false,
        })
    }
}

/// *XVIe*, *XIX*: a Roman numeral.
fn is_roman(folded: &str) -> bool {
    let numeral = folded.strip_suffix("eme").or(folded.strip_suffix('e')).unwrap_or(folded);
    numeral.len() > 1 && numeral.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'))
}
