//! What the pages say, in French and English. Each language is a file of `messages/`; French is the source.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use selon_types::Table;

/// A language of the interface; reports keep their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tongue {
    French,
    English,
}

impl Tongue {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Tongue::French => "fr",
            Tongue::English => "en",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Tongue> {
        [Tongue::French, Tongue::English].into_iter().find(|tongue| tongue.code() == code)
    }

    /// The first language of an `Accept-Language` header that the desk speaks. Browsers list them by preference.
    pub(crate) fn from_header(header: &str) -> Option<Tongue> {
        header.split(',').find_map(|part| Tongue::from_code(part.trim().get(..2)?))
    }

    /// The message `key`; an unknown key shows itself, so that a gap is seen and breaks no page.
    pub(crate) fn say(self, key: &str) -> &str {
        let found = MESSAGES.get(key).map(|both| match self {
            Tongue::French => both.0.as_str(),
            Tongue::English => both.1.as_str(),
        });
        found.unwrap_or(key)
    }

    /// The message `key` with `{name}` replaced.
    pub(crate) fn fill(self, key: &str, values: &[(&str, &str)]) -> String {
        let mut message = self.say(key).to_owned();
        for (name, value) in values {
            message = message.replace(&format!("{{{name}}}"), value);
        }
        message
    }

    /// A counted noun: the messages `key.one` and `key.many`. French counts 0 as one, English does not.
    pub(crate) fn count(self, key: &str, n: usize) -> String {
        let is_one = n == 1 || (n == 0 && self == Tongue::French);
        let form = if is_one { format!("{key}.one") } else { format!("{key}.many") };
        self.fill(&form, &[("n", &self.number(n as u64))])
    }

    /// The word of a closed list's member (`type.ASSAULT`).
    pub(crate) fn label(self, list: &str, word: &str) -> String {
        let key = format!("{list}.{word}");
        let said = self.say(&key);
        if said == key { word.to_owned() } else { said.to_owned() }
    }

    /// A number with the thousands set apart: U+202F in French.
    pub(crate) fn number(self, n: u64) -> String {
        let digits = n.to_string();
        let mut out = String::new();
        for (idx, digit) in digits.chars().enumerate() {
            if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
                out.push(if self == Tongue::French { '\u{202f}' } else { ',' });
            }
            out.push(digit);
        }
        out
    }

    /// `2024-03-14` or `2024-03-14T06:30` as a person writes it; other words stay as they are.
    pub(crate) fn date(self, value: &str) -> String {
        let (day, clock) = value.split_once('T').map_or((value, None), |(day, clock)| (day, Some(clock)));
        let parts: Vec<&str> = day.split('-').collect();
        let [year, month, day_of_month] = parts[..] else { return value.to_owned() };
        let (Ok(month), Ok(day_of_month)) = (month.parse::<u8>(), day_of_month.parse::<u8>()) else {
            return value.to_owned();
        };
        let date = format!("{day_of_month} {} {year}", self.say(&format!("month.{month}")));
        clock.map_or(date.clone(), |clock| format!("{date}, {clock}"))
    }
}

/// Both languages by key: (French, English).
static MESSAGES: LazyLock<BTreeMap<String, (String, String)>> = LazyLock::new(|| {
    let french = rows("messages/fr.tsv", include_str!("../messages/fr.tsv"));
    let english = rows("messages/en.tsv", include_str!("../messages/en.tsv"));
    let both = french.into_iter().map(|(key, said)| {
        let translated = english.get(&key).cloned().unwrap_or_else(|| said.clone());
        (key, (said, translated))
    });
    both.collect()
});

fn rows(name: &str, content: &str) -> BTreeMap<String, String> {
    // The files are part of the program and tested; a broken one shows keys for messages instead of failing pages.
    let Ok(table) = Table::parse(name, content, &["key", "message"]) else { return BTreeMap::new() };
    table.rows().map(|row| (row.get("key").to_owned(), row.get("message").to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_the_same_keys_with_the_same_blanks() {
        let blanks = |message: &str| {
            let mut names: Vec<String> =
                message.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(n, _)| n.to_owned()).collect();
            names.sort();
            names
        };
        let french = rows("fr", include_str!("../messages/fr.tsv"));
        let english = rows("en", include_str!("../messages/en.tsv"));
        assert!(french.len() > 100, "the French messages were not read");
        assert_eq!(french.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>());
        for (key, message) in &french {
            assert_eq!(blanks(message), blanks(&english[key]), "{key}");
        }
    }

    #[test]
    fn every_key_in_the_code_has_a_message() {
        let mut n_seen = 0;
        let mut folders = vec![std::path::PathBuf::from("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("the sources") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let code = std::fs::read_to_string(&path).expect("a source file");
                let code = code.split("#[cfg(test)]").next().unwrap_or_default();
                for call in [".say(\"", ".fill(\"", ".count(\""] {
                    for after in code.split(call).skip(1) {
                        let key = after.split('"').next().unwrap_or_default();
                        let key = if call == ".count(\"" { format!("{key}.many") } else { key.to_owned() };
                        assert!(MESSAGES.contains_key(&key), "{key} in {}", path.display());
                        n_seen += 1;
                    }
                }
            }
        }
        assert!(n_seen > 30, "only {n_seen} keys found");
    }

    #[test]
    fn numbers_and_dates_as_people_write_them() {
        assert_eq!(Tongue::French.number(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(Tongue::English.number(999), "999");
        assert_eq!(Tongue::French.date("2024-03-14"), "14 mars 2024");
        assert_eq!(Tongue::English.date("2024-03-14T06:30"), "14 March 2024, 06:30");
        assert_eq!(Tongue::French.date("PAST_REF"), "PAST_REF");
    }
}
