//! The nouns of Selon. Every stage takes some of them and returns the next one:
//!
//! ```text
//! Report ─▶ Analysis ─▶ Mentions ─▶ (Attributions, Claims) ─▶ Reading
//! ```
//!
//! This crate holds values only: no I/O, no rules about language. The labels are those of the wire
//! format; [`Label`] gives the exact word of each one.

mod analysis;
mod claim;
mod label;
mod language;
mod mention;
mod reading;
mod remark;
mod report;
mod situation;
mod span;
mod story;
mod table;

pub use analysis::{Analysis, Name, NameKind, Sentence, SentenceRole, Token, Upos};
pub use claim::{
    Act, Attribution, AttributionIdx, Claim, ClaimIdx, DateBasis, DatePrecision, Distance, EventDate, EventType,
    Figure, FigureKind, Modality, Polarity, QuoteKind, SourceForm, SourceKind, SourceRef, Stance,
};
pub use label::Label;
pub use language::Language;
pub use mention::{
    ActorForm, ActorIdx, ActorMention, Mentions, PlaceIdx, PlaceMention, PlacePrecision, Timex, TimexIdx, TimexType,
};
pub use reading::Reading;
pub use remark::{Remark, RemarkKind};
pub use report::{Certainty, Extent, Provenance, PublicationStatus, Published, PublishedBasis, Report};
pub use situation::{
    ClaimSource, Event, EventChange, EventStatus, Pair, Party, PointAtIssue, PointKind, Position, ReportCard,
    ReportedClaim, ReportedFigure, Signal, Situation, SourceStance,
};
pub use span::Span;
pub use story::{
    ChangeKind, CopyChange, Descent, Relation, ReportVersion, Story, StoryReport, StoryVeto, VetoKind, Wording,
};
pub use table::{Row, Table, TableError};
