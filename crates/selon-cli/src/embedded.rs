//! Models and data: inside the command, or in the folder that `SELON_DATA` names.

use std::borrow::Cow;

use anyhow::Context;
use rust_embed::{EmbeddedFile, RustEmbed};
use selon::{Pipeline, Resources};

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

/// Opens the pipeline on the files inside the command, or on those of `SELON_DATA`.
pub(crate) fn open_pipeline() -> anyhow::Result<Pipeline> {
    Ok(Pipeline::open(&open_resources()?)?)
}

/// The files inside the command, or those of `SELON_DATA`.
pub(crate) fn open_resources() -> anyhow::Result<Resources> {
    if let Some(folder) = std::env::var_os("SELON_DATA") {
        return Resources::from_dir(&folder).with_context(|| format!("SELON_DATA={}", folder.to_string_lossy()));
    }
    let content =
        |path: &str, file: Option<EmbeddedFile>| file.map(|file| (path.to_owned(), file.data as Cow<'static, [u8]>));
    let data = DataFiles::iter().filter_map(|path| content(&path, DataFiles::get(&path)));
    let models = ModelFiles::iter().filter_map(|path| content(&path, ModelFiles::get(&path)));
    Ok(Resources::from_files(data.chain(models)))
}
