//! Names of the register in the text: which of several bearers is meant, and which words only look like a name.

use std::collections::BTreeSet;

use selon_types::{Language, NameKind, Span, Upos};

use super::entry::EntryKind;
use super::find::{Finder, Named};
use super::fold::{self, Case, Word};
use super::names::{Hit, NameMatch, Usage};

impl<'a> Finder<'a> {
    pub(super) fn match_names(&self) -> Vec<Named> {
        let words = fold::words(self.text());
        let matches = self.lexicon.names.find(self.text(), &words, self.language);
        let evidenced = self.evidenced_codes(&matches);
        matches.iter().filter_map(|found| self.choose(found, &words, &evidenced)).collect()
    }

    /// The states that the text names by name, adjective or capital, with the home countries of its language.
    fn evidenced_codes(&self, matches: &[NameMatch]) -> BTreeSet<&str> {
        let home: &[&str] = match self.language {
            Language::Fr => &["FRA"],
            Language::En => &["USA", "GBR"],
            Language::De => &["DEU"],
            Language::Es => &["ESP"],
            Language::Ru => &["RUS"],
            Language::Uk => &["UKR"],
        };
        let states = matches.iter().flat_map(|found| &found.hits).filter_map(|hit| {
            let entry = &self.register.entries[hit.entry];
            (entry.kind == EntryKind::State).then_some(&*entry.terms[0].code)
        });
        states.chain(home.iter().copied()).collect()
    }

    fn choose(&self, found: &NameMatch, words: &[Word], evidenced: &BTreeSet<&str>) -> Option<Named> {
        let matched = &words[found.words.clone()];
        let span = Span::new(matched[0].start, matched[matched.len() - 1].end);
        let tokens = self.analysis().tokens_in(span);
        if tokens.is_empty() {
            return None;
        }
        let head = self.head_of(&tokens);
        let hit = found
            .hits
            .iter()
            .filter(|hit| self.is_plausible(hit, matched, &tokens, head, evidenced))
            .max_by_key(|hit| (self.likelihood(hit, evidenced, head), std::cmp::Reverse(hit.entry)))?;
        Some(Named { span, head, entry: hit.entry, usage: hit.usage, tokens })
    }

    fn likelihood(&self, hit: &Hit, evidenced: &BTreeSet<&str>, head: usize) -> u32 {
        let entry = &self.register.entries[hit.entry];
        let (code, _) = entry.on(self.day());
        let is_adjective = matches!(self.tree.token(head).upos, Upos::Adj);
        let usage = match (hit.usage, is_adjective) {
            (Usage::Adjective, true) => 40,
            (Usage::Name, _) => 30,
            (Usage::Seat | Usage::Power | Usage::Landmark, _) => 20,
            (Usage::Family | Usage::Adjective, _) => 10,
        };
        let kind = u32::from(matches!(entry.kind, EntryKind::State | EntryKind::Body)) * 4;
        let current = u32::from(entry.is_current(self.day()));
        usage + kind + 8 * u32::from(evidenced.contains(code)) + 2 * current
    }

    fn is_plausible(
        &self,
        hit: &Hit,
        matched: &[Word],
        tokens: &std::ops::Range<usize>,
        head: usize,
        evidenced: &BTreeSet<&str>,
    ) -> bool {
        let entry = &self.register.entries[hit.entry];
        let token = self.tree.token(head);
        let single = matched.len() == 1;
        let is_acronym = matched.iter().all(|word| word.case == Case::Upper);
        if single && !is_acronym {
            let common = matches!(
                token.upos,
                Upos::Adp
                    | Upos::Adv
                    | Upos::Aux
                    | Upos::Cconj
                    | Upos::Det
                    | Upos::Intj
                    | Upos::Part
                    | Upos::Pron
                    | Upos::Sconj
            ) || (token.upos == Upos::Verb && hit.usage != Usage::Adjective);
            if common {
                return false;
            }
            let is_first = self
                .analysis()
                .sentence_of(head)
                .is_some_and(|idx| self.analysis().sentences[idx].tokens.start == head);
            let is_proper = token.upos == Upos::Propn || self.name_at(head).is_some();
            if is_first
                && !is_proper
                && matches!(entry.kind, EntryKind::Group | EntryKind::Outlet | EntryKind::Person)
                && hit.usage != Usage::Adjective
                && self.lexicon.nouns.find(&self.keys[head], &[]).is_some()
            {
                return false;
            }
        }
        if single
            && is_acronym
            && matched[0].folded.len() <= 3
            && matches!(entry.kind, EntryKind::Group | EntryKind::Outlet)
        {
            let (code, sector) = entry.on(self.day());
            let is_local =
                matches!(sector, Some("PTY" | "OPP" | "LAB" | "SOC" | "BUS" | "EDU" | "JRN" | "AGR" | "CRM"));
            if is_local && !evidenced.contains(code) && code != "MNC" {
                return false;
            }
        }
        match hit.usage {
            Usage::Family => {
                !self.goes_on(tokens)
                    && matches!(token.upos, Upos::Propn | Upos::X | Upos::Noun)
                    && !self.has_other_given_name(tokens)
            }
            Usage::Name | Usage::Seat | Usage::Power if entry.kind == EntryKind::State => {
                !(self.is_inside_person(tokens) || single && self.is_family_name(tokens.start))
            }
            _ => true,
        }
    }

    /// *Paris Hilton, Michael Jordan*: the model says that a longer stretch is a person.
    fn is_inside_person(&self, tokens: &std::ops::Range<usize>) -> bool {
        self.name_at(tokens.start).is_some_and(|name| name.kind == NameKind::Per && name.tokens.len() > tokens.len())
    }

    /// *Valeska Paris … Paris said*: the text has a person of this family name.
    pub(super) fn is_family_name(&self, token: usize) -> bool {
        let word = self.tree.token(token).span.of(self.text());
        self.analysis().names.iter().any(|name| {
            name.kind == NameKind::Per
                && name.tokens.len() > 1
                && !name.tokens.contains(&token)
                && name.tokens.end.checked_sub(1).is_some_and(|last| self.tree.token(last).span.of(self.text()) == word)
        })
    }

    /// *Michelle Obama*: a family name of the register after another given name.
    fn has_other_given_name(&self, tokens: &std::ops::Range<usize>) -> bool {
        let Some(before) = tokens.start.checked_sub(1) else { return false };
        let previous = self.tree.token(before);
        let touches = self.text()[previous.span.end()..self.tree.token(tokens.start).span.start()]
            .chars()
            .all(|c| c == ' ' || c == '\u{a0}');
        let is_capital = previous.span.of(self.text()).chars().next().is_some_and(char::is_uppercase);
        let is_title =
            self.lexicon.nouns.find(&self.keys[before], &[]).is_some() || previous.span.of(self.text()).ends_with('.');
        let same_name =
            self.name_at(tokens.start).is_some_and(|name| name.kind == NameKind::Per && name.tokens.contains(&before));
        touches
            && is_capital
            && !is_title
            && (same_name || (previous.upos == Upos::Propn && self.related(before, tokens.start)))
    }

    /// *Khan Younès*: what looks like a family name is the start of a longer name.
    fn goes_on(&self, tokens: &std::ops::Range<usize>) -> bool {
        let last = tokens.end - 1;
        let Some(next) = self.analysis().tokens.get(tokens.end) else { return false };
        let touches =
            self.text()[self.tree.token(last).span.end()..next.span.start()].chars().all(|c| c == ' ' || c == '\u{a0}');
        let is_person = self.name_at(last).is_some_and(|name| name.kind == NameKind::Per);
        touches && !is_person && next.upos == Upos::Propn && self.related(last, tokens.end)
    }

    fn related(&self, one: usize, two: usize) -> bool {
        let flat = |child: usize, head: usize| {
            let token = self.tree.token(child);
            token.head == Some(head)
                && (token.is("flat") || token.is("compound") || token.is("nmod") || token.is("appos"))
        };
        flat(one, two) || flat(two, one)
    }

    pub(super) fn name_at(&self, token: usize) -> Option<&'a selon_types::Name> {
        let names = &self.analysis().names;
        let idx = names.partition_point(|name| name.tokens.end <= token);
        names.get(idx).filter(|name| name.tokens.contains(&token))
    }

    /// The token of a stretch whose head lies outside it.
    fn head_of(&self, tokens: &std::ops::Range<usize>) -> usize {
        tokens
            .clone()
            .filter(|&token| self.tree.token(token).upos != Upos::Punct)
            .find(|&token| self.tree.token(token).head.is_none_or(|head| !tokens.contains(&head)))
            .unwrap_or(tokens.start)
    }
}
