//! Finds the stretches of a report that may stand for an actor: names, metonyms, adjectives, descriptions, pronouns.

use std::collections::{BTreeMap, BTreeSet};

use selon_types::{ActorForm, ActorMention, Analysis, Language, NameKind, Report, Span, Upos};

use super::candidate::{ActorCandidates, Animacy, Candidate, NounInfo, Source};
use super::fold::{self, Case, Word};
use super::metonym;
use super::names::{Hit, NameMatch, Usage};
use super::nouns::{Noun, NounKind, token_keys};
use super::register::{ActorRegister, EntryKind, Lexicon};
use super::tree::Tree;
use super::words::{Gender, Role};
use crate::place::Toponym;

/// A name of the register in the text.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) span: Span,
    pub(crate) tokens: std::ops::Range<usize>,
    /// The token that carries it in the syntax.
    pub(crate) head: usize,
    pub(crate) entry: usize,
    pub(crate) usage: Usage,
}

pub(crate) struct Finder<'a> {
    pub(crate) report: &'a Report,
    pub(crate) tree: Tree<'a>,
    pub(crate) register: &'a ActorRegister,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) language: Language,
    pub(crate) named: Vec<Named>,
    /// For each token the names that hold it.
    named_at: BTreeMap<usize, Vec<usize>>,
    /// The lexicon keys of each token.
    keys: Vec<Vec<u64>>,
}

/// Finds the actor mentions of a report, sorted by position.
pub(crate) fn find(
    report: &Report,
    analysis: &Analysis,
    register: &ActorRegister,
    toponyms: &[Toponym],
) -> ActorCandidates {
    let Some((language, lexicon)) = analysis
        .language
        .or(report.language)
        .and_then(|language| register.lexicon(language).map(|lexicon| (language, lexicon)))
    else {
        return ActorCandidates::default();
    };
    let finder = Finder::new(report, analysis, register, lexicon, language);
    let mut found = Found::default();
    for idx in 0..finder.named.len() {
        finder.find_named(idx, &mut found);
    }
    for token in 0..analysis.tokens.len() {
        finder.find_phrase(token, &mut found);
        finder.find_pronoun(token, &mut found);
    }
    found.into_candidates(&finder, toponyms)
}

#[derive(Default)]
struct Found {
    candidates: Vec<Candidate>,
    places: Vec<(Span, String)>,
}

impl<'a> Finder<'a> {
    pub(crate) fn new(
        report: &'a Report,
        analysis: &'a Analysis,
        register: &'a ActorRegister,
        lexicon: &'a Lexicon,
        language: Language,
    ) -> Finder<'a> {
        let keys = analysis
            .tokens
            .iter()
            .map(|token| match token.upos {
                Upos::Punct | Upos::Sym => Vec::new(),
                _ => token_keys(&token.lemma, token.span.of(&report.text), language),
            })
            .collect();
        let tree = Tree::new(analysis);
        let mut finder =
            Finder { report, tree, register, lexicon, language, named: Vec::new(), named_at: BTreeMap::new(), keys };
        finder.named = finder.match_names();
        for (idx, named) in finder.named.iter().enumerate() {
            for token in named.tokens.clone() {
                finder.named_at.entry(token).or_default().push(idx);
            }
        }
        finder
    }

    fn text(&self) -> &'a str {
        &self.report.text
    }

    fn analysis(&self) -> &'a Analysis {
        self.tree.analysis
    }

    pub(crate) fn day(&self) -> Option<&'a str> {
        self.report.published.as_ref().map(|published| published.day())
    }

    // ---- names of the register -------------------------------------------------------------------------------

    fn match_names(&self) -> Vec<Named> {
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
            (Usage::Seat | Usage::Power, _) => 20,
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
                !self.is_inside_person(tokens)
            }
            _ => true,
        }
    }

    /// *Paris Hilton, Michael Jordan*: the model says that a longer stretch is a person.
    fn is_inside_person(&self, tokens: &std::ops::Range<usize>) -> bool {
        self.name_at(tokens.start).is_some_and(|name| name.kind == NameKind::Per && name.tokens.len() > tokens.len())
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

    fn name_at(&self, token: usize) -> Option<&'a selon_types::Name> {
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

    // ---- mentions by name, metonym, adjective ----------------------------------------------------------------

    fn find_named(&self, idx: usize, found: &mut Found) {
        let named = &self.named[idx];
        let entry = &self.register.entries[named.entry];
        let (code, _) = entry.on(self.day());
        let is_modifier = self.is_modifier(named);
        match named.usage {
            Usage::Adjective => {
                let is_people = !is_modifier && self.is_nominal(named.head);
                let source = if is_people { Source::People(named.entry) } else { Source::Entry(named.entry) };
                let form = if is_people { ActorForm::Named } else { ActorForm::Adjective };
                let span = if is_people { self.phrase_span(named.head) } else { named.span };
                self.push(found, named.head, span, form, source, is_people);
            }
            Usage::Seat | Usage::Power => {
                let is_town = named.usage == Usage::Seat;
                if metonym::acts(&self.tree, self.text(), self.lexicon, named.head, is_town) && !self.is_dateline(named)
                {
                    self.push(found, named.head, named.span, ActorForm::Metonym, Source::Entry(named.entry), false);
                } else {
                    found.places.push((named.span, code.to_owned()));
                }
            }
            Usage::Name | Usage::Family => {
                if self.is_carried_by_title(named) {
                    return;
                }
                let is_compound = is_modifier && entry.kind == EntryKind::State;
                let form = if is_compound { ActorForm::Adjective } else { ActorForm::Named };
                let span =
                    if is_modifier || self.covers_only_part(named) { named.span } else { self.named_span(named) };
                self.push(found, named.head, span, form, Source::Entry(named.entry), false);
            }
        }
    }

    fn covers_only_part(&self, named: &Named) -> bool {
        let first = self.tree.token(named.tokens.start).span;
        let last = self.tree.token(named.tokens.end - 1).span;
        !named.span.contains(first.cover(last))
    }

    /// The name with its article.
    fn named_span(&self, named: &Named) -> Span {
        let mut span = named.span;
        for &child in self.tree.children(named.head) {
            let token = self.tree.token(child);
            if token.is("det") && child < named.tokens.start && named.tokens.start - child <= 2 {
                span = span.cover(token.span);
            }
        }
        span
    }

    /// The name modifies a noun: *US troops, la région russe, EU-Staaten*.
    fn is_modifier(&self, named: &Named) -> bool {
        let token = self.tree.token(named.head);
        let governor_is_noun = token
            .head
            .is_some_and(|head| matches!(self.tree.token(head).upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num));
        self.covers_only_part(named)
            || (governor_is_noun && (token.is("amod") || token.is("compound")))
            || (named.usage == Usage::Adjective
                && token.upos == Upos::Adj
                && governor_is_noun
                && !token.is("conj")
                && token.is("nmod"))
            || (token.is("conj") && named.usage == Usage::Adjective && token.upos == Upos::Adj && {
                let first = self.tree.first_conjunct(named.head);
                self.tree.token(first).is("amod")
            })
    }

    fn is_nominal(&self, head: usize) -> bool {
        let token = self.tree.token(head);
        match token.upos {
            Upos::Noun | Upos::Propn => !(token.is("amod") || token.is("compound") && self.language == Language::En),
            Upos::Adj | Upos::Verb => {
                let capital = token.span.of(self.text()).chars().next().is_some_and(char::is_uppercase);
                let role = ["nsubj", "obj", "iobj", "obl", "nmod"].iter().any(|relation| token.is(relation));
                role || (capital
                    && self.language != Language::En
                    && !token.is("amod")
                    && self.tree.child(head, &["det"]).is_some())
            }
            _ => false,
        }
    }

    /// *PARIS, 3 mars (AFP) —*: a place line at the start of a sentence.
    fn is_dateline(&self, named: &Named) -> bool {
        let Some(sentence) = self.analysis().sentence_of(named.head) else { return false };
        let sentence = &self.analysis().sentences[sentence];
        if sentence.role == selon_types::SentenceRole::Dateline {
            return true;
        }
        let rest = &self.text()[named.span.end()..sentence.span.end().max(named.span.end())];
        named.tokens.start == sentence.tokens.start
            && (rest.starts_with(" (") || (rest.starts_with(',') && rest.contains('(') && rest.find('(') < Some(40)))
    }

    /// A title carries the name: *le président Vladimir Poutine* is one mention.
    fn is_carried_by_title(&self, named: &Named) -> bool {
        let token = self.tree.token(named.head);
        let Some(head) = token.head else { return false };
        let is_beside =
            token.is("flat") || token.is("appos") || (token.is("nmod") && self.tree.cases(named.head).next().is_none());
        let entry = &self.register.entries[named.entry];
        is_beside
            && matches!(entry.kind, EntryKind::Person | EntryKind::Outlet | EntryKind::Group | EntryKind::Body)
            && self.tree.token(head).upos == Upos::Noun
            && head.abs_diff(named.head) <= 6
            && self.noun_of(head).is_some()
    }

    // ---- described noun phrases ------------------------------------------------------------------------------

    fn phrase_span(&self, head: usize) -> Span {
        self.tree.span(head, &self.tree.phrase(head))
    }

    pub(crate) fn noun_of(&self, head: usize) -> Option<&'a Noun> {
        let phrase = self.tree.phrase(head);
        self.noun_in(head, &phrase)
    }

    /// A bare French noun after *en* tells how or when and names nobody: *en cours*, *en force*.
    fn is_adverbial(&self, head: usize) -> bool {
        let has_en =
            self.tree.cases(head).any(|case| self.tree.token(case).span.of(self.text()).eq_ignore_ascii_case("en"));
        let is_bare = self.tree.child(head, &["det", "nummod", "amod"]).is_none();
        self.language == Language::Fr && self.tree.token(head).upos == Upos::Noun && has_en && is_bare
    }

    fn noun_in(&self, head: usize, phrase: &[usize]) -> Option<&'a Noun> {
        if self.is_adverbial(head) {
            return None;
        }
        let keys: Vec<u64> =
            phrase.iter().filter(|&&token| token != head).flat_map(|&token| self.keys[token].iter().copied()).collect();
        let found = self.lexicon.nouns.find(&self.keys[head], &keys);
        if found.is_some() || self.language != Language::De {
            return found;
        }
        self.lexicon.nouns.find_tail(&fold::fold(self.tree.token(head).span.of(self.text())))
    }

    fn find_phrase(&self, head: usize, found: &mut Found) {
        let token = self.tree.token(head);
        let is_part_of_name = (token.is("flat") || token.is("fixed") || token.is("goeswith"))
            && token.head.is_some_and(|head| {
                self.tree.token(head).upos == token.upos || self.tree.token(head).upos == Upos::Propn
            });
        if is_part_of_name || self.is_named_head(head) {
            return;
        }
        match token.upos {
            Upos::Noun | Upos::Propn => {}
            Upos::Adj | Upos::Num | Upos::X | Upos::Verb | Upos::Sym
                if ["nsubj", "obj", "iobj", "obl", "nmod"].iter().any(|relation| token.is(relation)) => {}
            _ => return,
        }
        if self.is_subject_of_ministry(head) {
            return;
        }
        let phrase = self.tree.phrase(head);
        let is_compound = token.is("compound") && self.language == Language::En;
        if let Some(noun) = self.noun_in(head, &phrase) {
            // Inside a bigger English name of a body (*Defence Ministry*) the modifier is no actor of its own.
            if is_compound && noun.kind != NounKind::Collective && self.name_beside(head).is_none() {
                return;
            }
            let info = self.noun_info(head, &phrase, noun);
            let span = self.tree.span(head, &phrase);
            self.push(found, head, span, ActorForm::Described, Source::Noun(info), true);
        } else if token.upos == Upos::Propn || self.name_at(head).is_some() {
            self.find_unknown_name(head, &phrase, is_compound, found);
        }
    }

    /// *la Défense* in *le ministère de la Défense* is no actor of its own.
    fn is_subject_of_ministry(&self, head: usize) -> bool {
        const OFFICES: &[&str] = &["minist", "минист", "замминист", "міністер", "міністр", "secretar", "secretair"];
        let token = self.tree.token(head);
        (token.is("nmod") || token.is("compound"))
            && token.head.is_some_and(|governor| {
                let lemma = fold::fold(&self.tree.token(governor).lemma);
                OFFICES.iter().any(|office| lemma.starts_with(office))
            })
            && self.name_at(head).is_none_or(|name| name.kind != NameKind::Per)
    }

    /// Names outside the register: by the model's label, or a proper noun with a title before it.
    fn find_unknown_name(&self, head: usize, phrase: &[usize], is_compound: bool, found: &mut Found) {
        let kind = self.name_at(head).map(|name| name.kind);
        let title = phrase.iter().copied().find(|&token| {
            token != head
                && self.tree.token(token).upos == Upos::Noun
                && self.tree.depth(token, head) == Some(1)
                && (self.tree.token(token).is("compound")
                    || self.tree.token(token).is("flat")
                    || self.tree.token(token).is("nmod")
                    || self.tree.token(token).is("appos"))
                && self.tree.cases(token).next().is_none()
                && self
                    .noun_in(token, phrase)
                    .is_some_and(|noun| matches!(noun.kind, NounKind::Human | NounKind::Part | NounKind::Relation))
        });
        let span = self.tree.span(head, phrase);
        if let Some(noun) = title.and_then(|title| self.noun_in(title, phrase)) {
            let mut info = self.noun_info(title.unwrap_or(head), phrase, noun);
            info.name = info.name.or_else(|| Some(self.name_text(head)));
            self.push(found, head, span, ActorForm::Named, Source::Noun(info), true);
            return;
        }
        let carried = self.tree.token(head).head.is_some_and(|governor| {
            let token = self.tree.token(head);
            (token.is("appos") || token.is("flat") || (token.is("nmod") && self.tree.cases(head).next().is_none()))
                && self.tree.token(governor).upos == Upos::Noun
                && self.noun_of(governor).is_some()
        });
        if carried || is_compound {
            return;
        }
        match kind {
            Some(NameKind::Per) => {
                self.push(found, head, span, ActorForm::Named, Source::Name { is_person: true }, true);
            }
            Some(NameKind::Org) => {
                self.push(found, head, span, ActorForm::Named, Source::Name { is_person: false }, true);
            }
            // A bare name that the model does not label: it is a person's when the text has that person.
            None if self.is_part_of_person(head) => {
                self.push(found, head, span, ActorForm::Named, Source::Name { is_person: true }, true);
            }
            _ => {}
        }
    }

    /// The word is part of a person's name elsewhere in the text.
    fn is_part_of_person(&self, head: usize) -> bool {
        let word = self.tree.token(head).span.of(self.text());
        let mut persons = self.analysis().names.iter().filter(|name| name.kind == NameKind::Per);
        persons.any(|name| name.tokens.clone().any(|token| self.tree.token(token).span.of(self.text()) == word))
    }

    fn is_named_head(&self, head: usize) -> bool {
        self.named_at.get(&head).is_some_and(|names| {
            names
                .iter()
                .any(|&idx| self.named[idx].usage != Usage::Adjective && !self.covers_only_part(&self.named[idx]))
                || names
                    .iter()
                    .any(|&idx| self.named[idx].usage == Usage::Adjective && !self.is_modifier(&self.named[idx]))
        })
    }

    /// The words of a proper name around `head`.
    fn name_text(&self, head: usize) -> String {
        if let Some(name) = self.name_at(head) {
            let span = self.analysis().span_of(name.tokens.clone());
            return span.map(|span| span.of(self.text()).to_owned()).unwrap_or_default();
        }
        let parts = self.tree.children(head).iter().copied().filter(|&child| {
            self.tree.token(child).is("flat")
                || (self.tree.token(child).is("compound") && self.tree.token(child).upos == Upos::Propn)
        });
        let span = self.analysis().span_of(parts.chain([head])).unwrap_or(self.tree.token(head).span);
        span.of(self.text()).to_owned()
    }

    /// The proper name beside a title: flat, in apposition or as a bare complement.
    fn name_beside(&self, head: usize) -> Option<usize> {
        let is_name = |child: usize| {
            let token = self.tree.token(child);
            let beside = token.is("flat")
                || token.is("appos")
                || (token.is("nmod") && self.tree.cases(child).next().is_none() && token.feat("Case") != Some("Gen"));
            beside && (token.upos == Upos::Propn || self.name_at(child).is_some_and(|name| name.kind == NameKind::Per))
        };
        let below = self.tree.children(head).iter().copied().find(|&child| is_name(child));
        let token = self.tree.token(head);
        let above =
            token.head.filter(|&governor| token.is("compound") && self.tree.token(governor).upos == Upos::Propn);
        // *le ministre de la Défense Sébastien X*: the parser may hang the name on the complement.
        let deeper = || {
            self.tree.children(head).iter().copied().filter(|&child| self.tree.token(child).is("nmod")).find_map(
                |child| {
                    self.tree.children(child).iter().copied().find(|&grandchild| {
                        is_name(grandchild) && self.name_at(grandchild).is_some_and(|name| name.kind == NameKind::Per)
                    })
                },
            )
        };
        below.or(above).or_else(deeper)
    }

    fn noun_info(&self, head: usize, phrase: &[usize], noun: &Noun) -> NounInfo {
        let beside = self.name_beside(head);
        let named = beside
            .and_then(|name| self.named_at.get(&name))
            .into_iter()
            .flatten()
            .chain(self.named_at.get(&head).into_iter().flatten())
            .map(|&idx| &self.named[idx])
            .find(|named| {
                matches!(named.usage, Usage::Name | Usage::Family)
                    && self.register.entries[named.entry].kind != EntryKind::State
            })
            .map(|named| named.entry);
        let is_person_name = |name: usize| self.name_at(name).is_none_or(|name| name.kind == NameKind::Per);
        NounInfo {
            sector: noun.sector.clone(),
            kind: noun.kind,
            code: noun.code.clone(),
            name: beside.filter(|&name| named.is_none() && is_person_name(name)).map(|name| self.name_text(name)),
            named,
            former: self.is_former(head, phrase),
            identity: self.identity(head, phrase),
        }
    }

    fn is_former(&self, head: usize, phrase: &[usize]) -> bool {
        let words = &self.lexicon.words;
        let near = |token: usize| {
            let token = self.tree.token(token);
            words.is(&token.lemma, Role::Former) || words.is(token.span.of(self.text()), Role::Former)
        };
        let form = fold::fold(self.tree.token(head).span.of(self.text()));
        let prefixed = ["ex-", "экс-", "екс-", "alt-"].iter().any(|prefix| form.starts_with(prefix))
            || (matches!(self.language, Language::Es) && form.starts_with("ex") && form.len() > 6)
            || (matches!(self.language, Language::Uk) && form.starts_with("екс") && form.len() > 10);
        prefixed || phrase.iter().any(|&token| token != head && token.abs_diff(head) <= 3 && near(token))
    }

    /// The content words of a description without countries, in order.
    fn identity(&self, head: usize, phrase: &[usize]) -> String {
        let mut words: Vec<String> = vec![fold::fold(&self.tree.token(head).lemma)];
        for &token in phrase {
            let is_content = matches!(self.tree.token(token).upos, Upos::Noun | Upos::Adj | Upos::Propn);
            let is_country = self.named_at.get(&token).is_some_and(|names| {
                names.iter().any(|&idx| {
                    matches!(self.register.entries[self.named[idx].entry].kind, EntryKind::State | EntryKind::Person)
                })
            });
            let is_person = self.name_at(token).is_some_and(|name| name.kind == NameKind::Per);
            if token != head && is_content && !is_country && !is_person {
                words.push(fold::fold(&self.tree.token(token).lemma));
            }
        }
        words.sort();
        words.join(" ")
    }

    // ---- pronouns and possessives ----------------------------------------------------------------------------

    fn find_pronoun(&self, idx: usize, found: &mut Found) {
        let token = self.tree.token(idx);
        let form = token.span.of(self.text());
        let words = &self.lexicon.words;
        let is_possessive = (token.feat("Poss") == Some("Yes")
            || token.is("det")
            || token.deprel == "nmod:poss"
            || token.is("nmod")
            || token.is("amod"))
            && matches!(token.upos, Upos::Det | Upos::Pron | Upos::Adj);
        let (agreement, form_kind) = match (is_possessive.then(|| words.possessive(form)).flatten(), token.upos) {
            (Some(agreement), _) => (agreement, ActorForm::Possessive),
            (None, Upos::Pron) if !self.is_expletive(idx) => match words.pronoun(form) {
                Some(agreement) => (agreement, ActorForm::Pronoun),
                None => return,
            },
            _ => return,
        };
        self.push(found, idx, token.span, form_kind, Source::Pronoun(agreement), false);
    }

    fn is_expletive(&self, idx: usize) -> bool {
        let token = self.tree.token(idx);
        if token.is("expl") || token.is("det") {
            return true;
        }
        // Weather and modal frames whose subject is empty, should the parser call it a subject.
        let Some(verb) = token.head else { return false };
        let verb = self.tree.token(verb);
        let empty: &[&str] = match self.language {
            Language::Fr => &["falloir", "sembler", "pleuvoir", "neiger", "agir", "suffire"],
            Language::De => &["geben", "gelten", "heißen", "regnen"],
            _ => return false,
        };
        token.is("nsubj")
            && empty.contains(&&*verb.lemma)
            && matches!(token.span.of(self.text()).to_lowercase().as_str(), "il" | "es")
    }

    // ---- building --------------------------------------------------------------------------------------------

    fn push(&self, found: &mut Found, head: usize, span: Span, form: ActorForm, source: Source, whole: bool) {
        if found.candidates.iter().any(|known| known.span == span && known.form == form) {
            return;
        }
        let phrase = if whole { self.tree.phrase(head) } else { vec![head] };
        let token = self.tree.token(head);
        let gender = match token.feat("Gender") {
            Some("Masc") => Some(Gender::Masculine),
            Some("Fem") => Some(Gender::Feminine),
            Some("Neut") => Some(Gender::Neuter),
            _ => None,
        };
        let plural = token.feat("Number").map(|number| number == "Plur");
        let animacy = match &source {
            Source::Entry(entry) if self.register.entries[*entry].kind == EntryKind::Person => Animacy::Human,
            Source::Entry(_) => Animacy::Collective,
            Source::People(_) => Animacy::Human,
            Source::Name { is_person: true } => Animacy::Human,
            Source::Name { .. } => Animacy::Collective,
            Source::Noun(info) => match info.kind {
                _ if info.name.is_some() => Animacy::Human,
                NounKind::Human | NounKind::Relation => Animacy::Human,
                NounKind::Part if info.sector.is_some() => Animacy::Human,
                NounKind::Collective | NounKind::Part => Animacy::Collective,
                NounKind::Object => Animacy::Object,
            },
            Source::Pronoun(_) => Animacy::Human,
        };
        let gender = match &source {
            Source::Entry(entry) if self.register.entries[*entry].kind == EntryKind::Person => {
                Some(if self.register.entries[*entry].is_woman { Gender::Feminine } else { Gender::Masculine })
            }
            _ => gender,
        };
        found.candidates.push(Candidate {
            span,
            head,
            form,
            source,
            definite: self.is_definite(head),
            phrase,
            plural,
            gender,
            animacy,
        });
    }

    fn is_definite(&self, head: usize) -> Option<bool> {
        for &child in self.tree.children(head) {
            let token = self.tree.token(child);
            if token.is("det") || token.deprel == "nmod:poss" {
                return Some(token.feat("Definite") != Some("Ind") && token.feat("PronType") != Some("Ind"));
            }
            if token.is("case") && token.contracted == Some(Upos::Det) {
                return Some(true);
            }
        }
        match self.language {
            Language::Ru | Language::Uk => None,
            _ => Some(false),
        }
    }
}

impl Found {
    fn into_candidates(mut self, finder: &Finder<'_>, toponyms: &[Toponym]) -> ActorCandidates {
        self.candidates.sort_by_key(|candidate| (candidate.span, candidate.form));
        // *Khan* in *Khan Younès* is no person.
        self.candidates.retain(|candidate| {
            let is_person = matches!(candidate.source, Source::Entry(entry) if finder.register.entries[entry].kind == EntryKind::Person);
            !is_person
                || !toponyms
                    .iter()
                    .any(|toponym| toponym.span.contains(candidate.span) && toponym.span != candidate.span)
        });
        for toponym in toponyms {
            if let Some(country) = &toponym.country
                && !self.places.iter().any(|(span, _)| span.overlaps(toponym.span))
                && !self
                    .candidates
                    .iter()
                    .any(|candidate| candidate.form == ActorForm::Metonym && candidate.span.overlaps(toponym.span))
            {
                self.places.push((toponym.span, country.clone()));
            }
        }
        self.places.sort();
        let mentions = self.candidates.iter().enumerate().map(|(idx, candidate)| {
            let (name, code, sector, body) = match candidate.source {
                Source::Entry(entry) | Source::People(entry) => {
                    let entry = &finder.register.entries[entry];
                    let (code, sector) = entry.on(finder.day());
                    (
                        entry.display(finder.language).map(str::to_owned),
                        Some(code.to_owned()),
                        sector.map(str::to_owned),
                        entry.body.clone(),
                    )
                }
                _ => (None, None, None, None),
            };
            ActorMention {
                span: candidate.span,
                head: candidate.head,
                entity: idx,
                name,
                code,
                sector,
                body,
                form: candidate.form,
                confidence: 0.5,
            }
        });
        ActorCandidates { mentions: mentions.collect(), candidates: self.candidates, places: self.places }
    }
}
