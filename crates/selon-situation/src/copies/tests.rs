//! Versions of one report found among others.

use selon_types::{Extent, Language, Provenance, PublicationStatus, Report};

use super::*;

const FR: &str = "Une explosion a détruit dans la nuit de mardi le dépôt de carburant de Novotroïtsk, près de Berdiansk, a \
    annoncé le gouverneur Anatoli Kravtchenko. Selon lui, 14 pompiers ont été blessés et 2300 tonnes de gazole ont brûlé. \
    Le maire Mikhaïl Sobolev parle d’un sabotage. La compagnie Energomarket dit attendre les experts de Kharkiv, et \
    la route vers Melitopol restera fermée jusqu’à vendredi.";
const UK: &str = "Вибух знищив у ніч на вівторок склад пального в Новотроїцьку поблизу Бердянська, повідомив губернатор \
    Анатолій Кравченко. За його словами, 14 пожежників поранено, згоріло 2300 тонн дизеля. Мер Михайло Соболєв говорить \
    про саботаж. Компанія «Енергомаркет» каже, що чекає на експертів із Харкова, а дорога на Мелітополь буде закрита до \
    п’ятниці.";
const RETOLD: &str = "Le dépôt de carburant de Novotroïtsk, non loin de Berdiansk, a été anéanti mardi par une explosion, \
    indique le gouverneur Anatoli Kravtchenko. Il fait état de 14 pompiers blessés et de 2300 tonnes de gazole parties en \
    fumée. Pour le maire Mikhaïl Sobolev, c’est un sabotage. Energomarket attend des experts venus de Kharkiv ; vers \
    Melitopol, la route est coupée jusqu’à vendredi.";
const OTHER: &str = "Une explosion a endommagé lundi une usine d’engrais à Severnoïe, près de Rovenki, a annoncé la préfète \
    Irina Baranova. Selon elle, 3 ouvriers ont été blessés. Le syndicat Khimprof accuse la direction d’avoir retardé les \
    travaux de sécurité et demande une enquête au parquet de Lougansk avant la reprise de la production.";

fn report(id: &str, language: Language, text: &str) -> Report {
    Report {
        id: id.to_owned(),
        language: Some(language),
        title: None,
        outlet: None,
        url: None,
        published: None,
        text: text.to_owned(),
        remarks: vec![],
        provenance: Provenance::default(),
        status: PublicationStatus::default(),
        extent: Extent::default(),
    }
}

fn found(reports: &[Report]) -> Vec<String> {
    let table = "word\trarity\n".to_owned()
        + &["le", "la", "de", "a", "une", "dans", "et", "un", "d", "les"].map(|word| format!("{word}\t160\n")).concat();
    let rarity = Rarity::from_tables(&[("fr/word-frequency.tsv", &table)]).unwrap();
    let mut index = Index::new(&rarity);
    reports.iter().for_each(|report| index.add(report));
    let versions = index.versions();
    versions.iter().map(|pair| format!("{} {} {}", pair.version_of, pair.relation, pair.report)).collect()
}

fn reports() -> Vec<Report> {
    let edited = FR.replace("Selon lui, ", "").replace(" parle d’un sabotage", " évoque un sabotage");
    vec![
        report("a", Language::Fr, FR),
        report("b", Language::Fr, &FR.replace(". ", ".\n\n")),
        report("c", Language::Fr, &edited),
        report("d", Language::Fr, RETOLD),
        report("e", Language::Uk, UK),
        report("f", Language::Fr, OTHER),
        report("g", Language::Fr, ""),
        report("h", Language::Fr, ""),
        report("i", Language::Fr, "Explosion à Novotroïtsk, annonce le gouverneur."),
    ]
}

#[test]
fn every_relation_is_told_apart_and_near_misses_stand_alone() {
    let versions = found(&reports());
    for expected in ["a identical b", "a edited c", "a retold d", "a translated e", "d translated e"] {
        assert!(versions.contains(&expected.to_owned()), "{expected} is missing in {versions:?}");
    }
    for alone in ["f", "g", "h", "i"] {
        assert!(!versions.iter().any(|pair| pair.split(' ').any(|id| id == alone)), "{alone} in {versions:?}");
    }
}

#[test]
fn the_order_of_arrival_changes_nothing() {
    let mut reports = reports();
    let expected = found(&reports);
    for step in 0..20 {
        let n_reports = reports.len();
        reports.swap(step % n_reports, (5 * step + 3) % n_reports);
        reports.rotate_left(step % 4);
        assert_eq!(found(&reports), expected);
    }
}

#[test]
fn versions_of_versions_are_of_one_group() {
    let pair = |report: &str, version_of: &str| ReportVersion {
        report: report.into(),
        version_of: version_of.into(),
        relation: Relation::Edited,
        score: 1.0,
    };
    let groups = copy_groups(&[pair("c", "b"), pair("e", "d"), pair("d", "a"), pair("e", "c")]);
    assert!(groups.values().all(|group| group == "a"), "{groups:?}");
}
