//! Finds the stretches of a report that may stand for an actor: names, metonyms, adjectives, descriptions, pronouns.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashSet};

use selon_types::{ActorForm, ActorMention, Analysis, Language, Report, Span, Upos};

use super::candidate::{ActorCandidates, Animacy, Candidate, Source};
use super::entry::EntryKind;
use super::names::Usage;
use super::nouns::{Noun, NounKind, token_keys};
use super::register::{ActorRegister, Lexicon};
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
    pub(super) named_at: BTreeMap<usize, Vec<usize>>,
    /// The lexicon keys of each token.
    pub(super) keys: Vec<Vec<u64>>,
    /// What the lexicon says about the phrase of each token, once it was asked.
    pub(super) noun_cache: Vec<OnceCell<Option<&'a Noun>>>,
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
    let finder = Finder::new(report, analysis, register, lexicon, language, None);
    let mut found = Found::default();
    for idx in 0..finder.named.len() {
        finder.find_named(idx, &mut found);
    }
    for token in 0..analysis.tokens.len() {
        finder.find_phrase(token, &mut found);
        finder.find_pronoun(token, &mut found);
    }
    let mut candidates = found.into_candidates(&finder, toponyms);
    (candidates.named, candidates.keys) = (finder.named, finder.keys);
    candidates
}

#[derive(Default)]
pub(super) struct Found {
    candidates: Vec<Candidate>,
    known: HashSet<(usize, usize, ActorForm)>,
    pub(super) places: Vec<(Span, String)>,
    /// The last words of the names that stand beside titles.
    families: HashSet<String>,
}

impl Found {
    /// A person with a title before the name was called so: *Major general Fuad Basya … Basya*.
    pub(super) fn has_family(&self, word: &str) -> bool {
        self.families.contains(word)
    }
}

impl<'a> Finder<'a> {
    pub(crate) fn new(
        report: &'a Report,
        analysis: &'a Analysis,
        register: &'a ActorRegister,
        lexicon: &'a Lexicon,
        language: Language,
        prepared: Option<(Vec<Named>, Vec<Vec<u64>>)>,
    ) -> Finder<'a> {
        let (named, keys) = prepared.unzip();
        let keys = keys.unwrap_or_else(|| lexicon_keys(report, analysis, language));
        let tree = Tree::new(analysis);
        let noun_cache = vec![OnceCell::new(); analysis.tokens.len()];
        let named_at = BTreeMap::new();
        let mut finder =
            Finder { report, tree, register, lexicon, language, named: Vec::new(), named_at, keys, noun_cache };
        finder.named = named.unwrap_or_else(|| finder.match_names());
        for (idx, named) in finder.named.iter().enumerate() {
            for token in named.tokens.clone() {
                finder.named_at.entry(token).or_default().push(idx);
            }
        }
        finder
    }

    pub(super) fn text(&self) -> &'a str {
        &self.report.text
    }

    pub(super) fn analysis(&self) -> &'a Analysis {
        self.tree.analysis
    }

    pub(crate) fn day(&self) -> Option<&'a str> {
        self.report.published.as_ref().map(|published| published.day())
    }

    /// The year that the clause of a token tells, if it is another one than the report's: *signed in 1987*.
    pub(crate) fn year_of_clause(&self, head: usize) -> Option<u16> {
        let clause = self.tree.clause_of(head);
        let sentence = self.analysis().sentences.get(self.analysis().sentence_of(head)?)?;
        let year = |token: usize| {
            let form = self.tree.token(token).span.of(self.text());
            let year: u16 = (form.len() == 4).then(|| form.parse().ok()).flatten()?;
            ((1900..2100).contains(&year) && self.tree.clause_of(token) == clause).then_some(year)
        };
        let found = sentence.tokens.clone().find_map(year)?;
        let published = self.day().and_then(|day| day.get(..4)).and_then(|year| year.parse::<u16>().ok());
        (Some(found) != published).then_some(found)
    }

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
        let words = &self.lexicon.words;
        token.is("nsubj")
            && words.is(&verb.lemma, Role::EmptyVerb)
            && words.is(token.span.of(self.text()), Role::EmptySubject)
    }

    pub(super) fn push(
        &self,
        found: &mut Found,
        head: usize,
        span: Span,
        form: ActorForm,
        source: Source,
        whole: bool,
    ) {
        if !found.known.insert((span.start(), span.end(), form)) {
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
        let plural = token.feat("Number").map(|number| number == "Plur" && !self.is_masculine_singular(head));
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
            // English nouns have no gender; the word or the given name may tell.
            Source::Noun(_) | Source::Name { is_person: true } if self.language == Language::En => {
                gender.or_else(|| self.told_gender(head))
            }
            _ => gender,
        };
        if let Source::Noun(info) = &source
            && let Some(family) = info.name.as_deref().and_then(|name| name.split_whitespace().last())
        {
            found.families.insert(family.to_owned());
        }
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

    /// Russian and Ukrainian masculines in *-а, -я* are singular in the genitive, whatever the tagger says.
    fn is_masculine_singular(&self, head: usize) -> bool {
        let token = self.tree.token(head);
        matches!(self.language, Language::Ru | Language::Uk)
            && token.upos == Upos::Noun
            && token.feat("Gender") == Some("Masc")
            && matches!(token.feat("Case"), Some("Gen" | "Acc"))
            && token.span.of(self.text()).ends_with(['а', 'я'])
    }

    /// *a, un, des, ein*
    pub(crate) fn has_indefinite(&self, head: usize) -> bool {
        self.tree.children(head).iter().any(|&child| {
            let token = self.tree.token(child);
            token.is("det") && (token.feat("Definite") == Some("Ind") || token.feat("PronType") == Some("Ind"))
        })
    }

    /// *mother, spokeswoman, Maria Lopez*
    fn told_gender(&self, head: usize) -> Option<Gender> {
        let words = &self.lexicon.words;
        let beside = self.name_beside(head).and_then(|name| self.name_at(name));
        let first = beside.or_else(|| self.name_at(head)).map(|name| name.tokens.start);
        [Some(head), first].into_iter().flatten().find_map(|token| {
            let token = self.tree.token(token);
            let is = |role: Role| words.is(&token.lemma, role) || words.is(token.span.of(self.text()), role);
            match (is(Role::Male), is(Role::Female)) {
                (true, false) => Some(Gender::Masculine),
                (false, true) => Some(Gender::Feminine),
                _ => None,
            }
        })
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

/// The keys of each token under which the lexicon may hold it. Small words are part of no noun's key.
fn lexicon_keys(report: &Report, analysis: &Analysis, language: Language) -> Vec<Vec<u64>> {
    let keys = |token: &selon_types::Token| match token.upos {
        Upos::Punct | Upos::Sym | Upos::Det | Upos::Aux | Upos::Cconj | Upos::Sconj => Vec::new(),
        _ => token_keys(&token.lemma, token.span.of(&report.text), language),
    };
    analysis.tokens.iter().map(keys).collect()
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
        let mentions = mentions.collect();
        let mut at_head: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (idx, candidate) in self.candidates.iter().enumerate() {
            at_head.entry(candidate.head).or_default().push(idx);
        }
        ActorCandidates {
            mentions,
            candidates: self.candidates,
            places: self.places,
            at_head,
            ..ActorCandidates::default()
        }
    }
}
