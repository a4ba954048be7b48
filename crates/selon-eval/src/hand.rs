//! Figures of small made-up records, computed by hand.

use serde_json::{Value, json};

use crate::Options;
use crate::testing::{check, figures, span};
use crate::what::What;

const NONE: f64 = f64::NAN;

fn plain() -> Options {
    Options::default()
}

mod attribution {
    use super::*;

    const TEXT: &str = "Anna dit que la mer monte. Bruno nie avoir menti. Carla chante.";

    fn said(source: &str, cue: &str, content: &str) -> Value {
        json!({"kind": "indirect", "source": [span(TEXT, source)], "cue": [span(TEXT, cue)], "content": [span(TEXT, content)]})
    }

    fn gold(items: &[Value]) -> Value {
        json!({"id": "x", "lang": "fr", "text": TEXT, "attributions": items})
    }

    #[test]
    fn a_right_one_a_wrong_source_and_an_invented_one() {
        let gold = gold(&[said("Anna", "dit", "que la mer monte"), said("Bruno", "nie", "avoir menti")]);
        // The second content is right and given to Anna; Carla says nothing.
        let found = [
            said("Anna", "dit", "que la mer monte."),
            said("Anna", "nie", "avoir menti"),
            said("Carla", "chante", "chante"),
        ];
        let figures = figures(What::Attribution, &plain(), &gold, &json!({"attributions": found}));
        check(
            &figures,
            &[
                ("content_iou50_p", 2.0 / 3.0),
                ("content_iou50_r", 1.0),
                ("content_iou50_f1", 0.8),
                ("content_exact_f1", 0.8),
                ("content_source_f1", 0.4),
                ("source_overlap_f1", 0.4),
                ("invented_per_100", 100.0),
                ("recall_indirect", 1.0),
                ("recall_direct", NONE),
            ],
        );
    }

    #[test]
    fn coverage_and_overlap_thresholds() {
        let gold = gold(&[said("Anna", "dit", "que la mer monte")]);
        // 8 of 13 letters: more than half in common; 5 of 13: more than .3 of the gold, less than half.
        let figures_of = |content: &str| {
            figures(What::Attribution, &plain(), &gold, &json!({"attributions": [said("Anna", "dit", content)]}))
        };
        check(
            &figures_of("mer monte"),
            &[
                ("content_iou50_f1", 1.0),
                ("content_cov30_f1", 1.0),
                ("content_cov80_f1", 0.0),
                ("content_exact_f1", 0.0),
            ],
        );
        check(&figures_of("monte"), &[("content_iou50_f1", 0.0), ("content_cov30_f1", 1.0)]);
    }

    #[test]
    fn optional_and_other_kinds_are_neither_wanted_nor_extra() {
        let mut optional = said("Bruno", "nie", "avoir menti");
        optional["optional"] = json!(true);
        let gold_items = gold(&[said("Anna", "dit", "que la mer monte"), optional]);
        let both = [said("Anna", "dit", "que la mer monte"), said("Bruno", "nie", "avoir menti")];
        let one = [said("Anna", "dit", "que la mer monte")];
        for found in [&both[..], &one[..]] {
            let figures = figures(What::Attribution, &plain(), &gold_items, &json!({"attributions": found}));
            check(&figures, &[("content_iou50_f1", 1.0)]);
        }
        let strict = figures(What::Attribution, &plain(), &gold_items, &json!({"attributions": one}));
        check(&strict, &[("strict_content_iou50_f1", 2.0 / 3.0)]);

        let mut reported = said("Bruno", "nie", "avoir menti");
        reported["orig_type"] = json!("Reported");
        let mut direct = said("Anna", "dit", "que la mer monte");
        direct["orig_type"] = json!("Direct");
        let options = Options { types: vec!["Direct".into()], ..plain() };
        let figures = figures(What::Attribution, &options, &gold(&[direct, reported]), &json!({"attributions": both}));
        check(&figures, &[("content_iou50_f1", 1.0), ("source_overlap_f1", 1.0), ("invented_per_100", 0.0)]);
    }

    #[test]
    fn chains() {
        let with = |mut item: Value, id: &str, outer: Value| {
            item["id"] = json!(id);
            item["nested_in"] = outer;
            item
        };
        let gold = gold(&[
            with(said("Anna", "dit", "que la mer monte"), "g1", json!(null)),
            with(said("Bruno", "nie", "avoir menti"), "g2", json!("g1")),
        ]);
        let found = |parent: Value| {
            let mut outer = said("Anna", "dit", "que la mer monte");
            outer["id"] = json!("a1");
            let mut inner = said("Bruno", "nie", "avoir menti");
            inner["id"] = json!("a2");
            inner["parent"] = parent;
            json!({"attributions": [outer, inner]})
        };
        check(&figures(What::Attribution, &plain(), &gold, &found(json!("a1"))), &[("chain_acc", 1.0)]);
        check(&figures(What::Attribution, &plain(), &gold, &found(json!(null))), &[("chain_acc", 0.0)]);
    }

    #[test]
    fn the_reports_own_voice_is_not_scored() {
        let own = json!({"kind": "none", "content": [[0, 60]]});
        let figures = figures(What::Attribution, &plain(), &gold(&[]), &json!({"attributions": [own]}));
        check(&figures, &[("content_iou50_f1", NONE), ("invented_per_100", 0.0)]);
    }
}

mod claims {
    use super::*;

    const TEXT: &str = "L’Ukraine a frappé la Russie lundi. La Grèce aide les réfugiés, selon Athènes.";

    fn party(words: &str, code: &str) -> Value {
        let [start, end] = span(TEXT, words);
        json!({"start": start, "end": end, "text": words, "code": code})
    }

    fn strike() -> Value {
        let [start, end] = span(TEXT, "frappé");
        json!({
            "type": "ASSAULT", "alt_types": ["COERCE"], "mode": ["aerial"],
            "trigger": {"start": start, "end": end}, "actors": [party("L’Ukraine", "UKRMIL")],
            "recipients": [party("la Russie", "RUS")], "polarity": "affirmed", "modality": "actual",
            "alt_modality": [], "date": {"value": "2024-08-12"}, "place": null,
            "figures": [{"kind": "injured", "low": 3, "high": null}],
            "attribution": {"source": null, "source_code": null, "cue": null, "stance": "asserts", "alt_stance": []}
        })
    }

    fn aid() -> Value {
        let [start, end] = span(TEXT, "aide");
        let [from, to] = span(TEXT, "Athènes");
        json!({
            "type": "AID", "alt_types": [], "mode": [], "trigger": {"start": start, "end": end},
            "actors": [party("La Grèce", "GRCGOV")], "recipients": [party("les réfugiés", "---REF")],
            "polarity": "affirmed", "modality": "actual", "alt_modality": ["alleged"], "date": null,
            "place": {"name": "Greece", "country": "GRC"}, "figures": [],
            "attribution": {"source": {"start": from, "end": to}, "source_code": "GRCGOV", "cue": null,
                "stance": "asserts", "alt_stance": []}
        })
    }

    fn gold(claims: &[Value]) -> Value {
        json!({"id": "x", "lang": "fr", "date": "2024-08-13", "text": TEXT, "claims": claims, "statements": []})
    }

    /// A reading with the strike as the gold has it, and what `change` makes of it.
    fn reading(change: impl Fn(&mut Value)) -> Value {
        let mut wire = json!({
            "actors": [
                {"id": "e1", "span": span(TEXT, "Ukraine"), "code": "UKR", "sector": "GOV", "form": "named"},
                {"id": "e2", "span": span(TEXT, "Russie"), "code": "RUS", "sector": "GOV", "form": "named"}],
            "places": [{"id": "p1", "span": span(TEXT, "Russie"), "country": "RUS"}],
            "attributions": [{"id": "a1", "kind": "none", "stance": "asserted", "source_ref": {"kind": "author"}}],
            "claims": [{
                "id": "c1", "type": "ASSAULT", "mode": ["aerial", "drone"], "trigger": span(TEXT, "frappé"),
                "actors": ["e1"], "recipients": ["e2"], "polarity": "affirmed", "modality": "actual",
                "date": {"begin": "2024-08-12", "end": "2024-08-12"}, "place": null,
                "figures": [{"kind": "wounded", "low": 3, "high": null}], "attribution": "a1"}]
        });
        change(&mut wire);
        wire
    }

    #[test]
    fn one_of_two_claims_right_in_every_field() {
        let figures = figures(What::Claims, &plain(), &gold(&[strike(), aid()]), &reading(|_| {}));
        check(
            &figures,
            &[
                ("type_p", 1.0),
                ("type_r", 0.5),
                ("type_f1", 2.0 / 3.0),
                ("trigger_type_f1", 2.0 / 3.0),
                ("triple_f1", 2.0 / 3.0),
                ("full_f1", 2.0 / 3.0),
                // Gold UKR, RUS, GRC; found UKR, RUS. The refugees have no country, but a sector.
                ("actor_country_f1", 0.8),
                ("actor_sector_f1", 2.0 / 3.0),
                ("recipient_country_f1", 1.0),
                // UKR, RUS right; GRC not found.
                ("actor_code_acc_given", 2.0 / 3.0),
                ("actor_code_sector_acc_given", 0.5),
                ("mode_acc", 1.0),
                ("source_code_acc", 1.0),
                ("source_code_acc_attributed", NONE),
                ("date_acc", 1.0),
                ("date_invented", 0.0),
                ("place_country_acc", NONE),
                ("figures_acc", 1.0),
                ("figures_invented", 0.0),
                ("polarity_f1", NONE),
                ("false_event_share", NONE),
            ],
        );
    }

    #[test]
    fn each_wrong_field_costs_the_full_match_only() {
        let figures_of =
            |change: &dyn Fn(&mut Value)| figures(What::Claims, &plain(), &gold(&[strike()]), &reading(change));
        for (path, value) in [
            ("/claims/0/polarity", json!("negated")),
            ("/claims/0/modality", json!("alleged")),
            ("/attributions/0/stance", json!("denied")),
            (
                "/attributions/0",
                json!({"id": "a1", "kind": "indirect", "stance": "asserted", "source_ref": {"kind": "actor", "code": "RUS"}}),
            ),
        ] {
            let figures = figures_of(&|wire| *wire.pointer_mut(path).unwrap() = value.clone());
            check(&figures, &[("type_f1", 1.0), ("triple_f1", 1.0), ("full_f1", 0.0)]);
        }
        // Parties the wrong way round, an empty list for a filled one.
        let swapped = figures_of(&|wire| {
            wire["claims"][0]["actors"] = json!(["e2"]);
            wire["claims"][0]["recipients"] = json!(["e1"]);
        });
        check(&swapped, &[("triple_f1", 0.0), ("actor_country_f1", 1.0), ("recipient_country_f1", 0.0)]);
        let nobody = figures_of(&|wire| wire["claims"][0]["recipients"] = json!([]));
        check(&nobody, &[("triple_f1", 0.0), ("actor_country_f1", 2.0 / 3.0)]);
    }

    #[test]
    fn further_readings_count_leniently() {
        let figures = figures(
            What::Claims,
            &plain(),
            &gold(&[strike()]),
            &reading(|wire| wire["claims"][0]["type"] = json!("COERCE")),
        );
        check(&figures, &[("type_f1", 1.0), ("strict_type_f1", 0.0), ("full_f1", 1.0), ("strict_full_f1", 0.0)]);
    }

    #[test]
    fn optional_claims_are_neither_wanted_nor_extra() {
        let mut optional = strike();
        optional["optional"] = json!(true);
        let given = figures(What::Claims, &plain(), &gold(&[optional.clone()]), &reading(|_| {}));
        check(&given, &[("type_f1", NONE), ("trigger_type_f1", NONE), ("strict_type_f1", 1.0), ("date_acc", 1.0)]);
        let left_out = figures(What::Claims, &plain(), &gold(&[optional]), &json!({}));
        check(&left_out, &[("type_f1", NONE), ("strict_type_f1", 0.0)]);
    }

    #[test]
    fn invented_values() {
        let changed = reading(|wire| {
            wire["claims"][0]["place"] = json!("p1");
            wire["claims"][0]["date"] = json!({"begin": "2024-08-12", "end": "2024-08-13"});
        });
        let mut bare = strike();
        bare["figures"] = json!([]);
        let figures = figures(What::Claims, &plain(), &gold(&[bare]), &changed);
        check(
            &figures,
            &[
                ("date_acc", 0.0),
                ("date_invented", 0.0),
                ("place_country_acc", 0.0),
                ("place_invented", 1.0),
                ("figures_acc", 0.0),
                ("figures_invented", 1.0),
            ],
        );
    }

    #[test]
    fn a_week_is_its_days_and_since_monday_is_its_first_day() {
        let date_acc = |value: &str, begin: &str, end: Value| {
            let mut claim = strike();
            claim["date"] = json!({"value": value});
            let wire = reading(|wire| wire["claims"][0]["date"] = json!({"begin": begin, "end": end}));
            figures(What::Claims, &plain(), &gold(&[claim]), &wire)["date_acc"]
        };
        assert!((date_acc("2024-W32", "2024-08-05", json!("2024-08-11")) - 1.0).abs() < 1e-9);
        assert!((date_acc("2024-08-12T09:00", "2024-08-12", json!("2024-08-12")) - 1.0).abs() < 1e-9);
        assert!((date_acc("2024-08-12", "2024-08-12", json!(null)) - 1.0).abs() < 1e-9);
        assert!(date_acc("2024-08", "2024-08-12", json!("2024-08-12")).abs() < 1e-9);
    }

    #[test]
    fn two_sources_on_one_trigger_are_told_apart() {
        let mut denied = strike();
        denied["attribution"] = json!({"source": {"start": 0, "end": 9}, "source_code": "UKRGOV", "cue": null, "stance": "denies", "alt_stance": []});
        denied["modality"] = json!("alleged");
        let wire = reading(|wire| {
            let mut second = wire["claims"][0].clone();
            second["modality"] = json!("alleged");
            second["attribution"] = json!("a2");
            wire["attributions"].as_array_mut().unwrap().push(
                json!({"id": "a2", "kind": "indirect", "stance": "denied", "source_ref": {"kind": "actor", "code": "UKR", "sector": "GOV"}}),
            );
            wire["claims"] = json!([second, wire["claims"][0]]);
        });
        let figures = figures(What::Claims, &plain(), &gold(&[strike(), denied]), &wire);
        check(&figures, &[("full_f1", 1.0), ("source_code_acc", 1.0), ("source_code_acc_attributed", 1.0)]);
    }

    #[test]
    fn items_without_claims_and_plain_statements() {
        let empty = figures(What::Claims, &plain(), &gold(&[]), &reading(|_| {}));
        check(&empty, &[("false_event_share", 1.0), ("type_f1", 0.0)]);
        check(&figures(What::Claims, &plain(), &gold(&[]), &json!({})), &[("false_event_share", 0.0)]);
        let statement = json!({"id": "y", "set": "conflibert_cameo", "text": TEXT, "orig": {"label": 0}, "events": [{"code": "0"}]});
        let share = |wire: &Value| figures(What::Claims, &plain(), &statement, wire)["false_event_share"];
        assert!((share(&reading(|_| {})) - 1.0).abs() < 1e-9);
        assert!(share(&reading(|wire| wire["claims"][0]["modality"] = json!("announced"))).abs() < 1e-9);
        assert!(share(&reading(|wire| wire["claims"][0]["type"] = json!("CONSULT"))).abs() < 1e-9);
    }

    #[test]
    fn coreference_links() {
        let with = |mut claim: Value, id: &str, first: Value| {
            claim["id"] = json!(id);
            claim["same_event_as"] = first;
            claim
        };
        let gold = gold(&[with(strike(), "c1", json!(null)), with(aid(), "c2", json!("c1"))]);
        let wire = |first: Value| {
            reading(|wire| {
                let mut second = wire["claims"][0].clone();
                second["id"] = json!("c2");
                second["trigger"] = json!(span(TEXT, "aide"));
                second["same_event_as"] = first.clone();
                wire["claims"].as_array_mut().unwrap().push(second);
            })
        };
        check(&figures(What::Claims, &plain(), &gold, &wire(json!("c1"))), &[("coref_f1", 1.0)]);
        check(&figures(What::Claims, &plain(), &gold, &wire(json!(null))), &[("coref_f1", 0.0)]);
    }

    #[test]
    fn sets_of_coded_sentences_merge_roots() {
        let record = |set: &str, plover: &str| {
            json!({"id": "x", "set": set, "text": TEXT, "events": [{"plover": plover,
                "source": [{"text": "Ukraine"}], "target": [{"text": "Russie"}]}]})
        };
        let wire = |event_type: &str| reading(|wire| wire["claims"][0]["type"] = json!(event_type));
        let root = |set: &str, plover: &str, found: &str| {
            figures(What::Claims, &plain(), &record(set, plover), &wire(found))["root_f1"]
        };
        assert!((root("plv", "CONCEDE|RETREAT", "RETREAT") - 1.0).abs() < 1e-9);
        assert!((root("es_protest", "MOBILIZE", "PROTEST") - 1.0).abs() < 1e-9);
        assert!(root("plover_gsr", "MOBILIZE", "PROTEST").abs() < 1e-9);
        let given = Options { given_actors: true, ..plain() };
        let figures = figures(What::Claims, &given, &record("plv", "ASSAULT"), &wire("ASSAULT"));
        check(&figures, &[("root_acc", 1.0), ("root_macro_f1", 1.0), ("type_f1", NONE)]);
    }
}

mod time {
    use super::*;

    const TEXT: &str = "Lundi, puis il y a une semaine, puis en 2023, puis récemment, puis demain.";

    fn timex(words: &str, kind: &str, value: &str) -> Value {
        let [start, end] = span(TEXT, words);
        json!({"start": start, "end": end, "span": [start, end], "type": kind, "value": value})
    }

    #[test]
    fn extents_values_and_types() {
        let mut vague = timex("récemment", "DATE", "PAST_REF");
        vague["optional"] = json!(true);
        let gold = json!({"id": "x", "text": TEXT, "dct": "2024-08-13", "timexes": [
            timex("Lundi", "DATE", "2024-08-12"), timex("il y a une semaine", "DATE", "2024-08-06"),
            timex("2023", "DATE", "2023"), vague]});
        // Right; the week instead of the day; a longer extent and another type; a vague one; an extra one.
        let found = [
            timex("Lundi", "DATE", "2024-08-12"),
            timex("il y a une semaine", "DATE", "2024-W32"),
            timex("en 2023", "DURATION", "2023"),
            timex("récemment", "DATE", "PAST_REF"),
            timex("demain", "DATE", "2024-08-14"),
        ];
        // A wire record has no offsets beside its span; its `end` is a day.
        let found = found.map(|timex| json!({"span": timex["span"], "type": timex["type"], "value": timex["value"]}));
        let figures = figures(What::Time, &plain(), &gold, &json!({"timexes": found}));
        let f1 = |n_right: f64| 2.0 * n_right / (4.0 + 3.0);
        check(
            &figures,
            &[("relaxed_f1", f1(3.0)), ("strict_f1", f1(2.0)), ("value_f1", f1(3.0)), ("type_f1", f1(2.0))],
        );
    }
}

mod place {
    use super::*;

    const TEXT: &str = "À Patras en Grèce, loin de Kiev, des Russes.";

    fn toponym(words: &str, point: (f64, f64), more: Value) -> Value {
        let [start, end] = span(TEXT, words);
        let mut item = json!({"start": start, "end": end, "name": words, "lat": point.0, "lon": point.1});
        if let (Some(item), Value::Object(more)) = (item.as_object_mut(), more) {
            item.extend(more);
        }
        item
    }

    #[test]
    fn distances_countries_and_actors_that_are_places() {
        let gold = json!({"id": "x", "text": TEXT, "toponyms": [
            toponym("Patras", (38.25, 21.73), json!({"country": "GRC"})),
            toponym("Grèce", (39.0, 22.0), json!({"fcode": "PCLI", "country": "GRC"})),
            toponym("Kiev", (50.45, 30.52), json!({"country": "UKR"})),
        ]});
        // Patras 130 km away; Greece by its code, wherever the point; Kiev missed; the Russians as an actor: extra.
        let wire = json!({
            "places": [
                {"span": span(TEXT, "Patras"), "lat": 38.0, "lon": 23.2, "country": "GRC"},
                {"span": span(TEXT, "Grèce"), "lat": -40.0, "lon": 100.0, "country": "GRC"}],
            "actors": [
                {"span": span(TEXT, "Russes"), "form": "adjective", "code": "RUS"},
                {"span": span(TEXT, "loin"), "form": "named", "code": "RUS"}]
        });
        let figures = figures(What::Place, &plain(), &gold, &wire);
        check(
            &figures,
            &[
                ("mention_p", 2.0 / 3.0),
                ("mention_r", 2.0 / 3.0),
                ("acc161_all", 2.0 / 3.0),
                ("acc161_given", 1.0),
                ("country_acc", 2.0 / 3.0),
            ],
        );
        assert!((figures["median_km"] - 131.0).abs() < 2.0, "{}", figures["median_km"]);
    }
}

mod probes {
    use super::*;

    const TEXT: &str = "Athens denied that Greek troops attacked Ukraine.";

    #[test]
    fn right_only_as_a_whole() {
        let gold = json!({"id": "p", "text": TEXT, "note": "x", "claims": [{
            "type": "ASSAULT", "alt_types": [], "trigger": {"start": 32, "end": 40}, "actors": ["GRCMIL"], "recipients": ["UKR"],
            "polarity": "affirmed", "modality": "alleged", "alt_modality": ["actual"], "source": {"start": 0, "end": 6},
            "source_code": "GRC", "stance": "denied", "alt_stance": []}]});
        let wire = |sector: &str, extra: bool| {
            let claim = json!({"type": "ASSAULT", "trigger": span(TEXT, "attacked"), "actors": ["e1"], "recipients": ["e2"],
                "polarity": "affirmed", "modality": "actual", "attribution": "a1"});
            let mut claims = vec![claim.clone()];
            if extra {
                claims.push(claim);
            }
            json!({
                "actors": [{"id": "e1", "span": [19, 31], "code": "GRC", "sector": sector}, {"id": "e2", "span": [41, 48], "code": "UKR", "sector": "CVL"}],
                "attributions": [{"id": "a1", "kind": "indirect", "stance": "denied", "source_ref": {"kind": "actor", "code": "GRC", "sector": "GOV"}}],
                "claims": claims})
        };
        let right = |wire: &Value| figures(What::Probes, &plain(), &gold, wire)["probes_right"];
        assert!((right(&wire("GOV", false)) - 1.0).abs() < 1e-9);
        assert!(right(&wire("CVL", false)).abs() < 1e-9);
        assert!(right(&wire("GOV", true)).abs() < 1e-9);
        assert!(right(&json!({})).abs() < 1e-9);
    }
}

mod seed {
    use super::*;

    #[test]
    fn attributions_times_and_what_must_not_appear() {
        let text = "Kiev dit que la Russie tire. Athènes chante lundi.";
        let gold = json!({
            "id": "s", "lang": "fr", "text": text,
            "attributions": [
                {"id": "a1", "kind": "indirect", "source": [span(text, "Kiev")], "content": [span(text, "que la Russie tire")],
                 "source_code": "UKRGOV", "stance": "asserted"},
                {"id": "a2", "kind": "none", "source": [], "content": [span(text, "Athènes chante lundi")], "source_code": "author", "stance": "asserted"}],
            "claims": [],
            "timexes": [{"start": 44, "end": 49, "type": "DATE", "value": "2024-08-12"}],
            "situation": {"not_expected": ["RUS attacks UKR in this text (no such event is stated)"]}
        });
        let wire = json!({
            "actors": [{"id": "e1", "span": span(text, "Russie"), "code": "RUS"}, {"id": "e2", "span": span(text, "Kiev"), "code": "UKR"}],
            "attributions": [
                {"id": "a1", "kind": "indirect", "source": [span(text, "Kiev")], "content": [span(text, "que la Russie tire")],
                 "stance": "alleged", "source_ref": {"kind": "actor", "code": "UKR", "sector": "MIL"}},
                {"id": "a2", "kind": "none", "content": [span(text, "Athènes chante lundi")], "source_ref": {"kind": "author"}}],
            "timexes": [{"span": span(text, "lundi"), "type": "DATE", "value": "2024-08-12"}, {"span": span(text, "chante"), "type": "DATE", "value": "2024"}],
            "claims": [{"type": "ASSAULT", "trigger": span(text, "tire"), "actors": ["e1"], "recipients": ["e2"], "attribution": "a1"}]
        });
        let figures = figures(What::Seed, &plain(), &gold, &wire);
        check(
            &figures,
            &[
                ("cued_found", 1.0),
                ("cued_right_actor", 1.0),
                // The cued one has another stance; the own voice is right.
                ("attributions_right", 1.0),
                ("times_right", 1.0),
                ("times_false", 1.0),
                ("events_typed", 0.0),
                ("events_right", 0.0),
                ("not_expected", 1.0),
            ],
        );
    }
}
