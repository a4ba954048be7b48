//! Which actors a noun phrase stands for: its own mention, the longer one around it, those who own it.

use selon_types::{ActorForm, ActorIdx};

use super::scene::Scene;

impl Scene<'_> {
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
