//! Numbers told with an event: how many of what, with their bounds.

use std::ops::Range;

use selon_types::{EventType, Figure, FigureKind, Span, Upos};

use super::candidate::Candidate;
use super::scene::Scene;

/// A number in the text with its bounds and the noun it counts.
struct Number {
    tokens: Range<usize>,
    low: Option<u64>,
    high: Option<u64>,
    /// The noun that is counted; the number itself when it stands alone.
    counted: usize,
}

/// Gives each number of a sentence to the event it is told with.
pub(super) fn attach_figures(scene: &Scene<'_>, candidates: &mut [Candidate<'_>]) {
    for sentence in &scene.analysis.sentences {
        for number in find_numbers(scene, sentence.tokens.clone()) {
            let holders: Vec<usize> = holder_of(scene, &number, candidates, &sentence.tokens);
            for holder in holders {
                if let Some(kind) = kind_of(scene, &number, &candidates[holder]) {
                    let figure = Figure {
                        kind,
                        low: number.low,
                        high: number.high,
                        span: number_span(scene, &number),
                        of: scene.actors_of(number.counted).first().copied(),
                    };
                    let known = |old: &Figure| old.kind == figure.kind;
                    if !candidates[holder].figures.iter().any(known) {
                        candidates[holder].figures.push(figure);
                    }
                }
            }
        }
    }
    for candidate in candidates.iter_mut() {
        count_single_victim(scene, candidate);
        candidate.figures.sort_by_key(|figure| (figure.span, figure.kind));
    }
}

fn number_span(scene: &Scene<'_>, number: &Number) -> Span {
    scene.token(number.tokens.start).span.cover(scene.token(number.tokens.end - 1).span)
}

/// The candidates whose words the number hangs on, nearest first; all of one trigger.
fn holder_of(scene: &Scene<'_>, number: &Number, candidates: &[Candidate<'_>], sentence: &Range<usize>) -> Vec<usize> {
    let mut current = Some(number.tokens.start);
    for _ in 0..12 {
        let Some(idx) = current else { break };
        let holders: Vec<usize> = (0..candidates.len()).filter(|&at| candidates[at].hosts.contains(&idx)).collect();
        if !holders.is_empty() {
            return holders;
        }
        current = scene.head(idx);
    }
    // *L'attaque a fait trois morts*: the verb is no trigger; the only violent event of the sentence holds its victims.
    let deadly: Vec<usize> = (0..candidates.len())
        .filter(|&at| {
            sentence.contains(&candidates[at].trigger.token) && candidates[at].event_type == EventType::Assault
        })
        .collect();
    let is_victims = scene.is("dead_noun", number.counted)
        || scene.is("wounded_noun", number.counted)
        || victim_verb(scene, number.counted).is_some();
    let one_trigger =
        deadly.windows(2).all(|pair| candidates[pair[0]].trigger.token == candidates[pair[1]].trigger.token);
    if is_victims && one_trigger { deadly } else { Vec::new() }
}

fn victim_verb(scene: &Scene<'_>, counted: usize) -> Option<FigureKind> {
    let governor = scene.head(counted)?;
    let below = scene.dependents(counted, &["acl", "amod", "acl:relcl"]).find_map(|word| verb_kind(scene, word));
    below.or_else(|| {
        verb_kind(scene, governor).filter(|_| {
            !scene.token(counted).is("nsubj") || scene.is_passive(governor) || scene.is("die_verb", governor)
        })
    })
}

fn verb_kind(scene: &Scene<'_>, verb: usize) -> Option<FigureKind> {
    let kinds = [
        ("kill_verb", FigureKind::Killed),
        ("die_verb", FigureKind::Killed),
        ("wound_verb", FigureKind::Wounded),
        ("arrest_verb", FigureKind::Arrested),
        ("displace_verb", FigureKind::Displaced),
    ];
    kinds.into_iter().find(|(class, _)| scene.is(class, verb)).map(|(_, kind)| kind)
}

fn kind_of(scene: &Scene<'_>, number: &Number, candidate: &Candidate<'_>) -> Option<FigureKind> {
    let counted = number.counted;
    let direct = [
        ("dead_noun", FigureKind::Killed),
        ("wounded_noun", FigureKind::Wounded),
        ("arrested_noun", FigureKind::Arrested),
        ("displaced_noun", FigureKind::Displaced),
        ("losses_noun", FigureKind::Losses),
    ];
    if scene.is("unit_noun", counted) {
        return None;
    }
    if let Some((_, kind)) = direct.into_iter().find(|(class, _)| scene.is(class, counted)) {
        return Some(kind);
    }
    // *la mort de treize civils*
    let above = scene.head(counted).filter(|_| scene.token(counted).is("nmod"));
    if let Some((_, kind)) = above.and_then(|head| direct.into_iter().find(|(class, _)| scene.is(class, head))) {
        return Some(kind);
    }
    let is_weapon = scene.is("projectile", counted);
    let is_vehicle = scene.is("vehicle", counted);
    let is_person = !is_weapon && !is_vehicle;
    if is_person && let Some(kind) = victim_verb(scene, counted) {
        return Some(kind);
    }
    match candidate.event_type {
        EventType::Assault if is_weapon => Some(FigureKind::Weapons),
        EventType::Mobilize if is_weapon || is_vehicle => Some(FigureKind::Weapons),
        EventType::Assault if is_vehicle && candidate.has_flag("destroy") => Some(FigureKind::Losses),
        EventType::Mobilize | EventType::Retreat | EventType::Cooperate if scene.is("troop_noun", counted) => {
            Some(FigureKind::Troops)
        }
        EventType::Protest if scene.is("person", counted) || counted == number.tokens.start => {
            Some(FigureKind::Participants)
        }
        EventType::Coerce
            if candidate.has_flag("arrest") && scene.objects(candidate.trigger.token).contains(&counted) =>
        {
            Some(FigureKind::Arrested)
        }
        _ => None,
    }
}

/// One victim or detainee that is named or told in the singular counts as 1; so does one aircraft shot down.
fn count_single_victim(scene: &Scene<'_>, candidate: &mut Candidate<'_>) {
    if !candidate.figures.is_empty() || candidate.parties.recipients.len() != 1 {
        return;
    }
    let mention = &scene.mentions.actors[candidate.parties.recipients[0]];
    let is_victim = scene.objects(candidate.trigger.token).contains(&mention.head)
        || candidate.hosts.iter().any(|&host| scene.objects(host).contains(&mention.head));
    let singular = scene.token(mention.head).feat("Number") == Some("Sing")
        && !scene.is("collective_noun", mention.head)
        && (scene.token(mention.head).upos == Upos::Propn
            && scene
                .analysis
                .names
                .iter()
                .any(|name| name.kind == selon_types::NameKind::Per && name.tokens.contains(&mention.head))
            || scene.dependents(mention.head, &["det"]).any(|det| scene.is("one", det))
            || scene.is("person", mention.head));
    let kind = match candidate.event_type {
        EventType::Assault if candidate.has_flag("kill") => FigureKind::Killed,
        EventType::Coerce if candidate.has_flag("arrest") => FigureKind::Arrested,
        _ => return,
    };
    if is_victim && singular {
        candidate.figures.push(Figure {
            kind,
            low: Some(1),
            high: Some(1),
            span: mention.span,
            of: Some(candidate.parties.recipients[0]),
        });
    }
}

fn find_numbers(scene: &Scene<'_>, sentence: Range<usize>) -> Vec<Number> {
    let mut numbers = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        let Some((value, next)) = value_at(scene, at, sentence.end) else {
            at += 1;
            continue;
        };
        let (low, high) = match value {
            Value::Exact(value) => (Some(value), Some(value)),
            Value::AtLeast(value) => (Some(value), None),
        };
        let mut number = Number { tokens: at..next, low, high, counted: counted_noun(scene, at..next) };
        bounds(scene, &mut number, sentence.start);
        merge_range(scene, &mut numbers, number);
        at = next;
    }
    numbers
}

/// *entre 30 et 40*, *30 à 40*: two numbers of one noun are one interval.
fn merge_range(scene: &Scene<'_>, numbers: &mut Vec<Number>, number: Number) {
    if let Some(last) = numbers.last_mut() {
        let between = last.tokens.end..number.tokens.start;
        let joined = between.len() == 1 && between.clone().all(|idx| scene.is("range_word", idx));
        if joined && last.low < number.low && last.low.is_some() && number.high.is_some() {
            last.high = number.high;
            last.tokens.end = number.tokens.end;
            last.counted = number.counted;
            return;
        }
    }
    numbers.push(number);
}

enum Value {
    Exact(u64),
    AtLeast(u64),
}

/// The number that starts at a token, and where it ends.
fn value_at(scene: &Scene<'_>, at: usize, end: usize) -> Option<(Value, usize)> {
    let token = scene.token(at);
    let form = scene.form(at);
    if let Some(value) = scene.lexicon.number("vague", form) {
        return Some((Value::AtLeast(value), at + 1));
    }
    let mut value = match parse_digits(form) {
        Some(value) if token.upos == Upos::Num => value,
        Some(_) => return None,
        None if matches!(token.upos, Upos::Num | Upos::Noun) => scene.lexicon.number("number", form)?,
        None => return None,
    };
    let mut next = at + 1;
    while next < end {
        let form = scene.form(next);
        if let Some(factor) = scene.lexicon.number("multiplier", form) {
            value = value.checked_mul(factor)?;
        } else if form.len() == 3
            && form.bytes().all(|byte| byte.is_ascii_digit())
            && scene.token(next).upos == Upos::Num
        {
            // *1 610* as two tokens.
            value = value.checked_mul(1000)?.checked_add(parse_digits(form)?)?;
        } else {
            break;
        }
        next += 1;
    }
    Some((Value::Exact(value), next))
}

/// `1610`, `1 610`, `1,610`, `1.610`; a decimal or a date is no count.
fn parse_digits(form: &str) -> Option<u64> {
    if !form.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let groups: Vec<&str> = form.split([' ', '\u{a0}', '\u{202f}', ',', '.', '\'']).collect();
    let well_formed = groups.len() == 1 || groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    if !well_formed || groups.iter().any(|group| !group.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    groups.concat().parse().ok()
}

/// The noun that the number counts: its head, or what stands below *dizaines de*.
fn counted_noun(scene: &Scene<'_>, tokens: Range<usize>) -> usize {
    let first = tokens.start;
    let last = tokens.end - 1;
    for idx in [last, first] {
        if let Some(counted) = scene.dependents(idx, &["nmod", "obl"]).find(|&child| {
            scene.has_preposition_class(child, "genitive_preposition") || scene.token(child).feat("Case") == Some("Gen")
        }) {
            return counted;
        }
        let token = scene.token(idx);
        if ["nummod", "det", "compound", "flat", "advmod", "amod"].iter().any(|rel| token.is(rel))
            && let Some(head) = scene.head(idx)
        {
            if tokens.contains(&head) || scene.token(head).upos == Upos::Num {
                continue;
            }
            return head;
        }
    }
    last
}

/// *au moins, plus de, jusqu'à* before the number open one side.
fn bounds(scene: &Scene<'_>, number: &mut Number, sentence_start: usize) {
    let from = number.tokens.start.saturating_sub(4).max(sentence_start);
    let before: Vec<&str> = (from..number.tokens.start).map(|idx| scene.form(idx)).collect();
    let before = format!(" {}", before.join(" "));
    if scene.lexicon.words("at_least").any(|phrase| before.ends_with(&format!(" {phrase}"))) {
        number.high = None;
    } else if scene.lexicon.words("at_most").any(|phrase| before.ends_with(&format!(" {phrase}"))) {
        number.low = None;
    }
    let after: Vec<&str> = (number.tokens.end..(number.tokens.end + 3).min(scene.analysis.tokens.len()))
        .map(|idx| scene.form(idx))
        .collect();
    let after = format!("{} ", after.join(" "));
    if scene.lexicon.words("at_least_after").any(|phrase| after.starts_with(&format!("{phrase} "))) {
        number.high = None;
    }
}
