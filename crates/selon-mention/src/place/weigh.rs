//! How sure it is that words name a place: how well known the name is, what the model says, what stands around it.

use selon_types::NameKind;

use super::find::ACCEPTED;
use super::find::Candidate;
use super::kind::{Entry, PlaceKind};
use super::lexicon::Role;
use super::reader::{Reader, Style};
use super::resolve::prior;
use super::words::{Case, Gap};

impl Reader<'_> {
    pub(super) fn weigh(&self, all: &mut [Candidate]) {
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
