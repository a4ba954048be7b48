//! What can be measured: one file for each, and one list of them.

pub(crate) mod attribution;
pub(crate) mod claims;
pub(crate) mod copies;
pub(crate) mod coref;
pub(crate) mod coref_metric;
pub(crate) mod extract;
pub(crate) mod lang;
pub(crate) mod names;
pub(crate) mod place;
pub(crate) mod probes;
pub(crate) mod seed;
pub(crate) mod speed;
pub(crate) mod stories;
pub(crate) mod syntax;
pub(crate) mod time;

use crate::Options;
use crate::case::{Case, Outcome};
use crate::score::Figure;

/// What is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum What {
    /// The canonical report as a whole.
    Seed,
    /// Sentences that no coder may get wrong.
    Probes,
    /// Who says what.
    Attribution,
    /// What happened, according to whom.
    #[default]
    Claims,
    /// When.
    Time,
    /// Where.
    Place,
    /// The language of texts.
    Lang,
    /// Text, date and title of web pages.
    Extract,
    /// Sentences, words, syntax.
    Syntax,
    /// Named entities.
    Names,
    /// Reports and words a second, memory.
    Speed,
    /// Versions of one report.
    Copies,
    /// Which reports tell one event.
    Stories,
    /// Which mentions mean the same.
    Coref,
}

impl What {
    /// Everything that can be measured.
    pub const ALL: [What; 14] = [
        What::Seed,
        What::Probes,
        What::Attribution,
        What::Claims,
        What::Time,
        What::Place,
        What::Lang,
        What::Extract,
        What::Syntax,
        What::Names,
        What::Speed,
        What::Copies,
        What::Stories,
        What::Coref,
    ];

    /// Its word on the command line.
    pub fn name(self) -> &'static str {
        match self {
            What::Seed => "seed",
            What::Probes => "probes",
            What::Attribution => "attribution",
            What::Claims => "claims",
            What::Time => "time",
            What::Place => "place",
            What::Lang => "lang",
            What::Extract => "extract",
            What::Syntax => "syntax",
            What::Names => "names",
            What::Speed => "speed",
            What::Copies => "copies",
            What::Stories => "stories",
            What::Coref => "coref",
        }
    }

    /// The figures computed from compared records; those of the others are computed by their own files.
    pub(crate) fn figures(self, options: &Options) -> Vec<Figure> {
        match self {
            What::Seed => seed::figures(),
            What::Probes => probes::figures(),
            What::Attribution => attribution::figures(),
            What::Claims => claims::figures(options.given_actors),
            What::Time => time::figures(),
            What::Place => place::figures(),
            What::Lang
            | What::Extract
            | What::Syntax
            | What::Names
            | What::Speed
            | What::Copies
            | What::Stories
            | What::Coref => {
                vec![]
            }
        }
    }

    /// Compares one record.
    pub(crate) fn compare(self, case: &Case<'_>) -> Outcome {
        match self {
            What::Seed => seed::compare(case),
            What::Probes => probes::compare(case),
            What::Attribution => attribution::compare(case),
            What::Claims => claims::compare(case),
            What::Time => time::compare(case),
            What::Place => place::compare(case),
            What::Lang
            | What::Extract
            | What::Syntax
            | What::Names
            | What::Speed
            | What::Copies
            | What::Stories
            | What::Coref => Outcome::default(),
        }
    }
}
