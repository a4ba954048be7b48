//! The place index: one binary file that is ready without parsing, from names to places with country, point and kind.
//!
//! Layout, all numbers little-endian: the magic word, the offsets of the sections, the sections. `encode.rs` writes it.
//! The content comes from GeoNames and other sources that `data/README.md` credits.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use selon_types::TableError;

use super::kind::{Entry, KINDS, PlaceKind};
use super::lexicon::Lexicon;
use super::words::{Case, Words, keys_of_name};

/// The first bytes of the file; the last one is the version of the layout.
pub(super) const MAGIC: &[u8; 8] = b"SELONGZ1";
/// Names (fst), postings, entries, canonical names, countries, context words.
pub(super) const SECTIONS: usize = 6;
pub(super) const ENTRY_BYTES: usize = 24;
const HEADER_BYTES: usize = MAGIC.len() + 4 * (SECTIONS + 1);

/// The place index: names in six languages to places with country, point and kind.
pub struct Gazetteer {
    bytes: Shared,
    sections: [Range<usize>; SECTIONS],
    names: fst::raw::Fst<Part>,
    countries: Vec<[u8; 3]>,
    country_entry: Vec<Option<EntryIdx>>,
    /// The entry of each first-level division, by its number.
    admin1_entry: BTreeMap<u16, EntryIdx>,
    pub(super) lexicon: Lexicon,
}

/// Why a file is no place index.
#[derive(Debug, thiserror::Error)]
pub enum GazetteerError {
    /// Another kind of file, or another version of the layout.
    #[error("the place index does not begin with \"SELONGZ1\"; build it with `cargo xtask gazetteer` of this version")]
    Magic,
    /// The file is shorter than its header says.
    #[error("the place index is cut or damaged: section {section} ends at byte {end} of {length}")]
    Cut {
        /// The section, from 0.
        section: usize,
        /// Where it should end.
        end: usize,
        /// How long the file is.
        length: usize,
    },
    /// The name table is damaged.
    #[error("the names of the place index are damaged: {0}")]
    Names(#[from] fst::Error),
    /// The context words are no table.
    #[error("the context words of the place index are damaged: {0}")]
    Context(#[from] TableError),
}

/// A place as others than the stages may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownPlace {
    /// GeoNames id, when it comes from there.
    pub geonameid: Option<u32>,
    /// ISO 3166 alpha-3.
    pub country: String,
    /// Latitude and longitude in degrees.
    pub point: (f64, f64),
    /// It is a country.
    pub is_country: bool,
    /// It is the capital of its country.
    pub is_capital: bool,
}

/// Index of an entry in a [`Gazetteer`].
pub(super) type EntryIdx = u32;

#[derive(Clone)]
struct Shared(Arc<dyn AsRef<[u8]> + Send + Sync>);

/// A section, as the fst crate wants it.
struct Part {
    bytes: Shared,
    range: Range<usize>,
}

impl AsRef<[u8]> for Part {
    fn as_ref(&self) -> &[u8] {
        &self.bytes.0.as_ref().as_ref()[self.range.clone()]
    }
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gazetteer({} places, {} names)", self.len(), self.names.len())
    }
}

/// One name that begins at a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NameMatch {
    pub n_words: usize,
    /// What [`Gazetteer::postings`] takes.
    pub value: u64,
}

impl Gazetteer {
    /// Opens the bytes of a place index: owned, static or memory-mapped. Nothing is copied but the context words.
    ///
    /// # Errors
    /// When the bytes are no place index of this version.
    pub fn from_bytes(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Result<Gazetteer, GazetteerError> {
        let bytes = Shared(Arc::new(bytes));
        let all = bytes.0.as_ref().as_ref();
        if all.len() < HEADER_BYTES || !all.starts_with(MAGIC) {
            return Err(GazetteerError::Magic);
        }
        let offset = |idx: usize| u32_at(all, MAGIC.len() + 4 * idx) as usize;
        let mut sections: [Range<usize>; SECTIONS] = std::array::from_fn(|_| 0..0);
        for (section, range) in sections.iter_mut().enumerate() {
            let (start, end) = (offset(section), offset(section + 1));
            if start > end || end > all.len() {
                return Err(GazetteerError::Cut { section, end, length: all.len() });
            }
            *range = start..end;
        }
        let names = fst::raw::Fst::new(Part { bytes: bytes.clone(), range: sections[0].clone() })?;
        let countries: Vec<[u8; 3]> = all[sections[4].clone()].as_chunks::<3>().0.to_vec();
        let context = String::from_utf8_lossy(&all[sections[5].clone()]).into_owned();
        let lexicon = Lexicon::parse(&context)?;
        let mut gazetteer = Gazetteer {
            bytes,
            sections,
            names,
            country_entry: vec![None; countries.len()],
            admin1_entry: BTreeMap::new(),
            countries,
            lexicon,
        };
        // Countries and first-level divisions come first in the file.
        for idx in 0..gazetteer.len() as EntryIdx {
            let entry = gazetteer.entry(idx);
            match entry.kind {
                PlaceKind::Country => {
                    if let Some(slot) = gazetteer.country_entry.get_mut(usize::from(entry.country)) {
                        slot.get_or_insert(idx);
                    }
                }
                PlaceKind::Admin1 => {
                    gazetteer.admin1_entry.entry(entry.admin1).or_insert(idx);
                }
                _ => break,
            }
        }
        Ok(gazetteer)
    }

    /// How many places it holds.
    pub fn len(&self) -> usize {
        self.sections[2].len() / ENTRY_BYTES
    }

    /// It holds no place.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// ISO 3166 alpha-3 of the country that has this name (*Bélarus*, *в России*: `BLR`, `RUS`), in any language.
    pub fn country_named(&self, name: &str) -> Option<&str> {
        let entries = self.entries_named(name);
        let country = entries.iter().find(|entry| entry.kind == PlaceKind::Country)?;
        self.iso3(country.country)
    }

    /// ISO 3166 alpha-3 of the country where the place of this name lies, when its likeliest reading leaves no doubt:
    /// a country, a capital, a first-level division, or a place far larger than all others of the name.
    pub fn country_of(&self, name: &str) -> Option<&str> {
        let mut entries = self.entries_named(name);
        entries.retain(|entry| entry.kind != PlaceKind::Demonym);
        self.clear_country(&entries)
    }

    /// The words are a country, a people, an adjective of one, or a capital, and nothing else.
    pub fn is_country_word(&self, words: &str) -> bool {
        let is_national =
            |entry: &Entry| matches!(entry.kind, PlaceKind::Country | PlaceKind::Demonym | PlaceKind::Capital);
        self.entries_named(words).iter().any(is_national)
    }

    /// Every place with a country and a point, in the order of the file.
    pub fn known_places(&self) -> impl Iterator<Item = KnownPlace> + '_ {
        (0..self.len() as EntryIdx).filter_map(|idx| {
            let entry = self.entry(idx);
            Some(KnownPlace {
                geonameid: (entry.geonameid != 0).then_some(entry.geonameid),
                country: self.iso3(entry.country)?.to_owned(),
                point: entry.point?,
                is_country: entry.kind == PlaceKind::Country,
                is_capital: entry.kind == PlaceKind::Capital,
            })
        })
    }

    pub(super) fn clear_country(&self, entries: &[Entry]) -> Option<&str> {
        let weight = |entry: &Entry| super::resolve::prior(entry);
        let best = entries.iter().map(weight).fold(f64::MIN, f64::max);
        let mut likely = entries.iter().filter(|entry| weight(entry) > best - 2.0);
        let country = likely.next()?.country;
        likely.all(|entry| entry.country == country).then(|| self.iso3(country)).flatten()
    }

    /// All readings of a name, in the order of the file.
    pub(super) fn entries_named(&self, name: &str) -> Vec<Entry> {
        let mut found: Vec<EntryIdx> = Vec::new();
        for key in keys_of_name(name) {
            if let Some(value) = self.names.get(key.as_bytes()) {
                self.postings(value.value(), &mut found);
            }
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|idx| self.entry(idx)).collect()
    }

    /// The names that begin at word `start`, the longest last.
    pub(super) fn matches_at(&self, words: &Words, start: usize, german: bool, found: &mut Vec<NameMatch>) {
        found.clear();
        let first = &words.words[start];
        if first.short_caps {
            let root = self.names.root();
            if let Some(mark) = root.find_input(1) {
                let transition = root.transition(mark);
                let node = self.names.node(transition.addr);
                self.walk_key(node, transition.out, words.folded(start), |value| {
                    found.push(NameMatch { n_words: 1, value });
                });
            }
            // *EU* is not the town of Eu; *ROME* in a date line is Rome; *DR Congo* goes on.
            let alone = words.words.get(start + 1).is_none_or(|next| !next.gap.joins() || next.case != Case::Upper);
            let short = words.folded(start).chars().count() <= 3 && alone;
            let abbreviations = found.len();
            self.walk(self.names.root(), fst::raw::Output::zero(), words, start, 1, german, found);
            if abbreviations > 0 || short {
                let mut nth = 0;
                found.retain(|one| {
                    nth += 1;
                    nth <= abbreviations || one.n_words > 1
                });
            }
            return;
        }
        self.walk(self.names.root(), fst::raw::Output::zero(), words, start, 1, german, found);
    }

    #[expect(clippy::too_many_arguments, reason = "the state of a recursive walk")]
    fn walk(
        &self,
        node: fst::raw::Node<'_>,
        out: fst::raw::Output,
        words: &Words,
        idx: usize,
        n_words: usize,
        german: bool,
        found: &mut Vec<NameMatch>,
    ) {
        let key = words.key(idx);
        let other = words.other_key(idx);
        for form in std::iter::once(key).chain(other) {
            let mut here = node;
            let mut value = out;
            let mut dead = false;
            for (position, byte) in form.bytes().enumerate() {
                // Russlands, Kiews: the name is a word less its last s.
                if german && byte == b's' && position + 1 == form.len() && position > 3 && here.is_final() {
                    found.push(NameMatch { n_words, value: value.cat(here.final_output()).value() });
                }
                let Some(transition) = here.find_input(byte) else {
                    dead = true;
                    break;
                };
                let transition = here.transition(transition);
                value = value.cat(transition.out);
                here = self.names.node(transition.addr);
            }
            if dead {
                continue;
            }
            if here.is_final() {
                found.push(NameMatch { n_words, value: value.cat(here.final_output()).value() });
            }
            let next = idx + 1;
            if next < words.len()
                && words.words[next].gap.joins()
                && let Some(transition) = here.find_input(b' ')
            {
                let transition = here.transition(transition);
                let node = self.names.node(transition.addr);
                self.walk(node, value.cat(transition.out), words, next, n_words + 1, german, found);
            }
        }
    }

    fn walk_key(&self, node: fst::raw::Node<'_>, out: fst::raw::Output, key: &str, mut found: impl FnMut(u64)) {
        let (mut here, mut value) = (node, out);
        for byte in key.bytes() {
            let Some(transition) = here.find_input(byte) else { return };
            let transition = here.transition(transition);
            value = value.cat(transition.out);
            here = self.names.node(transition.addr);
        }
        if here.is_final() {
            found(value.cat(here.final_output()).value());
        }
    }

    /// Appends the entries that a name stands for: one entry, or a run of postings.
    pub(super) fn postings(&self, value: u64, found: &mut Vec<EntryIdx>) {
        let number = (value >> 8) as usize;
        match value & 0xff {
            0 => found.push(number as EntryIdx),
            count => {
                let postings = &self.all()[self.sections[1].clone()];
                let run = postings.get(number * 4..(number + count as usize) * 4).unwrap_or_default();
                found.extend(run.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)));
            }
        }
    }

    pub(super) fn entry(&self, idx: EntryIdx) -> Entry {
        let start = self.sections[2].start + idx as usize * ENTRY_BYTES;
        let record = &self.all()[start..start + ENTRY_BYTES];
        let (lat, lon) = (i24_at(record, 4), i24_at(record, 7));
        Entry {
            idx,
            geonameid: u32_at(record, 0),
            kind: KINDS[usize::from(record[10]).min(KINDS.len() - 1)].1,
            country: record[11],
            admin1: u16_at(record, 12),
            admin2: u16_at(record, 14),
            point: (lat != i32::from(i16::MAX) * 256).then(|| (f64::from(lat) / 1e4, f64::from(lon) / 1e4)),
            population: (f64::from(record[16]) / 8.0).exp2() - 1.0,
            radius_km: f64::from(u16_at(record, 18)),
            seat: record[17] & 1 != 0,
        }
    }

    /// The name of an entry as the sources write it.
    pub(super) fn name(&self, idx: EntryIdx) -> &str {
        let record = self.sections[2].start + idx as usize * ENTRY_BYTES;
        let start = self.sections[3].start + u32_at(self.all(), record + 20) as usize;
        let rest = &self.all()[start.min(self.sections[3].end)..self.sections[3].end];
        let end = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
        std::str::from_utf8(&rest[..end]).unwrap_or_default()
    }

    /// ISO 3166 alpha-3 of a country index.
    pub(super) fn iso3(&self, country: u8) -> Option<&str> {
        let code = self.countries.get(usize::from(country)).filter(|_| country > 0)?;
        std::str::from_utf8(code).ok()
    }

    /// The entry of a country itself.
    pub(super) fn country_entry(&self, country: u8) -> Option<Entry> {
        self.country_entry.get(usize::from(country)).copied().flatten().map(|idx| self.entry(idx))
    }

    /// The entry of a first-level division.
    pub(super) fn admin1_entry(&self, admin1: u16) -> Option<Entry> {
        self.admin1_entry.get(&admin1).map(|&idx| self.entry(idx))
    }

    fn all(&self) -> &[u8] {
        self.bytes.0.as_ref().as_ref()
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn i24_at(bytes: &[u8], at: usize) -> i32 {
    i32::from_le_bytes([0, bytes[at], bytes[at + 1], bytes[at + 2]]) >> 8
}
