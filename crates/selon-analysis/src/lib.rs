//! Report → [`Analysis`]: sentences, tokens, lemmas, dependencies and names, by the trained encoder.
//!
//! Sentences and tokens are found by rules (`layout`, `tokens`, `sentences`, `lang`); everything else by one
//! small multilingual model that runs here in int8 (`pieces`, `encoder`, `heads`, `tree`).

mod analyse;
mod encoder;
mod heads;
mod kernel;
mod lang;
mod layout;
mod lemma;
mod model;
mod pieces;
mod roles;
mod sentences;
mod tokens;
mod tree;

#[cfg(test)]
mod parity;

use std::borrow::Cow;

use selon_types::{Analysis, Report, Span};

pub use model::ModelError;

/// The trained model with its tokeniser, ready to analyse reports. It can be shared by threads.
pub struct Analyser {
    model: model::Model,
    labels: analyse::Labels,
}

impl Analyser {
    /// Opens a model file (`models/selon-6.safetensors`).
    ///
    /// # Errors
    /// When the bytes are no model that this version reads.
    pub fn from_bytes(model: Cow<'static, [u8]>) -> Result<Analyser, ModelError> {
        let model = model::Model::from_bytes(&model, kernel::Isa::detect())?;
        let labels = analyse::Labels::new(&model.heads).map_err(ModelError::Damaged)?;
        Ok(Analyser { model, labels })
    }

    /// Analyses one report. Text that cannot be analysed gives fewer results and remarks, never an error.
    pub fn analyse(&self, report: &Report) -> Analysis {
        self.analyse_batch(&[report]).pop().unwrap_or_default()
    }

    /// Analyses several reports together, which is faster for short ones. The results are those of [`Self::analyse`].
    pub fn analyse_batch(&self, reports: &[&Report]) -> Vec<Analysis> {
        analyse::analyse(&self.model, &self.labels, reports)
    }

    /// Analyses a report whose sentences and tokens are known: spans of each sentence's tokens, in order.
    pub fn analyse_segmented(&self, report: &Report, sentences: &[Vec<Span>]) -> Analysis {
        analyse::analyse_segmented(&self.model, &self.labels, report, sentences)
    }
}
