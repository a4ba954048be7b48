//! Who may ask for what: the host named, the page a write comes from, and what the browser may do with an answer.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::Shared;

/// Largest body of a request: a report of the largest size with every byte percent-encoded, and its form.
pub(crate) const MAX_BODY_BYTES: usize = 4 * selon_report::limits::MAX_REPORT_BYTES;

/// Nothing but our own files, no inline script or style, no frame around us: report text that looked like markup
/// would still be inert.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The desk has no accounts, so that only this machine may reach it.
///
/// # Errors
/// When `address` could be reached from elsewhere.
pub fn check_address(address: SocketAddr) -> Result<(), crate::Error> {
    let is_loopback = match address.ip() {
        IpAddr::V4(ip) => ip.is_loopback(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.to_ipv4_mapped().is_some_and(|ip| ip.is_loopback()),
    };
    if is_loopback { Ok(()) } else { Err(crate::Error::NeedsAccounts { address }) }
}

/// Refuses foreign hosts (DNS rebinding) and writes that another site sends, and seals every answer.
pub(crate) async fn guard(State(desk): State<Shared>, request: Request, next: Next) -> Response {
    let refusal = refuse(&desk.hosts, request.method(), request.headers());
    let mut response = match refusal {
        Some((status, reason)) => (status, format!("{reason}\n")).into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn refuse(hosts: &[String], method: &Method, headers: &HeaderMap) -> Option<(StatusCode, &'static str)> {
    let word = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(host) = word("host").filter(|_| headers.get_all("host").iter().count() == 1) else {
        return Some((StatusCode::BAD_REQUEST, "the request names no host, or several"));
    };
    if !hosts.iter().any(|known| known.eq_ignore_ascii_case(name_of(host))) {
        return Some((StatusCode::MISDIRECTED_REQUEST, "this desk does not answer to that host name"));
    }
    if matches!(*method, Method::GET | Method::HEAD) {
        return None;
    }
    let is_ours = match (word("sec-fetch-site"), word("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host)),
        (None, None) => false,
    };
    if is_ours {
        return None;
    }
    Some((
        StatusCode::FORBIDDEN,
        "writes are taken from the desk's own pages only; a program sends the header Origin with the desk's address",
    ))
}

/// The host without its port; an IPv6 address keeps its brackets.
fn name_of(host: &str) -> &str {
    match host.rfind(':') {
        Some(colon) if !host[colon..].contains(']') => &host[..colon],
        _ => host,
    }
}
