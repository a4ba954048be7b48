//! Who stands where with a verb or noun: logical subjects, objects, agents, addressees and other complements.

use selon_types::Upos;

use super::scene::{MAX_STEPS, Scene};

impl Scene<'_> {
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

    pub(super) fn is_finite(&self, verb: usize) -> bool {
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
}
