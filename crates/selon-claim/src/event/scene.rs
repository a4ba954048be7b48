//! One report as the event rules see it: tokens with their logical subjects, objects and complements.

use std::collections::BTreeMap;

use selon_types::{ActorIdx, Analysis, Attribution, Mentions, NameKind, Report, Token, Upos};

use super::lexicon::{LanguageLexicon, normal};

/// No chain of control or coordination that means anything is longer.
pub(super) const MAX_STEPS: usize = 8;

/// Everything a rule may look at.
pub(super) struct Scene<'a> {
    pub(super) report: &'a Report,
    pub(super) analysis: &'a Analysis,
    pub(super) mentions: &'a Mentions,
    pub(super) attributions: &'a [Attribution],
    pub(super) lexicon: &'a LanguageLexicon,
    /// The governing token, with the repair of adverbial phrases.
    heads: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    lemmas: Vec<String>,
    forms: Vec<String>,
    /// Actor mentions by their head token.
    pub(super) by_head: BTreeMap<usize, Vec<ActorIdx>>,
    /// For each token, the shortest actor mention that covers it.
    pub(super) covering: Vec<Option<ActorIdx>>,
}

/// What hangs on the noun of an adverbial phrase (class `adverbial`) belongs to the noun before it: *la visite en cours
/// du ministre*.
fn host_beyond_adverbial(
    report: &Report,
    analysis: &Analysis,
    lexicon: &LanguageLexicon,
    idx: usize,
    head: usize,
) -> usize {
    let word = |at: usize| normal(analysis.tokens[at].span.of(&report.text));
    let is_adverbial = idx > head && head > 0 && lexicon.is("adverbial", &format!("{} {}", word(head - 1), word(head)));
    match analysis.tokens[head].head {
        Some(beyond) if is_adverbial && beyond < analysis.tokens.len() => beyond,
        _ => head,
    }
}

impl<'a> Scene<'a> {
    pub(super) fn new(
        report: &'a Report,
        analysis: &'a Analysis,
        mentions: &'a Mentions,
        attributions: &'a [Attribution],
        lexicon: &'a LanguageLexicon,
    ) -> Scene<'a> {
        let n_tokens = analysis.tokens.len();
        let mut children = vec![Vec::new(); n_tokens];
        let mut heads = vec![None; n_tokens];
        for (idx, token) in analysis.tokens.iter().enumerate() {
            if let Some(head) = token.head.filter(|&head| head < n_tokens && head != idx) {
                let head = host_beyond_adverbial(report, analysis, lexicon, idx, head);
                heads[idx] = Some(head);
                children[head].push(idx);
            }
        }
        let mut by_head: BTreeMap<usize, Vec<ActorIdx>> = BTreeMap::new();
        let mut covering: Vec<Option<ActorIdx>> = vec![None; n_tokens];
        for (actor, mention) in mentions.actors.iter().enumerate() {
            by_head.entry(mention.head).or_default().push(actor);
            for idx in analysis.tokens_in(mention.span) {
                let shorter = covering[idx].is_none_or(|old| mention.span.len() < mentions.actors[old].span.len());
                if shorter {
                    covering[idx] = Some(actor);
                }
            }
        }
        let forms: Vec<String> = analysis.tokens.iter().map(|token| normal(token.span.of(&report.text))).collect();
        let lemma_at = |(token, form): (&Token, &String)| {
            let verbal = matches!(token.upos, Upos::Verb | Upos::Aux) || token.feat("VerbForm").is_some();
            match lexicon.lemma_of_form(form).filter(|_| verbal) {
                Some(lemma) => lemma.to_owned(),
                None => normal(&token.lemma),
            }
        };
        let lemmas = analysis.tokens.iter().zip(&forms).map(lemma_at).collect();
        Scene { report, analysis, mentions, attributions, lexicon, heads, children, lemmas, forms, by_head, covering }
    }

    pub(super) fn token(&self, idx: usize) -> &'a Token {
        &self.analysis.tokens[idx]
    }

    pub(super) fn lemma(&self, idx: usize) -> &str {
        &self.lemmas[idx]
    }

    pub(super) fn form(&self, idx: usize) -> &str {
        &self.forms[idx]
    }

    /// The token's lemma or form belongs to the class.
    pub(super) fn is(&self, class: &str, idx: usize) -> bool {
        self.lexicon.is(class, &self.lemmas[idx]) || self.lexicon.is(class, &self.forms[idx])
    }

    /// The token lies in the name of a person.
    pub(super) fn is_person_name(&self, idx: usize) -> bool {
        self.analysis.names.iter().any(|name| name.kind == NameKind::Per && name.tokens.contains(&idx))
    }

    /// A word of the class is the last part of the compound: *Raketenangriff*.
    pub(super) fn ends_in_class(&self, class: &str, idx: usize) -> bool {
        let lemma = &self.lemmas[idx];
        let starts = lemma.char_indices().map(|(at, _)| at).skip(2);
        starts.map(|at| &lemma[at..]).filter(|part| part.chars().count() >= 4).any(|part| self.lexicon.is(class, part))
    }

    pub(super) fn head(&self, idx: usize) -> Option<usize> {
        self.heads[idx]
    }

    pub(super) fn children(&self, idx: usize) -> &[usize] {
        &self.children[idx]
    }

    /// The dependents with one of these relations (universal part or full label).
    pub(super) fn dependents<'b>(&'b self, idx: usize, relations: &'b [&str]) -> impl Iterator<Item = usize> + 'b {
        self.children[idx].iter().copied().filter(|&child| relations.iter().any(|rel| self.token(child).is(rel)))
    }

    pub(super) fn has_dependent(&self, idx: usize, relations: &[&str]) -> bool {
        self.dependents(idx, relations).next().is_some()
    }

    /// The token and what hangs below it, without relative clauses and other clauses of their own.
    pub(super) fn phrase(&self, top: usize) -> Vec<usize> {
        let mut found = vec![top];
        let mut next = 0;
        while next < found.len() && found.len() < 200 {
            let inner = self.children[found[next]].iter().copied().filter(|&child| {
                !["acl:relcl", "advcl", "ccomp", "csubj", "parataxis"].iter().any(|rel| self.token(child).is(rel))
                    && !self.token(child).is("punct")
            });
            found.extend(inner);
            next += 1;
        }
        found.sort_unstable();
        found
    }

    pub(super) fn is_verbal(&self, idx: usize) -> bool {
        matches!(self.token(idx).upos, Upos::Verb | Upos::Aux)
            || self.token(idx).feat("VerbForm").is_some()
            || self.has_dependent(idx, &["nsubj:pass", "aux:pass", "aux"])
    }

    pub(super) fn is_nominal(&self, idx: usize) -> bool {
        matches!(self.token(idx).upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::X | Upos::Sym)
    }

    /// A participle that takes its noun as the one acted upon: *les forces déployées*, *weapons supplied*.
    fn is_passive_participle(&self, idx: usize) -> bool {
        let token = self.token(idx);
        let attached = token.relation() == "acl" && token.deprel != "acl:relcl" || token.is("amod");
        attached
            && match token.feat("Voice") {
                Some("Pass") => true,
                Some("Act") => false,
                _ => {
                    token.feat("VerbForm") == Some("Part") && token.feat("Tense") != Some("Pres")
                        || token.feat("VerbForm").is_none() && !self.has_dependent(idx, &["mark", "obj"])
                }
            }
            && !self.has_dependent(idx, &["nsubj", "obj"])
    }

    pub(super) fn is_passive(&self, verb: usize) -> bool {
        if self.has_dependent(verb, &["nsubj:pass", "aux:pass", "csubj:pass", "obl:agent"]) {
            return true;
        }
        if self.is_passive_participle(verb) {
            return true;
        }
        let token = self.token(verb);
        if token.feat("Voice") == Some("Pass") && !self.has_dependent(verb, &["obj"]) {
            return true;
        }
        // *il a été arrêté et emprisonné*: the second participle shares the auxiliary.
        token.is("conj")
            && token.feat("VerbForm") == Some("Part")
            && !self.has_dependent(verb, &["nsubj", "obj", "aux"])
            && self.head(verb).is_some_and(|first| first < verb && self.is_verbal(first) && self.is_passive(first))
    }

    /// `idx` and what is coordinated with it.
    pub(super) fn with_conjuncts(&self, idx: usize) -> Vec<usize> {
        let mut found = vec![idx];
        let mut next = 0;
        while next < found.len() && found.len() < 30 {
            let more: Vec<usize> = self
                .dependents(found[next], &["conj"])
                .filter(|&child| !self.is_verbal(child) || self.is_nominal(child))
                .collect();
            found.extend(more);
            next += 1;
        }
        found
    }

    pub(super) fn has_preposition(&self, idx: usize, prepositions: &[String]) -> bool {
        // *suite à* is not *à*: of a preposition of several words the first one counts.
        self.dependents(idx, &["case", "mark"]).any(|case| {
            prepositions.iter().any(|preposition| {
                self.lemma(case) == preposition
                    || self.form(case) == preposition
                    || self.lexicon.is(&format!("={preposition}"), self.form(case))
            })
        })
    }

    /// The phrase tells when, why or despite what: *suite à, lors de, après, during*. Prepositions of several words
    /// govern no complement of a verb in the six languages.
    pub(super) fn is_circumstance(&self, idx: usize) -> bool {
        self.dependents(idx, &["case", "mark"]).any(|case| {
            self.is("after_preposition", case)
                || self.is("circumstance_preposition", case)
                || self.has_dependent(case, &["fixed"])
        })
    }

    pub(super) fn has_preposition_class(&self, idx: usize, class: &str) -> bool {
        self.case_words(idx).any(|case| self.is(class, case))
    }

    /// The prepositions of a noun phrase, those of a fixed expression included.
    pub(super) fn case_words(&self, idx: usize) -> impl Iterator<Item = usize> + '_ {
        self.dependents(idx, &["case", "mark"])
            .flat_map(|case| std::iter::once(case).chain(self.dependents(case, &["fixed"])))
    }
}
