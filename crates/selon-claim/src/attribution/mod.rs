//! According to whom: sources, cues, contents, stances and chains.
//!
//! Words of saying come from `data/<lang>/attribution.tsv`; everything else reads Universal Dependencies and quotation marks,
//! so that the mechanisms are the same in all languages:
//!
//! 1. [`quotation`]: what stands between quotation marks.
//! 2. [`phrase`], [`relay`]: *selon X*, *reportedly*, *comme l'a dit X*.
//! 3. [`cue`], [`content`], [`clause`], [`source`], [`speaker`]: verbs, adjectives and nouns of saying with what they govern.
//! 4. [`speech`], [`introduced`]: inserted cues, and quotations announced by a cue or a colon.
//! 5. [`headline`]: *ONU : …*.
//! 6. [`before`], [`second`]: sources of the sentence before, and sources that answer what was told before them.
//! 7. [`assemble`]: kinds, stances, nesting, resolution, and the report's own voice around it.

mod assemble;
mod before;
mod clause;
mod content;
mod cue;
mod draft;
mod entry;
mod forms;
mod headline;
mod introduced;
mod lexicon;
mod phrase;
mod quotation;
mod relay;
mod resolve;
mod second;
mod source;
mod speaker;
mod speech;
mod stance;
mod tree;
mod voice;

use std::ops::Range;

use selon_types::{
    Act, ActorIdx, Analysis, Attribution, Language, Mentions, NameKind, Remark, Report, SentenceRole, Stance, Upos,
};

use content::find_content;
use cue::Cue;
use draft::Draft;
pub use lexicon::AttributionLexicon;
use lexicon::{Complement, Lexicon};
use quotation::Quotation;
use speaker::{source_of_noun, source_of_verb};
use tree::Tree;

/// The attributions of a report, sorted by position of the content. Each stretch of the report's own voice that
/// holds no attribution is covered by one of kind `none` per sentence, so that every claim stands in exactly one.
pub fn find_attributions(
    report: &Report,
    analysis: &Analysis,
    mentions: &Mentions,
    lexicon: &AttributionLexicon,
) -> (Vec<Attribution>, Vec<Remark>) {
    let empty = Lexicon::default();
    let language = analysis.language.or(report.language);
    let words = language.and_then(|language| lexicon.of(language)).unwrap_or(&empty);
    let tree = Tree::new(&report.text, analysis);
    let (quotations, mut remarks) = quotation::find_quotations(&tree);
    let reader = Reader { tree, quotations, lexicon: words, mentions };
    let cues: Vec<Cue<'_>> =
        cue::find_cues(&reader.tree, words).into_iter().filter(|cue| reader.is_read(cue.governor)).collect();
    let mut drafts: Vec<Draft<'_>> = phrase::find_phrases(&reader, &cues)
        .into_iter()
        .filter(|draft| draft.cue.first().is_some_and(|&idx| reader.is_read(idx)))
        .collect();
    for cue in &cues {
        if drafts.iter().any(|draft| draft.governor == Some(cue.governor)) {
            continue;
        }
        // *dit-on* is a phrase already.
        if drafts.iter().any(|draft| draft.cue.contains(&cue.governor)) {
            continue;
        }
        drafts.extend(draft_of(&reader, cue));
    }
    drop_echoes(&reader, &mut drafts);
    assemble::join_chained_cues(&reader, &mut drafts);
    relay::link_origins(&reader, &mut drafts);
    introduced::quoted(&reader, &cues, &mut drafts);
    headline::headlines(&reader, &mut drafts);
    before::told_before(&reader, &cues, &mut drafts);
    second::second_sources(&reader, &cues, &mut drafts);
    let attributions = assemble::assemble(&reader, drafts, language, &mut remarks);
    remarks.sort_by_key(|a| (a.span, a.kind));
    (attributions, remarks)
}

/// *précise que le produit est, selon lui, rare*: a pronoun inside what the source says anyway adds nothing.
fn drop_echoes(reader: &Reader<'_>, drafts: &mut Vec<Draft<'_>>) {
    let pronoun = |draft: &Draft<'_>| {
        draft.governor.is_none()
            && draft.source.head.is_some_and(|head| {
                reader.tree.upos(head) == Upos::Pron && reader.tree.token(head).feat("Person") != Some("1")
            })
    };
    let echoes: Vec<bool> = (0..drafts.len())
        .map(|idx| {
            pronoun(&drafts[idx])
                && drafts
                    .iter()
                    .any(|outer| outer.governor.is_some() && drafts[idx].cue.iter().all(|&token| outer.holds(token)))
        })
        .collect();
    let mut idx = 0;
    drafts.retain(|_| {
        idx += 1;
        !echoes[idx - 1]
    });
}

/// What a cue attributes: what it governs, or what it is inserted into.
fn draft_of<'l>(reader: &Reader<'l>, cue: &Cue<'l>) -> Option<Draft<'l>> {
    let tree = &reader.tree;
    let content = find_content(reader, cue);
    // *« A », dit-elle, « B »*: a clause behind the verb that is quoted like the one before it belongs to the same speech.
    let split = content.as_ref().is_some_and(|content| {
        content.parts.first().is_some_and(|part| reader.quotation_starting_near(part.start.saturating_sub(1)).is_some())
            && reader.quotations.iter().any(|quotation| {
                quotation.depth == 0
                    && quotation.tokens.end <= cue.first()
                    && cue.first() - quotation.tokens.end <= 4
                    && reader.is_whole_or_here(quotation, cue.first())
                    && !reader.parts_speech(quotation.tokens.end..cue.first())
            })
    });
    let firm = !split
        && content
            .as_ref()
            .is_some_and(|content| content.kind == Complement::Clause && !is_misread_speaker(reader, cue, content));
    if !firm && let Some(draft) = speech::inserted(reader, cue) {
        return Some(draft);
    }
    let content = content?;
    // *Rappelons que*, *Notez que*: addressed to the reader.
    let addressed = tree.token(cue.governor).feat("Mood") == Some("Imp")
        || matches!(tree.token(cue.governor).feat("Person"), Some("1" | "2"))
            && tree.child(cue.governor, &["nsubj"]).is_none()
            && matches!(tree.analysis.language, Some(Language::Fr | Language::En | Language::De));
    if addressed {
        return None;
    }
    let entry = content.entry;
    let kind = content.kind.clone();
    let source = if cue.is_noun() { source_of_noun(tree, cue) } else { source_of_verb(tree, reader, cue, entry) };
    let clausal = matches!(kind, Complement::Clause | Complement::Infinitive | Complement::Decreed);
    // Without a subject, only a finite or passive predicate tells that somebody says it.
    let impersonal = tree.is_finite(cue.governor) && tree.is_passive(cue.governor) || source.dropped;
    if !source.is_expressed()
        && !(clausal && (impersonal || cue.is_noun()))
        && !(kind == Complement::Blame && impersonal)
    {
        return None;
    }
    if source.range.as_ref().is_some_and(|range| content.parts.iter().any(|part| part.contains(&range.start))) {
        return None;
    }
    // *on sait que*, *on a l'impression que*: nobody's thought.
    let nobody = source.head.is_some_and(|head| matches!(tree.form(head), "on" | "-on" | "man"));
    if nobody && matches!(entry.act, Act::Belief | Act::Inference) {
        return None;
    }
    // *ce qui montre que*: a conclusion of the report, not of somebody.
    let open_relative = source.head.is_some_and(|head| tree.token(head).feat("PronType") == Some("Rel"));
    if open_relative && entry.act == Act::Inference {
        return None;
    }
    // An accusation told by a bare participle (*un homme accusé de …*) only describes.
    if kind == Complement::Blame && !source.is_expressed() && !tree.is_finite(cue.governor) {
        return None;
    }
    if cue.is_noun() && kind == Complement::Infinitive && !source.is_expressed() {
        return None;
    }
    let mut draft = Draft::governed(reader, cue, content, rule_name(cue, &kind));
    if source.head.is_some_and(|head| cue::is_nothing(tree, head)) {
        draft.stance = Stance::Questioned;
    }
    draft.source = source;
    // *un message affirmant que*: the cue is no part of the source's name.
    if let Some(range) = draft.source.range.as_mut().filter(|range| range.contains(&cue.first())) {
        range.end = cue.first().max(range.start + 1);
    }
    Some(draft)
}

/// *…, признал врио губернатора*: behind a comma, a verb without subject in front of it and with no more than a few
/// words behind it is inserted, even if the parser takes those words for a clause.
fn is_misread_speaker(reader: &Reader<'_>, cue: &Cue<'_>, content: &content::Content<'_>) -> bool {
    let tree = &reader.tree;
    let Some(before) = cue.first().checked_sub(1) else {
        return false;
    };
    let first = content.parts.first().map_or(0, |part| part.start);
    tree.form(before) == ","
        && !cue.is_noun()
        && first == cue.tokens.last().map_or(0, |&last| last + 1)
        && !tree.children(cue.governor).iter().any(|&child| tree.is(child, "nsubj") && child < cue.governor)
        && !matches!(tree.upos(first), Upos::Sconj | Upos::Pron)
        && speech::misread_subject(reader, cue).is_some()
}

fn rule_name(cue: &Cue<'_>, kind: &Complement) -> &'static str {
    match (cue.is_noun(), kind) {
        (true, _) => "noun-of-saying",
        (_, Complement::Clause) => "reporting-verb-clause",
        (_, Complement::Infinitive | Complement::Decreed) => "verb-infinitive",
        (_, Complement::Blame) => "verb-accused-deed",
        (_, Complement::Predicate) => "verb-predicate",
        (_, Complement::After(_)) => "verb-preposition",
        (_, Complement::Finding) => "document-finding",
        _ => "verb-object",
    }
}

/// A report with what the rules need to know of it.
struct Reader<'l> {
    tree: Tree<'l>,
    quotations: Vec<Quotation>,
    lexicon: &'l Lexicon,
    mentions: &'l Mentions,
}

impl Reader<'_> {
    /// The token stands in a headline or in running text.
    fn is_read(&self, idx: usize) -> bool {
        matches!(self.role_of(idx), SentenceRole::Headline | SentenceRole::Body)
    }

    fn role_of(&self, idx: usize) -> SentenceRole {
        let sentence = self.tree.sentence_idx(idx).map(|sentence| &self.tree.analysis.sentences[sentence]);
        sentence.map_or(SentenceRole::Boilerplate, |sentence| sentence.role)
    }

    /// The quotation that ends right before a token, commas and dashes apart.
    fn quotation_ending_at(&self, idx: usize) -> Option<&Quotation> {
        self.quotations.iter().rev().find(|quotation| {
            quotation.depth == 0
                && quotation.tokens.end <= idx
                && idx - quotation.tokens.end <= 2
                && self.is_whole_or_here(quotation, idx)
                && !self.breaks_paragraph(quotation.tokens.end, idx)
                && self.is_same_sentence(quotation.tokens.end - 1, idx)
                && (quotation.tokens.end..idx)
                    .all(|between| matches!(self.tree.form(between), "," | "-" | "–" | "—" | "--" | "." | ";"))
        })
    }

    /// Both marks are there, or the odd one stands in the sentence of a token: elsewhere it tells nothing.
    fn is_whole_or_here(&self, quotation: &Quotation, idx: usize) -> bool {
        quotation.paired || self.tree.sentence_idx(quotation.tokens.start) == self.tree.sentence_idx(idx)
    }

    /// No full stop that ends a sentence stands between two tokens: behind one somebody else may speak.
    fn is_same_sentence(&self, first: usize, last: usize) -> bool {
        self.tree.sentence_idx(first) == self.tree.sentence_idx(last)
            || !(first..last).any(|idx| self.tree.form(idx) == ".")
    }

    /// A full stop or a new paragraph lies between a quotation and what follows, so that each is speech of its own.
    fn parts_speech(&self, between: Range<usize>) -> bool {
        self.breaks_paragraph(between.start, between.end)
            || between.clone().any(|idx| matches!(self.tree.form(idx), "." | "!" | "?"))
    }

    fn breaks_paragraph(&self, end: usize, next: usize) -> bool {
        if end == 0 || next >= self.tree.n_tokens() {
            return false;
        }
        let (last, first) = (self.tree.token(end - 1).span.end(), self.tree.token(next).span.start());
        self.tree.text.get(last..first).is_some_and(|gap| gap.contains('\n'))
    }

    fn quotation_starting_at(&self, idx: usize) -> Option<&Quotation> {
        self.quotations.iter().find(|quotation| quotation.depth == 0 && quotation.tokens.start == idx)
    }

    fn quotation_starting_near(&self, idx: usize) -> Option<&Quotation> {
        (idx..idx + 3).find_map(|idx| self.quotation_starting_at(idx))
    }

    /// Some quotation lies in the range.
    fn has_quotation_in(&self, range: &Range<usize>) -> bool {
        self.quotations.iter().any(|quotation| quotation.tokens.start < range.end && range.start < quotation.tokens.end)
    }

    /// The actor whose mention has this head.
    fn actor_at(&self, head: usize) -> Option<ActorIdx> {
        self.mentions.actors.iter().position(|actor| actor.head == head)
    }

    fn name_kind(&self, idx: usize) -> Option<NameKind> {
        let names = &self.tree.analysis.names;
        names.iter().find(|name| name.tokens.contains(&idx)).map(|name| name.kind)
    }

    /// Somebody who can speak: a person, a body, a pronoun.
    fn is_speaker(&self, idx: usize) -> bool {
        match self.tree.upos(idx) {
            Upos::Propn => {
                self.name_kind(idx).is_none_or(|kind| matches!(kind, NameKind::Per | NameKind::Org | NameKind::Gpe))
            }
            Upos::Pron => self.tree.token(idx).feat("PronType").is_none_or(|kind| kind == "Prs"),
            Upos::Noun => self.actor_at(idx).is_some() || self.lexicon.is_unnamed(self.tree.lemma(idx)),
            _ => false,
        }
    }

    /// The head of the clause that holds a token.
    fn clause_of(&self, idx: usize) -> usize {
        let tree = &self.tree;
        let sentence = tree.sentence(idx);
        let mut last = idx;
        for above in tree.ancestors(idx) {
            if !sentence.contains(&above) {
                break;
            }
            last = above;
            if tree.is_clause(above)
                && (tree.is_any(above, &["ccomp", "advcl", "parataxis", "csubj"])
                    || tree.token(above).deprel == "acl:relcl"
                    || tree.is(above, "conj"))
            {
                break;
            }
        }
        last
    }

    /// The part of a sentence around an adverbial: between semicolons and inside its quotation.
    fn stretch(&self, adverbial: &Range<usize>, sentence: &Range<usize>) -> Range<usize> {
        let mut bounds = sentence.clone();
        for idx in sentence.clone().filter(|&idx| matches!(self.tree.form(idx), ";" | ":")) {
            if idx < adverbial.start {
                bounds.start = bounds.start.max(idx + 1);
            } else if self.tree.form(idx) == ";" {
                bounds.end = bounds.end.min(idx);
            }
        }
        for quotation in &self.quotations {
            if quotation.tokens.start < adverbial.start && adverbial.end < quotation.tokens.end {
                bounds.start = bounds.start.max(quotation.tokens.start);
                bounds.end = bounds.end.min(quotation.tokens.end);
            }
        }
        bounds
    }

    /// The reported clause (*a dit que, selon X, …*) in which an adverbial stands, when a cue governs it.
    fn reported_clause(&self, head: usize, adverbial: &Range<usize>) -> Option<Range<usize>> {
        let tree = &self.tree;
        let clause = tree.ancestors(head).find(|&above| {
            tree.is(above, "ccomp")
                && tree.head(above).is_some_and(|governor| {
                    governor < adverbial.start
                        && self
                            .lexicon
                            .governed_by(tree.lemma(governor))
                            .iter()
                            .any(|entry| entry.others.is_empty() && entry.takes(&Complement::Clause))
                })
        })?;
        let reach = tree.reach(clause);
        (reach.start <= adverbial.start && adverbial.end <= reach.end && tree.is_clause(clause)).then_some(reach)
    }
}

#[cfg(test)]
mod tests;
