//! Bytes to Unicode text: byte-order marks, UTF-8, UTF-16, and the single-byte encodings that old systems still send.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use selon_types::{Remark, RemarkKind};

use crate::limits::LABEL_SEARCH_BYTES;

/// Text and what decoding had to decide.
#[derive(Debug)]
pub struct Decoded {
    /// The text, without byte-order mark.
    pub text: String,
    /// How it was decoded, when that was not plain UTF-8.
    pub remarks: Vec<Remark>,
}

/// The bytes are no text.
#[derive(Debug, PartialEq, Eq)]
pub struct NotText;

/// Decodes bytes of unknown encoding.
///
/// # Errors
/// When the bytes look like a program, an image or an archive rather than text.
pub fn decode(bytes: &[u8]) -> Result<Decoded, NotText> {
    if let Some((encoding, mark_len)) = Encoding::for_bom(bytes) {
        return Ok(decode_as(encoding, &bytes[mark_len..], false));
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !is_binary(bytes)
    {
        return Ok(Decoded { text: text.to_owned(), remarks: Vec::new() });
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Ok(decode_as(encoding, bytes, true));
    }
    if is_binary(bytes) {
        return Err(NotText);
    }
    // Mostly valid UTF-8 with a few broken bytes is damaged UTF-8; a legacy encoding breaks at nearly every accent.
    let lossy = UTF_8.decode_without_bom_handling(bytes).0;
    let n_damaged = lossy.matches('\u{fffd}').count();
    let n_multibyte = lossy.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
    if n_multibyte >= 4 * n_damaged {
        return Ok(decode_as(UTF_8, bytes, false));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Ok(decode_as(detector.guess(None, Utf8Detection::Deny), bytes, true))
}

/// Decodes a document of markup: byte-order mark, then the header, then its own first bytes, then recognition.
///
/// # Errors
/// When the bytes look like a program, an image or an archive rather than text.
pub(crate) fn decode_labelled(bytes: &[u8], content_type: Option<&str>) -> Result<Decoded, NotText> {
    if is_binary(bytes) && Encoding::for_bom(bytes).is_none() && utf16_without_mark(bytes).is_none() {
        return Err(NotText);
    }
    if Encoding::for_bom(bytes).is_some() || std::str::from_utf8(bytes).is_ok() {
        return decode(bytes);
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(LABEL_SEARCH_BYTES)]);
    let label = content_type.and_then(label_in).or_else(|| label_in(&start));
    match label.filter(|encoding| *encoding != UTF_8 && *encoding != UTF_16LE && *encoding != UTF_16BE) {
        Some(encoding) => Ok(decode_as(encoding, bytes, false)),
        None => decode(bytes),
    }
}

/// The encoding that a header, a `meta` or an XML declaration names.
fn label_in(text: &str) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let found = lower.match_indices("charset").chain(lower.match_indices("encoding"));
    let label_after = |(at, mark): (usize, &str)| {
        let rest = lower[at + mark.len()..].trim_start().strip_prefix('=')?;
        let rest = rest.trim_start_matches(['"', '\'', ' ']);
        let label = rest.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':')).next()?;
        Encoding::for_label(label.as_bytes())
    };
    found.filter_map(label_after).next()
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], guessed: bool) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let mut remarks = Vec::new();
    if guessed {
        let message = format!("the bytes state no encoding and are not UTF-8; read as {}", encoding.name());
        remarks.push(Remark { kind: RemarkKind::EncodingGuessed, span: None, message });
    }
    if had_errors {
        let n_damaged = text.matches('\u{fffd}').count();
        let message = format!("{n_damaged} places are not valid {}; each is shown as \u{fffd}", encoding.name());
        remarks.push(Remark { kind: RemarkKind::EncodingDamaged, span: None, message });
    }
    Decoded { text: text.into_owned(), remarks }
}

/// UTF-16 of European text has a zero (Latin) or 0x04 (Cyrillic) in every second byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(2000) & !1];
    if sample.len() < 8 {
        return None;
    }
    let share = |offset: usize| {
        let high = sample.iter().skip(offset).step_by(2).filter(|byte| matches!(byte, 0 | 4 | 0x20)).count();
        let zero = sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
        if zero == 0 { 0.0 } else { high as f64 / (sample.len() / 2) as f64 }
    };
    match (share(0) > 0.9, share(1) > 0.9) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// A zero byte, a known file signature, or more than a tenth of control characters.
fn is_binary(bytes: &[u8]) -> bool {
    const SIGNATURES: [&[u8]; 8] =
        [b"\x7fELF", b"\x89PNG", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"%PDF", b"GIF8", b"\xfd7zXZ"];
    let sample = &bytes[..bytes.len().min(64 * 1024)];
    let n_control = sample.iter().filter(|byte| **byte < 32 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)).count();
    let n_zero = sample.iter().filter(|byte| **byte == 0).count();
    SIGNATURES.iter().any(|signature| bytes.starts_with(signature))
        || n_zero * 100 > sample.len()
        || n_control * 10 > sample.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRENCH: &str =
        "Le président a été réélu dimanche, selon l'agence, malgré la grève générale des fonctionnaires.";
    const RUSSIAN: &str = "Министерство обороны сообщило, что войска отошли от города в ночь на вторник.";

    #[test]
    fn legacy_encodings_are_recognised_and_said() {
        for (encoding, text) in [(encoding_rs::WINDOWS_1252, FRENCH), (encoding_rs::WINDOWS_1251, RUSSIAN)] {
            let decoded = decode(&encoding.encode(text).0).unwrap();
            assert_eq!(decoded.text, text);
            assert_eq!(decoded.remarks[0].kind, RemarkKind::EncodingGuessed);
        }
    }

    #[test]
    fn utf16_is_read_with_and_without_mark() {
        for text in [FRENCH, RUSSIAN] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(decode(&little).unwrap().text, text);
            let big: Vec<u8> =
                "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
            assert_eq!(decode(&big).unwrap().text, text);
        }
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let mut bytes = format!("{FRENCH} {RUSSIAN}").into_bytes();
        bytes[1] = 0xff;
        let decoded = decode(&bytes).unwrap();
        assert_eq!(decoded.text.matches('\u{fffd}').count(), 1);
        assert_eq!(decoded.remarks[0].kind, RemarkKind::EncodingDamaged);
    }

    #[test]
    fn programs_and_archives_are_no_text() {
        assert_eq!(decode(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0").unwrap_err(), NotText);
        assert_eq!(decode(b"\x1f\x8b\x08 gzip").unwrap_err(), NotText);
    }
}
