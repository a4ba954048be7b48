//! What makes a report the same report: its content.

use std::fmt::Write;

use selon_types::{Certainty, Report};
use sha2::{Digest, Sha256};

/// The SHA-256 of what was published: text, title, outlet, address and stated date.
///
/// A file that is moved or renamed stays the same report; the same text from another outlet is another one, and the
/// copies between outlets are found later. A date read off text or address is left out, because a better reader of dates
/// must not make a second report of the first.
pub fn content_key(report: &Report) -> String {
    let stated = report.published.as_ref().filter(|published| published.certainty() == Certainty::Stated);
    let mut hash = Sha256::new();
    let parts = [
        Some(report.text.as_str()),
        report.title.as_deref(),
        report.outlet.as_deref(),
        report.url.as_deref(),
        stated.map(|published| published.value.as_str()),
    ];
    for part in parts {
        // The length before each part keeps « ab » + « c » apart from « a » + « bc », and nothing from an empty part.
        match part {
            Some(part) => {
                hash.update([1]);
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part.as_bytes());
            }
            None => hash.update([0]),
        }
    }
    hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
