//! One line of what a literate case expects.

use std::fmt::Write;

use selon::types::{ActorMention, Label, PlaceMention, QuoteKind, Reading, Remark, Span};

/// What one list item of a case asks for.
pub(crate) enum Expectation {
    Claim(Wanted),
    Attribution(Wanted),
    Actor {
        words: String,
        code: String,
    },
    /// Two mentions of one entity, or of two.
    Entities {
        one: String,
        other: String,
        same: bool,
    },
    Place(Wanted),
    Timex {
        words: String,
        value: String,
    },
    NoClaim,
    NoAttribution,
    NoPlace,
    /// Further claims may be read beside the expected ones.
    More,
}

/// A claim or attribution: its words and the conditions on it, as (name, value).
pub(crate) struct Wanted {
    shown: String,
    words: String,
    conditions: Vec<(String, String)>,
}

impl Expectation {
    /// Reads a line such as ``claim ASSAULT `bombardé` by RUSMIL to UKR per `Kiev` stance asserted``.
    pub(crate) fn parse(line: &str) -> Result<Expectation, String> {
        let mut parts = split(line);
        let kind = parts.remove(0);
        let fail = |reason: &str| Err(format!("{reason}: {line}"));
        match kind.as_str() {
            "no" if parts == ["claim"] => Ok(Expectation::NoClaim),
            "no" if parts == ["attribution"] => Ok(Expectation::NoAttribution),
            "no" if parts == ["place"] => Ok(Expectation::NoPlace),
            "more" => Ok(Expectation::More),
            "actor" if parts.len() == 2 => Ok(Expectation::Actor { words: parts.remove(0), code: parts.remove(0) }),
            "same" | "apart" if parts.len() == 2 => {
                Ok(Expectation::Entities { one: parts.remove(0), other: parts.remove(0), same: kind == "same" })
            }
            "place" if parts.len() >= 2 => {
                let words = parts.remove(0);
                let mut conditions = vec![("country".to_owned(), parts.remove(0))];
                conditions.extend(pairs(&parts).ok_or(format!("conditions come in pairs: {line}"))?);
                Ok(Expectation::Place(Wanted { shown: line.to_owned(), words, conditions }))
            }
            "time" if parts.len() == 2 => Ok(Expectation::Timex { words: parts.remove(0), value: parts.remove(0) }),
            "claim" if parts.len() >= 2 => {
                let mut conditions = vec![("type".to_owned(), parts.remove(0))];
                let words = parts.remove(0);
                conditions.extend(pairs(&parts).ok_or(format!("conditions come in pairs: {line}"))?);
                Ok(Expectation::Claim(Wanted { shown: line.to_owned(), words, conditions }))
            }
            "attribution" if !parts.is_empty() => {
                let words = parts.remove(0);
                let conditions = pairs(&parts).ok_or(format!("conditions come in pairs: {line}"))?;
                Ok(Expectation::Attribution(Wanted { shown: line.to_owned(), words, conditions }))
            }
            _ => fail("not an expectation"),
        }
    }

    /// What of `expected` the reading does not hold. Claims that nobody expected count as missed too.
    pub(crate) fn missed(expected: &[Expectation], reading: &Reading) -> Vec<String> {
        let mut missed = Vec::new();
        let mut free: Vec<usize> = (0..reading.claims.len()).collect();
        for expectation in expected {
            match expectation {
                Expectation::Claim(wanted) => match free.iter().position(|&idx| claim_fits(wanted, reading, idx)) {
                    Some(at) => drop(free.remove(at)),
                    None => missed.push(wanted.shown.clone()),
                },
                Expectation::Attribution(wanted) => {
                    if !(0..reading.attributions.len()).any(|idx| attribution_fits(wanted, reading, idx)) {
                        missed.push(wanted.shown.clone());
                    }
                }
                Expectation::Actor { words, code } => {
                    let fits =
                        |actor: &ActorMention| same(reading, actor.span, words) && code_fits(code, &code_of(actor));
                    if !reading.mentions.actors.iter().any(fits) {
                        missed.push(format!("actor `{words}` {code}"));
                    }
                }
                Expectation::Entities { one, other, same: is_same } => {
                    let entity = |words: &str| {
                        reading
                            .mentions
                            .actors
                            .iter()
                            .find(|actor| same(reading, actor.span, words))
                            .map(|actor| actor.entity)
                    };
                    let fits = entity(one).zip(entity(other)).is_some_and(|(one, other)| (one == other) == *is_same);
                    if !fits {
                        let kind = if *is_same { "same" } else { "apart" };
                        missed.push(format!("{kind} `{one}` `{other}`"));
                    }
                }
                Expectation::Place(wanted) => {
                    if !reading.mentions.places.iter().any(|place| place_fits(wanted, reading, place)) {
                        missed.push(wanted.shown.clone());
                    }
                }
                Expectation::Timex { words, value } => {
                    let mut timexes = reading.mentions.timexes.iter();
                    if !timexes.any(|timex| same(reading, timex.span, words) && timex.value == *value) {
                        missed.push(format!("time `{words}` {value}"));
                    }
                }
                Expectation::NoAttribution => {
                    if reading.attributions.iter().any(|attribution| attribution.kind != QuoteKind::None) {
                        missed.push("no attribution".to_owned());
                    }
                }
                Expectation::NoPlace => {
                    missed.extend(reading.mentions.places.iter().map(|place| {
                        let country = place.country.as_deref().unwrap_or("---");
                        format!("no place, but: `{}` {country}", words_of(reading, place.span))
                    }));
                }
                Expectation::NoClaim | Expectation::More => {}
            }
        }
        let claims_matter = expected.iter().any(|one| matches!(one, Expectation::Claim(_) | Expectation::NoClaim));
        if claims_matter && !expected.iter().any(|one| matches!(one, Expectation::More)) {
            missed.extend(
                free.iter().map(|&idx| format!("no other claim than those, but: {}", describe_claim(reading, idx))),
            );
        }
        missed
    }

    /// The reading in the words of the expectations, for messages.
    pub(crate) fn describe(reading: &Reading) -> String {
        let mut out = String::new();
        for idx in 0..reading.claims.len() {
            let _ = writeln!(out, "    {}", describe_claim(reading, idx));
        }
        for attribution in reading.attributions.iter().filter(|attribution| attribution.kind != QuoteKind::None) {
            let source = joined(reading, &attribution.source);
            let content = joined(reading, &attribution.content);
            let _ = writeln!(
                out,
                "    attribution `{content}` per `{source}` stance {} ({})",
                attribution.stance, attribution.rule
            );
        }
        let actors = reading.mentions.actors.iter();
        let actors: Vec<String> =
            actors.map(|actor| format!("`{}` {}", words_of(reading, actor.span), code_of(actor))).collect();
        let places: Vec<String> = reading
            .mentions
            .places
            .iter()
            .map(|place| format!("`{}` {}", words_of(reading, place.span), place.country.as_deref().unwrap_or("---")))
            .collect();
        let timexes: Vec<String> = reading
            .mentions
            .timexes
            .iter()
            .map(|timex| format!("`{}` {}", words_of(reading, timex.span), timex.value))
            .collect();
        let _ = writeln!(
            out,
            "    actors {}\n    places {}\n    times {}",
            actors.join(", "),
            places.join(", "),
            timexes.join(", ")
        );
        out
    }
}

fn claim_fits(wanted: &Wanted, reading: &Reading, idx: usize) -> bool {
    let claim = &reading.claims[idx];
    let attribution = &reading.attributions[claim.attribution];
    let actors_fit = |codes: &str, found: &[usize]| {
        let codes: Vec<&str> = codes.split(',').map(str::trim).filter(|code| *code != "nobody").collect();
        codes.len() == found.len()
            && codes
                .iter()
                .all(|code| found.iter().any(|&actor| code_fits(code, &code_of(&reading.mentions.actors[actor]))))
    };
    same(reading, claim.trigger, &wanted.words)
        && wanted.conditions.iter().all(|(name, value)| match name.as_str() {
            "type" => claim.event_type.label() == value,
            "mode" => claim.modes.iter().any(|mode| mode == value),
            "by" => actors_fit(value, &claim.actors),
            "to" => actors_fit(value, &claim.recipients),
            "polarity" => claim.polarity.label() == value,
            "modality" => claim.modality.label() == value,
            "stance" => attribution.stance.label() == value,
            "per" if value == "author" => attribution.kind == QuoteKind::None,
            "per" => fold(&joined(reading, &attribution.source)) == fold(value),
            "on" => {
                let date = claim.date.as_ref().map(|date| {
                    let (begin, end) = (date.begin.clone().unwrap_or_default(), date.end.clone().unwrap_or_default());
                    if begin == end { begin } else { format!("{begin}/{end}") }
                });
                date.as_deref().unwrap_or("none") == value
            }
            "at" if value == "none" => claim.place.is_none(),
            "at" => claim.place.is_some_and(|place| {
                fold(words_of(reading, reading.mentions.places[place].span)).contains(&fold(value))
            }),
            "figure" => claim.figures.iter().any(|figure| {
                let bound = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
                *value == format!("{}:{}-{}", figure.kind, bound(figure.low), bound(figure.high))
            }),
            other => panic!("unknown condition {other:?}: {}", wanted.shown),
        })
}

fn place_fits(wanted: &Wanted, reading: &Reading, place: &PlaceMention) -> bool {
    same(reading, place.span, &wanted.words)
        && wanted.conditions.iter().all(|(name, value)| match name.as_str() {
            "country" => place.country.as_deref().unwrap_or("---") == value,
            "precision" => place.precision.map_or("none", |precision| precision.label()) == value,
            "radius" => {
                let (low, high) = value.split_once('-').unwrap_or((value, value));
                let within = |km: f64| km >= low.parse().unwrap() && km <= high.parse().unwrap();
                place.radius_km.is_some_and(within)
            }
            "remark" => {
                let told = |remark: &Remark| remark.span == Some(place.span) && remark.kind.label() == value;
                place.point.is_none() && reading.remarks.iter().any(told)
            }
            other => panic!("unknown condition {other:?}: {}", wanted.shown),
        })
}

fn attribution_fits(wanted: &Wanted, reading: &Reading, idx: usize) -> bool {
    let attribution = &reading.attributions[idx];
    attribution.kind != QuoteKind::None
        && fold(&joined(reading, &attribution.content)) == fold(&wanted.words)
        && wanted.conditions.iter().all(|(name, value)| match name.as_str() {
            "per" if value == "nobody" => attribution.source.is_empty(),
            "per" => fold(&joined(reading, &attribution.source)) == fold(value),
            "cue" => fold(&joined(reading, &attribution.cue)) == fold(value),
            "code" => {
                let source = &attribution.source_ref;
                let code =
                    format!("{}{}", source.code.as_deref().unwrap_or("---"), source.sector.as_deref().unwrap_or(""));
                code_fits(value, &code)
            }
            "stance" => attribution.stance.label() == value,
            "kind" => attribution.kind.label() == value,
            "distance" => attribution.distance.label() == value,
            "within" => attribution
                .parent
                .is_some_and(|parent| fold(&joined(reading, &reading.attributions[parent].source)) == fold(value)),
            other => panic!("unknown condition {other:?}: {}", wanted.shown),
        })
}

fn describe_claim(reading: &Reading, idx: usize) -> String {
    let claim = &reading.claims[idx];
    let codes = |actors: &[usize]| {
        let codes: Vec<String> = actors.iter().map(|&actor| code_of(&reading.mentions.actors[actor])).collect();
        if codes.is_empty() { "nobody".to_owned() } else { codes.join(",") }
    };
    let attribution = &reading.attributions[claim.attribution];
    let source = if attribution.kind == QuoteKind::None {
        "author".to_owned()
    } else {
        format!("`{}`", joined(reading, &attribution.source))
    };
    format!(
        "claim {} `{}` by {} to {} polarity {} modality {} per {source} stance {} ({})",
        claim.event_type,
        words_of(reading, claim.trigger),
        codes(&claim.actors),
        codes(&claim.recipients),
        claim.polarity,
        claim.modality,
        attribution.stance,
        claim.rule
    )
}

fn code_of(actor: &ActorMention) -> String {
    format!("{}{}", actor.code.as_deref().unwrap_or("---"), actor.sector.as_deref().unwrap_or(""))
}

/// `RUS` fits any sector of Russia; GOV and MIL of one country are equal, as in the measures.
fn code_fits(wanted: &str, found: &str) -> bool {
    let same_state = |sector: &str| found.get(3..).is_some_and(|rest| rest == sector) && found[..3] == wanted[..3];
    found.starts_with(wanted)
        || (wanted.ends_with("GOV") && same_state("MIL"))
        || (wanted.ends_with("MIL") && same_state("GOV"))
}

fn words_of(reading: &Reading, span: Span) -> &str {
    span.of(&reading.report.text)
}

fn same(reading: &Reading, span: Span, words: &str) -> bool {
    fold(words_of(reading, span)) == fold(words)
}

fn joined(reading: &Reading, spans: &[Span]) -> String {
    spans.iter().map(|span| words_of(reading, *span)).collect::<Vec<_>>().join(" ")
}

/// Letters and digits alone, lower case: quotation marks and spaces never decide.
fn fold(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Words between backticks are one part, all else is split at spaces.
fn split(line: &str) -> Vec<String> {
    let mut parts = Vec::new();
    for (idx, piece) in line.split('`').enumerate() {
        if idx % 2 == 1 {
            parts.push(piece.to_owned());
        } else {
            parts.extend(piece.split_whitespace().map(str::to_owned));
        }
    }
    parts
}

fn pairs(parts: &[String]) -> Option<Vec<(String, String)>> {
    parts.len().is_multiple_of(2).then(|| parts.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect())
}
