//! The addresses of the desk and what answers each of them.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Multipart, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use rust_embed::RustEmbed;
use selon_view::{CardOptions, Markup, wire::WireReading, write_cards};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::WatchStream;

use crate::claims::{self, Filter};
use crate::events::{self, Told};
use crate::intake::{self, Sent};
use crate::message::Tongue;
use crate::page::{self, Asked};
use crate::record::Entry;
use crate::shown::Shown;
use crate::{Desk, Shared, contested, guard, map, pairs as pair_pages, reader, reports, review, timeline};

/// Style, scripts and pictures, inside the binary; a path that is not one of them is not found, and no path of an
/// address ever reaches the file system.
#[derive(RustEmbed)]
#[folder = "web/"]
struct Assets;

/// All pages of a desk, behind the guard.
pub fn router(desk: Desk) -> Router {
    let desk: Shared = Arc::new(desk);
    let mut router = Router::new()
        .route("/", get(home))
        .route("/reports/{name}", get(one_report))
        .route("/reports/{name}/decisions", post(review::decide))
        .route("/events/{id}", get(one_event))
        .route("/pairs/{a}/{b}", get(one_pair))
        .route("/read", get(read_form).post(read_sent))
        .route("/read/{job}", get(follow))
        .route("/read/{job}/events", get(progress))
        .route("/assets/{name}", get(asset));
    for format in ["", "json", "csv", "geojson", "md"] {
        let path = |page: &str| if format.is_empty() { page.to_owned() } else { format!("{page}.{format}") };
        router = router.route(
            &path("/claims"),
            get(move |State(desk): State<Shared>, asked: Asked| async move { all_claims(&desk, &asked, format) }),
        );
        for name in ["/events", "/timeline", "/map", "/contested"] {
            router =
                router.route(
                    &path(name),
                    get(move |State(desk): State<Shared>, asked: Asked| async move {
                        all_events(&desk, &asked, name, format)
                    }),
                );
        }
        if format != "geojson" {
            router = router.route(
                &path("/reports"),
                get(move |State(desk): State<Shared>, asked: Asked| async move { all_reports(&desk, &asked, format) }),
            );
            router = router.route(
                &path("/pairs"),
                get(move |State(desk): State<Shared>, asked: Asked| async move { all_pairs(&desk, &asked, format) }),
            );
        }
    }
    router
        .fallback(|asked: Asked| async move { page::not_found(&asked) })
        .layer(DefaultBodyLimit::max(guard::MAX_BODY_BYTES))
        .layer(tower_http::compression::CompressionLayer::new())
        .layer(axum::middleware::from_fn_with_state(desk.clone(), guard::guard))
        .with_state(desk)
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Asked, Infallible> {
        let mut parameters = pairs(parts.uri.query().unwrap_or_default().as_bytes());
        let named = parameters.iter().find(|(name, _)| name == "ui").and_then(|(_, code)| Tongue::from_code(code));
        parameters.retain(|(name, value)| name != "ui" && !value.is_empty());
        let header = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let tongue = named.or_else(|| header.and_then(Tongue::from_header)).unwrap_or(Tongue::French);
        let path = parts.uri.path();
        let path = path.rsplit_once('.').map_or(path, |(path, _)| path).to_owned();
        Ok(Asked { tongue, names_tongue: named.is_some(), path, parameters })
    }
}

/// The pairs of a query or form; bytes that are no UTF-8 become U+FFFD.
pub(crate) fn pairs(encoded: &[u8]) -> Vec<(String, String)> {
    let split = |pair: &[u8]| {
        let at = pair.iter().position(|&byte| byte == b'=').unwrap_or(pair.len());
        (decode(&pair[..at]), decode(pair.get(at + 1..).unwrap_or_default()))
    };
    encoded.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()).map(split).collect()
}

fn decode(encoded: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let escaped = (byte == b'%')
            .then(|| std::str::from_utf8(after.get(..2)?).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok()))
            .flatten();
        match (byte, escaped) {
            (_, Some(escaped)) => {
                bytes.push(escaped);
                rest = &after[2..];
            }
            (b'+', None) => bytes.push(b' '),
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn asset(Path(name): Path<String>) -> Response {
    let content_type = match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };
    match Assets::get(&name) {
        Some(file) => {
            let headers = [(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, "private, max-age=300")];
            (headers, file.data.into_owned()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

const JSON: &str = "application/json";
const CSV: &str = "text/csv; charset=utf-8";
const GEOJSON: &str = "application/geo+json";
const MARKDOWN: &str = "text/markdown; charset=utf-8";

fn all_reports(desk: &Desk, asked: &Asked, format: &str) -> Response {
    let (entries, decisions) = {
        let record = desk.read();
        (record.newest_first(), record.decisions.clone())
    };
    let found = reports::select(asked, entries);
    match format {
        "json" => page::typed(JSON, reports::to_json(&found)),
        "csv" => page::typed(CSV, reports::to_csv(&found)),
        "md" => page::typed(MARKDOWN, found.iter().map(|entry| to_cards(entry)).collect::<Vec<_>>().join("\n")),
        _ => reports::reports(asked, &found, &decisions, desk.pipeline.is_some()).into_response(),
    }
}

fn all_claims(desk: &Desk, asked: &Asked, format: &str) -> Response {
    let entries = desk.read().newest_first();
    let found = || claims::select(&entries, &Filter::of(asked), asked.tongue);
    match as_data(format, &found) {
        Some(response) => response,
        None => claims::claims(asked, &entries).into_response(),
    }
}

fn told(desk: &Desk) -> Told {
    let record = desk.read();
    let (situation, names) = record.situation();
    Told { situation, names, by_id: record.by_id(), scale: desk.scale.clone() }
}

async fn home(State(desk): State<Shared>, asked: Asked) -> Response {
    let newest = desk.read().newest_first();
    contested::home(&asked, &told(&desk), &newest).into_response()
}

/// Every page on events is the same query; only what it draws, and whether it keeps to contested events, differs.
fn all_events(desk: &Desk, asked: &Asked, name: &str, format: &str) -> Response {
    let told = told(desk);
    let content_type = match format {
        "json" => JSON,
        "csv" => CSV,
        "geojson" => GEOJSON,
        _ => MARKDOWN,
    };
    let found = if name == "/contested" { contested::select(asked, &told) } else { told.select(asked) };
    if let Some(content) = events::to_data(&told, &found, format) {
        return page::typed(content_type, content);
    }
    match name {
        "/timeline" => timeline::timeline(asked, &told, &found).into_response(),
        "/map" => map::map(asked, &told, found).into_response(),
        "/contested" => contested::contested(asked, &told, &found).into_response(),
        _ => events::events(asked, &told, found).into_response(),
    }
}

async fn one_event(State(desk): State<Shared>, asked: Asked, Path(id): Path<String>) -> Response {
    let told = told(&desk);
    match told.situation.events.iter().find(|event| event.id == id) {
        Some(event) => events::event(&asked, &told, event).into_response(),
        None => page::not_found(&asked),
    }
}

fn all_pairs(desk: &Desk, asked: &Asked, format: &str) -> Response {
    let told = told(desk);
    let content_type = match format {
        "json" => JSON,
        "csv" => CSV,
        _ => MARKDOWN,
    };
    let found = pair_pages::select(asked, &told, &desk.scale);
    match pair_pages::to_data(&told, &found, format) {
        Some(content) => page::typed(content_type, content),
        None => pair_pages::pairs(asked, &told, &found).into_response(),
    }
}

async fn one_pair(State(desk): State<Shared>, asked: Asked, Path((a, b)): Path<(String, String)>) -> Response {
    let told = told(&desk);
    for (format, content_type) in [("json", JSON), ("csv", CSV)] {
        if let Some(b) = b.strip_suffix(&format!(".{format}")) {
            let content = pair_pages::days_to_data(&told, &desk.scale, &a, b, format);
            return content.map_or_else(|| page::not_found(&asked), |content| page::typed(content_type, content));
        }
    }
    match pair_pages::pair(&asked, &told, &desk.scale, &a, &b) {
        Some(page) => page.into_response(),
        None => page::not_found(&asked),
    }
}

/// Claims in one of the data formats.
fn as_data<'a>(format: &str, found: &dyn Fn() -> Vec<Shown<'a>>) -> Option<Response> {
    Some(match format {
        "json" => page::typed(JSON, claims::to_json(&found())),
        "csv" => page::typed(CSV, claims::to_csv(&found())),
        "geojson" => page::typed(GEOJSON, claims::to_geojson(&found())),
        "md" => page::typed(MARKDOWN, claims::to_markdown(&found())),
        _ => return None,
    })
}

fn to_cards(entry: &Entry) -> String {
    write_cards(&entry.reading, CardOptions { markup: Markup::Markdown, width: 100, explain: false })
}

async fn one_report(State(desk): State<Shared>, asked: Asked, Path(name): Path<String>) -> Response {
    let (key, format) = name.split_once('.').unwrap_or((&name, ""));
    let Some(entry) = desk.read().get(key) else { return page::not_found(&asked) };
    match format {
        "" => {
            let decisions = desk.read().decisions_on(key);
            reader::reader(&asked, &entry, &decisions, None).into_response()
        }
        "json" => match serde_json::to_string(&WireReading::from_reading(&entry.reading)) {
            Ok(json) => page::typed(JSON, json),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        },
        "md" => page::typed(MARKDOWN, to_cards(&entry)),
        _ => {
            let found = || Shown::all(&entry, asked.tongue).collect();
            as_data(format, &found).unwrap_or_else(|| page::not_found(&asked))
        }
    }
}

async fn read_form(State(desk): State<Shared>, asked: Asked) -> Response {
    intake::form(&asked, desk.pipeline.is_some(), None).into_response()
}

async fn read_sent(State(desk): State<Shared>, asked: Asked, multipart: Multipart) -> Response {
    let refuse = |status: StatusCode, problem: &str| {
        (status, intake::form(&asked, desk.pipeline.is_some(), Some(problem))).into_response()
    };
    if desk.pipeline.is_none() {
        return refuse(StatusCode::CONFLICT, asked.say("read.noengine"));
    }
    let Ok(sent) = sent_of(multipart).await else {
        return refuse(StatusCode::PAYLOAD_TOO_LARGE, asked.say("read.large"));
    };
    match intake::reports_of(&sent) {
        Ok((reports, aside)) => {
            let job = intake::start(&desk, reports, aside);
            Redirect::to(&asked.link(&format!("/read/{job}"), &[])).into_response()
        }
        Err(problem) => refuse(StatusCode::UNPROCESSABLE_ENTITY, asked.say(problem)),
    }
}

async fn sent_of(mut multipart: Multipart) -> Result<Sent, axum::extract::multipart::MultipartError> {
    let mut sent = Sent::default();
    while let Some(field) = multipart.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await?;
        let word = || Some(String::from_utf8_lossy(&bytes).trim().to_owned()).filter(|word| !word.is_empty());
        match name.as_str() {
            "text" => sent.text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n"),
            "file" => (sent.file_name, sent.file) = (file_name, bytes.to_vec()),
            "outlet" => sent.stated.outlet = word(),
            "date" => sent.stated.date = word(),
            _ => {}
        }
    }
    Ok(sent)
}

async fn follow(State(desk): State<Shared>, asked: Asked, Path(job): Path<String>) -> Response {
    let Some((job, receiver)) = job_of(&desk, &job) else {
        return page::trouble(&asked, StatusCode::NOT_FOUND, asked.say("notfound.title"), asked.say("read.unknown"));
    };
    let progress = receiver.borrow().clone();
    match progress.target() {
        Some(target) => Redirect::to(&asked.link(&target, &[])).into_response(),
        None => intake::follow(&asked, job, &progress).into_response(),
    }
}

async fn progress(State(desk): State<Shared>, Path(job): Path<String>) -> Response {
    let Some((_, receiver)) = job_of(&desk, &job) else { return StatusCode::NOT_FOUND.into_response() };
    let events =
        WatchStream::new(receiver).map(|progress| Ok::<_, Infallible>(Event::default().data(progress.to_json())));
    let mut response = Sse::new(events).keep_alive(KeepAlive::default()).into_response();
    // Compression would hold small events back.
    response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
    response.map(Body::new)
}

fn job_of(desk: &Desk, job: &str) -> Option<(usize, tokio::sync::watch::Receiver<intake::Progress>)> {
    let job = job.parse().ok()?;
    let jobs = desk.jobs.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    Some((job, jobs.get(job)?))
}
