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

/// Opens the pipeline with one more table of actors, if one is named.
pub(crate) fn open_pipeline_with(actors: Option<&std::path::Path>) -> anyhow::Result<Pipeline> {
    let mut resources = open_resources()?;
    if let Some(path) = actors {
        let table = std::fs::read(path).with_context(|| format!("{}: the actors cannot be read", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        resources = resources.with_file(&format!("data/actors/own-{name}"), table);
    }
    Ok(Pipeline::open(&resources)?)
}

/// The names of the model files that read, as they are kept with each reading.
pub(crate) fn model_version() -> String {
    let mut names: Vec<String> = match std::env::var_os("SELON_DATA") {
        Some(folder) => std::fs::read_dir(std::path::Path::new(&folder).join("models"))
            .map(|entries| entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
            .unwrap_or_default(),
        None => ModelFiles::iter().map(|path| path.trim_start_matches("models/").to_owned()).collect(),
    };
    names.retain(|name| name.ends_with(".safetensors"));
    names.sort();
    names.iter().map(|name| name.trim_end_matches(".safetensors")).collect::<Vec<_>>().join("+")
}
