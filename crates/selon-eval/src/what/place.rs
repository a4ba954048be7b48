//! `place`: place names found, and where on Earth they are.

use selon_view::wire::{WireActor, WirePlace};

use crate::atlas::distance_km;
use crate::case::{Case, Outcome, Strictness};
use crate::gold::GoldToponym;
use crate::letters::Letters;
use crate::matching::match_greedily;
use crate::score::{FARTHEST_KM, Figure, Formula};

/// 100 miles.
const NEAR_KM: f64 = 161.0;

/// The keys of `place`.
pub(crate) fn figures() -> Vec<Figure> {
    let mut figures = Vec::new();
    for strictness in Strictness::BOTH {
        let prefix = strictness.prefix();
        let mut add = |key: &str, formula: Formula| figures.push(Figure::new(format!("{prefix}{key}"), formula));
        add("mention_p", Formula::Precision(format!("{prefix}mention")));
        add("mention_r", Formula::Recall(format!("{prefix}mention")));
        add("mention_f1", Formula::F1(format!("{prefix}mention")));
    }
    figures.extend([
        Figure::new("acc161_all", Formula::Share("acc161_all".into())),
        Figure::new("acc161_given", Formula::Share("acc161_given".into())),
        Figure::new("median_km", Formula::Median("km".into())),
        Figure::new("country_acc", Formula::Share("country".into())),
        Figure::new("auc_log_error", Formula::LogErrorArea("km".into())),
    ]);
    figures
}

/// Something in the reading that names a place.
struct Found<'run> {
    letters: Letters,
    span: [usize; 2],
    country: Option<&'run str>,
    point: Option<(f64, f64)>,
    what: &'static str,
}

/// Compares one record.
pub(crate) fn compare(case: &Case<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let Some(gold) = case.gold.toponyms.as_deref() else { return outcome };
    let letters: Vec<Letters> = gold.iter().map(|toponym| case.text.letters(&[toponym.span])).collect();
    let found = found_places(case);
    for strictness in Strictness::BOTH {
        let is_wanted = |idx: usize| !gold[idx].looks_only && !strictness.spares(gold[idx].optional);
        let pairs = match_greedily(gold.len(), found.len(), |here, there| {
            letters[here]
                .overlaps(&found[there].letters)
                .then(|| (is_wanted(here), letters[here].iou(&found[there].letters)))
        });
        let n_right = pairs.iter().filter(|(here, _)| is_wanted(*here)).count();
        let n_spared = pairs.len() - n_right;
        let n_gold = (0..gold.len()).filter(|idx| is_wanted(*idx)).count();
        let name = format!("{}mention", strictness.prefix());
        outcome.tally.found(&name, n_right, found.len() - n_spared, n_gold);
        if strictness == Strictness::Lenient {
            resolve(case, gold, &found, &pairs, &mut outcome);
            for (idx, extra) in found.iter().enumerate() {
                if !pairs.iter().any(|(_, there)| *there == idx) {
                    outcome.errors.push(format!("EXTRA  {} ({})", case.in_context(extra.span), extra.what));
                }
            }
        }
    }
    outcome
}

/// Distances and countries of the gold toponyms.
fn resolve(
    case: &Case<'_>,
    gold: &[GoldToponym],
    found: &[Found<'_>],
    pairs: &[(usize, usize)],
    outcome: &mut Outcome,
) {
    for (idx, toponym) in gold.iter().enumerate().filter(|(_, toponym)| !toponym.optional && !toponym.looks_only) {
        let partner = pairs.iter().find(|(here, _)| *here == idx).map(|(_, there)| &found[*there]);
        let country = country_of(case, toponym);
        let right_country =
            country.as_deref().map(|country| partner.is_some_and(|found| found.country == Some(country)));
        if let Some(right) = right_country {
            outcome.tally.share("country", right);
        }
        let mut km = None;
        if let Some(point) = toponym.point {
            let is_country = is_country(case, toponym);
            let found_point = partner.and_then(|found| found.point);
            let far = match (is_country, right_country == Some(true)) {
                // A country is right by its code: two centres of one country lie anywhere.
                (true, true) => 0.0,
                (true, false) => FARTHEST_KM,
                (false, _) => found_point.map_or(FARTHEST_KM, |found| distance_km(point, found)),
            };
            outcome.tally.share("acc161_all", far <= NEAR_KM);
            outcome.tally.value("km", far);
            if partner.is_some() {
                outcome.tally.share("acc161_given", far <= NEAR_KM);
            }
            km = Some(far);
        }
        describe(case, toponym, partner, country.as_deref(), km, &mut outcome.errors);
    }
}

fn describe(
    case: &Case<'_>,
    toponym: &GoldToponym,
    partner: Option<&Found<'_>>,
    country: Option<&str>,
    km: Option<f64>,
    errors: &mut Vec<String>,
) {
    let gold = format!(
        "{} gold {} {} {:?}",
        case.in_context(toponym.span),
        toponym.name.as_deref().unwrap_or_default(),
        country.unwrap_or("?"),
        toponym.point.unwrap_or_default()
    );
    match partner {
        None => errors.push(format!("MISS   {gold}")),
        Some(found) => {
            let wrong_country = country.is_some_and(|country| found.country != Some(country));
            if km.is_some_and(|km| km > NEAR_KM) || wrong_country {
                let point = found.point.unwrap_or_default();
                errors.push(format!(
                    "WRONG  {gold} | selon «{}» {} {point:?} ({}), {:.0} km",
                    case.text.words(found.span),
                    found.country.unwrap_or("-"),
                    found.what,
                    km.unwrap_or_default()
                ));
            }
        }
    }
}

/// The reading's places, and the actors that are nothing but a place name or a demonym. Documents do not mark
/// nationality adjectives, toponym sets do.
fn found_places<'run>(case: &Case<'run>) -> Vec<Found<'run>> {
    let place = |place: &'run WirePlace| Found {
        letters: case.text.letters(&[place.span]),
        span: place.span,
        country: place.country.as_deref(),
        point: place.lat.zip(place.lon),
        what: "place",
    };
    let mut found: Vec<Found<'run>> = case.wire.places.iter().map(place).collect();
    let marks_adjectives = case.gold.claims.is_none();
    for actor in &case.wire.actors {
        let may_name =
            matches!(actor.form.as_str(), "named" | "metonym") || (actor.form == "adjective" && marks_adjectives);
        let letters = case.text.letters(&[actor.span]);
        let is_new = !found.iter().any(|other| other.letters.overlaps(&letters));
        if may_name && is_new && case.atlas.is_place_word(case.text.words(actor.span)) {
            found.push(from_actor(case, actor, letters));
        }
    }
    found.sort_by_key(|found| found.span);
    found
}

fn from_actor<'run>(case: &Case<'run>, actor: &'run WireActor, letters: Letters) -> Found<'run> {
    let country = actor.code.as_deref();
    let is_capital = case.atlas.country_named(case.text.words(actor.span)).is_none() && actor.form == "metonym";
    let point = country.filter(|_| is_capital).and_then(|country| case.atlas.capital_of(country));
    Found { letters, span: actor.span, country, point, what: "actor" }
}

/// The gold's country: stated, by its id or name, or by the nearest known place.
fn country_of(case: &Case<'_>, toponym: &GoldToponym) -> Option<String> {
    let stated = toponym.country.clone();
    // Only a country's name tells the country: *Georgia* may be a state of another one.
    let named = || is_country(case, toponym).then(|| named_country(case, toponym)).flatten();
    let by_id = || toponym.geonameid.and_then(|id| case.atlas.country_of_id(id)).map(str::to_owned);
    let near = || toponym.point.and_then(|point| case.atlas.country_near(point)).map(str::to_owned);
    stated.or_else(by_id).or_else(named).or_else(near)
}

fn named_country(case: &Case<'_>, toponym: &GoldToponym) -> Option<String> {
    let by_name = toponym.name.as_deref().and_then(|name| case.atlas.country_named(name));
    by_name.or_else(|| case.atlas.country_named(case.text.words(toponym.span)))
}

/// A country, by the set's own mark, by its id or by its name.
fn is_country(case: &Case<'_>, toponym: &GoldToponym) -> bool {
    let by_id = || toponym.geonameid.is_some_and(|id| case.atlas.is_country_id(id));
    let by_name = || toponym.name.as_deref().is_some_and(|name| case.atlas.country_named(name).is_some());
    let unnamed = || toponym.name.is_none() && case.atlas.country_named(case.text.words(toponym.span)).is_some();
    toponym.is_country || by_id() || by_name() || (unnamed() && toponym.geonameid.is_none())
}
