//! Reports to analyses: segmentation, batches through the encoder, decoding.

use std::ops::Range;

use selon_types::{
    Analysis, Label, Name, NameKind, Remark, RemarkKind, Report, Sentence, SentenceRole, Span, Token, Upos,
};

use crate::encoder::{self, Batch};
use crate::lang::Rules;
use crate::lemma::LemmaScript;
use crate::model::Model;
use crate::tokens::{RawToken, find_tokens};
use crate::{heads, layout, pieces, roles, sentences};

/// Pieces that go through the encoder together.
const BATCH_PIECES: usize = 1024;
/// Tokens that are parsed together; a longer sentence is read in parts of this size.
const MAX_PARSED: usize = 320;
/// Words around a window of a long sentence that are seen but not kept.
const OVERLAP: usize = 40;

/// The labels of the model in the form the tokens carry them.
pub(crate) struct Labels {
    tags: Vec<(Upos, Option<Upos>, String)>,
    relations: Vec<String>,
    scripts: Vec<LemmaScript>,
    names: Vec<Option<(bool, NameKind)>>,
}

impl Labels {
    pub(crate) fn new(heads: &heads::Heads) -> Result<Labels, String> {
        let tag = |tag: &String| {
            let (upos, feats) = tag.split_once('|').unwrap_or((tag, ""));
            let (first, second) = match upos.split_once('_') {
                Some((first, second)) => (first, Some(second)),
                None => (upos, None),
            };
            let parse = |word: &str| Upos::from_label(word).ok_or_else(|| format!("no part of speech: {word}"));
            Ok((parse(first)?, second.map(parse).transpose()?, feats.to_owned()))
        };
        let name = |label: &String| match label.split_once('-') {
            None => Ok(None),
            Some((place, kind)) => NameKind::from_label(kind)
                .map(|kind| Some((place == "B", kind)))
                .ok_or_else(|| format!("no kind of name: {label}")),
        };
        let script = |script: &String| LemmaScript::parse(script).ok_or_else(|| format!("no lemma script: {script}"));
        Ok(Labels {
            tags: heads.tags.iter().map(tag).collect::<Result<_, String>>()?,
            relations: heads.relations.clone(),
            scripts: heads.lemma_scripts.iter().map(script).collect::<Result<_, String>>()?,
            names: heads.names.iter().map(name).collect::<Result<_, String>>()?,
        })
    }
}

/// A stretch of a report's tokens that is read and parsed as one.
struct Unit {
    report: usize,
    tokens: Range<usize>,
    /// What the encoder sees: the tokens and some around them.
    seen: Range<usize>,
}

/// A report cut into sentences and tokens.
struct Segmented {
    analysis: Analysis,
    raw: Vec<RawToken>,
}

/// Analyses reports together.
pub(crate) fn analyse(model: &Model, labels: &Labels, reports: &[&Report]) -> Vec<Analysis> {
    let segmented = reports.iter().map(|report| segment(report)).collect();
    read(model, labels, reports, segmented)
}

/// Analyses a report whose sentences and tokens are known.
pub(crate) fn analyse_segmented(model: &Model, labels: &Labels, report: &Report, sentences: &[Vec<Span>]) -> Analysis {
    let segmented = given_segments(report, sentences);
    read(model, labels, &[report], vec![segmented]).pop().unwrap_or_default()
}

fn read(model: &Model, labels: &Labels, reports: &[&Report], mut segmented: Vec<Segmented>) -> Vec<Analysis> {
    let units = units(&mut segmented);
    let mut scratch = Scratch::default();
    let mut first = 0;
    while first < units.len() {
        let mut batch = Batch::default();
        let mut last = first;
        while last < units.len() && (last == first || batch.pieces.len() < BATCH_PIECES) {
            add_to_batch(model, reports, &segmented, &units[last], &mut batch);
            last += 1;
        }
        read_batch(model, labels, reports, &mut segmented, &units[first..last], &batch, &mut scratch);
        first = last;
    }
    segmented.into_iter().map(|segmented| segmented.analysis).collect()
}

#[derive(Default)]
struct Scratch {
    encoder: encoder::Scratch,
    heads: heads::Scratch,
}

fn segment(report: &Report) -> Segmented {
    let text = &report.text;
    let rules = Rules::of(report.language);
    let mut analysis = Analysis { language: report.language, ..Analysis::default() };
    let mut raw = Vec::new();
    let mut blocks = Vec::new();
    for (block_idx, block) in layout::find_blocks(text).into_iter().enumerate() {
        let tokens = find_tokens(text, block.span, rules);
        let first = raw.len();
        for range in sentences::find_sentences(text, &tokens, rules) {
            let span = tokens[range.start].span.cover(tokens[range.end - 1].span);
            analysis.sentences.push(Sentence {
                span,
                role: SentenceRole::Body,
                tokens: first + range.start..first + range.end,
            });
            blocks.push(block_idx);
        }
        raw.extend(tokens);
    }
    roles::set_roles(text, &mut analysis.sentences, &blocks);
    analysis.tokens = raw.iter().map(|raw| unread(raw.span)).collect();
    Segmented { analysis, raw }
}

fn given_segments(report: &Report, sentences: &[Vec<Span>]) -> Segmented {
    let mut analysis = Analysis { language: report.language, ..Analysis::default() };
    let mut raw: Vec<RawToken> = Vec::new();
    for spans in sentences {
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else {
            continue;
        };
        let start = raw.len();
        for &span in spans {
            let end_before = raw.last().map(|token| token.span.end());
            raw.push(RawToken { span, after_space: end_before != Some(span.start()), abbreviation: false });
        }
        analysis.sentences.push(Sentence {
            span: first.cover(*last),
            role: SentenceRole::Body,
            tokens: start..raw.len(),
        });
    }
    analysis.tokens = raw.iter().map(|raw| unread(raw.span)).collect();
    Segmented { analysis, raw }
}

fn unread(span: Span) -> Token {
    Token {
        span,
        lemma: String::new(),
        upos: Upos::X,
        contracted: None,
        feats: String::new(),
        head: None,
        deprel: String::new(),
    }
}

/// Sentences, the long ones in parts, over all reports.
fn units(reports: &mut [Segmented]) -> Vec<Unit> {
    let mut units = Vec::new();
    for (report, segmented) in reports.iter_mut().enumerate() {
        for sentence in &segmented.analysis.sentences {
            let tokens = sentence.tokens.clone();
            if tokens.len() > MAX_PARSED {
                segmented.analysis.remarks.push(long_sentence(sentence.span, tokens.len()));
            }
            let n_parts = tokens.len().div_ceil(MAX_PARSED);
            for part in 0..n_parts {
                let start = tokens.start + tokens.len() * part / n_parts;
                let end = tokens.start + tokens.len() * (part + 1) / n_parts;
                units.push(Unit {
                    report,
                    tokens: start..end,
                    seen: start.saturating_sub(OVERLAP).max(tokens.start)..(end + OVERLAP).min(tokens.end),
                });
            }
        }
    }
    units
}

fn long_sentence(span: Span, n: usize) -> Remark {
    Remark {
        kind: RemarkKind::LongSentence,
        span: Some(span),
        message: format!("a sentence of {n} tokens was read in parts of at most {MAX_PARSED}"),
    }
}

/// Adds the pieces of a unit, in windows where they are more than the encoder takes.
fn add_to_batch(model: &Model, reports: &[&Report], segmented: &[Segmented], unit: &Unit, batch: &mut Batch) {
    let text = &reports[unit.report].text;
    let raw = &segmented[unit.report].raw;
    let mut all = Vec::new();
    let mut firsts = Vec::new();
    for idx in unit.seen.clone() {
        firsts.push(all.len());
        let after_space = raw[idx].after_space || idx == unit.seen.start;
        model.pieces.cut(raw[idx].span.of(text), after_space, &mut all);
    }
    firsts.push(all.len());
    let kept = unit.tokens.start - unit.seen.start..unit.tokens.end - unit.seen.start;
    let room = model.encoder.max_pieces() - 2;
    let mut next = kept.start;
    while next < kept.end {
        let window = window(&firsts, &kept, next, room);
        let base = batch.pieces.len();
        batch.pieces.push(pieces::START);
        batch.pieces.extend_from_slice(&all[firsts[window.seen.start]..firsts[window.seen.end]]);
        batch.pieces.push(pieces::END);
        batch.sequences.push(base..batch.pieces.len());
        let seen_from = firsts[window.seen.start];
        batch.words.extend(window.kept.clone().map(|word| base + 1 + firsts[word] - seen_from));
        next = window.kept.end;
    }
}

/// Words that are seen together and those of them whose vectors are kept.
struct Window {
    seen: Range<usize>,
    kept: Range<usize>,
}

/// The window that keeps words from `next` on. `firsts` holds the first piece of every word and the end.
fn window(firsts: &[usize], kept: &Range<usize>, next: usize, room: usize) -> Window {
    let n = firsts.len() - 1;
    if firsts[n] <= room {
        return Window { seen: 0..n, kept: next..kept.end };
    }
    let mut start = next.saturating_sub(OVERLAP / 2);
    let mut end = start;
    while end < n && firsts[end + 1] - firsts[start] <= room {
        end += 1;
    }
    if end == n {
        while start > 0 && firsts[end] - firsts[start - 1] <= room {
            start -= 1;
        }
    }
    let keep_until = if end == n { kept.end } else { (end - OVERLAP / 2).max(next + 1).min(kept.end) };
    Window { seen: start..end, kept: next..keep_until }
}

fn read_batch(
    model: &Model,
    labels: &Labels,
    reports: &[&Report],
    segmented: &mut [Segmented],
    units: &[Unit],
    batch: &Batch,
    scratch: &mut Scratch,
) {
    let heads = &model.heads;
    let words = model.encoder.encode(batch, &mut scratch.encoder);
    let lengths: Vec<usize> = units.iter().map(|unit| unit.tokens.len()).collect();
    let tags = heads.classify(&heads.tag, &words[0], &mut scratch.heads);
    let scripts = heads.classify(&heads.lemma, &words[1], &mut scratch.heads);
    let arcs = heads.parse(&words[2], &lengths, &mut scratch.heads);
    let names = heads.find_names(words.get(3).unwrap_or(&words[0]), &lengths, &mut scratch.heads);
    let mut word = 0;
    for unit in units {
        let text = &reports[unit.report].text;
        let analysis = &mut segmented[unit.report].analysis;
        let first = word;
        for idx in unit.tokens.clone() {
            let token = &mut analysis.tokens[idx];
            let (upos, contracted, feats) = &labels.tags[tags[word]];
            (token.upos, token.contracted) = (*upos, *contracted);
            token.feats.clone_from(feats);
            token.lemma = labels.scripts[scripts[word]].apply(token.span.of(text));
            let (head, relation) = arcs[word];
            token.head = head.map(|head| unit.tokens.start + head);
            token.deprel = match head {
                None => "root".to_owned(),
                Some(_) => labels.relations[relation].clone(),
            };
            word += 1;
        }
        join_parts(analysis, unit);
        if !names.is_empty() {
            let found = names[first..word].iter().map(|&label| labels.names[label]);
            add_names(analysis, unit.tokens.start, found);
        }
    }
}

/// A later part of a long sentence hangs with its root on the root of the first part.
fn join_parts(analysis: &mut Analysis, unit: &Unit) {
    let Some(sentence) = analysis.sentence_of(unit.tokens.start) else {
        return;
    };
    let sentence = analysis.sentences[sentence].tokens.clone();
    if sentence.start == unit.tokens.start {
        return;
    }
    let root_in = |analysis: &Analysis, mut range: Range<usize>| range.find(|&idx| analysis.tokens[idx].head.is_none());
    let (first_root, own_root) =
        (root_in(analysis, sentence.start..unit.tokens.start), root_in(analysis, unit.tokens.clone()));
    if let (Some(first_root), Some(own_root)) = (first_root, own_root) {
        analysis.tokens[own_root].head = Some(first_root);
        "parataxis".clone_into(&mut analysis.tokens[own_root].deprel);
    }
}

/// Runs of labels to names; an inside label without a beginning begins one.
fn add_names(analysis: &mut Analysis, start: usize, labels: impl Iterator<Item = Option<(bool, NameKind)>>) {
    let mut open: Option<Name> = None;
    for (offset, label) in labels.enumerate() {
        let idx = start + offset;
        match (&mut open, label) {
            (Some(name), Some((false, kind))) if name.kind == kind => name.tokens.end = idx + 1,
            (_, label) => {
                analysis.names.extend(open.take());
                open = label.map(|(_, kind)| Name { tokens: idx..idx + 1, kind });
            }
        }
    }
    analysis.names.extend(open);
}
