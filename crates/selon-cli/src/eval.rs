//! `selon eval`: figures of Selon, or of another tool's records, against coded reports.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use clap::{Args, ValueEnum};
use selon::{Gazetteer, Pipeline};
use selon_eval::{Atlas, EvalArgs, Format, KnownPlace, Options, Rarity, Reader, What};
use selon_types::{Analysis, Mentions, PlaceMention, Reading, Report, Span};

use crate::embedded::{open_pipeline, open_resources};
use crate::report_line;

/// Score against coded reports: figures with 95 % intervals
#[derive(Args)]
pub(crate) struct EvalCommand {
    /// What is measured
    #[arg(value_enum)]
    what: WhatWord,
    /// Gold files or folders of them (.jsonl, .json, .conllu; plain, .gz or .xz)
    #[arg(required = true)]
    gold: Vec<PathBuf>,
    /// Score these records (JSON lines in wire format; CoNLL-U for syntax and names) instead of reading
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,
    /// How to write the figures
    #[arg(long, value_enum, default_value = "table")]
    format: FormatWord,
    /// Write each miss, extra and mismatch with the words
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Folder with the texts of gold that holds none
    #[arg(long, value_name = "FOLDER")]
    texts: Option<PathBuf>,
    /// Give the words of actor and recipient and ask for the event's root
    #[arg(long)]
    given_actors: bool,
    /// Give the gold's sentences and tokens
    #[arg(long)]
    gold_tokens: bool,
    /// Give the words of each place and ask which place it is
    #[arg(long)]
    given_spans: bool,
    /// Attributions of these kinds of the set only (Direct,Indirect)
    #[arg(long, value_delimiter = ',', value_name = "KINDS")]
    types: Vec<String>,
    /// Time this command on the same reports, as JSON lines on its standard input, in the same run
    #[arg(long, value_name = "COMMAND")]
    against: Option<String>,
    /// How many reports are read at a time [default: one per core]
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
}

#[derive(Clone, Copy)]
struct WhatWord(What);

impl ValueEnum for WhatWord {
    fn value_variants<'a>() -> &'a [Self] {
        static ALL: [WhatWord; What::ALL.len()] = {
            let mut all = [WhatWord(What::Seed); What::ALL.len()];
            let mut idx = 0;
            while idx < all.len() {
                all[idx] = WhatWord(What::ALL[idx]);
                idx += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.name()))
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum FormatWord {
    /// Columns for a person
    Table,
    /// One JSON object for each gold file or group
    Json,
    /// One line for each figure
    Csv,
    /// A Markdown table
    Md,
}

/// The pipeline as the scorer sees it.
struct PipelineReader(Pipeline);

impl Reader for PipelineReader {
    fn read(&self, report: Report) -> Option<Reading> {
        self.0.read_all(vec![report]).pop()?.ok()
    }

    fn analyse(&self, report: &Report) -> Analysis {
        self.0.analyse(report)
    }

    fn analyse_segmented(&self, report: &Report, sentences: &[Vec<Span>]) -> Analysis {
        self.0.analyse_segmented(report, sentences)
    }

    fn resolve_given_places(&self, report: &Report, analysis: &Analysis, spans: &[Span]) -> Vec<PlaceMention> {
        self.0.resolve_given_places(report, analysis, spans)
    }

    fn find_times_and_places(&self, report: &Report, analysis: &Analysis) -> Mentions {
        self.0.find_times_and_places(report, analysis)
    }

    fn find_mentions(&self, report: &Report, analysis: &Analysis) -> Mentions {
        self.0.find_mentions(report, analysis)
    }
}

/// Nothing is read when records made earlier are scored: the model need not be opened.
struct NoReader;

impl Reader for NoReader {
    fn read(&self, _report: Report) -> Option<Reading> {
        None
    }

    fn analyse(&self, _report: &Report) -> Analysis {
        Analysis::default()
    }

    fn analyse_segmented(&self, _report: &Report, _sentences: &[Vec<Span>]) -> Analysis {
        Analysis::default()
    }
}

pub(crate) fn run(command: &EvalCommand) -> anyhow::Result<ExitCode> {
    if let Some(jobs) = command.jobs {
        rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global()?;
    }
    let mut args = EvalArgs {
        what: command.what.0,
        gold: command.gold.clone(),
        predictions: command.predictions.clone(),
        texts: command.texts.clone(),
        options: Options {
            given_actors: command.given_actors,
            gold_tokens: command.gold_tokens,
            given_spans: command.given_spans,
            types: command.types.clone(),
            against: command.against.clone(),
            opened_in_s: None,
            rarity: open_rarity(command.what.0)?,
        },
    };
    let reads = args.predictions.is_none() && !matches!(args.what, What::Lang | What::Extract | What::Copies);
    let reader: Box<dyn Reader> = if reads {
        let start = Instant::now();
        let pipeline = open_pipeline()?;
        args.options.opened_in_s = Some(start.elapsed().as_secs_f64());
        Box::new(PipelineReader(pipeline))
    } else {
        Box::new(NoReader)
    };
    let output = selon_eval::run(&args, &*reader, &open_atlas(args.what)?)?;
    for note in &output.notes {
        report_line(&format!("selon: {note}"));
    }
    if let Some(path) = &command.errors {
        let mut lines = output.errors.join("\n");
        lines.push('\n');
        std::fs::write(path, lines).with_context(|| format!("{}: cannot be written", path.display()))?;
    }
    let format = match command.format {
        FormatWord::Table => Format::Table,
        FormatWord::Json => Format::Json,
        FormatWord::Csv => Format::Csv,
        FormatWord::Md => Format::Md,
    };
    std::io::stdout().write_all(selon_eval::render(&output, format).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// How rare words are; only `copies` and `stories` need it.
fn open_rarity(what: What) -> anyhow::Result<Rarity> {
    if !matches!(what, What::Copies | What::Stories) {
        return Ok(Rarity::default());
    }
    let resources = open_resources()?;
    Ok(Rarity::from_tables(&resources.tables(|path| path.ends_with("/word-frequency.tsv"))?)?)
}

/// What countries are called and where places lie, from the product's own tables; only what is asked needs it.
fn open_atlas(what: What) -> anyhow::Result<Atlas> {
    let resources = open_resources()?;
    let atlas = match resources.bytes("data/actors/states.tsv") {
        Ok(bytes) => Atlas::from_table(std::str::from_utf8(&bytes)?)?,
        Err(_) => Atlas::default(),
    };
    let gazetteer = Arc::new(Gazetteer::from_bytes(resources.bytes("data/gazetteer/places.bin")?)?);
    let names = Arc::clone(&gazetteer);
    let words = Arc::clone(&gazetteer);
    let atlas = atlas.with_words(
        move |name| names.country_named(name).map(str::to_owned),
        move |some_words| words.is_country_word(some_words),
    );
    if what != What::Place {
        return Ok(atlas);
    }
    let places = gazetteer.known_places().map(|place| KnownPlace {
        geonameid: place.geonameid,
        point: place.point,
        country: place.country,
        is_country: place.is_country,
        is_capital: place.is_capital,
    });
    Ok(atlas.with_places(places.collect()))
}
