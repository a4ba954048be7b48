//! `selon serve`: the analyst's desk in a browser.

use std::fs::File;
use std::io::Read;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use selon_report::{Hints, Stated, read_source};
use selon_store::{Filter, Store};
use selon_web::{Desk, Weights};

use crate::embedded::open_pipeline;
use crate::report_line;
use crate::situation::open_scale;
use crate::stories::open_rarity;

/// Show reports beside what was taken from them, in a browser
#[derive(Args)]
pub(crate) struct ServeArgs {
    /// Files with reports to read before the desk opens; - for standard input
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    /// Show the readings of this database too; it is only read
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
    /// The address to serve on; without accounts only one of this machine
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    host: IpAddr,
    /// The port; 0 lets the system choose
    #[arg(long, default_value_t = 8640)]
    port: u16,
    /// Keep decisions in this file, one JSON object a line; it is only ever appended to
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// Who decides, as it stands in the decisions
    #[arg(long, default_value = "local", value_name = "NAME")]
    coder: String,
    /// Publisher of the reports, if they do not say
    #[arg(long)]
    outlet: Option<String>,
}

pub(crate) fn run(args: &ServeArgs) -> anyhow::Result<ExitCode> {
    let address = SocketAddr::new(args.host, args.port);
    // What cannot be served is said before minutes of reading.
    selon_web::check_address(address)?;
    let pipeline = open_pipeline()?;
    let mut reports = Vec::new();
    let mut n_aside = 0;
    let mut set_aside = |reason: &str| {
        report_line(reason);
        n_aside += 1;
    };
    for file in &args.files {
        for report in reports_of(file, args) {
            match report {
                Ok(report) => reports.push(report),
                Err(error) => set_aside(&error.to_string()),
            }
        }
    }
    let mut readings = Vec::new();
    if let Some(path) = &args.db {
        let store = Store::open_read_only(path)?;
        for reading in store.readings(&Filter::default())? {
            readings.push(reading?);
        }
    }
    for reading in pipeline.read_all(reports) {
        match reading {
            Ok(reading) => readings.push(reading),
            Err(error) => set_aside(&error.to_string()),
        }
    }
    let weights = Weights { scale: open_scale()?.into(), rarity: open_rarity()?.into() };
    let mut desk = Desk::new(readings, Some(pipeline), weights, &args.coder);
    match &args.decisions {
        Some(path) => desk.keep_decisions(path)?,
        None => report_line("selon: decisions are kept in memory only; --decisions FILE keeps them"),
    }
    selon_web::serve(desk, address, |address| report_line(&format!("selon: the desk is open at http://{address}/")))?;
    Ok(if n_aside > 0 { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

fn reports_of(file: &str, args: &ServeArgs) -> Vec<Result<selon_types::Report, selon_report::Error>> {
    let unreadable = |reason| selon_report::Error::Unreadable { name: file.to_owned(), reason };
    let input: Box<dyn Read + Send> = if file == "-" {
        Box::new(std::io::stdin())
    } else {
        match File::open(file) {
            Ok(opened) => Box::new(opened),
            Err(reason) => return vec![Err(unreadable(reason))],
        }
    };
    let hints = Hints {
        origin: file.to_owned(),
        stated: Stated { outlet: args.outlet.clone(), ..Stated::default() },
        ..Hints::default()
    };
    read_source(input, &hints).collect()
}
