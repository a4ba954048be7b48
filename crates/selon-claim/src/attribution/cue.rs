//! Verbs, adjectives and nouns of saying, with the auxiliaries and words that make up the cue.

use selon_types::Upos;

use super::lexicon::{Entry, Lexicon, Pattern};
use super::source::is_reflexive;
use super::tree::Tree;

/// Words that tell that somebody says something, before it is known what.
pub(super) struct Cue<'l> {
    /// The readings of the words, in the order of the lexicon; all have the same words.
    pub(super) entries: Vec<&'l Entry>,
    /// The word that governs.
    pub(super) governor: usize,
    /// Words whose dependents may be the content: the governing one and its partners in an idiom.
    pub(super) anchors: Vec<usize>,
    /// All tokens of the cue, sorted.
    pub(super) tokens: Vec<usize>,
    /// *n'a pas confirmé*.
    pub(super) negated: bool,
    /// *aurait déclaré*: the saying itself is hearsay.
    pub(super) conditional: bool,
}

impl Cue<'_> {
    pub(super) fn first(&self) -> usize {
        self.tokens.first().copied().unwrap_or(self.governor)
    }

    pub(super) fn is_noun(&self) -> bool {
        self.entries.first().is_some_and(|entry| entry.pattern == Pattern::Noun)
    }
}

/// Words of an idiom that may be missing or inflected beyond recognition.
const OPTIONAL: &[&str] = &[
    "le", "la", "les", "l'", "un", "une", "de", "d'", "du", "à", "au", "the", "a", "an", "to", "of", "der", "die",
    "das", "dem", "den", "ein", "eine", "zum", "zur", "el", "los", "en", "be",
];

/// Verbs that lend their subject to an infinitive of saying: *je peux affirmer*.
const MODALS: &[&str] =
    &["pouvoir", "devoir", "vouloir", "tenir", "poder", "deber", "querer", "мочь", "могти", "können", "müssen"];

const NEGATIONS: &[&str] =
    &["ne", "n'", "pas", "jamais", "not", "n't", "never", "не", "ни", "ні", "nicht", "nie", "no", "nunca", "ni"];

/// The cues of a report in the order of the text.
pub(super) fn find_cues<'l>(tree: &Tree<'_>, lexicon: &'l Lexicon) -> Vec<Cue<'l>> {
    let mut cues: Vec<Cue<'_>> = Vec::new();
    for idx in 0..tree.n_tokens() {
        if tree.sentence_idx(idx).is_none() {
            continue;
        }
        cues.extend(cue_at(tree, lexicon, idx));
    }
    // A word inside the idiom of another cue is no cue of its own (*faire savoir*).
    let partners: Vec<usize> = cues.iter().flat_map(|cue| cue.anchors[1..].to_vec()).collect();
    cues.retain(|cue| cue.anchors.len() > 1 || !partners.contains(&cue.governor));
    cues
}

fn cue_at<'l>(tree: &Tree<'_>, lexicon: &'l Lexicon, governor: usize) -> Option<Cue<'l>> {
    let mut matched: Vec<(&Entry, Vec<usize>)> = Vec::new();
    let mut lemmas = vec![tree.lemma(governor).to_owned()];
    if let Some(particle) = tree.child(governor, &["compound:prt"]) {
        // Treebanks write the lemma of a separated verb with or without its prefix.
        if let Some(stem) = tree.lemma(governor).strip_prefix(tree.form(particle)) {
            lemmas.push(stem.to_owned());
        }
    }
    for lemma in &lemmas {
        for entry in lexicon.governed_by(lemma) {
            if let Some(partners) = partners(tree, governor, entry) {
                matched.push((entry, partners));
            }
        }
    }
    if matched.is_empty() {
        matched = joined_prefix(tree, lexicon, governor);
    }
    if matched.is_empty() {
        matched = by_form(tree, lexicon, governor);
    }
    if matched.is_empty() && (tree.upos(governor) == Upos::Verb || is_participle(tree, governor)) {
        let near = lexicon.near(tree.lemma(governor), tree.form(governor));
        matched.extend(near.iter().filter_map(|entry| Some((entry, partners(tree, governor, entry)?))));
    }
    // The most specific reading wins: the longest idiom, then the reflexive one.
    let rank = |entry: &Entry, partners: &[usize]| (partners.len(), entry.reflexive, entry.particle.is_some());
    let best = matched.iter().map(|(entry, partners)| rank(entry, partners)).max()?;
    matched.retain(|(entry, partners)| rank(entry, partners) == best);
    let partners = matched[0].1.clone();
    let entries: Vec<&Entry> =
        matched.iter().filter(|(_, others)| *others == partners).map(|(entry, _)| *entry).collect();
    let mut anchors = vec![governor];
    anchors.extend(partners.iter().copied().filter(|&idx| !tree.is(idx, "compound:prt")));
    let mut cue = Cue { entries, governor, tokens: anchors.clone(), anchors, negated: false, conditional: false };
    cue.tokens.extend(partners);
    complete(tree, &mut cue);
    Some(cue)
}

/// German verbs with the prefix joined (*dass er mitteilte*): the lexicon splits them.
fn joined_prefix<'l>(tree: &Tree<'_>, lexicon: &'l Lexicon, governor: usize) -> Vec<(&'l Entry, Vec<usize>)> {
    let lemma = tree.lemma(governor);
    let mut found = Vec::new();
    if !matches!(tree.upos(governor), Upos::Verb | Upos::Aux) {
        return found;
    }
    for (offset, _) in lemma.char_indices().skip(2) {
        for entry in lexicon.governed_by(&lemma[offset..]) {
            let joined = entry.particle.as_deref() == Some(&lemma[..offset]);
            if joined && entry.others.is_empty() && (!entry.reflexive || has_reflexive(tree, governor)) {
                found.push((entry, Vec::new()));
            }
        }
    }
    found
}

/// A form whose lemma the analysis does not know (*beschlossen*, *angekündigt*).
fn by_form<'l>(tree: &Tree<'_>, lexicon: &'l Lexicon, governor: usize) -> Vec<(&'l Entry, Vec<usize>)> {
    if !matches!(tree.upos(governor), Upos::Verb | Upos::Aux | Upos::Adj) {
        return Vec::new();
    }
    let found = lexicon.of_form(tree.form(governor)).filter_map(|(entry, joined)| {
        let partners = match joined {
            None => partners(tree, governor, entry)?,
            Some(_) => {
                let whole = tree.upos(governor) != Upos::Adj || tree.child(governor, &["aux"]).is_some();
                if !whole || !entry.others.is_empty() || entry.reflexive != has_reflexive(tree, governor) {
                    return None;
                }
                Vec::new()
            }
        };
        Some((entry, partners))
    });
    found.collect()
}

/// The other words of an entry near its governing word; `None` when the entry does not fit.
fn partners(tree: &Tree<'_>, governor: usize, entry: &Entry) -> Option<Vec<usize>> {
    let fits = match entry.pattern {
        Pattern::Verb => {
            matches!(tree.upos(governor), Upos::Verb | Upos::Aux)
                || tree.upos(governor) == Upos::Adj && tree.child(governor, &["aux"]).is_some()
                || is_participle(tree, governor)
        }
        Pattern::Adjective => {
            matches!(tree.upos(governor), Upos::Adj | Upos::Verb | Upos::Adv)
                && (tree.child(governor, &["cop", "aux:pass"]).is_some()
                    || tree.is_any(governor, &["xcomp", "acl", "advcl", "appos"])
                    || tree.upos(governor) == Upos::Adj && tree.child(governor, &["nsubj"]).is_some())
        }
        Pattern::Noun => tree.upos(governor) == Upos::Noun,
        _ => false,
    };
    // *se poursuit* is not *poursuit*: the pronoun makes another verb.
    if !fits || entry.pattern == Pattern::Verb && entry.reflexive != has_reflexive(tree, governor) {
        return None;
    }
    let mut found = Vec::new();
    if let Some(particle) = &entry.particle {
        let stands = tree.children(governor).iter().copied().find(|&child| tree.form(child) == particle);
        found.push(stands?);
    }
    // *well thought out*, *called off*: a particle that the entry does not hold makes another verb.
    let foreign = tree.children(governor).iter().any(|&child| {
        tree.token(child).deprel == "compound:prt"
            && !found.contains(&child)
            && !entry.others.iter().any(|word| word == tree.form(child))
    });
    if entry.pattern == Pattern::Verb && foreign {
        return None;
    }
    for word in &entry.others {
        match partner(tree, governor, word) {
            Some(idx) => found.push(idx),
            None if OPTIONAL.contains(&word.as_str()) => {}
            None => return None,
        }
    }
    Some(found)
}

/// A present participle taken for an adjective (*un message affirmant que …*).
fn is_participle(tree: &Tree<'_>, idx: usize) -> bool {
    tree.upos(idx) == Upos::Adj && tree.is(idx, "acl") && tree.child(idx, &["ccomp"]).is_some()
}

fn has_reflexive(tree: &Tree<'_>, governor: usize) -> bool {
    tree.children(governor).iter().any(|&child| is_reflexive(tree, child))
}

/// A word of an idiom: below the governor, or beside it, within a few tokens.
fn partner(tree: &Tree<'_>, governor: usize, word: &str) -> Option<usize> {
    let sentence = tree.sentence(governor);
    let window = governor.saturating_sub(6).max(sentence.start)..(governor + 7).min(sentence.end);
    let mut near: Vec<usize> =
        window.filter(|&idx| idx != governor && (tree.lemma(idx) == word || tree.form(idx) == word)).collect();
    near.sort_by_key(|&idx| (idx < governor, idx.abs_diff(governor)));
    near.into_iter().find(|&idx| {
        let mut path = tree.ancestors(idx).skip(1).take(2);
        path.any(|above| above == governor)
            || tree.head(governor) == Some(idx) && tree.is_any(governor, &["aux", "cop", "case", "fixed"])
    })
}

/// Adds auxiliaries, negation, adverbs between them, clitics and a modal to the cue.
fn complete(tree: &Tree<'_>, cue: &mut Cue<'_>) {
    let governor = cue.governor;
    let mut verbs = vec![governor];
    // *a fait comprendre*: the auxiliary hangs under the other verb of the idiom.
    if tree.is(governor, "aux") {
        verbs.extend(cue.anchors.iter().copied().filter(|&anchor| tree.head(governor) == Some(anchor)));
    }
    if tree.is(governor, "xcomp")
        && tree.is_infinitive(governor)
        && let Some(modal) = tree
            .head(governor)
            .filter(|&above| MODALS.contains(&tree.lemma(above)) && above < governor && governor - above < 5)
    {
        cue.tokens.push(modal);
        verbs.push(modal);
    }
    for &verb in &verbs {
        for &child in tree.children(verb) {
            let joins = match tree.token(child).relation() {
                "aux" | "cop" => true,
                "compound" => tree.token(child).deprel == "compound:prt",
                "expl" => is_reflexive(tree, child),
                _ => NEGATIONS.contains(&tree.form(child)) && child.abs_diff(governor) < 6,
            };
            if joins {
                cue.tokens.push(child);
            }
            cue.conditional |= tree.is(child, "aux") && is_hearsay_form(tree, child);
            cue.negated |= is_negation(tree, child);
        }
        cue.conditional |= is_hearsay_form(tree, verb) && tree.token(verb).feat("VerbForm") == Some("Fin");
    }
    cue.tokens.sort_unstable();
    cue.tokens.dedup();
    // Adverbs inside the verb group belong to it (*a également révélé*).
    if let (Some(&first), Some(&last)) = (cue.tokens.first(), cue.tokens.last()) {
        let small = |idx: usize| matches!(tree.upos(idx), Upos::Adv | Upos::Part) || tree.is(idx, "expl");
        if last - first < 8 {
            let between: Vec<usize> = (first..last).filter(|&idx| small(idx) && tree.is_below(idx, governor)).collect();
            cue.tokens.extend(between);
            cue.tokens.sort_unstable();
            cue.tokens.dedup();
        }
    }
}

/// Conditional of hearsay: *aurait*, *serait*.
pub(super) fn is_hearsay_form(tree: &Tree<'_>, idx: usize) -> bool {
    tree.token(idx).feat("Mood") == Some("Cnd") && matches!(tree.lemma(idx), "avoir" | "être")
}

/// *Nothing suggests that*, *Rien n'indique que*: a subject that denies there is any.
pub(super) fn is_nothing(tree: &Tree<'_>, idx: usize) -> bool {
    matches!(
        tree.form(idx),
        "nothing"
            | "nobody"
            | "rien"
            | "personne"
            | "ничто"
            | "никто"
            | "ніщо"
            | "ніхто"
            | "nada"
            | "nadie"
            | "nichts"
            | "niemand"
    )
}

fn is_negation(tree: &Tree<'_>, idx: usize) -> bool {
    tree.is_any(idx, &["advmod", "obl", "cc"])
        && matches!(
            tree.form(idx),
            "pas" | "jamais" | "not" | "n't" | "never" | "не" | "nicht" | "nie" | "no" | "nunca" | "ni" | "ні"
        )
}
