//! The syntax of a report, with what the rules of attribution ask of it.

use std::ops::Range;

use selon_types::{Analysis, Language, Sentence, Span, Token, Upos};

use super::lexicon::fold;

/// An analysis with its subtrees and folded words worked out once.
pub(super) struct Tree<'a> {
    pub(super) text: &'a str,
    pub(super) analysis: &'a Analysis,
    children: Vec<Vec<usize>>,
    /// The stretch of tokens that each subtree covers.
    reach: Vec<Range<usize>>,
    /// Folded words of the text.
    pub(super) forms: Vec<String>,
    lemmas: Vec<String>,
    sentence_of: Vec<Option<usize>>,
    heads: Vec<Option<usize>>,
    /// Past tenses that the analysis takes for participles.
    misread_past: Vec<bool>,
}

/// A tree of news prose is never deeper; the bound keeps damaged trees cheap.
const DEEPEST: usize = 200;

impl<'a> Tree<'a> {
    pub(super) fn new(text: &'a str, analysis: &'a Analysis) -> Tree<'a> {
        let n_tokens = analysis.tokens.len();
        let mut children = vec![Vec::new(); n_tokens];
        let mut reach: Vec<Range<usize>> = (0..n_tokens).map(|idx| idx..idx + 1).collect();
        let mut sentence_of = vec![None; n_tokens];
        for (sentence_idx, sentence) in analysis.sentences.iter().enumerate() {
            for idx in sentence.tokens.clone().filter(|&idx| idx < n_tokens) {
                sentence_of[idx] = Some(sentence_idx);
            }
        }
        // A head outside the text is a damaged tree: the token then stands for itself.
        let mut heads = repaired_heads(analysis, n_tokens);
        for (idx, head) in heads.iter_mut().enumerate() {
            *head = head.filter(|&head| head < n_tokens && head != idx);
        }
        for idx in 0..n_tokens {
            let Some(head) = heads[idx] else {
                continue;
            };
            children[head].push(idx);
            let mut ancestor = Some(head);
            for _ in 0..DEEPEST {
                let Some(above) = ancestor.filter(|&above| above != idx) else {
                    break;
                };
                reach[above].start = reach[above].start.min(idx);
                reach[above].end = reach[above].end.max(idx + 1);
                ancestor = heads[above];
            }
        }
        let forms: Vec<String> = analysis.tokens.iter().map(|token| fold(token.span.of(text))).collect();
        let misread_past =
            analysis.tokens.iter().zip(&forms).map(|(token, form)| is_misread_past(analysis, token, form)).collect();
        Tree {
            text,
            analysis,
            children,
            reach,
            forms,
            lemmas: analysis.tokens.iter().map(|token| fold(&token.lemma)).collect(),
            sentence_of,
            heads,
            misread_past,
        }
    }

    pub(super) fn token(&self, idx: usize) -> &'a Token {
        &self.analysis.tokens[idx]
    }

    pub(super) fn n_tokens(&self) -> usize {
        self.forms.len()
    }

    pub(super) fn form(&self, idx: usize) -> &str {
        &self.forms[idx]
    }

    pub(super) fn lemma(&self, idx: usize) -> &str {
        &self.lemmas[idx]
    }

    pub(super) fn upos(&self, idx: usize) -> Upos {
        if self.misread_past[idx] { Upos::Verb } else { self.token(idx).upos }
    }

    pub(super) fn head(&self, idx: usize) -> Option<usize> {
        self.heads[idx]
    }

    pub(super) fn is(&self, idx: usize, relation: &str) -> bool {
        self.token(idx).is(relation)
    }

    /// One of these relations, or their universal part.
    pub(super) fn is_any(&self, idx: usize, relations: &[&str]) -> bool {
        relations.iter().any(|relation| self.is(idx, relation))
    }

    pub(super) fn children(&self, idx: usize) -> &[usize] {
        &self.children[idx]
    }

    pub(super) fn child(&self, idx: usize, relations: &[&str]) -> Option<usize> {
        self.children(idx).iter().copied().find(|&child| self.is_any(child, relations))
    }

    pub(super) fn sentence_idx(&self, idx: usize) -> Option<usize> {
        self.sentence_of[idx]
    }

    /// The tokens of the sentence around a token.
    pub(super) fn sentence(&self, idx: usize) -> Range<usize> {
        self.sentence_of[idx].map_or(idx..idx + 1, |sentence| self.tokens_of(sentence))
    }

    pub(super) fn tokens_of(&self, sentence_idx: usize) -> Range<usize> {
        let Sentence { tokens, .. } = &self.analysis.sentences[sentence_idx];
        tokens.start.min(self.n_tokens())..tokens.end.min(self.n_tokens())
    }

    /// The stretch of tokens that the subtree of a token covers, inside its sentence.
    pub(super) fn reach(&self, idx: usize) -> Range<usize> {
        let sentence = self.sentence(idx);
        self.reach[idx].start.max(sentence.start)..self.reach[idx].end.min(sentence.end)
    }

    /// `idx` is `ancestor` or lies below it.
    pub(super) fn is_below(&self, idx: usize, ancestor: usize) -> bool {
        let mut current = Some(idx);
        for _ in 0..DEEPEST {
            match current {
                Some(here) if here == ancestor => return true,
                Some(here) => current = self.head(here),
                None => return false,
            }
        }
        false
    }

    /// The token, its head, the head of that, and so on.
    pub(super) fn ancestors(&self, idx: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(idx), |&here| self.head(here)).take(DEEPEST)
    }

    /// Punctuation of any kind, quotation marks included.
    pub(super) fn is_punct(&self, idx: usize) -> bool {
        self.upos(idx) == Upos::Punct || !self.forms[idx].chars().any(char::is_alphanumeric)
    }

    /// A verb or auxiliary that can head a finite clause, alone or with its auxiliaries.
    pub(super) fn is_finite(&self, idx: usize) -> bool {
        let finite = |idx: usize| self.is_finite_form(idx);
        if matches!(self.upos(idx), Upos::Verb | Upos::Aux) && finite(idx) {
            return true;
        }
        let helpers = self.children(idx).iter().filter(|&&child| self.is_any(child, &["aux", "cop"]));
        helpers.copied().any(finite)
    }

    /// A predicate in the infinitive.
    pub(super) fn is_infinitive(&self, idx: usize) -> bool {
        if self.is_finite(idx) {
            return false;
        }
        self.token(idx).feat("VerbForm") == Some("Inf")
            || self.children(idx).iter().any(|&child| {
                self.is_any(child, &["aux", "cop"]) && self.token(child).feat("VerbForm") == Some("Inf")
                    || self.is(child, "mark") && matches!(self.form(child), "to" | "zu")
            })
    }

    /// Passive: *a été annoncé*.
    pub(super) fn is_passive(&self, idx: usize) -> bool {
        let coordinated = self.is(idx, "conj") && !self.children(idx).iter().any(|&child| self.is(child, "aux"));
        if let Some(first) =
            self.head(idx).filter(|&first| coordinated && first < idx && self.upos(first) == Upos::Verb)
        {
            // *a condamné X et estimé que*: the auxiliary of the first participle holds for the second.
            return self.has_passive_auxiliary(first);
        }
        self.token(idx).feat("Voice") == Some("Pass")
            && !self.misread_past[idx]
            && !self.children(idx).iter().any(|&child| {
                self.is(child, "aux") && matches!(self.lemma(child), "avoir" | "have" | "haber" | "haben")
            })
            || self.has_passive_auxiliary(idx)
    }

    fn has_passive_auxiliary(&self, idx: usize) -> bool {
        self.children(idx)
            .iter()
            .any(|&child| matches!(self.token(child).deprel.as_str(), "aux:pass" | "nsubj:pass" | "csubj:pass"))
    }

    /// A predicate with its own clause: it has a subject, or is finite.
    pub(super) fn is_clause(&self, idx: usize) -> bool {
        self.is_finite(idx) || self.child(idx, &["nsubj", "csubj"]).is_some()
    }

    /// Some token of the range is a finite verb or auxiliary.
    pub(super) fn has_finite(&self, range: Range<usize>) -> bool {
        range.into_iter().any(|idx| matches!(self.upos(idx), Upos::Verb | Upos::Aux) && self.is_finite_form(idx))
    }

    fn is_finite_form(&self, idx: usize) -> bool {
        let token = self.token(idx);
        self.misread_past[idx] || token.feat("VerbForm") == Some("Fin") || token.feat("Mood").is_some()
    }

    /// The words of a range of tokens.
    pub(super) fn span(&self, range: Range<usize>) -> Option<Span> {
        let tokens = self.analysis.tokens.get(range)?;
        Some(tokens.first()?.span.cover(tokens.last()?.span))
    }

    /// Without punctuation at either end, quotation marks and brackets apart.
    pub(super) fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let cuts =
            |idx: usize| self.is_punct(idx) && self.forms[idx].chars().all(|letter| ",;:.…-–—!?¡¿".contains(letter));
        let (mut start, mut end) = (range.start, range.end);
        // Final ! and ? belong to a quotation only inside its marks, so they may go as well.
        while start < end && cuts(start) {
            start += 1;
        }
        while end > start && cuts(end - 1) {
            end -= 1;
        }
        start..end
    }
}

/// *повідомили* read as a participle: no Slavic participle ends like a past tense in the plural.
fn is_misread_past(analysis: &Analysis, token: &Token, form: &str) -> bool {
    matches!(analysis.language, Some(Language::Ru | Language::Uk))
        && token.upos == Upos::Adj
        && token.feat("VerbForm") == Some("Part")
        && form.ends_with("ли")
}

/// The heads with one frequent mistake mended: *a déclaré que A, et a révélé B*: a predicate without subject or
/// complementiser behind a comma and a conjunction goes on with the main clause, not with the reported one.
fn repaired_heads(analysis: &Analysis, n_tokens: usize) -> Vec<Option<usize>> {
    let tokens = &analysis.tokens;
    let mut heads: Vec<Option<usize>> = tokens.iter().map(|token| token.head.filter(|&head| head < n_tokens)).collect();
    for idx in 0..n_tokens {
        let Some(head) = heads[idx].filter(|&head| tokens[idx].is("conj") && tokens[head].is("ccomp") && head < idx)
        else {
            continue;
        };
        let Some(main) = heads[head].filter(|&main| main < head) else {
            continue;
        };
        let dependents = (main..idx).filter(|&child| heads[child] == Some(idx));
        let mut conjunction = None;
        let mut own = false;
        for child in dependents {
            match tokens[child].relation() {
                "cc" => conjunction = Some(child),
                "nsubj" | "mark" | "csubj" | "expl" => own = true,
                _ => {}
            }
        }
        let after_comma = conjunction
            .is_some_and(|cc| cc > 0 && matches!(tokens[cc - 1].span.len(), 1) && tokens[cc - 1].upos == Upos::Punct);
        let finite = tokens[idx].feat("VerbForm") == Some("Fin")
            || (main..idx).any(|child| {
                heads[child] == Some(idx) && tokens[child].is("aux") && tokens[child].feat("VerbForm") == Some("Fin")
            });
        if after_comma && finite && !own {
            heads[idx] = Some(main);
        }
    }
    heads
}
