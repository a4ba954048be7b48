//! `speed`: how fast reports are read, on one thread and on all, and how much memory that takes.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Instant;

use rayon::prelude::*;
use selon_types::{Mentions, Reading, Report};
use serde_json::json;

use crate::gold::GoldRecord;
use crate::run::{load_all, report_of};
use crate::score::Scored;
use crate::{EvalArgs, EvalError, EvalOutput, Reader, Row};

/// Reads all reports twice, first on one thread, then on all.
pub(crate) fn run(args: &EvalArgs, reader: &dyn Reader) -> Result<EvalOutput, EvalError> {
    let mut output = EvalOutput::default();
    for file in load_all(args)? {
        output.notes.extend(file.notes.iter().cloned());
        let n_bytes: usize = file.records.iter().map(|record| record.text.len()).sum();
        if n_bytes == 0 {
            return Err(EvalError::NothingToScore(file.name, "speed"));
        }
        let mut figures = Vec::new();
        let one_thread = rayon::ThreadPoolBuilder::new()
            .num_threads(1)
            .build()
            .map_err(|reason| EvalError::Unable(format!("one thread cannot be started: {reason}")))?;
        let one = one_thread.install(|| time(&file.records, reader));
        let all = time(&file.records, reader);
        for (name, timed) in [("one_thread", &one), ("all_threads", &all)] {
            for (unit, amount) in [
                ("reports", timed.n_reports as f64),
                ("sentences", timed.n_sentences as f64),
                ("words", timed.n_words as f64),
                ("kb", n_bytes as f64 / 1000.0),
            ] {
                figures.push(figure(&format!("{unit}_per_s_{name}"), amount / timed.seconds, timed.n_reports));
            }
        }
        let stages = one_thread.install(|| time_stages(&one, reader));
        figures.push(figure(
            "time_place_mb_per_s_one_thread",
            n_bytes as f64 / 1e6 / stages.times_and_places,
            one.n_reports,
        ));
        figures.push(figure("actor_mb_per_s_one_thread", n_bytes as f64 / 1e6 / stages.actors, one.n_reports));
        if let Some(seconds) = args.options.opened_in_s {
            figures.push(figure("start_up_ms", 1000.0 * seconds, 1));
        }
        if let Some(mb) = peak_memory_mb() {
            figures.push(figure("peak_memory_mb", mb, 1));
        }
        if let Some(command) = &args.options.against {
            let seconds = time_command(command, &file.records)?;
            figures.push(figure("against_s", seconds, 1));
            figures.push(figure("ratio_one_thread", seconds / one.seconds, 1));
            figures.push(figure("ratio_all_threads", seconds / all.seconds, 1));
        }
        let (what, gold, lang) = ("speed", file.name, "-".to_owned());
        output.rows.push(Row { given: "", what, gold, lang, documents: file.records.len(), figures });
    }
    Ok(output)
}

struct Timed {
    readings: Vec<Reading>,
    seconds: f64,
    n_reports: usize,
    n_sentences: usize,
    n_words: usize,
}

fn time(records: &[GoldRecord], reader: &dyn Reader) -> Timed {
    let reports: Vec<Report> = records.iter().filter_map(report_of).collect();
    let n_reports = reports.len();
    let start = Instant::now();
    let readings: Vec<Option<Reading>> = reports.into_par_iter().map(|report| reader.read(report)).collect();
    let seconds = start.elapsed().as_secs_f64().max(1e-9);
    let readings: Vec<Reading> = readings.into_iter().flatten().collect();
    Timed {
        seconds,
        n_reports,
        n_sentences: readings.iter().map(|reading| reading.analysis.sentences.len()).sum(),
        n_words: readings.iter().map(|reading| reading.analysis.tokens.len()).sum(),
        readings,
    }
}

/// Seconds that the mention stage takes for all reports, analysis not counted.
struct Stages {
    times_and_places: f64,
    /// What actors add: lookup, coreference and coding.
    actors: f64,
}

fn time_stages(timed: &Timed, reader: &dyn Reader) -> Stages {
    // The best of five runs, in time that this thread had the processor: what else the machine does tells nothing.
    let seconds = |find: &dyn Fn(&Reading) -> Mentions| {
        let run = || {
            let start = thread_seconds();
            for reading in &timed.readings {
                std::hint::black_box(find(reading));
            }
            thread_seconds() - start
        };
        (0..5).map(|_| run()).fold(f64::INFINITY, f64::min).max(1e-9)
    };
    let times_and_places = seconds(&|reading| reader.find_times_and_places(&reading.report, &reading.analysis));
    let mentions = seconds(&|reading| reader.find_mentions(&reading.report, &reading.analysis));
    Stages { times_and_places, actors: (mentions - times_and_places).max(1e-9) }
}

/// Processor time of the calling thread; time of day where the system does not tell it.
fn thread_seconds() -> f64 {
    #[cfg(unix)]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
    }
    #[cfg(not(unix))]
    {
        use std::sync::OnceLock;
        static START: OnceLock<Instant> = OnceLock::new();
        START.get_or_init(Instant::now).elapsed().as_secs_f64()
    }
}

fn figure(key: &str, value: f64, n: usize) -> Scored {
    Scored { key: key.to_owned(), value, low: value, high: value, n, is_count: false }
}

/// The most memory this process has held; known on Linux only.
fn peak_memory_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kb: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kb / 1000.0)
}

/// Runs a command with the same reports on its standard input and takes the time until it ends.
fn time_command(command: &str, records: &[GoldRecord]) -> Result<f64, EvalError> {
    let fail = |reason: String| EvalError::Against { command: command.to_owned(), reason };
    let lines: Vec<String> = records
        .iter()
        .map(|record| {
            json!({"id": record.id, "text": record.text, "lang": record.lang, "date": record.date}).to_string()
        })
        .collect();
    let start = Instant::now();
    let mut child = Command::new("sh")
        .args(["-c", command])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .map_err(|reason| fail(reason.to_string()))?;
    let input = child.stdin.take();
    if let Some(mut input) = input {
        input.write_all(lines.join("\n").as_bytes()).map_err(|reason| fail(reason.to_string()))?;
    }
    let status = child.wait().map_err(|reason| fail(reason.to_string()))?;
    let seconds = start.elapsed().as_secs_f64();
    if status.success() { Ok(seconds) } else { Err(fail(format!("it ended with {status}"))) }
}
