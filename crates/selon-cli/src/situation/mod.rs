//! The commands on a situation: `events`, `claims`, `contested`, `timeline`, `pairs`, `network`, `show`, `brief`, `demo`.

mod escalate;
mod filter;
mod input;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use selon_situation::network::network_of;
use selon_situation::pairs::{FORMULA, Period, pair_series};
use selon_types::Situation;
use selon_view::sheet::{Cell, Separated, Sheet};
use selon_view::situation::{
    brief_html, brief_markdown, claims_sheet, contested_sheet, event_line, events_sheet, pairs_sheet,
};

pub(crate) use filter::FilterArgs;
pub(crate) use input::{InputArgs, load, open_scale, read_files};

use crate::report_line;

/// What is asked of a situation.
#[derive(Args)]
pub(crate) struct SituationArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    /// How to write [default: table on a terminal, jsonl when piped]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// How to order events
    #[arg(long, value_enum, default_value = "date")]
    sort: Sort,
    /// At most so many rows
    #[arg(long)]
    limit: Option<usize>,
}

/// Pairs, with their period.
#[derive(Args)]
pub(crate) struct PairsArgs {
    #[command(flatten)]
    situation: SituationArgs,
    /// Per day, per ISO week, or all in one
    #[arg(long, value_enum, default_value = "all")]
    per: Per,
    /// Look for rises of conflict in each pair's own history
    #[arg(long)]
    escalation: bool,
}

/// One event or claim with all its words.
#[derive(Args)]
pub(crate) struct ShowArgs {
    /// The id of an event or a claim
    id: String,
    #[command(flatten)]
    input: InputArgs,
}

/// A brief with numbered sources.
#[derive(Args)]
pub(crate) struct BriefArgs {
    #[command(flatten)]
    situation: SituationArgs,
    /// One HTML page instead of Markdown
    #[arg(long)]
    html: bool,
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Columns for people
    Table,
    /// One JSON object a row
    Jsonl,
    /// Comma-separated values
    Csv,
    /// Comma-separated values that spreadsheets open safely
    Excel,
    /// The same for French spreadsheets
    ExcelFr,
    /// Tab-separated values
    Tsv,
    /// A Markdown table
    Md,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// First day; unknown last
    Date,
    /// Independent origins, most first
    Independent,
    /// Reports, most first
    Reports,
    /// Type, then date
    Type,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Per {
    Day,
    Week,
    All,
}

/// Which table is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    Events,
    Claims,
    Contested,
    Timeline,
    Network,
}

/// `selon events`, `claims`, `contested`, `timeline`, `network`.
pub(crate) fn run(view: View, args: &SituationArgs) -> anyhow::Result<ExitCode> {
    let (situation, n_aside) = load(&args.input)?;
    let mut events = chosen(&situation, args);
    let sheet = match view {
        View::Events => events_sheet(&situation, &events),
        View::Claims => claims_sheet(&situation, &events),
        View::Contested => {
            events.retain(|&idx| !situation.events[idx].points.is_empty());
            contested_sheet(&situation, &events)
        }
        View::Timeline => timeline(&situation, &events),
        View::Network => network_sheet(&part_of(&situation, &events))?,
    };
    write_sheet(&sheet, args.format)?;
    Ok(exit(sheet.rows.is_empty(), n_aside))
}

/// `selon pairs`.
pub(crate) fn run_pairs(args: &PairsArgs) -> anyhow::Result<ExitCode> {
    let (situation, n_aside) = load(&args.situation.input)?;
    let part = part_of(&situation, &chosen(&situation, &args.situation));
    let scale = open_scale()?;
    let sheet = if args.escalation {
        escalate::escalation_sheet(&part, &scale)
    } else {
        let period = match args.per {
            Per::Day => Period::Day,
            Per::Week => Period::Week,
            Per::All => Period::All,
        };
        report_line(&format!("selon: {FORMULA}"));
        pairs_sheet(&part, &pair_series(&part, &scale, period))
    };
    write_sheet(&sheet, args.situation.format)?;
    Ok(exit(sheet.rows.is_empty(), n_aside))
}

/// `selon show`: an event with all its claims, or the claim.
pub(crate) fn run_show(args: &ShowArgs) -> anyhow::Result<ExitCode> {
    let (situation, n_aside) = load(&args.input)?;
    let holds = |event: &&selon_types::Event| {
        event.id == args.id || event.claims.iter().any(|&claim| situation.claims[claim].id == args.id)
    };
    let Some(event) = situation.events.iter().find(holds) else {
        report_line(&format!("selon: no event and no claim has the id {}", args.id));
        return Ok(exit(true, n_aside));
    };
    let mut out = format!("{}  {}\n", event.id, event_line(&situation, event));
    out.push_str(&format!(
        "{}, {} reports, {} independent origins\n",
        event.status, event.n_reports, event.n_independent
    ));
    let shown = event.claims.iter().filter(|&&claim| event.id == args.id || situation.claims[claim].id == args.id);
    for &idx in shown {
        let claim = &situation.claims[idx];
        let report = &situation.reports[claim.report];
        let (start, end) = claim.trigger_points();
        let (from, to) = claim.trigger_in_words;
        let words = &claim.words;
        let marked = match (words.get(..from), words.get(from..to), words.get(to..)) {
            (Some(before), Some(trigger), Some(after)) => format!("{before}[{trigger}]{after}"),
            _ => words.clone(),
        };
        out.push_str(&format!(
            "\n{}  {} · {} · {}\n  according to {} ({}, {}, {})\n  “{}”\n  {} {start}–{end}{}\n",
            claim.id,
            report.id,
            report.outlet.as_deref().unwrap_or("outlet unknown"),
            report.published.as_deref().unwrap_or("date unknown"),
            claim.source.chain.join(" > "),
            claim.source.stance,
            claim.polarity,
            claim.modality,
            marked.split_whitespace().collect::<Vec<_>>().join(" "),
            report.id,
            report.url.as_ref().map_or(String::new(), |url| format!(" · {url}")),
        ));
    }
    let safe: String = out.chars().map(|c| if c.is_control() && c != '\n' { '·' } else { c }).collect();
    std::io::stdout().write_all(safe.as_bytes())?;
    Ok(exit(false, n_aside))
}

/// `selon brief`.
pub(crate) fn run_brief(args: &BriefArgs) -> anyhow::Result<ExitCode> {
    let (situation, n_aside) = load(&args.situation.input)?;
    let events = chosen(&situation, &args.situation);
    let pairs = pair_series(&part_of(&situation, &events), &open_scale()?, Period::All);
    let write = if args.html { brief_html } else { brief_markdown };
    std::io::stdout().write_all(write(&situation, &events, &pairs, FORMULA).as_bytes())?;
    Ok(exit(events.is_empty(), n_aside))
}

/// `selon demo`: the brief of the invented week inside the command.
pub(crate) fn run_demo() -> anyhow::Result<ExitCode> {
    let (situation, n_aside) = input::demo()?;
    let events: Vec<usize> = (0..situation.events.len()).collect();
    let pairs = pair_series(&situation, &open_scale()?, Period::All);
    report_line("selon: an invented week in 33 reports; nothing here happened");
    std::io::stdout().write_all(brief_markdown(&situation, &events, &pairs, FORMULA).as_bytes())?;
    Ok(exit(false, n_aside))
}

/// The events that are asked for, in the order asked.
pub(crate) fn chosen(situation: &Situation, args: &SituationArgs) -> Vec<usize> {
    let mut events: Vec<usize> =
        (0..situation.events.len()).filter(|&idx| args.filter.keeps(situation, &situation.events[idx])).collect();
    let event = |idx: usize| &situation.events[idx];
    // Events are sorted by date already; sorts are stable.
    match args.sort {
        Sort::Date => {}
        Sort::Independent => events.sort_by_key(|&idx| std::cmp::Reverse(event(idx).n_independent)),
        Sort::Reports => events.sort_by_key(|&idx| std::cmp::Reverse(event(idx).n_reports)),
        Sort::Type => events.sort_by_key(|&idx| event(idx).event_type),
    }
    events.truncate(args.limit.unwrap_or(usize::MAX));
    events
}

/// The situation with these events only.
fn part_of(situation: &Situation, events: &[usize]) -> Situation {
    let mut sorted = events.to_vec();
    sorted.sort_unstable();
    Situation { events: sorted.iter().map(|&idx| situation.events[idx].clone()).collect(), ..situation.clone() }
}

/// One row a day: what is told to have happened then.
fn timeline(situation: &Situation, events: &[usize]) -> Sheet {
    let mut sheet = Sheet::new(&["date", "reports", "independent", "status", "event", "what"]);
    for &idx in events {
        let event = &situation.events[idx];
        let Some((begin, _)) = &event.days else { continue };
        sheet.rows.push(vec![
            begin.clone().into(),
            event.n_reports.into(),
            event.n_independent.into(),
            event.status.to_string().into(),
            event.id.clone().into(),
            event_line(situation, event).into(),
        ]);
    }
    sheet.rows.sort_by_key(|row| match &row[0] {
        Cell::Text(date) => date.clone(),
        _ => String::new(),
    });
    sheet
}

/// Edges with camps; how stable the camps are goes to standard error.
fn network_sheet(part: &Situation) -> anyhow::Result<Sheet> {
    let network = network_of(pair_series(part, &open_scale()?, Period::All));
    report_line(&format!("selon: {FORMULA}"));
    report_line(&format!(
        "selon: camps fit {:.0} % of the weight; with one edge left out, {:.0} % of pairs stay as they are ({} trials)",
        100.0 * network.balance,
        100.0 * network.stability.agreement,
        network.stability.n_trials
    ));
    for (a, b) in &network.stability.unsure {
        report_line(&format!("selon: {a} and {b} depend on one edge"));
    }
    let camp = |name: &String| network.actors.iter().position(|actor| actor == name).map(|idx| network.camps[idx]);
    let mut sheet = pairs_sheet(part, &network.edges);
    sheet.columns.extend(["camp_a", "camp_b"]);
    for (row, edge) in sheet.rows.iter_mut().zip(&network.edges) {
        row.push(camp(&edge.a).into());
        row.push(camp(&edge.b).into());
    }
    Ok(sheet)
}

/// Writes a table to standard output.
pub(crate) fn write_sheet(sheet: &Sheet, format: Option<Format>) -> anyhow::Result<()> {
    let on_terminal = std::io::stdout().is_terminal();
    let format = format.unwrap_or(if on_terminal { Format::Table } else { Format::Jsonl });
    let width = terminal_size::terminal_size().map_or(160, |(width, _)| usize::from(width.0));
    let text = match format {
        Format::Table => sheet.to_table(width),
        Format::Jsonl => sheet.to_jsonl(),
        Format::Csv => sheet.to_separated(Separated::CSV),
        Format::Excel => sheet.to_separated(Separated::EXCEL),
        Format::ExcelFr => sheet.to_separated(Separated::EXCEL_FR),
        Format::Tsv => sheet.to_separated(Separated::TSV),
        Format::Md => sheet.to_markdown(),
    };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

/// 2 when reports were set aside, else 1 when nothing matched.
pub(crate) fn exit(is_empty: bool, n_aside: usize) -> ExitCode {
    match (n_aside, is_empty) {
        (1.., _) => ExitCode::from(2),
        (0, true) => ExitCode::from(1),
        (0, false) => ExitCode::SUCCESS,
    }
}
