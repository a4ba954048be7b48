//! `/read`: a report pasted or uploaded, and how far its reading has come.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use maud::{Markup, html};
use selon_report::{Hints, Stated, read_source};
use selon_types::Report;
use serde_json::json;
use tokio::sync::watch;

use crate::page::{Asked, page};
use crate::{Desk, Shared};

/// Readings whose progress can still be asked for.
const MAX_JOBS: usize = 64;

/// Reports read between two signs of progress.
const BATCH: usize = 4;

/// How far a reading has come.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress {
    pub(crate) n_read: usize,
    pub(crate) n_all: usize,
    /// Why inputs were set aside.
    pub(crate) aside: Vec<String>,
    /// Keys of what was read; one of them leads the reader on.
    pub(crate) keys: Vec<String>,
    pub(crate) is_done: bool,
}

impl Progress {
    /// Where the reader goes when all is done.
    pub(crate) fn target(&self) -> Option<String> {
        match &self.keys[..] {
            _ if !self.is_done || !self.aside.is_empty() => None,
            [] => None,
            [key] => Some(format!("/reports/{key}")),
            _ => Some("/reports".to_owned()),
        }
    }

    pub(crate) fn to_json(&self) -> String {
        json!({
            "n_read": self.n_read, "n_all": self.n_all, "n_aside": self.aside.len(), "done": self.is_done,
            "target": self.target(),
        })
        .to_string()
    }
}

/// The readings under way and the latest ones done.
#[derive(Default)]
pub(crate) struct Jobs {
    latest: usize,
    running: BTreeMap<usize, watch::Receiver<Progress>>,
}

impl Jobs {
    fn open(&mut self) -> (usize, watch::Sender<Progress>) {
        let (sender, receiver) = watch::channel(Progress::default());
        self.latest += 1;
        self.running.insert(self.latest, receiver);
        while self.running.len() > MAX_JOBS {
            self.running.pop_first();
        }
        (self.latest, sender)
    }

    pub(crate) fn get(&self, job: usize) -> Option<watch::Receiver<Progress>> {
        self.running.get(&job).cloned()
    }
}

/// What the form sends.
#[derive(Default)]
pub(crate) struct Sent {
    pub(crate) text: String,
    pub(crate) file_name: String,
    pub(crate) file: Vec<u8>,
    pub(crate) stated: Stated,
}

/// The reports of a form, and why others are set aside. A form without any fails with the key of a message.
pub(crate) fn reports_of(sent: &Sent) -> Result<(Vec<Report>, Vec<String>), &'static str> {
    let (mut reports, mut aside) = (Vec::new(), Vec::new());
    if sent.file.is_empty() && sent.text.trim().is_empty() {
        return Err("read.empty");
    }
    let (origin, bytes) = if sent.file.is_empty() {
        ("desk:paste", sent.text.as_bytes())
    } else {
        (sent.file_name.as_str(), &sent.file[..])
    };
    let hints = Hints { origin: origin.to_owned(), stated: sent.stated.clone(), ..Hints::default() };
    for report in read_source(bytes, &hints) {
        match report {
            Ok(mut report) => {
                // Pasted texts, and files of one name, are different reports as soon as their words differ.
                if report.id == origin {
                    let hash = selon_view::wire::text_sha256(&report.text);
                    report.id = format!("{origin}#{}", hash.get(..12).unwrap_or_default());
                }
                reports.push(report);
            }
            Err(error) => aside.push(error.to_string()),
        }
    }
    Ok((reports, aside))
}

/// Starts reading on a thread of its own; one reading at a time, so that the pages stay quick.
pub(crate) fn start(desk: &Shared, reports: Vec<Report>, aside: Vec<String>) -> usize {
    let (job, sender) = desk.jobs.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).open();
    sender.send_replace(Progress { n_all: reports.len(), aside, ..Progress::default() });
    let desk = desk.clone();
    tokio::task::spawn_blocking(move || read_all(&desk, reports, &sender));
    job
}

fn read_all(desk: &Arc<Desk>, reports: Vec<Report>, sender: &watch::Sender<Progress>) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let mut reports = reports.into_iter().peekable();
    while let (Some(pipeline), Some(_)) = (&desk.pipeline, reports.peek()) {
        let batch: Vec<Report> = reports.by_ref().take(BATCH).collect();
        let n_batch = batch.len();
        for outcome in pipeline.read_all(batch) {
            match outcome {
                Ok(reading) => {
                    let key = desk.write().add(reading);
                    sender.send_modify(|progress| progress.keys.push(key));
                }
                Err(error) => sender.send_modify(|progress| progress.aside.push(error.to_string())),
            }
        }
        sender.send_modify(|progress| progress.n_read += n_batch);
    }
    sender.send_modify(|progress| progress.is_done = true);
}

/// The form.
pub(crate) fn form(asked: &Asked, has_engine: bool, problem: Option<&str>) -> Markup {
    let content = html! {
        h1 { (asked.say("read.title")) }
        @if let Some(problem) = problem { p class="problem" role="alert" { (problem) } }
        @if !has_engine { p class="empty" { (asked.say("read.noengine")) } } @else {
            form class="intake" method="post" action=(asked.link("/read", &[])) enctype="multipart/form-data" {
                label { span { (asked.say("read.paste")) } textarea name="text" rows="14" autofocus {} }
                label { span { (asked.say("read.or")) } input type="file" name="file" aria-label=(asked.say("read.file")); }
                div class="row" {
                    label { span { (asked.say("read.outlet")) } input name="outlet" maxlength="200"; }
                    label { span { (asked.say("read.date")) " – " (asked.say("read.date.hint")) } input type="date" name="date"; }
                }
                button class="main" { (asked.say("read.go")) }
                p class="quiet" { (asked.say("read.forgotten")) }
            }
        }
    };
    page(asked, asked.say("read.title"), content)
}

/// The page that follows a reading.
pub(crate) fn follow(asked: &Asked, job: usize, progress: &Progress) -> Markup {
    let title = asked.say(if progress.is_done { "read.done" } else { "read.running" });
    let share = [("n", progress.n_read.to_string()), ("all", progress.n_all.to_string())];
    let share = asked.tongue.fill("read.progress", &[("n", &share[0].1), ("all", &share[1].1)]);
    let content = html! {
        h1 { (title) }
        div data-progress=[(!progress.is_done).then(|| format!("/read/{job}/events"))] {
            progress aria-label=(title) max=(progress.n_all.max(1)) value=(progress.n_read) {}
            p role="status" { (share) }
        }
        @if !progress.is_done { p { a href=(asked.link(&format!("/read/{job}"), &[])) { (asked.say("read.refresh")) } } }
        @if !progress.aside.is_empty() {
            h2 { (asked.tongue.count("n_aside", progress.aside.len())) }
            ul { @for reason in &progress.aside { li { (reason) } } }
        }
        @if progress.is_done && !progress.keys.is_empty() {
            p { a class="button" href=(asked.link("/reports", &[])) { (asked.tongue.count("n_reports", progress.keys.len())) } }
        }
    };
    page(asked, title, content)
}
