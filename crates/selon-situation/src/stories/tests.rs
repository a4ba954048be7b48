//! Stories of made-up reports, in any order, and input made to hurt.

use selon_types::{
    Analysis, Descent, Language, Mentions, Published, PublishedBasis, Reading, Relation, RemarkKind, Report,
};

use super::*;

const WIRE: &str = "A fire destroyed the fuel depot of Novotroitsk near Berdyansk on Tuesday night, governor Anatoly \
    Kravchenko said. He said that 14 firefighters had been injured and that 2300 tonnes of diesel had burnt. Mayor \
    Mikhail Sobolev spoke of sabotage. Energomarket is waiting for experts from Kharkiv, and the road to Melitopol will \
    stay closed until Friday.";
const OWN: &str = "Novotroitsk: diesel still burned on Wednesday at the depot near Berdyansk that Energomarket runs, our \
    reporter saw. Governor Anatoly Kravchenko counted 14 injured firefighters; Mikhail Sobolev, the mayor, repeated that \
    sabotage caused the fire. Drivers to Melitopol wait at the closed road, and nobody has seen experts from Kharkiv.";
const NEAR_MISS: &str = "A fire destroyed a fuel depot in Severnoye near Rovenki on Sunday night, prefect Irina Baranova \
    said. She said that 3 firefighters had been injured and that 900 tonnes of petrol had burnt. The Khimprof union \
    accuses the owner Petrolin of having put off repairs and asks prosecutors in Lugansk to look into it.";

fn reading(id: &str, outlet: &str, published: &str, text: &str) -> Reading {
    let published =
        (!published.is_empty()).then(|| Published { value: published.to_owned(), basis: PublishedBasis::Given });
    let report = Report {
        id: id.to_owned(),
        language: Some(Language::En),
        outlet: (!outlet.is_empty()).then(|| outlet.to_owned()),
        published,
        text: text.to_owned(),
        ..Report::default()
    };
    Reading {
        report,
        analysis: Analysis::default(),
        mentions: Mentions::default(),
        attributions: vec![],
        claims: vec![],
        remarks: vec![],
    }
}

fn rarity() -> Rarity {
    let common = "the a of on in and that had been said he she near to by for from is it with was at will until";
    let rows: String = common.split(' ').map(|word| format!("{word}\t160\n")).collect();
    Rarity::from_tables(&[("en/word-frequency.tsv", &format!("word\trarity\n{rows}"))]).unwrap()
}

fn week() -> Vec<Reading> {
    vec![
        reading("a", "Nordic Wire", "2031-03-04T06:00", WIRE),
        reading("b", "Inland Courier", "2031-03-04T07:00", &format!("{WIRE} (Nordic Wire)")),
        reading(
            "c",
            "Harbour Post",
            "2031-03-04T08:00",
            &WIRE.replace(" Mayor Mikhail Sobolev spoke of sabotage.", ""),
        ),
        reading("d", "Fjord Dispatch", "2031-03-05T09:00", OWN),
        reading("e", "Fjord Dispatch", "2031-03-03T09:00", NEAR_MISS),
        reading("f", "Fjord Dispatch", "", ""),
    ]
}

fn stories_of(readings: &[Reading]) -> Stories {
    find_stories(&readings.iter().collect::<Vec<_>>(), &rarity())
}

fn ids(stories: &Stories) -> Vec<Vec<&str>> {
    let all = stories.stories.iter();
    all.map(|story| story.reports.iter().map(|report| report.report.as_str()).collect()).collect()
}

#[test]
fn one_wire_echoed_three_times_and_an_own_report_are_two_origins() {
    let week = week();
    let stories = stories_of(&week);
    assert_eq!(ids(&stories), [vec!["a", "b", "c", "d"], vec!["e"], vec!["f"]]);
    let fire = &stories.stories[0];
    assert_eq!((fire.n_reports, fire.n_independent), (4, 2));
    let parents: Vec<(Option<&str>, Descent)> =
        fire.reports.iter().map(|report| (report.copied_from.as_deref(), report.descent)).collect();
    let (wire, own) = ((None, Descent::Own), (Some("a"), Descent::Wording));
    assert_eq!(parents[..2], [wire, own]);
    assert_eq!(parents[2].1, Descent::Times, "c names nobody and is later");
    assert_eq!(parents[3], wire);
}

#[test]
fn who_was_first_is_unknown_without_times() {
    let undated: Vec<Reading> = week()[..3]
        .iter()
        .map(|reading| {
            let report = Report { published: None, outlet: None, ..reading.report.clone() };
            Reading { report, ..reading.clone() }
        })
        .collect();
    let stories = stories_of(&undated);
    assert!(stories.stories[0].reports.iter().all(|report| report.descent == Descent::Unknown));
    assert_eq!(stories.stories[0].n_independent, 1);
}

#[test]
fn twenty_orders_of_arrival_give_one_result() {
    let mut week = week();
    let expected = stories_of(&week);
    for step in 0..20 {
        let n_reports = week.len();
        week.swap(step % n_reports, (5 * step + 3) % n_reports);
        week.rotate_left(1 + step % 4);
        assert_eq!(stories_of(&week), expected, "order {step}");
    }
}

#[test]
fn another_report_changes_only_its_own_story() {
    let mut week = week();
    let before = stories_of(&week);
    week.push(reading("g", "Harbour Post", "2031-03-03T12:00", &NEAR_MISS.replace("prefect", "the prefect")));
    let after = stories_of(&week);
    assert_eq!(before.stories[0], after.stories[0]);
    assert!(ids(&after).contains(&vec!["e", "g"]), "{:?}", ids(&after));
}

#[test]
fn flashes_of_one_form_are_not_copies() {
    let flash =
        |town: &str| format!("Air raid alert in the region of {town}. Stay in shelters until the all-clear is given.");
    let alerts = [
        reading("a", "Alerts", "2031-03-04", &flash("Berdyansk")),
        reading("b", "Alerts", "2031-03-04", &flash("Melitopol")),
        reading("c", "Alerts", "2031-03-04", "Alert"),
        reading("d", "Alerts", "2031-03-04", "Alert over"),
    ];
    let stories = stories_of(&alerts);
    assert!(stories.versions.is_empty(), "{:?}", stories.versions);
    assert!(stories.remarks["c"].iter().any(|remark| remark.kind == RemarkKind::TooShortToCompare));
}

#[test]
fn boilerplate_of_an_outlet_joins_nothing() {
    let footer = "\nFjord Dispatch is an independent newspaper founded by Gunnar Halvorsen in Bergen. Subscribe to our \
        newsletter, follow our channels on Telegram and Mastodon, and support our journalism with a monthly donation \
        through Vipps. Reproduction requires written permission from the editorial board of Fjord Dispatch in Bergen. \
        Complaints go to the ombudsman Solveig Aasland, whose decisions are published every quarter on our website.";
    let bodies = [
        "Zebras escaped from the zoo of Kristiansand at dawn; keeper Ola Nordmann caught seven of them beside a motorway.",
        "Parliament approved pension reform by 88 votes, finance minister Kari Holm announced after twelve hours of debate.",
        "Skier Lars Brekke won gold in Lillehammer ahead of Finnish rivals, beating his own record from last season.",
        "Oil fell below 61 dollars when traders in Singapore doubted demand from Chinese refineries, analyst Wei Chen wrote.",
        "Archaeologists uncovered Viking ships under a farm near Stavanger, curator Ingrid Moe told reporters yesterday.",
    ];
    let reports: Vec<Reading> = bodies
        .iter()
        .enumerate()
        .map(|(idx, body)| reading(&idx.to_string(), "Fjord Dispatch", "2031-03-04", &format!("{body}{footer}")))
        .collect();
    let stories = stories_of(&reports);
    assert!(stories.versions.is_empty(), "{:?}", stories.versions);
    assert_eq!(stories.stories.len(), bodies.len(), "{:?}", ids(&stories));
    let remark = stories.remarks["0"].iter().find(|remark| remark.kind == RemarkKind::SharedBoilerplate).unwrap();
    assert_eq!(remark.span.map(|span| span.of(&reports[0].report.text)), Some(footer.trim()));
}

#[test]
fn a_live_blog_that_grows_is_one_report_and_an_address_of_two_texts_is_remarked() {
    let mut early = reading("a", "Harbour Post", "2031-03-04T06:00", WIRE);
    let mut late = reading("b", "Harbour Post", "2031-03-04T09:00", &format!("{WIRE}\n\n09:00 {OWN}"));
    early.report.url = Some("https://harbour.example/live".to_owned());
    late.report.url.clone_from(&early.report.url);
    let stories = stories_of(&[early, late]);
    assert_eq!(stories.versions.len(), 1);
    assert_eq!(stories.versions[0].relation, Relation::Edited);
    let kinds: Vec<RemarkKind> = stories.remarks["b"].iter().map(|remark| remark.kind).collect();
    assert_eq!(kinds, [RemarkKind::AddressTwice, RemarkKind::GrowingReport]);
}

#[test]
fn nothing_gives_nothing() {
    assert_eq!(stories_of(&[]), Stories::default());
    let odd = ["", " \n ", "\u{301}", "…", "1", "é\u{0}"];
    let reports: Vec<Reading> = odd.iter().map(|text| reading(&format!("{text:?}"), "", "", text)).collect();
    assert!(stories_of(&reports).stories.iter().all(|story| story.n_reports == 1));
}
