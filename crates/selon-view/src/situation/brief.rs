//! A brief: events in the order of time, what is contested, pairs; each statement with numbered sources.

use std::fmt::Write;

use selon_types::{Event, Pair, ReportCard, ReportedClaim, Situation};

use super::{event_line, relation};
use crate::cards::{escape_markdown, visible};

/// A piece of a brief; the words of reports are text in every form.
enum Piece {
    Heading(u8, String),
    Line(String),
    /// Words of a report, who says them, the number of the note.
    Quote(String, String, usize),
    Note(usize, String, Option<String>),
}

/// The brief in Markdown.
pub fn brief_markdown(situation: &Situation, events: &[usize], pairs: &[Pair], formula: &str) -> String {
    let mut out = String::new();
    for piece in pieces(situation, events, pairs, formula) {
        let _ = match piece {
            Piece::Heading(level, text) => {
                writeln!(out, "\n{} {}\n", "#".repeat(usize::from(level)), escape_markdown(&text))
            }
            Piece::Line(text) => writeln!(out, "{}\n", escape_markdown(&text)),
            Piece::Quote(words, name, note) => {
                writeln!(out, "- {}: “{}” [^{note}]", escape_markdown(&name), escape_markdown(&words))
            }
            Piece::Note(note, text, url) => {
                let link = url.map_or(String::new(), |url| format!(" <{}>", url.replace(['<', '>', ' '], "")));
                writeln!(out, "[^{note}]: {}{link}", escape_markdown(&text))
            }
        };
    }
    out.trim_start().to_owned()
}

/// The brief as one HTML page without scripts.
pub fn brief_html(situation: &Situation, events: &[usize], pairs: &[Pair], formula: &str) -> String {
    let mut out = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Brief</title>\n<style>body{max-width:\
         45em;margin:2em auto;font:1em/1.5 serif}ul{margin:.3em 0}sup a{text-decoration:none}@media print{a{color:\
         inherit}}</style>\n",
    );
    for piece in pieces(situation, events, pairs, formula) {
        let _ = match piece {
            Piece::Heading(level, text) => writeln!(out, "<h{level}>{}</h{level}>", escape_html(&text)),
            Piece::Line(text) => writeln!(out, "<p>{}</p>", escape_html(&text)),
            Piece::Quote(words, name, note) => writeln!(
                out,
                "<ul><li>{}: <q>{}</q> <sup><a href=\"#n{note}\">{note}</a></sup></li></ul>",
                escape_html(&name),
                escape_html(&words)
            ),
            Piece::Note(note, text, url) => {
                // Only addresses of the web become links: report content is never markup.
                let web = url.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
                let link = web.map_or(String::new(), |url| {
                    let url = escape_html(&url);
                    format!(" <a href=\"{url}\" rel=\"noreferrer\">{url}</a>")
                });
                writeln!(out, "<p id=\"n{note}\">{note}. {}{link}</p>", escape_html(&text))
            }
        };
    }
    out.push_str("</html>\n");
    out
}

/// Text as HTML text.
pub(crate) fn escape_html(text: &str) -> String {
    visible(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

fn pieces(situation: &Situation, events: &[usize], pairs: &[Pair], formula: &str) -> Vec<Piece> {
    let mut brief = Brief { situation, pieces: Vec::new(), notes: Vec::new() };
    brief.add(Piece::Heading(1, "Situation".to_owned()));
    let n_contested = events.iter().filter(|&&idx| situation.events[idx].is_contested()).count();
    brief.add(Piece::Line(format!(
        "{} reports, {} events, {n_contested} of them contested. Every statement below is somebody's; none is a \
         finding of this brief.",
        situation.reports.len(),
        events.len(),
    )));
    brief.add(Piece::Heading(2, "What is told".to_owned()));
    for &idx in events {
        brief.event(&situation.events[idx]);
    }
    if n_contested > 0 {
        brief.add(Piece::Heading(2, "What is contested".to_owned()));
        for &idx in events.iter().filter(|&&idx| situation.events[idx].is_contested()) {
            brief.contested(&situation.events[idx]);
        }
    }
    if !pairs.is_empty() {
        brief.add(Piece::Heading(2, "Pairs".to_owned()));
        brief.add(Piece::Line(format!("{formula}.")));
        for pair in pairs {
            brief.add(Piece::Line(format!(
                "{}–{}: {} ({} cooperation, {} conflict; score {:+.1})",
                pair.a,
                pair.b,
                relation(pair),
                pair.n_cooperation,
                pair.n_conflict,
                pair.cooperation + pair.conflict
            )));
        }
    }
    brief.add(Piece::Heading(2, "Sources".to_owned()));
    let notes = std::mem::take(&mut brief.notes);
    for (idx, report) in notes.into_iter().enumerate() {
        let card = &situation.reports[report];
        brief.add(Piece::Note(idx + 1, citation(card), card.url.clone()));
    }
    brief.pieces
}

struct Brief<'a> {
    situation: &'a Situation,
    pieces: Vec<Piece>,
    /// Reports in the order of their first mention: note 1, 2 …
    notes: Vec<usize>,
}

impl Brief<'_> {
    fn add(&mut self, piece: Piece) {
        self.pieces.push(piece);
    }

    fn event(&mut self, event: &Event) {
        let status = event.status.to_string().replace('_', " ");
        self.add(Piece::Heading(3, event_line(self.situation, event)));
        self.add(Piece::Line(format!(
            "{status}; {} {}, {} independent",
            event.n_reports,
            if event.n_reports == 1 { "report" } else { "reports" },
            event.n_independent
        )));
        for source in &event.sources {
            // The first of its claims by publication speaks for an origin; the others are in the table of claims.
            let first = source.claims.iter().min_by_key(|&&claim| {
                let claim = &self.situation.claims[claim];
                (&self.situation.reports[claim.report].published, &claim.id)
            });
            if let Some(&claim) = first {
                self.quote(&self.situation.claims[claim]);
            }
        }
    }

    fn contested(&mut self, event: &Event) {
        for point in event.points.iter().filter(|point| point.between_origins) {
            let kind = point.kind.to_string().replace('_', " ");
            let figure = point.figure.map_or(String::new(), |figure| format!(" {figure}"));
            self.add(Piece::Heading(3, format!("{kind}{figure}? — {}", event_line(self.situation, event))));
            for position in &point.positions {
                if let Some(&claim) = position.claims.first() {
                    let claim = &self.situation.claims[claim];
                    let note = self.note(claim.report);
                    let name = format!("{}, {}", position.value, position.name);
                    self.add(Piece::Quote(claim.words.trim().to_owned(), name, note));
                }
            }
        }
    }

    fn quote(&mut self, claim: &ReportedClaim) {
        let note = self.note(claim.report);
        let name = format!("{} ({})", claim.source.name, claim.source.stance);
        self.add(Piece::Quote(claim.words.trim().to_owned(), name, note));
    }

    fn note(&mut self, report: usize) -> usize {
        let found = self.notes.iter().position(|&other| other == report);
        found.unwrap_or_else(|| {
            self.notes.push(report);
            self.notes.len() - 1
        }) + 1
    }
}

/// Outlet, title, date.
pub(crate) fn citation(card: &ReportCard) -> String {
    let mut parts = vec![card.outlet.clone().unwrap_or_else(|| card.id.clone())];
    parts.extend(card.title.as_ref().map(|title| format!("“{}”", title.trim())));
    parts.push(card.published.clone().map_or("date unknown".to_owned(), |date| date.replace('T', " ")));
    parts.join(", ")
}
