//! Timeline, map, pairs and contested events: drawings with the same content as their tables and data.

use axum::http::StatusCode;
use serde_json::Value;

use crate::{desk, get, pipeline};

/// A border crisis in four reports of three outlets.
fn crisis() -> axum::Router {
    let texts = [
        (
            "a",
            "Journal A",
            "BAMAKO, 14 mars 2024 – L’armée malienne a bombardé mercredi des positions nigériennes près de Ménaka, a annoncé le gouvernement du Niger.",
        ),
        (
            "b",
            "Journal B",
            "NIAMEY, 15 mars 2024 – Le Niger a accusé jeudi le Mali d’avoir tué douze soldats nigériens à Ménaka. Le Mali dément avoir bombardé des positions nigériennes à Ménaka.",
        ),
        (
            "c",
            "Journal C",
            "DAKAR, 16 mars 2024 – Le président du Sénégal a rencontré vendredi le président du Mali à Dakar, a indiqué la présidence sénégalaise.",
        ),
        ("d", "Journal C", "DAKAR, 18 mars 2024 – Le Sénégal a livré dimanche des vivres au Niger."),
    ];
    let pipeline = pipeline();
    let read = |(id, outlet, text): (&str, &str, &str)| {
        let mut report = selon_report::from_text(id, text);
        report.outlet = Some(outlet.to_owned());
        pipeline.read(report)
    };
    desk(texts.into_iter().map(read).collect())
}

fn list(router: &axum::Router, path: &str) -> Vec<Value> {
    serde_json::from_str(&get(router, path).body).expect("a JSON list")
}

#[test]
fn every_page_on_events_is_the_same_query() {
    let router = crisis();
    let all = list(&router, "/events.json");
    assert!(all.len() >= 3, "{all:?}");
    for page in ["/timeline", "/map"] {
        assert_eq!(list(&router, &format!("{page}.json")), all, "{page}");
    }
    let of_mali = list(&router, "/timeline.json?actor=MLI");
    assert!(!of_mali.is_empty() && of_mali.len() < all.len(), "{} of {}", of_mali.len(), all.len());
    assert!(list(&router, "/events.json?from=2031-01-01").is_empty());
    assert_eq!(list(&router, "/events.json?independent=99").len(), 0);
    for path in
        ["/events.csv", "/timeline.csv", "/map.csv", "/contested.csv", "/pairs.csv", "/pairs.md", "/map.geojson"]
    {
        assert_eq!(get(&router, path).status, StatusCode::OK, "{path}");
    }
}

#[test]
fn the_timeline_draws_each_dated_event_once_a_lane_and_tells_the_rest() {
    let router = crisis();
    let page = get(&router, "/timeline?by=type&ui=en").body;
    let dated = list(&router, "/events.json").iter().filter(|event| !event["begin"].is_null()).count();
    assert!(dated > 0);
    assert_eq!(page.matches("<rect class=\"mark").count(), dated);
    // Each mark opens its event, and the table below holds the same events.
    assert_eq!(page.matches("<td class=\"event\">").count(), dated);
    let outside = get(&router, "/timeline?by=type&ui=en&from=2024-03-16&to=2024-03-31").body;
    assert!(outside.matches("<rect class=\"mark").count() < dated);
}

#[test]
fn a_pair_opens_its_events_and_its_days() {
    let router = crisis();
    let pairs = list(&router, "/pairs.json");
    let pair = pairs.iter().find(|pair| pair["a"] == "MLI" && pair["b"] == "NER").expect("Mali and Niger");
    assert!(pair["conflict"].as_f64().is_some_and(|sum| sum < 0.0), "{pair}");
    assert!(get(&router, "/pairs?ui=en").body.contains("href=\"/pairs/MLI/NER?ui=en\""));
    let page = get(&router, "/pairs/NER/MLI?ui=en");
    assert_eq!(page.status, StatusCode::OK);
    let first = pair["events"].as_str().and_then(|ids| ids.split("; ").next()).expect("an event");
    assert!(page.body.contains(&format!("/events/{first}")), "{first}");
    assert!(page.body.contains("href=\"/timeline?actor=MLI&amp;ui=en\""), "the link keeps actor and language apart");
    let days: Value = serde_json::from_str(&get(&router, "/pairs/MLI/NER.json").body).expect("JSON");
    assert_eq!(days["days"].as_array().map(Vec::len), Some(5), "14 to 18 March");
    assert_eq!(get(&router, "/pairs/MLI/NER.csv").body.lines().count(), 6);
    for path in ["/pairs/AAA/ZZZ", "/pairs/AAA/ZZZ.json", "/pairs/%2e%2e/passwd"] {
        assert_eq!(get(&router, path).status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn a_country_is_listed_and_never_drawn() {
    let router = crisis();
    let map: Value = serde_json::from_str(&get(&router, "/map.geojson").body).expect("GeoJSON");
    let features = map["features"].as_array().expect("features");
    assert!(!features.is_empty());
    for feature in features {
        assert_ne!(feature["properties"]["precision"], "country");
    }
    let page = get(&router, "/map?ui=en").body;
    assert!(page.contains("borders according to: UN"));
    assert!(page.contains(&format!("{} on the map", features.len())));
}

#[test]
fn the_first_page_leads_to_what_is_contested() {
    let router = crisis();
    let contested = list(&router, "/contested.json");
    let page = get(&router, "/?ui=en").body;
    for event in &contested {
        assert!(page.contains(&format!("/events/{}?ui=en", event["event"].as_str().expect("an id"))));
    }
    assert_eq!(get(&router, "/contested?ui=en").body.matches("<table class=\"matrix\">").count(), contested.len());
}

#[test]
fn empty_drawings_say_so() {
    let router = desk(Vec::new());
    for path in ["/", "/timeline", "/map", "/pairs", "/contested"] {
        let answer = get(&router, path);
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(!answer.body.contains("<svg viewBox"), "{path}");
    }
}
