//! Single stages of the pipeline, for measuring and for tools that need only one.

use selon_mention::{
    find_mentions,
    place::{Gazetteer, find_toponyms, resolve_given, resolve_places},
    time::find_timexes,
};
use selon_types::{Analysis, Mentions, PlaceMention, Report, Span};

use crate::Pipeline;

impl Pipeline {
    /// The first stage alone: sentences, tokens, syntax and names.
    pub fn analyse(&self, report: &Report) -> Analysis {
        self.analyser.analyse(report)
    }

    /// The first stage with sentences and tokens given, as spans of each sentence's tokens.
    pub fn analyse_segmented(&self, report: &Report, sentences: &[Vec<Span>]) -> Analysis {
        self.analyser.analyse_segmented(report, sentences)
    }

    /// The mentions of an analysed report: the second stage alone.
    pub fn find_mentions(&self, report: &Report, analysis: &Analysis) -> Mentions {
        find_mentions(report, analysis, &self.gazetteer, &self.register, &self.times).0
    }

    /// Times and places of an analysed report, without actors.
    pub fn find_times_and_places(&self, report: &Report, analysis: &Analysis) -> Mentions {
        let timexes = find_timexes(report, analysis, &self.times);
        let toponyms = find_toponyms(report, analysis, &self.gazetteer);
        let (places, _) = resolve_places(analysis, toponyms, &[]);
        Mentions { actors: Vec::new(), places, timexes }
    }

    /// Which places the given stretches of a report name, for measuring the resolution by itself.
    pub fn resolve_given_places(&self, report: &Report, analysis: &Analysis, spans: &[Span]) -> Vec<PlaceMention> {
        resolve_given(report, analysis, spans, &self.gazetteer)
    }

    /// The place index.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }
}
