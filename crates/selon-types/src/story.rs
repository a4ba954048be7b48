//! Reports that are versions of one report, and the stories that reports tell together.

use crate::label::labels;
use crate::{ClaimIdx, Span};

labels! {
    /// How a report stands to another one that tells the same.
    Relation {
        /// The same text after folding white space.
        Identical = "identical",
        /// Most of the wording is shared.
        Edited = "edited",
        /// The same content in another language.
        Translated = "translated",
        /// The same content in other words.
        Retold = "retold",
    }
}

/// Two reports that are versions of one. Which was first is not said: texts alone do not tell.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportVersion {
    /// The id of one, the later in the order of ids.
    pub report: String,
    /// The id of the other.
    pub version_of: String,
    /// How they stand to each other.
    pub relation: Relation,
    /// How much they agree; comparable within one relation only.
    pub score: f64,
}

/// Reports about one event.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// The id of its first report.
    pub id: String,
    /// The title of its first report that has one.
    pub title: Option<String>,
    /// By publication (unknown last), then id.
    pub reports: Vec<StoryReport>,
    /// How many reports tell it.
    pub n_reports: usize,
    /// How many origins they have: copies count once, and so do reports that rest on one origin.
    pub n_independent: usize,
}

/// A report in its story: whom it copies, and where what it tells comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryReport {
    /// Its id.
    pub report: String,
    /// Shared with the reports that it copies, translates or re-tells, or that do so with it.
    pub copy_group: String,
    /// Where most of what it tells comes from: the one source that it quotes for it, else its copy group.
    pub origin: String,
    /// The report that it copies; `None` for a first or unrelated report, and where it cannot be told.
    pub copied_from: Option<String>,
    /// How it stands to that report.
    pub relation: Option<Relation>,
    /// What tells who copied whom.
    pub descent: Descent,
    /// For a damaged report (its voice shifts) a version of it whose attributions are whole.
    pub intact: Option<String>,
}

labels! {
    /// What tells whom a report copies.
    Descent {
        /// It copies no report of the story.
        Own = "own",
        /// It was published after the report that it copies.
        Times = "times",
        /// Its wording: it names the other report's outlet, or it is the damaged one of the two.
        Wording = "wording",
        /// It is a version of others, and nothing tells which was first.
        Unknown = "unknown",
    }
}

/// What a copy changed of what the report that it copies tells.
#[derive(Clone, Debug, PartialEq)]
pub struct CopyChange {
    /// The copy.
    pub report: String,
    /// The report it is compared with.
    pub copy_of: String,
    /// What changed.
    pub kind: ChangeKind,
    /// In the report it is compared with; `None` for what was added.
    pub before: Option<Wording>,
    /// In the copy; `None` for what was dropped.
    pub after: Option<Wording>,
}

/// A claim with the words that tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// Index of `Reading::claims`.
    pub claim: ClaimIdx,
    /// The sentence, in bytes of the report's text.
    pub span: Span,
    /// Its words.
    pub words: String,
    /// What differs, as a label or a name: modality and stance, the source, the figure. Empty for dropped and added.
    pub value: String,
}

labels! {
    /// What a copy can change of a claim.
    ChangeKind {
        /// The copy does not tell it.
        Dropped = "dropped",
        /// Only the copy tells it.
        Added = "added",
        /// The copy tells it as surer (*aurait détruit* → *a détruit*).
        Hardened = "hardened",
        /// The copy tells it as less sure.
        Softened = "softened",
        /// The copy gives it to another source.
        Reattributed = "reattributed",
        /// The copy tells another number.
        FigureChanged = "figure_changed",
    }
}

/// Two reports that tell alike and are not of one story, with what keeps them apart.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryVeto {
    /// The id of one, the later in the order of ids.
    pub report: String,
    /// The id of the other.
    pub other: String,
    /// What keeps them apart.
    pub kind: VetoKind,
    /// What the first tells: places, days, names.
    pub here: String,
    /// What the other tells.
    pub there: String,
}

labels! {
    /// What keeps two reports that tell alike out of one story.
    VetoKind {
        /// They name no place in common, and theirs lie far apart.
        Place = "place",
        /// What they tell happened on other days.
        Date = "date",
        /// They name nobody in common.
        Actors = "actors",
    }
}
