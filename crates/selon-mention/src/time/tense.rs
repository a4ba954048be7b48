//! The tense of the clause around an expression: from the parse where there is one, else from the words.

use selon_types::{Analysis, Language, Span, Upos};

use super::grammar::Grammar;
use super::token::{Case, Kind, Token};

/// When a clause says that something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Present,
    Future,
    Unknown,
}

/// The tense of the clause that governs the words of `span`, in a parsed report.
pub(super) fn tense_by_parse(analysis: &Analysis, span: Span, language: Language) -> Option<Tense> {
    let inside = analysis.tokens_in(span);
    let mut current =
        inside.clone().find(|idx| analysis.tokens[*idx].head.is_none_or(|head| !inside.contains(&head)))?;
    // Up to the nearest verb; a sentence is never deeper than this without being damaged.
    for _ in 0..60 {
        let token = &analysis.tokens[current];
        let is_predicate = matches!(token.upos, Upos::Verb | Upos::Aux)
            || analysis.child(current, &["cop"]).is_some() && !inside.contains(&current);
        if is_predicate && let Some(tense) = tense_of_verb(analysis, current, language) {
            return Some(tense);
        }
        current = token.head?;
    }
    None
}

fn tense_of_verb(analysis: &Analysis, verb: usize, language: Language) -> Option<Tense> {
    let helpers = analysis.children(verb).filter(|idx| {
        let token = &analysis.tokens[*idx];
        token.is("aux") || token.is("cop")
    });
    let mut forms: Vec<usize> = helpers.collect();
    forms.push(verb);
    let lemma = |idx: usize| analysis.tokens[idx].lemma.as_str();
    let feat = |idx: usize, name: &str| analysis.tokens[idx].feat(name).map(str::to_owned);
    let has = |name: &str, value: &str| forms.iter().any(|idx| feat(*idx, name).as_deref() == Some(value));
    let is_finite = |idx: usize| feat(idx, "VerbForm").as_deref() == Some("Fin");
    if has("Tense", "Fut") || forms.iter().any(|idx| matches!(lemma(*idx), "will" | "shall")) {
        return Some(Tense::Future);
    }
    if has("Mood", "Cnd") && language != Language::En {
        return Some(Tense::Unknown);
    }
    let is_infinitive = feat(verb, "VerbForm").as_deref() == Some("Inf");
    if language == Language::De && is_infinitive && forms.iter().any(|idx| lemma(*idx) == "werden") {
        return Some(Tense::Future);
    }
    if is_infinitive {
        // « va rencontrer, doit se tenir, est prévu de… » and English purpose: what is still to come, unless the
        // governing verb is in the past.
        let governor = analysis.tokens[verb].head.filter(|head| analysis.tokens[*head].upos == Upos::Verb);
        return Some(match governor.and_then(|head| tense_of_finite(analysis, head)) {
            Some(Tense::Past) if language != Language::En => Tense::Past,
            _ => Tense::Future,
        });
    }
    let has_perfect_helper = forms.iter().any(|idx| {
        analysis.tokens[*idx].is("aux")
            && matches!(lemma(*idx), "avoir" | "haber" | "haben" | "have" | "être" | "sein")
            && !analysis.tokens[*idx].is("aux:pass")
    });
    let is_participle = feat(verb, "VerbForm").as_deref() == Some("Part");
    let finite_past = forms
        .iter()
        .any(|idx| is_finite(*idx) && matches!(feat(*idx, "Tense").as_deref(), Some("Past" | "Imp" | "Pqp")));
    let perfective_past = matches!(language, Language::Ru | Language::Uk) && has("Tense", "Past");
    if finite_past || perfective_past || (is_participle && has_perfect_helper) {
        return Some(Tense::Past);
    }
    if forms.iter().any(|idx| is_finite(*idx)) {
        return Some(Tense::Present);
    }
    // A participle or gerund without helper (« la colonne attaquée lundi ») lies in the past in Romance and German.
    (is_participle && has("Tense", "Past")).then_some(Tense::Past)
}

fn tense_of_finite(analysis: &Analysis, verb: usize) -> Option<Tense> {
    let mut forms = analysis.children(verb).filter(|idx| analysis.tokens[*idx].is("aux")).chain([verb]);
    forms.any(|idx| matches!(analysis.tokens[idx].feat("Tense"), Some("Past" | "Imp"))).then_some(Tense::Past)
}

/// The tense that the words around tokens `first..end` tell: the nearest word of a class `past`, `present` or
/// `future`, or with such an ending, within the sentence.
pub(super) fn tense_by_words(text: &str, tokens: &[Token], grammar: &Grammar, first: usize, end: usize) -> Tense {
    let mut best: Option<(usize, Tense)> = None;
    let mut consider = |distance: usize, tense: Tense| {
        if best.is_none_or(|(nearest, _)| distance < nearest) {
            best = Some((distance, tense));
        }
    };
    let mut distance = 0;
    for idx in (0..first).rev().take(REACH) {
        if is_boundary(text, tokens, idx) {
            break;
        }
        distance += step(text, &tokens[idx], grammar);
        if let Some(tense) = grammar.tense_of(text, &tokens[idx]) {
            // In "will be held on Friday" the word that tells stands before the participle.
            let bonus = if tense == Tense::Future { 4 } else { 0 };
            consider(usize::saturating_sub(distance, bonus), tense);
        }
    }
    distance = 0;
    for idx in (end..tokens.len()).take(REACH) {
        if is_boundary(text, tokens, idx) {
            break;
        }
        distance += step(text, &tokens[idx], grammar);
        if let Some(tense) = grammar.tense_of(text, &tokens[idx]) {
            // A verb after the expression governs it as often as one before it, which is why neither side is preferred.
            consider(distance, tense);
        }
    }
    best.map_or(Tense::Unknown, |(_, tense)| tense)
}

/// How many tokens away a verb may stand.
const REACH: usize = 30;

/// Another clause is further away than its words are.
fn step(text: &str, token: &Token, grammar: &Grammar) -> usize {
    if token.kind == Kind::Mark && matches!(token.of(text), "," | ";" | "(" | ")" | "–" | "—" | ":") {
        return 4;
    }
    if grammar.opens_clause(token.word) { 8 } else { 1 }
}

fn is_boundary(text: &str, tokens: &[Token], idx: usize) -> bool {
    let token = &tokens[idx];
    let is_stop = token.kind == Kind::Mark && matches!(token.of(text), "." | "!" | "?" | "…");
    let starts_sentence =
        || tokens.get(idx + 1).is_none_or(|next| !next.glued && (next.kind != Kind::Word || next.case != Case::Lower));
    token.kind == Kind::Break || (is_stop && starts_sentence())
}

/// How many sentences end among `tokens`.
pub(super) fn n_sentence_ends(text: &str, tokens: &[Token]) -> usize {
    (0..tokens.len()).filter(|idx| is_boundary(text, tokens, *idx)).count()
}
