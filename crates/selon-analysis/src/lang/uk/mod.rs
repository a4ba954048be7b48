//! Ukrainian: abbreviations (*р.*, *ст.*, *ім.*).

use super::Rules;

pub(super) static RULES: Rules = Rules {
    titles: &[
        "акад.", "бул.", "вул.", "ген.", "гр.", "див.", "м.", "напр.", "обл.", "п.", "пл.", "пор.", "пр.", "просп.",
        "проф.", "рис.", "с.", "св.", "смт.", "ст.", "стор.", "т.", "тел.", "ч.", "ім.",
    ],
    abbreviations: &["грн.", "долл.", "коп.", "млн.", "млрд.", "н.", "р.", "рр.", "тис.", "чол.", "ін."],
    spaced_numbers: false,
    ordinal_period: false,
    splits_hyphens: false,
    cuts: |_| Vec::new(),
};
