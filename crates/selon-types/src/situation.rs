//! The picture that many reports give together: claims side by side, events, points at issue, pairs, signals.

use crate::label::labels;
use crate::{
    ClaimIdx, Distance, EventDate, EventType, FigureKind, Language, Modality, PlaceMention, Polarity, QuoteKind,
    SourceKind, Span, Stance,
};

/// Reports, their claims and the events that the claims tell. Built again from the same claims it is the same.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Situation {
    /// Sorted by id.
    pub reports: Vec<ReportCard>,
    /// Sorted by report, then position; never changed by the grouping.
    pub claims: Vec<ReportedClaim>,
    /// Sorted by first day (unknown last), then id.
    pub events: Vec<Event>,
}

/// What a situation keeps of a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportCard {
    /// Its id.
    pub id: String,
    /// The publisher.
    pub outlet: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The title given apart, else the headline of the text.
    pub title: Option<String>,
    /// Its language.
    pub language: Option<Language>,
    /// `YYYY-MM-DD` or `YYYY-MM-DDThh:mm`.
    pub published: Option<String>,
    /// Reports that copy, translate or re-tell one another share it; its own id when it stands alone.
    pub copy_group: String,
}

/// A claim lifted out of its reading, with what it points at: no other report is needed to understand it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportedClaim {
    /// Derived from report, type and place in the text: the same after each new reading that finds the same claim.
    pub id: String,
    /// Index of `Situation::reports`.
    pub report: usize,
    /// Index of `Reading::claims`.
    pub claim: ClaimIdx,
    /// The earlier claim of the same report about the same event, as an index of `Situation::claims`.
    pub same_event_as: Option<usize>,
    /// PLOVER type.
    pub event_type: EventType,
    /// PLOVER modes.
    pub modes: Vec<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// Who acts.
    pub actors: Vec<Party>,
    /// Who is acted upon.
    pub recipients: Vec<Party>,
    /// Negation inside the proposition.
    pub polarity: Polarity,
    /// Whether it happened, by the text.
    pub modality: Modality,
    /// When the event happened, as the claim says; never filled from the report's date.
    pub date: Option<EventDate>,
    /// Where the event happened.
    pub place: Option<PlaceMention>,
    /// Numbers told with it.
    pub figures: Vec<ReportedFigure>,
    /// According to whom.
    pub source: ClaimSource,
    /// The words of the trigger.
    pub trigger: Span,
    /// The sentence that holds the trigger.
    pub sentence: Span,
    /// The words of that sentence.
    pub words: String,
    /// Where the trigger stands in those words, in bytes.
    pub trigger_in_words: (usize, usize),
    /// Where the sentence begins in the report, in code points.
    pub sentence_start: usize,
    /// The attribution asks to be left out of sums (a passage whose voice is unclear).
    pub excluded: bool,
    /// Between 0 and 1.
    pub confidence: f32,
}

impl ReportedClaim {
    /// The words of the trigger.
    pub fn trigger_words(&self) -> &str {
        self.words.get(self.trigger_in_words.0..self.trigger_in_words.1).unwrap_or(&self.words)
    }

    /// The trigger in code points of the report's text, end exclusive.
    pub fn trigger_points(&self) -> (usize, usize) {
        let points = |end: usize| self.words.get(..end).map_or(0, |head| head.chars().count());
        (self.sentence_start + points(self.trigger_in_words.0), self.sentence_start + points(self.trigger_in_words.1))
    }

    /// The innermost source says that the event did not take place: it denies it, or states its negation.
    pub fn says_no(&self) -> bool {
        (self.source.stance == Stance::Denied) != (self.polarity == Polarity::Negated)
    }

    /// The claim speaks of an event that took or takes place, truly or allegedly.
    pub fn is_of_the_real(&self) -> bool {
        matches!(self.modality, Modality::Actual | Modality::Alleged | Modality::Historical)
            && self.source.stance != Stance::Desired
    }
}

/// An actor as one claim names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Party {
    /// Country or body class.
    pub code: Option<String>,
    /// Which international body.
    pub body: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// The actor's name.
    pub name: Option<String>,
    /// The words of the claim.
    pub words: String,
}

impl Party {
    /// Country, or body class with its body: what pairs and comparisons use. `None` when the text does not tell.
    pub fn key(&self) -> Option<String> {
        let code = self.code.as_ref()?;
        Some(match &self.body {
            Some(body) => format!("{code}{body}"),
            None => code.clone(),
        })
    }

    /// Name, else the words.
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.words)
    }
}

/// A number told with an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedFigure {
    /// What is counted.
    pub kind: FigureKind,
    /// Lower bound; `None` when open.
    pub low: Option<u64>,
    /// Upper bound; `None` when open.
    pub high: Option<u64>,
    /// Whose, as a country or body; `None` when not said.
    pub of: Option<String>,
    /// The words of the number.
    pub words: String,
}

/// According to whom a claim is.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimSource {
    /// What the source is.
    pub kind: SourceKind,
    /// The same for claims that go back to one origin: a government, a named body, an outlet, a group of copies.
    pub origin: String,
    /// Its name or words; the outlet for the report's own voice.
    pub name: String,
    /// Country or body class.
    pub code: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// How it is quoted.
    pub quote_kind: QuoteKind,
    /// How the source stands to the content.
    pub stance: Stance,
    /// How the report stands to the content.
    pub distance: Distance,
    /// From the outlet over relays to the source, as names.
    pub chain: Vec<String>,
}

/// Claims that tell the same event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Derived from the claim that was published first; a later claim does not change it.
    pub id: String,
    /// The type that most claims give.
    pub event_type: EventType,
    /// The modes that claims give.
    pub modes: Vec<String>,
    /// Indices of `Situation::claims`, sorted.
    pub claims: Vec<usize>,
    /// Who acts, by those claims that affirm it: countries and bodies, sorted.
    pub actors: Vec<String>,
    /// Who is acted upon, in the same way.
    pub recipients: Vec<String>,
    /// First and last day that the claims agree on; `None` when none states a date.
    pub days: Option<(String, String)>,
    /// The claim whose place is the most precise, as an index of `Situation::claims`.
    pub place_of: Option<usize>,
    /// How well it is told.
    pub status: EventStatus,
    /// Reports that tell it.
    pub n_reports: usize,
    /// Origins that affirm it, copies and shared origins counted once.
    pub n_independent: usize,
    /// Who says what about it, by origin.
    pub sources: Vec<SourceStance>,
    /// What the claims disagree about; empty for most events.
    pub points: Vec<PointAtIssue>,
    /// A hash of all claims that could have joined it; equal hashes mean equal events.
    pub neighbourhood: u64,
}

impl Event {
    /// At least one point is at issue between different origins.
    pub fn is_contested(&self) -> bool {
        self.points.iter().any(|point| point.between_origins)
    }
}

labels! {
    /// How well an event is told; the pairs weigh by it.
    EventStatus {
        /// Sources of both sides affirm it.
        BothSides = "both_sides",
        /// A report affirms it in its own voice.
        AuthorVoice = "author_voice",
        /// A source that is neither side affirms it.
        ThirdParty = "third_party",
        /// Sources of one side alone affirm it.
        OneSide = "one_side",
        /// A source denies it and another affirms it, or nobody affirms it.
        Denied = "denied",
        /// Announced, considered, demanded or tried: nobody says that it happened.
        NotActual = "not_actual",
    }
}

/// How one origin stands to an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceStance {
    /// `ClaimSource::origin`.
    pub origin: String,
    /// Its name.
    pub name: String,
    /// What the source is.
    pub kind: SourceKind,
    /// Its stances, sorted.
    pub stances: Vec<Stance>,
    /// It says that the event did not take place.
    pub says_no: bool,
    /// Its claims, as indices of `Situation::claims`.
    pub claims: Vec<usize>,
}

/// Something that the claims of an event disagree about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointAtIssue {
    /// What.
    pub kind: PointKind,
    /// What is counted, for a figure.
    pub figure: Option<FigureKind>,
    /// Different origins disagree; otherwise one origin changed its account.
    pub between_origins: bool,
    /// At least two, that differ; sorted by value, then origin.
    pub positions: Vec<Position>,
}

labels! {
    /// What can be at issue.
    PointKind {
        /// Did it happen?
        Occurrence = "did_it_happen",
        /// Who did it?
        Actor = "who",
        /// To whom?
        Recipient = "to_whom",
        /// How many?
        Figure = "how_many",
        /// Where?
        Place = "where",
        /// When?
        Date = "when",
    }
}

/// What one origin says on a point at issue, in its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The value, comparable between languages (`yes`, `RUS`, `12`, `Loutsk`, `2024-08-06`).
    pub value: String,
    /// `ClaimSource::origin`.
    pub origin: String,
    /// Its name.
    pub name: String,
    /// The claims that say so, as indices of `Situation::claims`; their words are the position's words.
    pub claims: Vec<usize>,
}

/// What happened between two actors in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The lesser key, a country or a body.
    pub a: String,
    /// The greater key.
    pub b: String,
    /// First day of the period; `None` for events without a date.
    pub period: Option<String>,
    /// Events of PLOVER quads 1 and 2, each once.
    pub n_cooperation: usize,
    /// Events of quads 3 and 4, each once.
    pub n_conflict: usize,
    /// Sum of weight × score over cooperation, at least 0.
    pub cooperation: f64,
    /// Sum of weight × score over conflict, at most 0.
    pub conflict: f64,
    /// Indices of `Situation::events`, sorted.
    pub events: Vec<usize>,
}

/// A change in what happens between two actors.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// The day whose counts raised it, `YYYY-MM-DD`.
    pub raised: String,
    /// When the change most likely began.
    pub began: String,
    /// Between which days it began with 90 % probability.
    pub interval: (String, String),
    /// Probability that the rate changed within the run-in window.
    pub probability: f64,
    /// Events a day before.
    pub rate_before: f64,
    /// Events a day since.
    pub rate_since: f64,
}

/// What became of an event's id between two states of a situation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventChange {
    /// A new id.
    Add {
        /// The event.
        id: String,
    },
    /// The same id with other claims.
    Update {
        /// The event.
        id: String,
    },
    /// None of its claims is left: the id stays as a tombstone.
    Delete {
        /// The former event.
        id: String,
    },
    /// Its first claim now stands in another event: the id stays as a tombstone that points there.
    MergeInto {
        /// The former event.
        id: String,
        /// The event that holds its claims.
        into: String,
    },
}
