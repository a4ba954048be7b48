//! Gold records of all sets in one form; what a set does not annotate stays unknown.

mod files;
mod record;

pub use files::LoadError;
pub(crate) use files::{GoldFile, expand, gold_name, load, read_text};
pub(crate) use record::parse as record_from;

use selon_view::wire::WireSpan;

use crate::code::Code;

/// One report or sentence with what people coded in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct GoldRecord {
    /// Identifies the record.
    pub id: String,
    /// The set inside the file, where a file holds several (`es_protest`, `es_fight`).
    pub set: Option<String>,
    /// Versions of one report share it.
    pub group: Option<String>,
    /// Which version of its report it is (`fra-CA`).
    pub variant: Option<String>,
    /// The story of its reports, and how they belong together (`same_event`, …).
    pub story: Option<String>,
    /// See `story`.
    pub story_relation: Option<String>,
    /// Reports of one event share it.
    pub cluster: Option<String>,
    /// ISO 639-1.
    pub lang: Option<String>,
    /// Date of the report, as the record gives it.
    pub date: Option<String>,
    /// A title given apart.
    pub title: Option<String>,
    /// The publisher.
    pub outlet: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The words.
    pub text: String,
    /// What the annotator says about the record.
    pub note: String,
    /// Wrong outputs that must not appear, in words (seed article).
    pub not_expected: Vec<String>,
    /// The record whose text this one repeats.
    pub dup_of: Option<String>,
    /// Who says what; `None` when not annotated.
    pub attributions: Option<Vec<GoldAttribution>>,
    /// Not every attribution is marked, so only recall can be scored.
    pub recall_only: bool,
    /// What happened; `None` when not annotated.
    pub claims: Option<Vec<GoldClaim>>,
    /// No event is coded in this record on purpose: `statement` is a plain statement, `empty` an item without claims.
    pub negative: Option<Negative>,
    /// When; `None` when not annotated.
    pub timexes: Option<Vec<GoldTimex>>,
    /// Where; `None` when not annotated.
    pub toponyms: Option<Vec<GoldToponym>>,
}

/// Why a record is a negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Negative {
    /// A plain statement: no material event may be found as fact.
    Statement,
    /// An item whose list of claims is empty.
    Empty,
}

/// Somebody says something.
#[derive(Clone, Debug, Default)]
pub(crate) struct GoldAttribution {
    /// Its id, where others refer to it.
    pub id: Option<String>,
    /// `direct`, `mixed`, `indirect`, `none`.
    pub kind: String,
    /// The set's own kind (`Direct`, `Reported`).
    pub orig_type: Option<String>,
    /// Who, as words.
    pub source: Vec<WireSpan>,
    /// The words that tell it.
    pub cue: Vec<WireSpan>,
    /// What is said.
    pub content: Vec<WireSpan>,
    /// The wire stances that are right, first reading first; empty when not annotated.
    pub stances: Vec<Vec<&'static str>>,
    /// Who, resolved, where the set codes it.
    pub speaker: Option<Speaker>,
    /// Whether it stands inside another one, and in which where the set says so.
    pub nested: Nested,
    /// It may be left out or given.
    pub optional: bool,
}

/// Where an attribution stands in a chain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Nested {
    /// Not annotated.
    #[default]
    Unknown,
    /// In none.
    No,
    /// In one that is not named.
    Yes,
    /// In the one with this id.
    In(String),
}

/// Who speaks, as a gold set codes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Speaker {
    /// The report itself.
    Author,
    /// It cannot be known.
    Unresolved,
    /// Somebody with this code.
    Coded(Code),
}

/// An event as reported.
#[derive(Clone, Debug, Default)]
pub(crate) struct GoldClaim {
    /// Its id, where others refer to it.
    pub id: Option<String>,
    /// PLOVER types, first reading first.
    pub types: Vec<String>,
    /// PLOVER modes; `None` when not annotated.
    pub modes: Option<Vec<String>>,
    /// The words that tell it.
    pub trigger: Option<WireSpan>,
    /// Who acts; `None` when not annotated.
    pub actors: Option<Vec<GoldActor>>,
    /// Who is acted upon; `None` when not annotated.
    pub recipients: Option<Vec<GoldActor>>,
    /// `affirmed` or `negated`.
    pub polarity: Option<String>,
    /// Modalities, first reading first; empty when not annotated.
    pub modalities: Vec<String>,
    /// The wire stances that are right for each reading, first reading first; empty when not annotated.
    pub stances: Vec<Vec<&'static str>>,
    /// Who says it; `None` when not annotated.
    pub speaker: Option<Speaker>,
    /// The words of the source.
    pub source: Vec<WireSpan>,
    /// When it happened.
    pub date: Annotated<GoldDate>,
    /// Where it happened.
    pub place: Annotated<GoldPlace>,
    /// Numbers told with it; `None` when not annotated.
    pub figures: Option<Vec<GoldFigure>>,
    /// The first claim about the same event; `None` when not annotated.
    pub same_event_as: Annotated<String>,
    /// It may be left out or given.
    pub optional: bool,
}

/// A field that a set annotates or not, and that may be empty where it does.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Annotated<T> {
    /// Not annotated, or not to be scored.
    #[default]
    Unknown,
    /// Annotated as empty.
    Nothing,
    /// Annotated.
    Value(T),
}

impl<T> Annotated<T> {
    /// The value, if one is given.
    pub(crate) fn value(&self) -> Option<&T> {
        match self {
            Annotated::Value(value) => Some(value),
            Annotated::Unknown | Annotated::Nothing => None,
        }
    }
}

/// A party of an event.
#[derive(Clone, Debug, Default)]
pub(crate) struct GoldActor {
    /// Its words, where the set marks them.
    pub span: Option<WireSpan>,
    /// Its words as the set writes them, without position.
    pub text: Option<String>,
    /// Who; `None` when not coded.
    pub code: Option<Code>,
}

/// When an event happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GoldDate {
    /// TIMEX3 value.
    pub value: String,
    /// First and last day, where the set gives them.
    pub interval: Option<(String, String)>,
}

/// Where an event happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct GoldPlace {
    /// Its words.
    pub span: Option<WireSpan>,
    /// English name.
    pub name: String,
    /// ISO 3166 alpha-3; `None` for seas and borders.
    pub country: Option<String>,
    /// Latitude and longitude.
    pub point: Option<(f64, f64)>,
}

/// A number told with an event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct GoldFigure {
    /// Its kind in the words of the wire format.
    pub kind: String,
    /// Lower bound.
    pub low: Option<u64>,
    /// Upper bound.
    pub high: Option<u64>,
}

/// A temporal expression.
#[derive(Clone, Debug, Default)]
pub(crate) struct GoldTimex {
    /// Its words.
    pub span: WireSpan,
    /// `DATE`, `TIME`, `DURATION`, `SET`.
    pub kind: String,
    /// The right values, first reading first.
    pub values: Vec<String>,
    /// It may be left out or given.
    pub optional: bool,
}

/// A place name.
#[derive(Clone, Debug, Default)]
pub(crate) struct GoldToponym {
    /// Its words.
    pub span: WireSpan,
    /// Latitude and longitude.
    pub point: Option<(f64, f64)>,
    /// GeoNames id.
    pub geonameid: Option<u32>,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// The set says that it is a country.
    pub is_country: bool,
    /// The set marks it as something that only looks like a place; neither wanted nor extra in any reading.
    pub(crate) looks_only: bool,
    /// The name of the place apart from the words of the text (a canonical name, a Wikipedia title).
    pub name: Option<String>,
    /// It may be left out or given.
    pub optional: bool,
}
