//! Hosts, origins, headers, limits.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::{ask, desk, first_report, get, reading};

#[test]
fn every_answer_forbids_foreign_and_inline_code() {
    let router = desk(vec![reading()]);
    for path in ["/reports", "/claims.csv", "/assets/desk.css", "/nowhere", "/reports/none"] {
        let answer = get(&router, path);
        let policy = answer.headers["content-security-policy"].to_str().expect("ASCII");
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(answer.headers["x-frame-options"], "DENY", "{path}");
    }
}

#[test]
fn pages_hold_no_inline_script_style_or_foreign_address() {
    let router = desk(vec![reading()]);
    for path in ["/reports", "/claims", "/events", "/read", &first_report(&router)] {
        let page = get(&router, path).body;
        assert!(page.contains("<script type=\"module\" src=\"/assets/"), "{path}");
        assert_eq!(page.matches("<script").count(), 1, "{path}");
        for never in ["style=", "<style", "onclick", "javascript:", "src=\"http", "href=\"http"] {
            assert!(!page.contains(never), "{path}: {never}");
        }
    }
}

#[test]
fn another_host_name_is_refused() {
    let router = desk(Vec::new());
    for (host, status) in [
        ("localhost:8640", StatusCode::OK),
        ("[::1]:8640", StatusCode::OK),
        ("127.0.0.1", StatusCode::OK),
        ("evil.example", StatusCode::MISDIRECTED_REQUEST),
        ("127.0.0.1.evil.example:8640", StatusCode::MISDIRECTED_REQUEST),
    ] {
        let request = Request::get("/reports").header("host", host).body(Body::empty()).expect("a request");
        assert_eq!(ask(&router, request).status, status, "{host}");
    }
    let request = Request::get("/reports").body(Body::empty()).expect("a request");
    assert_eq!(ask(&router, request).status, StatusCode::BAD_REQUEST);
}

#[test]
fn writes_from_other_sites_are_refused() {
    let router = desk(vec![reading()]);
    let path = format!("{}/decisions", first_report(&router));
    let write = |headers: &[(&str, &str)]| {
        let mut request = Request::post(&path)
            .header("host", "127.0.0.1:8640")
            .header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        ask(&router, request.body(Body::from("act=none")).expect("a request")).status
    };
    assert_eq!(write(&[]), StatusCode::FORBIDDEN);
    assert_eq!(write(&[("origin", "http://evil.example")]), StatusCode::FORBIDDEN);
    assert_eq!(write(&[("origin", "null")]), StatusCode::FORBIDDEN);
    assert_eq!(write(&[("origin", "http://127.0.0.1:9999")]), StatusCode::FORBIDDEN);
    assert_eq!(write(&[("origin", "http://127.0.0.1:8640"), ("sec-fetch-site", "cross-site")]), StatusCode::FORBIDDEN);
    assert_eq!(write(&[("origin", "http://127.0.0.1:8640")]), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(write(&[("sec-fetch-site", "same-origin")]), StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn a_body_beyond_the_limit_is_refused() {
    let router = desk(vec![reading()]);
    let request = Request::post(format!("{}/decisions", first_report(&router)))
        .header("host", "localhost")
        .header("origin", "http://localhost")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("a".repeat(9 * 1024 * 1024)))
        .expect("a request");
    assert_eq!(ask(&router, request).status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn no_path_reaches_the_file_system() {
    let router = desk(Vec::new());
    for path in
        ["/assets/..%2fCargo.toml", "/assets/%2e%2e%2f%2e%2e%2fCargo.toml", "/assets/..", "/assets/%2fetc%2fpasswd"]
    {
        assert_eq!(get(&router, path).status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn only_loopback_needs_no_accounts() {
    for address in ["127.0.0.1:0", "[::1]:0", "127.3.2.1:80"] {
        assert!(selon_web::check_address(address.parse().expect("an address")).is_ok(), "{address}");
    }
    for address in ["0.0.0.0:80", "192.168.1.4:80", "[::]:80", "[2001:db8::1]:80"] {
        let refused = selon_web::check_address(address.parse().expect("an address"));
        assert!(refused.is_err_and(|error| error.to_string().contains("accounts")), "{address}");
    }
}
