//! `attribution`: who is quoted, with which words, saying what.

use selon_view::wire::WireAttribution;

use crate::case::{Case, Outcome, Strictness};
use crate::gold::{GoldAttribution, Nested};
use crate::letters::Letters;
use crate::matching::match_greedily;
use crate::score::{Figure, Formula};

/// The keys of `attribution`.
pub(crate) fn figures() -> Vec<Figure> {
    let mut figures = vec![Figure::new("lost_to_odd_marks", Formula::CountOf("lost_to_odd_marks".into()))];
    for strictness in Strictness::BOTH {
        let prefix = strictness.prefix();
        let mut add = |key: &str, formula: Formula| figures.push(Figure::new(format!("{prefix}{key}"), formula));
        let name = |counter: &str| format!("{prefix}{counter}");
        add("content_iou50_p", Formula::Precision(name("iou50")));
        add("content_iou50_r", Formula::Recall(name("iou50")));
        add("content_iou50_f1", Formula::F1(name("iou50")));
        add("content_cov30_f1", Formula::F1(name("cov30")));
        add("content_cov80_f1", Formula::F1(name("cov80")));
        add("content_exact_f1", Formula::F1(name("exact")));
        add("source_overlap_f1", Formula::F1(name("source_overlap")));
        add("source_exact_f1", Formula::F1(name("source_exact")));
        add("content_source_f1", Formula::F1(name("content_source")));
        for kind in ["direct", "mixed", "indirect"] {
            add(&format!("recall_{kind}"), Formula::Share(name(&format!("recall_{kind}"))));
        }
        add("invented_per_100", Formula::Ratio(name("invented"), name("records"), 100.0));
        add("chain_acc", Formula::Share(name("chain")));
    }
    figures
}

/// A gold or predicted attribution as sets of letters.
pub(crate) struct Said {
    pub(crate) content: Letters,
    pub(crate) source: Letters,
}

/// Compares one record. Records whose annotation is of recall only give no precision and so no F1.
pub(crate) fn compare(case: &Case<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let Some(gold) = case.gold.attributions.as_deref() else { return outcome };
    let gold: Vec<(&GoldAttribution, Said)> = gold
        .iter()
        .filter(|attribution| attribution.kind != "none")
        .map(|attribution| (attribution, said(case, &attribution.source, &attribution.content)))
        .collect();
    let found: Vec<(&WireAttribution, Said)> = case
        .wire
        .attributions
        .iter()
        .filter(|attribution| attribution.kind != "none")
        .map(|attribution| (attribution, said(case, &attribution.source, &attribution.content)))
        .collect();
    // A document is lost when an odd quotation mark leaves nothing of what the gold attributes.
    let odd = case.wire.remarks.iter().any(|remark| remark.kind == "odd_quotation_mark");
    outcome.tally.share("lost_to_odd_marks", odd && !gold.is_empty() && found.is_empty());
    for strictness in Strictness::BOTH {
        let scorer = Scorer { case, strictness, gold: &gold, found: &found };
        scorer.count(&mut outcome);
    }
    outcome
}

fn said(case: &Case<'_>, source: &[[usize; 2]], content: &[[usize; 2]]) -> Said {
    Said { content: case.text.letters(content), source: case.text.letters(source) }
}

struct Scorer<'a, 'run> {
    case: &'a Case<'run>,
    strictness: Strictness,
    gold: &'a [(&'a GoldAttribution, Said)],
    found: &'a [(&'a WireAttribution, Said)],
}

impl Scorer<'_, '_> {
    fn count(&self, outcome: &mut Outcome) {
        let name = |counter: &str| format!("{}{counter}", self.strictness.prefix());
        // IoU breaks ties of the looser measures, so that the closest pair goes first.
        let pairs = self.pairs(|gold, found| {
            let iou = gold.content.iou(&found.content);
            (iou >= 0.5).then_some((iou, share_of_source(gold, found)))
        });
        let covered = |least: f64| {
            self.pairs(move |gold, found| {
                let coverage = found.content.coverage_of(&gold.content);
                (coverage > least).then(|| (coverage, gold.content.iou(&found.content)))
            })
        };
        let exact = self.pairs(|gold, found| {
            (gold.content == found.content && !gold.content.is_empty()).then(|| (1.0, share_of_source(gold, found)))
        });
        let with_source = self.pairs(|gold, found| {
            let iou = gold.content.iou(&found.content);
            (iou >= 0.5 && same_source(gold, found)).then_some((iou, share_of_source(gold, found)))
        });
        if !self.case.gold.recall_only {
            self.found(outcome, &name("iou50"), &pairs);
            self.found(outcome, &name("cov30"), &covered(0.3));
            self.found(outcome, &name("cov80"), &covered(0.8));
            self.found(outcome, &name("exact"), &exact);
            self.found(outcome, &name("content_source"), &with_source);
            self.sources(outcome);
            outcome.tally.add(&name("invented"), self.invented().len());
            outcome.tally.add(&name("records"), 1);
        }
        self.recalls(outcome, &pairs);
        self.chains(outcome, &pairs);
        if self.strictness == Strictness::Lenient {
            self.describe(outcome, &pairs);
        }
    }

    fn pairs(&self, score: impl Fn(&Said, &Said) -> Option<(f64, f64)>) -> Vec<(usize, usize)> {
        // What is wanted is matched before what may be left out.
        match_greedily(self.gold.len(), self.found.len(), |gold, found| {
            score(&self.gold[gold].1, &self.found[found].1).map(|(first, second)| (self.is_wanted(gold), first, second))
        })
    }

    /// Counts a matching: pairs with spared gold are neither right nor extra.
    fn found(&self, outcome: &mut Outcome, name: &str, pairs: &[(usize, usize)]) {
        let n_right = pairs.iter().filter(|(gold, _)| self.is_wanted(*gold)).count();
        let n_spared = pairs.len() - n_right;
        let n_gold = (0..self.gold.len()).filter(|gold| self.is_wanted(*gold)).count();
        outcome.tally.found(name, n_right, self.found.len() - n_spared, n_gold);
    }

    fn is_wanted(&self, gold: usize) -> bool {
        let attribution = self.gold[gold].0;
        let types = &self.case.options.types;
        let other_type = !types.is_empty()
            && attribution.orig_type.as_ref().is_some_and(|orig| !types.iter().any(|name| name == orig));
        !other_type && !self.strictness.spares(attribution.optional)
    }

    /// Source spans for themselves, whatever they say.
    fn sources(&self, outcome: &mut Outcome) {
        let gold: Vec<usize> = (0..self.gold.len()).filter(|idx| !self.gold[*idx].1.source.is_empty()).collect();
        let found: Vec<&Letters> =
            self.found.iter().map(|(_, said)| &said.source).filter(|source| !source.is_empty()).collect();
        let n_gold = gold.iter().filter(|idx| self.is_wanted(**idx)).count();
        for (name, exact) in [("source_overlap", false), ("source_exact", true)] {
            let pairs = match_greedily(gold.len(), found.len(), |gold_idx, found_idx| {
                let (here, there) = (&self.gold[gold[gold_idx]].1.source, found[found_idx]);
                let fits = if exact { here == there } else { here.overlaps(there) };
                fits.then(|| (self.is_wanted(gold[gold_idx]), here.iou(there)))
            });
            let n_right = pairs.iter().filter(|(idx, _)| self.is_wanted(gold[*idx])).count();
            let n_spared = pairs.len() - n_right;
            let name = format!("{}{name}", self.strictness.prefix());
            outcome.tally.found(&name, n_right, found.len() - n_spared, n_gold);
        }
    }

    /// The distinct predicted sources that overlap no gold source of the record.
    fn invented(&self) -> Vec<usize> {
        let mut seen: Vec<&Letters> = Vec::new();
        let mut invented = Vec::new();
        for (idx, (_, said)) in self.found.iter().enumerate() {
            let known = said.source.is_empty() || seen.contains(&&said.source);
            if !known && !self.gold.iter().any(|(_, gold)| gold.source.overlaps(&said.source)) {
                invented.push(idx);
            }
            seen.push(&said.source);
        }
        invented
    }

    fn recalls(&self, outcome: &mut Outcome, pairs: &[(usize, usize)]) {
        for (idx, (attribution, _)) in self.gold.iter().enumerate() {
            if self.is_wanted(idx) {
                let name = format!("{}recall_{}", self.strictness.prefix(), attribution.kind);
                outcome.tally.share(&name, pairs.iter().any(|(gold, _)| *gold == idx));
            }
        }
    }

    /// Where gold or Selon puts a matched attribution inside another one, they agree.
    fn chains(&self, outcome: &mut Outcome, pairs: &[(usize, usize)]) {
        let name = format!("{}chain", self.strictness.prefix());
        for (gold, found) in pairs {
            let gold_nested = &self.gold[*gold].0.nested;
            let parent = self.parent(*found);
            let right = match gold_nested {
                Nested::Unknown => continue,
                Nested::No if parent.is_none() => continue,
                Nested::No => false,
                Nested::Yes => parent.is_some(),
                Nested::In(outer) => parent.is_some_and(|parent| {
                    pairs
                        .iter()
                        .any(|(other, partner)| *partner == parent && self.gold[*other].0.id.as_ref() == Some(outer))
                }),
            };
            outcome.tally.share(&name, right);
        }
    }

    /// The attribution around a predicted one, unless that is the report's own voice.
    fn parent(&self, found: usize) -> Option<usize> {
        let parent = self.found[found].0.parent.as_ref()?;
        self.found.iter().position(|(attribution, _)| attribution.id == *parent)
    }

    fn describe(&self, outcome: &mut Outcome, pairs: &[(usize, usize)]) {
        for (idx, (attribution, said)) in self.gold.iter().enumerate() {
            let partner = pairs.iter().find(|(gold, _)| *gold == idx).map(|(_, found)| *found);
            match partner {
                None if self.is_wanted(idx) => {
                    let words = self.gold_words(attribution);
                    outcome.errors.push(format!("MISS   {} {words}", attribution.kind));
                }
                Some(found) if !same_source(said, &self.found[found].1) => outcome.errors.push(format!(
                    "SOURCE gold {} | selon {}",
                    self.gold_words(attribution),
                    self.found_words(found)
                )),
                Some(found) if said.content != self.found[found].1.content => outcome.errors.push(format!(
                    "EXTENT gold {} | selon {}",
                    self.gold_words(attribution),
                    self.found_words(found)
                )),
                _ => {}
            }
        }
        if self.case.gold.recall_only {
            return;
        }
        let invented = self.invented();
        for idx in 0..self.found.len() {
            if !pairs.iter().any(|(_, found)| *found == idx) {
                let mark = if invented.contains(&idx) { " (invented source)" } else { "" };
                outcome.errors.push(format!("EXTRA  {}{mark}", self.found_words(idx)));
            }
        }
    }

    fn gold_words(&self, attribution: &GoldAttribution) -> String {
        let words = |spans: &[[usize; 2]]| self.case.text.all_words(spans);
        format!("‹{}› {} «{}»", words(&attribution.source), words(&attribution.cue), words(&attribution.content))
    }

    fn found_words(&self, found: usize) -> String {
        let attribution = self.found[found].0;
        let words = |spans: &[[usize; 2]]| self.case.text.all_words(spans);
        format!(
            "‹{}› {} «{}» ({}, {})",
            words(&attribution.source),
            words(&attribution.cue),
            words(&attribution.content),
            attribution.kind,
            attribution.rule
        )
    }
}

/// Sources overlap, or both are empty.
fn same_source(gold: &Said, found: &Said) -> bool {
    gold.source.overlaps(&found.source) || (gold.source.is_empty() && found.source.is_empty())
}

fn share_of_source(gold: &Said, found: &Said) -> f64 {
    if gold.source.is_empty() && found.source.is_empty() { 1.0 } else { gold.source.iou(&found.source) }
}
