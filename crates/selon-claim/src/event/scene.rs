//! One report as the event rules see it: tokens with their logical subjects, objects and complements.

use std::collections::BTreeMap;

use selon_types::{ActorForm, ActorIdx, Analysis, Attribution, Mentions, NameKind, Report, Token, Upos};

use super::lexicon::{LanguageLexicon, normal};

/// No chain of control or coordination that means anything is longer.
const MAX_STEPS: usize = 8;

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
    by_head: BTreeMap<usize, Vec<ActorIdx>>,
    /// For each token, the shortest actor mention that covers it.
    covering: Vec<Option<ActorIdx>>,
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

    /// The head noun of the relative clause when `idx` is its relative pronoun, else `idx`.
    pub(super) fn antecedent(&self, idx: usize) -> usize {
        let token = self.token(idx);
        let relative = token.feat("PronType").is_some_and(|value| value.contains("Rel")) || self.is("relative", idx);
        if !relative || !matches!(token.upos, Upos::Pron | Upos::Det | Upos::Sconj | Upos::Adv) {
            return idx;
        }
        let mut current = idx;
        for _ in 0..MAX_STEPS {
            let Some(head) = self.head(current) else { return idx };
            if self.token(current).is("acl:relcl") || self.token(current).is("acl") && self.is_nominal(head) {
                return head;
            }
            current = head;
        }
        idx
    }

    fn expanded(&self, heads: impl IntoIterator<Item = usize>) -> Vec<usize> {
        heads.into_iter().flat_map(|head| self.with_conjuncts(self.antecedent(head))).collect()
    }

    /// Who does it, as heads of noun phrases.
    pub(super) fn subjects(&self, verb: usize) -> Vec<usize> {
        self.subjects_within(verb, MAX_STEPS)
    }

    fn subjects_within(&self, verb: usize, steps: usize) -> Vec<usize> {
        if steps == 0 {
            return Vec::new();
        }
        if self.is_passive(verb) {
            return self.agents(verb);
        }
        self.surface_subjects(verb, steps)
    }

    /// The grammatical subject, own or shared, whatever the voice.
    fn surface_subjects(&self, verb: usize, steps: usize) -> Vec<usize> {
        if steps == 0 {
            return Vec::new();
        }
        let nominal = |&child: &usize| self.token(child).feat("VerbForm") != Some("Inf");
        let own = self.expanded(self.dependents(verb, &["nsubj", "nsubj:pass"]).filter(nominal));
        if !own.is_empty() {
            return own;
        }
        let token = self.token(verb);
        let Some(head) = self.head(verb) else { return Vec::new() };
        let head_is_verb = self.is_verbal(head) || self.has_dependent(head, &["nsubj", "nsubj:pass", "cop"]);
        match token.relation() {
            "conj" if head < verb && head_is_verb => self.surface_subjects(head, steps - 1),
            "xcomp" | "ccomp" | "obl" | "csubj" if head_is_verb && !self.is_finite(verb) => {
                self.controllers(head, steps - 1)
            }
            // *нападать не собирается*: the infinitive that comes first may be taken for the subject.
            "nsubj" if head_is_verb && token.feat("VerbForm") == Some("Inf") => self.controllers(head, steps - 1),
            // *accused Kyiv of attacking*: who is accused, not who accuses.
            "advcl"
                if head_is_verb
                    && !self.is_finite(verb)
                    && (self.has_preposition_class(verb, "genitive_preposition")
                        || self.is("charge_verb", head) && self.has_preposition_class(verb, "charge_preposition")) =>
            {
                self.controllers(head, steps - 1)
            }
            "advcl" if head_is_verb && !self.is_finite(verb) => self.surface_subjects(head, steps - 1),
            "acl" if token.deprel != "acl:relcl" && self.is_infinitive(verb) => self.owners_of_noun(head, steps - 1),
            "acl" | "amod" => self.with_conjuncts(head),
            "parataxis" | "appos" if head_is_verb && !self.is_finite(verb) => self.surface_subjects(head, steps - 1),
            _ => Vec::new(),
        }
    }

    fn is_finite(&self, verb: usize) -> bool {
        let finite = |idx: usize| {
            self.token(idx).feat("VerbForm") == Some("Fin")
                || matches!(self.token(idx).feat("Mood"), Some("Ind" | "Sub" | "Cnd" | "Imp"))
        };
        finite(verb) || self.dependents(verb, &["aux", "aux:pass", "cop"]).any(finite)
    }

    pub(super) fn is_infinitive(&self, verb: usize) -> bool {
        self.token(verb).feat("VerbForm") == Some("Inf")
            || self.dependents(verb, &["mark"]).any(|mark| self.is("infinitive_mark", mark))
    }

    /// Whoever is understood as the subject of a verb that `governor` takes: the addressee of *ordonner à X de*,
    /// the one accused of *accuser X de*, else the subject (*promettre de*).
    fn controllers(&self, governor: usize, steps: usize) -> Vec<usize> {
        if !self.is("subject_control", governor) {
            let addressed: Vec<usize> = self
                .objects_within(governor, steps)
                .into_iter()
                .chain(self.dependents(governor, &["iobj"]))
                .filter(|&idx| self.mention_at(idx).is_some())
                .collect();
            if !addressed.is_empty() {
                return addressed;
            }
            let dative: Vec<usize> = self
                .dependents(governor, &["obl:arg", "obl"])
                .filter(|&idx| {
                    self.has_preposition_class(idx, "addressee_preposition") && self.mention_at(idx).is_some()
                })
                .collect();
            if !dative.is_empty() && self.is("object_control", governor) {
                return self.expanded(dative);
            }
        }
        self.surface_subjects(governor, steps)
    }

    /// Whoever has the plan, right or order that a noun with an infinitive names: *la décision de Paris d'envoyer*.
    fn owners_of_noun(&self, noun: usize, steps: usize) -> Vec<usize> {
        let owners: Vec<usize> = self
            .dependents(noun, &["nmod", "nmod:poss", "amod", "det", "compound"])
            .filter(|&idx| self.mention_at(idx).is_some())
            .collect();
        if !owners.is_empty() {
            return self.expanded(owners);
        }
        if self.is("person_noun", noun) || self.mention_at(noun).is_some() {
            return self.with_conjuncts(noun);
        }
        match self.head(noun) {
            Some(verb) if self.is_verbal(verb) && ["obj", "xcomp", "obl"].contains(&self.token(noun).relation()) => {
                self.surface_subjects(verb, steps.saturating_sub(1))
            }
            _ => Vec::new(),
        }
    }

    /// The agents of a passive or of a noun: *par X, by X, von X*, and the instrumental of Russian and Ukrainian.
    pub(super) fn agents(&self, idx: usize) -> Vec<usize> {
        let found: Vec<usize> = self
            .dependents(idx, &["obl:agent", "obl", "nmod", "nmod:agent", "obl:arg"])
            .filter(|&child| {
                self.token(child).deprel == "obl:agent"
                    || self.has_preposition_class(child, "agent_preposition")
                    || self.lexicon.is("settings", "instrumental_agent")
                        && self.token(child).feat("Case") == Some("Ins")
                        && !self.has_dependent(child, &["case"])
            })
            .filter(|&child| self.token(child).deprel == "obl:agent" || self.is_nominal(child))
            .collect();
        self.expanded(found)
    }

    /// Who or what is acted upon, as heads of noun phrases.
    pub(super) fn objects(&self, verb: usize) -> Vec<usize> {
        self.objects_within(verb, MAX_STEPS)
    }

    fn objects_within(&self, verb: usize, steps: usize) -> Vec<usize> {
        if steps == 0 {
            return Vec::new();
        }
        if self.is_passive(verb) {
            let own = self.expanded(self.dependents(verb, &["nsubj:pass", "nsubj"]));
            return if own.is_empty() { self.surface_subjects(verb, steps - 1) } else { own };
        }
        let own = self.expanded(
            self.dependents(verb, &["obj"])
                .filter(|&child| !self.is("reflexive", child) && !self.token(child).deprel.contains("expl")),
        );
        if !own.is_empty() {
            return own;
        }
        // *urged Israel to …, a appelé Israéliens et Palestiniens à …*: the one addressed stands where an object would.
        let addressed = self.expanded(self.dependents(verb, &["iobj", "xcomp"]).filter(|&child| {
            let bare =
                !self.has_dependent(child, &["case", "mark", "cop"]) && self.token(child).feat("Case") != Some("Dat");
            bare && self.is_nominal(child) && !self.is("reflexive", child) && self.mention_at(child).is_some()
        }));
        if !addressed.is_empty() {
            return addressed;
        }
        // *ont encerclé et détruit la base*: the object stands with the last verb.
        let shared = self.dependents(verb, &["conj"]).find(|&second| {
            second > verb && self.is_verbal(second) && !self.has_dependent(second, &["nsubj", "nsubj:pass", "mark"])
        });
        match shared {
            Some(second) if !self.has_dependent(verb, &["obl", "ccomp", "xcomp"]) => {
                self.objects_within(second, steps - 1)
            }
            _ => Vec::new(),
        }
    }

    /// The addressees: dative, *à X*, *to X*.
    pub(super) fn addressees(&self, idx: usize) -> Vec<usize> {
        let found: Vec<usize> = self
            .dependents(idx, &["iobj", "obl:arg", "obl"])
            .filter(|&child| {
                self.token(child).is("iobj")
                    || self.has_preposition_class(child, "addressee_preposition")
                    || self.token(child).feat("Case") == Some("Dat") && !self.has_dependent(child, &["case"])
            })
            .collect();
        self.expanded(found)
    }

    /// The complements with one of the prepositions.
    pub(super) fn obliques(&self, idx: usize, prepositions: &[String]) -> Vec<usize> {
        let found: Vec<usize> = self
            .dependents(idx, &["obl", "obl:arg", "nmod", "obl:mod", "iobj", "obj", "advmod", "xcomp"])
            .filter(|&child| self.has_preposition(child, prepositions))
            .collect();
        self.expanded(found)
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

    /// The actor mention whose head is this token; a full noun phrase before an adjective or possessive.
    pub(super) fn mention_at(&self, idx: usize) -> Option<ActorIdx> {
        let own = self.by_head.get(&idx)?;
        let rank = |actor: &&ActorIdx| match self.mentions.actors[**actor].form {
            ActorForm::Adjective | ActorForm::Possessive => 1,
            _ => 0,
        };
        own.iter().min_by_key(rank).copied()
    }

    /// The actors that a noun phrase stands for: its own mention, the longer one it lies in, or those who own it
    /// (*les positions ukrainiennes*, *leur convoi*).
    pub(super) fn actors_of(&self, head: usize) -> Vec<ActorIdx> {
        // *un drone russe* is Russia's; *des roquettes*, whatever stands around them, are nobody.
        if self.is("projectile", head) {
            return self.owners_within(head, 1);
        }
        if let Some(actor) = self.mention_at(head) {
            let mut found = vec![actor];
            found.extend(self.coordinated_adjectives(head));
            return found;
        }
        if let Some(actor) = self.covering[head] {
            let mention = &self.mentions.actors[actor];
            if !matches!(mention.form, ActorForm::Adjective | ActorForm::Possessive)
                && self.in_phrase(mention.head, head)
            {
                return vec![actor];
            }
        }
        self.owners(head)
    }

    /// *délégations russe et ukrainienne*: the second adjective is a second actor.
    fn coordinated_adjectives(&self, head: usize) -> Vec<ActorIdx> {
        self.dependents(head, &["amod"])
            .filter(|&adjective| self.mention_at(adjective).is_some() || self.covering[adjective].is_some())
            .flat_map(|adjective| self.dependents(adjective, &["conj"]).collect::<Vec<_>>())
            .filter_map(|adjective| self.mention_at(adjective))
            .filter(|&actor| self.mentions.actors[actor].form == ActorForm::Adjective)
            .collect()
    }

    fn in_phrase(&self, mention_head: usize, head: usize) -> bool {
        // *le président Poutine*: the parser may take either word as the head.
        self.head(head) == Some(mention_head)
            && ["flat", "appos", "flat:name", "compound", "nummod"].iter().any(|rel| self.token(head).is(rel))
            || self.head(mention_head) == Some(head)
    }

    /// The actors an actorless noun phrase belongs to: adjective, possessive, genitive, nearest first.
    pub(super) fn owners(&self, head: usize) -> Vec<ActorIdx> {
        self.owners_within(head, 3)
    }

    fn owners_within(&self, head: usize, levels: usize) -> Vec<ActorIdx> {
        let relations = ["amod", "det", "nmod:poss", "nmod", "compound", "flat", "appos", "obl", "acl"];
        let mut level = vec![head];
        for _ in 0..levels {
            let below: Vec<usize> = level
                .iter()
                .flat_map(|&idx| self.dependents(idx, &relations).collect::<Vec<_>>())
                .filter(|&idx| !self.token(idx).is("acl:relcl") && !self.is_finite(idx))
                .collect();
            let found: Vec<ActorIdx> = below
                .iter()
                .flat_map(|&idx| self.with_conjuncts(idx))
                .filter(|&idx| !self.is("projectile", idx))
                .filter_map(|idx| self.mention_at(idx))
                .collect();
            if !found.is_empty() {
                return found;
            }
            level = below;
        }
        Vec::new()
    }
}
