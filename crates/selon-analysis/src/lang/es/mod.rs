//! Spanish: pronouns glued to verbs (*reunir|se*),  abbreviations (*Sr.*, *EE. UU.*).

use super::Rules;

pub(super) static RULES: Rules = Rules {
    titles: &[
        "f.", "hab.", "v.", "av.", "avda.", "cap.", "cnel.", "col.", "cía.", "d.", "da.", "dir.", "dna.", "dr.",
        "dra.", "dres.", "fig.", "gral.", "hno.", "ing.", "lic.", "ltda.", "mons.", "n.", "no.", "núm.", "p.", "pbro.",
        "prof.", "profa.", "pág.", "págs.", "sr.", "sra.", "sres.", "srta.", "sta.", "sto.", "tel.", "tte.", "vol.",
    ],
    abbreviations: &["a.c.", "aprox.", "d.c.", "ee.", "etc.", "ff.aa.", "ud.", "uds.", "uu.", "vs."],
    spaced_numbers: false,
    ordinal_period: false,
    splits_hyphen: |_, _| false,
    starters: &[
        "a", "además", "al", "algunos", "ante", "antes", "aquí", "así", "aunque", "cada", "como", "con", "cuando",
        "de", "del", "desde", "después", "donde", "durante", "e", "el", "ella", "ellas", "ellos", "en", "entre", "era",
        "es", "esa", "ese", "eso", "esta", "estas", "este", "esto", "estos", "fue", "ha", "hasta", "hay", "la", "las",
        "lo", "los", "me", "mientras", "muchos", "más", "ni", "no", "nos", "nosotros", "nunca", "o", "otra", "otro",
        "para", "pero", "por", "porque", "pues", "que", "quien", "se", "según", "si", "sin", "sobre", "su", "sus",
        "también", "tampoco", "tanto", "todo", "todos", "tras", "tres", "tu", "un", "una", "uno", "unos", "y", "ya",
        "yo", "él",
    ],
    cuts,
};

/// Pronouns that infinitives take at their end.
const AFTER_INFINITIVE: &[&str] = &["se", "le", "les", "lo", "los"];
/// Pronouns that gerunds take; their accent leaves no doubt.
const AFTER_GERUND: &[&str] = &["se", "le", "les", "lo", "los", "la", "las", "me", "te", "nos"];

fn cuts(word: &str) -> Vec<usize> {
    // *km²*
    if let Some(power) = word.find(['²', '³']).filter(|&power| power > 0) {
        return vec![power];
    }
    let stem = |pronouns: &[&str], endings: &[&str], min: usize| {
        pronouns.iter().find_map(|pronoun| {
            let stem = word.strip_suffix(pronoun)?;
            let is_verb = stem.len() >= min && endings.iter().any(|ending| stem.ends_with(ending));
            is_verb.then_some(stem.len())
        })
    };
    // Names (*Carlos*) have a capital.
    if !word.starts_with(char::is_lowercase) {
        return Vec::new();
    }
    let cut =
        stem(AFTER_INFINITIVE, &["ar", "er", "ir"], 3).or_else(|| stem(AFTER_GERUND, &["ándo", "iéndo", "yéndo"], 5));
    cut.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pronouns_at_verbs() {
        for (word, cut) in [
            ("reunirse", &[6][..]),
            ("darles", &[3]),
            ("acusándolo", &[9]),
            ("Carlos", &[]),
            ("ministro", &[]),
            ("km²", &[2]),
        ] {
            assert_eq!(cuts(word), cut, "{word}");
        }
    }
}
