//! What the rules for tokens and sentences need to know about each language: one folder each.

mod de;
mod en;
mod es;
mod fr;
mod ru;
mod uk;

use selon_types::Language;

/// What a language does where others do otherwise.
pub(crate) struct Rules {
    /// Abbreviations that stand before what they belong to (*M. Dupont*), so that no sentence ends after them.
    /// Lower case, with the final period.
    pub(crate) titles: &'static [&'static str],
    /// Abbreviations that may also end a sentence. Lower case, with the final period.
    pub(crate) abbreviations: &'static [&'static str],
    /// `1 610` is one token.
    pub(crate) spaced_numbers: bool,
    /// `3.` is an ordinal number and one token.
    pub(crate) ordinal_period: bool,
    /// The hyphen of a compound is a token of its own (*long-term*).
    pub(crate) splits_hyphen: fn(&str, &str) -> bool,
    /// Words of closed classes that often begin a sentence, lower case. Written with a capital after an
    /// abbreviation or where a line break was lost, they tell that a sentence begins.
    pub(crate) starters: &'static [&'static str],
    /// The byte offsets inside a word where it is cut further (*l'|armée*, *do|n't*, *a|-t-il*).
    pub(crate) cuts: fn(&str) -> Vec<usize>,
}

impl Rules {
    /// The rules of a language; without one, those that do least.
    pub(crate) fn of(language: Option<Language>) -> &'static Rules {
        match language {
            Some(Language::Fr) => &fr::RULES,
            Some(Language::En) => &en::RULES,
            Some(Language::Ru) => &ru::RULES,
            Some(Language::Uk) => &uk::RULES,
            Some(Language::Es) => &es::RULES,
            Some(Language::De) => &de::RULES,
            None => &PLAIN,
        }
    }
}

static PLAIN: Rules = Rules {
    titles: &[],
    abbreviations: &[],
    spaced_numbers: false,
    ordinal_period: false,
    splits_hyphen: |_, _| false,
    starters: &[],
    cuts: |_| Vec::new(),
};

/// An apostrophe of any shape.
pub(crate) fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’' | 'ʼ' | '‘' | '`' | '´' | '′')
}

#[cfg(test)]
mod tests {
    use super::*;
    use selon_types::Label;

    #[test]
    fn the_lists_are_lower_case() {
        for &language in Language::ALL {
            let rules = Rules::of(Some(language));
            for list in [rules.titles, rules.abbreviations] {
                for entry in list {
                    assert!(entry.ends_with('.') && entry.to_lowercase() == *entry, "{language}: {entry}");
                }
            }
        }
    }
}
