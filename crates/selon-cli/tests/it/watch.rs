//! Feeds from a server of this test: asked politely, kept once.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use selon_store::Store;

use crate::{selon, stderr};

/// A server that answers each path with the same text, and what it was asked.
struct Server {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// `answers`: path → whole answer after the status line's protocol, `{host}` standing for the server's own address.
    fn start(answers: &[(&str, &str)]) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let answers: BTreeMap<String, String> =
            answers.iter().map(|(path, answer)| ((*path).to_owned(), answer.replace("{host}", &address))).collect();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let request: Vec<String> =
                    lines.by_ref().map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
                let path = request.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
                let matched = request.iter().find(|line| line.to_lowercase().starts_with("if-none-match"));
                log.lock().unwrap().push(format!("{path} {}", matched.cloned().unwrap_or_default()));
                let known = matched.is_some_and(|line| line.contains("\"v1\""));
                let answer = match answers.get(&path) {
                    Some(_) if known => "304 Not Modified\r\n\r\n",
                    Some(answer) => answer,
                    None => "404 Not Found\r\nContent-Length: 0\r\n\r\n",
                };
                // The client may hang up first.
                let _ = write!(stream, "HTTP/1.1 {}", answer.replacen("\r\n", "\r\nConnection: close\r\n", 1));
            }
        });
        Server { address, asked }
    }

    fn asked(&self, path: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|line| line.starts_with(&format!("{path} "))).count()
    }
}

const FEED: &str = "200 OK\r\nETag: \"v1\"\r\nContent-Type: application/rss+xml\r\n\r\n<rss><channel><title>Le Phare</title>\
    <item><title>Un retrait</title><link>{host}/1</link><pubDate>Mon, 01 Apr 2024 10:00:00 +0200</pubDate>\
    <description>Le ministre a annoncé le retrait.</description></item>\
    <item><title>Des tirs</title><link>{host}/2</link><pubDate>Mon, 01 Apr 2024 10:00:00 +0200</pubDate>\
    <description>Des tirs ont repris dans la nuit.</description></item></channel></rss>";

struct Watched {
    folder: PathBuf,
}

impl Watched {
    fn new(name: &str, feeds: &[String], more: &str) -> Watched {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("watch-{name}"));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let list: String = feeds.iter().map(|url| format!("[[feed]]\nurl = \"{url}\"\n{more}\n")).collect();
        std::fs::write(folder.join("sources.toml"), list).unwrap();
        Watched { folder }
    }

    fn poll(&self, more: &[&str]) -> std::process::Output {
        let (sources, db) = (self.folder.join("sources.toml"), self.folder.join("situation.db"));
        let fixed = ["watch", sources.to_str().unwrap(), "--db", db.to_str().unwrap(), "--once", "--reports-only"];
        selon(&[&fixed[..], more].concat())
    }

    fn n_reports(&self) -> u64 {
        Store::open(self.folder.join("situation.db")).unwrap().counts().unwrap().reports
    }
}

const ALLOWED: &[&str] = &["--allow-fetch", "--allow-private"];

#[test]
fn a_feed_is_kept_once_and_asked_whether_it_changed() {
    let server = Server::start(&[("/feed", FEED)]);
    let watched = Watched::new("etag", &[format!("{}/feed", server.address)], "");
    let first = watched.poll(ALLOWED);
    assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
    assert_eq!(watched.n_reports(), 2);
    // Another process: what it has to remember is in the database.
    assert_eq!(watched.poll(ALLOWED).status.code(), Some(0));
    assert_eq!(watched.n_reports(), 2);
    assert!(server.asked.lock().unwrap().iter().any(|line| line.contains("\"v1\"")));
}

#[test]
fn robots_hold_also_behind_a_redirect() {
    let server = Server::start(&[
        ("/robots.txt", "200 OK\r\n\r\nUser-agent: *\nDisallow: /closed\n"),
        ("/moved", "302 Found\r\nLocation: /closed/feed\r\nContent-Length: 0\r\n\r\n"),
        ("/good", "301 Moved\r\nLocation: {host}/feed\r\nContent-Length: 0\r\n\r\n"),
        ("/feed", FEED),
        ("/closed/feed", FEED),
    ]);
    let feeds = ["/moved", "/closed/feed", "/good"].map(|path| format!("{}{path}", server.address));
    let watched = Watched::new("robots", &feeds, "");
    let output = watched.poll(ALLOWED);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stderr(&output).matches("robots.txt").count(), 2, "{}", stderr(&output));
    assert_eq!(server.asked("/closed/feed"), 0);
    assert_eq!(watched.n_reports(), 2);
}

#[test]
fn a_server_is_left_alone_as_long_as_it_asks() {
    let server = Server::start(&[("/busy", "503 Busy\r\nRetry-After: 7200\r\nContent-Length: 0\r\n\r\n")]);
    let watched = Watched::new("busy", &[format!("{}/busy", server.address)], "minutes = 1");
    let output = watched.poll(ALLOWED);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("503; asked again in 120 minutes"), "{}", stderr(&output));
}

#[test]
fn own_networks_are_not_asked_unless_allowed() {
    let server = Server::start(&[("/feed", FEED)]);
    let watched = Watched::new("private", &[format!("{}/feed", server.address)], "");
    assert!(stderr(&watched.poll(&[])).contains("--allow-fetch"));
    let output = watched.poll(&["--allow-fetch"]);
    assert!(stderr(&output).contains("private network"), "{}", stderr(&output));
    assert_eq!(server.asked("/feed"), 0);
}
