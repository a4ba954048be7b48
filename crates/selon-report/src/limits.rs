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

/// Largest page, feed or wire item, in bytes. The largest news pages, with their scripts, stay below 10 MB.
pub const MAX_PAGE_BYTES: usize = 16 * 1024 * 1024;

/// Deepest nesting of elements that is kept. Browsers cut at 512 as well; deeper content is flattened.
pub const MAX_DEPTH: usize = 512;

/// Most elements and texts of one page, feed or wire item: long live pages have about 100,000. Keeps the tree of a
/// page of empty tags below 128 MiB.
pub const MAX_NODES: usize = 1_000_000;

/// Most attributes of one element that are kept; real ones have a few dozen.
pub const MAX_ATTRIBUTES: usize = 128;

/// How many bytes of a page or feed are searched for the name of its encoding, as browsers do (1,024), with room for
/// the scripts that some pages put first.
pub const LABEL_SEARCH_BYTES: usize = 4096;

/// Most items of one feed or message; the longest news sitemaps hold 1,000, plain sitemaps 50,000.
pub const MAX_FEED_ITEMS: usize = 50_000;

/// Largest header of an archive's record or of an answer inside it, in bytes; servers refuse more than 16 kB.
pub const MAX_HEADER_BYTES: usize = 64 * 1024;

/// How often a compressed input may expand. Text shrinks to a fifth, repetitive markup to a fiftieth; a bomb to a
/// thousandth.
pub const MAX_EXPANSION: u64 = 200;

/// Below this size, in bytes, expansion does no harm and is not measured.
pub const EXPANSION_FREE_BYTES: u64 = 32 * 1024 * 1024;
