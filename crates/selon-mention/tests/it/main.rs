//! Integration tests of the mention stage.

mod place;
mod time;
