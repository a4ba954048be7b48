//! From drafts to attributions: contents that run on in quotations, duplicates, kinds, nesting, and the report's own voice.

use std::cmp::Reverse;
use std::ops::Range;

use selon_types::{
    Act, Attribution, Language, QuoteKind, Remark, RemarkKind, SentenceRole, SourceForm, SourceKind, SourceRef, Span,
    TimexIdx,
};

use super::Reader;
use super::draft::Draft;
use super::tree::Tree;
use super::{resolve, second, stance, voice};

/// *a dit espérer que*: the outer cue only carries the inner one; one attribution with both cues remains.
pub(super) fn join_chained_cues(reader: &Reader<'_>, drafts: &mut Vec<Draft<'_>>) {
    let carried: Vec<(usize, usize)> = (0..drafts.len())
        .flat_map(|outer| (0..drafts.len()).map(move |inner| (outer, inner)))
        .filter(|&(outer, inner)| carries(reader, &drafts[outer], &drafts[inner]))
        .collect();
    for &(outer, inner) in &carried {
        let mut cue = drafts[outer].cue.clone();
        cue.extend(&drafts[inner].cue);
        cue.sort_unstable();
        drafts[inner].cue = cue;
        if drafts[outer].source.is_expressed() {
            drafts[inner].source = drafts[outer].source.clone();
        }
    }
    let mut idx = 0;
    drafts.retain(|_| {
        idx += 1;
        !carried.iter().any(|&(outer, _)| outer == idx - 1)
    });
}

fn carries(reader: &Reader<'_>, outer: &Draft<'_>, inner: &Draft<'_>) -> bool {
    let tree = &reader.tree;
    let (Some(above), Some(governor)) = (outer.governor, inner.governor) else {
        return false;
    };
    if above == governor
        || !outer.holds(governor)
        || !matches!(outer.rule, "verb-infinitive" | "verb-predicate" | "verb-object")
    {
        return false;
    }
    let direct = tree.head(governor) == Some(above) && tree.is_any(governor, &["xcomp", "ccomp", "obj", "obl"]);
    let clausal = matches!(inner.rule, "reporting-verb-clause" | "noun-of-saying" | "verb-infinitive");
    // What the outer cue adds must be no more than the inner cue itself.
    let first = outer.hull().start;
    direct
        && clausal
        && inner.hull().start > governor
        && (first..inner.hull().start).filter(|&idx| !tree.is_punct(idx)).count() <= 6
}

/// The attributions of a report with their nesting, sorted by position of the content.
pub(super) fn assemble(
    reader: &Reader<'_>,
    mut drafts: Vec<Draft<'_>>,
    language: Option<Language>,
    remarks: &mut Vec<Remark>,
) -> Vec<Attribution> {
    for draft in &mut drafts {
        extend_into_quotations(reader, draft);
        end_with_quotation(reader, draft);
        stay_in_quotation(reader, draft);
    }
    drafts.retain(|draft| !draft.content.is_empty());
    drop_duplicates(&mut drafts);
    let mut attributions: Vec<Attribution> = Vec::new();
    for draft in &drafts {
        attributions.push(attribution(reader, draft, language));
    }
    let relayed: Vec<(Span, Span)> = drafts.iter().filter_map(|draft| relayed_pair(reader, draft)).collect();
    attributions.extend(own_voice(reader, &drafts, language));
    attributions.sort_by_key(|attribution| {
        let first = attribution.content.first().copied();
        (
            first.map(Span::start),
            Reverse(attribution.content.last().map(|span| span.end())),
            attribution.cue.first().copied(),
        )
    });
    nest(&mut attributions, &relayed);
    resolve::resolve(reader, &mut attributions);
    voice::mark(reader, &mut attributions, remarks, language);
    attributions
}

/// A content that ends inside a quotation goes on to its end, even in later sentences.
fn extend_into_quotations(reader: &Reader<'_>, draft: &mut Draft<'_>) {
    for quotation in reader.quotations.iter().filter(|quotation| quotation.depth == 0) {
        let cue_inside = draft.cue.iter().any(|idx| quotation.tokens.contains(idx));
        if cue_inside {
            continue;
        }
        if let Some(part) =
            draft.content.iter_mut().find(|part| part.start < quotation.tokens.end && quotation.tokens.start < part.end)
        {
            // A predicate of some words at arm's length does not pull in a long quotation behind it.
            part.start = part.start.min(quotation.tokens.start);
            part.end = part.end.max(quotation.tokens.end);
        }
    }
    draft.content.sort_by_key(|part| part.start);
    let mut joined: Vec<Range<usize>> = Vec::new();
    for part in draft.content.drain(..) {
        match joined.last_mut() {
            Some(last) if part.start <= last.end => last.end = last.end.max(part.end),
            _ => joined.push(part),
        }
    }
    draft.content = joined;
}

/// *affirme « agir au nom de tous », à la suite de …*: what opens with its quotation ends with it, where nothing quoted follows.
fn end_with_quotation(reader: &Reader<'_>, draft: &mut Draft<'_>) {
    let tree = &reader.tree;
    if draft.governor.is_none() || draft.rule == "inserted-verb" {
        return;
    }
    for part in &mut draft.content {
        let opening = reader.quotations.iter().find(|quotation| {
            quotation.depth == 0
                && (part.start..part.start + 2).contains(&quotation.tokens.start)
                && quotation.tokens.end < part.end
        });
        let Some(quotation) = opening else { continue };
        let broken = matches!(tree.form(quotation.tokens.end), "," | ";");
        if broken && !reader.has_quotation_in(&(quotation.tokens.end..part.end)) {
            part.end = quotation.tokens.end;
        }
    }
}

/// *« il m'a répondu : "rien" », raconte X*: what a cue inside a quotation tells ends with that quotation.
fn stay_in_quotation(reader: &Reader<'_>, draft: &mut Draft<'_>) {
    let Some(&cue) = draft.cue.first() else { return };
    let outer = reader.quotations.iter().rfind(|quotation| quotation.paired && quotation.tokens.contains(&cue));
    let Some(outer) = outer else { return };
    for part in draft.content.iter_mut().filter(|part| outer.tokens.contains(&part.start)) {
        let inner = reader.tree.trimmed(part.start..part.end.min(outer.tokens.end - 1));
        if part.end > outer.tokens.end && !inner.is_empty() {
            *part = inner;
        }
    }
}

/// Two drafts with the same content and overlapping cues, or the same governing word, are one.
fn drop_duplicates(drafts: &mut Vec<Draft<'_>>) {
    let mut kept: Vec<usize> = Vec::new();
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&idx| (drafts[idx].entry.is_none(), !drafts[idx].source.is_expressed(), idx));
    for idx in order {
        let same = |&other: &usize| {
            let (a, b) = (&drafts[idx], &drafts[other]);
            if (a.rule == second::RULE) != (b.rule == second::RULE) {
                return false;
            }
            let one_cue =
                a.governor.is_some() && a.governor == b.governor || a.cue.iter().any(|token| b.cue.contains(token));
            one_cue && (a.covers(&b.hull()) || b.covers(&a.hull()))
                || a.content == b.content && (a.source == b.source || a.entry.is_none())
        };
        if !kept.iter().any(same) {
            kept.push(idx);
        }
    }
    let mut idx = 0;
    drafts.retain(|_| {
        idx += 1;
        kept.contains(&(idx - 1))
    });
}

fn attribution(reader: &Reader<'_>, draft: &Draft<'_>, language: Option<Language>) -> Attribution {
    let tree = &reader.tree;
    let content: Vec<Span> = draft.content.iter().filter_map(|part| tree.span(part.clone())).collect();
    let mut result = Attribution {
        kind: kind_of(reader, &draft.content),
        act: draft.act,
        source: draft
            .source
            .range
            .clone()
            .and_then(|range| tree.span(range))
            .map(|span| without_hyphen(tree, span))
            .into_iter()
            .collect(),
        cue: spans_of(tree, &draft.cue),
        content,
        hedges: Vec::new(),
        source_ref: unresolved(),
        source_form: SourceForm::Implicit,
        stance: draft.stance,
        distance: draft.distance,
        parent: None,
        basis: None,
        said_when: said_when(reader, draft),
        flags: Vec::new(),
        rule: rule(language, draft.rule),
    };
    resolve::describe(reader, draft, &mut result);
    stance::weigh(reader, draft, &mut result);
    result
}

/// The clitic without what joins it to the verb (*a-t-elle dit*: *elle*).
fn without_hyphen(tree: &Tree<'_>, span: Span) -> Span {
    let words = span.of(tree.text);
    let bare = ["-t-", "-"].iter().find_map(|joint| words.strip_prefix(joint)).unwrap_or(words);
    if bare.is_empty() { span } else { Span::new(span.end() - bare.len(), span.end()) }
}

pub(super) fn rule(language: Option<Language>, name: &str) -> String {
    match language {
        Some(language) => format!("{language}/{name}"),
        None => name.to_owned(),
    }
}

pub(super) fn unresolved() -> SourceRef {
    SourceRef { kind: SourceKind::Unresolved, name: None, code: None, sector: None, actor: None, confidence: 0.0 }
}

/// Tokens as spans; neighbours are one span.
fn spans_of(tree: &Tree<'_>, tokens: &[usize]) -> Vec<Span> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for &idx in tokens {
        match ranges.last_mut() {
            Some(last) if last.end >= idx => last.end = last.end.max(idx + 1),
            _ => ranges.push(idx..idx + 1),
        }
    }
    ranges.into_iter().filter_map(|range| tree.span(range)).collect()
}

/// How much of the content stands between quotation marks, leading complementisers apart.
fn kind_of(reader: &Reader<'_>, content: &[Range<usize>]) -> QuoteKind {
    let tree = &reader.tree;
    let words: Vec<usize> = content
        .iter()
        .flat_map(|part| {
            let mut part = part.clone();
            if part.start < part.end
                && matches!(
                    tree.form(part.start),
                    "que" | "qu'" | "that" | "dass" | "daß" | "что" | "що" | "à" | "de" | "d'"
                )
            {
                part.start += 1;
            }
            part
        })
        .filter(|&idx| !tree.is_punct(idx))
        .collect();
    let quoted =
        words.iter().filter(|&&idx| reader.quotations.iter().any(|quotation| quotation.tokens.contains(&idx))).count();
    if quoted == 0 && content.first().is_some_and(|part| is_dialogue(tree, part.start)) {
        QuoteKind::Direct
    } else if quoted == 0 {
        QuoteKind::Indirect
    } else if quoted == words.len() {
        QuoteKind::Direct
    } else {
        QuoteKind::Mixed
    }
}

/// *— Nous restons, a dit le maire.*: a dash at the head of the paragraph opens speech as a quotation mark does.
fn is_dialogue(tree: &Tree<'_>, start: usize) -> bool {
    let offset = tree.token(start).span.start();
    let line = tree.text[..offset].rfind('\n').map_or(0, |before| before + 1);
    matches!(tree.text[line..offset].trim(), "—" | "–" | "―")
}

/// The time that belongs to the cue: below it, and no part of the content.
fn said_when(reader: &Reader<'_>, draft: &Draft<'_>) -> Option<TimexIdx> {
    let tree = &reader.tree;
    let governor = draft.governor?;
    let sentence = tree.sentence(governor);
    reader.mentions.timexes.iter().position(|timex| {
        let mut tokens = tree.analysis.tokens_in(timex.span);
        tokens.all(|idx| sentence.contains(&idx) && tree.is_below(idx, governor) && !draft.holds(idx))
            && !tree.analysis.tokens_in(timex.span).is_empty()
    })
}

/// The report's own voice: what no cued attribution of the sentence holds.
fn own_voice(reader: &Reader<'_>, drafts: &[Draft<'_>], language: Option<Language>) -> Vec<Attribution> {
    let tree = &reader.tree;
    let mut covered = vec![false; tree.n_tokens()];
    // Who answers what the report has told does not take the words out of its mouth.
    let told = drafts.iter().filter(|draft| draft.rule != second::RULE);
    for idx in told.flat_map(|draft| draft.content.iter().cloned().flatten()) {
        covered[idx] = true;
    }
    let mut found = Vec::new();
    for (sentence_idx, sentence) in tree.analysis.sentences.iter().enumerate() {
        if !matches!(sentence.role, SentenceRole::Headline | SentenceRole::Body) {
            continue;
        }
        let mut parts: Vec<Range<usize>> = Vec::new();
        for idx in tree.tokens_of(sentence_idx).filter(|&idx| !covered[idx]) {
            match parts.last_mut() {
                Some(last) if last.end == idx => last.end += 1,
                _ => parts.push(idx..idx + 1),
            }
        }
        let content: Vec<Span> = parts
            .into_iter()
            .map(|part| tree.trimmed(part))
            .filter(|part| part.clone().any(|idx| !tree.is_punct(idx)))
            .filter_map(|part| tree.span(part))
            .collect();
        if content.is_empty() {
            continue;
        }
        let (stance, distance) = stance::of_own_voice(reader, sentence_idx, &covered);
        found.push(Attribution {
            kind: QuoteKind::None,
            act: Act::Assertion,
            source: Vec::new(),
            cue: Vec::new(),
            content,
            hedges: stance::hedges_in(reader, &tree.tokens_of(sentence_idx), &covered),
            source_ref: SourceRef {
                kind: SourceKind::Author,
                name: None,
                code: None,
                sector: None,
                actor: None,
                confidence: 1.0,
            },
            source_form: SourceForm::Implicit,
            stance,
            distance,
            parent: None,
            basis: None,
            said_when: None,
            flags: Vec::new(),
            rule: rule(language, "own-voice"),
        });
    }
    found
}

/// The first words of the cues of an origin and of the relay that cites it.
fn relayed_pair(reader: &Reader<'_>, draft: &Draft<'_>) -> Option<(Span, Span)> {
    let origin = reader.tree.token(draft.cue.first().copied()?).span;
    Some((origin, reader.tree.token(draft.under?).span))
}

/// The parent of an attribution is the relay that cites it; else it is the smallest one whose content holds its cue, or its content when it has no cue.
fn nest(attributions: &mut [Attribution], relayed: &[(Span, Span)]) {
    let opens =
        |attribution: &Attribution, span: Span| attribution.cue.first().is_some_and(|cue| cue.start() == span.start());
    let cites = |relay: &Attribution, origin: &Attribution| {
        relayed.iter().any(|&(inner, outer)| opens(origin, inner) && opens(relay, outer))
    };
    let length = |attribution: &Attribution| attribution.content.iter().map(|span| span.len()).sum::<usize>();
    let holds = |outer: &Attribution, span: Span| outer.content.iter().any(|part| part.contains(span));
    let parents: Vec<Option<usize>> = (0..attributions.len())
        .map(|idx| {
            let inner = &attributions[idx];
            if inner.kind == QuoteKind::None {
                return None;
            }
            if let Some(relay) = attributions.iter().position(|other| cites(other, inner)) {
                return Some(relay);
            }
            let anchor: &[Span] = if inner.cue.is_empty() { &inner.content } else { &inner.cue };
            let around = (0..attributions.len()).filter(|&other| {
                let outer = &attributions[other];
                let larger = length(outer) > length(inner) || length(outer) == length(inner) && other < idx;
                other != idx && !cites(inner, outer) && outer.kind != QuoteKind::None && larger && anchor.iter().all(|&span| holds(outer, span))
                    // Cues of each other's content (a quotation with its frame) do not nest both ways.
                    && !outer.cue.iter().any(|&span| holds(inner, span))
            });
            around.min_by_key(|&other| (length(&attributions[other]), Reverse(other)))
        })
        .collect();
    for (attribution, parent) in attributions.iter_mut().zip(parents) {
        attribution.parent = parent;
    }
}

/// Marks an attribution, each word once, sorted.
pub(super) fn flag(attribution: &mut Attribution, word: &str) {
    if let Err(position) = attribution.flags.binary_search_by(|flag| flag.as_str().cmp(word)) {
        attribution.flags.insert(position, word.to_owned());
    }
}

/// A remark about some words.
pub(super) fn remark(kind: RemarkKind, span: Option<Span>, message: &str) -> Remark {
    Remark { kind, span, message: message.to_owned() }
}
