//! What the pages say, and the same as data.

use axum::http::StatusCode;

use crate::{REPORT, ask, desk, first_report, get, reading};

/// The words of a page, without its markup.
fn words(page: &str) -> String {
    let mut out = String::new();
    let mut is_tag = false;
    for letter in page.chars() {
        match letter {
            '<' => is_tag = true,
            '>' => is_tag = false,
            _ if !is_tag => out.push(letter),
            _ => {}
        }
    }
    out.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
}

#[test]
fn the_reader_shows_the_whole_text_and_every_claim() {
    let reading = reading();
    assert!(reading.claims.len() >= 2, "the report gives too few claims to test with");
    let n_claims = reading.claims.len();
    let router = desk(vec![reading]);
    let page = get(&router, &format!("{}?ui=en", first_report(&router))).body;
    let text = page.split("class=\"text\"").nth(1).and_then(|after| after.split("</div>").next()).expect("the text");
    let text = text.split_once('>').expect("the end of the tag").1;
    // The numbers of the claims stand in links of their own; without them the text is the report's, letter by letter.
    let mut without_numbers = String::new();
    for (idx, part) in text.split("<a class=\"n\"").enumerate() {
        without_numbers.push_str(if idx == 0 { part } else { part.split_once("</a>").expect("a link's end").1 });
    }
    assert_eq!(words(&without_numbers), REPORT);
    for number in 1..=n_claims {
        assert!(page.contains(&format!("id=\"claim-{number}\"")), "no card {number}");
        assert!(page.contains(&format!("href=\"#claim-{number}\"")), "no link to card {number}");
    }
    assert!(words(&page).contains("according to le ministère de la Défense"), "{}", words(&page));
}

#[test]
fn a_source_that_does_not_assert_is_never_shown_as_asserting() {
    let mut reading = reading();
    for attribution in &mut reading.attributions {
        attribution.stance = selon_types::Stance::Denied;
    }
    let n_claims = reading.claims.len();
    let page = get(&desk(vec![reading]), "/claims?ui=en").body;
    assert_eq!(page.matches("(denies)").count(), n_claims);
}

#[test]
fn the_interface_speaks_both_languages_and_links_keep_the_choice() {
    let router = desk(vec![reading()]);
    let french = get(&router, "/reports").body;
    assert!(french.contains("<html lang=\"fr\"") && french.contains("Articles"));
    let english = get(&router, "/reports?ui=en").body;
    assert!(english.contains("<html lang=\"en\"") && english.contains("href=\"/claims?ui=en\""));
    let request = axum::http::Request::get("/reports")
        .header("host", "localhost")
        .header("accept-language", "de, en;q=0.8, fr;q=0.5")
        .body(axum::body::Body::empty())
        .expect("a request");
    assert!(ask(&router, request).body.contains("<html lang=\"en\""));
}

#[test]
fn filters_hold_for_pages_and_data_alike() {
    let router = desk(vec![reading()]);
    let count = |path: &str| {
        let list: serde_json::Value = serde_json::from_str(&get(&router, path).body).expect("JSON");
        list.as_array().expect("a list").len()
    };
    let all = count("/claims.json");
    let some = count("/claims.json?type=ASSAULT");
    assert!(some > 0 && some < all, "{some} of {all}");
    assert_eq!(get(&router, "/claims.csv?type=ASSAULT").body.matches("\r\n").count(), some + 1);
    assert_eq!(get(&router, "/claims?type=ASSAULT").body.matches("<tr><td>").count(), some);
    assert_eq!(count("/claims.json?q=nowhere"), 0);
    assert_eq!(count("/claims.json?q=H%C3%A9licopt%C3%A8re+bergers"), 1);
    assert_eq!(count("/claims.json?from=2031-01-01"), 0);
}

#[test]
fn data_come_in_their_own_types_and_parse() {
    let router = desk(vec![reading()]);
    let report = first_report(&router);
    for (path, content_type) in [
        ("/claims.json".to_owned(), "application/json"),
        ("/claims.csv".to_owned(), "text/csv; charset=utf-8"),
        ("/claims.geojson".to_owned(), "application/geo+json"),
        ("/claims.md".to_owned(), "text/markdown; charset=utf-8"),
        ("/reports.csv".to_owned(), "text/csv; charset=utf-8"),
        (format!("{report}.json"), "application/json"),
        (format!("{report}.geojson"), "application/geo+json"),
        (format!("{report}.md"), "text/markdown; charset=utf-8"),
    ] {
        let answer = get(&router, &path);
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.headers["content-type"], content_type, "{path}");
        if path.ends_with("json") {
            serde_json::from_str::<serde_json::Value>(&answer.body).expect(&path);
        }
    }
    let wire: selon_view::wire::WireReading =
        serde_json::from_str(&get(&router, &format!("{report}.json")).body).expect("the wire format");
    assert_eq!(wire.report.text, REPORT);
    let points: serde_json::Value = serde_json::from_str(&get(&router, "/claims.geojson").body).expect("GeoJSON");
    for feature in points["features"].as_array().expect("features") {
        let lat = feature["geometry"]["coordinates"][1].as_f64().expect("a latitude");
        assert_eq!(Some(lat), feature["properties"]["lat"].as_f64());
    }
}

/// Two outlets, two accounts of one attack.
fn two_accounts() -> Vec<selon_types::Reading> {
    let texts = [
        (
            "a",
            "Journal A",
            "BAMAKO, 14 mars 2024 – L’armée malienne a tué douze rebelles mercredi à Ménaka, a annoncé le ministère malien de la Défense.",
        ),
        (
            "b",
            "Journal B",
            "BAMAKO, 14 mars 2024 – L’armée malienne a tué trois rebelles mercredi à Ménaka, a affirmé l’Union africaine.",
        ),
    ];
    let pipeline = crate::pipeline();
    let read = |(id, outlet, text): (&str, &str, &str)| {
        let mut report = selon_report::from_text(id, text);
        report.outlet = Some(outlet.to_owned());
        pipeline.read(report)
    };
    texts.into_iter().map(read).collect()
}

#[test]
fn an_event_shows_every_source_and_what_they_disagree_about() {
    let router = desk(two_accounts());
    let list: serde_json::Value = serde_json::from_str(&get(&router, "/events.json").body).expect("JSON");
    let told_twice = |event: &&serde_json::Value| event["n_reports"] == 2;
    let event = list.as_array().expect("a list").iter().find(told_twice).expect("one event in both reports");
    let page = get(&router, &format!("/events/{}?ui=en", event["event"].as_str().expect("an id"))).body;
    let shown = words(&page);
    assert!(shown.contains("How many? (killed)"), "{shown}");
    assert!(page.contains("has not said") || page.matches("<th scope=\"col\">").count() >= 2);
    assert!(shown.contains("Journal A") && shown.contains("Journal B"));
    for report in ["a", "b"] {
        let reports: serde_json::Value = serde_json::from_str(&get(&router, "/reports.json").body).expect("JSON");
        let of_id = |row: &&serde_json::Value| row["id"] == report;
        let key = reports.as_array().expect("a list").iter().find(of_id).expect("the report")["report"].clone();
        assert!(page.contains(&format!("/reports/{}?ui=en#claim-1", key.as_str().expect("a key"))));
    }
    let contested: serde_json::Value =
        serde_json::from_str(&get(&router, "/events.json?contested=yes").body).expect("JSON");
    assert_eq!(contested.as_array().map(Vec::len), Some(1));
    assert_eq!(get(&router, "/events.csv").body.matches("\r\n").count(), list.as_array().map_or(0, Vec::len) + 1);
    assert_eq!(get(&router, "/events/none").status, StatusCode::NOT_FOUND);
}

/// Reports and independent voices of each event, sorted.
fn voices(readings: Vec<selon_types::Reading>) -> Vec<(u64, u64)> {
    let events = get(&desk(readings), "/events.json").body;
    let events: Vec<serde_json::Value> = serde_json::from_str(&events).expect("a list of events");
    let count = |event: &serde_json::Value, name: &str| event[name].as_u64().expect("a number");
    let mut voices: Vec<(u64, u64)> =
        events.iter().map(|event| (count(event, "n_reports"), count(event, "n_independent"))).collect();
    voices.sort_unstable();
    voices
}

#[test]
fn a_report_printed_twice_counts_as_one_voice() {
    let copy = crate::pipeline().read(selon_report::from_text("copy.txt", &format!("{REPORT}\nRead on page two.\n")));
    let once = voices(vec![reading()]);
    let twice = voices(vec![reading(), copy]);
    assert!(!once.is_empty(), "the report gives no event to test with");
    let doubled: Vec<(u64, u64)> = once.iter().map(|&(reports, independent)| (2 * reports, independent)).collect();
    assert_eq!(twice, doubled);
}

#[test]
fn what_does_not_exist_is_said_so() {
    let router = desk(vec![reading()]);
    for path in
        ["/nowhere", "/reports/ffff", "/reports/ffff.json", "/read/7", &format!("{}.exe", first_report(&router))]
    {
        assert_eq!(get(&router, path).status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn an_empty_desk_says_that_nothing_was_read() {
    let answer = get(&desk(Vec::new()), "/reports?ui=en");
    assert!(answer.body.contains("No report has been read yet."));
}
