//! Which language a text is in.

use selon_types::Language;
use whatlang::{Detector, Lang as Trigram};
use whichlang::Lang;

use crate::limits::LANGUAGE_SAMPLE_BYTES;

/// What a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// A language that Selon reads.
    Supported(Language),
    /// Another language, by its English name.
    Other(&'static str),
    /// Too little text to tell.
    Unknown,
}

/// Recognises the language of a text from its beginning.
///
/// Cyrillic and Polish letters decide by themselves. In Latin script a linear model over character n-grams
/// decides; it knows few languages, so on longer texts trigram statistics of many may object.
pub fn recognise(text: &str) -> Recognised {
    let sample = sample_of(text);
    if !sample.chars().any(char::is_alphabetic) {
        return Recognised::Unknown;
    }
    if let Some(by_letters) = cyrillic_language(sample) {
        return by_letters;
    }
    let n_letters_of = |letters: &str| sample.chars().filter(|c| letters.contains(*c)).count();
    let (n_polish, function_words) = (n_letters_of("łąężźśćńŁŻŹŚĆ"), by_function_words(sample));
    if n_polish * 60 > sample.chars().count() || (n_polish > 0 && function_words.is_none()) {
        return Recognised::Other("Polish");
    }
    if function_words.is_none() && n_letters_of("¿¡ñ") > 0 {
        return Recognised::Supported(Language::Es);
    }
    let language = match whichlang::detect_language(sample) {
        Lang::Fra => Language::Fr,
        Lang::Eng => Language::En,
        Lang::Rus => Language::Ru,
        Lang::Spa => Language::Es,
        Lang::Deu => Language::De,
        other => return function_words.map_or(Recognised::Other(name_of(other)), Recognised::Supported),
    };
    if sample.len() >= LONG_ENOUGH_FOR_TRIGRAMS
        && let Some(info) = Detector::with_allowlist(OBJECTORS.to_vec()).detect(sample)
        && info.is_reliable()
        && !SUPPORTED_TRIGRAMS.contains(&info.lang())
    {
        return Recognised::Other(info.lang().eng_name());
    }
    Recognised::Supported(language)
}

/// Below this many bytes trigram statistics guess.
const LONG_ENOUGH_FOR_TRIGRAMS: usize = 120;

const SUPPORTED_TRIGRAMS: &[Trigram] =
    &[Trigram::Fra, Trigram::Eng, Trigram::Spa, Trigram::Deu, Trigram::Rus, Trigram::Ukr];

/// The supported languages and those that look like one of them and that the n-gram model does not know.
const OBJECTORS: &[Trigram] = &[
    Trigram::Fra,
    Trigram::Eng,
    Trigram::Spa,
    Trigram::Deu,
    Trigram::Rus,
    Trigram::Ukr,
    Trigram::Ita,
    Trigram::Por,
    Trigram::Nld,
    Trigram::Pol,
    Trigram::Ces,
    Trigram::Slk,
    Trigram::Ron,
    Trigram::Swe,
    Trigram::Dan,
    Trigram::Nob,
    Trigram::Fin,
    Trigram::Hun,
    Trigram::Cat,
    Trigram::Hrv,
    Trigram::Bul,
    Trigram::Srp,
    Trigram::Mkd,
    Trigram::Ell,
    Trigram::Heb,
    Trigram::Pes,
    Trigram::Kat,
    Trigram::Hye,
    Trigram::Ind,
];

/// The language whose own function words stand in the text, when only one has some. Words that two of the four share
/// (*en*, *in*, *de*, *des*, *an*) tell nothing and are left out.
fn by_function_words(sample: &str) -> Option<Language> {
    const WORDS: [(Language, &[&str]); 4] = [
        (
            Language::Fr,
            &[
                "le", "les", "du", "et", "est", "une", "dans", "pour", "sur", "avec", "aux", "ce", "qui", "au",
                "cette", "sont", "ses",
            ],
        ),
        (
            Language::En,
            &[
                "the", "of", "and", "to", "is", "for", "with", "after", "by", "from", "his", "their", "at", "as",
                "over", "has", "are",
            ],
        ),
        (
            Language::Es,
            &["el", "los", "las", "del", "una", "por", "para", "al", "como", "su", "sus", "tras", "más", "hasta"],
        ),
        (
            Language::De,
            &[
                "der", "und", "das", "ist", "ein", "eine", "auf", "mit", "nach", "den", "von", "im", "zu", "gegen",
                "bei", "sich",
            ],
        ),
    ];
    let words: Vec<String> = sample.split(|c: char| !c.is_alphabetic()).take(400).map(str::to_lowercase).collect();
    let count = |known: &[&str]| words.iter().filter(|word| known.contains(&word.as_str())).count();
    let mut counts: Vec<(usize, Language)> = WORDS.iter().map(|(language, known)| (count(known), *language)).collect();
    counts.sort();
    let ((second, _), (most, language)) = (counts[2], counts[3]);
    (most > 2 * second).then_some(language)
}

fn name_of(language: Lang) -> &'static str {
    match language {
        Lang::Ara => "Arabic",
        Lang::Cmn => "Chinese",
        Lang::Hin => "Hindi",
        Lang::Ita => "Italian",
        Lang::Jpn => "Japanese",
        Lang::Kor => "Korean",
        Lang::Nld => "Dutch",
        Lang::Por => "Portuguese",
        Lang::Swe => "Swedish",
        Lang::Tur => "Turkish",
        Lang::Vie => "Vietnamese",
        _ => "of another language",
    }
}

/// Letters decide within Cyrillic: no trigram statistics are as sure as *ы* against *і*.
fn cyrillic_language(sample: &str) -> Option<Recognised> {
    let (mut n_letters, mut n_cyrillic) = (0_u32, 0_u32);
    let (mut russian, mut ukrainian, mut belarusian, mut south) = (0_u32, 0_u32, 0_u32, 0_u32);
    for letter in sample.chars().filter(|c| c.is_alphabetic()) {
        n_letters += 1;
        n_cyrillic += u32::from(('\u{400}'..='\u{4ff}').contains(&letter));
        match letter {
            'ы' | 'э' | 'ъ' | 'ё' | 'Ы' | 'Э' | 'Ъ' | 'Ё' => russian += 1,
            'ї' | 'є' | 'ґ' | 'Ї' | 'Є' | 'Ґ' => ukrainian += 2,
            'і' | 'І' => ukrainian += 1,
            'ў' | 'Ў' => belarusian += 4,
            'ј' | 'љ' | 'њ' | 'ћ' | 'ђ' | 'џ' | 'ќ' | 'ѓ' => south += 4,
            _ => {}
        }
    }
    if n_letters == 0 || n_cyrillic * 2 < n_letters {
        return None;
    }
    if belarusian > 0 && ukrainian > 0 && belarusian * 2 >= ukrainian {
        return Some(Recognised::Other("Belarusian"));
    }
    // Belarusian shares і with Ukrainian and ы, э, ё with Russian; only it has both in number.
    if ukrainian > russian && ukrainian > south {
        return Some(Recognised::Supported(Language::Uk));
    }
    // Bulgarian writes ъ inside words and has neither ы nor э.
    let has_russian_only = sample.chars().any(|c| matches!(c, 'ы' | 'э' | 'ё' | 'Э'));
    if russian > south && has_russian_only {
        return Some(Recognised::Supported(Language::Ru));
    }
    if south > 0 {
        return Some(Recognised::Other("Serbian"));
    }
    // In Bulgarian ъ is a common vowel; in Russian it is the rarest letter.
    let n_hard = sample.chars().filter(|c| matches!(c, 'ъ' | 'Ъ')).count();
    let language = if n_hard * 150 > sample.chars().count() {
        Recognised::Other("Bulgarian")
    } else {
        Recognised::Supported(Language::Ru)
    };
    Some(language)
}

fn sample_of(text: &str) -> &str {
    let mut end = text.len().min(LANGUAGE_SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_six_languages_are_told_apart() {
        for (text, language) in [
            ("Le gouvernement malien a annoncé le retrait de ses soldats.", Language::Fr),
            ("The government announced the withdrawal of its soldiers.", Language::En),
            ("Правительство объявило о выводе войск из региона.", Language::Ru),
            ("Уряд оголосив про виведення військ із регіону.", Language::Uk),
            ("El gobierno anunció la retirada de sus soldados.", Language::Es),
            ("Die Regierung kündigte den Abzug ihrer Soldaten an.", Language::De),
        ] {
            assert_eq!(recognise(text), Recognised::Supported(language), "{text}");
        }
    }

    #[test]
    fn other_languages_are_named() {
        for (text, name) in [
            ("Урад абвясціў пра вывад сваіх войскаў з рэгіёна, паведаміў міністр.", "Belarusian"),
            ("Министърът обяви, че войниците ще бъдат изтеглени от региона.", "Bulgarian"),
            ("Rząd ogłosił wycofanie swoich żołnierzy z regionu.", "Polish"),
            ("Il governo ha annunciato il ritiro dei suoi soldati dalla regione.", "Italian"),
            ("政府は兵士の撤退を発表した。", "Japanese"),
            (
                "El govern va anunciar ahir la retirada dels seus soldats de la regió, segons el ministeri de Defensa, que ha dit que no hi haurà més enviaments.",
                "Catalan",
            ),
            (
                "Guvernul a anunțat retragerea soldaților săi din regiune, potrivit ministerului Apărării, care nu a dat alte detalii despre operațiune.",
                "Romanian",
            ),
        ] {
            assert_eq!(recognise(text), Recognised::Other(name), "{text}");
        }
        assert_eq!(recognise(" \n123 — ."), Recognised::Unknown);
    }
}
