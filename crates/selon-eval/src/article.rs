//! A gold article kept as a folder: the text in one file, its annotation in several.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::gold::{GoldFile, LoadError, read_text, record_from};

const TEXT: &str = "article.txt";

/// The folder holds an article and its annotation.
pub(crate) fn is_article(path: &Path) -> bool {
    path.join(TEXT).is_file() && path.join("attribution.json").is_file()
}

/// Reads the folder as one record.
///
/// # Errors
/// When one of its files is missing or damaged.
pub(crate) fn load(path: &Path) -> Result<GoldFile, LoadError> {
    let text = read_text(&path.join(TEXT))?;
    let attribution = object(&path.join("attribution.json"))?;
    let events = object(&path.join("events.json"))?;
    let mut record = object(&path.join("time-place.json"))?;
    let speakers = speakers(&attribution, &events);
    let mut attributions = attribution.get("attributions").cloned().unwrap_or_default();
    for item in attributions.as_array_mut().into_iter().flatten() {
        let id = item.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        item["source_code"] = json!(speakers.get(&id));
    }
    record.insert("id".into(), attribution.get("doc_id").cloned().unwrap_or_default());
    record.insert("lang".into(), attribution.get("lang").cloned().unwrap_or_default());
    record.insert("text".into(), json!(text));
    record.insert("attributions".into(), attributions);
    record.insert("claims".into(), events.get("events").cloned().unwrap_or_default());
    record.insert("situation".into(), events.get("situation").cloned().unwrap_or_default());
    // The article's date stands in its text and is to be found there.
    record.remove("date");
    record.remove("dct");
    let name = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let name = name.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let gold = record_from(&Value::Object(record)).map_err(|reason| broken(path, reason))?;
    Ok(GoldFile { name: name.clone(), folder: name, records: vec![gold], notes: vec![] })
}

/// For each attribution who speaks: `author`, `unknown`, or the code that the events linked to it, or to another
/// attribution of the same speaker, give.
fn speakers(attribution: &Map<String, Value>, events: &Map<String, Value>) -> BTreeMap<String, String> {
    let word = |item: &Value, field: &str| item.get(field).and_then(Value::as_str).map(str::to_owned);
    let items =
        |map: &Map<String, Value>, field: &str| map.get(field).and_then(Value::as_array).cloned().unwrap_or_default();
    let mut code_of = BTreeMap::new();
    for event in items(events, "events") {
        let code = event.get("attribution").and_then(|said| word(said, "source_code"));
        if let Some((id, code)) = word(&event, "attribution_ref").zip(code) {
            code_of.insert(id, code);
        }
    }
    let attributions = items(attribution, "attributions");
    let mut code_of_actor = BTreeMap::new();
    for item in &attributions {
        let id = word(item, "id").unwrap_or_default();
        if let Some((actor, code)) = word(item, "source_actor").zip(code_of.get(&id)) {
            code_of_actor.insert(actor, code.clone());
        }
    }
    let mut speakers = BTreeMap::new();
    for item in &attributions {
        let id = word(item, "id").unwrap_or_default();
        let kind = word(item, "source_actor_type").unwrap_or_default();
        let actor = word(item, "source_actor").unwrap_or_default();
        let speaker = match kind.as_str() {
            "author" => "author".to_owned(),
            _ => code_of_actor.get(&actor).cloned().unwrap_or_else(|| "unknown".to_owned()),
        };
        speakers.insert(id, speaker);
    }
    speakers
}

fn object(path: &Path) -> Result<Map<String, Value>, LoadError> {
    match serde_json::from_str(&read_text(path)?) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(broken(path, "not a JSON object".to_owned())),
        Err(reason) => Err(broken(path, reason.to_string())),
    }
}

fn broken(path: &Path, reason: String) -> LoadError {
    LoadError::Broken { path: path.to_owned(), line: 1, reason }
}
