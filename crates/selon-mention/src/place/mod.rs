//! Where: names of places, resolved over the whole report.

use std::borrow::Cow;

use selon_types::{ActorMention, Analysis, PlaceMention, Remark, Report, Span};

/// The place index: names in six languages to places with country, point and kind.
pub struct Gazetteer {}

/// Why a gazetteer file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum GazetteerError {
    /// The bytes are not a gazetteer of this version.
    #[error("the gazetteer file is damaged or of another version: {0}")]
    Damaged(String),
}

impl Gazetteer {
    /// Opens a gazetteer file.
    ///
    /// # Errors
    /// When the bytes are no gazetteer that this version reads.
    pub fn from_bytes(_bytes: Cow<'static, [u8]>) -> Result<Gazetteer, GazetteerError> {
        Ok(Gazetteer {})
    }
}

/// A stretch of text that may name a place, with the entries it may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Toponym {
    /// The name, without feature words.
    pub span: Span,
    /// The country, when every plausible reading lies in one (*Minsk*: `BLR`).
    pub country: Option<String>,
    /// A capital or another seat of a government, whose name may stand for it.
    pub is_seat: bool,
    /// The name is that of a country.
    pub is_country: bool,
}

/// The toponyms of a report, sorted by position, not overlapping.
pub fn find_toponyms(_report: &Report, _analysis: &Analysis, _gazetteer: &Gazetteer) -> Vec<Toponym> {
    Vec::new()
}

/// Resolves toponyms jointly. Names inside a metonym, a person or a body are no places.
pub fn resolve_places(
    _report: &Report,
    _analysis: &Analysis,
    _toponyms: Vec<Toponym>,
    _actors: &[ActorMention],
    _gazetteer: &Gazetteer,
) -> (Vec<PlaceMention>, Vec<Remark>) {
    (Vec::new(), Vec::new())
}
