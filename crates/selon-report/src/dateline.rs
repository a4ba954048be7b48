//! The publication date that a text states itself: a line that is only a date, or a date before a dash.

use crate::limits::{DATELINE_SEARCH_LINES, MAX_DATELINE_CHARS};

/// The date that the text gives for its own publication, `YYYY-MM-DD` or `YYYY-MM-DDThh:mm`.
///
/// Two places count: a line near either end that holds a date and nothing else but a label (*Publié le …*),
/// and a date that opens the first paragraphs before a dash (*PARIS, 13 août 2024 (AFP) – …*).
/// A date inside running text is content.
pub fn find_publication_date(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let head = lines.iter().take(DATELINE_SEARCH_LINES);
    let tail = lines.iter().skip(lines.len().saturating_sub(DATELINE_SEARCH_LINES).max(DATELINE_SEARCH_LINES));
    let bare = head.clone().chain(tail).find_map(|line| bare_date(line));
    bare.or_else(|| head.clone().find_map(|line| opening_date(line)))
}

/// A value that is a date of the calendar, normalised; `None` when it is not one.
pub fn parse_date(value: &str) -> Option<String> {
    let words = words_of(value);
    let (date, used) = date_at(&words, 0)?;
    let time = time_in(&words[used..]);
    let allowed = |word: &&str| {
        matches!(word.to_lowercase().as_str(), "t" | "z" | "utc" | "gmt" | ":" | "." | "+" | "-" | "," | "at" | "à")
    };
    let rest = words[used..].iter().filter(|word| !allowed(word));
    rest.clone().all(|word| word.chars().all(|c| c.is_ascii_digit())).then(|| with_time(date, time))
}

/// The first full date anywhere in a value made for a date: a field of metadata, a feed's `pubDate`, a byline.
pub(crate) fn find_date(value: &str) -> Option<String> {
    let value = value.trim();
    if value.len() > 4 * MAX_DATELINE_CHARS {
        return None;
    }
    // 20240813 and 20240813T1249: compact ISO, as in wire formats.
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8 && value.get(8..9).is_none_or(|next| next == "T") {
        let number = |range: std::ops::Range<usize>| value[range].parse::<u32>().ok();
        return calendar_day(number(0..4)?, number(4..6)?, number(6..8)?);
    }
    let words = words_of(value);
    let (date, used) = (0..words.len()).find_map(|start| {
        // A number that continues another one is no day: 1/12/2019 is not 2/2019.
        date_at(&words, start)
    })?;
    Some(with_time(date, time_in(&words[used..])))
}

/// How many full dates stand in a line.
pub(crate) fn n_dates(line: &str) -> usize {
    let words = words_of(line);
    let (mut n_dates, mut at) = (0, 0);
    while at < words.len() {
        match date_at(&words, at) {
            Some((_, next)) => {
                n_dates += 1;
                at = next;
            }
            None => at += 1,
        }
    }
    n_dates
}

/// How many days lie between two dates; `None` when one is no date.
pub(crate) fn days_between(a: &str, b: &str) -> Option<u32> {
    let day = |date: &str| date.get(..10)?.parse::<jiff::civil::Date>().ok();
    Some(day(a)?.until(day(b)?).ok()?.get_days().unsigned_abs())
}

/// The date of a line that states nothing else.
pub(crate) fn bare_date(line: &str) -> Option<String> {
    if line.chars().count() > MAX_DATELINE_CHARS {
        return None;
    }
    let words = words_of(line);
    let (start, (date, used)) = (0..words.len()).find_map(|start| Some((start, date_at(&words, start)?)))?;
    let others = words[..start].iter().chain(&words[used..]);
    let stands_alone = others.clone().all(|word| {
        let word = word.to_lowercase();
        word.chars().all(|c| !c.is_alphabetic())
            || LABELS.contains(&word.as_str())
            || weekday(&word)
            || month(&word).is_some()
    });
    let n_digits: usize = others.map(|word| word.chars().filter(char::is_ascii_digit).count()).sum();
    (stands_alone && n_digits <= 24).then(|| with_time(date, time_in(&words[used..])))
}

/// The date before the dash that opens a report: place, date, agency.
fn opening_date(line: &str) -> Option<String> {
    let dash = line.char_indices().find(|(at, c)| {
        matches!(c, '–' | '—')
            || (*c == '-' && line[..*at].ends_with([' ', '.', ')']) && line[at + 1..].starts_with([' ', '\u{a0}']))
    });
    let opening = &line[..dash?.0];
    if opening.chars().count() > 80 {
        return None;
    }
    let words = words_of(opening);
    // Before the dash stand a place, a date, an agency: no more than a handful of words.
    if words.iter().filter(|word| word.chars().any(char::is_alphabetic)).count() > 8 {
        return None;
    }
    let (date, used) = (0..words.len()).find_map(|start| date_at(&words, start))?;
    // After the date only an agency may follow: a lower-case word means that a sentence is running.
    let runs_on = words[used..].iter().any(|word| word.starts_with(char::is_lowercase) && !LABELS.contains(word));
    (!runs_on).then_some(date)
}

/// Words that may stand beside a date in a date line, lower case.
const LABELS: &[&str] = &[
    "publié",
    "publiée",
    "le",
    "mis",
    "mise",
    "à",
    "jour",
    "modifié",
    "date",
    "il",
    "h",
    "heure",
    "heures",
    "min",
    "par",
    "published",
    "updated",
    "posted",
    "on",
    "at",
    "last",
    "modified",
    "am",
    "pm",
    "a",
    "p",
    "m",
    "t",
    "z",
    "utc",
    "gmt",
    "cet",
    "cest",
    "est",
    "edt",
    "et",
    "msk",
    "eet",
    "eest",
    "опубликовано",
    "обновлено",
    "дата",
    "в",
    "г",
    "года",
    "опубліковано",
    "оновлено",
    "о",
    "року",
    "р",
    "publicado",
    "actualizado",
    "el",
    "las",
    "de",
    "del",
    "hs",
    "veröffentlicht",
    "aktualisiert",
    "am",
    "um",
    "uhr",
    "stand",
    "den",
    "vom",
];

fn weekday(word: &str) -> bool {
    const WEEKDAYS: &[&str] = &[
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "понедельник",
        "вторник",
        "среда",
        "четверг",
        "пятница",
        "суббота",
        "воскресенье",
        "понеділок",
        "вівторок",
        "середа",
        "четвер",
        "п’ятниця",
        "п'ятниця",
        "субота",
        "неділя",
        "lunes",
        "martes",
        "miércoles",
        "jueves",
        "viernes",
        "sábado",
        "domingo",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
    ];
    WEEKDAYS.contains(&word)
}

/// The month that a word names in one of the six languages, by its beginning; short forms need their full stem.
fn month(word: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &["janvier", "janv", "january", "jan", "январ", "січ", "enero", "ene", "januar", "jänner"],
        &["février", "fevrier", "févr", "fév", "february", "feb", "феврал", "лют", "febrero", "februar"],
        &["mars", "march", "mar", "март", "берез", "marzo", "märz", "maerz"],
        &["avril", "avr", "april", "apr", "апрел", "квіт", "abril", "abr"],
        &["mai", "may", "мая", "май", "трав", "mayo"],
        &["juin", "june", "jun", "июн", "черв", "junio", "juni"],
        &["juillet", "juil", "july", "jul", "июл", "лип", "julio", "juli"],
        &["août", "aout", "august", "aug", "август", "серп", "agosto", "ago"],
        &["septembre", "sept", "september", "sep", "сентябр", "верес", "septiembre", "setiembre"],
        &["octobre", "oct", "october", "октябр", "жовт", "octubre", "oktober", "okt"],
        &["novembre", "nov", "november", "ноябр", "листопад", "noviembre"],
        &["décembre", "decembre", "déc", "dec", "december", "декабр", "груд", "diciembre", "dic", "dezember", "dez"],
    ];
    let word = word.to_lowercase();
    let is_cyrillic = word.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c));
    let names = |stem: &&&str| {
        if is_cyrillic { word.starts_with(**stem) && word.chars().count() <= 11 } else { word == **stem }
    };
    (1..).zip(MONTHS).find(|(_, stems)| stems.iter().any(|stem| names(&stem))).map(|(number, _)| number)
}

/// Words, numbers and signs of a line; an ISO date stays in its parts.
fn words_of(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let kind = |c: char| match c {
        c if c.is_ascii_digit() => 0,
        c if c.is_alphabetic() || c == '’' || c == '\'' => 1,
        c if c.is_whitespace() => 2,
        _ => 3,
    };
    let mut previous = None;
    for (at, c) in line.char_indices() {
        let this = kind(c);
        if previous.is_some_and(|before| before != this || this == 3) {
            words.push(&line[start..at]);
            start = at;
        }
        previous = Some(this);
    }
    words.push(&line[start..]);
    words.retain(|word| !word.trim().is_empty());
    words
}

/// The date whose first word is `words[start]`, and the index after its last word.
fn date_at(words: &[&str], start: usize) -> Option<(String, usize)> {
    let word = |offset: usize| words.get(start + offset).copied().unwrap_or_default();
    let sign = |offset: usize| matches!(word(offset), "-" | "/" | "." | "‑");
    let number = |offset: usize| word(offset).parse::<u32>().ok();
    let year = |offset: usize| number(offset).filter(|year| word(offset).len() == 4 && (1900..2200).contains(year));
    // 2024-08-13, 2024/08/13
    if let (Some(y), true, Some(m), true, Some(d)) = (year(0), sign(1), number(2), sign(3), number(4)) {
        return calendar_day(y, m, d).map(|date| (date, start + 5));
    }
    // 13/08/2024, 13.08.2024; with a day over 12 in second place, 08/13/2024
    if let (Some(a), true, Some(b), true, Some(y)) = (number(0), sign(1), number(2), sign(3), year(4)) {
        let (d, m) = if b > 12 { (b, a) } else { (a, b) };
        return calendar_day(y, m, d).map(|date| (date, start + 5));
    }
    // 13.08.24, as German, French and Russian write it
    if let (Some(d), ".", Some(m), ".", Some(y)) = (number(0), word(1), number(2), word(3), number(4))
        && word(4).len() == 2
        && word(0).len() == 2
        && word(2).len() == 2
        && y < 50
        && !matches!(word(5), ":" | "." | ",")
    {
        return calendar_day(2000 + y, m, d).map(|date| (date, start + 5));
    }
    // 13 août 2024, 1er août 2024, 13. August 2024, 13 de agosto de 2024, 13 августа 2024
    if let Some(d) = number(0).filter(|_| word(0).len() <= 2) {
        let filler = |at: usize| {
            matches!(
                word(at).to_lowercase().as_str(),
                "." | "er" | "de" | "del" | "of" | "st" | "nd" | "rd" | "th" | ","
            )
        };
        let mut at = 1;
        while filler(at) {
            at += 1;
        }
        if let Some(m) = month(word(at)) {
            at += 1;
            while filler(at) {
                at += 1;
            }
            let y = year(at)?;
            return calendar_day(y, m, d).map(|date| (date, start + at + 1));
        }
    }
    // August 13, 2024
    if let (Some(m), Some(d)) = (month(word(0)), number(1).filter(|_| word(1).len() <= 2)) {
        let mut at = 2;
        while matches!(word(at).to_lowercase().as_str(), "," | "st" | "nd" | "rd" | "th") {
            at += 1;
        }
        let y = year(at)?;
        return calendar_day(y, m, d).map(|date| (date, start + at + 1));
    }
    None
}

fn calendar_day(year: u32, month: u32, day: u32) -> Option<String> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let n_days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=n_days).contains(&day).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// The first time of day among the words: `12:49`, `12h49`, `12.49 Uhr`.
fn time_in(words: &[&str]) -> Option<(u32, u32)> {
    words.windows(3).find_map(|window| {
        let (hour, minute) = (window[0].parse::<u32>().ok()?, window[2].parse::<u32>().ok()?);
        let joined = matches!(window[1].to_lowercase().as_str(), ":" | "h" | ".");
        (joined && window[2].len() == 2 && window[0].len() <= 2 && hour < 24 && minute < 60).then_some((hour, minute))
    })
}

fn with_time(date: String, time: Option<(u32, u32)>) -> String {
    time.map_or(date.clone(), |(hour, minute)| format!("{date}T{hour:02}:{minute:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_lines_of_six_languages() {
        for (text, date) in [
            ("Un titre\n\nDu texte.\n\n2023-05-02 07:15", "2023-05-02T07:15"),
            ("Publié le 2 mai 2023 à 7h15, mis à jour le 3 mai 2023\n\nDu texte.", "2023-05-02T07:15"),
            ("BAMAKO, 1er mai 2023 (AFP) – L’armée a dit non.", "2023-05-01"),
            ("22 juin 2012. - Cette nuit, rien.", "2012-06-22"),
            ("Updated May 2, 2023 at 07:15 GMT\n\nSome text.", "2023-05-02T07:15"),
            ("2 мая 2023 года\n\nТекст.", "2023-05-02"),
            ("Опубліковано 2 травня 2023 року\n\nТекст.", "2023-05-02"),
            ("Publicado el 2 de mayo de 2023\n\nTexto.", "2023-05-02"),
            ("Stand: 2. Mai 2023, 7.15 Uhr\n\nText.", "2023-05-02T07:15"),
            ("02.05.2023\n\nText.", "2023-05-02"),
        ] {
            assert_eq!(find_publication_date(text).as_deref(), Some(date), "{text}");
        }
    }

    #[test]
    fn a_date_inside_the_text_is_content() {
        for text in [
            "Le 2 mai 2023, l’armée a dit non.",
            "The treaty of May 2, 2023 was signed - and then broken - by both.",
            "2023-02-30",
            "Ce jour",
        ] {
            assert_eq!(find_publication_date(text), None, "{text}");
        }
    }

    #[test]
    fn stated_dates_are_checked_against_the_calendar() {
        assert_eq!(parse_date("2024-08-13").as_deref(), Some("2024-08-13"));
        assert_eq!(parse_date("2024-08-13T12:49:00Z").as_deref(), Some("2024-08-13T12:49"));
        assert_eq!(parse_date("2023-02-29"), None);
        assert_eq!(parse_date("9:55 AM ET"), None);
        assert_eq!(parse_date("yesterday"), None);
    }
}
