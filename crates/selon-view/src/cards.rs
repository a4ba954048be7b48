//! A reading for a person: one block per claim, saying who did what to whom, when, where, according to whom, in which words.

use std::fmt::Write;

use selon_types::{
    ActorIdx, ActorMention, Attribution, Claim, Distance, Modality, Polarity, QuoteKind, Reading, SourceKind, Span,
};

/// How the blocks are marked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// Plain text; the words of the event stand between `[` and `]`.
    Plain,
    /// Terminal escape sequences.
    Terminal,
    /// Markdown.
    Markdown,
}

/// What to show.
#[derive(Clone, Copy, Debug)]
pub struct CardOptions {
    /// How the blocks are marked up.
    pub markup: Markup,
    /// Longest line in characters; longer ones are folded.
    pub width: usize,
    /// Name the rule behind every attribution and claim.
    pub explain: bool,
}

/// The blocks of one reading, with a heading line and the remarks.
pub fn write_cards(reading: &Reading, options: CardOptions) -> String {
    let mut out = String::new();
    let mut card = CardWriter { reading, options, out: &mut out };
    card.heading();
    for (number, claim) in (1..).zip(&reading.claims) {
        card.claim(number, claim);
    }
    if reading.claims.is_empty() {
        card.line("", "no claim found");
    }
    if options.explain {
        card.attributions();
    }
    card.remarks();
    out
}

struct CardWriter<'a> {
    reading: &'a Reading,
    options: CardOptions,
    out: &'a mut String,
}

impl CardWriter<'_> {
    fn heading(&mut self) {
        let report = &self.reading.report;
        let language = report.language.map_or("language not recognised".to_owned(), |language| language.to_string());
        let date = match &report.published {
            Some(published) => format!("published {} ({})", published.value.replace('T', " "), published.basis),
            None => "publication date unknown".to_owned(),
        };
        let n_cued = self.reading.attributions.iter().filter(|attribution| attribution.kind != QuoteKind::None).count();
        let n_claims = self.reading.claims.len();
        let counts = format!("{}, {}", count(n_claims, "claim"), count(n_cued, "attribution"));
        let title = match self.options.markup {
            Markup::Markdown => format!("## {}\n\n{language} · {date} · {counts}\n", escape_markdown(&report.id)),
            _ => format!("{} · {language} · {date} · {counts}\n", self.strong(&visible(&report.id))),
        };
        self.out.push_str(&title);
    }

    fn claim(&mut self, number: usize, claim: &Claim) {
        let who = self.parties(&claim.actors);
        let whom = if claim.recipients.is_empty() {
            String::new()
        } else {
            format!(" → {}", self.parties(&claim.recipients))
        };
        let mode = if claim.modes.is_empty() { String::new() } else { format!(" ({})", claim.modes.join(", ")) };
        let negation = if claim.polarity == Polarity::Negated { "NOT " } else { "" };
        let modality =
            if claim.modality == Modality::Actual { String::new() } else { format!(" · {}", claim.modality) };
        let event = self.strong(&format!("{negation}{}", claim.event_type));
        self.out.push('\n');
        let head = format!("{who} → {event}{mode}{whom}{modality}");
        match self.options.markup {
            Markup::Markdown => {
                let _ = writeln!(self.out, "{number}. {head}");
            }
            _ => {
                let _ = writeln!(self.out, "{number:>3}  {head}");
            }
        }
        self.line("when", &self.when(claim));
        self.line("where", &self.place(claim));
        if !claim.figures.is_empty() {
            self.line("figures", &self.figures(claim));
        }
        self.line("source", &self.source(claim));
        self.line("words", &self.words(claim));
        if let Some(first) = claim.same_event_as {
            self.line("same as", &format!("claim {}", first + 1));
        }
        if self.options.explain {
            self.line("rule", &format!("{} (confidence {:.2})", claim.rule, claim.confidence));
        }
    }

    fn parties(&self, actors: &[ActorIdx]) -> String {
        if actors.is_empty() {
            return self.faint("not stated");
        }
        let names: Vec<String> = actors.iter().map(|&idx| self.party(&self.reading.mentions.actors[idx])).collect();
        names.join(", ")
    }

    fn party(&self, actor: &ActorMention) -> String {
        let words = self.text(actor.span);
        format!(
            "{words} {}",
            self.faint(&code_label(actor.code.as_deref(), actor.sector.as_deref(), actor.body.as_deref()))
        )
    }

    fn when(&self, claim: &Claim) -> String {
        let Some(date) = &claim.date else { return self.faint("not stated") };
        let days = match (&date.begin, &date.end) {
            (Some(begin), Some(end)) if begin == end => begin.clone(),
            (Some(begin), Some(end)) => format!("{begin} to {end}"),
            (Some(begin), None) => format!("from {begin}"),
            (None, Some(end)) => format!("until {end}"),
            (None, None) => "open".to_owned(),
        };
        let words = date.timex.map(|idx| format!(" (“{}”)", self.text(self.reading.mentions.timexes[idx].span)));
        format!("{days}{}, {}", words.unwrap_or_default(), date.basis)
    }

    fn place(&self, claim: &Claim) -> String {
        let Some(idx) = claim.place else { return self.faint("not stated") };
        let place = &self.reading.mentions.places[idx];
        match place.precision {
            Some(precision) => format!(
                "{} ({precision}{})",
                place.name,
                place.country.as_ref().map(|country| format!(", {country}")).unwrap_or_default()
            ),
            None => format!("{} {}", place.name, self.faint("(unresolved)")),
        }
    }

    fn figures(&self, claim: &Claim) -> String {
        let figures = claim.figures.iter().map(|figure| {
            let range = match (figure.low, figure.high) {
                (Some(low), Some(high)) if low == high => low.to_string(),
                (Some(low), Some(high)) => format!("{low} to {high}"),
                (Some(low), None) => format!("at least {low}"),
                (None, Some(high)) => format!("at most {high}"),
                (None, None) => "open".to_owned(),
            };
            format!("{} {range} (“{}”)", figure.kind, self.text(figure.span))
        });
        figures.collect::<Vec<_>>().join(", ")
    }

    /// The chain from the report to the origin, with the stance of the innermost source.
    fn source(&self, claim: &Claim) -> String {
        let chain = self.reading.chain(claim.attribution);
        let links: Vec<String> = chain.iter().map(|&idx| self.source_name(&self.reading.attributions[idx])).collect();
        let innermost = &self.reading.attributions[claim.attribution];
        let mut line = if innermost.kind == QuoteKind::None {
            links.join(" ▸ ")
        } else {
            format!("report ▸ {}", links.join(" ▸ "))
        };
        if innermost.kind != QuoteKind::None {
            let cue: Vec<String> = innermost.cue.iter().map(|span| self.text(*span)).collect();
            let cue = if cue.is_empty() { String::new() } else { format!(", “{}”", cue.join(" … ")) };
            let _ = write!(line, " · {} ({}{cue})", innermost.stance, innermost.kind);
        }
        if innermost.distance == Distance::Distances {
            line.push_str(" · the report keeps its distance");
        }
        for flag in &innermost.flags {
            let _ = write!(line, " · {flag}");
        }
        line
    }

    fn source_name(&self, attribution: &Attribution) -> String {
        let source = &attribution.source_ref;
        let words: Vec<String> = attribution.source.iter().map(|span| self.text(*span)).collect();
        match (source.kind, words.is_empty()) {
            (SourceKind::Author, true) => "the report itself".to_owned(),
            (SourceKind::Author, false) => format!("{} {}", words.join(" … "), self.faint("[the author]")),
            (SourceKind::Unresolved, true) => self.faint("source not stated"),
            (SourceKind::Unresolved, false) => format!("{} {}", words.join(" … "), self.faint("[unresolved]")),
            (_, no_words) => {
                let words = if no_words {
                    source.name.clone().unwrap_or_else(|| "source not stated".to_owned())
                } else {
                    words.join(" … ")
                };
                format!("{words} {}", self.faint(&code_label(source.code.as_deref(), source.sector.as_deref(), None)))
            }
        }
    }

    /// The sentence of the trigger, with the trigger marked.
    fn words(&self, claim: &Claim) -> String {
        let sentences = &self.reading.analysis.sentences;
        let sentence = sentences.iter().find(|sentence| sentence.span.overlaps(claim.trigger));
        let around = sentence.map_or(claim.trigger, |sentence| sentence.span.cover(claim.trigger));
        let before = self.text(Span::new(around.start(), claim.trigger.start()));
        let after = self.text(Span::new(claim.trigger.end(), around.end()));
        let trigger = self.text(claim.trigger);
        let marked = match self.options.markup {
            Markup::Plain => format!("[{trigger}]"),
            Markup::Terminal => format!("\u{1b}[1;4m{trigger}\u{1b}[0m"),
            Markup::Markdown => format!("**{trigger}**"),
        };
        let space = |has: bool| if has { " " } else { "" };
        let text = &self.reading.report.text;
        let space_before = text[..claim.trigger.start()].ends_with(char::is_whitespace) && !before.is_empty();
        let space_after = text[claim.trigger.end()..].starts_with(char::is_whitespace) && !after.is_empty();
        format!("{before}{}{marked}{}{after}", space(space_before), space(space_after))
    }

    fn attributions(&mut self) {
        let reading = self.reading;
        self.out.push_str("\nattributions\n");
        for attribution in reading.attributions.iter().filter(|attribution| attribution.kind != QuoteKind::None) {
            let content: Vec<String> = attribution.content.iter().map(|span| self.text(*span)).collect();
            let entry = format!(
                "{} · {} · {} · {}",
                self.source_name(attribution),
                attribution.stance,
                attribution.rule,
                content.join(" … ")
            );
            self.line("-", &entry);
        }
    }

    fn remarks(&mut self) {
        if self.reading.remarks.is_empty() {
            return;
        }
        self.out.push_str("\nremarks\n");
        for remark in &self.reading.remarks {
            let words = remark.span.map(|span| format!(": “{}”", shorten(&self.text(span), 60))).unwrap_or_default();
            self.line("-", &format!("{}: {}{words}", remark.kind, remark.message));
        }
    }

    /// One labelled line, folded under itself.
    fn line(&mut self, label: &str, content: &str) {
        if self.options.markup == Markup::Markdown {
            let label = if label.is_empty() || label == "-" { String::new() } else { format!("{label}: ") };
            let _ = writeln!(self.out, "   - {label}{content}");
            return;
        }
        let indent = " ".repeat(14);
        let first = format!("     {label:<8} ");
        let fold = textwrap::Options::new(self.options.width.max(40))
            .initial_indent(&first)
            .subsequent_indent(&indent)
            .break_words(false);
        let _ = writeln!(self.out, "{}", textwrap::fill(content, fold));
    }

    /// Words of the report on one line, safe to print.
    fn text(&self, span: Span) -> String {
        let words = visible(span.of(&self.reading.report.text));
        if self.options.markup == Markup::Markdown { escape_markdown(&words) } else { words }
    }

    fn strong(&self, words: &str) -> String {
        match self.options.markup {
            Markup::Plain => words.to_owned(),
            Markup::Terminal => format!("\u{1b}[1m{words}\u{1b}[0m"),
            Markup::Markdown => format!("**{words}**"),
        }
    }

    fn faint(&self, words: &str) -> String {
        match self.options.markup {
            Markup::Terminal => format!("\u{1b}[2m{words}\u{1b}[0m"),
            _ => words.to_owned(),
        }
    }
}

/// `[BLR MIL]`, `[IGO NAT]`, `[country not known]`.
fn code_label(code: Option<&str>, sector: Option<&str>, body: Option<&str>) -> String {
    let parts: Vec<&str> = [code, body, sector].into_iter().flatten().collect();
    if parts.is_empty() { "[not coded]".to_owned() } else { format!("[{}]", parts.join(" ")) }
}

fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// White space folded and control characters shown as `·`: words of a report must not drive a terminal.
pub(crate) fn visible(words: &str) -> String {
    let folded = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let steers = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    folded.chars().map(|c| if steers(c) { '·' } else { c }).collect()
}

fn shorten(words: &str, n_chars: usize) -> String {
    if words.chars().count() <= n_chars {
        words.to_owned()
    } else {
        words.chars().take(n_chars).chain("…".chars()).collect()
    }
}

pub(crate) fn escape_markdown(words: &str) -> String {
    words
        .chars()
        .flat_map(|c| {
            matches!(c, '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\' | '#').then_some('\\').into_iter().chain([c])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use selon_types::{
        Act, ActorForm, Analysis, EventType, Label, Mentions, Report, Sentence, SentenceRole, SourceForm, SourceRef,
        Stance,
    };

    /// *L’Armée accuse Minsk.*: one claim in the report's own voice.
    fn reading() -> Reading {
        let text = "L’Armée accuse\u{7} Minsk.".to_owned();
        let actor = |start: usize, end: usize, code: &str| ActorMention {
            span: Span::new(start, end),
            head: 0,
            entity: start,
            name: None,
            code: Some(code.to_owned()),
            sector: None,
            body: None,
            form: ActorForm::Named,
            confidence: 1.0,
        };
        let all = Span::new(0, text.len());
        let author =
            SourceRef { kind: SourceKind::Author, name: None, code: None, sector: None, actor: None, confidence: 1.0 };
        Reading {
            analysis: Analysis {
                sentences: vec![Sentence { span: all, role: SentenceRole::Body, tokens: 0..0 }],
                ..Analysis::default()
            },
            mentions: Mentions { actors: vec![actor(0, 10, "UKR"), actor(19, 24, "BLR")], ..Mentions::default() },
            attributions: vec![Attribution {
                kind: QuoteKind::None,
                act: Act::Assertion,
                source: vec![],
                cue: vec![],
                content: vec![all],
                hedges: vec![],
                source_ref: author,
                source_form: SourceForm::Implicit,
                stance: Stance::Asserted,
                distance: Distance::Neutral,
                parent: None,
                basis: None,
                said_when: None,
                flags: vec![],
                rule: "own-voice".to_owned(),
            }],
            claims: vec![Claim {
                event_type: EventType::Accuse,
                modes: vec![],
                contexts: vec![],
                trigger: Span::new(11, 17),
                actors: vec![0],
                recipients: vec![1],
                polarity: Polarity::Affirmed,
                modality: Modality::Actual,
                date: None,
                place: None,
                figures: vec![],
                attribution: 0,
                same_event_as: None,
                confidence: 0.9,
                rule: "accuser".to_owned(),
            }],
            remarks: vec![],
            report: Report { id: "a.txt".to_owned(), text, ..Report::default() },
        }
    }

    #[test]
    fn a_claim_shows_its_words_and_what_is_not_stated() {
        let cards = write_cards(&reading(), CardOptions { markup: Markup::Plain, width: 100, explain: true });
        assert!(cards.contains("L’Armée [UKR] → ACCUSE → Minsk [BLR]"), "{cards}");
        assert!(cards.contains("when     not stated"), "{cards}");
        assert!(cards.contains("L’Armée [accuse]· Minsk."), "{cards}");
        assert!(cards.contains("accuser (confidence 0.90)"), "{cards}");
        assert_eq!(EventType::Accuse.label(), "ACCUSE");
    }

    #[test]
    fn markdown_is_escaped() {
        assert_eq!(escape_markdown("a*b_<i>"), "a\\*b\\_\\<i\\>");
    }
}
