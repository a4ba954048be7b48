//! Gold and predicted words on the same characters, compared as in the CoNLL 2018 shared task.

use std::collections::BTreeMap;

use super::{Document, Word};
use crate::score::Tally;

/// One tally for each gold sentence; predicted sentences and words count where they begin.
pub(crate) fn align(gold: &Document, found: &Document) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); gold.sentences.len()];
    let home = |start: usize| {
        let idx = gold.sentences.partition_point(|sentence| sentence.end <= start);
        idx.min(gold.sentences.len().saturating_sub(1))
    };
    for (sentence, tally) in gold.sentences.iter().zip(&mut tallies) {
        let right = found.sentences.iter().any(|other| (other.start, other.end) == (sentence.start, sentence.end));
        tally.found("sentences", usize::from(right), 0, 1);
    }
    let words: BTreeMap<_, usize> = found.words.iter().enumerate().map(|(idx, word)| (key(word), idx)).collect();
    let partner: Vec<Option<usize>> = gold.words.iter().map(|word| words.get(&key(word)).copied()).collect();
    let mut gold_of: Vec<Option<usize>> = vec![None; found.words.len()];
    for (idx, partner) in partner.iter().enumerate() {
        if let Some(partner) = partner {
            gold_of[*partner] = Some(idx);
        }
    }
    for (sentence, tally) in gold.sentences.iter().zip(&mut tallies) {
        for idx in sentence.words.clone() {
            count_word(gold, found, idx, partner[idx], &gold_of, tally);
        }
    }
    if !tallies.is_empty() {
        for sentence in &found.sentences {
            tallies[home(sentence.start)].found("sentences", 0, 1, 0);
        }
        for word in &found.words {
            for name in NAMES {
                tallies[home(word.start)].found(name, 0, 1, 0);
            }
        }
    }
    tallies
}

/// The figures over words.
pub(crate) const NAMES: [&str; 6] = ["words", "upos", "ufeats", "lemma", "uas", "las"];

fn key(word: &Word) -> (usize, usize, usize, &str) {
    (word.start, word.end, word.part, &word.form)
}

fn count_word(
    gold: &Document,
    found: &Document,
    idx: usize,
    partner: Option<usize>,
    gold_of: &[Option<usize>],
    tally: &mut Tally,
) {
    let here = &gold.words[idx];
    let there = partner.map(|partner| &found.words[partner]);
    let same = |field: fn(&Word) -> &str| there.is_some_and(|there| field(here) == field(there));
    let same_head = there.is_some_and(|there| match (here.head, there.head) {
        (None, None) => true,
        (Some(here), Some(there)) => gold_of.get(there).copied().flatten() == Some(here),
        _ => false,
    });
    let right = [
        there.is_some(),
        same(|word| &word.upos),
        same(|word| &word.feats),
        // An unknown lemma in the gold asks for nothing.
        same(|word| &word.lemma) || (there.is_some() && here.lemma == "_"),
        same_head,
        same_head && same(|word| &word.deprel),
    ];
    for (name, right) in NAMES.into_iter().zip(right) {
        tally.found(name, usize::from(right), 0, 1);
    }
}

#[cfg(test)]
mod tests {
    use super::super::conllu::{document, read_conllu};
    use super::*;

    fn read(content: &str) -> Document {
        document(&read_conllu(content))
    }

    const GOLD: &str = "1\tChats\tchat\tNOUN\t_\tNumber=Plur\t2\tnsubj\t_\t_\n2\tdorment\tdormir\tVERB\t_\t_\t0\troot\t_\t_\n3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n\
        1\tOui\toui\tINTJ\t_\t_\t0\troot\t_\t_\n";

    #[test]
    fn the_same_is_right_everywhere() {
        let gold = read(GOLD);
        let tallies = align(&gold, &gold);
        for name in NAMES {
            let sum = |part: &str| tallies.iter().map(|tally| tally.count(&format!("{name}.{part}"))).sum::<f64>();
            assert!((sum("right") - 4.0).abs() < 1e-9 && (sum("predicted") - 4.0).abs() < 1e-9, "{name}");
        }
    }

    #[test]
    fn one_sentence_in_place_of_two_and_a_wrong_head() {
        let found = read(
            "1\tChats\tchat\tPROPN\t_\tNumber=Plur\t0\troot\t_\t_\n2\tdorment\tdormir\tVERB\t_\t_\t1\tacl\t_\t_\n3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n4\tOui\toui\tINTJ\t_\t_\t2\tdiscourse\t_\t_\n",
        );
        let tallies = align(&read(GOLD), &found);
        let sum = |name: &str| tallies.iter().map(|tally| tally.count(name)).sum::<f64>();
        let right: Vec<f64> = NAMES.iter().map(|name| sum(&format!("{name}.right"))).collect();
        assert_eq!(right, [4.0, 3.0, 4.0, 4.0, 1.0, 1.0]);
        let parts: Vec<f64> =
            ["right", "predicted", "gold"].iter().map(|part| sum(&format!("sentences.{part}"))).collect();
        assert_eq!(parts, [0.0, 1.0, 2.0]);
    }
}
