//! Readings to a situation: which reports copy which, which claims tell the same event, what is contested.
//!
//! Input is a slice of [`selon_types::Reading`]; a reading that comes back from a database has sentences without
//! tokens, so nothing here needs syntax.
