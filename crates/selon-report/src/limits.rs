//! How much one input may hold. Every limit of the readers stands here, with its reason.

/// Largest text of one report, in bytes. Long-form journalism stays below 200 kB; two megabytes is a book,
/// and reading it as one report would only hide that the input is not what it should be.
pub const MAX_REPORT_BYTES: usize = 2 * 1024 * 1024;

/// Largest line of a JSON-lines file, in bytes: a report of the largest size with every character escaped (`\uXXXX`).
pub const MAX_LINE_BYTES: usize = 6 * MAX_REPORT_BYTES;

/// How many lines at either end of a text are searched for a date line. Page furniture puts it among the
/// first or last few; a date in the middle is content.
pub const DATELINE_SEARCH_LINES: usize = 6;

/// Longest line, in characters, that can be a date line.
pub const MAX_DATELINE_CHARS: usize = 120;

/// How much of a text decides its language, in bytes. More text changes nothing and costs time.
pub const LANGUAGE_SAMPLE_BYTES: usize = 4096;

/// How much of an input decides its form, in bytes: a page's or feed's first tags stand within it.
pub const SNIFFED_BYTES: usize = 16 * 1024;
