//! One flat row a claim: the one table that the command line, the exports and the Python package share.
//!
//! [`COLUMNS`] documents every column: name, kind, unit and meaning. Columns are added at the end, never renamed,
//! moved or given another meaning. What is not known is [`Cell::Empty`]. The rows hold all that grouping claims to events
//! needs: [`claims_of_rows`] gives the claims back.

mod back;

use selon_types::{Event, FigureKind, Party, PlacePrecision, ReportedClaim, ReportedFigure, Situation};

use crate::sheet::{Cell, Sheet};

pub use back::{RowError, claims_of_rows};

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// A label of the wire format, from a closed list.
    Label,
    /// A day, `YYYY-MM-DD`.
    Day,
    /// A whole number, at least 0.
    Whole,
    /// A number.
    Real,
    /// Yes or no.
    Flag,
    /// Several texts; empty when there is none.
    List,
}

/// One column of the table of claims.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name, the same in each format.
    pub name: &'static str,
    /// What its cells hold.
    pub kind: ColumnKind,
    /// Some cells are empty.
    pub nullable: bool,
    /// Meaning, with unit and range.
    pub meaning: &'static str,
}

const fn column(name: &'static str, kind: ColumnKind, nullable: bool, meaning: &'static str) -> Column {
    Column { name, kind, nullable, meaning }
}

/// All columns, in the order of [`ClaimRow::cells`].
pub const COLUMNS: &[Column] = {
    use ColumnKind::*;
    &[
        column("claim_id", Text, false, "16 hexadecimal digits from report, type and place in the text"),
        column("event_id", Text, true, "the event that the claim tells; empty when claims were not grouped"),
        column("type", Label, false, "PLOVER type"),
        column("modes", List, false, "PLOVER modes"),
        column("contexts", List, false, "PLOVER contexts"),
        column("actors", List, false, "who acts: names, else the words of the report"),
        column("actor_codes", List, false, "their countries (ISO 3166 alpha-3) or bodies; `---` where unknown"),
        column("actor_sectors", List, false, "their PLOVER sectors; `---` where unknown"),
        column("recipients", List, false, "who is acted upon: names, else the words"),
        column("recipient_codes", List, false, "as actor_codes"),
        column("recipient_sectors", List, false, "as actor_sectors"),
        column("date_begin", Day, true, "first day of the event as the claim states it; never the publication date"),
        column("date_end", Day, true, "last day of the event"),
        column("date_precision", Label, true, "day, week, month, quarter, season, year or open"),
        column("place", Text, true, "name of the place of the event"),
        column("country", Text, true, "its country, ISO 3166 alpha-3"),
        column("latitude", Real, true, "degrees, WGS84; empty for countries and regions"),
        column("longitude", Real, true, "degrees, WGS84"),
        column("place_precision", Label, true, "site, town, admin2, admin1, country or region"),
        column("geonameid", Whole, true, "GeoNames id of the place"),
        column("polarity", Label, false, "affirmed or negated"),
        column("modality", Label, false, "actual, announced, hypothetical, attempted, alleged or historical"),
        column("source", Text, false, "according to whom: a name or words; the outlet for the report's own voice"),
        column("source_kind", Label, false, "actor, document, author or unresolved"),
        column("source_code", Text, true, "country or body class of the source"),
        column("source_sector", Text, true, "PLOVER sector of the source"),
        column("source_origin", Text, false, "equal for sources that are one origin; compare it, do not show it"),
        column("according_to", List, false, "from the outlet over relays to the source"),
        column("quote_kind", Label, false, "direct, mixed, indirect or none"),
        column("stance", Label, false, "of the source: asserted, hedged, alleged, denied, questioned or desired"),
        column("distance", Label, false, "of the report: endorses, neutral or distances"),
        column(
            "figures",
            List,
            false,
            "`kind=low..high`, an open bound left out, then ` of CODE` where it is said whose",
        ),
        column("killed_low", Whole, true, "persons, least of what the claim says"),
        column("killed_high", Whole, true, "persons, most of what the claim says; empty when open"),
        column("report_id", Text, false, "the report"),
        column("outlet", Text, true, "its publisher"),
        column("title", Text, true, "its title or headline"),
        column("url", Text, true, "where it was published"),
        column("published", Text, true, "`YYYY-MM-DD` or `YYYY-MM-DDThh:mm`"),
        column("lang", Label, false, "language of the report, ISO 639-1; `und` when unknown"),
        column("copy_group", Text, false, "equal for reports that copy, translate or re-tell one another"),
        column("start", Whole, false, "first code point of the trigger in the report's text, from 0"),
        column("end", Whole, false, "code point after the trigger"),
        column("trigger", Text, false, "the words that tell the event"),
        column("sentence_start", Whole, false, "first code point of the sentence in the report's text, from 0"),
        column("words", Text, false, "the words of the sentence"),
        column("confidence", Real, false, "0 to 1"),
        column("event_status", Label, true, "both_sides, author_voice, third_party, one_side, denied or not_actual"),
        column("event_contested", Flag, true, "origins disagree on something about the event"),
        column("event_n_reports", Whole, true, "reports that tell the event"),
        column("event_n_independent", Whole, true, "origins that affirm it; copies and shared origins counted once"),
        column("number", Whole, false, "place of the claim among those of its report, from 1"),
        column("same_event_as", Whole, true, "number of the earlier claim of the report about the same event"),
        column("excluded", Flag, false, "the voice of the passage is unclear: leave the claim out of sums"),
    ]
};

/// One claim with all that it points at, as plain values.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "`COLUMNS` says what each is")]
pub struct ClaimRow {
    pub claim_id: String,
    pub event_id: Option<String>,
    pub event_type: String,
    pub modes: Vec<String>,
    pub contexts: Vec<String>,
    pub actors: Vec<String>,
    pub actor_codes: Vec<String>,
    pub actor_sectors: Vec<String>,
    pub recipients: Vec<String>,
    pub recipient_codes: Vec<String>,
    pub recipient_sectors: Vec<String>,
    pub date_begin: Option<String>,
    pub date_end: Option<String>,
    pub date_precision: Option<String>,
    pub place: Option<String>,
    pub country: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub place_precision: Option<String>,
    pub geonameid: Option<u32>,
    pub polarity: String,
    pub modality: String,
    pub source: String,
    pub source_kind: String,
    pub source_code: Option<String>,
    pub source_sector: Option<String>,
    pub source_origin: String,
    pub according_to: Vec<String>,
    pub quote_kind: String,
    pub stance: String,
    pub distance: String,
    pub figures: Vec<String>,
    pub killed_low: Option<u64>,
    pub killed_high: Option<u64>,
    pub report_id: String,
    pub outlet: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub published: Option<String>,
    pub lang: String,
    pub copy_group: String,
    pub start: usize,
    pub end: usize,
    pub trigger: String,
    pub sentence_start: usize,
    pub words: String,
    pub confidence: f64,
    pub event_status: Option<String>,
    pub event_contested: Option<bool>,
    pub event_n_reports: Option<usize>,
    pub event_n_independent: Option<usize>,
    pub number: usize,
    pub same_event_as: Option<usize>,
    pub excluded: bool,
}

/// The rows of all claims of the events `events`, in their order; claims in the order of the event.
pub fn claim_rows(situation: &Situation, events: &[usize]) -> Vec<ClaimRow> {
    let of_event = |&idx: &usize| {
        let event = &situation.events[idx];
        event.claims.iter().map(move |&claim| claim_row(situation, &situation.claims[claim], Some(event)))
    };
    events.iter().flat_map(of_event).collect()
}

/// The row of one claim, with its event when claims were grouped.
pub fn claim_row(situation: &Situation, claim: &ReportedClaim, event: Option<&Event>) -> ClaimRow {
    let report = &situation.reports[claim.report];
    let (start, end) = claim.trigger_points();
    let place = claim.place.as_ref();
    let point = place.filter(|place| drawable(place.precision)).and_then(|place| place.point);
    let killed = claim.figures.iter().find(|figure| figure.kind == FigureKind::Killed);
    let date = claim.date.as_ref();
    let source = &claim.source;
    ClaimRow {
        claim_id: claim.id.clone(),
        event_id: event.map(|event| event.id.clone()),
        event_type: claim.event_type.to_string(),
        modes: claim.modes.clone(),
        contexts: claim.contexts.clone(),
        actors: labels(&claim.actors),
        actor_codes: codes(&claim.actors),
        actor_sectors: sectors(&claim.actors),
        recipients: labels(&claim.recipients),
        recipient_codes: codes(&claim.recipients),
        recipient_sectors: sectors(&claim.recipients),
        date_begin: date.and_then(|date| date.begin.clone()),
        date_end: date.and_then(|date| date.end.clone()),
        date_precision: date.map(|date| date.precision.to_string()),
        place: place.map(|place| place.name.clone()),
        country: place.and_then(|place| place.country.clone()),
        latitude: point.map(|point| point.0),
        longitude: point.map(|point| point.1),
        place_precision: place.and_then(|place| place.precision).map(|precision| precision.to_string()),
        geonameid: place.and_then(|place| place.geonameid),
        polarity: claim.polarity.to_string(),
        modality: claim.modality.to_string(),
        source: source.name.clone(),
        source_kind: source.kind.to_string(),
        source_code: source.code.clone(),
        source_sector: source.sector.clone(),
        source_origin: source.origin.clone(),
        according_to: source.chain.clone(),
        quote_kind: source.quote_kind.to_string(),
        stance: source.stance.to_string(),
        distance: source.distance.to_string(),
        figures: claim.figures.iter().map(figure_text).collect(),
        killed_low: killed.and_then(|figure| figure.low),
        killed_high: killed.and_then(|figure| figure.high),
        report_id: report.id.clone(),
        outlet: report.outlet.clone(),
        title: report.title.clone(),
        url: report.url.clone(),
        published: report.published.clone(),
        lang: report.language.map_or("und".to_owned(), |language| language.to_string()),
        copy_group: report.copy_group.clone(),
        start,
        end,
        trigger: claim.trigger_words().to_owned(),
        sentence_start: claim.sentence_start,
        words: claim.words.clone(),
        confidence: f64::from(claim.confidence),
        event_status: event.map(|event| event.status.to_string()),
        event_contested: event.map(Event::is_contested),
        event_n_reports: event.map(|event| event.n_reports),
        event_n_independent: event.map(|event| event.n_independent),
        number: number_in_report(situation, claim),
        same_event_as: claim
            .same_event_as
            .and_then(|idx| situation.claims.get(idx))
            .map(|earlier| number_in_report(situation, earlier)),
        excluded: claim.excluded,
    }
}

impl ClaimRow {
    /// The values in the order of [`COLUMNS`].
    pub fn cells(&self) -> Vec<Cell> {
        let whole = |number: Option<u64>| {
            number.map_or(Cell::Empty, |number| Cell::Whole(number.try_into().unwrap_or(i64::MAX)))
        };
        let real = |number: Option<f64>| number.map_or(Cell::Empty, Cell::Real);
        let text = |text: &String| Cell::Text(text.clone());
        let some = |text: &Option<String>| Cell::from(text.clone());
        let list = |list: &Vec<String>| Cell::List(list.clone());
        vec![
            text(&self.claim_id),
            some(&self.event_id),
            text(&self.event_type),
            list(&self.modes),
            list(&self.contexts),
            list(&self.actors),
            list(&self.actor_codes),
            list(&self.actor_sectors),
            list(&self.recipients),
            list(&self.recipient_codes),
            list(&self.recipient_sectors),
            some(&self.date_begin),
            some(&self.date_end),
            some(&self.date_precision),
            some(&self.place),
            some(&self.country),
            real(self.latitude),
            real(self.longitude),
            some(&self.place_precision),
            whole(self.geonameid.map(u64::from)),
            text(&self.polarity),
            text(&self.modality),
            text(&self.source),
            text(&self.source_kind),
            some(&self.source_code),
            some(&self.source_sector),
            text(&self.source_origin),
            list(&self.according_to),
            text(&self.quote_kind),
            text(&self.stance),
            text(&self.distance),
            list(&self.figures),
            whole(self.killed_low),
            whole(self.killed_high),
            text(&self.report_id),
            some(&self.outlet),
            some(&self.title),
            some(&self.url),
            some(&self.published),
            text(&self.lang),
            text(&self.copy_group),
            self.start.into(),
            self.end.into(),
            text(&self.trigger),
            self.sentence_start.into(),
            text(&self.words),
            Cell::Real(self.confidence),
            some(&self.event_status),
            self.event_contested.map_or(Cell::Empty, Cell::Flag),
            self.event_n_reports.into(),
            self.event_n_independent.into(),
            self.number.into(),
            self.same_event_as.into(),
            Cell::Flag(self.excluded),
        ]
    }
}

/// The place of a claim of the situation among those of its report, from 1.
fn number_in_report(situation: &Situation, claim: &ReportedClaim) -> usize {
    let first = situation.claims.partition_point(|other| other.report < claim.report);
    1 + situation.claims[first..].iter().take_while(|other| !std::ptr::eq(*other, claim)).count()
}

/// The rows as a table.
pub fn claim_rows_sheet(rows: &[ClaimRow]) -> Sheet {
    let columns = COLUMNS.iter().map(|column| column.name).collect();
    Sheet { columns, rows: rows.iter().map(ClaimRow::cells).collect() }
}

/// A point of this precision may be drawn: the middle of a country or region says where nothing happened.
pub fn drawable(precision: Option<PlacePrecision>) -> bool {
    matches!(precision, Some(PlacePrecision::Site | PlacePrecision::Town | PlacePrecision::Admin2))
}

fn labels(parties: &[Party]) -> Vec<String> {
    parties.iter().map(|party| party.label().to_owned()).collect()
}

fn codes(parties: &[Party]) -> Vec<String> {
    parties.iter().map(|party| party.key().unwrap_or_else(|| "---".to_owned())).collect()
}

fn sectors(parties: &[Party]) -> Vec<String> {
    parties.iter().map(|party| party.sector.clone().unwrap_or_else(|| "---".to_owned())).collect()
}

fn figure_text(figure: &ReportedFigure) -> String {
    let bound = |bound: Option<u64>| bound.map_or(String::new(), |bound| bound.to_string());
    let of = figure.of.as_ref().map_or(String::new(), |of| format!(" of {of}"));
    format!("{}={}..{}{of}", figure.kind, bound(figure.low), bound(figure.high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_column_has_one_name_and_each_row_all_columns() {
        let names: std::collections::BTreeSet<&str> = COLUMNS.iter().map(|column| column.name).collect();
        assert_eq!(names.len(), COLUMNS.len());
        let situation = crate::example::situation();
        let rows = claim_rows(&situation, &(0..situation.events.len()).collect::<Vec<_>>());
        assert_eq!(rows.len(), situation.claims.len());
        for cells in rows.iter().map(ClaimRow::cells) {
            assert_eq!(cells.len(), COLUMNS.len());
            for (cell, column) in cells.iter().zip(COLUMNS) {
                assert!(fits(cell, column), "{} holds {cell:?}", column.name);
            }
        }
    }

    #[test]
    fn values_stand_under_their_names() {
        let situation = crate::example::situation();
        let row = claim_row(&situation, &situation.claims[0], Some(&situation.events[0]));
        let cells = row.cells();
        let cell = |name: &str| &cells[COLUMNS.iter().position(|column| column.name == name).unwrap()];
        assert_eq!(cell("source"), &Cell::Text("the Swedish Ministry of Defence".into()));
        assert_eq!(cell("figures"), &Cell::List(vec!["wounded=2..2 of SWE".into()]));
        assert_eq!(cell("killed_low"), &Cell::Empty);
        let words: String =
            situation.claims[0].words.chars().skip(row.start - row.sentence_start).take(row.end - row.start).collect();
        assert_eq!(cell("trigger"), &Cell::Text(words));
        assert_eq!(cell("event_n_independent"), &Cell::Whole(1));
    }

    fn fits(cell: &Cell, column: &Column) -> bool {
        use ColumnKind::*;
        match (cell, column.kind) {
            (Cell::Empty, _) => column.nullable,
            (Cell::Text(text), Day) => text.len() == 10,
            (Cell::Text(_), Text | Label) | (Cell::Flag(_), Flag) | (Cell::Real(_), Real) | (Cell::List(_), List) => {
                true
            }
            (Cell::Whole(number), Whole) => *number >= 0,
            _ => false,
        }
    }
}
