//! In which sense a name of the register is used where it stands: an actor, a modifier, a place, part of a title.

use selon_types::{ActorForm, Language, Span, Upos};

use super::candidate::Source;
use super::entry::EntryKind;
use super::find::{Finder, Found, Named};
use super::metonym;
use super::names::Usage;
use super::nouns::NounKind;
use super::words::Role;

impl Finder<'_> {
    pub(super) fn find_named(&self, idx: usize, found: &mut Found) {
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
                    if is_town && self.is_visited_by_officials(named.head) {
                        self.push(found, named.head, named.span, ActorForm::Named, Source::Entry(named.entry), false);
                    }
                    found.places.push((named.span, code.to_owned()));
                }
            }
            Usage::Landmark => found.places.push((named.span, code.to_owned())),
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

    /// Who goes to the capital holds an office: what they visit is its government.
    pub(crate) fn is_visited_by_officials(&self, head: usize) -> bool {
        if !metonym::is_visited(&self.tree, self.text(), self.lexicon, head) {
            return false;
        }
        let subject = self.tree.token(head).head.and_then(|verb| self.tree.child(verb, &["nsubj"]));
        subject.is_some_and(|subject| {
            let is_official = |sector: Option<&str>| matches!(sector, Some("GOV" | "LEG" | "SPY"));
            let by_title = self.noun_of(subject).is_some_and(|noun| is_official(noun.sector.as_deref()));
            let by_name = self.named_at.get(&subject).into_iter().flatten().any(|&idx| {
                let entry = &self.register.entries[self.named[idx].entry];
                entry.kind == EntryKind::Person && is_official(entry.on(self.day()).1)
            });
            by_title || by_name
        })
    }

    /// A place that tells where somebody is who comes from elsewhere (*exilé à Rome*), or whose an institution is
    /// (*le consulat de Pologne*): nothing in the report plays there because of it.
    pub(crate) fn is_elsewhere(&self, scene: &super::candidate::Scene) -> bool {
        let tree = &self.tree;
        let head =
            scene.tokens.clone().find(|&token| tree.token(token).head.is_none_or(|head| !scene.tokens.contains(&head)));
        let Some(head) = head else { return false };
        let Some(governor) = tree.token(head).head else { return false };
        let words = &self.lexicon.words;
        let is_away = words.is(&tree.token(governor).lemma, Role::Away)
            || words.is(tree.token(governor).span.of(self.text()), Role::Away);
        let is_state = self.named_at.get(&head).into_iter().flatten().any(|&idx| {
            self.named[idx].usage == Usage::Name
                && self.register.entries[self.named[idx].entry].kind == EntryKind::State
        });
        let is_genitive = tree.cases(head).any(|case| {
            let case = tree.token(case);
            words.is(case.span.of(self.text()), Role::Genitive) || words.is(&case.lemma, Role::Genitive)
        });
        let owns = is_state
            && is_genitive
            && self.noun_of(governor).is_some_and(|noun| {
                noun.kind == NounKind::Collective
                    && matches!(noun.sector.as_deref(), Some("GOV" | "MIL" | "JUD" | "LEG" | "COP" | "SPY"))
            });
        is_away || owns
    }

    pub(super) fn covers_only_part(&self, named: &Named) -> bool {
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
    pub(super) fn is_modifier(&self, named: &Named) -> bool {
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
        let entry = &self.register.entries[named.entry];
        // *наблюдатель ООН*: a body in the genitive owns the title; a person agrees with it.
        let is_owner = token.feat("Case") == Some("Gen") && entry.kind != EntryKind::Person;
        let is_bare = token.is("nmod") && !is_owner && self.tree.cases(named.head).next().is_none();
        let is_beside = token.is("flat") || token.is("appos") || is_bare;
        is_beside
            && matches!(entry.kind, EntryKind::Person | EntryKind::Outlet | EntryKind::Group | EntryKind::Body)
            && self.tree.token(head).upos == Upos::Noun
            && head.abs_diff(named.head) <= 6
            && self.noun_of(head).is_some()
    }
}
