//! What the words around a name make of the place: *au nord de X*, *180 km from X*, *près de X*, *the border between X
//! and Y* are areas, not pins.

use selon_types::{PlaceMention, PlacePrecision, Span};

use super::find::Candidate;
use super::kind::{Entry, PlaceKind};
use super::lexicon::Role;
use super::local::follows;
use super::reader::Reader;
use super::resolve::Choice;
use super::words::Gap;

/// One degree of latitude.
const KM_PER_DEGREE: f64 = 111.2;

/// The mention of one candidate.
pub(super) fn mention(reader: &Reader<'_>, candidates: &[Candidate], choices: &[Choice], at: usize) -> PlaceMention {
    let candidate = &candidates[at];
    let choice = &choices[at];
    let Some(entry) = choice.entry else {
        return unresolved(reader, candidates, choices, at);
    };
    let place = plain(reader, candidate.span, entry, choice.confidence);
    if let Some(area) = border(reader, candidates, choices, at, &place) {
        return area;
    }
    let Some(phrase) = Phrase::before(reader, candidate.first) else {
        return place;
    };
    widened(reader, candidate, &entry, place, &phrase)
}

/// The place itself.
fn plain(reader: &Reader<'_>, span: Span, entry: Entry, confidence: f32) -> PlaceMention {
    let drawn = entry.kind != PlaceKind::Macro;
    PlaceMention {
        span,
        name: reader.gazetteer.name(entry.idx).to_owned(),
        geonameid: Some(entry.geonameid).filter(|id| *id > 0),
        country: reader.gazetteer.iso3(entry.country).map(str::to_owned),
        point: entry.point.filter(|_| drawn),
        radius_km: Some(entry.radius_km).filter(|_| drawn && entry.point.is_some()),
        precision: Some(entry.kind.precision()),
        confidence,
    }
}

/// A name that the index lacks: open, or as large as the place that the words put it in (*le quartier X d'Alep*).
fn unresolved(reader: &Reader<'_>, candidates: &[Candidate], choices: &[Choice], at: usize) -> PlaceMention {
    let candidate = &candidates[at];
    let holder = holder(reader, candidates, at)
        .and_then(|holder| choices[holder].entry)
        .filter(|entry| !matches!(entry.kind, PlaceKind::Macro | PlaceKind::Country) && entry.point.is_some());
    PlaceMention {
        span: candidate.span,
        name: candidate.span.of(reader.text).to_owned(),
        geonameid: None,
        country: holder.and_then(|entry| reader.gazetteer.iso3(entry.country)).map(str::to_owned),
        point: holder.and_then(|entry| entry.point),
        radius_km: holder.map(|entry| entry.radius_km.max(5.0)),
        precision: holder.map(|_| PlacePrecision::Region),
        confidence: if holder.is_some() { 0.3 } else { 0.0 },
    }
}

/// The candidate that the words make the holder of a name: *X, Kent*, *X in Kyiv*, *X d'Alep*, *Derry's X*.
fn holder(reader: &Reader<'_>, candidates: &[Candidate], at: usize) -> Option<usize> {
    let here = &candidates[at];
    if let Some(next) = candidates.get(at + 1) {
        let between = here.end()..next.first;
        let small = |idx: usize| reader.role(idx).is(Role::LINKER.or(Role::IN)) && reader.is_small(idx);
        let linked = (1..=2).contains(&between.len())
            && between.clone().all(small)
            && (reader.gap(here.end()).joins() || reader.gap(here.end()) == Gap::Comma)
            && (here.end() + 1..=next.first).all(|idx| reader.gap(idx).joins());
        if linked || follows(reader, here, next) {
            return Some(at + 1);
        }
    }
    let before = at.checked_sub(1)?;
    let possessive = candidates[before].end() + 1 == here.first
        && reader.gap(here.first - 1) == Gap::Apostrophe
        && reader.words.folded(here.first - 1) == "s";
    possessive.then_some(before)
}

/// Words before a name that make it an area.
struct Phrase {
    /// Its first word.
    first: usize,
    km: Option<f64>,
    /// North and east, each -1 to 1; both 0 when no direction is told.
    direction: (f64, f64),
}

impl Phrase {
    /// *à 180 km au nord de* | *au nord de* | *near*, read backwards from the name.
    fn before(reader: &Reader<'_>, name: usize) -> Option<Phrase> {
        let mut phrase = Phrase { first: name, km: None, direction: (0.0, 0.0) };
        let (mut found, mut stands_in) = (false, false);
        let mut at = name;
        while at > 0 && name - at < 7 && (reader.gap(at).joins() || at == name && reader.gap(at) == Gap::Mark) {
            let word = at - 1;
            let role = reader.role(word);
            if role.is(Role::UNIT) {
                let (km, first) = measure(reader, word)?;
                phrase.km = Some(km);
                phrase.first = first;
                return Some(phrase);
            }
            if role.is(Role::DIRECTION) && phrase.direction == (0.0, 0.0) && is_direction(reader, word) {
                phrase.direction = compass(reader.words.folded(word));
                phrase.first = word;
                found = true;
            } else if role.is(Role::NEAR) && !found && reader.is_small(word) && !stands_in {
                phrase.first = word;
                found = true;
                // *200 km off X*; « à 20 km près de » is nobody's wording.
                if let Some((km, first)) = word.checked_sub(1).and_then(|unit| measured(reader, unit)) {
                    phrase.km = Some(km);
                    phrase.first = first;
                }
                break;
            } else if !role.is(Role::LINKER.or(Role::IN).or(Role::TO)) || !reader.is_small(word) {
                break;
            }
            // *went off in X*: the particle belongs to the verb.
            stands_in |= role.is(Role::IN) && !role.is(Role::NEAR);
            at = word;
        }
        found.then_some(phrase)
    }
}

/// The kilometres before a word of nearness, when the word before it is a unit.
fn measured(reader: &Reader<'_>, unit: usize) -> Option<(f64, usize)> {
    (reader.role(unit).is(Role::UNIT) && reader.gap(unit + 1).joins()).then(|| measure(reader, unit)).flatten()
}

/// *est* is a verb in French unless an article stands before it; *este* a pronoun in Spanish.
fn is_direction(reader: &Reader<'_>, word: usize) -> bool {
    match reader.words.folded(word) {
        "est" => reader.gap(word) == Gap::Apostrophe,
        "este" => word > 0 && matches!(reader.words.folded(word - 1), "al" | "el"),
        _ => true,
    }
}

/// The kilometres of *180 km*, *about 20 miles*, and the word of the number.
fn measure(reader: &Reader<'_>, unit: usize) -> Option<(f64, usize)> {
    let number = unit.checked_sub(1)?;
    let digits = reader.words.folded(number);
    let mut value: f64 = digits.parse().ok()?;
    let mut first = number;
    // 1 200 km: groups of three digits.
    if digits.len() == 3
        && let Some(group) = number.checked_sub(1)
        && reader.gap(number).joins()
        && let Ok(thousands) = reader.words.folded(group).parse::<f64>()
        && thousands < 1000.0
    {
        value += thousands * 1000.0;
        first = group;
    }
    let miles = reader.words.folded(unit).starts_with("mi") || reader.words.folded(unit).starts_with("meil");
    let km = if miles { value * 1.609 } else { value };
    (km > 0.0 && km < 5000.0).then_some((km, first))
}

/// North and east of a word of direction.
fn compass(folded: &str) -> (f64, f64) {
    let has = |parts: &[&str]| parts.iter().any(|part| folded.contains(part));
    let north = if has(&["nord", "north", "norte", "nor", "север", "півн"]) {
        1.0
    } else if has(&["sud", "south", "sur", "юж", "юг", "півд"]) {
        -1.0
    } else {
        0.0
    };
    let east = if has(&["ouest", "west", "oeste", "запад", "захід", "заход"]) {
        -1.0
    } else if has(&["est", "east", "ost", "ostlich", "восто", "схід", "сход", "східн"]) {
        1.0
    } else {
        0.0
    };
    if north != 0.0 && east != 0.0 { (north * 0.707, east * 0.707) } else { (north, east) }
}

fn widened(
    reader: &Reader<'_>,
    candidate: &Candidate,
    entry: &Entry,
    mut place: PlaceMention,
    phrase: &Phrase,
) -> PlaceMention {
    place.span = reader.words.words[phrase.first].span.cover(candidate.span);
    place.geonameid = None;
    place.precision = Some(PlacePrecision::Region);
    place.name = place.span.of(reader.text).split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(point) = place.point else { return place };
    let own = entry.radius_km.max(2.0);
    let told = phrase.direction != (0.0, 0.0);
    let large = !entry.kind.is_settlement() && entry.kind != PlaceKind::Site;
    let (shift, radius) = match phrase.km {
        // A sector, or a ring around the place.
        Some(km) if told => (km, (0.25 * km).max(5.0)),
        Some(km) => (0.0, km + own),
        // « le nord du Mali » lies inside, « au nord d'Alep » outside.
        None if told && large => (0.45 * own, 0.6 * own),
        None if told => (own + 15.0, own + 25.0),
        None => (0.0, (2.0 * own).max(20.0)),
    };
    place.point = Some(moved(point, phrase.direction, shift));
    place.radius_km = Some(radius.round());
    if phrase.km.is_some_and(|km| km > 100.0) {
        // That far away it may lie in another country.
        place.country = None;
    }
    place
}

fn moved((lat, lon): (f64, f64), (north, east): (f64, f64), km: f64) -> (f64, f64) {
    let lat2 = (lat + north * km / KM_PER_DEGREE).clamp(-89.0, 89.0);
    let lon2 = lon + east * km / (KM_PER_DEGREE * lat.to_radians().cos().max(0.05));
    (round4(lat2), round4((lon2 + 540.0).rem_euclid(360.0) - 180.0))
}

fn round4(degrees: f64) -> f64 {
    (degrees * 1e4).round() / 1e4
}

/// *la frontière entre X et Y*, *the border between X and Y*: told at X, an area that reaches from one to the other.
fn border(
    reader: &Reader<'_>,
    candidates: &[Candidate],
    choices: &[Choice],
    at: usize,
    place: &PlaceMention,
) -> Option<PlaceMention> {
    let here = &candidates[at];
    let next = candidates.get(at + 1)?;
    let (x, y) = (choices[at].entry?, choices[at + 1].entry?);
    let between = here.end()..next.first;
    let joined = (1..=3).contains(&between.len())
        && between.clone().any(|idx| reader.role(idx).is(Role::AND))
        && between.clone().all(|idx| reader.role(idx).is(Role::AND.or(Role::LINKER).or(Role::TO)));
    let mut first = here.first;
    while joined && first > 0 && here.first - first < 4 && reader.gap(first).joins() {
        first -= 1;
        if reader.role(first).is(Role::BORDER) {
            let ((lat, lon), (lat2, lon2)) = (x.point?, y.point?);
            let share = x.radius_km / (x.radius_km + y.radius_km).max(1.0);
            return Some(PlaceMention {
                span: reader.words.words[first].span.cover(next.span),
                name: reader.words.words[first].span.cover(next.span).of(reader.text).to_owned(),
                geonameid: None,
                country: None,
                point: Some((round4(lat + (lat2 - lat) * share), round4(lon + (lon2 - lon) * share))),
                radius_km: Some((x.radius_km.max(y.radius_km) * 0.7).round().max(20.0)),
                precision: Some(PlacePrecision::Region),
                confidence: place.confidence,
            });
        }
        if !reader.role(first).is(Role::BETWEEN.or(Role::LINKER).or(Role::TO)) {
            return None;
        }
    }
    None
}
