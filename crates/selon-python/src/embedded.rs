//! Models and data inside the wheel, or in the folder that `SELON_DATA` names; opened once in a process.

use std::borrow::Cow;
use std::sync::OnceLock;

use rust_embed::{EmbeddedFile, RustEmbed};
use selon::{Pipeline, Resources};
use selon_situation::Scale;

#[derive(RustEmbed)]
#[folder = "../../data"]
#[prefix = "data/"]
#[include = "*.tsv"]
#[include = "*.bin"]
#[exclude = "build/*"]
struct DataFiles;

#[derive(RustEmbed)]
#[folder = "../../models"]
#[prefix = "models/"]
#[include = "*.safetensors"]
struct ModelFiles;

/// The pipeline of this process.
///
/// # Errors
/// When the files of `SELON_DATA` are missing or damaged; the message says which.
pub(crate) fn pipeline() -> Result<&'static Pipeline, String> {
    static PIPELINE: OnceLock<Result<Pipeline, String>> = OnceLock::new();
    let open = || Pipeline::open(&resources()?).map_err(|reason| reason.to_string());
    PIPELINE.get_or_init(open).as_ref().map_err(Clone::clone)
}

/// PLOVER's scores.
///
/// # Errors
/// As for [`pipeline`].
pub(crate) fn scale() -> Result<&'static Scale, String> {
    static SCALE: OnceLock<Result<Scale, String>> = OnceLock::new();
    let open = || {
        let path = "data/ontology.tsv";
        let bytes = resources()?.bytes(path).map_err(|reason| reason.to_string())?;
        let text = std::str::from_utf8(&bytes).map_err(|_| format!("{path} is not UTF-8"))?;
        Scale::from_tsv(path, text).map_err(|reason| reason.to_string())
    };
    SCALE.get_or_init(open).as_ref().map_err(Clone::clone)
}

fn resources() -> Result<Resources, String> {
    if let Some(folder) = std::env::var_os("SELON_DATA") {
        let named = |reason| format!("SELON_DATA={}: {reason}", folder.to_string_lossy());
        return Resources::from_dir(&folder).map_err(named);
    }
    let content =
        |path: &str, file: Option<EmbeddedFile>| file.map(|file| (path.to_owned(), file.data as Cow<'static, [u8]>));
    let data = DataFiles::iter().filter_map(|path| content(&path, DataFiles::get(&path)));
    let models = ModelFiles::iter().filter_map(|path| content(&path, ModelFiles::get(&path)));
    Ok(Resources::from_files(data.chain(models)))
}
