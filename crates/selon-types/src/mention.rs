//! Who, where, when: stretches of text tied to actors, places and times.

use crate::Span;
use crate::label::labels;

/// All mentions of one report, each list sorted by position.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mentions {
    /// Who.
    pub actors: Vec<ActorMention>,
    /// Where.
    pub places: Vec<PlaceMention>,
    /// When.
    pub timexes: Vec<Timex>,
}

/// Index of `Mentions::actors`.
pub type ActorIdx = usize;
/// Index of `Mentions::places`.
pub type PlaceIdx = usize;
/// Index of `Mentions::timexes`.
pub type TimexIdx = usize;

/// A stretch of text that stands for an actor.
#[derive(Clone, Debug, PartialEq)]
pub struct ActorMention {
    /// The noun phrase with its article, without preposition or relative clause.
    pub span: Span,
    /// The head token, as an index of `Analysis::tokens`.
    pub head: usize,
    /// Mentions of one actor in this report share this number.
    pub entity: usize,
    /// The actor's name, in the report's language where the register has it.
    pub name: Option<String>,
    /// ISO 3166 alpha-3, or `UNO EUR IGO NGO MNC IMG`; `None` when the text does not tell.
    pub code: Option<String>,
    /// PLOVER sector, three letters.
    pub sector: Option<String>,
    /// Which international body (`NAT`, `AFU`).
    pub body: Option<String>,
    /// How the words refer.
    pub form: ActorForm,
    /// Between 0 and 1.
    pub confidence: f32,
}

labels! {
    /// How the words refer to the actor.
    ActorForm {
        /// By its name.
        Named = "named",
        /// By the place of its seat (*Minsk, le Kremlin*).
        Metonym = "metonym",
        /// By a description (*le ministère de la Défense*).
        Described = "described",
        /// By a pronoun or an omitted subject.
        Pronoun = "pronoun",
        /// By an adjective (*les troupes biélorusses*: *biélorusses*).
        Adjective = "adjective",
        /// By a possessive (*ses forces*: *ses*).
        Possessive = "possessive",
    }
}

/// A stretch of text that names a place. A capital that stands for its government is none.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceMention {
    /// The words of the name, or of the described area.
    pub span: Span,
    /// The name in the gazetteer, or the words of the text when it holds none.
    pub name: String,
    /// GeoNames id, when it comes from there.
    pub geonameid: Option<u32>,
    /// ISO 3166 alpha-3; `None` for seas, macro-regions and unresolved names.
    pub country: Option<String>,
    /// Latitude and longitude in degrees; `None` when unresolved or when no point must be drawn.
    pub point: Option<(f64, f64)>,
    /// How far from the point the place may reach, in km.
    pub radius_km: Option<f64>,
    /// What kind of area it is; `None` when unresolved.
    pub precision: Option<PlacePrecision>,
    /// Between 0 and 1.
    pub confidence: f32,
}

labels! {
    /// How precise a place is.
    PlacePrecision {
        /// A base, a bridge, a plant.
        Site = "site",
        /// A town or village.
        Town = "town",
        /// A district.
        Admin2 = "admin2",
        /// A first-level division.
        Admin1 = "admin1",
        /// A country.
        Country = "country",
        /// A region, sea, river, range or border.
        Region = "region",
    }
}

/// A temporal expression, TIMEX3.
#[derive(Clone, Debug, PartialEq)]
pub struct Timex {
    /// The words, without leading article or preposition.
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimexType,
    /// TIMEX3 value (`2024-08-13`, `2024-W32`, `P3D`, `PAST_REF`).
    pub value: String,
    /// First day of the interval the value means, `YYYY-MM-DD`; `None` when open or not a date.
    pub begin: Option<String>,
    /// Last day of that interval.
    pub end: Option<String>,
}

labels! {
    /// TIMEX3 types.
    TimexType {
        /// A calendar date or longer.
        Date = "DATE",
        /// A time of day.
        Time = "TIME",
        /// A length of time.
        Duration = "DURATION",
        /// A repeated time.
        Set = "SET",
    }
}
