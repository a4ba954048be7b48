//! Words as they are compared, and forms of verbs whose lemma the analysis may not know (*beschlossen*, *angekündigt*).

use selon_types::Language;
use unicode_normalization::UnicodeNormalization;

/// A form with the particle that stands in it, if any.
pub(super) struct Form {
    pub(super) word: String,
    /// It holds the separable prefix (*ankündigte*), so that none stands apart.
    pub(super) joined: bool,
}

/// The regular forms of a verb, and those that a separable prefix makes of them and of its irregular ones.
///
/// `particle` is the prefix (*an*), `infinitive` the verb without it (*kündigen*), `irregular` what a table gives for it.
pub(super) fn german_forms(infinitive: &str, particle: Option<&str>, irregular: &[String]) -> Vec<Form> {
    let stem = infinitive.strip_suffix("en").or_else(|| infinitive.strip_suffix('n')).unwrap_or(infinitive);
    let link = if stem.ends_with(['d', 't']) || ends_in_cluster(stem) { "e" } else { "" };
    let mut finite: Vec<String> = ["t", "te", "ten"].iter().map(|ending| format!("{stem}{link}{ending}")).collect();
    let participle = if has_no_ge(infinitive) { format!("{stem}{link}t") } else { format!("ge{stem}{link}t") };
    finite.extend(irregular.iter().cloned());
    finite.push(participle);
    let apart = finite.iter().map(|word| Form { word: word.clone(), joined: false });
    let Some(particle) = particle else {
        return apart.collect();
    };
    let joined = finite
        .iter()
        .map(|word| format!("{particle}{word}"))
        .chain([format!("{particle}zu{infinitive}"), format!("{particle}{infinitive}")]);
    let joined = joined.map(|word| Form { word, joined: true });
    apart.chain(joined).collect()
}

/// *rechnen: rechnet*, *atmen: atmet*: a consonant before m or n, unless it only lengthens or softens (*wohnt*, *lernt*).
fn ends_in_cluster(stem: &str) -> bool {
    let mut letters = stem.chars().rev();
    let (last, before, third) = (letters.next(), letters.next(), letters.next());
    matches!(last, Some('m' | 'n'))
        && before.is_some_and(|before| !"aeiouäöülrmn".contains(before) && (before != 'h' || third == Some('c')))
}

/// *berichtet*, *kritisiert*: no *ge-* in the participle.
fn has_no_ge(infinitive: &str) -> bool {
    infinitive.ends_with("ieren")
        || ["be", "emp", "ent", "er", "ge", "miss", "ver", "zer", "wider", "unter", "hinter"]
            .iter()
            .any(|prefix| infinitive.len() > prefix.len() + 3 && infinitive.starts_with(prefix))
}

/// Lower case, composed, with one apostrophe and without the Russian *ё*, so that spelling variants are equal.
pub(super) fn fold(word: &str) -> String {
    word.nfc()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            '’' | 'ʼ' | '‘' | '`' | '´' => '\'',
            'ё' => 'е',
            '\u{2010}' | '\u{2011}' => '-',
            other => other,
        })
        .collect()
}

/// What the forms of a verb begin with, where that is long enough not to meet other verbs by chance.
pub(super) fn stems(language: Language, lemma: &str) -> Vec<String> {
    let cut = |word: &str, n_letters: usize| {
        let letters: Vec<char> = word.chars().collect();
        let stem: String = letters[..letters.len().saturating_sub(n_letters)].iter().collect();
        (stem.chars().count() >= 4).then_some(stem)
    };
    match language {
        // English lemmas are as good as their forms.
        Language::En => Vec::new(),
        Language::Fr | Language::Es | Language::De => cut(lemma, 2).into_iter().collect(),
        Language::Ru | Language::Uk => {
            let bare = lemma.strip_suffix("ся").or_else(|| lemma.strip_suffix("сь")).unwrap_or(lemma);
            // *стверджувати, стверджує*; *публиковать, публикует*; *опровергнуть, опроверг*.
            let present = ["увати", "ювати", "овать", "евать"].iter().any(|ending| bare.ends_with(ending));
            let changed = if present {
                cut(bare, 5).map(|stem| stem + "у")
            } else if bare.ends_with("нуть") || bare.ends_with("нути") {
                cut(bare, 4)
            } else {
                None
            };
            cut(bare, 2).into_iter().chain(changed).collect()
        }
    }
}

/// Without accents, for the comparison of stems (*annonçé*, *annoncer*).
pub(super) fn plain(word: &str) -> String {
    word.nfd().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn german_verbs_in_their_forms() {
        let words = |infinitive: &str, particle: Option<&str>| -> Vec<String> {
            german_forms(infinitive, particle, &[]).into_iter().map(|form| form.word).collect()
        };
        assert_eq!(words("berichten", None), ["berichtet", "berichtete", "berichteten", "berichtet"]);
        assert_eq!(words("wohnen", None)[0], "wohnt");
        assert_eq!(words("rechnen", None)[1], "rechnete");
        let announced = words("kündigen", Some("an"));
        for form in ["kündigte", "angekündigt", "ankündigte", "anzukündigen"] {
            assert!(announced.iter().any(|word| word == form), "{form}: {announced:?}");
        }
    }
}
