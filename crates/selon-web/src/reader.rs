//! `/reports/KEY`: the report beside what was taken from it, and the decisions of people on it.

use maud::{Markup, html};
use selon_types::{EventType, Label, Modality, Stance};

use crate::decision::{Act, Decision, last_on, standing};
use crate::evidence::{self, Kind, Segment};
use crate::page::{Asked, corner, page};
use crate::record::Entry;
use crate::shown::Shown;

/// Fields a person may correct, with the key of their names.
pub(crate) const FIELDS: &[&str] = &["type", "actor", "recipient", "date", "place", "source", "stance", "modality"];

/// Why a claim may be rejected.
pub(crate) const REASONS: &[&str] =
    &["not_said", "wrong_type", "wrong_party", "wrong_source", "not_event", "duplicate"];

/// The page of one report.
pub(crate) fn reader(asked: &Asked, entry: &Entry, decisions: &[Decision], problem: Option<&str>) -> Markup {
    let report = &entry.reading.report;
    let title = entry.title().unwrap_or_else(|| asked.say("untitled").to_owned());
    let lang = report.language.map(Label::label);
    let n_done = entry.anchors.iter().filter(|anchor| last_on(decisions, anchor).is_some()).count();
    let content = html! {
        p class="crumb" { a href=(asked.link("/reports", &[])) data-act="up" { "← " (asked.say("reader.back")) } }
        div class="head" {
            h1 lang=[lang] { (title) }
            (corner(asked, &["json", "csv", "geojson", "md"]))
        }
        p class="facts" {
            span { (report.outlet.as_deref().unwrap_or(asked.say("outlet.unknown"))) }
            span {
                @match &report.published {
                    Some(published) => {
                        time datetime=(published.value) { (asked.tongue.date(&published.value)) }
                        " (" (asked.tongue.label("published", published.basis.label())) ")"
                    }
                    None => { (asked.say("date.unknown")) }
                }
            }
            span { (asked.tongue.label("lang", lang.unwrap_or("none"))) }
            span { (asked.tongue.count("n_claims", entry.reading.claims.len())) }
            @if let Some(url) = web_address(report.url.as_deref()) { a href=(url) rel="noreferrer noopener" { (url) } }
        }
        @if let Some(problem) = problem { p class="problem" role="alert" { (problem) } }
        (legend(asked))
        div class="reader" {
            section class="report" aria-labelledby="text-title" tabindex="0" {
                h2 id="text-title" class="quiet" { (asked.say("reader.text")) }
                div class="text" lang=[lang] { @for segment in evidence::cut(&entry.reading) { (stretch(&segment, &report.text)) } }
                (remarks(asked, entry))
            }
            section aria-labelledby="claims-title" class="cards" {
                h2 id="claims-title" class="quiet" { (asked.say("reader.claims")) }
                div class="bar" role="status" { (asked.tongue.fill("review.progress", &[("done", &n_done.to_string()), ("all", &entry.anchors.len().to_string())])) }
                @if entry.reading.claims.is_empty() { p { (asked.say("reader.none")) } }
                @for shown in Shown::all(entry, asked.tongue) { (card(asked, shown, last_on(decisions, shown.anchor()))) }
                (added(asked, entry, decisions))
                (add_form(asked, entry))
                (history(asked, decisions))
            }
        }
    };
    page(asked, &title, content)
}

/// A link is followed only where a browser takes it for the web: never `javascript:` and its kin.
fn web_address(url: Option<&str>) -> Option<&str> {
    url.filter(|url| url.starts_with("https://") || url.starts_with("http://"))
}

fn legend(asked: &Asked) -> Markup {
    let kinds =
        [Kind::Trigger, Kind::Actor, Kind::Source, Kind::Cue, Kind::Content, Kind::Place, Kind::Time, Kind::Figure];
    html! {
        p class="legend" {
            span { (asked.say("reader.legend")) }
            @for kind in kinds { span class={ "m " (kind.word()) } { (asked.tongue.label("kind", kind.word())) } }
        }
    }
}

/// One stretch of the text. Its words are a text node, whatever they look like.
fn stretch(segment: &Segment, text: &str) -> Markup {
    let words = segment.span.of(text);
    if segment.kinds.is_empty() {
        return html! { (words) };
    }
    let kinds: Vec<&str> = segment.kinds.iter().map(|kind| kind.word()).collect();
    let claims: Vec<String> = segment.claims.iter().map(|claim| (claim + 1).to_string()).collect();
    html! {
        span class={ "m " (kinds.join(" ")) } data-claims=(claims.join(" ")) { (words) }
        @for number in &segment.numbers { a class="n" href={ "#claim-" (number + 1) } { (number + 1) } }
    }
}

fn remarks(asked: &Asked, entry: &Entry) -> Markup {
    let remarks = &entry.reading.remarks;
    html! {
        @if !remarks.is_empty() {
            details class="remarks" {
                summary { (asked.tongue.count("n_remarks", remarks.len())) }
                ul { @for remark in remarks {
                    li {
                        code { (remark.kind.label()) } " " (remark.message)
                        @if let Some(span) = remark.span { " " q { (span.of(&entry.reading.report.text)) } }
                    }
                } }
            }
        }
    }
}

/// One claim: who, what, to whom, when, where, according to whom, in which words.
fn card(asked: &Asked, shown: Shown, decision: Option<&Decision>) -> Markup {
    let number = shown.idx + 1;
    let claim = shown.claim();
    let attribution = shown.attribution();
    let status = decision.map_or("open", |decision| decision.act.word());
    let parties = |names: Vec<String>| {
        if names.is_empty() { asked.say("reader.notstated").to_owned() } else { names.join(", ") }
    };
    let lang = shown.reading().report.language.map(Label::label);
    html! {
        article class={ "card " (status) } id={ "claim-" (number) } data-claim=(number) tabindex="-1" {
            header {
                a class="number" href={ "#claim-" (number) } { (number) }
                h3 {
                    span class="who" { (parties(shown.who())) }
                    " " span class="event" title=(shown.type_word()) { (shown.event()) }
                    @if !shown.whom().is_empty() { " → " span class="who" { (shown.whom().join(", ")) } }
                }
                span class="status" { (asked.tongue.label("status", status)) }
            }
            p class="according" { (shown.according_to()) }
            dl {
                @if let Some(when) = shown.when() { dt { (asked.say("reader.when")) } dd { (when) } }
                @if let Some(place) = shown.place() {
                    dt { (asked.say("reader.where")) }
                    dd { (place.name) @if let Some(precision) = place.precision { " (" (asked.tongue.label("precision", precision.label())) ")" } }
                }
                @if !shown.figures().is_empty() { dt { (asked.say("reader.figures")) } dd { (shown.figures().join(", ")) } }
                dt { (asked.say("reader.stance")) }
                dd {
                    (asked.tongue.label("stance", attribution.stance.label())) " · " (asked.tongue.label("modality", claim.modality.label()))
                    " · " (asked.tongue.label("distance", attribution.distance.label()))
                }
                @if let Some(first) = claim.same_event_as {
                    dt {} dd { a href={ "#claim-" (first + 1) } { (asked.tongue.fill("reader.same", &[("n", &(first + 1).to_string())])) } }
                }
            }
            blockquote lang=[lang] { (shown.words()) }
            @if let Some(decision) = decision { (verdict(asked, decision)) }
            (bar(asked, shown, decision))
            details class="why" {
                summary { (asked.say("reader.why")) }
                p { code { (claim.rule) } " · " code { (attribution.rule) } " · " (asked.say("reader.confidence")) " " (format!("{:.2}", claim.confidence)) }
            }
        }
    }
}

fn verdict(asked: &Asked, decision: &Decision) -> Markup {
    let when = decision.at.get(..16).unwrap_or(&decision.at);
    html! {
        div class="verdict" {
            p {
                (asked.tongue.label("status", decision.act.word())) " "
                (asked.tongue.fill("status.by", &[("who", &decision.by), ("when", &asked.tongue.date(when))]))
                @if let Some(reason) = &decision.reason { " : " (asked.tongue.label("reason", reason)) }
            }
            @if !decision.fields.is_empty() {
                dl { @for (field, value) in &decision.fields {
                    dt { (asked.tongue.label("field", field)) }
                    dd { (closed_list(field).map_or_else(|| value.clone(), |(list, _)| asked.tongue.label(list, value))) }
                } }
            }
        }
    }
}

/// The buttons of a claim; a click on its words decides nothing.
fn bar(asked: &Asked, shown: Shown, decision: Option<&Decision>) -> Markup {
    let action = format!("/reports/{}/decisions", shown.entry.key);
    let hidden = |act: &str| {
        html! {
            @if asked.names_tongue { input type="hidden" name="ui" value=(asked.tongue.code()); }
            input type="hidden" name="claim" value=(shown.anchor());
            input type="hidden" name="act" value=(act);
            input type="hidden" name="number" value=(shown.idx + 1);
        }
    };
    html! {
        div class="review" role="group" aria-label={ (asked.say("review.bar")) " " (shown.idx + 1) } {
            form method="post" action=(action) { (hidden("accept")) button data-key="a" { (asked.say("review.accept")) } }
            details {
                summary data-key="e" { (asked.say("review.correct")) }
                form method="post" action=(action) class="fields" {
                    (hidden("correct"))
                    (fields(asked, Some(shown)))
                    button { (asked.say("review.save")) }
                }
            }
            details {
                summary data-key="x" { (asked.say("review.reject")) }
                form method="post" action=(action) class="fields" {
                    (hidden("reject"))
                    label { span { (asked.say("review.reason")) } select name="reason" {
                        @for reason in REASONS { option value=(reason) { (asked.tongue.label("reason", reason)) } }
                    } }
                    button { (asked.say("review.reject")) }
                }
            }
            @if let Some(decision) = decision {
                form method="post" action=(action) {
                    (hidden("undo"))
                    input type="hidden" name="undoes" value=(decision.number);
                    button data-key="z" { (asked.say("review.undo")) }
                }
            }
        }
    }
}

/// The members of a field that is a closed list, with the name of the list in the messages.
fn closed_list(field: &str) -> Option<(&'static str, Vec<&'static str>)> {
    match field {
        "type" => Some(("type", EventType::ALL.iter().map(|member| member.label()).collect())),
        "stance" => Some(("stance", Stance::ALL.iter().map(|member| member.label()).collect())),
        "modality" => Some(("modality", Modality::ALL.iter().map(|member| member.label()).collect())),
        _ => None,
    }
}

/// Whether a value may stand in a field.
pub(crate) fn is_allowed(field: &str, value: &str) -> bool {
    FIELDS.contains(&field)
        && value.len() <= 400
        && closed_list(field).is_none_or(|(_, members)| members.contains(&value))
}

/// Inputs for what a person says instead; empty means that the machine's word stays.
fn fields(asked: &Asked, shown: Option<Shown>) -> Markup {
    let present = |field: &str| -> Option<String> {
        let shown = shown?;
        let claim = shown.claim();
        match field {
            "type" => Some(asked.tongue.label("type", shown.type_word())),
            "actor" => Some(shown.who().join(", ")),
            "recipient" => Some(shown.whom().join(", ")),
            "date" => shown.when(),
            "place" => shown.place().map(|place| place.name.clone()),
            "source" => shown.chain().first().cloned(),
            "stance" => Some(asked.tongue.label("stance", shown.attribution().stance.label())),
            "modality" => Some(asked.tongue.label("modality", claim.modality.label())),
            _ => None,
        }
    };
    html! {
        @for field in FIELDS {
            label {
                span { (asked.tongue.label("field", field)) }
                @match closed_list(field) {
                    Some((list, members)) => select name=(field) {
                        @if let Some(kept) = present(field) { option value="" { (asked.tongue.fill("field.keep", &[("what", &kept)])) } }
                        @for member in members { option value=(member) { (asked.tongue.label(list, member)) } }
                    },
                    None => input name=(field) maxlength="400" placeholder=[present(field)];,
                }
            }
        }
    }
}

/// Claims that people added, and decisions whose claim the present reading no longer finds.
fn added(asked: &Asked, entry: &Entry, decisions: &[Decision]) -> Markup {
    let standing = standing(decisions);
    let (added, others): (Vec<&Decision>, Vec<&Decision>) = standing
        .into_iter()
        .filter(|decision| decision.act == Act::Add || !entry.anchors.contains(&decision.claim))
        .partition(|decision| decision.act == Act::Add);
    let undo = |decision: &Decision| {
        html! {
            form method="post" action={ "/reports/" (entry.key) "/decisions" } {
                @if asked.names_tongue { input type="hidden" name="ui" value=(asked.tongue.code()); }
                input type="hidden" name="act" value="undo";
                input type="hidden" name="claim" value=(decision.claim);
                input type="hidden" name="undoes" value=(decision.number);
                button { (asked.say("review.undo")) }
            }
        }
    };
    html! {
        @for decision in added {
            article class="card add" {
                (verdict(asked, decision))
                @if let Some(words) = words_of(entry, &decision.claim) { blockquote { (words) } }
                div class="review" { (undo(decision)) }
            }
        }
        @if !others.is_empty() {
            h3 { (asked.say("reader.orphans")) }
            @for decision in others { article class="card" { (verdict(asked, decision)) p { code { (decision.claim) } } (undo(decision)) } }
        }
    }
}

/// The words of an anchor (`12-20-…`, code points).
fn words_of<'a>(entry: &'a Entry, anchor: &str) -> Option<&'a str> {
    let mut parts = anchor.split('-');
    let (start, end) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(selon_view::CodePoints::new(&entry.reading.report.text).slice(start, end)).filter(|words| !words.is_empty())
}

fn add_form(asked: &Asked, entry: &Entry) -> Markup {
    html! {
        details class="add-form" id="add" {
            summary data-key="n" { (asked.say("review.add")) }
            form method="post" action={ "/reports/" (entry.key) "/decisions" } class="fields" {
                @if asked.names_tongue { input type="hidden" name="ui" value=(asked.tongue.code()); }
                input type="hidden" name="act" value="add";
                label { span { (asked.say("review.words")) } textarea name="words" required rows="2" {} }
                (fields(asked, None))
                button { (asked.say("review.save")) }
            }
        }
    }
}

fn history(asked: &Asked, decisions: &[Decision]) -> Markup {
    html! {
        @if !decisions.is_empty() {
            details class="history" {
                summary { (asked.tongue.count("n_decisions", decisions.len())) }
                ol { @for decision in decisions {
                    li value=(decision.number) {
                        code { (decision.act.word()) } " " (decision.claim) " "
                        (asked.tongue.fill("status.by", &[("who", &decision.by), ("when", &decision.at)]))
                    }
                } }
            }
        }
    }
}
