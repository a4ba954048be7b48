//! `selon read`: reports in, claims out; no database.

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use selon::Pipeline;
use selon_report::{Error, Form, Hints, Reports, Stated, read_source};
use selon_types::{Reading, Report};
use selon_view::{CardOptions, Markup, write_cards};

use crate::{embedded::open_pipeline_with_actors, report_line};

/// Read reports and show their claims.
#[derive(Args)]
pub(crate) struct ReadArgs {
    /// Files with reports; - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// How reports stand in the files [default: auto]
    #[arg(long, value_name = "FORM", value_parser = form_words())]
    from: Option<String>,
    /// How to write readings [default: table on a terminal, jsonl when piped]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// When the report was published (YYYY-MM-DD), if its text does not say
    #[arg(long)]
    date: Option<String>,
    /// Its language (fr, en, ru, uk, es, de), if it is not to be recognised
    #[arg(long)]
    lang: Option<String>,
    /// Its publisher
    #[arg(long)]
    outlet: Option<String>,
    /// Where it was published
    #[arg(long)]
    url: Option<String>,
    /// Its title, if that is not part of the text
    #[arg(long)]
    title: Option<String>,
    /// Actors of your own (TSV): added to the register, or in place of those with the same id
    #[arg(long, value_name = "FILE")]
    actors: Vec<PathBuf>,
    /// Name the rule behind every attribution and claim
    #[arg(long)]
    explain: bool,
    /// How many reports are read at a time [default: one per core]
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One block per claim, for a person
    Table,
    /// Wire format, indented
    Json,
    /// Wire format, one report per line
    Jsonl,
    /// Markdown
    Md,
    /// Tokens and syntax, CoNLL-U
    Conllu,
}

/// Reports that are read together: enough to keep all cores busy, few enough to keep little in memory.
const BATCH: usize = 64;

pub(crate) fn run(args: &ReadArgs) -> anyhow::Result<ExitCode> {
    if let Some(jobs) = args.jobs {
        rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global()?;
    }
    let pipeline = open_pipeline_with_actors(&args.actors)?;
    let mut run = Run {
        args,
        pipeline,
        out: BufWriter::new(std::io::stdout().lock()),
        n_read: 0,
        n_aside: 0,
        bar: progress_bar(args),
    };
    let mut batch = Vec::new();
    for file in &args.files {
        for report in open_reports(file, args) {
            match report {
                Ok(report) => batch.push(report),
                Err(error) => {
                    // What came before is written first, so that messages stand where they belong.
                    run.flush(&mut batch)?;
                    run.set_aside(&error.to_string());
                }
            }
            if batch.len() >= BATCH {
                run.flush(&mut batch)?;
            }
        }
    }
    run.flush(&mut batch)?;
    run.finish()
}

struct Run<'a> {
    args: &'a ReadArgs,
    pipeline: Pipeline,
    out: BufWriter<std::io::StdoutLock<'static>>,
    n_read: usize,
    n_aside: usize,
    bar: ProgressBar,
}

impl Run<'_> {
    fn flush(&mut self, batch: &mut Vec<Report>) -> anyhow::Result<()> {
        for reading in self.pipeline.read_all(std::mem::take(batch)) {
            match reading {
                Ok(reading) => {
                    self.write(&reading)?;
                    self.n_read += 1;
                }
                Err(aside) => self.set_aside(&aside.to_string()),
            }
            self.bar.inc(1);
        }
        self.out.flush()?;
        Ok(())
    }

    fn set_aside(&mut self, message: &str) {
        self.n_aside += 1;
        self.bar.suspend(|| report_line(&format!("selon: {message}")));
    }

    fn write(&mut self, reading: &Reading) -> anyhow::Result<()> {
        let on_terminal = std::io::stdout().is_terminal();
        let format = self.args.format.unwrap_or(if on_terminal { Format::Table } else { Format::Jsonl });
        let wide = if on_terminal {
            terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0))
        } else {
            100
        };
        let colour = on_terminal && std::env::var_os("NO_COLOR").is_none();
        let cards =
            |markup| write_cards(reading, CardOptions { markup, width: wide.min(120), explain: self.args.explain });
        if self.n_read > 0 && matches!(format, Format::Table | Format::Md) {
            writeln!(self.out)?;
        }
        match format {
            Format::Table => {
                self.out.write_all(cards(if colour { Markup::Terminal } else { Markup::Plain }).as_bytes())?
            }
            Format::Md => self.out.write_all(cards(Markup::Markdown).as_bytes())?,
            Format::Json => {
                serde_json::to_writer_pretty(&mut self.out, &selon_view::wire::WireReading::from_reading(reading))?;
                writeln!(self.out)?;
            }
            Format::Jsonl => {
                serde_json::to_writer(&mut self.out, &selon_view::wire::WireReading::from_reading(reading))?;
                writeln!(self.out)?;
            }
            Format::Conllu => self.out.write_all(selon_view::conllu::to_conllu(reading).as_bytes())?,
        }
        Ok(())
    }

    fn finish(mut self) -> anyhow::Result<ExitCode> {
        self.out.flush()?;
        self.bar.finish_and_clear();
        if self.n_aside == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        report_line(&format!("selon: {} read, {} set aside", self.n_read, self.n_aside));
        Ok(ExitCode::from(2))
    }
}

/// The reports of one file, as they come.
fn open_reports(file: &str, args: &ReadArgs) -> Reports<'static> {
    let hints = Hints {
        form: form_of(args),
        origin: if file == "-" { "standard input".to_owned() } else { file.to_owned() },
        stated: stated(args),
        ..Hints::default()
    };
    if file == "-" {
        let name = hints.origin.clone();
        return Box::new(read_source(std::io::stdin(), &hints).map(move |report| {
            report.map(|mut report| {
                if report.id == name {
                    report.id = "-".to_owned();
                }
                report
            })
        }));
    }
    match File::open(file) {
        Ok(opened) => read_source(opened, &hints),
        Err(reason) => Box::new(std::iter::once(Err(Error::Unreadable { name: file.to_owned(), reason }))),
    }
}

/// The reports of one file that states nothing about itself: JSON lines when its name says so, else one text.
pub(crate) fn open_plain_reports(file: &str) -> Box<dyn Iterator<Item = Result<Report, Error>>> {
    let args = ReadArgs {
        files: Vec::new(),
        from: None,
        format: None,
        date: None,
        lang: None,
        outlet: None,
        url: None,
        title: None,
        explain: false,
        actors: Default::default(),
        jobs: None,
    };
    open_reports(file, &args)
}

/// The words for forms, as the reader names them.
fn form_words() -> PossibleValuesParser {
    PossibleValuesParser::new(Form::ALL.map(|form| PossibleValue::new(form.name()).help(form.description())))
}

fn form_of(args: &ReadArgs) -> Form {
    let named = |word: &String| Form::ALL.into_iter().find(|form| form.name() == word);
    args.from.as_ref().and_then(named).unwrap_or_default()
}

fn stated(args: &ReadArgs) -> Stated {
    Stated {
        date: args.date.clone(),
        language: args.lang.clone(),
        outlet: args.outlet.clone(),
        url: args.url.clone(),
        title: args.title.clone(),
    }
}

/// A bar on a terminal when there may be many reports; nothing otherwise.
fn progress_bar(args: &ReadArgs) -> ProgressBar {
    let may_be_many =
        args.files.len() > 1 || form_of(args) == Form::Jsonl || args.files.iter().any(|file| file.ends_with(".jsonl"));
    if !may_be_many || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} reports read, {per_sec}") {
        bar.set_style(style);
    }
    bar
}
