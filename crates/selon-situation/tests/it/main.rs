//! The situation as an analyst sees it: what is one event, what is contested, what pairs do.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod alarms;
mod contested;
mod events;
mod make;
