//! One record's claims counted.

use selon_view::wire::WireActor;

use crate::case::{Case, Outcome, Strictness, speaker_agrees};
use crate::code::Code;
use crate::gold::{GoldActor, GoldClaim, Negative, Speaker};
use crate::letters::Letters;
use crate::matching::match_most;
use crate::score::Tally;

use super::pairing::{Found, countries_agree, pair_up, stance_agrees};
use super::types::Roots;
use super::{describe, fields};

/// Types that, affirmed and actual, make a plain statement into an event that never was.
const MATERIAL: [&str; 8] = ["ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "SANCTION", "AID", "RETREAT", "COOPERATE"];

/// Compares one record.
pub(crate) fn compare(case: &Case<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let found = Found::all(case);
    if case.options.given_actors {
        given_actors(case, &found, &mut outcome);
        return outcome;
    }
    false_events(case, &found, &mut outcome);
    let Some(gold) = case.gold.claims.as_deref() else { return outcome };
    for strictness in Strictness::BOTH {
        let scorer = Scorer { case, gold, found: &found, strictness };
        scorer.count(&mut outcome.tally);
        if strictness == Strictness::Lenient {
            let pairs = scorer.pairs(false);
            describe::describe(case, gold, &found, &pairs, &mut outcome.errors);
        }
    }
    given_codes(case, gold, &mut outcome);
    outcome
}

struct Scorer<'a, 'run> {
    case: &'a Case<'run>,
    gold: &'a [GoldClaim],
    found: &'a [Found<'run>],
    strictness: Strictness,
}

impl Scorer<'_, '_> {
    fn name(&self, counter: &str) -> String {
        format!("{}{counter}", self.strictness.prefix())
    }

    fn pairs(&self, same_type_only: bool) -> Vec<(usize, usize)> {
        pair_up(self.case, self.gold, self.found, self.strictness, same_type_only)
    }

    fn count(&self, tally: &mut Tally) {
        let roots = Roots::of(self.case.gold);
        let by_type = |gold: usize, found: usize| {
            roots.agree(&self.gold[gold], &self.found[found].claim.event_type, self.strictness)
        };
        let by_root = |gold: usize, found: usize| {
            roots.roots_agree(&self.gold[gold], &self.found[found].claim.event_type, self.strictness)
        };
        self.multiset(tally, "type", by_type);
        self.multiset(tally, "root", by_root);
        let pairs = self.pairs(false);
        let typed: Vec<_> = pairs.iter().copied().filter(|(gold, found)| by_type(*gold, *found)).collect();
        if self.gold.iter().all(|claim| claim.trigger.is_some()) {
            self.found(tally, "trigger_type", &self.pairs(true));
        }
        if self.gold.iter().all(|claim| claim.actors.is_some() && claim.recipients.is_some()) {
            // Sets that mark the words of the parties but not who they are cannot say whether a country is right.
            let is_coded = |claim: &GoldClaim| parties(claim).all(|actor| actor.code.is_some());
            if self.gold.iter().all(is_coded) {
                self.triples(tally, &typed);
                self.codes(tally);
            }
        }
        fields::count(self.case, self.gold, self.found, &pairs, self.strictness, tally);
        for (gold, found) in &typed {
            self.modes(tally, *gold, *found);
        }
    }

    /// Types as a multiset per record: as many as can be paired.
    fn multiset(&self, tally: &mut Tally, name: &str, agrees: impl Fn(usize, usize) -> bool) {
        let wanted: Vec<usize> = self.indices(|claim| !self.strictness.spares(claim.optional));
        let spared: Vec<usize> = self.indices(|claim| self.strictness.spares(claim.optional));
        let pairs = match_most(wanted.len(), self.found.len(), |gold, found| agrees(wanted[gold], found));
        let rest: Vec<usize> =
            (0..self.found.len()).filter(|idx| !pairs.iter().any(|(_, found)| found == idx)).collect();
        let n_spared = match_most(spared.len(), rest.len(), |gold, found| agrees(spared[gold], rest[found])).len();
        tally.found(&self.name(name), pairs.len(), self.found.len() - n_spared, wanted.len());
    }

    fn indices(&self, wanted: impl Fn(&GoldClaim) -> bool) -> Vec<usize> {
        (0..self.gold.len()).filter(|idx| wanted(&self.gold[*idx])).collect()
    }

    /// Counts pairs that are right in some way: those with spared gold are neither right nor extra.
    fn found(&self, tally: &mut Tally, name: &str, right: &[(usize, usize)]) {
        let is_spared = |gold: usize| self.strictness.spares(self.gold[gold].optional);
        let n_right = right.iter().filter(|(gold, _)| !is_spared(*gold)).count();
        let n_gold = (0..self.gold.len()).filter(|gold| !is_spared(*gold)).count();
        // A predicted claim on the words of an optional one is spared even where it is not right in this way.
        let n_spared = self.pairs(false).iter().filter(|(gold, _)| is_spared(*gold)).count();
        tally.found(&self.name(name), n_right, self.found.len() - n_spared, n_gold);
    }

    fn triples(&self, tally: &mut Tally, typed: &[(usize, usize)]) {
        let right: Vec<_> = typed
            .iter()
            .copied()
            .filter(|(gold, found)| {
                let (here, there) = (&self.gold[*gold], &self.found[*found]);
                countries_agree(here.actors.as_deref().unwrap_or_default(), &there.actors)
                    && countries_agree(here.recipients.as_deref().unwrap_or_default(), &there.recipients)
            })
            .collect();
        self.found(tally, "triple", &right);
        let is_whole = |claim: &GoldClaim| {
            claim.polarity.is_some()
                && !claim.modalities.is_empty()
                && claim.speaker.is_some()
                && !claim.stances.is_empty()
        };
        if self.gold.iter().all(is_whole) {
            let full: Vec<_> = right.into_iter().filter(|(gold, found)| self.fields_agree(*gold, *found)).collect();
            self.found(tally, "full", &full);
        }
    }

    /// Polarity, modality, source and stance.
    fn fields_agree(&self, gold: usize, found: usize) -> bool {
        let (here, there) = (&self.gold[gold], &self.found[found]);
        here.polarity.as_deref() == Some(there.claim.polarity.as_str())
            && self.strictness.readings(&here.modalities).contains(&there.claim.modality)
            && here.speaker.as_ref().is_some_and(|speaker| speaker_agrees(speaker, &there.speaker))
            && stance_agrees(here, &there.stance, self.strictness)
    }

    /// The codes of all parties of the record, whatever they do.
    fn codes(&self, tally: &mut Tally) {
        let all = |claim: &'_ GoldClaim| parties(claim).cloned().collect::<Vec<_>>();
        let recipients = |claim: &'_ GoldClaim| claim.recipients.clone().unwrap_or_default();
        let found_all: Vec<&Code> =
            self.found.iter().flat_map(|found| codes(&found.actors).chain(codes(&found.recipients))).collect();
        let found_recipients: Vec<&Code> = self.found.iter().flat_map(|found| codes(&found.recipients)).collect();
        self.code_multiset(tally, "country", &all, &found_all, Code::country_agrees, false);
        self.code_multiset(tally, "sector", &all, &found_all, Code::agrees, true);
        self.code_multiset(tally, "recipient_country", &recipients, &found_recipients, Code::country_agrees, false);
    }

    /// Codes as a multiset; parties without a stated country are neither wanted nor extra, unless sectors count.
    fn code_multiset(
        &self,
        tally: &mut Tally,
        name: &str,
        of: &dyn Fn(&GoldClaim) -> Vec<GoldActor>,
        found: &[&Code],
        agrees: fn(&Code, &Code) -> bool,
        with_sectors: bool,
    ) {
        let is_scored = |code: &Code| code.country.is_some() || (with_sectors && !code.sectors.is_empty());
        let gold = |optional: bool| -> Vec<Code> {
            let claims = self.gold.iter().filter(|claim| self.strictness.spares(claim.optional) == optional);
            claims.flat_map(of).filter_map(|actor| actor.code).filter(is_scored).collect()
        };
        let (wanted, spared) = (gold(false), gold(true));
        let found: Vec<&Code> = found.iter().copied().filter(|code| is_scored(code)).collect();
        let pairs = match_most(wanted.len(), found.len(), |gold, found_idx| agrees(&wanted[gold], found[found_idx]));
        let rest: Vec<&Code> =
            (0..found.len()).filter(|idx| !pairs.iter().any(|(_, taken)| taken == idx)).map(|idx| found[idx]).collect();
        let n_spared = match_most(spared.len(), rest.len(), |gold, idx| agrees(&spared[gold], rest[idx])).len();
        tally.found(&self.name(name), pairs.len(), found.len() - n_spared, wanted.len());
    }

    fn modes(&self, tally: &mut Tally, gold: usize, found: usize) {
        if let Some(modes) = self.gold[gold].modes.as_ref().filter(|modes| !modes.is_empty()) {
            let right = self.found[found].claim.mode.iter().any(|mode| modes.contains(mode));
            tally.share(&self.name("mode"), right);
        }
    }
}

fn parties(claim: &GoldClaim) -> impl Iterator<Item = &GoldActor> {
    claim.actors.iter().flatten().chain(claim.recipients.iter().flatten())
}

fn codes<'a>(parties: &'a [(&WireActor, Code)]) -> impl Iterator<Item = &'a Code> {
    parties.iter().map(|(_, code)| code)
}

/// Events found where there are none.
fn false_events(case: &Case<'_>, found: &[Found<'_>], outcome: &mut Outcome) {
    let is_false = match case.gold.negative {
        Some(Negative::Statement) => found.iter().any(|found| {
            MATERIAL.contains(&found.claim.event_type.as_str())
                && found.claim.polarity == "affirmed"
                && found.claim.modality == "actual"
        }),
        Some(Negative::Empty) => !found.is_empty(),
        None => return,
    };
    outcome.tally.share("false_event", is_false);
    if is_false && case.gold.claims.is_none() {
        for found in found {
            outcome.errors.push(format!("FALSE  {}", describe::found_words(case, found)));
        }
    }
}

/// The code on the words that the gold marks as a party, each once.
fn given_codes(case: &Case<'_>, gold: &[GoldClaim], outcome: &mut Outcome) {
    let actors: Vec<(Letters, &WireActor)> =
        case.wire.actors.iter().map(|actor| (case.text.letters(&[actor.span]), actor)).collect();
    let mut seen = Vec::new();
    for actor in gold.iter().flat_map(parties) {
        let (Some(span), Some(code)) = (actor.span, actor.code.as_ref()) else { continue };
        if code.country.is_none() || seen.contains(&span) {
            continue;
        }
        seen.push(span);
        let words = case.text.letters(&[span]);
        let best = actors
            .iter()
            .filter(|(letters, _)| letters.overlaps(&words))
            .max_by(|a, b| a.0.iou(&words).total_cmp(&b.0.iou(&words)))
            .map(|(_, actor)| *actor);
        let found = best.map(|actor| Code::from_parts(actor.code.as_deref(), actor.sector.as_deref()));
        let right = found.as_ref().is_some_and(|found| code.country_agrees(found));
        outcome.tally.share("given_code", right);
        if is_unnamed(best, case.text.words(span)) {
            outcome.tally.share("given_unnamed", right);
        }
        if !code.sectors.is_empty() {
            outcome.tally.share("given_sector", found.as_ref().is_some_and(|found| code.agrees(found)));
        }
        if !found.as_ref().is_some_and(|found| code.agrees(found)) {
            let said = match (best, &found) {
                (Some(actor), Some(found)) => {
                    format!("{found} «{}» {}", case.text.words(actor.span), actor.form)
                }
                _ => "no mention".to_owned(),
            };
            outcome.errors.push(format!("CODE   {} {code} | selon {said}", case.in_context(span)));
        }
    }
}

/// A pronoun, possessive or description; without a mention of its own, words without a capital.
fn is_unnamed(best: Option<&WireActor>, words: &str) -> bool {
    match best {
        Some(actor) => matches!(actor.form.as_str(), "pronoun" | "possessive" | "described"),
        None => !words.chars().any(char::is_uppercase),
    }
}

/// With the words of both parties given, the root of what happened between them.
fn given_actors(case: &Case<'_>, found: &[Found<'_>], outcome: &mut Outcome) {
    let roots = Roots::of(case.gold);
    let Some([gold]) = case.gold.claims.as_deref() else { return };
    let Some(first) = gold.types.first() else { return };
    let side = |actors: &Option<Vec<GoldActor>>, parties: &[(&WireActor, Code)]| {
        let given: Vec<Letters> = actors.iter().flatten().filter_map(|actor| words_of(case, actor)).collect();
        parties.iter().any(|(party, _)| {
            let letters = case.text.letters(&[party.span]);
            given.iter().any(|given| given.overlaps(&letters))
        })
    };
    let mut best: Option<(usize, f64, &Found<'_>)> = None;
    for claim in found {
        let n_sides =
            usize::from(side(&gold.actors, &claim.actors)) + usize::from(side(&gold.recipients, &claim.recipients));
        let better =
            best.is_none_or(|(n, confidence, _)| n_sides > n || (n_sides == n && claim.claim.confidence > confidence));
        if better {
            best = Some((n_sides, claim.claim.confidence, claim));
        }
    }
    let root = roots.root(first);
    let answer = best.map_or("none", |(_, _, found)| roots.root(&found.claim.event_type));
    outcome.tally.label("given_root", root, answer);
    outcome.tally.share("given_root_acc", root == answer);
    if root != answer {
        outcome.errors.push(format!("ROOT   gold {root} | selon {answer}"));
    }
}

/// The letters of a party that the gold gives as words without position: their first occurrence.
fn words_of(case: &Case<'_>, actor: &GoldActor) -> Option<Letters> {
    if let Some(span) = actor.span {
        return Some(case.text.letters(&[span]));
    }
    let words = actor.text.as_deref()?;
    let byte = case.gold.text.find(words)?;
    let start = case.gold.text[..byte].chars().count();
    Some(case.text.letters(&[[start, start + words.chars().count()]]))
}

/// Whether a speaker is somebody other than the report.
pub(super) fn is_attributed(speaker: &Speaker) -> bool {
    *speaker != Speaker::Author
}
