//! What holds for every report: spans, order, variants of signs.

use selon::report::{Stated, from_text, read_text};
use selon::types::{Label, Language, Reading, Report, Span};

use crate::PIPELINE;

fn example(name: &str) -> String {
    std::fs::read_to_string(format!("{}/../../examples/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn read(text: &str, language: &str) -> Reading {
    let stated =
        Stated { language: Some(language.to_owned()), date: Some("2024-03-14".to_owned()), ..Stated::default() };
    PIPELINE.read(read_text("property", text.as_bytes(), &stated).unwrap())
}

/// Every span of a reading.
fn spans(reading: &Reading) -> Vec<Span> {
    let tokens = reading.analysis.tokens.iter().map(|token| token.span);
    let actors = reading.mentions.actors.iter().map(|actor| actor.span);
    let places = reading.mentions.places.iter().map(|place| place.span);
    let timexes = reading.mentions.timexes.iter().map(|timex| timex.span);
    let said =
        reading.attributions.iter().flat_map(|one| one.source.iter().chain(&one.cue).chain(&one.content).copied());
    let told = reading.claims.iter().map(|claim| claim.trigger);
    let remarks = reading.remarks.iter().filter_map(|remark| remark.span);
    tokens.chain(actors).chain(places).chain(timexes).chain(said).chain(told).chain(remarks).collect()
}

#[test]
fn spans_slice_words_and_tokens_cover_the_text() {
    for (file, language) in [("report-fr.txt", "fr"), ("report-en.txt", "en")] {
        let text = example(file);
        let reading = read(&text, language);
        for span in spans(&reading) {
            assert!(!span.of(&text).trim().is_empty());
        }
        let covered: String = reading.analysis.tokens.iter().map(|token| token.span.of(&text)).collect();
        let letters: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        assert_eq!(covered.split_whitespace().collect::<String>(), letters);
        assert!(reading.claims.iter().all(|claim| claim.attribution < reading.attributions.len()));
    }
}

/// Type, parties, polarity, modality and source of each claim, without offsets.
fn gist(reading: &Reading) -> Vec<String> {
    let code = |idx: &usize| reading.mentions.actors[*idx].code.clone().unwrap_or_default();
    let claims = reading.claims.iter().map(|claim| {
        let actors: Vec<String> = claim.actors.iter().map(code).collect();
        let recipients: Vec<String> = claim.recipients.iter().map(code).collect();
        let source = &reading.attributions[claim.attribution].source_ref;
        format!(
            "{} {actors:?} {recipients:?} {} {} {} {:?} {:?}",
            claim.event_type, claim.polarity, claim.modality, source.kind, source.code, claim.date
        )
    });
    claims.collect()
}

#[test]
fn signs_and_spaces_change_no_claim() {
    let text = example("report-fr.txt");
    let expected = gist(&read(&text, "fr"));
    assert!(!expected.is_empty());
    for (what, variant) in [
        ("plain apostrophes", text.replace('’', "'")),
        ("no-break spaces", text.replace("« ", "«\u{a0}").replace(" »", "\u{a0}»")),
        ("English quotation marks", text.replace("« ", "“").replace(" »", "”")),
        ("straight quotation marks", text.replace("« ", "\"").replace(" »", "\"")),
    ] {
        assert_eq!(gist(&read(&variant, "fr")), expected, "{what}");
    }
}

/// Words, country and value of each place and time expression.
fn where_and_when(reading: &Reading) -> Vec<String> {
    let letters = |span: Span| {
        let words = span.of(&reading.report.text);
        words.chars().filter(|c| c.is_alphanumeric()).collect::<String>()
    };
    let places = reading.mentions.places.iter().map(|place| format!("{} {:?}", letters(place.span), place.country));
    let timexes = reading.mentions.timexes.iter().map(|timex| format!("{} {}", letters(timex.span), timex.value));
    places.chain(timexes).collect()
}

#[test]
fn apostrophes_and_spaces_change_no_place_and_no_date() {
    for (language, text) in [
        ("fr", "Dans la nuit de samedi à dimanche, des tirs ont touché un dépôt au nord d’Alep."),
        ("en", "Two of the town’s guards were killed near Gao on Tuesday."),
        ("ru", "Во вторник самолет упал в 40 км от Харькова."),
        ("uk", "У Куп’янську у вівторок загинула жінка."),
        ("es", "Un convoy fue atacado el martes al norte de Alepo."),
        ("de", "Am Dienstag explodierte eine Mine in der Provinz Idlib."),
    ] {
        let expected = where_and_when(&read(text, language));
        assert!(expected.len() >= 2, "{language}: {expected:?}");
        for variant in [text.replace('’', "'"), text.replace(' ', "\u{a0}"), text.replace(' ', "  ")] {
            assert_eq!(where_and_when(&read(&variant, language)), expected, "{variant:?}");
        }
    }
}

#[test]
fn any_text_is_read_without_panic() {
    let odd = [
        "",
        " ",
        "«",
        "a «b",
        "»»««\"\"",
        "\u{0}\u{1}",
        "🇫🇷 🇺🇦",
        "e\u{301}\u{301}\u{301}",
        "Il.",
        "\n\n\n",
        "A B C D E F G",
        "1 610 2 000",
        "— — —",
    ];
    for text in odd {
        for &language in Language::ALL {
            let report = Report { language: Some(language), ..from_text("odd", text) };
            PIPELINE.read(report);
        }
    }
}
