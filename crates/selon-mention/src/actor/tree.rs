//! Noun phrases of an analysed text: what belongs to a head and how it is attached.

use selon_types::{Analysis, Span, Token, Upos};

/// The analysis with the dependents of every token at hand.
pub(crate) struct Tree<'analysis> {
    pub(crate) analysis: &'analysis Analysis,
    children: Vec<Vec<usize>>,
}

/// Relations that lead out of a noun phrase.
const OUTSIDE: &[&str] = &[
    "acl", "advcl", "conj", "cc", "parataxis", "mark", "cop", "aux", "nsubj", "csubj", "ccomp", "xcomp", "obj", "iobj",
    "obl", "expl", "dislocated", "vocative", "discourse", "orphan", "list", "root", "reparandum", "dep", "punct",
    "appos",
];

impl<'analysis> Tree<'analysis> {
    pub(crate) fn new(analysis: &'analysis Analysis) -> Tree<'analysis> {
        let mut children = vec![Vec::new(); analysis.tokens.len()];
        for (idx, token) in analysis.tokens.iter().enumerate() {
            if let Some(head) = token.head
                && head != idx
                && head < children.len()
            {
                children[head].push(idx);
            }
        }
        Tree { analysis, children }
    }

    pub(crate) fn token(&self, idx: usize) -> &'analysis Token {
        &self.analysis.tokens[idx]
    }

    pub(crate) fn children(&self, idx: usize) -> &[usize] {
        &self.children[idx]
    }

    pub(crate) fn child(&self, idx: usize, relations: &[&str]) -> Option<usize> {
        let is_wanted = |&&child: &&usize| relations.iter().any(|relation| self.token(child).is(relation));
        self.children[idx].iter().find(is_wanted).copied()
    }

    /// The prepositions of a noun phrase, as tokens.
    pub(crate) fn cases(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        self.children[head].iter().copied().filter(|&child| self.token(child).is("case"))
    }

    /// The tokens of the noun phrase of `head`, in order: determiners, adjectives, complements and names, but no
    /// preposition before it, no clause, no coordinated phrase. Bounded, so that a damaged tree cannot loop.
    pub(crate) fn phrase(&self, head: usize) -> Vec<usize> {
        let mut tokens = vec![head];
        let mut at = 0;
        while at < tokens.len() && tokens.len() < 60 {
            let parent = tokens[at];
            for &child in &self.children[parent] {
                let token = self.token(child);
                // *Russian and Chinese bombers*: two parties; the nearer adjective goes with the noun.
                let nearer = token.is("amod").then(|| self.nearer_conjunct(child, head)).flatten();
                if let Some(nearer) = nearer {
                    tokens.push(nearer);
                    continue;
                }
                let is_outside = OUTSIDE.iter().any(|relation| token.is(relation))
                    || (parent == head && (token.is("case") && !is_suffix(token)))
                    || (parent == head && token.is("advmod") && child < head && token.upos == Upos::Adv);
                if !is_outside && !tokens.contains(&child) {
                    tokens.push(child);
                }
            }
            at += 1;
        }
        tokens.sort_unstable();
        self.around(head, &tokens)
    }

    /// The last adjective coordinated with `adjective` that stands between it and its noun.
    fn nearer_conjunct(&self, adjective: usize, noun: usize) -> Option<usize> {
        let is_between = |&child: &usize| {
            adjective < child && child < noun && self.token(child).is("conj") && self.token(child).upos == Upos::Adj
        };
        self.children[adjective].iter().copied().rfind(is_between)
    }

    /// The tokens that form one stretch with `head`, punctuation between them allowed.
    fn around(&self, head: usize, tokens: &[usize]) -> Vec<usize> {
        let place = tokens.iter().position(|&token| token == head).unwrap_or(0);
        let is_next = |one: usize, two: usize| {
            (one + 1..two).all(|between| self.token(between).upos == Upos::Punct) && two - one <= 3
        };
        let mut start = place;
        while start > 0 && is_next(tokens[start - 1], tokens[start]) {
            start -= 1;
        }
        let mut end = place;
        while end + 1 < tokens.len() && is_next(tokens[end], tokens[end + 1]) {
            end += 1;
        }
        tokens[start..=end].to_vec()
    }

    /// The names that stand beside a title: *le gouverneur de Belgorod, X*; *le président X*.
    pub(crate) fn appositions(&self, head: usize) -> Vec<usize> {
        self.children[head].iter().copied().filter(|&child| self.token(child).is("appos")).collect()
    }

    /// The span of a noun phrase, a proper name in apposition included.
    pub(crate) fn span(&self, head: usize, phrase: &[usize]) -> Span {
        let first = phrase.first().copied().unwrap_or(head);
        let last = phrase.last().copied().unwrap_or(head);
        let mut span = self.token(first).span.cover(self.token(last).span);
        if self.token(head).upos == Upos::Noun {
            for name in
                self.appositions(head).into_iter().filter(|&name| self.token(name).upos == Upos::Propn && name > last)
            {
                let end = self.phrase(name).last().copied().unwrap_or(name);
                if name - last <= 4 {
                    span = span.cover(self.token(end).span);
                }
            }
        }
        span
    }

    /// How many steps `idx` lies below `head`; `None` when it does not.
    pub(crate) fn depth(&self, idx: usize, head: usize) -> Option<usize> {
        let mut current = idx;
        for depth in 0..40 {
            if current == head {
                return Some(depth);
            }
            current = self.token(current).head?;
        }
        None
    }

    /// The tokens of the sentences at most `reach` away from one.
    pub(crate) fn around_sentence(&self, sentence: usize, reach: usize) -> std::ops::Range<usize> {
        let sentences = &self.analysis.sentences;
        let start = sentences.get(sentence.saturating_sub(reach)).map_or(0, |sentence| sentence.tokens.start);
        let last = sentences.get(sentence + reach).or(sentences.last());
        start..last.map_or(self.analysis.tokens.len(), |sentence| sentence.tokens.end)
    }

    /// The first conjunct of a coordination, for its place in the clause.
    pub(crate) fn first_conjunct(&self, idx: usize) -> usize {
        let mut current = idx;
        for _ in 0..20 {
            match self.token(current).head {
                Some(head) if self.token(current).is("conj") => current = head,
                _ => break,
            }
        }
        current
    }

    /// The verb or predicate that governs a token.
    pub(crate) fn clause_of(&self, idx: usize) -> usize {
        let mut current = idx;
        for _ in 0..40 {
            let token = self.token(current);
            let is_predicate = current != idx
                && (matches!(token.upos, Upos::Verb | Upos::Aux)
                    || self.child(current, &["nsubj", "cop", "csubj"]).is_some());
            match token.head {
                Some(head) if !is_predicate => current = head,
                _ => break,
            }
        }
        current
    }
}

/// English *'s* follows its noun.
fn is_suffix(token: &Token) -> bool {
    token.lemma.starts_with(['\'', '’'])
}
