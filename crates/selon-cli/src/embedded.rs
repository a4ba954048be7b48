//! Models and data: inside the command, or in the folder that `SELON_DATA` names.

use std::borrow::Cow;
use std::path::PathBuf;

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

/// The same with files of the user's own actors; a bad row stops the run before anything is read.
pub(crate) fn open_pipeline_with_actors(files: &[PathBuf]) -> anyhow::Result<Pipeline> {
    let read = |path: &PathBuf| {
        let content = std::fs::read_to_string(path).with_context(|| format!("{}: cannot be read", path.display()))?;
        anyhow::Ok((path.display().to_string(), content))
    };
    let own = files.iter().map(read).collect::<anyhow::Result<Vec<_>>>()?;
    Ok(Pipeline::open_with_actors(&open_resources()?, &own)?)
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
