//! Lemma scripts: how to turn a form into its dictionary form.

/// What a script does to a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LemmaScript {
    /// The lemma is this word, whatever the form.
    Whole(String),
    /// Cut characters at both ends, put others there, then set the case.
    Edit { case: Case, cut_start: usize, prefix: String, cut_end: usize, suffix: String },
}

/// The case of the lemma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Upper,
    /// First letter upper case.
    Title,
    /// As in the form.
    Same,
}

impl LemmaScript {
    /// Reads `case|cut|prefix|cut|suffix` or `Aword`; `None` when it is neither.
    pub(crate) fn parse(script: &str) -> Option<LemmaScript> {
        if let Some(word) = script.strip_prefix('A') {
            return Some(LemmaScript::Whole(word.to_owned()));
        }
        let parts: Vec<&str> = script.split('|').collect();
        let [case, cut_start, prefix, cut_end, suffix] = parts[..] else {
            return None;
        };
        Some(LemmaScript::Edit {
            case: match case {
                "L" => Case::Lower,
                "U" => Case::Upper,
                "T" => Case::Title,
                "S" => Case::Same,
                _ => return None,
            },
            cut_start: cut_start.parse().ok()?,
            prefix: prefix.to_owned(),
            cut_end: cut_end.parse().ok()?,
            suffix: suffix.to_owned(),
        })
    }

    /// The lemma of `form`; the form itself where the script does not fit it.
    pub(crate) fn apply(&self, form: &str) -> String {
        let (case, cut_start, prefix, cut_end, suffix) = match self {
            LemmaScript::Whole(word) => return word.clone(),
            LemmaScript::Edit { case, cut_start, prefix, cut_end, suffix } => {
                (*case, *cut_start, prefix, *cut_end, suffix)
            }
        };
        let lower: Vec<char> = form.to_lowercase().chars().collect();
        if cut_start + cut_end > lower.len() {
            return form.to_owned();
        }
        let unchanged = cut_start + cut_end == 0 && prefix.is_empty() && suffix.is_empty();
        if case == Case::Same && unchanged {
            return form.to_owned();
        }
        let mut lemma = prefix.clone();
        lemma.extend(&lower[cut_start..lower.len() - cut_end]);
        lemma.push_str(suffix);
        match case {
            Case::Lower | Case::Same => lemma,
            Case::Upper => lemma.to_uppercase(),
            Case::Title => {
                let mut characters = lemma.chars();
                let first = characters.next();
                first.into_iter().flat_map(char::to_uppercase).chain(characters).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts() {
        for (script, form, lemma) in [
            ("L|0||0|", "Pays", "pays"),
            ("L|0||2|er", "affirment", "affirmeer"),
            ("L|0||3|er", "affirment", "affirmer"),
            ("T|0||1|", "Allemands", "Allemand"),
            ("U|0||0|", "otan", "OTAN"),
            ("S|0||0|", "McDonald", "McDonald"),
            ("Aêtre", "suis", "être"),
            ("L|2||9|x", "là", "là"),
            ("L|2|b|0|", "bbest", "best"),
        ] {
            assert_eq!(LemmaScript::parse(script).unwrap().apply(form), lemma, "{script}");
        }
        assert_eq!(LemmaScript::parse("L|x||0|"), None);
    }
}
