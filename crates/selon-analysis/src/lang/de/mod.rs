//! German: ordinal numbers (*am 3. Mai*), abbreviations.

use super::Rules;

pub(super) static RULES: Rules = Rules {
    titles: &[
        "std.", "abb.", "bd.", "bzw.", "ca.", "d.", "dipl.", "dr.", "evtl.", "fa.", "fr.", "frl.", "geb.", "gen.",
        "ggf.", "hl.", "hr.", "hrsg.", "inkl.", "kap.", "max.", "mind.", "mr.", "nr.", "prof.", "s.", "sog.", "sogen.",
        "st.", "str.", "tel.", "u.", "u.a.", "v.", "vgl.", "z.", "z.b.", "zzgl.",
    ],
    abbreviations: &[
        "a.", "apr.", "aug.", "b.", "chr.", "d.h.", "dez.", "etc.", "feb.", "i.", "jan.", "jh.", "jhd.", "jr.", "mio.",
        "mrd.", "n.", "nov.", "okt.", "sept.", "tsd.", "usw.", "uvm.",
    ],
    spaced_numbers: false,
    ordinal_period: true,
    splits_hyphen: |_, _| false,
    starters: &[
        "aber", "alle", "als", "also", "am", "an", "auch", "auf", "aus", "außerdem", "bei", "beim", "bis", "da",
        "dabei", "dagegen", "damit", "dann", "das", "dass", "davon", "dazu", "dem", "den", "denn", "der", "deren",
        "des", "dessen", "die", "dies", "diese", "dieser", "dieses", "doch", "dort", "durch", "ein", "eine", "einem",
        "einen", "einer", "er", "es", "etwa", "für", "gegen", "hier", "ich", "ihr", "ihre", "im", "in", "ist", "jede",
        "jeder", "jedoch", "jetzt", "kein", "man", "mehr", "mit", "nach", "nicht", "noch", "nun", "nur", "ob",
        "obwohl", "oder", "ohne", "sehr", "sein", "seine", "seit", "sie", "so", "sogar", "sondern", "trotz", "um",
        "und", "unser", "unter", "viele", "vom", "von", "vor", "wann", "war", "warum", "was", "wegen", "weil", "wenn",
        "wer", "wie", "wir", "wird", "wo", "während", "zu", "zudem", "zum", "zur", "zwar", "zwei", "zwischen", "über",
    ],
    cuts: |_| Vec::new(),
};
