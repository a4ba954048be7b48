//! Literate cases and properties of the place stage: the Markdown files beside this one are read as cases.

mod properties;
mod removal;

use std::fmt::Write as _;
use std::sync::OnceLock;

use selon_mention::place::{Gazetteer, find_toponyms, resolve_places};
use selon_types::{Analysis, Label, Language, PlaceMention, Remark, Report};

/// The place index of the repository.
#[expect(clippy::disallowed_methods, reason = "a test opens the data file that the façade would hand over")]
pub(crate) fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
    GAZETTEER.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/gazetteer/places.bin");
        let bytes = std::fs::read(path).expect("data/gazetteer/places.bin is committed");
        Gazetteer::from_bytes(bytes).expect("the committed index is of this version")
    })
}

/// The places of a text, without a parse.
pub(crate) fn places(language: Language, text: &str) -> (Vec<PlaceMention>, Vec<Remark>) {
    places_by(gazetteer(), language, text)
}

fn places_by(gazetteer: &Gazetteer, language: Language, text: &str) -> (Vec<PlaceMention>, Vec<Remark>) {
    let report = Report { id: "case".to_owned(), language: Some(language), text: text.to_owned(), ..Report::default() };
    let analysis = Analysis::default();
    let toponyms = find_toponyms(&report, &analysis, gazetteer);
    resolve_places(&analysis, toponyms, &[])
}

/// What is wrong with the reading of one case; empty when nothing is.
fn check(gazetteer: &Gazetteer, language: Language, title: &str, text: &str, wanted: &[&str]) -> String {
    let (found, _) = places_by(gazetteer, language, text);
    let shown: Vec<String> = found
        .iter()
        .map(|place| {
            let country = place.country.as_deref().unwrap_or("-");
            let precision = place.precision.map_or("-", Label::label);
            format!("{} {country} {precision}", place.span.of(text))
        })
        .collect();
    let mut wrong = String::new();
    for line in wanted {
        let good = match line.split_at(2) {
            ("- ", place) => shown.iter().any(|one| one == place),
            ("! ", words) => {
                !found.iter().any(|place| place.span.of(text).split([' ', '\'', '’']).any(|word| word == words))
            }
            _ => false,
        };
        if !good {
            let _ = writeln!(wrong, "{language} / {title}: {line:?} fails; found {shown:?}");
        }
    }
    wrong
}

/// A case: its heading, the text, the lines of what is wanted.
type Case<'a> = (&'a str, String, Vec<&'a str>);

fn cases(markdown: &str) -> Vec<Case<'_>> {
    fn case(section: &str) -> Case<'_> {
        let mut lines = section.lines();
        let title = lines.next().unwrap_or_default();
        let (quoted, wanted): (Vec<&str>, Vec<&str>) =
            lines.filter(|line| line.starts_with(['>', '-', '!'])).partition(|line| line.starts_with('>'));
        let text = quoted.iter().map(|line| line.trim_start_matches(['>', ' '])).collect::<Vec<_>>().join("\n");
        assert!(!wanted.is_empty(), "{title}: a case expects something");
        (title, text, wanted)
    }
    markdown.split("\n## ").skip(1).map(case).collect()
}

fn check_file(language: Language, markdown: &str, at_least: usize) {
    let cases = cases(markdown);
    let wrong: String =
        cases.iter().map(|(title, text, wanted)| check(gazetteer(), language, title, text, wanted)).collect();
    assert!(cases.len() >= at_least, "{language}: {} cases", cases.len());
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn french() {
    check_file(Language::Fr, include_str!("fr.md"), 40);
}

#[test]
fn english() {
    check_file(Language::En, include_str!("en.md"), 40);
}

#[test]
fn russian() {
    check_file(Language::Ru, include_str!("ru.md"), 15);
}

#[test]
fn ukrainian() {
    check_file(Language::Uk, include_str!("uk.md"), 15);
}

#[test]
fn spanish() {
    check_file(Language::Es, include_str!("es.md"), 15);
}

#[test]
fn german() {
    check_file(Language::De, include_str!("de.md"), 15);
}

#[test]
fn a_country_is_found_by_any_of_its_names() {
    for (name, iso3) in
        [("Bélarus", "BLR"), ("Белоруссии", "BLR"), ("US", "USA"), ("Ägypten", "EGY"), ("Україні", "UKR")]
    {
        assert_eq!(gazetteer().country_named(name), Some(iso3), "{name}");
    }
    assert_eq!(gazetteer().country_of("Minsk"), Some("BLR"));
    assert_eq!(gazetteer().country_named("Minsk"), None);
}

#[test]
fn a_damaged_index_is_refused_with_the_reason() {
    assert!(Gazetteer::from_bytes(Vec::new()).unwrap_err().to_string().contains("SELONGZ1"));
    let mut cut = b"SELONGZ1".to_vec();
    cut.extend([255; 28]);
    assert!(Gazetteer::from_bytes(cut).is_err());
}

#[test]
fn an_unknown_place_has_a_remark() {
    let (found, remarks) = places(Language::Fr, "Le village de Xérambouka a été incendié.");
    assert_eq!(found[0].point, None);
    assert_eq!(remarks.len(), 1);
    assert_eq!(remarks[0].kind.label(), "unresolved_place");
}

#[test]
fn a_distance_moves_the_point_and_widens_it() {
    let at = |text: &str| places(Language::En, text).0.remove(0);
    let town = at("Shells fell in Mosul.");
    let area = at("Shells fell 100 km north of Mosul.");
    let ((lat, _), (lat2, _)) = (town.point.unwrap(), area.point.unwrap());
    assert!((lat2 - lat - 0.9).abs() < 0.05, "{lat} {lat2}");
    assert!(area.radius_km > Some(20.0));
    let near = at("Shells fell near Mosul.");
    assert!(near.radius_km > town.radius_km);
}
