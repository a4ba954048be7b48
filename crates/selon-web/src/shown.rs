//! One claim with its parts as a person reads them; the same words go into pages, tables and notes.

use selon_types::{ActorIdx, Label, PlaceMention, Polarity, Reading, SourceKind, Stance};

use crate::message::Tongue;
use crate::record::Entry;

/// A claim of an entry.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    pub(crate) entry: &'a Entry,
    pub(crate) idx: usize,
    pub(crate) tongue: Tongue,
}

impl<'a> Shown<'a> {
    pub(crate) fn all(entry: &'a Entry, tongue: Tongue) -> impl Iterator<Item = Shown<'a>> {
        (0..entry.reading.claims.len()).map(move |idx| Shown { entry, idx, tongue })
    }

    pub(crate) fn reading(self) -> &'a Reading {
        &self.entry.reading
    }

    pub(crate) fn claim(self) -> &'a selon_types::Claim {
        &self.entry.reading.claims[self.idx]
    }

    pub(crate) fn anchor(self) -> &'a str {
        &self.entry.anchors[self.idx]
    }

    pub(crate) fn attribution(self) -> &'a selon_types::Attribution {
        &self.reading().attributions[self.claim().attribution]
    }

    /// The name an actor is known by: the register's, else the words.
    pub(crate) fn party(self, actor: ActorIdx) -> String {
        let mention = &self.reading().mentions.actors[actor];
        mention.name.clone().unwrap_or_else(|| mention.span.of(&self.reading().report.text).to_owned())
    }

    pub(crate) fn parties(self, actors: &[ActorIdx]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in actors.iter().map(|&actor| self.party(actor)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    pub(crate) fn who(self) -> Vec<String> {
        self.parties(&self.claim().actors)
    }

    pub(crate) fn whom(self) -> Vec<String> {
        self.parties(&self.claim().recipients)
    }

    pub(crate) fn type_word(self) -> &'static str {
        self.claim().event_type.label()
    }

    /// The event in the interface's language, with its negation.
    pub(crate) fn event(self) -> String {
        let said = self.tongue.label("type", self.type_word());
        match self.claim().polarity {
            Polarity::Affirmed => said,
            Polarity::Negated => format!("{} : {said}", self.tongue.say("polarity.negated")),
        }
    }

    pub(crate) fn place(self) -> Option<&'a PlaceMention> {
        self.claim().place.map(|place| &self.reading().mentions.places[place])
    }

    /// The date of the event: one day, or first and last.
    pub(crate) fn when(self) -> Option<String> {
        let date = self.claim().date.as_ref()?;
        match (&date.begin, &date.end) {
            (Some(begin), Some(end)) if begin == end => Some(self.tongue.date(begin)),
            (Some(begin), Some(end)) => Some(format!("{} – {}", self.tongue.date(begin), self.tongue.date(end))),
            (Some(begin), None) => Some(format!("{} –", self.tongue.date(begin))),
            (None, Some(end)) => Some(format!("– {}", self.tongue.date(end))),
            (None, None) => None,
        }
    }

    /// The figures: `2 tués`, `≥ 6 blessés`.
    pub(crate) fn figures(self) -> Vec<String> {
        let write = |figure: &selon_types::Figure| {
            let number = |n: u64| self.tongue.number(n);
            let amount = match (figure.low, figure.high) {
                (Some(low), Some(high)) if low == high => number(low),
                (Some(low), Some(high)) => format!("{} – {}", number(low), number(high)),
                (Some(low), None) => format!("≥ {}", number(low)),
                (None, Some(high)) => format!("≤ {}", number(high)),
                (None, None) => figure.span.of(&self.reading().report.text).to_owned(),
            };
            format!("{amount} {}", self.tongue.label("figure", figure.kind.label()))
        };
        self.claim().figures.iter().map(write).collect()
    }

    /// Who says it, innermost first: the origin, then those who quote it. A source that the text does not name is
    /// said to be not stated; the outlet never stands in for it.
    pub(crate) fn chain(self) -> Vec<String> {
        let reading = self.reading();
        let name = |idx: usize| {
            let attribution = &reading.attributions[idx];
            let source = &attribution.source_ref;
            let words = || {
                let words: Vec<&str> = attribution.source.iter().map(|span| span.of(&reading.report.text)).collect();
                Some(words.join(" … ")).filter(|words| !words.is_empty())
            };
            match source.kind {
                SourceKind::Author => self.tongue.say("reader.author").to_owned(),
                _ => source
                    .name
                    .clone()
                    .or_else(words)
                    .unwrap_or_else(|| self.tongue.say("reader.sourcenotstated").to_owned()),
            }
        };
        let mut names: Vec<(usize, String)> =
            reading.chain(self.claim().attribution).into_iter().rev().map(|idx| (idx, name(idx))).collect();
        // The report's own voice around a source is the page itself and says nothing new.
        if names.len() > 1 {
            names.retain(|(idx, _)| reading.attributions[*idx].source_ref.kind != SourceKind::Author);
        }
        names.into_iter().map(|(_, name)| name).collect()
    }

    /// `selon X, cité par Y`; and what X does with it unless X asserts it: a denial must never read as a claim.
    pub(crate) fn according_to(self) -> String {
        let chain = self.chain();
        let mut parts = Vec::new();
        if let Some(origin) = chain.first() {
            parts.push(self.tongue.fill("reader.accordingto", &[("who", origin)]));
        }
        let stance = self.attribution().stance;
        if let (Some(origin), true) = (parts.first_mut(), stance != Stance::Asserted) {
            origin.push_str(&format!(" ({})", self.tongue.label("stance", stance.label())));
        }
        parts.extend(chain.iter().skip(1).map(|who| self.tongue.fill("reader.citedby", &[("who", who)])));
        parts.join(", ")
    }

    /// The sentence that holds the words of the event, else those words.
    pub(crate) fn words(self) -> &'a str {
        let reading = self.reading();
        let trigger = self.claim().trigger;
        let sentence = reading.analysis.sentences.iter().find(|sentence| sentence.span.contains(trigger));
        sentence.map_or(trigger, |sentence| sentence.span).of(&reading.report.text)
    }
}
