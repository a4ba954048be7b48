//! The readers as a whole, from outside.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "the test, not the reader, opens files")]

mod hostile;
