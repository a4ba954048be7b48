//! What the scorer must know about places: which words name a country, its people or its capital.

use std::collections::BTreeMap;

use selon_types::{Table, TableError};

/// Which words name which country.
#[derive(Clone, Debug, Default)]
pub struct Atlas {
    /// Folded names of countries.
    names: BTreeMap<String, String>,
    /// Folded demonyms, adjectives and capitals.
    others: BTreeMap<String, String>,
    /// Stems that take the endings of their language (`афганск*`).
    stems: BTreeMap<String, String>,
    /// Places with a country, for gold that gives a point or an id only.
    places: Vec<KnownPlace>,
    /// GeoNames ids with the place in that list.
    ids: BTreeMap<u32, usize>,
}

/// A place of the gazetteer, as far as the scorer needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownPlace {
    /// GeoNames id.
    pub geonameid: Option<u32>,
    /// Latitude and longitude in degrees.
    pub point: (f64, f64),
    /// ISO 3166 alpha-3.
    pub country: String,
    /// It is the capital of its country.
    pub is_capital: bool,
}

/// The shortest stem: shorter ones would take in other words.
const SHORTEST_STEM: usize = 3;

impl Atlas {
    /// Reads the product's table of states: a column `code`, names in `name_*`, adjectives and demonyms in `adj_*`,
    /// capitals in `seat_*`.
    ///
    /// # Errors
    /// When the table is damaged.
    pub fn from_table(content: &str) -> Result<Atlas, TableError> {
        const LANGUAGES: [&str; 6] = ["fr", "en", "ru", "uk", "es", "de"];
        let table = Table::parse("states", content, &["code"])?;
        let mut atlas = Atlas::default();
        for row in table.rows() {
            let code = row.get("code");
            for lang in LANGUAGES {
                for name in row.list(&format!("name_{lang}")) {
                    atlas.learn(name, code, true);
                }
                for name in row.list(&format!("adj_{lang}")).chain(row.list(&format!("seat_{lang}"))) {
                    atlas.learn(name, code, false);
                }
            }
        }
        Ok(atlas)
    }

    /// Adds places of the gazetteer, to tell the country of a gold point or id.
    pub fn with_places(mut self, places: Vec<KnownPlace>) -> Atlas {
        self.ids = places.iter().enumerate().filter_map(|(idx, place)| Some((place.geonameid?, idx))).collect();
        self.places = places;
        self
    }

    fn learn(&mut self, name: &str, code: &str, is_country: bool) {
        let folded = fold(name.trim_end_matches('*'));
        let list = match (name.ends_with('*'), is_country) {
            (true, _) => &mut self.stems,
            (false, true) => &mut self.names,
            (false, false) => &mut self.others,
        };
        list.entry(folded).or_insert_with(|| code.to_owned());
    }

    /// The country of this name, in any of the six languages.
    pub fn country_named(&self, name: &str) -> Option<&str> {
        let folded = fold(name);
        self.names.get(&folded).map(String::as_str)
    }

    /// The words are a country, a demonym or a capital, and nothing else.
    pub fn is_place_word(&self, words: &str) -> bool {
        let folded = fold(words);
        let has_stem = || {
            let ends = folded.char_indices().map(|(idx, _)| idx).chain([folded.len()]);
            ends.filter(|end| folded[..*end].chars().count() >= SHORTEST_STEM)
                .any(|end| self.stems.contains_key(&folded[..end]))
        };
        self.names.contains_key(&folded) || self.others.contains_key(&folded) || (!folded.contains(' ') && has_stem())
    }

    /// The country of the nearest known place.
    pub fn country_near(&self, point: (f64, f64)) -> Option<&str> {
        let far = |place: &&KnownPlace| distance_km(point, place.point);
        let nearest = self.places.iter().min_by(|a, b| far(a).total_cmp(&far(b)));
        nearest.map(|place| place.country.as_str())
    }

    /// The country of a GeoNames id.
    pub fn country_of_id(&self, geonameid: u32) -> Option<&str> {
        self.ids.get(&geonameid).map(|idx| self.places[*idx].country.as_str())
    }

    /// Where the capital of a country lies.
    pub fn capital_of(&self, country: &str) -> Option<(f64, f64)> {
        let capital = self.places.iter().find(|place| place.is_capital && place.country == country);
        capital.map(|place| place.point)
    }
}

/// Lower case without the leading article, apostrophes alike.
fn fold(words: &str) -> String {
    let mut folded = words.to_lowercase().replace(['’', 'ʼ'], "'");
    for article in ["l'", "la ", "le ", "les ", "the ", "el ", "los ", "las ", "die ", "der ", "das ", "den "] {
        if let Some(rest) = folded.strip_prefix(article) {
            folded = rest.to_owned();
            break;
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Great-circle distance in km.
pub(crate) fn distance_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    const EARTH_RADIUS_KM: f64 = 6371.0088;
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let (d_lat, d_lon) = (lat_b - lat_a, (b.1 - a.1).to_radians());
    let h = (d_lat / 2.0).sin().powi(2) + lat_a.cos() * lat_b.cos() * (d_lon / 2.0).sin().powi(2);
    2.0 * EARTH_RADIUS_KM * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: &str = "code\tname_fr\tadj_fr\tadj_ru\tseat_fr\n\
        RUS\tRussie|Fédération de Russie\trusse|russes\tроссийск*\tMoscou\n";

    #[test]
    fn names_demonyms_capitals_and_stems() {
        let atlas = Atlas::from_table(STATES).unwrap();
        assert_eq!(atlas.country_named("la Russie"), Some("RUS"));
        assert_eq!(atlas.country_named("Moscou"), None);
        for words in ["Russie", "russes", "Moscou", "российских", "la Fédération de  Russie"] {
            assert!(atlas.is_place_word(words), "{words}");
        }
        for words in ["armée russe", "Kremlin", "российские войска"] {
            assert!(!atlas.is_place_word(words), "{words}");
        }
    }

    #[test]
    fn distances() {
        let (paris, london) = ((48.8566, 2.3522), (51.5074, -0.1278));
        assert!((distance_km(paris, london) - 343.6).abs() < 1.0);
        assert!(distance_km(paris, paris) < 1e-9);
        let place = |id, point, country: &str| KnownPlace {
            geonameid: Some(id),
            point,
            country: country.into(),
            is_capital: true,
        };
        let atlas = Atlas::default().with_places(vec![place(1, paris, "FRA"), place(2, london, "GBR")]);
        assert_eq!(atlas.country_near((50.9, 0.0)), Some("GBR"));
        assert_eq!(atlas.country_of_id(1), Some("FRA"));
        assert_eq!(atlas.capital_of("GBR"), Some(london));
    }
}
