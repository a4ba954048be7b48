//! What Selon has to say about a report beside its claims.

use crate::Span;
use crate::label::labels;

/// A note for the reader: something odd, missing or left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What kind of note.
    pub kind: RemarkKind,
    /// The words it is about, if it is about some.
    pub span: Option<Span>,
    /// What, and what it means for the reading, in a sentence.
    pub message: String,
}

labels! {
    /// The kinds of remark.
    RemarkKind {
        /// First person outside quotes: the text no longer speaks with the report's own voice.
        VoiceShift = "voice_shift",
        /// Formulas of an automatic rewrite.
        PossibleRewrite = "possible_rewrite",
        /// The headline stands twice.
        HeadlineDuplicate = "headline_duplicate",
        /// A contested act in the report's own voice.
        UnattributedContestedClaim = "unattributed_contested_claim",
        /// Somebody says it, and who cannot be known from the text.
        UnresolvedSource = "unresolved_source",
        /// No publication date was found.
        DateUnknown = "date_unknown",
        /// A date was given that is not one.
        DateInvalid = "date_invalid",
        /// No language that Selon reads.
        LanguageUnsupported = "language_unsupported",
        /// Bytes that are not text in the recognised encoding.
        EncodingDamaged = "encoding_damaged",
        /// The encoding was not stated and had to be recognised.
        EncodingGuessed = "encoding_guessed",
        /// The report is empty.
        TextEmpty = "text_empty",
        /// A part was too long for a whole analysis and was read in pieces.
        LongSentence = "long_sentence",
        /// A quotation mark without its partner.
        OddQuotationMark = "odd_quotation_mark",
        /// A place that the gazetteer does not hold.
        UnresolvedPlace = "unresolved_place",
        /// Another report has the same address and another text.
        AddressTwice = "address_twice",
        /// A later state of another report of its outlet: it holds that text and goes on.
        GrowingReport = "growing_report",
        /// Passages that most reports of its outlet share.
        SharedBoilerplate = "shared_boilerplate",
        /// Too short to say whether it is a version of another report.
        TooShortToCompare = "too_short_to_compare",
        /// A stage failed on this report; its other results stand.
        StageFailed = "stage_failed",
    }
}
