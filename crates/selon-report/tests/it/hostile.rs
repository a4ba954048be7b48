//! Inputs made to hurt: each is read, or refused, within bounds of time and memory, and without panic.

use std::io::{Read, Write};
use std::path::Path;

use selon_report::{Form, Hints, read_source};

/// Processor seconds for one input. The bound that users are promised; builds without optimisation get more.
const MAX_SECONDS: f64 = if cfg!(debug_assertions) { 20.0 } else { 2.0 };
/// Bytes that one input may need beyond what stood before.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// Reads an input in a form; gives how many reports came and the messages of what did not.
fn read(input: impl Read + Send, form: Form) -> (usize, Vec<String>) {
    let hints = Hints { form, origin: "input".to_owned(), ..Hints::default() };
    let (mut n_reports, mut messages) = (0, Vec::new());
    for report in read_source(input, &hints) {
        match report {
            Ok(_) => n_reports += 1,
            Err(error) => messages.push(error.to_string()),
        }
    }
    (n_reports, messages)
}

/// Processor seconds that this thread has used; `None` where the system does not tell.
fn processor_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds / 1e9)
}

/// Bytes from `/proc/self/status`: `VmHWM`, the most so far, or `VmRSS`, now.
fn memory(field: &str) -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find(|line| line.starts_with(field))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// Reads with measured bounds. `input` is made anew so that it streams and is not held.
fn check(name: &str, form: Form, input: impl Read + Send) -> (usize, Vec<String>) {
    // Writing 5 there makes the most so far the present.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let (begun, before) = (processor_seconds(), memory("VmRSS"));
    let outcome = read(input, form);
    if let (Some(begun), Some(ended)) = (begun, processor_seconds()) {
        assert!(ended - begun < MAX_SECONDS, "{name} as {}: {:.1} s", form.name(), ended - begun);
    }
    if let (Some(before), Some(most)) = (before, memory("VmHWM")) {
        let bytes = most.saturating_sub(before);
        assert!(bytes < MAX_BYTES, "{name} as {}: {} MiB", form.name(), bytes / 1024 / 1024);
    }
    outcome
}

/// `count` times `part` between `before` and `after`, without holding it.
fn repeated(before: &str, part: &'static str, count: usize, after: &str) -> impl Read + Send + use<> {
    let middle = Repeated { part: part.as_bytes(), n_left: part.len() * count };
    std::io::Cursor::new(before.to_owned()).chain(middle).chain(std::io::Cursor::new(after.to_owned()))
}

struct Repeated {
    part: &'static [u8],
    n_left: usize,
}

impl Read for Repeated {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n_bytes = buffer.len().min(self.n_left);
        let at = self.part.len() - self.n_left % self.part.len();
        for (place, byte) in buffer[..n_bytes].iter_mut().zip(self.part.iter().cycle().skip(at % self.part.len())) {
            *place = *byte;
        }
        self.n_left -= n_bytes;
        Ok(n_bytes)
    }
}

fn gzip(mut input: impl Read) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::copy(&mut input, &mut encoder).unwrap();
    encoder.finish().unwrap()
}

/// One test, so that the memory of one input is not counted for another.
#[test]
fn bombs_and_giants_stay_within_bounds() {
    const TEXT: &str = "Le ministre a annoncé le retrait de ses soldats. ";
    for form in Form::ALL {
        check("nested tags", form, repeated("<html><body>", "<div>", 1_000_000, TEXT));
        check("closed tags", form, repeated("<p>", "</b></i>", 1_000_000, TEXT));
        check("attributes", form, repeated("<p ", "a=b ", 100_000, &format!(">{TEXT}</p>")));
        check("open brackets", form, repeated("<p>", "<", 2_000_000, TEXT));
        check("entities", form, repeated("<p>", "&amp;&lt;&#x41;", 500_000, "</p>"));
        check("a long line", form, repeated("{\"text\":\"", "a", 100_000_000, "\"}\n"));
        check("brackets of JSON", form, repeated("", "[", 1_000_000, ""));
        check("NUL bytes", form, repeated("", "\0", 1_000_000, TEXT));
        check("empty lines", form, repeated("", "\n", 5_000_000, TEXT));
        check("columns", form, repeated("id,text", ",a", 1_000_000, "\n1,2\n"));
    }
    let billion = format!(
        "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'lol'>{}]><rss><channel><item><title>&j;</title></item></channel></rss>",
        ('b'..='j')
            .map(|c| format!("<!ENTITY {c} '{}'>", format!("&{};", (c as u8 - 1) as char).repeat(10)))
            .collect::<String>()
    );
    check("an entity bomb", Form::Feed, billion.as_bytes());
    let bomb = gzip(repeated("<p>", "a", 400_000_000, "</p>"));
    for form in Form::ALL {
        let (_, messages) = check("a gzip bomb", form, &bomb[..]);
        assert!(!messages.is_empty(), "a gzip bomb as {}", form.name());
    }
}

#[test]
fn what_stands_before_a_cut_is_kept() {
    let lines = "{\"text\":\"Le ministre a annoncé le retrait.\"}\n".repeat(2000);
    let whole = gzip(lines.as_bytes());
    let (n_reports, messages) = read(&whole[..whole.len() - 12], Form::Auto);
    assert!(n_reports > 0 && n_reports <= 2000, "{n_reports}");
    assert_eq!(messages.len(), 1, "{messages:?}");
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Le ministre a annoncé le retrait.</p>";
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n\
         WARC-Target-URI: https://example.org/\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n",
        page.len()
    );
    let (n_reports, messages) = read(format!("{record}{}", &record[..record.len() - 30]).as_bytes(), Form::Auto);
    assert_eq!((n_reports, messages.len()), (1, 1), "{messages:?}");
    let wrong = record.replace(&format!("Content-Length: {}", page.len()), "Content-Length: 999999999999");
    let (n_reports, messages) = read(format!("{record}{wrong}").as_bytes(), Form::Auto);
    assert_eq!((n_reports, messages.len()), (1, 1), "{messages:?}");
}

/// The members of a tape archive, by the fixed places of its headers.
fn members(archive: &[u8]) -> Vec<(String, &[u8])> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(header) = archive.get(at..at + 512) {
        let text = |range: std::ops::Range<usize>| {
            String::from_utf8_lossy(&header[range]).trim_matches(['\0', ' ']).to_owned()
        };
        let Ok(size) = usize::from_str_radix(&text(124..136), 8) else { break };
        let Some(content) = archive.get(at + 512..at + 512 + size) else { break };
        if matches!(header[156], b'0' | 0) {
            found.push((text(0..100), content));
        }
        at += 512 + size.div_ceil(512) * 512;
    }
    found
}

#[test]
fn collected_hostile_files_are_read_or_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/hostile");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        let _ = writeln!(std::io::stderr(), "skipped: {} is absent", folder.display());
        return;
    };
    let mut n_files = 0;
    for path in entries.map(|entry| entry.unwrap().path()) {
        let raw = std::fs::read(&path).unwrap();
        let mut plain = Vec::new();
        if raw.starts_with(b"\xfd7zXZ") {
            lzma_rust2::XzReader::new(&raw[..], true).read_to_end(&mut plain).unwrap();
        } else {
            plain.clone_from(&raw);
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut inputs = vec![(name.clone(), &raw[..]), (name.clone(), &plain[..])];
        if name.contains(".tar") {
            inputs.extend(members(&plain));
        }
        for (member, content) in inputs {
            n_files += 1;
            for form in Form::ALL {
                let begun = processor_seconds();
                read(content, form);
                if let (Some(begun), Some(ended)) = (begun, processor_seconds()) {
                    assert!(ended - begun < MAX_SECONDS, "{name}/{member} as {}", form.name());
                }
            }
        }
    }
    assert!(n_files > 100, "{n_files} files of {} were found", folder.display());
}
