//! French: elision (*l'armée*), clitics (*a-t-il*), abbreviations.

use super::{Rules, is_apostrophe};

pub(super) static RULES: Rules = Rules {
    titles: &[
        "adj.", "al.", "amb.", "art.", "av.", "bd.", "boul.", "brig.", "cap.", "capt.", "cdt.", "cf.", "ch.", "cl.",
        "col.", "cpt.", "dir.", "dr.", "fig.", "gal.", "gén.", "hab.", "ibid.", "lieut.", "lt.", "m.", "maj.", "me.",
        "mgr.", "min.", "mlle.", "mm.", "mme.", "mmes.", "n.", "no.", "nos.", "p.", "pp.", "pr.", "prof.", "r.",
        "réf.", "sgt.", "st.", "ste.", "sté.", "tél.", "univ.", "vol.", "vs.",
    ],
    abbreviations: &[
        "apr.", "av.", "avr.", "ca.", "co.", "corp.", "déc.", "env.", "etc.", "ex.", "févr.", "inc.", "janv.", "j.-c.",
        "jr.", "juil.", "ltd.", "max.", "nov.", "oct.", "sept.", "suiv.",
    ],
    spaced_numbers: true,
    ordinal_period: false,
    splits_hyphen: |_, _| false,
    starters: &[
        "au", "aussi", "aux", "avec", "car", "ce", "cela", "cependant", "ces", "cet", "cette", "ceux", "chaque",
        "comme", "d'", "dans", "de", "depuis", "des", "deux", "du", "elle", "elles", "en", "enfin", "ensuite", "et",
        "il", "ils", "j'", "je", "l'", "la", "le", "les", "leur", "leurs", "lors", "lorsque", "mais", "malgré", "même",
        "n'", "ne", "nos", "notre", "nous", "on", "or", "ou", "par", "parmi", "pendant", "plusieurs", "pour",
        "pourtant", "puis", "qu'", "quand", "que", "quelques", "qui", "sa", "sans", "se", "selon", "ses", "si", "son",
        "sous", "sur", "tous", "tout", "toutefois", "toutes", "trois", "un", "une", "vers", "votre", "vous", "à",
    ],
    cuts,
};

/// What an elided word is before its apostrophe.
const ELIDED: &[&str] = &["c", "d", "j", "jusqu", "l", "lorsqu", "m", "n", "puisqu", "qu", "quoiqu", "s", "t", "ç"];

/// Pronouns that follow a verb with a hyphen.
const CLITICS: &[&str] = &[
    "ce", "elle", "elles", "en", "eux", "il", "ils", "je", "la", "là", "le", "les", "leur", "lui", "moi", "nous", "on",
    "toi", "tu", "vous", "y",
];

/// Words that end like a verb with a clitic and are none.
const NOT_CLITIC: &[&str] = &[
    "au-delà", "ceci-là", "celle-là", "celles-là", "celui-là", "ceux-là", "jusque-là", "là-là", "chez-moi", "chez-soi",
    "garde-à-vous", "on-dit", "rendez-vous", "sauve-qui-peut", "vis-à-vis",
];

/// Words with an apostrophe or hyphens that are one token.
const WHOLE: &[&str] = &["c'est-à-dire", "c’est-à-dire", "l'on", "l’on"];

/// Units that are written without a space after their number.
const UNITS: &[&str] = &["cm", "g", "ha", "kg", "km", "kw", "m", "mm", "mw"];

/// Where a number and its unit part: *160|km*, *14|h|30*.
fn cut_unit(word: &str) -> Vec<usize> {
    let is_digit = |c: char| c.is_ascii_digit();
    let number = word.len() - word.trim_start_matches(|c: char| is_digit(c) || c == ',').len();
    let unit = &word[number..];
    if number == 0 || unit.is_empty() {
        return Vec::new();
    }
    match unit.strip_prefix(['h', 'H']) {
        Some("") => vec![number],
        Some(minutes) if minutes.len() <= 2 && minutes.chars().all(is_digit) => vec![number, number + 1],
        _ if UNITS.contains(&unit.to_lowercase().as_str()) || unit.starts_with('°') => vec![number],
        _ => Vec::new(),
    }
}

fn cuts(word: &str) -> Vec<usize> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return cut_unit(word);
    }
    if WHOLE.contains(&word.to_lowercase().as_str()) {
        return Vec::new();
    }
    let mut cuts = Vec::new();
    let mut start = 0;
    // Elisions: *d'après*, *jusqu'à*, *qu'il*, also two of them (*d'l'eau*).
    while let Some((offset, apostrophe)) = word[start..].char_indices().find(|&(_, c)| is_apostrophe(c)) {
        let end = start + offset + apostrophe.len_utf8();
        let elided = word[start..start + offset].to_lowercase();
        if !ELIDED.contains(&elided.as_str()) || end == word.len() {
            break;
        }
        cuts.push(end);
        start = end;
    }
    cut_clitics(word, start, &mut cuts);
    cuts
}

/// *dit-il*, *a-t-elle*, *donne-le-moi*: the clitics keep their hyphen, and the *-t-* goes with them.
fn cut_clitics(word: &str, start: usize, cuts: &mut Vec<usize>) {
    let rest = &word[start..];
    if NOT_CLITIC.contains(&rest.to_lowercase().as_str()) {
        return;
    }
    let mut found = Vec::new();
    let mut end = rest.len();
    while let Some(hyphen) = rest[..end].rfind(['-', '‑']).filter(|&hyphen| hyphen > 0) {
        let hyphen_len = rest[hyphen..].chars().next().map_or(1, char::len_utf8);
        let clitic = rest[hyphen + hyphen_len..end].to_lowercase();
        if !CLITICS.contains(&clitic.as_str()) {
            break;
        }
        let linked =
            ["-t", "-T", "‑t", "‑T"].iter().find(|link| rest[..hyphen].ends_with(**link) && hyphen > link.len());
        end = hyphen - linked.map_or(0, |link| link.len());
        found.push(start + end);
    }
    // A place name (*Saint-Nom-la-Bretèche* is not cut, *Villeneuve-le-Roi* neither) never ends in a pronoun.
    cuts.extend(found.into_iter().rev());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elisions_and_clitics() {
        for (word, parts) in [
            ("l'armée", &["l'", "armée"][..]),
            ("jusqu’au", &["jusqu’", "au"]),
            ("aujourd'hui", &["aujourd'hui"]),
            ("d'aujourd'hui", &["d'", "aujourd'hui"]),
            ("qu'a-t-il", &["qu'", "a", "-t-il"]),
            ("donne-le-moi", &["donne", "-le", "-moi"]),
            ("rendez-vous", &["rendez-vous"]),
            ("porte-parole", &["porte-parole"]),
            ("est-ce", &["est", "-ce"]),
            ("jour-là", &["jour", "-là"]),
            ("celui-là", &["celui-là"]),
            ("14h30", &["14", "h", "30"]),
            ("160km", &["160", "km"]),
            ("c’est-à-dire", &["c’est-à-dire"]),
        ] {
            let mut ends = cuts(word);
            ends.push(word.len());
            let starts = std::iter::once(0).chain(ends.clone());
            let found: Vec<&str> = starts.zip(ends).map(|(start, end)| &word[start..end]).collect();
            assert_eq!(found, parts);
        }
    }
}
