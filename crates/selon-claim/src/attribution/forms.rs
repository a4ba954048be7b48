//! German verb forms that the analysis may give no lemma: *beschlossen*, *angekündigt*, *vorzuwerfen*.

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
    let joined = finite.iter().map(|word| format!("{particle}{word}")).chain([
        format!("{particle}zu{infinitive}"),
        format!("{particle}{infinitive}"),
    ]);
    let joined = joined.map(|word| Form { word, joined: true });
    apart.chain(joined).collect()
}

/// *rechnen: rechnet*, *atmen: atmet*: a consonant other than l and r before m or n.
fn ends_in_cluster(stem: &str) -> bool {
    let mut letters = stem.chars().rev();
    matches!(letters.next(), Some('m' | 'n'))
        && letters.next().is_some_and(|before| !"aeiouäöülrmnh".contains(before))
}

/// *berichtet*, *kritisiert*: no *ge-* in the participle.
fn has_no_ge(infinitive: &str) -> bool {
    infinitive.ends_with("ieren")
        || ["be", "emp", "ent", "er", "ge", "miss", "ver", "zer", "wider", "unter", "hinter"]
            .iter()
            .any(|prefix| infinitive.len() > prefix.len() + 3 && infinitive.starts_with(prefix))
}
