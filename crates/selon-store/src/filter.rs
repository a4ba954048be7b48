//! Which reports and claims are meant: conditions as SQL with bound values, never as text put into it.

use rusqlite::types::Value;
use selon_types::{EventType, Language, Stance};

/// Conditions that all must hold. The empty filter means everything. Conditions on claims (all from `place` to
/// `status`, and the days) must hold for one and the same claim.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// First day of the event, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// Last day of the event.
    pub to: Option<String>,
    /// First day of publication.
    pub published_from: Option<String>,
    /// Last day of publication.
    pub published_to: Option<String>,
    /// Name of the place, as in the gazetteer.
    pub place: Option<String>,
    /// Country of the place, ISO 3166 alpha-3.
    pub country: Option<String>,
    /// South, west, north, east in degrees; a box over the date line has west > east.
    pub area: Option<(f64, f64, f64, f64)>,
    /// Code or name of somebody who acts or is acted upon.
    pub actor: Option<String>,
    /// PLOVER types, any of them.
    pub types: Vec<EventType>,
    /// Code or name of the source.
    pub source: Option<String>,
    /// How the source stands to the content.
    pub stance: Option<Stance>,
    /// Status of the event that the claim belongs to (`both_sides`, `denied` …).
    pub status: Option<String>,
    /// Language of the report.
    pub language: Option<Language>,
    /// Publisher of the report.
    pub outlet: Option<String>,
    /// Words of title or text, as for [`crate::Store::search`].
    pub text: Option<String>,
    /// Pages: at most so many reports.
    pub limit: Option<u64>,
    /// Pages: after so many reports.
    pub offset: u64,
}

/// SQL that is being put together, with the values bound to it.
struct Clauses {
    clauses: Vec<String>,
    values: Vec<Value>,
}

impl Clauses {
    /// `?` stands for `value`; it may stand several times.
    fn push(&mut self, sql: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        self.clauses.push(sql.replace('?', &format!("?{}", self.values.len())));
    }

    fn push_some(&mut self, sql: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.push(sql, value.clone());
        }
    }
}

impl Filter {
    /// Selects `report_id`, in the order of [`crate::Store::readings`].
    pub(crate) fn reports_sql(&self) -> (String, Vec<Value>) {
        let mut all = Clauses { clauses: Vec::new(), values: Vec::new() };
        let language = self.language.map(|language| language.to_string());
        all.push_some("r.language = ?", language.as_ref());
        all.push_some("r.outlet = ? COLLATE NOCASE", self.outlet.as_ref());
        all.push_some("substr(r.published, 1, 10) >= ?", self.published_from.as_ref());
        all.push_some("substr(r.published, 1, 10) <= ?", self.published_to.as_ref());
        if let Some(text) = &self.text {
            let sql = "r.report_id IN (SELECT rowid FROM reports_text WHERE reports_text MATCH ?)";
            all.push(sql, crate::search::match_expression(text));
        }
        let n_of_report = all.clauses.len();
        self.push_claim_clauses(&mut all);
        let of_claims = all.clauses.split_off(n_of_report);
        if !of_claims.is_empty() {
            let of_claims = of_claims.join(" AND ");
            all.clauses
                .push(format!("EXISTS (SELECT 1 FROM claims c WHERE c.report_id = r.report_id AND {of_claims})"));
        }
        let condition =
            if all.clauses.is_empty() { String::new() } else { format!("WHERE {}", all.clauses.join(" AND ")) };
        let mut sql =
            format!("SELECT r.report_id FROM reports r {condition} ORDER BY r.published IS NULL, r.published, r.key");
        if self.limit.is_some() || self.offset > 0 {
            let limit = self.limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
            let offset = i64::try_from(self.offset).unwrap_or(i64::MAX);
            sql.push_str(&format!(" LIMIT {limit} OFFSET {offset}"));
        }
        (sql, all.values)
    }

    fn push_claim_clauses(&self, all: &mut Clauses) {
        // An event that lasts from March to May is one of April; one that is open at an end goes on there.
        all.push_some(
            "(c.first_day IS NOT NULL OR c.last_day IS NOT NULL) AND coalesce(c.last_day, '9999') >= ?",
            self.from.as_ref(),
        );
        all.push_some(
            "(c.first_day IS NOT NULL OR c.last_day IS NOT NULL) AND coalesce(c.first_day, '0000') <= ?",
            self.to.as_ref(),
        );
        let place = |condition: &str| {
            format!(
                "EXISTS (SELECT 1 FROM places p WHERE p.report_id = c.report_id AND p.idx = c.place AND {condition})"
            )
        };
        all.push_some(&place("p.name = ? COLLATE NOCASE"), self.place.as_ref());
        all.push_some(&place("p.country = ?"), self.country.as_ref());
        if let Some((south, west, north, east)) = self.area {
            let first = all.values.len() + 1;
            all.values.extend([south, west, north, east].map(Value::Real));
            let (south, west, north, east) = (first, first + 1, first + 2, first + 3);
            let joined = if self.area.is_some_and(|(_, west, _, east)| west > east) { "OR" } else { "AND" };
            all.clauses.push(place(&format!(
                "p.place_id IN (SELECT place_id FROM places_box WHERE max_lat >= ?{south} AND min_lat <= ?{north} \
                 AND (max_lon >= ?{west} {joined} min_lon <= ?{east}))"
            )));
        }
        all.push_some(
            "EXISTS (SELECT 1 FROM claim_actors ca JOIN actors a ON a.report_id = ca.report_id AND a.idx = ca.actor \
             WHERE ca.report_id = c.report_id AND ca.claim = c.idx \
             AND (a.code = ? OR a.body = ? OR a.name = ? COLLATE NOCASE))",
            self.actor.as_ref(),
        );
        if !self.types.is_empty() {
            let first = all.values.len() + 1;
            all.values.extend(self.types.iter().map(|event_type| Value::from(event_type.to_string())));
            let places: Vec<String> = (first..=all.values.len()).map(|idx| format!("?{idx}")).collect();
            all.clauses.push(format!("c.type IN ({})", places.join(", ")));
        }
        let attribution = |condition: &str| {
            format!(
                "EXISTS (SELECT 1 FROM attributions t WHERE t.report_id = c.report_id AND t.idx = c.attribution \
                 AND {condition})"
            )
        };
        all.push_some(&attribution("(t.source_code = ? OR t.source_name = ? COLLATE NOCASE)"), self.source.as_ref());
        let stance = self.stance.map(|stance| stance.to_string());
        all.push_some(&attribution("t.stance = ?"), stance.as_ref());
        all.push_some(
            "EXISTS (SELECT 1 FROM event_claims ec JOIN events e USING (event_id) \
             WHERE ec.report_id = c.report_id AND ec.claim = c.idx AND e.status = ?)",
            self.status.as_ref(),
        );
    }
}
