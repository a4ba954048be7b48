//! The reading of one report as JSON: wire format 1, the public form of everything Selon found.

use serde::{Deserialize, Deserializer, Serialize};

mod from_reading;

pub use from_reading::text_sha256;

/// The version written in the field `wire`.
pub const WIRE_VERSION: u32 = 1;

/// A range of Unicode code points of the report's text, end exclusive.
pub type WireSpan = [usize; 2];

/// One report read through, as `selon read --format json` writes it.
///
/// Reading is lenient (a missing field is unknown, an unknown field is ignored), so that records of other tools and of
/// later versions can be scored; writing always gives every field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WireReading {
    /// Version of this format.
    pub wire: u32,
    /// What was read.
    pub report: WireReport,
    /// Sentences with their roles.
    #[serde(deserialize_with = "null_as_default")]
    pub sentences: Vec<WireSentence>,
    /// Who.
    #[serde(deserialize_with = "null_as_default")]
    pub actors: Vec<WireActor>,
    /// Where.
    #[serde(deserialize_with = "null_as_default")]
    pub places: Vec<WirePlace>,
    /// When.
    #[serde(deserialize_with = "null_as_default")]
    pub timexes: Vec<WireTimex>,
    /// Who says what.
    #[serde(deserialize_with = "null_as_default")]
    pub attributions: Vec<WireAttribution>,
    /// What happened.
    #[serde(deserialize_with = "null_as_default")]
    pub claims: Vec<WireClaim>,
    /// Notes for the reader.
    #[serde(deserialize_with = "null_as_default")]
    pub remarks: Vec<WireRemark>,
}

/// The report as it was published.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WireReport {
    /// Identifies the report.
    #[serde(deserialize_with = "null_as_default")]
    pub id: String,
    /// ISO 639-1.
    pub lang: Option<String>,
    /// A title given apart from the text.
    pub title: Option<String>,
    /// The publisher.
    pub outlet: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// `YYYY-MM-DD` or `YYYY-MM-DDThh:mm`.
    pub published: Option<String>,
    /// `dateline`, `metadata` or `given`.
    pub published_basis: Option<String>,
    /// The words, exactly as received.
    #[serde(deserialize_with = "null_as_default")]
    pub text: String,
    /// SHA-256 of the UTF-8 text, lower-case hexadecimal.
    #[serde(deserialize_with = "null_as_default")]
    pub text_sha256: String,
}

/// A sentence, headline or date line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WireSentence {
    /// Its words.
    pub span: WireSpan,
    /// `headline`, `headline_duplicate`, `body`, `dateline` or `boilerplate`.
    #[serde(deserialize_with = "null_as_default")]
    pub role: String,
}

/// A stretch of text that stands for an actor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WireActor {
    /// `e1`, `e2` … by position.
    #[serde(deserialize_with = "null_as_default")]
    pub id: String,
    /// `n1`, `n2` …: mentions of one actor share it.
    #[serde(deserialize_with = "null_as_default")]
    pub entity: String,
    /// Its words.
    pub span: WireSpan,
    /// The actor's name.
    pub name: Option<String>,
    /// ISO 3166 alpha-3, or `UNO EUR IGO NGO MNC IMG`.
    pub code: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// Which international body.
    pub body: Option<String>,
    /// `named`, `metonym`, `described`, `pronoun`, `adjective` or `possessive`.
    #[serde(deserialize_with = "null_as_default")]
    pub form: String,
    /// Between 0 and 1.
    #[serde(deserialize_with = "null_as_default")]
    pub confidence: f64,
}

/// A stretch of text that names a place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WirePlace {
    /// `p1`, `p2` … by position.
    #[serde(deserialize_with = "null_as_default")]
    pub id: String,
    /// Its words.
    pub span: WireSpan,
    /// The name in the gazetteer, or the words.
    #[serde(deserialize_with = "null_as_default")]
    pub name: String,
    /// GeoNames id.
    pub geonameid: Option<u32>,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// How far from the point the place may reach, in km.
    pub radius_km: Option<f64>,
    /// `site`, `town`, `admin2`, `admin1`, `country` or `region`.
    pub precision: Option<String>,
    /// Between 0 and 1.
    #[serde(deserialize_with = "null_as_default")]
    pub confidence: f64,
}

/// A temporal expression.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WireTimex {
    /// `t1`, `t2` … by position.
    #[serde(deserialize_with = "null_as_default")]
    pub id: String,
    /// Its words.
    pub span: WireSpan,
    /// `DATE`, `TIME`, `DURATION` or `SET`.
    #[serde(rename = "type", deserialize_with = "null_as_default")]
    pub kind: String,
    /// TIMEX3 value.
    pub value: Option<String>,
    /// First day of the interval.
    pub begin: Option<String>,
    /// Last day of the interval.
    pub end: Option<String>,
}

/// Somebody says something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WireAttribution {
    /// `a1`, `a2` … by position.
    #[serde(deserialize_with = "null_as_default")]
    pub id: String,
    /// `direct`, `mixed`, `indirect`, or `none` for the report's own voice.
    #[serde(deserialize_with = "null_as_default")]
    pub kind: String,
    /// What kind of act the saying is.
    #[serde(deserialize_with = "null_as_default")]
    pub act: String,
    /// Who, as words.
    #[serde(deserialize_with = "null_as_default")]
    pub source: Vec<WireSpan>,
    /// The words that tell that somebody says it.
    #[serde(deserialize_with = "null_as_default")]
    pub cue: Vec<WireSpan>,
    /// What is said.
    #[serde(deserialize_with = "null_as_default")]
    pub content: Vec<WireSpan>,
    /// Words that weaken it.
    #[serde(deserialize_with = "null_as_default")]
    pub hedges: Vec<WireSpan>,
    /// Who, resolved.
    #[serde(deserialize_with = "null_as_default")]
    pub source_ref: WireSourceRef,
    /// How the words refer to the source.
    #[serde(deserialize_with = "null_as_default")]
    pub source_form: String,
    /// How the source stands to the content.
    #[serde(deserialize_with = "null_as_default")]
    pub stance: String,
    /// How the report stands to the content.
    #[serde(deserialize_with = "null_as_default")]
    pub distance: String,
    /// The attribution whose content holds this one.
    pub parent: Option<String>,
    /// From the report (`author`) over relays to the origin.
    #[serde(deserialize_with = "null_as_default")]
    pub chain: Vec<String>,
    /// What the source rests on.
    pub basis: Option<WireSpan>,
    /// The timex that tells when it was said.
    pub said_when: Option<String>,
    /// Marks for the reader.
    #[serde(deserialize_with = "null_as_default")]
    pub flags: Vec<String>,
    /// The mechanism that found it.
    #[serde(deserialize_with = "null_as_default")]
    pub rule: String,
}

/// The source of an attribution, resolved as far as the text allows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WireSourceRef {
    /// `actor`, `document`, `author` or `unresolved`.
    #[serde(deserialize_with = "null_as_default")]
    pub kind: String,
    /// Its name.
    pub name: Option<String>,
    /// Country or body class.
    pub code: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// The actor mention it was resolved to.
    pub actor: Option<String>,
    /// Between 0 and 1.
    #[serde(deserialize_with = "null_as_default")]
    pub confidence: f64,
}

/// An event as reported.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WireClaim {
    /// `c1`, `c2` … by position.
    #[serde(deserialize_with = "null_as_default")]
    pub id: String,
    /// PLOVER type.
    #[serde(rename = "type", deserialize_with = "null_as_default")]
    pub event_type: String,
    /// PLOVER modes.
    #[serde(deserialize_with = "null_as_default")]
    pub mode: Vec<String>,
    /// PLOVER contexts.
    #[serde(deserialize_with = "null_as_default")]
    pub context: Vec<String>,
    /// The words that tell the event.
    pub trigger: Option<WireSpan>,
    /// Ids of actor mentions that act.
    #[serde(deserialize_with = "null_as_default")]
    pub actors: Vec<String>,
    /// Ids of actor mentions acted upon.
    #[serde(deserialize_with = "null_as_default")]
    pub recipients: Vec<String>,
    /// `affirmed` or `negated`.
    #[serde(deserialize_with = "null_as_default")]
    pub polarity: String,
    /// `actual`, `announced`, `hypothetical`, `attempted`, `alleged` or `historical`.
    #[serde(deserialize_with = "null_as_default")]
    pub modality: String,
    /// When the event happened.
    pub date: Option<WireDate>,
    /// Id of the place where it happened.
    pub place: Option<String>,
    /// Numbers told with it.
    #[serde(deserialize_with = "null_as_default")]
    pub figures: Vec<WireFigure>,
    /// Id of the innermost attribution.
    #[serde(deserialize_with = "null_as_default")]
    pub attribution: String,
    /// The first claim about the same event.
    pub same_event_as: Option<String>,
    /// Between 0 and 1.
    #[serde(deserialize_with = "null_as_default")]
    pub confidence: f64,
    /// The mechanism that found it.
    #[serde(deserialize_with = "null_as_default")]
    pub rule: String,
}

/// When an event happened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WireDate {
    /// First day.
    pub begin: Option<String>,
    /// Last day.
    pub end: Option<String>,
    /// `day`, `week`, `month`, `quarter`, `season`, `year` or `open`.
    pub precision: Option<String>,
    /// The timex it comes from.
    pub timex: Option<String>,
    /// `stated` or `inferred`.
    pub basis: Option<String>,
}

/// A number told with an event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WireFigure {
    /// What is counted.
    #[serde(deserialize_with = "null_as_default")]
    pub kind: String,
    /// Lower bound.
    pub low: Option<u64>,
    /// Upper bound.
    pub high: Option<u64>,
    /// The words of the number.
    pub span: Option<WireSpan>,
    /// Id of the actor mention counted.
    pub of: Option<String>,
}

/// A note for the reader.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WireRemark {
    /// What kind of note.
    #[serde(deserialize_with = "null_as_default")]
    pub kind: String,
    /// The words it is about.
    pub span: Option<WireSpan>,
    /// What, in a sentence.
    #[serde(deserialize_with = "null_as_default")]
    pub message: String,
}

/// `null` where a list or a word is expected means that nothing is known.
fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}
