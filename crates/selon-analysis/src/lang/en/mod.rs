//! English: contractions (*don't*, *Kyiv's*, *cannot*), abbreviations.

use super::{Rules, is_apostrophe};

pub(super) static RULES: Rules = Rules {
    titles: &[
        "adm.", "amb.", "ave.", "blvd.", "brig.", "capt.", "cmdr.", "col.", "cpl.", "dr.", "drs.", "ft.", "gen.",
        "gov.", "hon.", "lt.", "maj.", "messrs.", "mr.", "mrs.", "ms.", "mt.", "no.", "pp.", "prof.", "pvt.", "rep.",
        "reps.", "rev.", "sen.", "sens.", "sgt.", "st.", "supt.", "v.", "vol.", "vs.",
    ],
    abbreviations: &[
        "a.d.", "a.m.", "apr.", "assn.", "aug.", "b.c.", "ca.", "co.", "corp.", "dec.", "dept.", "e.g.", "esq.",
        "est.", "etc.", "feb.", "fri.", "i.e.", "inc.", "jan.", "jr.", "jul.", "jun.", "ltd.", "mar.", "mon.", "nov.",
        "oct.", "p.m.", "ph.d.", "plc.", "sat.", "sep.", "sept.", "sr.", "sun.", "thu.", "thur.", "tue.", "tues.",
        "u.k.", "u.n.", "u.s.", "wed.",
    ],
    spaced_numbers: false,
    ordinal_period: false,
    splits_hyphens: true,
    cuts,
};

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
