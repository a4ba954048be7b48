//! Reports into a database: nothing lost, nothing twice, whatever happens on the way.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use selon_store::{Filter, Store};
use selon_view::wire::WireReading;

use crate::{selon, stderr, stdout, temporary};

/// A path in a folder of its own, where nothing is yet.
fn fresh(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("ingest-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder.join("situation.db")
}

fn reports(name: &str, n_reports: usize) -> PathBuf {
    let mut lines = String::new();
    for number in 0..n_reports {
        lines.push_str(&format!(
            "{{\"id\":\"r{number}\",\"date\":\"2024-05-{:02}\",\"text\":\"Le ministre a annoncé le retrait du bataillon {number}, \
             selon son porte-parole. {}\"}}\n",
            number % 28 + 1,
            "Les tirs ont repris dans la nuit. ".repeat(number % 40)
        ));
    }
    temporary(name, lines.as_bytes())
}

fn ingest(db: &Path, more: &[&str]) -> std::process::Output {
    selon(&[&["ingest", "--reports-only", "--db", db.to_str().unwrap()], more].concat())
}

/// All that a database holds of its reports, one line each, whatever the order in which they came.
fn export(db: &Path) -> String {
    let store = Store::open(db).unwrap();
    assert_eq!(store.check(|_| ()).unwrap(), [], "the database is torn");
    let mut lines: Vec<String> = store
        .readings(&Filter::default())
        .unwrap()
        .map(|reading| serde_json::to_string(&WireReading::from_reading(&reading.unwrap())).unwrap())
        .collect();
    lines.sort();
    lines.join("\n")
}

#[test]
fn the_same_reports_are_added_once() {
    let (db, file) = (fresh("twice"), reports("twice.jsonl", 70));
    let file = file.to_str().unwrap();
    assert!(stdout(&ingest(&db, &["--dry-run", file])).contains("70 would be added, 0 already there"));
    assert!(!db.exists());
    let first = ingest(&db, &[file]);
    assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
    assert!(stdout(&first).contains("70 added, 0 already there, 0 set aside"), "{}", stdout(&first));
    let before = export(&db);
    assert!(stdout(&ingest(&db, &[file])).contains("0 added, 70 already there"));
    assert_eq!(export(&db), before);
}

#[test]
fn broken_sources_are_named_and_the_others_kept() {
    let (db, good) = (fresh("aside"), reports("aside-good.jsonl", 3));
    let bad = temporary("aside-bad.jsonl", b"{\"text\":\"Le ministre part.\"}\n{\"text\":\n");
    let output = ingest(&db, &[bad.to_str().unwrap(), "no-such-folder", good.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let (out, err) = (stdout(&output), stderr(&output));
    assert!(err.contains("line 2") && err.contains("no-such-folder"), "{err}");
    assert!(out.contains("1 added, 0 already there, 1 set aside") && out.contains("3 added"), "{out}");
}

#[test]
fn kept_reports_are_read_later_and_decisions_stay() {
    let (db, file) = (fresh("reread"), reports("reread.jsonl", 3));
    ingest(&db, &[file.to_str().unwrap()]);
    let claims = |db: &Path| Store::open(db).unwrap().counts().unwrap().claims;
    assert_eq!(claims(&db), 0);
    let decision = selon_store::Decision {
        reviewer: "r".to_owned(),
        target: "report:r0".to_owned(),
        decision: "accept".to_owned(),
        ..Default::default()
    };
    Store::open(&db).unwrap().add_review(&decision, "2024-06-01T00:00:00Z").unwrap();
    let reread = |more: &[&str]| selon(&[&["reread", "--db", db.to_str().unwrap()], more].concat());
    assert!(stderr(&reread(&[])).contains("3 read again, 0 left"));
    let before = export(&db);
    assert!(before.contains("retrait du bataillon 2"));
    assert!(stderr(&reread(&[])).contains("0 read again"));
    reread(&["--all"]);
    assert_eq!(export(&db), before);
    assert_eq!(Store::open(&db).unwrap().reviews(None).unwrap().len(), 1);
}

/// Instants at which the process is killed; `cargo xtask crash` asks for more.
fn n_crashes() -> usize {
    std::env::var("SELON_CRASHES").ok().and_then(|number| number.parse().ok()).unwrap_or(100)
}

#[test]
fn kill_at_any_instant_loses_and_doubles_nothing() {
    const KILLS_PER_DATABASE: usize = 10;
    let file = reports("crash.jsonl", 500);
    let file = file.to_str().unwrap();
    let undisturbed = fresh("undisturbed");
    let begun = Instant::now();
    ingest(&undisturbed, &[file]);
    let whole = begun.elapsed();
    let expected = export(&undisturbed);
    // A fixed sequence, spread over the run and its start (the multiplier of Knuth's MMIX generator).
    let mut state: u64 = 20240813;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        whole.mul_f64((state >> 33) as f64 / (1_u64 << 31) as f64)
    };
    for database in 0..n_crashes().div_ceil(KILLS_PER_DATABASE) {
        let db = fresh("crash");
        for _ in 0..KILLS_PER_DATABASE {
            kill_after(&db, file, next());
            if db.exists() {
                let store = Store::open(&db);
                assert!(
                    store.is_ok_and(|store| store.check(|_| ()).unwrap().is_empty()),
                    "database {database} is torn"
                );
            }
        }
        let last = ingest(&db, &[file]);
        assert_eq!(last.status.code(), Some(0), "{}", stderr(&last));
        assert!(export(&db) == expected, "database {database} holds something else than an undisturbed one");
    }
}

fn kill_after(db: &Path, file: &str, pause: Duration) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_selon"))
        .args(["ingest", "--reports-only", "--db", db.to_str().unwrap(), file])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(pause);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_damaged_or_foreign_database_is_said_to_be_so() {
    let (db, file) = (fresh("damaged"), reports("damaged.jsonl", 200));
    let file = file.to_str().unwrap();
    ingest(&db, &[file]);
    Store::open(&db).unwrap().checkpoint().unwrap();
    let mut bytes = std::fs::read(&db).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0x5a);
    std::fs::write(&db, bytes).unwrap();
    let checked = selon(&["check", "--db", db.to_str().unwrap()]);
    assert_eq!(checked.status.code(), Some(1), "{}", stderr(&checked));
    assert!(stdout(&checked).contains("restore"), "{}", stdout(&checked));
    let foreign = fresh("foreign");
    std::fs::File::create(&foreign)
        .unwrap()
        .write_all("not a database at all, only some text. ".repeat(20).as_bytes())
        .unwrap();
    let refused = ingest(&foreign, &[file]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("not a database of Selon"), "{}", stderr(&refused));
}

#[test]
fn backup_and_restore_bring_everything_back() {
    let (db, file) = (fresh("backup"), reports("backup.jsonl", 20));
    ingest(&db, &[file.to_str().unwrap()]);
    let before = export(&db);
    let copy = db.with_file_name("copy.db");
    let (db_name, copy_name) = (db.to_str().unwrap(), copy.to_str().unwrap());
    assert_eq!(selon(&["backup", copy_name, "--db", db_name]).status.code(), Some(0));
    assert_eq!(selon(&["backup", copy_name, "--db", db_name]).status.code(), Some(2));
    std::fs::remove_file(&db).unwrap();
    assert_eq!(selon(&["restore", copy_name, "--db", db_name]).status.code(), Some(0));
    assert_eq!(export(&db), before);
}
