//! `selon search`: reports of a database by words and by what their claims say.

use std::io::{BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::anyhow;
use clap::{Args, ValueEnum};
use selon_store::{Filter, Store};
use selon_types::Label;
use selon_view::wire::WireReading;

use crate::db::DbArgs;

/// Find reports in a database.
///
/// All conditions must hold; those on claims, for one and the same claim. Without any, all reports are listed.
/// Exit status 1 when nothing matches.
#[derive(Args)]
pub(crate) struct SearchArgs {
    /// Words of title or text; "…" for a phrase, * for any ending; accents make no difference
    query: Vec<String>,
    #[command(flatten)]
    db: DbArgs,
    /// First day of the event (YYYY-MM-DD)
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Last day of the event
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Country of the event (ISO 3166 alpha-3)
    #[arg(long)]
    country: Option<String>,
    /// Place of the event
    #[arg(long)]
    place: Option<String>,
    /// Who acts or is acted upon: a code (RUS, NAT) or a name
    #[arg(long)]
    actor: Option<String>,
    /// PLOVER type (ASSAULT); several times for any of them
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,
    /// According to whom: a code or a name
    #[arg(long)]
    source: Option<String>,
    /// How the source stands to it (asserted, hedged, alleged, denied, questioned, desired)
    #[arg(long)]
    stance: Option<String>,
    /// Status of the event (both_sides, author_voice, third_party, one_side, denied, not_actual)
    #[arg(long)]
    status: Option<String>,
    /// Language of the report
    #[arg(long)]
    lang: Option<String>,
    /// Publisher of the report
    #[arg(long)]
    outlet: Option<String>,
    /// At most so many reports [default: 20 in a table, all as JSON lines]
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    /// After so many reports
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: u64,
    /// How to write them [default: table on a terminal, jsonl when piped]
    #[arg(long, value_enum)]
    format: Option<Format>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line for each report
    Table,
    /// The readings in wire format
    Jsonl,
}

pub(crate) fn run(args: &SearchArgs) -> anyhow::Result<ExitCode> {
    let store = Store::open(&args.db.db)?;
    let on_terminal = std::io::stdout().is_terminal();
    let format = args.format.unwrap_or(if on_terminal { Format::Table } else { Format::Jsonl });
    let mut filter = filter(args)?;
    if format == Format::Table && filter.limit.is_none() {
        filter.limit = Some(20);
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut n_shown: u64 = 0;
    for reading in store.readings(&filter)? {
        let reading = reading?;
        match format {
            Format::Jsonl => {
                serde_json::to_writer(&mut out, &WireReading::from_reading(&reading))?;
                writeln!(out)?;
            }
            Format::Table => {
                let report = &reading.report;
                let first_line = report.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
                let title: String = report.title.as_deref().unwrap_or(first_line).chars().take(72).collect();
                let line = format!(
                    "{:<10}  {:<16}  {:>3} claims  {title}  ({})",
                    report.published.as_ref().map_or("no date", |published| published.day()),
                    report.outlet.as_deref().unwrap_or("–"),
                    reading.claims.len(),
                    report.id,
                );
                // Control characters of a report never reach the terminal.
                writeln!(out, "{}", line.replace(char::is_control, " "))?;
            }
        }
        n_shown += 1;
    }
    out.flush()?;
    if n_shown == 0 {
        crate::report_line("selon: nothing matches");
        return Ok(ExitCode::FAILURE);
    }
    if format == Format::Table {
        let n_matching = store.count_reports(&filter)?;
        if n_matching > args.offset + n_shown {
            crate::report_line(&format!("selon: {n_shown} of {n_matching}; more with --limit or --offset"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn filter(args: &SearchArgs) -> anyhow::Result<Filter> {
    let upper = |code: &Option<String>| code.as_ref().map(|code| code.to_uppercase());
    Ok(Filter {
        from: args.from.clone(),
        to: args.to.clone(),
        country: upper(&args.country),
        place: args.place.clone(),
        actor: args.actor.clone(),
        types: args.types.iter().map(|word| labelled(&word.to_uppercase())).collect::<Result<_, _>>()?,
        source: args.source.clone(),
        stance: args.stance.as_deref().map(labelled).transpose()?,
        status: args.status.clone(),
        language: args.lang.as_deref().map(labelled).transpose()?,
        outlet: args.outlet.clone(),
        text: if args.query.is_empty() { None } else { Some(args.query.join(" ")) },
        limit: args.limit,
        offset: args.offset,
        ..Filter::default()
    })
}

fn labelled<T: Label>(word: &str) -> anyhow::Result<T> {
    let known = || T::ALL.iter().map(|member| member.label()).collect::<Vec<_>>().join(", ");
    T::from_label(word).ok_or_else(|| anyhow!("{word:?} is none of {}", known()))
}
