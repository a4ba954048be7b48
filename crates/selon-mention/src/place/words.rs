//! The words of a text in the form the gazetteer is keyed by: lower case, no accents, Cyrillic without case endings.
//!
//! One pass over the text. Typographic variants, NFC and NFD, line breaks and capitals all give the same keys.

use selon_types::Span;
use unicode_normalization::char::decompose_canonical;

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// *ville*
    Lower,
    /// *Ville*, *McAllen*
    Title,
    /// *VILLE*
    Upper,
    /// Digits or a script without case.
    None,
}

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// White space, one line break at most, or a full stop after an abbreviation: a name may go on.
    Space,
    /// A hyphen without space.
    Hyphen,
    /// An apostrophe without space.
    Apostrophe,
    /// A comma.
    Comma,
    /// Opening or closing parenthesis.
    Paren,
    /// Other punctuation inside a sentence: quotes, dashes, slash.
    Mark,
    /// The end of a sentence or paragraph, or the start of the text.
    Stop,
}

impl Gap {
    /// A name may stretch over this gap.
    pub(crate) fn joins(self) -> bool {
        matches!(self, Gap::Space | Gap::Hyphen | Gap::Apostrophe)
    }
}

/// One run of letters and digits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// Its place in the text.
    pub span: Span,
    pub case: Case,
    /// What stands before it.
    pub gap: Gap,
    /// More letters than one, all of them capitals, and five at most: perhaps an abbreviation (*US, RDC*).
    pub short_caps: bool,
    folded: (u32, u32),
    key: (u32, u32),
    other_key: (u32, u32),
}

/// The words of a text.
pub(crate) struct Words {
    pub words: Vec<Word>,
    buffer: String,
}

impl Words {
    pub(crate) fn scan(text: &str) -> Words {
        let mut words = Words {
            words: Vec::with_capacity(text.len() / 6),
            buffer: String::with_capacity(text.len() + text.len() / 4),
        };
        let mut gap_start = 0;
        let mut chars = text.char_indices().peekable();
        while let Some((start, first)) = chars.next() {
            if !first.is_alphanumeric() {
                continue;
            }
            let mut end = start + first.len_utf8();
            while let Some(&(at, c)) = chars.peek() {
                if !(c.is_alphanumeric() || is_mark(c)) {
                    break;
                }
                end = at + c.len_utf8();
                chars.next();
            }
            let gap = if gap_start == 0 && words.words.is_empty() {
                Gap::Stop
            } else {
                let after = words.words.last().map(|word| word.span.of(text));
                gap_of(&text[gap_start..start], after.unwrap_or_default())
            };
            words.push(text, start, end, gap);
            gap_start = end;
        }
        words
    }

    fn push(&mut self, text: &str, start: usize, end: usize, gap: Gap) {
        let surface = &text[start..end];
        let folded_start = self.buffer.len();
        fold_into(surface, &mut self.buffer);
        let folded = (at(folded_start), at(self.buffer.len()));
        let (mut key, mut other_key) = (folded, (0, 0));
        let word = &self.buffer[folded_start..];
        if word.chars().next_back().is_some_and(is_cyrillic) {
            let (stem, other) = stems(word);
            key = (folded.0, folded.0 + at(stem));
            if let Some(other) = other {
                let other_start = self.buffer.len();
                self.buffer.push_str(&other);
                other_key = (at(other_start), at(self.buffer.len()));
            }
        }
        let (case, capitals) = case_of(surface);
        self.words.push(Word {
            span: Span::new(start, end),
            case,
            gap,
            short_caps: case == Case::Upper && (2..=5).contains(&capitals),
            folded,
            key,
            other_key,
        });
    }

    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// The word as it is compared with lists of words: lower case, no accents.
    pub(crate) fn folded(&self, idx: usize) -> &str {
        self.slice(self.words[idx].folded)
    }

    /// The word as it stands in the keys of the gazetteer.
    pub(crate) fn key(&self, idx: usize) -> &str {
        self.slice(self.words[idx].key)
    }

    /// A second form to try: *Авдіївці* is a form of *Авдіївка*.
    pub(crate) fn other_key(&self, idx: usize) -> Option<&str> {
        Some(self.slice(self.words[idx].other_key)).filter(|key| !key.is_empty())
    }

    fn slice(&self, (start, end): (u32, u32)) -> &str {
        &self.buffer[start as usize..end as usize]
    }
}

fn at(offset: usize) -> u32 {
    u32::try_from(offset).expect("reports are limited far below 4 GiB")
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c) || ('\u{64b}'..='\u{65f}').contains(&c)
}

fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&c)
}

fn case_of(surface: &str) -> (Case, usize) {
    let (mut letters, mut capitals, mut first_capital) = (0, 0, None);
    for c in surface.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        capitals += usize::from(c.is_uppercase());
        first_capital.get_or_insert(c.is_uppercase());
    }
    let case = match first_capital {
        None => Case::None,
        Some(true) if capitals == letters && letters > 1 => Case::Upper,
        Some(true) => Case::Title,
        Some(false) if surface.chars().any(char::is_lowercase) => Case::Lower,
        Some(false) => Case::None,
    };
    (case, capitals)
}

/// Abbreviations whose full stop does not end a sentence are one or two letters, or well known.
fn is_abbreviation(word: &str) -> bool {
    word.chars().count() <= 2 && word.chars().next().is_some_and(char::is_uppercase)
        || ["Ste", "Gov", "Gen", "Sen", "Rep", "Sgt", "Col", "Lt", "Mrs", "Mme", "Mgr"].contains(&word)
}

fn gap_of(gap: &str, before: &str) -> Gap {
    match gap {
        " " => return Gap::Space,
        "-" | "\u{2010}" | "\u{2011}" => return Gap::Hyphen,
        "'" | "\u{2019}" | "\u{2bc}" | "`" | "\u{2018}" => return Gap::Apostrophe,
        ", " => return Gap::Comma,
        _ => {}
    }
    let mut found = Gap::Space;
    let mut breaks = 0;
    for c in gap.chars() {
        let kind = match c {
            '\n' => {
                breaks += 1;
                if breaks > 1 { Gap::Stop } else { Gap::Space }
            }
            '\u{2028}' | '\u{2029}' => Gap::Stop,
            '.' if is_abbreviation(before) => Gap::Space,
            '.' | '!' | '?' | '…' | ';' | ':' | '•' | '|' | '*' => Gap::Stop,
            ',' => Gap::Comma,
            '(' | ')' | '[' | ']' => Gap::Paren,
            c if c.is_whitespace() || is_mark(c) || c == '\u{ad}' || c == '\u{200b}' => Gap::Space,
            '-' | '\u{2010}' | '\u{2011}' => Gap::Mark,
            _ => Gap::Mark,
        };
        found = strongest(found, kind);
    }
    found
}

fn strongest(a: Gap, b: Gap) -> Gap {
    let rank = |gap| match gap {
        Gap::Space | Gap::Hyphen | Gap::Apostrophe => 0,
        Gap::Mark => 1,
        Gap::Comma => 2,
        Gap::Paren => 3,
        Gap::Stop => 4,
    };
    if rank(b) > rank(a) { b } else { a }
}

/// Appends `surface` in lower case without accents.
pub(crate) fn fold_into(surface: &str, out: &mut String) {
    for c in surface.chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            'а'..='и' | 'к'..='я' => out.push(c),
            'ß' | 'ẞ' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'ı' => out.push('i'),
            'þ' | 'Þ' => out.push_str("th"),
            'ґ' | 'Ґ' => out.push('г'),
            'ə' | 'Ə' => out.push('e'),
            c if is_mark(c) => {}
            c => decompose_canonical(c, |part| {
                if part.is_alphanumeric() && !is_mark(part) {
                    out.extend(part.to_lowercase().filter(|&c| !is_mark(c)));
                }
            }),
        }
    }
}

/// Endings of names in Russian and Ukrainian, folded (no й ё ї), the longest first.
const ENDINGS: [&str; 38] = [
    "ого", "его", "ому", "ему", "ыми", "ими", "ами", "ями", "ьою", //
    "ыи", "ии", "ои", "еи", "іи", "ая", "яя", "ую", "юю", "ое", "ее", "ые", "ие", "ых", "их", "іх", "ым", "им", "ім",
    "ом", "ем", "єм", "ою", "ею", "єю", "ам", "ям", "ах", "ях",
];
const SHORT_ENDINGS: [char; 13] = ['а', 'я', 'о', 'е', 'є', 'ь', 'у', 'ю', 'ы', 'и', 'і', 'э', 'ё'];

/// How long the stem of a folded Cyrillic word is, in bytes, and a second stem to try, if the language has one.
fn stems(word: &str) -> (usize, Option<String>) {
    let stem = &word[..stem_len(word)];
    let ending = &word[stem.len()..];
    // Київ, Києва; Харків, Харкова: the vowel of the closed syllable opens in the other cases.
    if ending.is_empty()
        && let Some(body) = stem.strip_suffix("ів")
        && body.chars().count() > 1
    {
        let after_vowel = body.ends_with(['и', 'а', 'о', 'у', 'е', 'і']);
        return (stem.len(), Some(format!("{body}{}", if after_vowel { "єв" } else { "ов" })));
    }
    // Авдіївка, в Авдіївці; Прага, у Празі.
    if ending == "і" || ending == "е" {
        let softened = [("ц", "к"), ("з", "г")]
            .iter()
            .find_map(|(soft, hard)| stem.strip_suffix(soft).map(|body| format!("{body}{hard}")));
        return (stem.len(), softened);
    }
    (stem.len(), None)
}

fn stem_len(word: &str) -> usize {
    let letters = word.chars().count();
    for ending in ENDINGS {
        if word.ends_with(ending) && letters >= ending.chars().count() + 3 {
            return word.len() - ending.len();
        }
    }
    match word.chars().next_back() {
        Some(last) if letters > 3 && SHORT_ENDINGS.contains(&last) => word.len() - last.len_utf8(),
        // Уфа, Сумы (four letters are above); США has no cases.
        Some('а' | 'я' | 'е' | 'ы' | 'у' | 'і') if letters == 3 && word != "сша" && word != "оае" && word != "оаэ" =>
        {
            word.len() - 2 // these letters have two bytes
        }
        _ => word.len(),
    }
}

/// The keys under which a name is stored: its words, folded, Cyrillic ones stemmed, joined by spaces.
///
/// Abbreviations in capitals get a key of their own (first character `\u{1}`), so that *US* is not *us*.
pub(crate) fn keys_of_name(name: &str) -> Vec<String> {
    let words = Words::scan(name);
    let mut keys = vec![String::new()];
    for idx in 0..words.len() {
        let mut forms = vec![words.key(idx).to_owned()];
        let folded = words.folded(idx);
        if folded.chars().next_back().is_some_and(is_cyrillic) {
            forms.extend(hard_stems(folded));
            forms.extend(words.other_key(idx).map(str::to_owned));
        }
        forms.sort();
        forms.dedup();
        keys = keys
            .iter()
            .flat_map(|key| {
                forms.iter().map(move |form| if key.is_empty() { form.clone() } else { format!("{key} {form}") })
            })
            .take(12)
            .collect();
    }
    if words.len() == 1 && words.words[0].short_caps {
        return vec![format!("\u{1}{}", words.folded(0))];
    }
    if words.len() == 2 && words.words.iter().all(|word| word.span.len() == 1) {
        // U.S., U.K.: the full stops leave two words.
        return vec![
            format!("{} {}", words.folded(0), words.folded(1)),
            format!("\u{1}{}{}", words.folded(0), words.folded(1)),
        ];
    }
    keys.retain(|key| key.chars().count() > 1);
    keys
}

/// Other stems that the case forms of a name lead to: *Ханой* has *Ханоя*; *Донец, Донца*; *Канев, Каневу*.
fn hard_stems(folded: &str) -> Vec<String> {
    let mut found = Vec::new();
    let letters: Vec<char> = folded.chars().collect();
    if folded.ends_with("ои") || folded.ends_with("еи") || folded.ends_with("аи") {
        found.push(letters[..letters.len() - 1].iter().collect());
    }
    // Россия, России: the ending -ии looks like that of нижний.
    if folded.ends_with("ия") && letters.len() > 4 {
        found.push(letters[..letters.len() - 2].iter().collect());
    }
    // A fleeting vowel: Донец, Донца; Елец, Ельца; Торжок, Торжка; Порог.
    if let [.., before, 'е' | 'о' | 'є', last @ ('ц' | 'к')] = letters[..]
        && letters.len() > 4
    {
        let body: String = letters[..letters.len() - 2].iter().collect();
        found.push(format!("{body}{last}"));
        if before == 'л' || before == 'н' {
            found.push(format!("{body}ь{last}"));
        }
    }
    // Кривий Ріг, Кривого Рогу; Тернопіль, Тернополя.
    if letters.len() <= 4 && folded.contains('і') && folded.ends_with('г') {
        found.push(folded.replace('і', "о"));
    }
    if let Some(body) = folded.strip_suffix("піль") {
        found.push(format!("{body}пол"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(word: &str) -> String {
        let words = Words::scan(word);
        (0..words.len()).map(|idx| words.key(idx)).collect::<Vec<_>>().join(" ")
    }

    fn reached(name: &str, form: &str) -> bool {
        let keys = keys_of_name(name);
        let words = Words::scan(form);
        keys.contains(&key(form))
            || (words.len() == 1 && words.other_key(0).is_some_and(|other| keys.iter().any(|key| key == other)))
    }

    #[test]
    fn case_forms_lead_to_the_name() {
        for (name, forms) in [
            ("Киев", "Киева Киеву Киевом Киеве"),
            ("Москва", "Москвы Москве Москву Москвой"),
            ("Київ", "Києва Києву Києвом Києві"),
            ("Харків", "Харкова Харкову Харковом Харкові"),
            ("Авдіївка", "Авдіївки Авдіївці Авдіївку Авдіївкою"),
            ("Суми", "Сум Сумам Сумами Сумах"),
            ("Донецк", "Донецка Донецку Донецком Донецке"),
            ("Ханой", "Ханоя Ханою Ханоем Ханое"),
            ("Уфа", "Уфы Уфе Уфу"),
            ("Прага", "Праги Празі Прагу Прагою"),
            ("Россия", "России Россию Россией"),
        ] {
            for form in forms.split(' ') {
                assert!(reached(name, form), "{form} should lead to {name}: {:?} {}", keys_of_name(name), key(form));
            }
        }
        assert_eq!(key("Курской области"), key("Курская область"));
    }

    #[test]
    fn spelling_variants_give_one_key() {
        assert_eq!(key("Côte d’Ivoire"), key("COTE D'IVOIRE"));
        assert_eq!(key("Haïti"), key("Hai\u{308}ti"));
        assert_eq!(key("Київ"), key("Кии\u{306}в".replace("и\u{306}", "ї").as_str()));
        assert_eq!(key("Port-au-Prince"), key("Port\u{2011}au\u{a0}Prince"));
        assert_eq!(keys_of_name("US"), ["\u{1}us"]);
    }

    #[test]
    fn gaps_tell_sentences_from_names() {
        let words = Words::scan("St. Louis, Mo. Oxford.\nParis");
        let gaps: Vec<_> = words.words.iter().map(|word| word.gap).collect();
        assert_eq!(gaps, [Gap::Stop, Gap::Space, Gap::Comma, Gap::Space, Gap::Stop]);
    }
}
