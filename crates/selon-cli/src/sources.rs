//! What the user names: files, folders, patterns, compressed files, standard input.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use flate2::bufread::MultiGzDecoder;

/// The files that one argument means, in the order of their names; `-` and addresses are themselves.
pub(crate) fn expand(argument: &str) -> anyhow::Result<Vec<String>> {
    let path = Path::new(argument);
    if argument == "-" || is_address(argument) || path.is_file() {
        return Ok(vec![argument.to_owned()]);
    }
    if path.is_dir() {
        let mut found = Vec::new();
        walk(path, &mut found)?;
        return Ok(found);
    }
    if path.exists() {
        // A pipe or a device: read as it comes.
        return Ok(vec![argument.to_owned()]);
    }
    if argument.contains(['*', '?', '[']) {
        let paths = glob::glob(argument).with_context(|| format!("{argument}: not a pattern for files"))?;
        let mut found = Vec::new();
        for path in paths {
            let path = path.with_context(|| argument.to_owned())?;
            if path.is_dir() { walk(&path, &mut found)? } else { found.push(path.to_string_lossy().into_owned()) }
        }
        if !found.is_empty() {
            return Ok(found);
        }
        bail!("{argument}: no file matches this pattern");
    }
    bail!("{argument}: there is no such file or folder");
}

/// The source is an address to be fetched.
pub(crate) fn is_address(source: &str) -> bool {
    source.starts_with("http://") || source.starts_with("https://")
}

/// All files below a folder but hidden ones. Links to folders are not followed, so that a loop has an end.
fn walk(folder: &Path, found: &mut Vec<String>) -> anyhow::Result<()> {
    let shown = || format!("{}: the folder cannot be read", folder.display());
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(shown)? {
        let entry = entry.with_context(shown)?;
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        let is_link_to_folder = entry.file_type().with_context(shown)?.is_symlink() && entry.path().is_dir();
        if !is_hidden && !is_link_to_folder {
            entries.push(entry.path());
        }
    }
    entries.sort();
    for path in entries {
        if path.is_dir() { walk(&path, found)? } else { found.push(path.to_string_lossy().into_owned()) }
    }
    Ok(())
}

/// The bytes of a source, unpacked when they are gzip whatever the name says.
pub(crate) fn open(source: &str) -> std::io::Result<Box<dyn Read + Send>> {
    let mut input: BufReader<Box<dyn Read + Send>> =
        BufReader::new(if source == "-" { Box::new(std::io::stdin()) } else { Box::new(File::open(source)?) });
    let is_gzip = input.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if is_gzip { Box::new(MultiGzDecoder::new(input)) } else { Box::new(input) })
}

/// The name by which the form of a source is recognised: without the ending of the compression.
pub(crate) fn name_unpacked(source: &str) -> &str {
    source.strip_suffix(".gz").unwrap_or(source)
}
