//! Which words name places: matches of the place index, weighed by what stands around them.

use std::collections::BTreeSet;

use selon_types::{Analysis, Language, NameKind, PlacePrecision, Report, Span, Upos};

use super::gazetteer::{Entry, Gazetteer, NameMatch, PlaceKind};
use super::lexicon::Role;
use super::resolve::prior;
use super::words::{Case, Gap, Words};

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

/// A text with its words and what they may be.
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub words: Words,
    pub roles: Vec<Role>,
    pub language: Language,
    pub gazetteer: &'a Gazetteer,
    /// The word stands in a sentence whose capitals say nothing.
    styles: Vec<Style>,
    /// The model's names over the words.
    names: Vec<Option<NameKind>>,
    has_names: bool,
    proper: Vec<Option<bool>>,
    /// Words of names of persons told in full somewhere in the report.
    persons: BTreeSet<String>,
}

/// How a sentence uses capitals.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    /// MOST WORDS ARE CAPITALS
    Shout,
    /// Most Words Begin With One
    Title,
}

/// A name needs this much to be taken for a place.
const ACCEPTED: f64 = 1.5;

impl<'a> Reader<'a> {
    pub(super) fn new(report: &'a Report, analysis: &Analysis, gazetteer: &'a Gazetteer) -> Reader<'a> {
        let text = report.text.as_str();
        let words = Words::scan(text);
        let language = analysis.language.or(report.language).unwrap_or(Language::En);
        let roles = (0..words.len()).map(|idx| gazetteer.lexicon.role(language, words.folded(idx))).collect();
        let styles = styles(&words);
        let mut reader = Reader {
            text,
            names: vec![None; words.len()],
            proper: vec![None; words.len()],
            has_names: !analysis.names.is_empty(),
            words,
            roles,
            language,
            gazetteer,
            styles,
            persons: BTreeSet::new(),
        };
        reader.take_analysis(analysis);
        reader.persons = reader.named_persons();
        reader
    }

    fn take_analysis(&mut self, analysis: &Analysis) {
        let mut word = 0;
        for name in &analysis.names {
            let Some(span) = analysis.span_of(name.tokens.clone()) else { continue };
            while word < self.words.len() && self.words.words[word].span.end() <= span.start() {
                word += 1;
            }
            let mut inside = word;
            while inside < self.words.len() && self.words.words[inside].span.overlaps(span) {
                self.names[inside] = Some(name.kind);
                inside += 1;
            }
        }
        let mut word = 0;
        for token in &analysis.tokens {
            while word < self.words.len() && self.words.words[word].span.end() <= token.span.start() {
                word += 1;
            }
            if let Some(inside) = self.words.words.get(word).filter(|inside| inside.span.overlaps(token.span)) {
                let _ = inside;
                self.proper[word] = Some(token.upos == Upos::Propn);
            }
        }
    }

    pub(super) fn case(&self, idx: usize) -> Case {
        self.words.words[idx].case
    }

    /// A small word, or one in a headline of capitals, where all words may be small ones.
    pub(super) fn is_small(&self, idx: usize) -> bool {
        self.case(idx) == Case::Lower || self.styles[idx] == Style::Shout
    }

    pub(super) fn gap(&self, idx: usize) -> Gap {
        self.words.words.get(idx).map_or(Gap::Stop, |word| word.gap)
    }

    pub(super) fn role(&self, idx: usize) -> Role {
        self.roles.get(idx).copied().unwrap_or_default()
    }

    /// The word begins with a capital that may mean a name.
    fn is_capital(&self, idx: usize) -> bool {
        self.words.words.get(idx).is_some_and(|word| matches!(word.case, Case::Title | Case::Upper))
    }

    /// The word before, when nothing but a space or hyphen lies between.
    fn before(&self, idx: usize) -> Option<usize> {
        (idx > 0 && self.gap(idx).joins()).then(|| idx - 1)
    }

    fn after(&self, idx: usize) -> Option<usize> {
        (idx < self.words.len() && self.gap(idx).joins()).then_some(idx)
    }

    /// First names and titles make the capitalised words behind them a person, here and later in the report.
    fn named_persons(&self) -> BTreeSet<String> {
        let mut persons = BTreeSet::new();
        for idx in 0..self.words.len() {
            let person = self.names[idx] == Some(NameKind::Per);
            let given = self.is_capital(idx) && self.role(idx).is(Role::GIVEN.or(Role::GIVEN_PLACE));
            if person {
                persons.insert(self.words.folded(idx).to_owned());
            }
            if self.styles[idx] != Style::Plain || self.has_names {
                continue;
            }
            // « Valeska Paris »: a capitalised word that is no word of the language before a first name that is a place.
            if given
                && self.role(idx).is(Role::GIVEN_PLACE)
                && self.before(idx).is_some_and(|before| self.gap(idx) == Gap::Space && self.is_name_word(before))
            {
                persons.insert(self.words.folded(idx).to_owned());
            }
            let titled = self.role(idx).is(Role::TITLE);
            if !(given || titled) {
                continue;
            }
            let mut next = idx + 1;
            while next < self.words.len()
                && next < idx + 4
                && self.gap(next).joins()
                && self.is_capital(next)
                && self.gap(next) != Gap::Apostrophe
            {
                let role = self.role(next);
                let place_like = self.role(idx).is(Role::GIVEN_PLACE) && !self.role(idx).is(Role::GIVEN);
                let org = role.is(Role::ORG_AFTER.or(Role::FEATURE_AFTER).or(Role::FEATURE_BEFORE));
                // « посол Украины », « президент Франции »: the genitive of a country or town, no name of a person.
                let genitive =
                    !given && matches!(self.language, Language::Ru | Language::Uk) && self.is_known_place(next);
                if org || genitive || role.is(Role::ORDINARY) && place_like {
                    break;
                }
                if !(place_like && self.is_known_place(next)) {
                    persons.insert(self.words.folded(next).to_owned());
                    if given && next == idx + 1 && place_like {
                        persons.insert(self.words.folded(idx).to_owned());
                    }
                }
                next += 1;
            }
        }
        persons
    }

    fn is_known_place(&self, idx: usize) -> bool {
        let mut matches = Vec::new();
        self.gazetteer.matches_at(&self.words, idx, false, &mut matches);
        matches.iter().any(|found| {
            let entries = self.entries(found.value);
            entries.iter().map(prior).fold(0.0, f64::max) > 6.0
        })
    }

    fn entries(&self, value: u64) -> Vec<Entry> {
        let mut entries = self.all_entries(value);
        entries.retain(|entry| entry.kind != PlaceKind::Demonym);
        entries
    }

    /// With adjectives and names of peoples.
    pub(super) fn all_entries(&self, value: u64) -> Vec<Entry> {
        let mut found = Vec::new();
        self.gazetteer.postings(value, &mut found);
        found.into_iter().map(|idx| self.gazetteer.entry(idx)).collect()
    }

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

    fn key_of(&self, candidate: &Candidate) -> String {
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

    fn weigh(&self, all: &mut [Candidate]) {
        for nth in 0..all.len() {
            let (head, tail) = all.split_at_mut(nth);
            let (candidate, next) = tail.split_first_mut().expect("nth is an index of all");
            candidate.score = self.score(candidate, head.last(), next.first());
        }
        // Enumerations: Kharkiv, Soumy et Poltava.
        for nth in 1..all.len() {
            let (before, here) = (&all[nth - 1], &all[nth]);
            if before.score >= ACCEPTED + 0.5 && here.score < ACCEPTED && self.enumerated(before, here) {
                all[nth].score += 1.0;
            }
        }
        for nth in (1..all.len()).rev() {
            let (before, here) = (&all[nth - 1], &all[nth]);
            if here.score >= ACCEPTED + 0.5 && before.score < ACCEPTED && self.enumerated(before, here) {
                all[nth - 1].score += 1.0;
            }
        }
    }

    fn enumerated(&self, before: &Candidate, here: &Candidate) -> bool {
        let from = before.end();
        match here.first - from {
            0 => self.gap(here.first) == Gap::Comma,
            1 | 2 => (from..here.first).all(|idx| {
                self.is_small(idx) && self.role(idx).is(Role::AND.or(Role::IN).or(Role::TO).or(Role::LINKER))
            }),
            _ => false,
        }
    }

    fn score(&self, candidate: &Candidate, before: Option<&Candidate>, next: Option<&Candidate>) -> f64 {
        let (first, end) = (candidate.first, candidate.end());
        if candidate.entries.is_empty() {
            return 2.0;
        }
        let best = candidate.entries.iter().max_by(|a, b| prior(a).total_cmp(&prior(b)));
        let Some(best) = best else { return 0.0 };
        let shown = self.words.words[first];
        if shown.short_caps && candidate.n_words == 1 && best.kind == PlaceKind::Admin1 {
            // Oxford, NC
            let listed = before.is_some_and(|one| one.end() == first) && shown.gap == Gap::Comma;
            return if listed { 3.0 } else { 0.0 };
        }
        let strength = strength(best, candidate.n_words);
        let mut score = strength;
        score += self.model_says(candidate);
        score += self.left_context(candidate, best, strength);
        score += self.right_context(candidate, strength);
        if candidate.announced.is_some() {
            score += 2.0;
        }
        // Oxford, North Carolina
        if let Some(next) = next
            && next.first == end
            && matches!(self.gap(end), Gap::Comma | Gap::Paren)
            && next
                .entries
                .iter()
                .any(|outer| candidate.entries.iter().any(|inner| super::resolve::contains(outer, inner)))
        {
            score += 2.0;
        }
        let _ = before;
        score
    }

    fn model_says(&self, candidate: &Candidate) -> f64 {
        if !self.has_names {
            let proper = self.proper[candidate.first];
            return if proper == Some(false) && candidate.n_words == 1 && self.case(candidate.first) != Case::Lower {
                -1.0
            } else {
                0.0
            };
        }
        match self.names[candidate.first] {
            Some(NameKind::Gpe | NameKind::Loc) => 2.5,
            Some(NameKind::Per) => -4.0,
            Some(NameKind::Org) => -1.0,
            Some(NameKind::Misc) => -1.0,
            None => -0.5,
        }
    }

    fn starts_sentence(&self, idx: usize) -> bool {
        matches!(self.gap(idx), Gap::Stop | Gap::Mark | Gap::Paren)
    }

    fn left_context(&self, candidate: &Candidate, best: &Entry, strength: f64) -> f64 {
        let first = candidate.first;
        let plain = self.styles[first] == Style::Plain;
        let own = (first..candidate.end()).fold(Role::default(), |sum, idx| sum.or(self.role(idx)));
        let single = candidate.n_words == 1;
        let mut score = 0.0;
        let grammar =
            Role::LINKER.or(Role::IN).or(Role::TO).or(Role::NEAR).or(Role::AND).or(Role::BETWEEN).or(Role::UNIT);
        let ordinary = |idx| self.role(idx).is(Role::ORDINARY.or(grammar));
        let shouted = self.styles[first] == Style::Shout && (first..candidate.end()).all(ordinary);
        if (single && own.is(Role::ORDINARY) || shouted) && best.kind != PlaceKind::Country {
            score -= if self.starts_sentence(first) || !plain { 4.0 } else { 1.7 };
        }
        let is_person = (first..candidate.end()).any(|idx| self.persons.contains(self.words.folded(idx)));
        let mut prepositional = false;
        if let Some(before) = self.before(first) {
            let role = self.role(before);
            let small = self.is_small(before) || self.starts_sentence(before);
            if small && role.is(Role::IN) {
                score += 1.7;
                prepositional = true;
            } else if small && role.is(Role::TO) {
                score += 0.8;
            }
            // FC Metz, rue Odessa; short words must be capitals (*as* in a headline is none).
            let folded = self.words.folded(before);
            let long = folded.chars().count() > 2 && folded != "real";
            if role.is(Role::ORG_BEFORE) && (long || plain && self.is_capital(before)) {
                score -= 4.0;
            }
            if self.is_capital(before) && plain && self.gap(first) == Gap::Space {
                let opens = self.starts_sentence(before) && strength >= 2.5;
                if role.is(Role::GIVEN) || role.is(Role::TITLE) && single && !opens {
                    score -= 5.0;
                } else if self.is_name_word(before) && !(self.starts_sentence(before) && role.is(Role::ORDINARY)) {
                    score -= if strength >= 2.5 { 1.0 } else { 2.5 };
                }
            }
            if self.gap(first) == Gap::Hyphen && self.is_capital(before) {
                score -= 1.5;
            }
            if role.is(Role::TITLE) && self.case(before) == Case::Lower && single && strength < 2.5 {
                score -= 2.0;
            }
        }
        if is_person {
            score -= if prepositional { 1.5 } else { 3.0 };
        }
        score
    }

    /// A capitalised word that is likelier part of a longer name than a word of the language or a place of its own.
    fn is_name_word(&self, idx: usize) -> bool {
        let role = self.role(idx);
        let known =
            Role::FEATURE_BEFORE.or(Role::DIRECTION).or(Role::IN).or(Role::TO).or(Role::LINKER).or(Role::ORDINARY);
        self.is_capital(idx) && !role.is(known) && !self.is_known_place(idx)
    }

    fn right_context(&self, candidate: &Candidate, strength: f64) -> f64 {
        let end = candidate.end();
        let plain = self.styles[candidate.first] == Style::Plain;
        let last = end - 1;
        let single = candidate.n_words == 1;
        let Some(next) = self.after(end) else { return 0.0 };
        let role = self.role(next);
        let mut score = 0.0;
        if self.gap(next) == Gap::Apostrophe {
            return 0.0;
        }
        if role.is(Role::ORG_AFTER) && self.is_capital(next) {
            score -= if strength >= 2.5 { 1.2 } else { 3.0 };
        } else if self.is_capital(next) && plain && !role.is(Role::FEATURE_AFTER.or(Role::TITLE)) {
            let given = single && self.role(last).is(Role::GIVEN.or(Role::GIVEN_PLACE));
            if given && !self.is_known_place(next) {
                score -= 4.0;
            } else if self.gap(next) == Gap::Hyphen {
                score -= if strength >= 2.5 { 0.5 } else { 1.5 };
            } else if strength < 2.5 {
                score -= 2.0;
            }
        }
        if single && self.role(last).is(Role::GIVEN) && strength < 2.5 {
            score -= 2.0;
        }
        if role.is(Role::VERB) && strength < 2.0 {
            score -= 1.0;
        }
        score
    }
}

/// *XVIe*, *XIX*: a Roman numeral.
fn is_roman(folded: &str) -> bool {
    let numeral = folded.strip_suffix("eme").or(folded.strip_suffix('e')).unwrap_or(folded);
    numeral.len() > 1 && numeral.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'))
}

/// How well known a name is as a place, before its surroundings are looked at.
fn strength(best: &Entry, n_words: usize) -> f64 {
    let base = match best.kind {
        PlaceKind::Country | PlaceKind::Macro => 3.0,
        PlaceKind::Admin1 => 2.6,
        PlaceKind::Region | PlaceKind::Water | PlaceKind::Island | PlaceKind::Site => 2.5,
        PlaceKind::Capital => 2.5,
        _ if best.population >= 400_000.0 => 2.5,
        _ if best.population >= 80_000.0 => 1.6,
        PlaceKind::Admin2 | PlaceKind::Seat => 1.0,
        _ if best.population >= 15_000.0 => 0.6,
        _ => 0.0,
    };
    // Two words in agreement are seldom chance.
    if n_words > 1 { f64::max(base, 0.3) + 0.8 } else { base }
}

/// The style of each sentence, told for each of its words.
fn styles(words: &Words) -> Vec<Style> {
    let mut styles = Vec::with_capacity(words.len());
    let mut start = 0;
    while start < words.len() {
        let mut end = start + 1;
        while end < words.len() && words.words[end].gap != Gap::Stop {
            end += 1;
        }
        let (mut upper, mut title, mut lower) = (0, 0, 0);
        for (word, idx) in words.words[start..end].iter().zip(start..) {
            let long = words.folded(idx).chars().count() > 3;
            match word.case {
                Case::Upper => upper += 1,
                Case::Title => title += 1,
                Case::Lower if long => lower += 1,
                _ => {}
            }
        }
        let style = if upper >= 3 && lower == 0 && upper > title {
            Style::Shout
        } else if title >= 4 && lower == 0 {
            Style::Title
        } else {
            Style::Plain
        };
        styles.extend(std::iter::repeat_n(style, end - start));
        start = end;
    }
    styles
}
