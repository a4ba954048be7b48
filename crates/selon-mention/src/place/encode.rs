//! Writes the place index from the table that `data/build/gazetteer.py` collects.

use std::collections::{BTreeMap, BTreeSet};

use super::gazetteer::{ENTRY_BYTES, MAGIC, SECTIONS};
use super::kind::KINDS;
use super::words::keys_of_name;
use selon_types::{Row, Table, TableError};

const COLUMNS: [&str; 11] =
    ["id", "kind", "iso3", "admin1", "admin2", "lat", "lon", "population", "radius_km", "flags", "names"];
/// More readings of one name than this are never told apart; the largest are kept.
const MAX_READINGS: usize = 40;

/// The bytes of a place index for [`super::Gazetteer::from_bytes`]: `places` is the build table, `context` the
/// context words (`data/gazetteer/context.tsv`), `former` the names that places no longer bear (`former.tsv`).
///
/// # Errors
/// When a table is damaged: the file, the line and what was expected.
pub fn encode_gazetteer(places: &str, context: &str, former: &str) -> Result<Vec<u8>, TableError> {
    let table = Table::parse("places.tsv", places, &COLUMNS)?;
    let mut rows: Vec<Row<'_>> = table.rows().collect();
    // Countries and first-level divisions first (the reader relies on it), then by size.
    let rank = |row: &Row<'_>| ["country", "admin1"].iter().position(|kind| *kind == row.get("kind")).unwrap_or(2);
    rows.sort_by_key(|row| (rank(row), std::cmp::Reverse(number(*row, "population"))));
    let mut numbering = Numbering::default();
    let mut keys: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let (mut entries, mut names) = (Vec::new(), Vec::new());
    for (idx, row) in rows.iter().enumerate() {
        let name_at = names.len();
        for (nth, name) in row.list("names").enumerate() {
            if nth == 0 {
                names.extend_from_slice(name.as_bytes());
                names.push(b'\n');
            }
            for key in keys_of_name(name) {
                let postings = keys.entry(key).or_default();
                if postings.last() != Some(&(idx as u32)) && postings.len() < MAX_READINGS {
                    postings.push(idx as u32);
                }
            }
        }
        entries.extend_from_slice(&numbering.record(*row, name_at)?);
    }
    let (fst, postings) = index(&keys);
    let former = former_names(former)?.join("|");
    let context = format!("{}\n*\tstart\t{}\n*\tformer\t{former}\n", context.trim_end(), starts(&rows).join("|"));
    Ok(assemble([&fst, &postings, &entries, &names, &numbering.countries(), context.as_bytes()]))
}

/// Former name, name, country and last day of each name that is no longer borne, as the context words hold them.
fn former_names(former: &str) -> Result<Vec<String>, TableError> {
    let table = Table::parse("former.tsv", former, &["iso3", "name", "former", "until"])?;
    let told = table.rows().flat_map(|row| {
        row.list("former")
            .map(|name| format!("{name}>{}>{}>{}", row.get("name"), row.get("iso3"), row.get("until")))
            .collect::<Vec<_>>()
    });
    Ok(told.collect())
}

/// The first words of the names that begin with a small letter.
fn starts(rows: &[Row<'_>]) -> Vec<String> {
    let own = rows
        .iter()
        .filter(|row| matches!(row.get("kind"), "site" | "region" | "island" | "water" | "macro" | "country"));
    let small =
        own.flat_map(|row| row.list("names")).filter(|name| name.chars().next().is_some_and(char::is_lowercase));
    let first = small.filter_map(|name| name.split([' ', '-', '\'', '’']).next());
    first.map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect()
}

fn number(row: Row<'_>, column: &str) -> u64 {
    row.get(column).parse::<f64>().unwrap_or(0.0) as u64
}

/// Small numbers for countries and divisions, in the order of their first use.
#[derive(Default)]
struct Numbering {
    countries: Vec<String>,
    admin1: BTreeMap<(String, String), u16>,
    admin2: BTreeMap<(String, String, String), u16>,
}

impl Numbering {
    fn record(&mut self, row: Row<'_>, name_at: usize) -> Result<[u8; ENTRY_BYTES], TableError> {
        let kind = KINDS
            .iter()
            .position(|(name, _)| *name == row.get("kind"))
            .ok_or_else(|| row.error(format!("the kind {:?} is unknown", row.get("kind"))))?;
        let degrees = |column: &str| -> Result<i32, TableError> {
            match row.get(column) {
                "" => Ok(i32::from(i16::MAX) * 256),
                text => text
                    .parse::<f64>()
                    .map(|value| (value * 1e4).round() as i32)
                    .map_err(|_| row.error(format!("{column} {text:?} is no number of degrees"))),
            }
        };
        let iso3 = row.get("iso3");
        let country = match iso3 {
            "" => 0,
            iso3 => match self.countries.iter().position(|known| known == iso3) {
                Some(at) => at + 1,
                None => {
                    self.countries.push(iso3.to_owned());
                    self.countries.len()
                }
            },
        };
        let mut record = [0; ENTRY_BYTES];
        let id = row.get("id").parse::<u32>().unwrap_or(0);
        record[0..4].copy_from_slice(&id.to_le_bytes());
        record[4..7].copy_from_slice(&degrees("lat")?.to_le_bytes()[..3]);
        record[7..10].copy_from_slice(&degrees("lon")?.to_le_bytes()[..3]);
        record[10] = kind as u8;
        record[11] = u8::try_from(country).map_err(|_| row.error("more than 255 countries"))?;
        let (a1, a2) = (row.get("admin1"), row.get("admin2"));
        if !a1.is_empty() {
            let next = self.admin1.len() + 1;
            let code = *self.admin1.entry((iso3.to_owned(), a1.to_owned())).or_insert(next as u16);
            record[12..14].copy_from_slice(&code.to_le_bytes());
        }
        if !a2.is_empty() {
            let next = self.admin2.len() + 1;
            let next = u16::try_from(next).map_err(|_| row.error("more than 65,535 second-level divisions"))?;
            let code = *self.admin2.entry((iso3.to_owned(), a1.to_owned(), a2.to_owned())).or_insert(next);
            record[14..16].copy_from_slice(&code.to_le_bytes());
        }
        let population = number(row, "population");
        record[16] = ((population as f64 + 1.0).log2() * 8.0).round().min(255.0) as u8;
        record[17] = u8::from(row.list("flags").any(|flag| flag == "seat"));
        record[18..20].copy_from_slice(&(number(row, "radius_km").min(65_535) as u16).to_le_bytes());
        record[20..24].copy_from_slice(&(name_at as u32).to_le_bytes());
        Ok(record)
    }

    /// Three bytes for each country; number 0 is none.
    fn countries(&self) -> Vec<u8> {
        let mut bytes = b"---".to_vec();
        for code in &self.countries {
            bytes.extend(code.bytes().chain(*b"   ").take(3));
        }
        bytes
    }
}

/// The fst of the names and the postings of the ambiguous ones. A value is `number << 8 | count`; count 0 means that
/// the number is the only entry itself.
fn index(keys: &BTreeMap<String, Vec<u32>>) -> (Vec<u8>, Vec<u8>) {
    let mut builder = fst::MapBuilder::memory();
    let mut postings = Vec::new();
    for (key, entries) in keys {
        let value = match entries[..] {
            [only] => u64::from(only) << 8,
            _ => {
                let at = (postings.len() / 4) as u64;
                postings.extend(entries.iter().flat_map(|entry| entry.to_le_bytes()));
                at << 8 | entries.len() as u64
            }
        };
        builder.insert(key, value).expect("the keys of a BTreeMap are sorted and unique");
    }
    (builder.into_inner().expect("writing to memory does not fail"), postings)
}

fn assemble(sections: [&[u8]; SECTIONS]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    let mut at = MAGIC.len() + 4 * (SECTIONS + 1);
    for section in sections {
        bytes.extend_from_slice(&(at as u32).to_le_bytes());
        at += section.len();
    }
    bytes.extend_from_slice(&(at as u32).to_le_bytes());
    bytes.extend(sections.concat());
    bytes
}
