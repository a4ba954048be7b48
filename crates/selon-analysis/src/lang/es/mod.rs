//! Spanish: abbreviations (*Sr.*, *EE. UU.*).

use super::Rules;

pub(super) static RULES: Rules = Rules {
    titles: &[
        "av.", "avda.", "cap.", "cnel.", "col.", "cía.", "d.", "da.", "dir.", "dna.", "dr.", "dra.", "dres.", "fig.",
        "gral.", "hno.", "ing.", "lic.", "ltda.", "mons.", "n.", "no.", "núm.", "p.", "pbro.", "prof.", "profa.",
        "pág.", "págs.", "sr.", "sra.", "sres.", "srta.", "sta.", "sto.", "tel.", "tte.", "vol.",
    ],
    abbreviations: &["a.c.", "aprox.", "d.c.", "ee.", "etc.", "ff.aa.", "ud.", "uds.", "uu.", "vs."],
    spaced_numbers: false,
    ordinal_period: false,
    splits_hyphens: false,
    cuts: |_| Vec::new(),
};
