//! A report's text cut where evidence begins and ends, so that overlapping spans can be marked without nesting.

use std::collections::BTreeSet;

use selon_types::{Reading, Span};

/// What a stretch of words is evidence for, weakest first: the page shows the strongest of overlapping kinds on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Content,
    Time,
    Place,
    Actor,
    Source,
    Cue,
    Figure,
    Trigger,
}

impl Kind {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Kind::Content => "content",
            Kind::Time => "time",
            Kind::Place => "place",
            Kind::Actor => "actor",
            Kind::Source => "source",
            Kind::Cue => "cue",
            Kind::Figure => "figure",
            Kind::Trigger => "trigger",
        }
    }
}

/// Words that serve as evidence for one claim.
#[derive(Clone, Copy, Debug)]
struct Mark {
    span: Span,
    kind: Kind,
    claim: usize,
}

/// A stretch of text inside which nothing begins or ends.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Segment {
    pub(crate) span: Span,
    pub(crate) kinds: BTreeSet<Kind>,
    /// Indices of `Reading::claims`.
    pub(crate) claims: BTreeSet<usize>,
    /// Claims whose trigger ends with this segment: their number is printed after it.
    pub(crate) numbers: Vec<usize>,
}

/// The whole text in segments, in order; together they give the text exactly.
pub(crate) fn cut(reading: &Reading) -> Vec<Segment> {
    let marks = marks_of(reading);
    let text = &reading.report.text;
    let mut cuts: BTreeSet<usize> = marks.iter().flat_map(|mark| [mark.span.start(), mark.span.end()]).collect();
    cuts.extend([0, text.len()]);
    let cuts: Vec<usize> = cuts.into_iter().collect();
    let mut marks = marks;
    marks.sort_by_key(|mark| mark.span.start());
    let mut open: Vec<Mark> = Vec::new();
    let mut waiting = marks.into_iter().peekable();
    let mut segments = Vec::new();
    for ends in cuts.windows(2) {
        let span = Span::new(ends[0], ends[1]);
        open.retain(|mark| mark.span.end() > span.start());
        while let Some(mark) = waiting.next_if(|mark| mark.span.start() <= span.start()) {
            open.push(mark);
        }
        let ends_here = |mark: &&Mark| mark.kind == Kind::Trigger && mark.span.end() == span.end();
        segments.push(Segment {
            span,
            kinds: open.iter().map(|mark| mark.kind).collect(),
            claims: open.iter().map(|mark| mark.claim).collect(),
            numbers: open.iter().filter(ends_here).map(|mark| mark.claim).collect(),
        });
    }
    segments
}

fn marks_of(reading: &Reading) -> Vec<Mark> {
    let mentions = &reading.mentions;
    let mut marks = Vec::new();
    for (idx, claim) in reading.claims.iter().enumerate() {
        let mut add = |kind: Kind, span: Span| {
            if !span.is_empty() {
                marks.push(Mark { span, kind, claim: idx });
            }
        };
        add(Kind::Trigger, claim.trigger);
        for &actor in claim.actors.iter().chain(&claim.recipients) {
            add(Kind::Actor, mentions.actors[actor].span);
        }
        if let Some(place) = claim.place {
            add(Kind::Place, mentions.places[place].span);
        }
        if let Some(timex) = claim.date.as_ref().and_then(|date| date.timex) {
            add(Kind::Time, mentions.timexes[timex].span);
        }
        for figure in &claim.figures {
            add(Kind::Figure, figure.span);
        }
        for attribution in reading.chain(claim.attribution) {
            let attribution = &reading.attributions[attribution];
            for &span in &attribution.source {
                add(Kind::Source, span);
            }
            for &span in &attribution.cue {
                add(Kind::Cue, span);
            }
        }
        for &span in &reading.attributions[claim.attribution].content {
            add(Kind::Content, span);
        }
    }
    marks
}
