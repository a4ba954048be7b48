//! What holds for the codes of actors in every report: names decide them, and nothing that lies beside.

use selon::report::{Stated, read_text};
use selon::types::{Label, Reading};
use unicode_normalization::UnicodeNormalization;

use crate::PIPELINE;

fn read(text: &str, language: &str) -> Reading {
    let stated =
        Stated { language: Some(language.to_owned()), date: Some("2024-03-14".to_owned()), ..Stated::default() };
    PIPELINE.read(read_text("property", text.as_bytes(), &stated).unwrap())
}

/// Form, entity, country and sector of each mention that begins inside `from..to`, without offsets.
fn mentions(reading: &Reading, from: usize, to: usize) -> Vec<String> {
    let inside = reading.mentions.actors.iter().filter(|actor| (from..to).contains(&actor.span.start()));
    let mut entities: Vec<usize> = Vec::new();
    inside
        .map(|actor| {
            let entity = entities.iter().position(|entity| *entity == actor.entity).unwrap_or_else(|| {
                entities.push(actor.entity);
                entities.len() - 1
            });
            let (code, sector) = (actor.code.as_deref().unwrap_or("---"), actor.sector.as_deref().unwrap_or("---"));
            format!("{} {entity} {code} {sector}", actor.form.label())
        })
        .collect()
}

/// A text about the first country, and what to put in the place of each word for the second.
struct Renaming {
    language: &'static str,
    text: &'static str,
    words: &'static [(&'static str, &'static str)],
    codes: (&'static str, &'static str),
}

const RENAMINGS: &[Renaming] = &[
    Renaming {
        language: "fr",
        text: "La Norvège a rappelé son ambassadeur au Chili. Oslo dénonce une attaque. Les forces norvégiennes sont en \
               alerte. Le ministère de la Défense a annoncé des exercices, et ses soldats gardent les ports.",
        words: &[("Norvège", "Finlande"), ("Oslo", "Helsinki"), ("norvégiennes", "finlandaises")],
        codes: ("NOR", "FIN"),
    },
    Renaming {
        language: "fr",
        text: "Bamako a suspendu les vols. Le Mali accuse une milice. L’armée malienne affirme que ses hommes ont repris \
               la ville. « Nous tiendrons », a déclaré le président malien.",
        words: &[("Bamako", "Niamey"), ("Mali", "Niger"), ("malienne", "nigérienne"), ("malien", "nigérien")],
        codes: ("MLI", "NER"),
    },
    Renaming {
        language: "en",
        text: "Norway recalled its ambassador from Chile. Oslo condemned the attack. Norwegian troops are on alert. The \
               defence ministry announced drills, and its soldiers guard the ports.",
        words: &[("Norway", "Finland"), ("Oslo", "Helsinki"), ("Norwegian", "Finnish")],
        codes: ("NOR", "FIN"),
    },
    Renaming {
        language: "de",
        text: "Norwegen hat seinen Botschafter aus Chile abberufen. Oslo verurteilte den Angriff. Norwegische Truppen \
               sind in Bereitschaft.",
        words: &[("Norwegen", "Finnland"), ("Oslo", "Helsinki"), ("Norwegische", "Finnische")],
        codes: ("NOR", "FIN"),
    },
];

#[test]
fn renaming_a_country_renames_its_codes_and_nothing_else() {
    for renaming in RENAMINGS {
        let renamed = renaming.words.iter().fold(renaming.text.to_owned(), |text, (from, to)| text.replace(from, to));
        let before = mentions(&read(renaming.text, renaming.language), 0, usize::MAX);
        let after = mentions(&read(&renamed, renaming.language), 0, usize::MAX);
        let (from, to) = renaming.codes;
        let expected: Vec<String> = before.iter().map(|mention| mention.replace(from, to)).collect();
        assert!(before.iter().any(|mention| mention.contains(from)), "{}", renaming.text);
        assert_eq!(after, expected, "{renamed}");
    }
}

#[test]
fn a_paragraph_about_something_else_changes_no_code_outside_it() {
    for (language, others) in [
        (
            "fr",
            ["Au Pérou, la récolte de café a été bonne cette année.", "Le musée de Lisbonne rouvre ses salles samedi."],
        ),
        (
            "en",
            ["In Peru, the coffee harvest was good this year.", "The museum of Lisbon reopens its halls on Saturday."],
        ),
        ("de", ["In Peru war die Kaffeeernte in diesem Jahr gut.", "Das Museum in Lissabon öffnet am Samstag wieder."]),
    ] {
        for renaming in RENAMINGS.iter().filter(|renaming| renaming.language == language) {
            let alone = mentions(&read(renaming.text, language), 0, usize::MAX);
            for other in others {
                let after = format!("{}\n\n{other}", renaming.text);
                assert_eq!(mentions(&read(&after, language), 0, renaming.text.len()), alone, "{after}");
                let before = format!("{other}\n\n{}", renaming.text);
                assert_eq!(mentions(&read(&before, language), other.len() + 2, before.len()), alone, "{before}");
            }
        }
    }
}

/// Sentences with names, adjectives, descriptions, possessives and pronouns.
const SIGNS: &[(&str, &str)] = &[
    (
        "fr",
        "L’armée algérienne a arrêté trois hommes à Béchar. L’Élysée s’est dit inquiet. « C’est grave », a déclaré l’émissaire turc.",
    ),
    ("en", "Ethiopia’s army shelled the rebels’ camp near Gondar. The minister’s aide said they hadn’t fled."),
    (
        "ru",
        "Армия Эфиопии обстреляла лагерь повстанцев. Самолёт ВВС Чада разбился. Эфиопский министр объявил о перемирии.",
    ),
    ("uk", "Армія Ефіопії обстріляла табір повстанців. Прем’єр Чаду зустрівся з послом Кенії."),
    ("es", "El Ejército de Etiopía atacó a los rebeldes. El Gobierno español pidió calma."),
    ("de", "Äthiopiens Armee beschoss das Lager der Rebellen. Der türkische Präsident äußerte sich besorgt."),
];

#[test]
fn signs_normal_forms_and_line_breaks_change_no_code() {
    for (language, text) in SIGNS {
        let plain = mentions(&read(text, language), 0, usize::MAX);
        assert!(plain.len() >= 3, "{text}: {plain:?}");
        // A line that begins with a capital may be a paragraph of its own; one inside a sentence is none.
        let inside = |(at, _): &(usize, &str)| text[at + 1..].starts_with(char::is_lowercase);
        let (at, _) = text.match_indices(' ').filter(inside).nth(2).expect("three small words");
        let broken = format!("{}\n{}", &text[..at], &text[at + 1..]);
        for variant in [
            text.replace('’', "'"),
            text.replace(' ', "\u{a0}"),
            text.replace(' ', "  "),
            text.nfd().collect(),
            text.nfc().collect(),
            broken,
        ] {
            assert_eq!(mentions(&read(&variant, language), 0, usize::MAX), plain, "{variant:?}");
        }
    }
}

#[test]
fn names_in_a_headline_of_capitals_keep_their_codes() {
    for (language, text, codes) in [
        ("fr", "La Norvège rappelle son ambassadeur au Chili", ["NOR", "CHL"]),
        ("fr", "Le Hamas et l’armée égyptienne concluent une trêve", ["PSE", "EGY"]),
        ("en", "Norway recalls its ambassador from Chile", ["NOR", "CHL"]),
        ("en", "Boko Haram attacks troops in Chad", ["NGA", "TCD"]),
        ("ru", "Норвегия отозвала посла из Чили", ["NOR", "CHL"]),
        ("uk", "Норвегія відкликала посла з Чилі", ["NOR", "CHL"]),
        ("es", "Noruega retira a su embajador de Chile", ["NOR", "CHL"]),
        ("de", "Norwegen zieht seinen Botschafter aus Chile ab", ["NOR", "CHL"]),
    ] {
        for variant in [text.to_owned(), text.to_uppercase()] {
            let reading = read(&format!("{variant}\n\nAutre chose."), language);
            let found: Vec<&str> = reading.mentions.actors.iter().filter_map(|actor| actor.code.as_deref()).collect();
            assert!(codes.iter().all(|code| found.contains(code)), "{variant}: {found:?}");
        }
    }
}
