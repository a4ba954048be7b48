//! What the scorer must know about places: which words name a country, its people or its capital.

use std::collections::BTreeMap;
use std::sync::Arc;

use selon_types::{Table, TableError};

/// What a gazetteer knows about names.
trait Names: Send + Sync {
    fn country_named(&self, name: &str) -> Option<String>;
    fn is_country_word(&self, words: &str) -> bool;
}

impl<N, W> Names for (N, W)
where
    N: Fn(&str) -> Option<String> + Send + Sync,
    W: Fn(&str) -> bool + Send + Sync,
{
    fn country_named(&self, name: &str) -> Option<String> {
        self.0(name)
    }

    fn is_country_word(&self, words: &str) -> bool {
        self.1(words)
    }
}

/// Which words name which country.
#[derive(Clone, Default)]
pub struct Atlas {
    /// Folded names of countries.
    names: BTreeMap<String, String>,
    /// Folded demonyms, adjectives and capitals.
    others: BTreeMap<String, String>,
    /// Stems that take the endings of their language (`афганск*`).
    stems: BTreeMap<String, String>,
    /// A gazetteer beside the table.
    gazetteer: Option<Arc<dyn Names>>,
    /// Places with a country, ascending by latitude, for gold that gives a point or an id only.
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
    /// It is a country.
    pub is_country: bool,
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
    pub fn with_places(mut self, mut places: Vec<KnownPlace>) -> Atlas {
        places.sort_by(|a, b| a.point.0.total_cmp(&b.point.0).then(a.point.1.total_cmp(&b.point.1)));
        self.ids = places.iter().enumerate().filter_map(|(idx, place)| Some((place.geonameid?, idx))).collect();
        self.places = places;
        self
    }

    /// Adds a gazetteer beside the table: which country a name means, and whether some words are nothing but a
    /// country, a people or a capital.
    pub fn with_words(
        mut self,
        country_named: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
        is_country_word: impl Fn(&str) -> bool + Send + Sync + 'static,
    ) -> Atlas {
        self.gazetteer = Some(Arc::new((country_named, is_country_word)));
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
    pub(crate) fn country_named(&self, name: &str) -> Option<String> {
        let folded = fold(name);
        let in_table = self.names.get(&folded).cloned();
        in_table.or_else(|| self.gazetteer.as_ref()?.country_named(&folded))
    }

    /// The words are a country, a demonym or a capital, and nothing else.
    pub(crate) fn is_place_word(&self, words: &str) -> bool {
        let folded = fold(words);
        let has_stem = || {
            let ends = folded.char_indices().map(|(idx, _)| idx).chain([folded.len()]);
            ends.filter(|end| folded[..*end].chars().count() >= SHORTEST_STEM)
                .any(|end| self.stems.contains_key(&folded[..end]))
        };
        self.names.contains_key(&folded)
            || self.others.contains_key(&folded)
            || (!folded.contains(' ') && has_stem())
            || self.gazetteer.as_ref().is_some_and(|gazetteer| gazetteer.is_country_word(&folded))
    }

    /// The country of the nearest known place.
    pub(crate) fn country_near(&self, point: (f64, f64)) -> Option<&str> {
        const KM_PER_DEGREE: f64 = 111.0;
        let start = self.places.partition_point(|place| place.point.0 < point.0);
        let mut best: Option<(f64, &KnownPlace)> = None;
        // Outwards by latitude, until that alone is farther than the best.
        let southwards = self.places[..start].iter().rev();
        let northwards = self.places[start..].iter();
        for side in [&mut southwards.into_iter() as &mut dyn Iterator<Item = &KnownPlace>, &mut northwards.into_iter()]
        {
            for place in side {
                if best.is_some_and(|(far, _)| (place.point.0 - point.0).abs() * KM_PER_DEGREE > far) {
                    break;
                }
                let far = distance_km(point, place.point);
                // A country's own point stands for a whole land and is near nothing.
                if !place.is_country && best.is_none_or(|(least, _)| far < least) {
                    best = Some((far, place));
                }
            }
        }
        best.map(|(_, place)| place.country.as_str())
    }

    /// The country of a GeoNames id.
    pub(crate) fn country_of_id(&self, geonameid: u32) -> Option<&str> {
        self.ids.get(&geonameid).map(|idx| self.places[*idx].country.as_str())
    }

    /// The GeoNames id is that of a country.
    pub(crate) fn is_country_id(&self, geonameid: u32) -> bool {
        self.ids.get(&geonameid).is_some_and(|idx| self.places[*idx].is_country)
    }

    /// Where the capital of a country lies.
    pub(crate) fn capital_of(&self, country: &str) -> Option<(f64, f64)> {
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
        assert_eq!(atlas.country_named("la Russie").as_deref(), Some("RUS"));
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
            is_country: false,
            is_capital: true,
        };
        let atlas = Atlas::default().with_places(vec![place(1, paris, "FRA"), place(2, london, "GBR")]);
        assert_eq!(atlas.country_near((50.9, 0.0)), Some("GBR"));
        assert_eq!(atlas.country_of_id(1), Some("FRA"));
        assert_eq!(atlas.capital_of("GBR"), Some(london));
    }
}
