//! Actor codes as the gold sets write them: country or body class, then sectors or body tags.

/// The sectors that PLOVER lists; any other triple after the country is a body tag.
const SECTORS: [&str; 25] = [
    "GOV", "MIL", "COP", "JUD", "LEG", "SPY", "PTY", "REB", "PRM", "UAF", "UNK", "PRE", "BUS", "CRM", "CVL", "EDU",
    "ELI", "JRN", "LAB", "MED", "AGR", "REF", "OPP", "REL", "SOC",
];

/// An actor code taken apart: `SYRREB` is Syria and a list of sectors that holds `REB`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Code {
    /// ISO 3166 alpha-3 or a body class; `None` when the country is not stated (`---`) and so is not scored.
    pub country: Option<String>,
    /// The sectors in the order of the code; empty when none is stated.
    pub sectors: Vec<String>,
}

impl Code {
    /// Takes a code apart. Older names of countries become the present ones.
    pub(crate) fn parse(code: &str) -> Code {
        let triples: Vec<String> =
            code.trim().chars().collect::<Vec<_>>().chunks(3).map(|triple| triple.iter().collect()).collect();
        let country = triples.first().filter(|country| *country != "---").map(|country| present_name(country));
        let sectors = triples.into_iter().skip(1).filter(|triple| is_sector(triple)).collect();
        Code { country, sectors }
    }

    /// A code whose country and sector are known apart.
    pub(crate) fn from_parts(country: Option<&str>, sector: Option<&str>) -> Code {
        let country = country.filter(|country| !country.is_empty() && *country != "---");
        Code {
            country: country.map(|code| present_name(&code.chars().take(3).collect::<String>())),
            sectors: sector.into_iter().filter(|sector| is_sector(sector)).map(str::to_owned).collect(),
        }
    }

    /// `found` names this gold country; a gold country that is not stated accepts every one.
    pub(crate) fn country_agrees(&self, found: &Code) -> bool {
        self.country.is_none() || self.country == found.country
    }

    /// One of `found`'s sectors is in this gold list. A gold code without sector does not score it, and the government
    /// and the armed forces of one country count as one.
    pub(crate) fn sector_agrees(&self, found: &Code) -> bool {
        self.sectors.is_empty()
            || found.sectors.iter().any(|sector| self.sectors.iter().any(|gold| same_sector(gold, sector)))
    }

    /// Country and sector agree.
    pub(crate) fn agrees(&self, found: &Code) -> bool {
        self.country_agrees(found) && self.sector_agrees(found)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.country.as_deref().unwrap_or("---"), self.sectors.concat())
    }
}

/// Some gold codes are not ISO 3166: Japan and Vietnam in CAMEO, and the Soviet Union, which codes as Russia.
fn present_name(country: &str) -> String {
    match country {
        "JAP" => "JPN",
        "VTN" => "VNM",
        "SUN" => "RUS",
        other => other,
    }
    .to_owned()
}

fn is_sector(triple: &str) -> bool {
    SECTORS.contains(&triple)
}

fn same_sector(a: &str, b: &str) -> bool {
    let state = |sector: &str| sector == "GOV" || sector == "MIL";
    a == b || (state(a) && state(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_taken_apart() {
        let parts = |code: &str| (Code::parse(code).country, Code::parse(code).sectors.concat());
        assert_eq!(parts("SYRREB"), (Some("SYR".into()), "REB".into()));
        assert_eq!(parts("IGONAT"), (Some("IGO".into()), String::new()));
        assert_eq!(parts("---UAF"), (None, "UAF".into()));
        assert_eq!(parts("JAP"), (Some("JPN".into()), String::new()));
        assert_eq!(parts("GRCPTYOPP"), (Some("GRC".into()), "PTYOPP".into()));
        assert_eq!(parts(""), (None, String::new()));
    }

    #[test]
    fn government_and_forces_are_one_and_lists_are_open() {
        let agrees = |gold: &str, country: &str, sector: &str| {
            Code::parse(gold).agrees(&Code::from_parts(Some(country), Some(sector)))
        };
        assert!(agrees("RUSMIL", "RUS", "GOV"));
        assert!(!agrees("RUSMIL", "RUS", "CVL"));
        assert!(!agrees("RUSMIL", "UKR", "MIL"));
        assert!(agrees("RUS", "SUN", "CVL"));
        assert!(agrees("---REB", "SYR", "REB"));
        assert!(agrees("GRCPTYOPP", "GRC", "OPP"));
    }
}
