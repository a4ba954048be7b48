//! Gold files from disk: plain, gzip or xz; JSON lines or one JSON object; stand-off records joined with their texts.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use selon_view::wire::text_sha256;
use serde_json::Value;

use super::{GoldRecord, record};

/// A gold file read.
#[derive(Clone, Debug, Default)]
pub(crate) struct GoldFile {
    /// Its name in the outputs (`claims-fr`, `fr-pud-news`).
    pub name: String,
    /// Its folder's name, by which files are grouped.
    pub folder: String,
    /// Its records, in the order of the file.
    pub records: Vec<GoldRecord>,
    /// What the reader had to leave out or repair, for the person who runs it.
    pub notes: Vec<String>,
}

/// Why a gold file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file or folder cannot be read.
    #[error("{path}: cannot be read: {reason}")]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// A line that is no JSON.
    #[error("{path}: line {line}: {reason}")]
    Broken {
        /// Which file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// A folder without gold files.
    #[error("{0}: holds no gold file (.jsonl, .json or .conllu, plain, .gz or .xz)")]
    Empty(PathBuf),
}

/// Reads a gold file; `texts` is a folder with the texts of stand-off records (`<id with / as _>.txt` or `<sha256>.txt`).
///
/// # Errors
/// When the file cannot be read or holds a line that is no JSON object.
pub(crate) fn load(path: &Path, texts: Option<&Path>) -> Result<GoldFile, LoadError> {
    let content = read_text(path)?;
    let mut file = GoldFile { name: gold_name(path), folder: folder_name(path), ..GoldFile::default() };
    let mut n_without_text = 0;
    for (line, value) in values(path, &content)? {
        let mut gold =
            record::parse(&value).map_err(|reason| LoadError::Broken { path: path.to_owned(), line, reason })?;
        if value.get("text").and_then(Value::as_str).is_none() {
            match texts.and_then(|folder| find_text(folder, &gold.id, &value)) {
                Some(text) => gold.text = text,
                None => {
                    n_without_text += 1;
                    continue;
                }
            }
        }
        file.records.push(gold);
    }
    if n_without_text > 0 {
        file.notes.push(format!(
            "{}: {n_without_text} records have no text and are skipped; --texts FOLDER names the folder that holds their \
             texts (file names: the id with / as _, or the sha256, and .txt)",
            path.display()
        ));
    }
    Ok(file)
}

/// The gold files that a path means: itself, or the files of a folder in the order of their names.
///
/// # Errors
/// When a folder cannot be read or holds no gold file.
pub(crate) fn expand(path: &Path) -> Result<Vec<PathBuf>, LoadError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let unreadable = |reason| LoadError::Unreadable { path: path.to_owned(), reason };
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let file = entry.map_err(unreadable)?.path();
        let name = bare_name(&file);
        if [".jsonl", ".json", ".conllu"].iter().any(|end| name.ends_with(end)) {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() { Err(LoadError::Empty(path.to_owned())) } else { Ok(files) }
}

/// The text of a file, decompressed if its name ends in `.gz` or `.xz`.
///
/// # Errors
/// When it cannot be read or is not UTF-8.
pub(crate) fn read_text(path: &Path) -> Result<String, LoadError> {
    let unreadable = |reason| LoadError::Unreadable { path: path.to_owned(), reason };
    let bytes = fs::read(path).map_err(unreadable)?;
    let mut plain = Vec::new();
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("gz") => {
            flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut plain).map_err(unreadable)?;
        }
        Some("xz") => lzma_rs::xz_decompress(&mut &bytes[..], &mut plain)
            .map_err(|reason| unreadable(std::io::Error::other(format!("{reason:?}"))))?,
        _ => plain = bytes,
    }
    String::from_utf8(plain).map_err(|reason| unreadable(std::io::Error::other(reason)))
}

/// The JSON objects of a file with their lines: one object, an array of them, or one a line.
fn values(path: &Path, content: &str) -> Result<Vec<(usize, Value)>, LoadError> {
    let broken = |line, reason: String| LoadError::Broken { path: path.to_owned(), line, reason };
    match serde_json::from_str::<Value>(content) {
        Ok(Value::Array(items)) => return Ok(items.into_iter().map(|item| (1, item)).collect()),
        Ok(value) => return Ok(vec![(1, value)]),
        Err(_) => {}
    }
    let lines = content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(idx, line)| {
            let value = serde_json::from_str(line).map_err(|reason| broken(idx + 1, format!("not JSON ({reason})")))?;
            Ok((idx + 1, value))
        })
        .collect()
}

/// The text of a stand-off record whose sha256 agrees with the record's.
fn find_text(folder: &Path, id: &str, value: &Value) -> Option<String> {
    let wanted = value.get("text_sha256").and_then(Value::as_str)?;
    [id.replace('/', "_"), wanted.to_owned()]
        .iter()
        .filter_map(|name| fs::read_to_string(folder.join(format!("{name}.txt"))).ok())
        .find(|text| text_sha256(text) == wanted)
}

/// The file name without `.gz` or `.xz`.
fn bare_name(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.trim_end_matches(".gz").trim_end_matches(".xz").to_owned()
}

/// The name of the folder a file lies in.
fn folder_name(path: &Path) -> String {
    let absolute = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    absolute.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// What a gold file is called in the outputs: its name without endings; a bare language takes its folder along.
pub(crate) fn gold_name(path: &Path) -> String {
    let mut name = bare_name(path);
    for ending in [".jsonl", ".json", ".conllu", ".standoff", ".dev", ".iob2", ".iob", ".bio", ".conll", ".tsv", ".txt"]
    {
        name = name.strip_suffix(ending).unwrap_or(&name).to_owned();
    }
    if name.len() == 2 { format!("{}-{name}", folder_name(path)) } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_gold_files() {
        assert_eq!(gold_name(Path::new("/x/claims/fr.dev.jsonl")), "claims-fr");
        assert_eq!(gold_name(Path::new("/x/place/lgl.dev.standoff.jsonl.gz")), "lgl");
        assert_eq!(gold_name(Path::new("/x/t/fr_gsd-ud-dev.conllu.xz")), "fr_gsd-ud-dev");
    }

    #[test]
    fn one_object_or_lines() {
        let path = Path::new("x.jsonl");
        assert_eq!(values(path, "{\"a\":1}\n\n{\"a\":2}\n").unwrap().len(), 2);
        assert_eq!(values(path, "{\n\"a\":1\n}").unwrap().len(), 1);
        assert!(values(path, "{\"a\":1}\n{broken\n").unwrap_err().to_string().contains("line 2"));
    }
}
