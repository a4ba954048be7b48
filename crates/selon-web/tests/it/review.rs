//! Decisions: taken, shown, undone, refused, kept.

use axum::http::StatusCode;
use selon_web::Desk;

use crate::{desk, first_report, get, post, reading};

fn anchors(page: &str) -> Vec<String> {
    let mut anchors: Vec<String> = page
        .split("name=\"claim\" value=\"")
        .skip(1)
        .filter_map(|after| after.split('"').next())
        .map(str::to_owned)
        .collect();
    anchors.dedup();
    anchors
}

#[test]
fn a_decision_is_shown_and_can_be_undone() {
    let router = desk(vec![reading()]);
    let report = first_report(&router);
    let anchor = anchors(&get(&router, &report).body)[0].clone();
    let path = format!("{report}/decisions");
    let answer = post(&router, &path, &format!("act=accept&claim={anchor}&number=1"));
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.headers["location"], format!("{report}#claim-2"));
    let page = get(&router, &report).body;
    assert!(page.contains("class=\"card accept\"") && page.contains("par coder"));
    post(&router, &path, &format!("act=reject&claim={anchor}&number=1&reason=not_event"));
    assert!(get(&router, &report).body.contains("class=\"card reject\""));
    assert_eq!(
        post(&router, &path, &format!("act=undo&claim={anchor}&undoes=2&number=1")).status,
        StatusCode::SEE_OTHER
    );
    let page = get(&router, &report).body;
    assert!(page.contains("class=\"card accept\"") && !page.contains("class=\"card reject\""));
    assert!(page.contains("3 décisions"));
}

#[test]
fn a_correction_says_what_it_says_instead() {
    let router = desk(vec![reading()]);
    let report = first_report(&router);
    let anchor = anchors(&get(&router, &report).body)[0].clone();
    let path = format!("{report}/decisions");
    post(&router, &path, &format!("act=correct&claim={anchor}&number=1&type=COERCE&actor=%3Cb%3EX%3C%2Fb%3E"));
    let page = get(&router, &report).body;
    assert!(page.contains("class=\"card correct\"") && page.contains("contraint"));
    assert!(page.contains("&lt;b&gt;X&lt;/b&gt;") && !page.contains("<b>X</b>"));
}

#[test]
fn what_was_missed_is_added_only_with_words_of_the_text() {
    let router = desk(vec![reading()]);
    let report = first_report(&router);
    let path = format!("{report}/decisions");
    let wrong = post(&router, &path, "act=add&words=aucun+de+ces+mots&type=AID");
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("role=\"alert\""));
    assert_eq!(post(&router, &path, "act=add&words=poste+militaire&type=MOBILIZE").status, StatusCode::SEE_OTHER);
    let page = get(&router, &report).body;
    assert!(page.contains("class=\"card add\"") && page.contains("<blockquote>poste militaire</blockquote>"));
}

#[test]
fn forms_that_make_no_sense_change_nothing() {
    let router = desk(vec![reading()]);
    let report = first_report(&router);
    let anchor = anchors(&get(&router, &report).body)[0].clone();
    for form in [
        String::new(),
        "act=accept&claim=0-1-AID".to_owned(),
        format!("act=reject&claim={anchor}&reason=because"),
        format!("act=correct&claim={anchor}"),
        format!("act=correct&claim={anchor}&type=WAR"),
        format!("act=undo&claim={anchor}&undoes=1"),
        format!("act=undo&claim={anchor}&undoes=-1"),
        "%".to_owned(),
    ] {
        let answer = post(&router, &format!("{report}/decisions"), &form);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
    }
    assert!(!get(&router, &report).body.contains("class=\"history\""));
}

#[test]
fn decisions_outlive_the_desk_and_a_reading_that_finds_less() {
    let path = std::env::temp_dir().join(format!("selon-review-{}.jsonl", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let open = |reading| {
        let mut desk = Desk::new(vec![reading], None, crate::weights(), "coder");
        desk.keep_decisions(&path).expect("a file");
        selon_web::router(desk)
    };
    let router = open(reading());
    let report = first_report(&router);
    let anchor = anchors(&get(&router, &report).body)[0].clone();
    post(&router, &format!("{report}/decisions"), &format!("act=accept&claim={anchor}&number=1"));
    let again = open(reading());
    assert!(get(&again, &report).body.contains("class=\"card accept\""));
    let mut less = reading();
    less.claims.clear();
    let page = get(&open(less), &format!("{report}?ui=en")).body;
    assert!(page.contains("the present reading no longer finds these words") && page.contains(&anchor));
    std::fs::remove_file(&path).expect("removed");
}
