//! What happened, according to whom.

use crate::label::labels;
use crate::{ActorIdx, PlaceIdx, Span, TimexIdx};

/// Index of `Reading::attributions`.
pub type AttributionIdx = usize;
/// Index of `Reading::claims`.
pub type ClaimIdx = usize;

/// Somebody says something: source, cue and content, each tied to the words.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// How the content is quoted; `None` is the report's own voice.
    pub kind: QuoteKind,
    /// What kind of act the saying is.
    pub act: Act,
    /// Who, as words; empty when not expressed.
    pub source: Vec<Span>,
    /// The words that tell that somebody says it.
    pub cue: Vec<Span>,
    /// What is said, with quotation marks and a leading complementiser.
    pub content: Vec<Span>,
    /// Words that weaken it (*peut-être*).
    pub hedges: Vec<Span>,
    /// Who, resolved.
    pub source_ref: SourceRef,
    /// How the words refer to the source.
    pub source_form: SourceForm,
    /// How the source stands to the content.
    pub stance: Stance,
    /// How the report stands to the content.
    pub distance: Distance,
    /// The attribution whose content holds this one.
    pub parent: Option<AttributionIdx>,
    /// What the source rests on (*à la suite de son enquête*).
    pub basis: Option<Span>,
    /// When it was said.
    pub said_when: Option<TimexIdx>,
    /// Marks for the reader (`voice_shift`, `exclude_from_aggregates`), sorted.
    pub flags: Vec<String>,
    /// The mechanism that found it, `language/rule`.
    pub rule: String,
}

labels! {
    /// How the content is quoted.
    QuoteKind {
        /// All of it verbatim.
        Direct = "direct",
        /// Part of it verbatim.
        Mixed = "mixed",
        /// None of it verbatim.
        Indirect = "indirect",
        /// Not quoted: the report's own voice.
        None = "none",
    }
}

labels! {
    /// What kind of act the saying is.
    Act {
        /// Spoken or announced.
        Speech = "speech",
        /// Written: a document, a post.
        Writing = "writing",
        /// Held true.
        Belief = "belief",
        /// Concluded or estimated.
        Inference = "inference",
        /// Refusal, order, threat, promise, accusation.
        SpeechAct = "speech_act",
        /// A judgement of taste or value.
        Opinion = "opinion",
        /// The report's own analysis.
        Analysis = "analysis",
        /// The report's own statement.
        Assertion = "assertion",
    }
}

/// The source, resolved as far as the text allows.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceRef {
    /// What the source is.
    pub kind: SourceKind,
    /// Its name, in the report's language where known.
    pub name: Option<String>,
    /// Country or body class, as in `ActorMention::code`.
    pub code: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// The mention it was resolved to.
    pub actor: Option<ActorIdx>,
    /// Between 0 and 1.
    pub confidence: f32,
}

labels! {
    /// What a source is.
    SourceKind {
        /// An actor.
        Actor = "actor",
        /// A document whose issuer may be known.
        Document = "document",
        /// The report itself.
        Author = "author",
        /// Cannot be known from the text.
        Unresolved = "unresolved",
    }
}

labels! {
    /// How the words refer to the source.
    SourceForm {
        /// By name.
        Named = "named",
        /// By description.
        Described = "described",
        /// By pronoun or omitted subject.
        Pronoun = "pronoun",
        /// By the place of its seat.
        Metonym = "metonym",
        /// Anonymous (*un responsable, de source proche*).
        Unnamed = "unnamed",
        /// Not expressed.
        Implicit = "implicit",
        /// *je, nous*.
        FirstPerson = "first_person",
    }
}

labels! {
    /// How the source stands to the content.
    Stance {
        /// Says it is so.
        Asserted = "asserted",
        /// Says it may be so.
        Hedged = "hedged",
        /// Claims or accuses.
        Alleged = "alleged",
        /// Says it is not so.
        Denied = "denied",
        /// Doubts or asks.
        Questioned = "questioned",
        /// Wants it to be so.
        Desired = "desired",
    }
}

labels! {
    /// How the report stands to the content.
    Distance {
        /// A factive cue (*a révélé*).
        Endorses = "endorses",
        /// A plain cue (*a dit*).
        Neutral = "neutral",
        /// A non-factive cue, a hearsay conditional or scare quotes.
        Distances = "distances",
    }
}

/// An event as reported: type, parties, factuality, and the attribution it stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// PLOVER 0.8 type.
    pub event_type: EventType,
    /// PLOVER modes, sorted.
    pub modes: Vec<String>,
    /// PLOVER contexts, sorted.
    pub contexts: Vec<String>,
    /// The words that tell the event.
    pub trigger: Span,
    /// Who acts.
    pub actors: Vec<ActorIdx>,
    /// Who is acted upon.
    pub recipients: Vec<ActorIdx>,
    /// Negation inside the proposition.
    pub polarity: Polarity,
    /// Whether it happened, by the text.
    pub modality: Modality,
    /// When the event happened; never the date of the saying.
    pub date: Option<EventDate>,
    /// Where the event happened.
    pub place: Option<PlaceIdx>,
    /// Numbers told with it.
    pub figures: Vec<Figure>,
    /// The innermost attribution that holds the trigger.
    pub attribution: AttributionIdx,
    /// The first claim of this report about the same event.
    pub same_event_as: Option<ClaimIdx>,
    /// Between 0 and 1.
    pub confidence: f32,
    /// The lexicon row or the model that made it.
    pub rule: String,
}

labels! {
    /// PLOVER 0.8 event types.
    EventType {
        /// Offers, promises, agrees.
        Agree = "AGREE",
        /// Meets, visits, negotiates.
        Consult = "CONSULT",
        /// Praises, recognises, signs.
        Support = "SUPPORT",
        /// Yields in words.
        Concede = "CONCEDE",
        /// Mutual material exchange, joint exercises.
        Cooperate = "COOPERATE",
        /// Material help.
        Aid = "AID",
        /// Yields in deeds.
        Retreat = "RETREAT",
        /// Asks, demands, orders.
        Request = "REQUEST",
        /// Criticises, blames, charges, investigates.
        Accuse = "ACCUSE",
        /// Refuses.
        Reject = "REJECT",
        /// Threatens.
        Threaten = "THREATEN",
        /// Civilians act collectively.
        Protest = "PROTEST",
        /// Reduces relations.
        Sanction = "SANCTION",
        /// Moves short of force.
        Mobilize = "MOBILIZE",
        /// Coercion short of violence.
        Coerce = "COERCE",
        /// Physical harm.
        Assault = "ASSAULT",
    }
}

labels! {
    /// Negation inside the proposition.
    Polarity {
        /// It is so.
        Affirmed = "affirmed",
        /// It is not so.
        Negated = "negated",
    }
}

labels! {
    /// Whether the event happened, by the text.
    Modality {
        /// Happened or is happening.
        Actual = "actual",
        /// Lies in the future.
        Announced = "announced",
        /// Considered or conditional.
        Hypothetical = "hypothetical",
        /// Tried without success.
        Attempted = "attempted",
        /// Carried by hearsay or accusation only.
        Alleged = "alleged",
        /// More than a year before the report.
        Historical = "historical",
    }
}

/// When an event happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventDate {
    /// First day, `YYYY-MM-DD`; `None` when open.
    pub begin: Option<String>,
    /// Last day; `None` when open.
    pub end: Option<String>,
    /// How precise.
    pub precision: DatePrecision,
    /// The expression it comes from.
    pub timex: Option<TimexIdx>,
    /// Stated with the event, or taken from another mention of it.
    pub basis: DateBasis,
}

labels! {
    /// How precise a date is.
    DatePrecision {
        /// One day.
        Day = "day",
        /// One ISO week.
        Week = "week",
        /// One month.
        Month = "month",
        /// Three months.
        Quarter = "quarter",
        /// A season.
        Season = "season",
        /// One year.
        Year = "year",
        /// No end or no beginning.
        Open = "open",
    }
}

labels! {
    /// How a date was found.
    DateBasis {
        /// In the words of the claim.
        Stated = "stated",
        /// From another mention of the event.
        Inferred = "inferred",
    }
}

/// A number told with an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What is counted.
    pub kind: FigureKind,
    /// Lower bound; `None` when open.
    pub low: Option<u64>,
    /// Upper bound; `None` when open.
    pub high: Option<u64>,
    /// The words of the number.
    pub span: Span,
    /// Of whom.
    pub of: Option<ActorIdx>,
}

labels! {
    /// What a figure counts.
    FigureKind {
        /// Killed.
        Killed = "killed",
        /// Wounded.
        Wounded = "wounded",
        /// Arrested.
        Arrested = "arrested",
        /// Displaced.
        Displaced = "displaced",
        /// Soldiers or police.
        Troops = "troops",
        /// Weapons or shells.
        Weapons = "weapons",
        /// Participants.
        Participants = "participants",
        /// Losses, unspecified.
        Losses = "losses",
    }
}
