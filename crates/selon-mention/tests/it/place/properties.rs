//! What must hold for every text.

use proptest::prelude::*;
use selon_types::Language;
use unicode_normalization::UnicodeNormalization;

use super::places;

/// Texts with many names, and how they may be damaged.
const TEXTS: [(Language, &str); 6] = [
    (Language::Fr, "Une frappe a touché l'hôpital d'Alep, en Syrie, à 40 km au sud de Kandahar et en Côte d'Ivoire."),
    (
        Language::En,
        "Kyiv's mayor left Springfield, Illinois, for São Paulo; shells fell 30 miles east of Aleppo in Syria.",
    ),
    (Language::Ru, "Взрывы прогремели в Киеве, в Курской области и в Чёрном море."),
    (Language::Uk, "У Києві та в Авдіївці, біля Куп'янська і на Харківщині лунали сирени."),
    (Language::Es, "El convoy fue atacado al norte de Alepo, en Bogotá y en Perú."),
    (Language::De, "Russlands Botschafter verließ Syrien und flog über Köln nach Zürich."),
];

/// The places of a text as (letters of the words, country, precision).
fn shape(language: Language, text: &str) -> Vec<(String, Option<String>, String)> {
    let letters =
        |words: &str| -> String { words.nfd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    places(language, text)
        .0
        .iter()
        .map(|place| (letters(place.span.of(text)), place.country.clone(), format!("{:?}", place.precision)))
        .collect()
}

#[test]
fn apostrophes_spaces_normal_forms_and_line_breaks_change_nothing() {
    for (language, text) in TEXTS {
        let plain = shape(language, text);
        assert!(plain.len() >= 3, "{text}: {plain:?}");
        for damaged in [
            text.replace('\'', "’"),
            text.replace(' ', "\u{a0}"),
            text.replace(' ', "\u{202f}"),
            text.nfd().collect::<String>(),
            text.nfc().collect::<String>(),
            text.replace(' ', "\n"),
            text.replace(' ', "  "),
        ] {
            assert_eq!(shape(language, &damaged), plain, "{damaged:?}");
        }
    }
}

#[test]
fn capitals_change_nothing() {
    for (language, text) in TEXTS {
        // The eszett has no capital of its own; it is no part of a name here.
        assert_eq!(shape(language, &text.to_uppercase()), shape(language, text), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_text_never_panics_and_spans_slice(text in "\\PC{0,120}") {
        for language in [Language::Fr, Language::Ru, Language::De] {
            for place in places(language, &text).0 {
                prop_assert!(!place.span.of(&text).trim().is_empty());
            }
        }
    }

    #[test]
    fn random_words_never_panic(words in proptest::collection::vec(
        prop_oneof!["[A-ZÉ][a-zé]{1,8}", Just("Paris".to_owned()), Just("км".to_owned()), Just("Київ".to_owned()),
            Just("nord".to_owned()), Just("de".to_owned()), Just("entre".to_owned()), Just("et".to_owned()),
            Just("frontière".to_owned()), Just("12".to_owned()), Just(",".to_owned()), Just("Syrie".to_owned())], 0..30)) {
        let text = words.join(" ");
        let (found, _) = places(Language::Fr, &text);
        for pair in found.windows(2) {
            prop_assert!(pair[0].span <= pair[1].span);
        }
        for place in &found {
            prop_assert!(place.point.is_none_or(|(lat, lon)| lat.abs() <= 90.0 && lon.abs() <= 180.0));
        }
    }
}
