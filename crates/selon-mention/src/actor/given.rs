//! Code and sector of a given stretch of words: for scoring, and for stages that found a party by syntax alone.

use selon_types::{Analysis, Mentions, Span};

/// Code and sector of the actor that `span` means: of the mention that overlaps it best, else of the names, places
/// and adjectives inside it, else nothing.
pub fn resolve_given(analysis: &Analysis, mentions: &Mentions, span: Span) -> (Option<String>, Option<String>) {
    let head = head_of(analysis, span);
    let overlap = |other: Span| {
        let start = span.start().max(other.start());
        let end = span.end().min(other.end());
        end.saturating_sub(start) as f32 / span.cover(other).len().max(1) as f32
    };
    let best = mentions
        .actors
        .iter()
        .filter(|mention| mention.span.overlaps(span))
        .map(|mention| {
            let is_head = Some(mention.head) == head;
            (overlap(mention.span) + f32::from(u8::from(is_head)), mention)
        })
        .max_by(|one, other| one.0.total_cmp(&other.0));
    if let Some((score, mention)) = best
        && (score >= 0.5 || mention.code.is_some())
        && mention.code.is_some()
    {
        return (mention.code.clone(), mention.sector.clone());
    }
    let inside = mentions.actors.iter().filter(|mention| span.overlaps(mention.span) && mention.code.is_some());
    if let Some(mention) = inside.max_by(|one, other| one.confidence.total_cmp(&other.confidence)) {
        return (mention.code.clone(), best.and_then(|(_, mention)| mention.sector.clone()));
    }
    let place = mentions.places.iter().find(|place| place.span.overlaps(span) && place.country.is_some());
    (place.and_then(|place| place.country.clone()), best.and_then(|(_, mention)| mention.sector.clone()))
}

fn head_of(analysis: &Analysis, span: Span) -> Option<usize> {
    let tokens = analysis.tokens_in(span);
    tokens.clone().find(|&token| {
        analysis.tokens[token].head.is_none_or(|head| !tokens.contains(&head))
            && !analysis.tokens[token].is("case")
            && !analysis.tokens[token].is("punct")
    })
}
