//! Which language a text is in.

use selon_types::Language;
use whatlang::{Detector, Lang};

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
pub fn recognise(text: &str) -> Recognised {
    let sample = sample_of(text);
    if let Some(cyrillic) = cyrillic_language(sample) {
        return cyrillic;
    }
    let Some(language) = Detector::with_allowlist(CANDIDATES.to_vec()).detect_lang(sample) else {
        return Recognised::Unknown;
    };
    match language {
        Lang::Fra => Recognised::Supported(Language::Fr),
        Lang::Eng => Recognised::Supported(Language::En),
        Lang::Rus => Recognised::Supported(Language::Ru),
        Lang::Ukr => Recognised::Supported(Language::Uk),
        Lang::Spa => Recognised::Supported(Language::Es),
        Lang::Deu => Recognised::Supported(Language::De),
        other => Recognised::Other(other.eng_name()),
    }
}

/// The six languages and those that share their scripts in the news; all others are told apart by script.
const CANDIDATES: &[Lang] = &[
    Lang::Fra,
    Lang::Eng,
    Lang::Rus,
    Lang::Ukr,
    Lang::Spa,
    Lang::Deu,
    Lang::Ita,
    Lang::Por,
    Lang::Nld,
    Lang::Pol,
    Lang::Ces,
    Lang::Ron,
    Lang::Swe,
    Lang::Dan,
    Lang::Nob,
    Lang::Fin,
    Lang::Hun,
    Lang::Tur,
    Lang::Cat,
    Lang::Hrv,
    Lang::Bel,
    Lang::Bul,
    Lang::Srp,
    Lang::Mkd,
    Lang::Ara,
    Lang::Pes,
    Lang::Heb,
    Lang::Ell,
    Lang::Cmn,
    Lang::Jpn,
    Lang::Kor,
    Lang::Hin,
    Lang::Kat,
    Lang::Hye,
    Lang::Vie,
    Lang::Ind,
];

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
    None
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
            ("Правителството обяви изтеглянето на войниците си от региона.", "Bulgarian"),
            ("Rząd ogłosił wycofanie swoich żołnierzy z regionu.", "Polish"),
            ("Il governo ha annunciato il ritiro dei suoi soldati dalla regione.", "Italian"),
            ("政府は兵士の撤退を発表した。", "Japanese"),
        ] {
            assert_eq!(recognise(text), Recognised::Other(name), "{text}");
        }
        assert_eq!(recognise(" \n123 — ."), Recognised::Unknown);
    }
}
