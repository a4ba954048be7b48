//! German: ordinal numbers (*am 3. Mai*), abbreviations.

use super::Rules;

pub(super) static RULES: Rules = Rules {
    titles: &[
        "abb.", "bd.", "bzw.", "ca.", "d.", "dipl.", "dr.", "evtl.", "fa.", "fr.", "frl.", "geb.", "gen.", "ggf.",
        "hl.", "hr.", "hrsg.", "inkl.", "kap.", "max.", "mind.", "mr.", "nr.", "prof.", "s.", "sog.", "sogen.", "st.",
        "str.", "tel.", "u.", "u.a.", "v.", "vgl.", "z.", "z.b.", "zzgl.",
    ],
    abbreviations: &[
        "a.", "apr.", "aug.", "b.", "chr.", "d.h.", "dez.", "etc.", "feb.", "i.", "jan.", "jh.", "jhd.", "jr.", "mio.",
        "mrd.", "n.", "nov.", "okt.", "sept.", "tsd.", "usw.", "uvm.",
    ],
    spaced_numbers: false,
    ordinal_period: true,
    splits_hyphens: false,
    cuts: |_| Vec::new(),
};
