//! The desk from outside: requests through the router, without a socket.

mod drawings;
mod guard;
mod hostile;
mod pages;
mod review;

use std::sync::OnceLock;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use selon::{Pipeline, Resources};
use selon_situation::copies::Rarity;
use selon_types::Reading;
use selon_web::{Desk, Weights};
use tower::ServiceExt;

/// A report that we wrote, with sources, quotations, a denial, dates and places.
const REPORT: &str = include_str!("../../../../examples/report-fr.txt");

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

fn pipeline() -> Pipeline {
    let resources = Resources::from_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).expect("data and models");
    Pipeline::open(&resources).expect("a pipeline")
}

/// The reading of [`REPORT`], made once.
fn reading() -> Reading {
    static READING: OnceLock<Reading> = OnceLock::new();
    READING.get_or_init(|| pipeline().read(selon_report::from_text("note.txt", REPORT))).clone()
}

/// What the desk weighs by, read once: the tables of words are long.
fn weights() -> Weights {
    static WEIGHTS: OnceLock<Weights> = OnceLock::new();
    let read = || {
        let scale = include_str!("../../../../data/ontology.tsv");
        let words = [
            ("en/word-frequency.tsv", include_str!("../../../../data/en/word-frequency.tsv")),
            ("fr/word-frequency.tsv", include_str!("../../../../data/fr/word-frequency.tsv")),
        ];
        Weights {
            scale: selon_situation::Scale::from_tsv("ontology.tsv", scale).expect("the scale").into(),
            rarity: Rarity::from_tables(&words).expect("how rare words are").into(),
        }
    };
    WEIGHTS.get_or_init(read).clone()
}

fn desk(readings: Vec<Reading>) -> Router {
    selon_web::router(Desk::new(readings, None, weights(), "coder"))
}

fn ask(router: &Router, request: Request<Body>) -> Answer {
    static RUNTIME: OnceLock<tokio::runtime::Runtime> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| tokio::runtime::Runtime::new().expect("a runtime"));
    runtime.block_on(async {
        let response = router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    })
}

fn get(router: &Router, path: &str) -> Answer {
    let request = Request::get(path).header("host", "127.0.0.1:8640").body(Body::empty()).expect("a request");
    ask(router, request)
}

fn post(router: &Router, path: &str, form: &str) -> Answer {
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header("host", "127.0.0.1:8640")
        .header("origin", "http://127.0.0.1:8640")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()))
        .expect("a request");
    ask(router, request)
}

/// The address of the first report of the list.
fn first_report(router: &Router) -> String {
    let list: serde_json::Value = serde_json::from_str(&get(router, "/reports.json").body).expect("a list");
    format!("/reports/{}", list[0]["report"].as_str().expect("a key"))
}
