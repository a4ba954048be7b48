//! Decisions that a form sends: checked against the reading, written down, then shown.

use std::collections::BTreeMap;

use axum::extract::{Path, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use selon_view::CodePoints;

use crate::decision::{Act, Decision};
use crate::message::Tongue;
use crate::page::{self, Asked};
use crate::record::Entry;
use crate::routes::pairs;
use crate::{Desk, Shared, reader};

/// Takes one decision. The form comes back with what was wrong, or the page shows the next claim.
pub(crate) async fn decide(
    State(desk): State<Shared>,
    mut asked: Asked,
    Path(key): Path<String>,
    RawForm(form): RawForm,
) -> Response {
    let form: BTreeMap<String, String> = pairs(&form).into_iter().collect();
    if let Some(tongue) = form.get("ui").and_then(|code| Tongue::from_code(code)) {
        (asked.tongue, asked.names_tongue) = (tongue, true);
    }
    asked.path = format!("/reports/{key}");
    let Some(entry) = desk.read().get(&key) else { return page::not_found(&asked) };
    let kept = keep(&desk, &entry, &form);
    match kept {
        Ok(act) => {
            let number = form.get("number").and_then(|number| number.parse::<usize>().ok());
            let step = usize::from(act != Act::Undo);
            let next = number.map(|number| number.saturating_add(step).min(entry.anchors.len()));
            let anchor = next.map_or("#add".to_owned(), |next| format!("#claim-{next}"));
            Redirect::to(&format!("{}{anchor}", asked.link(&asked.path, &[]))).into_response()
        }
        Err(Refused::NotKept(reason)) => {
            let reason = asked.tongue.fill("error.text", &[("reason", &reason.to_string())]);
            page::trouble(&asked, StatusCode::INTERNAL_SERVER_ERROR, asked.say("error.title"), &reason)
        }
        Err(Refused::Form(problem)) => {
            let problem = if problem.starts_with("review.") {
                asked.say(problem).to_owned()
            } else {
                asked.tongue.fill("error.text", &[("reason", problem)])
            };
            let decisions = desk.read().decisions_on(&key);
            let page = reader::reader(&asked, &entry, &decisions, Some(&problem));
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
    }
}

/// Why a decision was not taken.
enum Refused {
    /// What is wrong with the form: the key of a message, or the name of the field.
    Form(&'static str),
    /// It could not be written down.
    NotKept(std::io::Error),
}

/// Writes a decision down, then shows it. The ledger stays locked between the two, so that numbers follow each other.
fn keep(desk: &Desk, entry: &Entry, form: &BTreeMap<String, String>) -> Result<Act, Refused> {
    let mut ledger = desk.ledger.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let decision = decision_of(desk, entry, form).map_err(Refused::Form)?;
    ledger.append(&decision).map_err(Refused::NotKept)?;
    let act = decision.act;
    desk.write().decisions.push(decision);
    Ok(act)
}

/// The decision that a form states, or what is wrong with it.
fn decision_of(desk: &Desk, entry: &Entry, form: &BTreeMap<String, String>) -> Result<Decision, &'static str> {
    let word = |name: &str| form.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
    let act = [Act::Accept, Act::Correct, Act::Reject, Act::Add, Act::Undo];
    let act = act.into_iter().find(|act| Some(act.word()) == word("act")).ok_or("act")?;
    let decisions = desk.read().decisions.clone();
    let undoes = match act {
        Act::Undo => {
            let number: usize = word("undoes").and_then(|number| number.parse().ok()).ok_or("undoes")?;
            let stands = crate::decision::standing(&decisions)
                .iter()
                .any(|decision| decision.number == number && decision.report == entry.key);
            Some(number).filter(|_| stands).ok_or("undoes").map(Some)?
        }
        _ => None,
    };
    let reason = word("reason").filter(|_| act == Act::Reject);
    if act == Act::Reject && !reason.is_some_and(|reason| reader::REASONS.contains(&reason)) {
        return Err("reason");
    }
    let mut fields = BTreeMap::new();
    if matches!(act, Act::Correct | Act::Add) {
        for field in reader::FIELDS {
            let Some(value) = word(field) else { continue };
            if !reader::is_allowed(field, value) {
                return Err(field);
            }
            fields.insert((*field).to_owned(), value.to_owned());
        }
    }
    if act == Act::Correct && fields.is_empty() {
        return Err("review.nochange");
    }
    let claim = match act {
        Act::Add => anchor_of(entry, word("words").unwrap_or_default(), &fields).ok_or("review.notfound")?,
        Act::Undo => word("claim").ok_or("claim")?.to_owned(),
        _ => word("claim").filter(|claim| entry.anchors.iter().any(|known| known == claim)).ok_or("claim")?.to_owned(),
    };
    Ok(Decision {
        number: decisions.last().map_or(0, |decision| decision.number) + 1,
        at: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        by: desk.coder.clone(),
        report: entry.key.clone(),
        claim,
        act,
        reason: reason.map(str::to_owned),
        fields,
        undoes,
    })
}

/// The anchor of words that stand in the text: their first place, and the type given.
fn anchor_of(entry: &Entry, words: &str, fields: &BTreeMap<String, String>) -> Option<String> {
    let text = &entry.reading.report.text;
    // Browsers send line ends as CR LF; the text keeps its own.
    let words = if text.contains('\r') { words.to_owned() } else { words.replace("\r\n", "\n") };
    let start = Some(&words).filter(|words| !words.is_empty()).and_then(|words| text.find(words.as_str()))?;
    let points = CodePoints::new(text);
    let event_type = fields.get("type").map_or("", String::as_str);
    Some(format!("{}-{}-{event_type}", points.of_byte(start), points.of_byte(start + words.len())))
}
