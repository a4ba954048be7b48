//! What kinds of places there are, and one place of the index.

use selon_types::PlacePrecision;

use super::gazetteer::EntryIdx;

/// What kind of place an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PlaceKind {
    Country,
    Admin1,
    Admin2,
    Capital,
    /// The seat of a first-level division.
    Seat,
    Town,
    /// A part of a town.
    Quarter,
    Site,
    Region,
    Island,
    /// A sea, strait, gulf, river, lake or canal.
    Water,
    /// A macro-region; it has no point.
    Macro,
    /// An adjective or the name of a people: only for given spans.
    Demonym,
}

/// The kinds by their names in the build table; the index is the code in the file.
pub(super) const KINDS: [(&str, PlaceKind); 13] = [
    ("country", PlaceKind::Country),
    ("admin1", PlaceKind::Admin1),
    ("admin2", PlaceKind::Admin2),
    ("capital", PlaceKind::Capital),
    ("seat", PlaceKind::Seat),
    ("town", PlaceKind::Town),
    ("quarter", PlaceKind::Quarter),
    ("site", PlaceKind::Site),
    ("region", PlaceKind::Region),
    ("island", PlaceKind::Island),
    ("water", PlaceKind::Water),
    ("macro", PlaceKind::Macro),
    ("demonym", PlaceKind::Demonym),
];

impl PlaceKind {
    pub(super) fn precision(self) -> PlacePrecision {
        match self {
            PlaceKind::Country | PlaceKind::Demonym => PlacePrecision::Country,
            PlaceKind::Admin1 => PlacePrecision::Admin1,
            PlaceKind::Admin2 => PlacePrecision::Admin2,
            PlaceKind::Capital | PlaceKind::Seat | PlaceKind::Town | PlaceKind::Quarter => PlacePrecision::Town,
            PlaceKind::Site => PlacePrecision::Site,
            PlaceKind::Region | PlaceKind::Island | PlaceKind::Water | PlaceKind::Macro => PlacePrecision::Region,
        }
    }

    /// A town or a part of one.
    pub(super) fn is_settlement(self) -> bool {
        matches!(self, PlaceKind::Capital | PlaceKind::Seat | PlaceKind::Town | PlaceKind::Quarter)
    }
}

/// One place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Entry {
    pub idx: EntryIdx,
    /// 0 when the place is not from GeoNames.
    pub geonameid: u32,
    pub kind: PlaceKind,
    /// Index of a country, 0 for none.
    pub country: u8,
    /// Number of the first-level division over the whole index, 0 for none.
    pub admin1: u16,
    /// The same for the second level.
    pub admin2: u16,
    /// Degrees; `None` for macro-regions.
    pub point: Option<(f64, f64)>,
    /// Within 10 %.
    pub population: f64,
    pub radius_km: f64,
    /// The seat of an institution beside the capital.
    pub seat: bool,
}
