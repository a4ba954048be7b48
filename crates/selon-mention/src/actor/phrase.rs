//! Described noun phrases: nouns that stand for actors, with the name, the rank and the identity they carry.

use selon_types::{ActorForm, Language, Name, NameKind, Span, Upos};

use super::candidate::{NounInfo, Source};
use super::entry::EntryKind;
use super::find::{Finder, Found};
use super::fold;
use super::names::Usage;
use super::nouns::{Noun, NounKind};
use super::words::Role;

impl<'a> Finder<'a> {
    pub(super) fn phrase_span(&self, head: usize) -> Span {
        self.tree.span(head, &self.tree.phrase(head))
    }

    pub(crate) fn noun_of(&self, head: usize) -> Option<&'a Noun> {
        *self.noun_cache[head].get_or_init(|| {
            // Most tokens head no noun of the lexicon: their phrase need not be put together.
            if self.language != Language::De && !self.lexicon.nouns.knows(&self.keys[head]) {
                return None;
            }
            let phrase = self.tree.phrase(head);
            self.noun_in(head, &phrase)
        })
    }

    /// A bare French noun after *en* tells how or when and names nobody: *en cours*, *en force*.
    fn is_adverbial(&self, head: usize) -> bool {
        let has_en = self
            .tree
            .cases(head)
            .any(|case| self.lexicon.words.is(self.tree.token(case).span.of(self.text()), Role::AdverbialPreposition));
        let is_bare = self.tree.child(head, &["det", "nummod", "amod"]).is_none();
        self.tree.token(head).upos == Upos::Noun && has_en && is_bare
    }

    fn noun_in(&self, head: usize, phrase: &[usize]) -> Option<&'a Noun> {
        if self.is_adverbial(head) {
            return None;
        }
        if self.language != Language::De && !self.lexicon.nouns.knows(&self.keys[head]) {
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

    pub(super) fn find_phrase(&self, head: usize, found: &mut Found) {
        let token = self.tree.token(head);
        let is_part_of_name = (token.is("flat") || token.is("fixed") || token.is("goeswith"))
            && token.head.is_some_and(|head| {
                self.tree.token(head).upos == token.upos || self.tree.token(head).upos == Upos::Propn
            });
        // *сотні українських компаній*: the number is no party of its own.
        if is_part_of_name || token.is("nummod") || self.is_named_head(head) {
            return;
        }
        match token.upos {
            Upos::Noun | Upos::Propn => {}
            Upos::Adj | Upos::Num | Upos::X | Upos::Verb | Upos::Sym
                if ["nsubj", "obj", "iobj", "obl", "nmod"].iter().any(|relation| token.is(relation)) => {}
            _ => return,
        }
        if self.is_subject_of_ministry(head) || self.is_title_below_name(head) {
            return;
        }
        let phrase = self.tree.phrase(head);
        let is_compound = token.is("compound") && self.language == Language::En;
        if let Some(noun) = self.noun_in(head, &phrase) {
            // Inside a bigger English name of a body (*Defence Ministry*) the modifier is no actor of its own.
            if is_compound && noun.kind != NounKind::Collective && self.name_beside(head).is_none() {
                return;
            }
            if noun.kind == NounKind::Part && noun.sector.is_none() && self.is_part_of_thing(head) {
                return;
            }
            let info = self.noun_info(head, &phrase, noun);
            let span = self.tree.span(head, &phrase);
            self.push(found, head, span, ActorForm::Described, Source::Noun(info), true);
        } else if token.upos == Upos::Propn || self.name_at(head).is_some() {
            self.find_unknown_name(head, &phrase, is_compound, found);
        }
    }

    /// *a number of reasons*, *une série d'attaques*: a part of what is nobody.
    fn is_part_of_thing(&self, head: usize) -> bool {
        let whole = self.tree.children(head).iter().copied().find(|&child| self.tree.token(child).is("nmod"));
        whole.is_some_and(|whole| {
            self.tree.token(whole).upos == Upos::Noun
                && self.noun_of(whole).is_none()
                && !self.is_named_head(whole)
                && self.name_at(whole).is_none()
        })
    }

    /// *President* in *President Donald Trump*, where the name heads the phrase: the name is the mention.
    fn is_title_below_name(&self, head: usize) -> bool {
        let token = self.tree.token(head);
        let Some(name) = token.head else { return false };
        let is_bare =
            token.is("compound") || token.is("flat") || (token.is("nmod") && token.feat("Case") != Some("Gen"));
        is_bare
            && head < name
            && self.tree.cases(head).next().is_none()
            && self.tree.token(name).upos == Upos::Propn
            && (self.name_at(name).is_some_and(|name| name.kind == NameKind::Per) || self.is_known_person(name))
            && self.name_at(head).is_none_or(|name| name.kind != NameKind::Per)
            && !self.is_known_person(head)
    }

    /// The token lies in the name of a person of the register.
    fn is_known_person(&self, token: usize) -> bool {
        self.named_at.get(&token).is_some_and(|names| {
            names.iter().any(|&idx| self.register.entries[self.named[idx].entry].kind == EntryKind::Person)
        })
    }

    /// The titles before a name that heads its phrase.
    pub(crate) fn titles_of(&self, name: usize) -> impl Iterator<Item = usize> + '_ {
        self.tree
            .children(name)
            .iter()
            .copied()
            .filter(|&child| self.is_title_below_name(child) && self.noun_of(child).is_some())
    }

    /// *la Défense* in *le ministère de la Défense* is no actor of its own.
    fn is_subject_of_ministry(&self, head: usize) -> bool {
        let token = self.tree.token(head);
        (token.is("nmod") || token.is("compound"))
            && token.head.is_some_and(|governor| {
                let lemma = fold::fold(&self.tree.token(governor).lemma);
                self.lexicon.words.is_or_starts(&lemma, Role::Portfolio)
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
                && (self.tree.token(governor).feat("Number") != Some("Plur") || token.is("flat"))
                && self.noun_of(governor).is_some()
        });
        // *the Tom Cruise video* names him, *the Andy Warhol Foundation* does not.
        let is_modifier = is_compound && {
            let governor = self.tree.token(head).head;
            kind != Some(NameKind::Per)
                || governor.is_none_or(|governor| {
                    self.name_at(governor).is_some()
                        || self.tree.token(governor).upos != Upos::Noun
                        || self.noun_of(governor).is_some()
                })
        };
        if carried || is_modifier {
            return;
        }
        match kind {
            Some(NameKind::Per) => {
                self.push(found, head, span, ActorForm::Named, Source::Name { is_person: true }, true);
            }
            Some(NameKind::Org) => {
                self.push(found, head, span, ActorForm::Named, Source::Name { is_person: false }, true);
            }
            // *Valeska Paris … Paris said*
            Some(NameKind::Gpe | NameKind::Loc)
                if self.is_family_name(head) && self.tree.cases(head).next().is_none() =>
            {
                self.push(found, head, span, ActorForm::Named, Source::Name { is_person: true }, true);
            }
            // A bare name that the model does not label: it is a person's when the text has that person.
            None if self.is_part_of_person(head) || found.has_family(self.tree.token(head).span.of(self.text())) => {
                self.push(found, head, span, ActorForm::Named, Source::Name { is_person: true }, true);
            }
            _ => {}
        }
    }

    /// The word is part of a person's name elsewhere in the text.
    fn is_part_of_person(&self, head: usize) -> bool {
        let word = self.tree.token(head).span.of(self.text());
        let mut persons = self.analysis().names.iter().filter(|name| name.kind == NameKind::Per);
        persons.any(|name| self.own_words(name).any(|token| self.tree.token(token).span.of(self.text()) == word))
    }

    fn is_named_head(&self, head: usize) -> bool {
        self.named_at.get(&head).is_some_and(|names| {
            names.iter().any(|&idx| {
                !matches!(self.named[idx].usage, Usage::Adjective | Usage::Landmark)
                    && !self.covers_only_part(&self.named[idx])
            }) || names
                .iter()
                .any(|&idx| self.named[idx].usage == Usage::Adjective && !self.is_modifier(&self.named[idx]))
        })
    }

    /// The words of a proper name around `head`.
    pub(crate) fn name_text(&self, head: usize) -> String {
        if let Some(name) = self.name_at(head) {
            let span = self.analysis().span_of(self.own_words(name));
            return span.map(|span| span.of(self.text()).to_owned()).unwrap_or_default();
        }
        let parts = self.tree.children(head).iter().copied().filter(|&child| {
            self.tree.token(child).is("flat")
                || (self.tree.token(child).is("compound") && self.tree.token(child).upos == Upos::Propn)
        });
        let span = self.analysis().span_of(parts.chain([head])).unwrap_or(self.tree.token(head).span);
        span.of(self.text()).to_owned()
    }

    /// The words of a name without what the model took in too much: *Elizabeth Quat of DAB*, *Ben Chan and X*.
    fn own_words(&self, name: &Name) -> std::ops::Range<usize> {
        let ends = |token: &usize| {
            let upos = self.tree.token(*token).upos;
            upos == Upos::Cconj || upos == Upos::Adp && self.language == Language::En
        };
        let tokens = name.tokens.clone();
        match tokens.clone().skip(1).find(ends) {
            Some(end) if name.kind == NameKind::Per => tokens.start..end,
            _ => tokens,
        }
    }

    /// The proper name beside a title: flat, in apposition or as a bare complement.
    pub(super) fn name_beside(&self, head: usize) -> Option<usize> {
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
        // *photographers such as X*: one name does not name several.
        let is_one = |name: &usize| {
            let several = self.tree.token(head).feat("Number") == Some("Plur");
            !several || ["flat", "compound"].iter().any(|relation| self.tree.token(*name).is(relation))
        };
        let beside = self.name_beside(head).filter(is_one);
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
        words.is_or_starts(&form, Role::Former)
            || phrase.iter().any(|&token| token != head && token.abs_diff(head) <= 3 && near(token))
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
}
