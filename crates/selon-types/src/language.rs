//! The languages that Selon reads.

use crate::label::labels;

labels! {
    /// A language that Selon reads, by its ISO 639-1 code.
    Language {
        /// French.
        Fr = "fr",
        /// English.
        En = "en",
        /// Russian.
        Ru = "ru",
        /// Ukrainian.
        Uk = "uk",
        /// Spanish.
        Es = "es",
        /// German.
        De = "de",
    }
}
