//! `coref`: which mentions mean the same, against the `Entity=` marks of GUM, beside a plain baseline.
//!
//! Scored are persons, organisations and places of news documents that are mentioned more than once. Mentions are
//! predicted, and right when they have the head word of a gold mention. The baseline gets the same mentions: names and
//! nouns with one head word mean the same, a pronoun means the nearest mention before it whose gender and number fit.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use selon_types::{ActorForm, Analysis, Label, Mentions, PlaceMention, Report, Upos};
use serde_json::json;

use super::coref_metric::{Chains, chains, count};
use super::syntax::{language_of, text_of};
use crate::gold::{expand, gold_name, read_text};
use crate::score::{Figure, Formula, Tally, score};
use crate::ud::{Document, GoldSentence, document, from_analysis, read_conllu};
use crate::{EvalArgs, EvalError, EvalOutput, Reader, Row};

/// The genre of the documents that are scored; a file that tells no genres is scored whole.
const GENRE: &str = "news";
/// What actors and places may be.
const KINDS: [&str; 3] = ["person", "organization", "place"];

/// The keys of `coref`.
fn figures() -> Vec<Figure> {
    let mut figures = Vec::new();
    for (prefix, name) in [("", "selon"), ("baseline_", "baseline")] {
        let mut add = |key: &str, formula: Formula| figures.push(Figure::new(format!("{prefix}{key}"), formula));
        add("conll_f1", Formula::Conll(name.into()));
        add("muc_f1", Formula::F1(format!("{name}.muc")));
        add("b3_f1", Formula::BCubed(name.into()));
        add("ceafe_f1", Formula::F1(format!("{name}.ceafe")));
    }
    figures.push(Figure::new("mention_f1", Formula::F1("mention".into())));
    figures
}

/// Scores files with entity marks.
pub(crate) fn run(args: &EvalArgs, reader: &dyn Reader) -> Result<EvalOutput, EvalError> {
    if args.predictions.is_some() {
        return Err(EvalError::Unable(
            "`selon eval coref` reads the documents itself; it takes no predictions".to_owned(),
        ));
    }
    let mut output = EvalOutput::default();
    for path in &args.gold {
        for file in expand(path)? {
            let name = gold_name(&file);
            let gold = read_conllu(&read_text(&file)?);
            let lang = language_of(&name, &gold).map_or("-", |lang| lang.label());
            let documents: Vec<&[GoldSentence]> = gold
                .chunk_by(|_, next| !next.begins_document)
                .filter(|sentences| {
                    sentences.first().is_some_and(|first| first.genre.is_empty() || first.genre == GENRE)
                })
                .filter(|sentences| {
                    sentences.iter().flat_map(|sentence| &sentence.words).any(|word| !word.entity.is_empty())
                })
                .collect();
            if documents.is_empty() {
                return Err(EvalError::NothingToScore(name, "coref"));
            }
            let compared: Vec<(Tally, Vec<String>)> =
                documents.par_iter().map(|sentences| compare(sentences, lang, &name, reader)).collect();
            let (tallies, errors): (Vec<Tally>, Vec<Vec<String>>) = compared.into_iter().unzip();
            output.errors.push(format!("== {name}"));
            output.errors.extend(errors.into_iter().flatten());
            output.rows.push(Row {
                given: "",
                what: "coref",
                gold: name,
                lang: lang.to_owned(),
                documents: documents.len(),
                figures: score(&figures(), &tallies),
            });
        }
    }
    Ok(output)
}

fn compare(sentences: &[GoldSentence], lang: &str, name: &str, reader: &dyn Reader) -> (Tally, Vec<String>) {
    let (text, _) = text_of(sentences);
    let gold = document(sentences);
    let line = json!({"id": name, "text": text, "lang": lang});
    let report = selon_report::read_jsonl(name, line.to_string().as_bytes()).next().and_then(Result::ok);
    let Some(report): Option<Report> = report else { return (Tally::default(), vec![]) };
    let analysis = reader.analyse(&report);
    let mentions = reader.find_mentions(&report, &analysis);
    let words = from_analysis(&report.text, &analysis);
    let at = |token: usize| words.words.get(token).map_or(usize::MAX, |word| word.start);
    let found = predicted(&analysis, &mentions);
    let wanted = gold_mentions(&gold);
    let gold_chains = chains(wanted.iter().map(|mention| (mention.head, mention.entity.clone())));
    let found_chains = chains(found.iter().map(|(token, entity)| (at(*token), entity.clone())));
    let plain = baseline(&report.text, &analysis, &mentions, &found);
    let plain_chains = chains(plain.into_iter().map(|(token, entity)| (at(token), entity)));
    let mut tally = Tally::default();
    count(&mut tally, "selon", &gold_chains, &found_chains);
    count(&mut tally, "baseline", &gold_chains, &plain_chains);
    let wanted_heads: BTreeSet<usize> = wanted.iter().map(|mention| mention.head).collect();
    let found_heads: BTreeSet<usize> = found.iter().map(|(token, _)| at(*token)).collect();
    let n_right = wanted_heads.intersection(&found_heads).count();
    tally.found("mention", n_right, found_heads.len(), wanted_heads.len());
    (tally, describe(&report.text, &gold_chains, &found_chains))
}

/// A mention of the gold.
struct GoldMention {
    /// First character, white space not counted, of its head word.
    head: usize,
    entity: String,
}

/// The mentions that the entity marks tell: `(12-person-…` opens, `12)` closes, the kind stands after the number.
fn gold_mentions(gold: &Document) -> Vec<GoldMention> {
    let mut open: Vec<(String, String, usize)> = Vec::new();
    let mut mentions = Vec::new();
    for (idx, word) in gold.words.iter().enumerate() {
        let mut rest = &*word.entity;
        while !rest.is_empty() {
            if let Some(inside) = rest.strip_prefix('(') {
                let end = inside.find(['(', ')']).unwrap_or(inside.len());
                let mut fields = inside[..end].split('-');
                let (entity, kind) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
                open.push((entity.to_owned(), kind.to_owned(), idx));
                rest = &inside[end..];
                if let Some(after) = rest.strip_prefix(')') {
                    close(gold, &mut open, None, idx, &mut mentions);
                    rest = after;
                }
            } else {
                let end = rest.find(')').unwrap_or(rest.len());
                close(gold, &mut open, Some(&rest[..end]), idx, &mut mentions);
                rest = rest.get(end + 1..).unwrap_or_default();
            }
        }
    }
    mentions
}

/// Closes the last open mention of an entity.
fn close(
    gold: &Document,
    open: &mut Vec<(String, String, usize)>,
    entity: Option<&str>,
    last: usize,
    mentions: &mut Vec<GoldMention>,
) {
    let place = match entity {
        Some(entity) => open.iter().rposition(|(known, ..)| known == entity),
        None => open.len().checked_sub(1),
    };
    let Some((entity, kind, first)) = place.map(|place| open.remove(place)) else { return };
    if !KINDS.contains(&&*kind) {
        return;
    }
    let is_outside = |word: &usize| gold.words[*word].head.is_none_or(|head| !(first..=last).contains(&head));
    let head = (first..=last).find(is_outside).unwrap_or(first);
    mentions.push(GoldMention { head: gold.words[head].start, entity });
}

/// The head token and the entity of each mention: actors, and the places that are none.
fn predicted(analysis: &Analysis, mentions: &Mentions) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut of_head: BTreeMap<usize, String> = BTreeMap::new();
    // An adjective (*Afghan team*) is no noun phrase, and the treebank marks none.
    let is_phrase = |token: usize| analysis.tokens.get(token).is_some_and(|token| token.upos != Upos::Adj);
    for actor in mentions.actors.iter().filter(|actor| is_phrase(actor.head)) {
        let entity = format!("actor {}", actor.entity);
        of_head.entry(actor.head).or_insert_with(|| entity.clone());
        found.push((actor.head, entity));
    }
    let mut of_place: BTreeMap<String, String> = BTreeMap::new();
    for place in &mentions.places {
        let Some(head) = head_of(analysis, place) else { continue };
        let key = place.geonameid.map_or_else(|| place.name.to_lowercase(), |id| id.to_string());
        match of_head.get(&head) {
            // The words are an actor elsewhere called so: one entity for both.
            Some(entity) => drop(of_place.insert(key, entity.clone())),
            None => {
                let entity = of_place.entry(key.clone()).or_insert_with(|| format!("place {key}")).clone();
                found.push((head, entity));
            }
        }
    }
    found
}

fn head_of(analysis: &Analysis, place: &PlaceMention) -> Option<usize> {
    let tokens = analysis.tokens_in(place.span);
    tokens.clone().find(|&token| analysis.tokens[token].head.is_none_or(|head| !tokens.contains(&head)))
}

/// The same mentions linked by their head words and, pronouns, by gender and number alone.
fn baseline(text: &str, analysis: &Analysis, mentions: &Mentions, found: &[(usize, String)]) -> Vec<(usize, String)> {
    let pronouns: BTreeSet<usize> = mentions
        .actors
        .iter()
        .filter(|actor| matches!(actor.form, ActorForm::Pronoun | ActorForm::Possessive))
        .map(|actor| actor.head)
        .collect();
    let heads: BTreeSet<usize> = found.iter().map(|(token, _)| *token).collect();
    let feature = |token: usize, name: &str| analysis.tokens[token].feat(name).map(str::to_owned);
    let agree = |one: Option<String>, two: Option<String>| one.is_none() || two.is_none() || one == two;
    let mut linked: Vec<(usize, String)> = Vec::new();
    for token in heads {
        let entity = if pronouns.contains(&token) {
            let fits = |(other, _): &&(usize, String)| {
                agree(feature(token, "Number"), feature(*other, "Number"))
                    && agree(feature(token, "Gender"), feature(*other, "Gender"))
            };
            linked.iter().rev().find(fits).map(|(_, entity)| entity.clone())
        } else {
            None
        };
        linked.push((token, entity.unwrap_or_else(|| head_word(text, analysis, token))));
    }
    linked
}

/// The word that a mention is known by: of a name of several words the last one.
fn head_word(text: &str, analysis: &Analysis, token: usize) -> String {
    let is_part = |child: &usize| analysis.tokens[*child].is("flat");
    let last = match analysis.tokens[token].upos {
        Upos::Propn => analysis.children(token).filter(is_part).last().unwrap_or(token),
        _ => token,
    };
    let word = &analysis.tokens[last];
    if word.upos == Upos::Propn { word.span.of(text).to_lowercase() } else { word.lemma.to_lowercase() }
}

/// The chains of the gold with what became of each, by the words around the heads.
fn describe(text: &str, gold: &Chains, found: &Chains) -> Vec<String> {
    let solid: Vec<char> = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let words = |head: &usize| solid[*head..(*head + 14).min(solid.len())].iter().collect::<String>();
    let mut lines = Vec::new();
    for chain in gold {
        lines.push(format!("GOLD  {}", chain.iter().map(words).collect::<Vec<_>>().join(" | ")));
        for other in found.iter().filter(|other| !other.is_disjoint(chain)) {
            let shown: Vec<String> = other
                .iter()
                .map(|head| format!("{}{}", if chain.contains(head) { "" } else { "✗" }, words(head)))
                .collect();
            lines.push(format!("   selon {}", shown.join(" | ")));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entity_marks_tell_mentions_and_their_heads() {
        let content = "# newdoc id = x\n# meta::genre = news\n\
            1\tThe\tthe\tDET\t_\t_\t2\tdet\t_\tEntity=(1-person-new-cf1-2-coref\n\
            2\tmayor\tmayor\tNOUN\t_\t_\t5\tnsubj\t_\t_\n\
            3\tof\tof\tADP\t_\t_\t4\tcase\t_\t_\n\
            4\tOslo\tOslo\tPROPN\t_\t_\t2\tnmod\t_\tEntity=(2-place-new-cf2-1-sgl)1)\n\
            5\tleft\tleave\tVERB\t_\t_\t0\troot\t_\t_\n\
            6\ther\ther\tPRON\t_\t_\t7\tnmod\t_\tEntity=(3-object-new-cf3-2-sgl(1-person-giv-cf1-1-ana)\n\
            7\toffice\toffice\tNOUN\t_\t_\t5\tobj\t_\tEntity=3)\n";
        let sentences = read_conllu(content);
        assert_eq!(sentences[0].genre, "news");
        let mentions = gold_mentions(&document(&sentences));
        let shown: Vec<(usize, &str)> = mentions.iter().map(|mention| (mention.head, &*mention.entity)).collect();
        // The object is no actor; the nested place closes before the person that holds it.
        assert_eq!(shown, [(10, "2"), (3, "1"), (18, "1")]);
    }
}
