//! A small situation for tests: a drone strike told by Sweden, copied and denied, and talks; some words are hostile.

use selon_types::{
    ClaimSource, DateBasis, DatePrecision, Distance, Event, EventDate, EventStatus, EventType, FigureKind, Language,
    Modality, Party, PlaceMention, PlacePrecision, PointAtIssue, PointKind, Polarity, Position, QuoteKind, ReportCard,
    ReportedClaim, ReportedFigure, Situation, SourceKind, SourceStance, Span, Stance,
};

/// Three reports, four claims, two events.
pub(crate) fn situation() -> Situation {
    let reports = vec![
        report("r1", Some("Nordic Wire"), "Drone strike", Language::En, Some("2031-03-03T18:00"), "r1"),
        report("r2", Some("=HYPERLINK(\"http://x\")"), "<b>Frappe</b> & déni", Language::Fr, Some("2031-03-04"), "r1"),
        report("r3", None, "Talks]]> \"held\"", Language::En, None, "r3"),
    ];
    let claims = vec![strike(0, Stance::Asserted), strike(1, Stance::Asserted), strike(2, Stance::Denied), talks(2)];
    let strike_event = Event {
        id: "ev-1111111111111111".into(),
        event_type: EventType::Assault,
        modes: vec!["drone".into()],
        claims: vec![0, 1, 2],
        actors: vec!["NOR".into()],
        recipients: vec!["SWE".into()],
        days: Some(("2031-03-03".into(), "2031-03-03".into())),
        place_of: Some(0),
        status: EventStatus::Denied,
        n_reports: 3,
        n_independent: 1,
        sources: vec![
            source_stance("SWE", "the Swedish Ministry of Defence", Stance::Asserted, vec![0, 1]),
            source_stance("NOR", "Oslo", Stance::Denied, vec![2]),
        ],
        points: vec![PointAtIssue {
            kind: PointKind::Occurrence,
            figure: None,
            between_origins: true,
            positions: vec![position("no", "NOR", 2), position("yes", "SWE", 0)],
        }],
        neighbourhood: 0,
    };
    let talks_event = Event {
        id: "ev-2222222222222222".into(),
        event_type: EventType::Consult,
        modes: Vec::new(),
        claims: vec![3],
        actors: vec!["NOR".into(), "SWE".into()],
        recipients: Vec::new(),
        days: None,
        place_of: Some(3),
        status: EventStatus::AuthorVoice,
        n_reports: 1,
        n_independent: 1,
        sources: vec![source_stance("r3", "r3", Stance::Asserted, vec![3])],
        points: Vec::new(),
        neighbourhood: 1,
    };
    Situation { reports, claims, events: vec![strike_event, talks_event] }
}

fn report(
    id: &str,
    outlet: Option<&str>,
    title: &str,
    language: Language,
    published: Option<&str>,
    copy_group: &str,
) -> ReportCard {
    ReportCard {
        id: id.into(),
        outlet: outlet.map(str::to_owned),
        url: Some(format!("https://example.org/{id}?a=1&b=2")),
        title: Some(title.into()),
        language: Some(language),
        published: published.map(str::to_owned),
        copy_group: copy_group.into(),
    }
}

fn strike(report: usize, stance: Stance) -> ReportedClaim {
    let words = "« Un drone\ta frappé\u{202e} un dépôt à Storlien », dit-il.";
    let at = words.find("frappé").unwrap_or(0);
    ReportedClaim {
        id: format!("claim{report}00000000000"),
        modes: vec!["drone".into()],
        contexts: vec!["military".into()],
        actors: vec![party("NOR", Some("MIL"), Some("Norway"), "un drone norvégien")],
        recipients: vec![party("SWE", None, None, "un dépôt")],
        date: Some(EventDate {
            begin: Some("2031-03-03".into()),
            end: Some("2031-03-03".into()),
            precision: DatePrecision::Day,
            timex: None,
            basis: DateBasis::Stated,
        }),
        place: Some(place("Storlien", Some("SWE"), Some((63.316_67, 12.1)), Some(PlacePrecision::Town))),
        figures: vec![ReportedFigure {
            kind: FigureKind::Wounded,
            low: Some(2),
            high: Some(2),
            of: Some("SWE".into()),
            words: "deux".into(),
        }],
        source: match stance {
            Stance::Denied => source(SourceKind::Actor, "NOR", "Oslo", stance),
            _ => source(SourceKind::Actor, "SWE", "the Swedish Ministry of Defence", stance),
        },
        words: words.into(),
        trigger_in_words: (at, at + "frappé".len()),
        ..claim(report, EventType::Assault)
    }
}

fn talks(report: usize) -> ReportedClaim {
    ReportedClaim {
        id: "claim400000000000".into(),
        actors: vec![party("NOR", None, Some("Norway"), "Norway"), party("SWE", None, Some("Sweden"), "Sweden")],
        place: Some(place("Finland", Some("FIN"), Some((64.0, 26.0)), Some(PlacePrecision::Country))),
        source: source(SourceKind::Author, "r3", "r3", Stance::Asserted),
        words: "Norway and Sweden talked in Finland.".into(),
        trigger_in_words: (18, 24),
        ..claim(report, EventType::Consult)
    }
}

fn claim(report: usize, event_type: EventType) -> ReportedClaim {
    ReportedClaim {
        id: String::new(),
        report,
        claim: 0,
        same_event_as: None,
        event_type,
        modes: Vec::new(),
        contexts: Vec::new(),
        actors: Vec::new(),
        recipients: Vec::new(),
        polarity: Polarity::Affirmed,
        modality: Modality::Actual,
        date: None,
        place: None,
        figures: Vec::new(),
        source: source(SourceKind::Author, "", "", Stance::Asserted),
        trigger: Span::new(0, 1),
        sentence: Span::new(0, 1),
        words: String::new(),
        trigger_in_words: (0, 0),
        sentence_start: 40,
        excluded: false,
        confidence: 0.9,
    }
}

fn party(code: &str, sector: Option<&str>, name: Option<&str>, words: &str) -> Party {
    Party {
        code: Some(code.into()),
        body: None,
        sector: sector.map(str::to_owned),
        name: name.map(str::to_owned),
        words: words.into(),
    }
}

fn place(
    name: &str,
    country: Option<&str>,
    point: Option<(f64, f64)>,
    precision: Option<PlacePrecision>,
) -> PlaceMention {
    PlaceMention {
        span: Span::new(0, 1),
        name: name.into(),
        geonameid: Some(123),
        country: country.map(str::to_owned),
        point,
        radius_km: Some(5.0),
        precision,
        confidence: 0.8,
    }
}

fn source(kind: SourceKind, origin: &str, name: &str, stance: Stance) -> ClaimSource {
    ClaimSource {
        kind,
        origin: origin.into(),
        name: name.into(),
        code: (kind == SourceKind::Actor).then(|| origin.to_owned()),
        sector: None,
        quote_kind: if kind == SourceKind::Author { QuoteKind::None } else { QuoteKind::Indirect },
        stance,
        distance: Distance::Neutral,
        chain: vec!["Nordic Wire".into(), name.into()],
    }
}

fn source_stance(origin: &str, name: &str, stance: Stance, claims: Vec<usize>) -> SourceStance {
    SourceStance {
        origin: origin.into(),
        name: name.into(),
        kind: SourceKind::Actor,
        stances: vec![stance],
        says_no: stance == Stance::Denied,
        claims,
    }
}

fn position(value: &str, origin: &str, claim: usize) -> Position {
    Position { value: value.into(), origin: origin.into(), name: origin.into(), claims: vec![claim] }
}
