//! Compressed input as a stream of plain bytes, with a limit on how far it may expand.

use std::io::{BufRead, Error, ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::limits::{EXPANSION_FREE_BYTES, MAX_EXPANSION};

/// The input decompressed when its first bytes are those of gzip, xz or Zstandard, else as it is.
pub(crate) fn decompress<'a>(mut input: impl BufRead + Send + 'a) -> std::io::Result<Box<dyn Read + Send + 'a>> {
    let start = input.fill_buf()?;
    let is = |mark: &[u8]| start.starts_with(mark);
    let (gzip, xz, zstandard) = (is(b"\x1f\x8b"), is(b"\xfd7zXZ\0"), is(b"\x28\xb5\x2f\xfd"));
    let n_in = Arc::new(AtomicU64::new(0));
    let input = Counted { input, n_bytes: Arc::clone(&n_in) };
    let plain: Box<dyn Read + Send + 'a> = if gzip {
        Box::new(flate2::read::MultiGzDecoder::new(input))
    } else if xz {
        Box::new(lzma_rust2::XzReader::new(input, true))
    } else if zstandard {
        let decoder = ruzstd::decoding::StreamingDecoder::new(input);
        Box::new(decoder.map_err(|reason| Error::new(ErrorKind::InvalidData, reason.to_string()))?)
    } else {
        return Ok(Box::new(input));
    };
    Ok(Box::new(Limited { plain, n_in, n_out: 0 }))
}

/// Counts the compressed bytes.
struct Counted<R> {
    input: R,
    n_bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n_read = self.input.read(buffer)?;
        self.n_bytes.fetch_add(n_read as u64, Ordering::Relaxed);
        Ok(n_read)
    }
}

/// Ends with an error where the plain bytes are too many for the compressed ones.
struct Limited<R> {
    plain: R,
    n_in: Arc<AtomicU64>,
    n_out: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n_read = self.plain.read(buffer)?;
        self.n_out += n_read as u64;
        let n_in = self.n_in.load(Ordering::Relaxed);
        if self.n_out > EXPANSION_FREE_BYTES && self.n_out > MAX_EXPANSION.saturating_mul(n_in) {
            let message = format!("it expands more than {MAX_EXPANSION} times, as no text does; the rest is not read");
            return Err(Error::new(ErrorKind::InvalidData, message));
        }
        Ok(n_read)
    }
}
