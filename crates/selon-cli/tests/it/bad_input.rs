//! Bad input gets a clear message or a remark, and the other reports are still read.

use serde_json::Value;

use crate::{selon, selon_with_input, stderr, stdout, temporary};

const GOOD: &str = "Les rebelles ont attaqué la ville de Goma, selon le gouvernement congolais.";

/// One unreadable file beside a good one: exit 2, the message names the file, the good one is read.
fn check_set_aside(name: &str, content: Option<&[u8]>, expected: &str) {
    let bad = match content {
        Some(content) => temporary(name, content),
        None => std::path::PathBuf::from(name),
    };
    let good = temporary(&format!("good-beside-{}.txt", name.replace('/', "-")), GOOD.as_bytes());
    let output = selon(&["read", bad.to_str().unwrap(), good.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    assert!(stderr(&output).contains("1 read, 1 set aside"), "{}", stderr(&output));
    assert_eq!(stdout(&output).lines().count(), 1);
}

/// A file that is read, with a remark of this kind.
fn check_remark(name: &str, content: &[u8], kind: &str) -> Value {
    let file = temporary(name, content);
    let output = selon(&["read", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let reading: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let kinds: Vec<&str> =
        reading["remarks"].as_array().unwrap().iter().filter_map(|remark| remark["kind"].as_str()).collect();
    assert!(kinds.contains(&kind), "{kinds:?}");
    reading
}

#[test]
fn a_missing_file_is_named() {
    check_set_aside("no-such-file.txt", None, "no-such-file.txt: cannot be read");
}

#[test]
fn a_binary_file_is_set_aside() {
    check_set_aside("program.txt", Some(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"), "this is not text");
}

#[test]
fn a_file_of_50_megabytes_is_set_aside() {
    check_set_aside("huge.txt", Some("Une phrase. ".repeat(4_200_000).as_bytes()), "which no single report holds");
}

#[test]
fn an_empty_file_gives_a_remark() {
    check_remark("empty.txt", b"", "text_empty");
    check_remark("blank.txt", b" \n\t\n", "text_empty");
}

#[test]
fn wrong_encodings_are_read_with_a_remark() {
    let (latin, ..) =
        encoding_rs::WINDOWS_1252.encode("Le président a été arrêté par l'armée à Ouagadougou, selon l'état-major.");
    let reading = check_remark("latin1.txt", &latin, "encoding_guessed");
    assert!(reading["report"]["text"].as_str().unwrap().contains("président a été"));
    let (cyrillic, ..) =
        encoding_rs::WINDOWS_1251.encode("Президент объявил о выводе войск, сообщило министерство обороны страны.");
    let reading = check_remark("cp1251.txt", &cyrillic, "encoding_guessed");
    assert_eq!(reading["report"]["lang"], "ru");
    let utf16: Vec<u8> = GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let reading = check_remark("utf16.txt", &utf16, "encoding_guessed");
    assert_eq!(reading["report"]["text"], GOOD);
}

#[test]
fn an_unsupported_language_is_named_and_gives_no_claims() {
    let text = "Il governo ha annunciato il ritiro dei suoi soldati dalla regione, secondo il ministero della Difesa.";
    let reading = check_remark("italian.txt", text.as_bytes(), "language_unsupported");
    assert_eq!(reading["claims"].as_array().unwrap().len(), 0);
    assert!(reading["report"]["lang"].is_null());
}

#[test]
fn a_line_of_10_megabytes_is_set_aside_and_the_next_is_read() {
    let long = "a".repeat(10 * 1024 * 1024);
    let lines = format!("{{\"id\":\"long\",\"text\":\"{long}\"}}\n{{\"id\":\"good\",\"text\":\"{GOOD}\"}}\n");
    let output = selon_with_input(&["read", "-", "--from", "jsonl"], lines.as_bytes());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("standard input: line 1"), "{}", stderr(&output));
    assert!(stdout(&output).contains("\"id\":\"good\""));
}

#[test]
fn broken_lines_are_named_by_number() {
    let lines = format!(
        "{{\"id\":\"a\",\"text\":\"{GOOD}\"}}\nnot json\n\n{{\"id\":\"b\"}}\n{{\"id\":\"c\",\"text\":\"{GOOD}\",\"date\":\"12 mars\"}}\n"
    );
    let file = temporary("broken.jsonl", lines.as_bytes());
    let output = selon(&["read", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let messages = stderr(&output);
    assert!(
        messages.contains("line 2: not JSON") && messages.contains("line 4: the object has no \"text\""),
        "{messages}"
    );
    assert_eq!(stdout(&output).lines().count(), 2);
    assert!(stdout(&output).contains("date_invalid"));
}

#[test]
fn hostile_text_neither_panics_nor_reaches_the_terminal() {
    let text = "\u{1b}[31mLe président\u{202e} a dit «« non » \u{feff}😀😀 e\u{301} ".repeat(50) + "\0";
    let file = temporary("hostile.txt", text.as_bytes());
    let output = selon(&["read", file.to_str().unwrap(), "--lang", "fr", "--format", "table", "--explain"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(!stdout(&output).contains('\u{1b}') && !stdout(&output).contains('\u{202e}'));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let lines = format!("{{\"text\":\"{GOOD}\"}}\n").repeat(300);
    let file = temporary("many.jsonl", lines.as_bytes());
    let command = format!("{} read {} | head -c 100", env!("CARGO_BIN_EXE_selon"), file.display());
    let output = std::process::Command::new("sh").args(["-c", &command]).output().unwrap();
    assert_eq!(stderr(&output), "");
}
