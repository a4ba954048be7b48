//! `selon watch`: polls feeds politely and keeps what they bring.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use selon::Pipeline;
use selon_report::{Hints, Stated, read_source};
use selon_store::Store;
use selon_types::{Extent, Report};
use serde::{Deserialize, Serialize};

use crate::db::{DbArgs, Reader, now};
use crate::embedded::open_pipeline_with;
use crate::fetch::{FetchArgs, Fetcher, Page, Refused};
use crate::ingest::read_one;
use crate::report_line;

/// Poll feeds politely and keep what they bring.
///
/// SOURCES is a TOML file:
///
///   [[feed]]
///   url = "https://example.org/feed.xml"
///   outlet = "The Example"   # optional
///   lang = "en"              # optional
///   minutes = 15             # optional: how often
///   pages = true             # optional: fetch the page of an item that is only a summary
///
/// What the site's robots.txt refuses is not fetched. A feed that fails is asked less and less often. Stop it at any
/// time with Ctrl-C: nothing is lost, and the next start goes on.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct WatchArgs {
    /// The list of feeds
    #[arg(value_name = "SOURCES")]
    sources: PathBuf,
    #[command(flatten)]
    db: DbArgs,
    #[command(flatten)]
    fetch: FetchArgs,
    /// Ask each feed once, now, and stop
    #[arg(long)]
    once: bool,
    /// A table of your own actors, beside those of Selon
    #[arg(long, value_name = "FILE")]
    actors: Option<PathBuf>,
    /// Keep the reports without reading them; `selon reread` reads them later
    #[arg(long)]
    reports_only: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sources {
    #[serde(default)]
    feed: Vec<Feed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Feed {
    url: String,
    outlet: Option<String>,
    lang: Option<String>,
    #[serde(default = "default_minutes")]
    minutes: u32,
    #[serde(default)]
    pages: bool,
}

fn default_minutes() -> u32 {
    15
}

/// What is remembered of a feed between two polls, in the database.
#[derive(Clone, Default, Serialize, Deserialize)]
struct State {
    etag: Option<String>,
    last_modified: Option<String>,
    /// Polls that failed since the last that did not.
    n_failed: u32,
    /// Not before this second (Unix time).
    next: i64,
}

/// The longest that a feed which fails is left alone.
const MAX_PAUSE_SECONDS: i64 = 24 * 3600;

pub(crate) fn run(args: &WatchArgs) -> anyhow::Result<ExitCode> {
    let shown = args.sources.display();
    let text = std::fs::read_to_string(&args.sources).with_context(|| format!("{shown}: cannot be read"))?;
    let sources: Sources = toml::from_str(&text).with_context(|| format!("{shown}: not a list of feeds"))?;
    if sources.feed.is_empty() {
        bail!("{shown}: names no feed; write [[feed]] and url = \"…\" for each");
    }
    if !args.fetch.allow_fetch {
        bail!("watching fetches from the web: give --allow-fetch if you want that");
    }
    let mut store = Store::create(&args.db.db)?;
    let _lock = lock(&args.db.db)?;
    let pipeline = if args.reports_only { None } else { Some(open_pipeline_with(args.actors.as_deref())?) };
    let mut fetcher = Fetcher::new(&args.fetch)?;
    loop {
        let mut n_failed = 0;
        for feed in &sources.feed {
            if args.once || state_of(&store, feed)?.next <= seconds() {
                n_failed += usize::from(!poll(feed, args, &mut store, &mut fetcher, pipeline.as_ref())?);
            }
        }
        if args.once {
            return Ok(if n_failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) });
        }
        let mut next = i64::MAX;
        for feed in &sources.feed {
            next = next.min(state_of(&store, feed)?.next);
        }
        let pause = u64::try_from(next.saturating_sub(seconds())).unwrap_or(0).clamp(1, 3600);
        std::thread::sleep(Duration::from_secs(pause));
    }
}

/// One process for each database; the system lets go of the lock when the process ends, however it ends.
fn lock(db: &Path) -> anyhow::Result<File> {
    let mut name = db.as_os_str().to_owned();
    name.push(".watch");
    let file = File::create(&name).with_context(|| format!("{}: cannot be made", Path::new(&name).display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            bail!("{}: another selon watch is at work on it; stop that one first", db.display())
        }
        Err(TryLockError::Error(error)) => Err(error).context("the lock cannot be taken"),
    }
}

/// Asks one feed and keeps its new reports; `false` when it failed. An error is one of the database.
fn poll(
    feed: &Feed,
    args: &WatchArgs,
    store: &mut Store,
    fetcher: &mut Fetcher,
    pipeline: Option<&Pipeline>,
) -> anyhow::Result<bool> {
    let mut state = state_of(store, feed)?;
    let interval = i64::from(feed.minutes.max(1)) * 60;
    let page = fetcher.get(&feed.url, state.etag.as_deref(), state.last_modified.as_deref());
    let succeeded = match page {
        Ok(page) => {
            let headers = (page.etag.clone(), page.last_modified.clone());
            if page.status != 304 {
                keep(feed, page, args, store, fetcher, pipeline)?;
                // Remembered only now: a run that is cut off before asks for the same items again.
                (state.etag, state.last_modified) = headers;
            }
            state.n_failed = 0;
            state.next = seconds() + interval;
            true
        }
        Err(error) => {
            state.n_failed = state.n_failed.saturating_add(1);
            let longer = interval.saturating_mul(1 << state.n_failed.min(10));
            let asked = error.downcast_ref::<Refused>().and_then(|refused| refused.retry_after).unwrap_or(0);
            let pause = longer.max(asked).min(MAX_PAUSE_SECONDS.max(interval));
            state.next = seconds() + pause;
            report_line(&format!("selon: {}: {error:#}; asked again in {} minutes", feed.url, pause / 60));
            false
        }
    };
    store.set_meta(&state_name(feed), &serde_json::to_string(&state)?)?;
    Ok(succeeded)
}

/// Reads what a feed brought and keeps what is new.
fn keep(
    feed: &Feed,
    page: Page,
    args: &WatchArgs,
    store: &mut Store,
    fetcher: &mut Fetcher,
    pipeline: Option<&Pipeline>,
) -> anyhow::Result<()> {
    let reader = Reader::now(args.reports_only);
    let (mut n_new, mut n_aside) = (0, 0);
    for report in reports_of(feed, &feed.url, page) {
        let report = match report {
            Ok(report) => report,
            Err(error) => {
                n_aside += 1;
                report_line(&format!("selon: {error}"));
                store.add_set_aside(&feed.url, &error, &now())?;
                continue;
            }
        };
        if store.find_report(&report)?.is_some() {
            continue;
        }
        let report = if feed.pages { whole_page(feed, report, store, fetcher)? } else { Some(report) };
        let Some(report) = report else { continue };
        match read_one(pipeline, report) {
            Ok(reading) => {
                let added = store.add_reading(&reading, reader.version())?;
                n_new += usize::from(matches!(added, selon_store::Added::New(_)));
            }
            Err(reason) => {
                n_aside += 1;
                report_line(&format!("selon: {reason}"));
            }
        }
    }
    report_line(&format!("selon: {}: {n_new} added, {n_aside} set aside", feed.url));
    Ok(())
}

/// The page of an item that is only a summary; the item itself when the page does not come; nothing when it is there.
fn whole_page(feed: &Feed, item: Report, store: &Store, fetcher: &mut Fetcher) -> anyhow::Result<Option<Report>> {
    let Some(url) = item.url.clone().filter(|_| item.extent != Extent::Full) else { return Ok(Some(item)) };
    if store.has_url(&url)? {
        return Ok(None);
    }
    let page = match fetcher.get(&url, None, None) {
        Ok(page) => page,
        Err(error) => {
            report_line(&format!("selon: {url}: {error:#}; the summary is kept"));
            return Ok(Some(item));
        }
    };
    let Some(Ok(mut report)) = reports_of(feed, &url, page).into_iter().next() else { return Ok(Some(item)) };
    report.title = report.title.or(item.title);
    report.published = report.published.or(item.published);
    report.url = Some(url);
    Ok(Some(report))
}

fn reports_of(feed: &Feed, origin: &str, page: Page) -> Vec<Result<Report, String>> {
    let hints = Hints {
        origin: origin.to_owned(),
        fetched: Some(now()),
        content_type: page.content_type,
        stated: Stated { outlet: feed.outlet.clone(), language: feed.lang.clone(), ..Stated::default() },
        ..Hints::default()
    };
    read_source(std::io::Cursor::new(page.body), &hints)
        .map(|report| report.map_err(|error| error.to_string()))
        .collect()
}

fn state_name(feed: &Feed) -> String {
    format!("feed:{}", feed.url)
}

/// What is remembered; nothing when it was never asked or an older version remembered otherwise.
fn state_of(store: &Store, feed: &Feed) -> anyhow::Result<State> {
    let remembered = store.meta(&state_name(feed))?;
    Ok(remembered.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

fn seconds() -> i64 {
    jiff::Timestamp::now().as_second()
}
