//! One JSON object of a gold set → [`GoldRecord`]. The schema is recognised by its fields.

use selon_view::wire::WireSpan;
use serde_json::Value;

use super::{
    Annotated, GoldActor, GoldAttribution, GoldClaim, GoldDate, GoldFigure, GoldPlace, GoldRecord, GoldTimex,
    GoldToponym, Negative, Nested, Speaker,
};
use crate::code::Code;

/// The set whose class 0 holds plain statements.
const STATEMENT_SET: &str = "conflibert_cameo";
/// The set that merges CONCEDE and RETREAT; its label lists both.
const EITHER: char = '|';

/// Reads one record.
///
/// # Errors
/// When it is no JSON object.
pub(crate) fn parse(value: &Value) -> Result<GoldRecord, String> {
    if !value.is_object() {
        return Err("not a JSON object".to_owned());
    }
    let set = word(value, "set");
    let negative = negative(value, set.as_deref());
    Ok(GoldRecord {
        id: word(value, "id").unwrap_or_else(|| "?".to_owned()),
        group: word(value, "group"),
        variant: word(value, "variant"),
        story: word(value, "story"),
        story_relation: word(value, "story_relation"),
        cluster: word(value, "cluster"),
        lang: word(value, "lang"),
        date: ["date", "dct", "published"].iter().find_map(|field| word(value, field)),
        title: word(value, "title"),
        outlet: word(value, "outlet"),
        url: word(value, "url"),
        text: word(value, "text").unwrap_or_default(),
        note: word(value, "note").unwrap_or_default(),
        not_expected: value.get("situation").and_then(|situation| words(situation, "not_expected")).unwrap_or_default(),
        dup_of: word(value, "dup_of"),
        attributions: list(value, "attributions").map(|items| items.iter().map(attribution).collect()),
        recall_only: word(value, "granularity").as_deref() == Some("edu"),
        claims: claims(value, set.as_deref()),
        negative,
        timexes: timexes(value),
        toponyms: toponyms(value),
        set,
    })
}

fn claims(value: &Value, set: Option<&str>) -> Option<Vec<GoldClaim>> {
    if let Some(items) = list(value, "claims") {
        return Some(items.iter().map(claim).collect());
    }
    let items = list(value, "events")?;
    if set.is_none() {
        return Some(items.iter().map(claim).collect());
    }
    // A set of coded sentences. Where no event has a PLOVER type (statement classes) there is nothing to compare.
    let events: Vec<GoldClaim> = items.iter().filter_map(coded_event).collect();
    (events.len() == items.len()).then_some(events)
}

fn negative(value: &Value, set: Option<&str>) -> Option<Negative> {
    if set == Some(STATEMENT_SET) {
        let class = value.pointer("/orig/label").and_then(Value::as_i64);
        return (class == Some(0)).then_some(Negative::Statement);
    }
    let is_empty = set.is_none() && list(value, "claims").is_some_and(<[Value]>::is_empty);
    // Whole documents may lack claims by chance; items of the sentence sets do so on purpose.
    (is_empty && value.get("statements").is_some()).then_some(Negative::Empty)
}

/// An event of a set that codes sentences: `{source, target, plover}`.
fn coded_event(event: &Value) -> Option<GoldClaim> {
    let types: Vec<String> = word(event, "plover")?.split(EITHER).map(str::to_owned).collect();
    let crime = types.iter().any(|name| name == "CRIME");
    Some(GoldClaim {
        types,
        actors: parties(event, "source"),
        recipients: parties(event, "target"),
        // CRIME is a type of older drafts with no heir: neither wanted nor extra.
        optional: crime,
        ..GoldClaim::default()
    })
}

fn parties(event: &Value, field: &str) -> Option<Vec<GoldActor>> {
    let items = list(event, field)?;
    let party = |item: &Value| {
        let sector = word(item, "sector").unwrap_or_default();
        let code = word(item, "code").map(|code| Code::parse(&format!("{code}{sector}")));
        GoldActor { span: span(item), text: word(item, "text"), code }
    };
    Some(items.iter().map(party).collect())
}

fn claim(item: &Value) -> GoldClaim {
    let said = item.get("attribution").filter(|said| said.is_object()).unwrap_or(item);
    let cue = said.get("cue").map(cue_words).unwrap_or_default();
    let stance = word(said, "attribution_stance").or_else(|| word(said, "stance"));
    let source: Vec<WireSpan> = said.get("source").map(spans).unwrap_or_default();
    GoldClaim {
        id: word(item, "id"),
        types: readings(item, "type", "alt_types"),
        modes: words(item, "mode"),
        trigger: item.get("trigger").and_then(span),
        actors: list(item, "actors").map(|items| items.iter().map(actor).collect()),
        recipients: list(item, "recipients").map(|items| items.iter().map(actor).collect()),
        polarity: word(item, "polarity"),
        modalities: readings(item, "modality", "alt_modality"),
        stances: stances(said, stance.as_deref(), &cue),
        speaker: stance.as_deref().map(|stance| speaker(word(said, "source_code"), !source.is_empty(), stance)),
        source,
        date: date(item),
        place: place(item),
        figures: list(item, "figures").map(|items| items.iter().filter_map(figure).collect()),
        same_event_as: match item.get("same_event_as") {
            None => Annotated::Unknown,
            Some(Value::String(first)) => Annotated::Value(first.clone()),
            Some(_) => Annotated::Nothing,
        },
        optional: is_optional(item),
    }
}

fn actor(item: &Value) -> GoldActor {
    match item {
        Value::String(code) => GoldActor { code: Some(Code::parse(code)), ..GoldActor::default() },
        _ => GoldActor {
            span: span(item),
            text: word(item, "text"),
            code: word(item, "code").map(|code| Code::parse(&code)),
        },
    }
}

/// Who speaks. A source code that is null means the author when the source asserts, an unknown one otherwise.
fn speaker(code: Option<String>, has_source: bool, stance: &str) -> Speaker {
    match code.as_deref() {
        Some("author") => Speaker::Author,
        Some("unknown") => Speaker::Unresolved,
        Some(code) => Speaker::Coded(Code::parse(code)),
        None if !has_source && matches!(stance, "asserts" | "asserted") => Speaker::Author,
        None => Speaker::Unresolved,
    }
}

/// The wire stances that each reading of the gold stance accepts.
fn stances(said: &Value, stance: Option<&str>, cue: &str) -> Vec<Vec<&'static str>> {
    let alternatives = words(said, "alt_stance").unwrap_or_default();
    let readings = stance.into_iter().map(str::to_owned).chain(alternatives);
    readings.map(|reading| wire_stances(&reading, cue)).filter(|accepted| !accepted.is_empty()).collect()
}

/// Cues of claiming in the six languages: under them to assert and to allege are one.
const CLAIMING: [&str; 8] = ["affirm", "prétend", "assur", "claim", "утвержда", "стверджу", "behaupt", "asegur"];

fn wire_stances(stance: &str, cue: &str) -> Vec<&'static str> {
    let mut accepted = match stance {
        "asserts" | "reports" | "admits" | "asserted" => vec!["asserted"],
        "denies" | "denied" => vec!["denied"],
        "accuses" | "alleged" => vec!["alleged"],
        "doubts" => vec!["hedged", "questioned"],
        "predicts" | "hedged" => vec!["hedged"],
        "orders" | "desired" => vec!["desired"],
        "questioned" => vec!["questioned"],
        _ => vec![],
    };
    let cue = cue.to_lowercase();
    if CLAIMING.iter().any(|stem| cue.contains(stem)) {
        match accepted.as_slice() {
            ["asserted"] => accepted.push("alleged"),
            ["alleged"] => accepted.push("asserted"),
            _ => {}
        }
    }
    accepted
}

fn date(item: &Value) -> Annotated<GoldDate> {
    let Some(date) = item.get("date") else { return Annotated::Unknown };
    let Some(value) = word(date, "value") else { return Annotated::Nothing };
    if value.ends_with("_REF") {
        return Annotated::Unknown;
    }
    let interval = word(date, "begin").zip(word(date, "end_date"));
    Annotated::Value(GoldDate { value, interval })
}

fn place(item: &Value) -> Annotated<GoldPlace> {
    let Some(place) = item.get("place") else { return Annotated::Unknown };
    if !place.is_object() {
        return Annotated::Nothing;
    }
    Annotated::Value(GoldPlace {
        span: span(place),
        name: word(place, "name").unwrap_or_default(),
        country: word(place, "country"),
        point: point(place),
    })
}

/// A figure in the kinds of the wire format; other kinds (money, votes) are not scored.
fn figure(item: &Value) -> Option<GoldFigure> {
    let kind = word(item, "kind")?;
    let kind = match kind.as_str() {
        "injured" => "wounded",
        "protesters" => "participants",
        "shells" => "weapons",
        "destroyed" => "losses",
        "killed" | "wounded" | "arrested" | "displaced" | "troops" | "weapons" | "participants" | "losses" => &kind,
        _ => return None,
    };
    let bound = |field: &str| item.get(field).and_then(Value::as_u64);
    Some(GoldFigure { kind: kind.to_owned(), low: bound("low"), high: bound("high") })
}

/// The words of a cue, which is one span or a list of spans with their words.
fn cue_words(cue: &Value) -> String {
    let one = std::slice::from_ref(cue);
    let parts = cue.as_array().map_or(one, Vec::as_slice);
    parts.iter().filter_map(|part| word(part, "text")).collect::<Vec<_>>().join(" ")
}

fn attribution(item: &Value) -> GoldAttribution {
    let cue = item.get("cue").map(spans).unwrap_or_default();
    let cue_text = item.get("cue").map(cue_words).unwrap_or_default();
    let source = item.get("source").map(spans).unwrap_or_default();
    let stance = word(item, "stance");
    let coded = word(item, "source_code");
    GoldAttribution {
        id: word(item, "id"),
        kind: word(item, "kind").unwrap_or_default(),
        orig_type: word(item, "orig_type"),
        content: item.get("content").map(spans).unwrap_or_default(),
        stances: stances(item, stance.as_deref(), &cue_text),
        speaker: coded.map(|code| speaker(Some(code), !source.is_empty(), stance.as_deref().unwrap_or("asserted"))),
        nested: match (item.get("nested_in"), item.get("nested")) {
            (Some(Value::String(outer)), _) => Nested::In(outer.clone()),
            (Some(_), _) | (None, Some(Value::Bool(false))) => Nested::No,
            (None, Some(Value::Bool(true))) => Nested::Yes,
            (None, _) => Nested::Unknown,
        },
        optional: is_optional(item),
        source,
        cue,
    }
}

fn timexes(value: &Value) -> Option<Vec<GoldTimex>> {
    let wanted = list(value, "timexes")?.iter().map(|item| timex(item, false));
    let vague = list(value, "vague_timexes_optional").unwrap_or_default().iter().map(|item| timex(item, true));
    let mut timexes: Vec<GoldTimex> = wanted.chain(vague).flatten().collect();
    timexes.sort_by_key(|timex| timex.span);
    Some(timexes)
}

fn timex(item: &Value, optional: bool) -> Option<GoldTimex> {
    let values = readings(item, "value", "alt_values");
    // Vague ones (*récemment*) are neither wanted nor extra.
    let vague = values.first().is_some_and(|value| value.ends_with("_REF"));
    Some(GoldTimex {
        span: span(item)?,
        kind: word(item, "type").unwrap_or_default(),
        optional: optional || vague || is_optional(item),
        values,
    })
}

fn toponyms(value: &Value) -> Option<Vec<GoldToponym>> {
    let items = list(value, "toponyms").or_else(|| list(value, "places"))?;
    // The seed article keeps what a place is in an index of its own.
    let index = value.get("places_index");
    Some(items.iter().filter_map(|item| toponym(item, index)).collect())
}

fn toponym(item: &Value, index: Option<&Value>) -> Option<GoldToponym> {
    let entry = word(item, "ref").and_then(|key| index?.get(&key)).unwrap_or(item);
    let kind = word(entry, "fcode").or_else(|| word(entry, "kind")).or_else(|| word(item, "fine")).unwrap_or_default();
    let wikipedia = word(item, "wikipedia").and_then(|url| Some(url.rsplit_once("/wiki/")?.1.replace('_', " ")));
    // Words that only look like a place (a person called Paris, a language, a company) are no part of the task.
    let is_place = item.get("non_locational").is_none()
        || (item.get("non_locational") == Some(&Value::Bool(false)) && item.get("lat").is_some());
    Some(GoldToponym {
        span: span(item)?,
        point: point(entry),
        geonameid: entry.get("geonameid").and_then(Value::as_u64).and_then(|id| u32::try_from(id).ok()),
        country: word(entry, "country"),
        is_country: kind.starts_with("PCL") || kind == "loc.adm.nat" || kind == "country",
        name: wikipedia
            .or_else(|| word(entry, "canonical"))
            .or_else(|| word(entry, "name"))
            .filter(|name| !name.contains('%')),
        optional: is_optional(item),
        looks_only: !is_place,
    })
}

fn is_optional(item: &Value) -> bool {
    let flagged = words(item, "flags").unwrap_or_default().iter().any(|flag| flag == "optional");
    flagged || item.get("optional") == Some(&Value::Bool(true))
}

fn point(item: &Value) -> Option<(f64, f64)> {
    item.get("lat").and_then(Value::as_f64).zip(item.get("lon").and_then(Value::as_f64))
}

/// A string field, or a number written as one.
fn word(value: &Value, field: &str) -> Option<String> {
    match value.get(field)? {
        Value::String(word) => Some(word.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn words(value: &Value, field: &str) -> Option<Vec<String>> {
    let items = list(value, field)?;
    Some(items.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

fn list<'value>(value: &'value Value, field: &str) -> Option<&'value [Value]> {
    value.get(field).and_then(Value::as_array).map(Vec::as_slice)
}

/// The first reading and the further ones.
fn readings(value: &Value, first: &str, further: &str) -> Vec<String> {
    word(value, first).into_iter().chain(words(value, further).unwrap_or_default()).collect()
}

/// One span: `[s, e]` or `{start, end}`.
fn span(value: &Value) -> Option<WireSpan> {
    let number = |value: Option<&Value>| value.and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok());
    match value {
        Value::Array(ends) if ends.len() == 2 => Some([number(ends.first())?, number(ends.get(1))?]),
        Value::Object(_) => Some([number(value.get("start"))?, number(value.get("end"))?]),
        _ => None,
    }
}

/// Some spans: null, one span, or a list of them.
fn spans(value: &Value) -> Vec<WireSpan> {
    match (span(value), value) {
        (Some(one), _) => vec![one],
        (None, Value::Array(items)) => items.iter().filter_map(span).collect(),
        _ => vec![],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn spans_in_all_forms() {
        assert_eq!(spans(&json!([[1, 2], [3, 4]])), [[1, 2], [3, 4]]);
        assert_eq!(spans(&json!({"start": 1, "end": 2, "text": "x"})), [[1, 2]]);
        assert_eq!(spans(&json!([{"start": 1, "end": 2}])), [[1, 2]]);
        assert!(spans(&json!(null)).is_empty());
    }

    #[test]
    fn speakers() {
        assert_eq!(speaker(None, false, "asserts"), Speaker::Author);
        assert_eq!(speaker(None, false, "doubts"), Speaker::Unresolved);
        assert_eq!(speaker(None, true, "asserts"), Speaker::Unresolved);
        assert_eq!(speaker(Some("author".into()), false, "asserted"), Speaker::Author);
        assert_eq!(speaker(Some("RUSMIL".into()), true, "asserts"), Speaker::Coded(Code::parse("RUSMIL")));
    }

    #[test]
    fn stance_words() {
        assert_eq!(wire_stances("admits", "a reconnu"), ["asserted"]);
        assert_eq!(wire_stances("doubts", ""), ["hedged", "questioned"]);
        assert_eq!(wire_stances("asserts", "a affirmé"), ["asserted", "alleged"]);
        assert_eq!(wire_stances("accuses", "утверждает"), ["alleged", "asserted"]);
        assert_eq!(wire_stances("denies", "claims"), ["denied"]);
    }

    #[test]
    fn the_words_of_a_cue_count_in_all_forms() {
        let said = |cue: Value| attribution(&json!({"stance": "asserted", "cue": cue})).stances;
        assert_eq!(said(json!({"start": 0, "end": 9, "text": "a affirmé"})), [["asserted", "alleged"]]);
        assert_eq!(said(json!([{"start": 0, "end": 9, "text": "a affirmé"}])), [["asserted", "alleged"]]);
        assert_eq!(said(json!([{"start": 0, "end": 5, "text": "a dit"}])), [["asserted"]]);
        assert_eq!(said(json!([[0, 5]])), [["asserted"]]);
    }

    #[test]
    fn figures_in_wire_kinds() {
        let figure = |kind: &str| figure(&json!({"kind": kind, "low": 3, "high": null})).map(|figure| figure.kind);
        assert_eq!(figure("injured").as_deref(), Some("wounded"));
        assert_eq!(figure("destroyed").as_deref(), Some("losses"));
        assert_eq!(figure("money"), None);
    }

    #[test]
    fn dates_are_nothing_unknown_or_a_value() {
        assert_eq!(date(&json!({"date": null})), Annotated::Nothing);
        assert_eq!(date(&json!({})), Annotated::Unknown);
        assert_eq!(date(&json!({"date": {"value": "PAST_REF"}})), Annotated::Unknown);
        assert!(matches!(date(&json!({"date": {"value": "2024-08"}})), Annotated::Value(_)));
    }

    #[test]
    fn a_set_of_coded_sentences() {
        let record = parse(&json!({
            "id": "x", "set": "plv", "lang": "en", "date": null, "text": "A met B.",
            "events": [{"source": [{"text": "A", "code": "JAP", "sector": "GOV"}], "plover": "CONCEDE|RETREAT", "target": null}]
        }))
        .unwrap();
        let claims = record.claims.unwrap();
        assert_eq!(claims[0].types, ["CONCEDE", "RETREAT"]);
        assert_eq!(claims[0].actors.as_ref().unwrap()[0].code, Some(Code::parse("JPNGOV")));
        assert!(claims[0].recipients.is_none());
        let statement =
            json!({"id": "y", "set": "conflibert_cameo", "text": "x", "orig": {"label": 0}, "events": [{"code": "0"}]});
        let statement = parse(&statement).unwrap();
        assert_eq!((statement.negative, statement.claims.is_none()), (Some(Negative::Statement), true));
    }
}
