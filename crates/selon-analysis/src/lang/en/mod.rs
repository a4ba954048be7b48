//! English: contractions (*don't*, *Kyiv's*, *cannot*), abbreviations.

use super::{Rules, is_apostrophe};

pub(super) static RULES: Rules = Rules {
    titles: &[
        "adm.", "al.", "amb.", "ave.", "blvd.", "brig.", "c.", "cal.", "capt.", "cmdr.", "col.", "cpl.", "dr.", "drs.",
        "e.g.", "ft.", "gen.", "gov.", "hon.", "i.e.", "lt.", "maj.", "messrs.", "mr.", "mrs.", "ms.", "mt.", "no.",
        "pp.", "prof.", "pvt.", "rep.", "reps.", "rev.", "sen.", "sens.", "sgt.", "st.", "supt.", "v.", "vol.", "vs.",
    ],
    abbreviations: &[
        "a.d.", "a.m.", "apr.", "assn.", "aug.", "b.c.", "ca.", "co.", "corp.", "dec.", "dept.", "esq.", "est.",
        "etc.", "feb.", "fri.", "inc.", "jan.", "jr.", "jul.", "jun.", "ltd.", "mar.", "mon.", "nov.", "oct.", "p.m.",
        "ph.d.", "plc.", "sat.", "sep.", "sept.", "sr.", "sun.", "thu.", "thur.", "tue.", "tues.", "u.k.", "u.n.",
        "u.s.", "wed.",
    ],
    spaced_numbers: false,
    ordinal_period: false,
    splits_hyphen,
    starters: &[
        "a", "according", "after", "all", "although", "among", "an", "and", "another", "any", "as", "at", "because",
        "before", "both", "but", "by", "despite", "during", "each", "even", "every", "few", "for", "from", "he", "her",
        "here", "his", "how", "however", "i", "if", "in", "instead", "it", "its", "just", "later", "many", "meanwhile",
        "more", "most", "no", "nobody", "not", "now", "on", "one", "only", "other", "our", "perhaps", "several", "she",
        "since", "so", "some", "such", "that", "the", "their", "then", "there", "these", "they", "this", "those",
        "three", "to", "two", "under", "until", "we", "what", "when", "where", "which", "while", "who", "why", "with",
        "yet", "you", "your",
    ],
    cuts,
};

/// Prefixes that keep their hyphen (*non-state*, *anti-war*).
const PREFIXES: &[&str] = &[
    "anti", "co", "counter", "cross", "e", "ex", "inter", "micro", "mid", "mini", "mis", "multi", "neo", "non", "over",
    "post", "pre", "pro", "re", "semi", "sub", "trans", "ultra", "un",
];

/// *long-term* is three tokens; *anti-war*, *F-16* and *X-ray* are one.
fn splits_hyphen(before: &str, after: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let designation = before.chars().count() <= 3 && after.starts_with(|c: char| c.is_ascii_digit()) && !digits(before);
    !designation && before.chars().count() > 1 && !PREFIXES.contains(&before.to_lowercase().as_str())
        || (digits(before) && !after.is_empty())
}

/// What may stand after the apostrophe of a contraction.
const ENDINGS: &[&str] = &["s", "re", "ve", "ll", "d", "m"];

/// Words written together and where they are cut.
const JOINED: &[(&str, usize)] =
    &[("cannot", 3), ("gimme", 3), ("gonna", 3), ("gotta", 3), ("lemme", 3), ("wanna", 3), ("dunno", 2)];

fn cuts(word: &str) -> Vec<usize> {
    let lower = word.to_lowercase();
    if lower.len() != word.len() {
        return Vec::new();
    }
    if let Some((_, at)) = JOINED.iter().find(|(joined, _)| *joined == lower) {
        return vec![*at];
    }
    let Some((offset, apostrophe)) = lower.char_indices().rev().find(|&(_, c)| is_apostrophe(c)) else {
        return Vec::new();
    };
    let ending = &lower[offset + apostrophe.len_utf8()..];
    if ending == "t" && offset > 1 && lower[..offset].ends_with('n') {
        return vec![offset - 1];
    }
    // A possessive of a plural (*the states'*) keeps only its apostrophe.
    let is_contraction = ENDINGS.contains(&ending) || (ending.is_empty() && lower[..offset].ends_with('s'));
    if is_contraction && offset > 0 { vec![offset] } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contractions_and_compounds() {
        for (word, cut) in
            [("don't", &[2][..]), ("Kyiv’s", &[4]), ("cannot", &[3]), ("states'", &[6]), ("o'clock", &[])]
        {
            assert_eq!(cuts(word), cut, "{word}");
        }
        assert!(splits_hyphen("long", "term") && splits_hyphen("10", "year"));
        assert!(!splits_hyphen("non", "state") && !splits_hyphen("F", "16"));
    }
}
