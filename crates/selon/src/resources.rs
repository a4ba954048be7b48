//! The data and model files, from a folder or from inside the binary.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Data files (`data/…`) and models (`models/…`) by their path with `/`.
#[derive(Clone, Default)]
pub struct Resources {
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

/// Why the files cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ResourceError {
    /// The folder or a file in it cannot be read.
    #[error("{path}: cannot be read: {reason}; name a folder that holds data/ and models/")]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// A file that Selon cannot do without.
    #[error("{0} is missing from the data files")]
    Missing(String),
    /// A table that is not UTF-8.
    #[error("{0} is not UTF-8 text")]
    NotText(String),
}

impl Resources {
    /// The files below `root`, a folder laid out like the repository: `data/` and `models/`.
    ///
    /// # Errors
    /// When a folder or file cannot be read.
    pub fn from_dir(root: impl AsRef<Path>) -> Result<Resources, ResourceError> {
        let mut files = BTreeMap::new();
        for top in ["data", "models"] {
            collect_files(root.as_ref(), &root.as_ref().join(top), &mut files)?;
        }
        Ok(Resources { files })
    }

    /// Files that are already in memory, such as those inside the binary.
    pub fn from_files(files: impl IntoIterator<Item = (String, Cow<'static, [u8]>)>) -> Resources {
        Resources { files: files.into_iter().collect() }
    }

    /// These files and one more, which takes the place of one with the same path.
    #[must_use]
    pub fn with_file(mut self, path: &str, content: Vec<u8>) -> Resources {
        self.files.insert(path.to_owned(), Cow::Owned(content));
        self
    }

    /// The bytes of one file.
    ///
    /// # Errors
    /// When there is no such file.
    pub fn bytes(&self, path: &str) -> Result<Cow<'static, [u8]>, ResourceError> {
        self.files.get(path).cloned().ok_or_else(|| ResourceError::Missing(path.to_owned()))
    }

    /// The tables below `data/` whose path there `wanted` accepts, as (path, content), in the order of their paths.
    ///
    /// # Errors
    /// When one of them is not UTF-8.
    pub fn tables(&self, wanted: impl Fn(&str) -> bool) -> Result<Vec<(&str, &str)>, ResourceError> {
        let tables = self.files.iter().filter_map(|(path, bytes)| {
            let below = path.strip_prefix("data/").filter(|below| below.ends_with(".tsv") && wanted(below))?;
            Some(
                std::str::from_utf8(bytes)
                    .map(|content| (below, content))
                    .map_err(|_| ResourceError::NotText(path.clone())),
            )
        });
        tables.collect()
    }
}

fn collect_files(
    root: &Path,
    folder: &Path,
    files: &mut BTreeMap<String, Cow<'static, [u8]>>,
) -> Result<(), ResourceError> {
    let unreadable = |path: &Path, reason| ResourceError::Unreadable { path: path.to_owned(), reason };
    let entries = std::fs::read_dir(folder).map_err(|reason| unreadable(folder, reason))?;
    for entry in entries {
        let path = entry.map_err(|reason| unreadable(folder, reason))?.path();
        if path.is_dir() {
            collect_files(root, &path, files)?;
        } else if path
            .extension()
            .is_some_and(|extension| ["tsv", "bin", "safetensors"].iter().any(|known| extension == *known))
        {
            let relative = path.strip_prefix(root).unwrap_or(&path);
            let name: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
            let bytes = std::fs::read(&path).map_err(|reason| unreadable(&path, reason))?;
            files.insert(name.join("/"), Cow::Owned(bytes));
        }
    }
    Ok(())
}
