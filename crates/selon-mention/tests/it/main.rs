//! Integration tests of the mention stage.

mod time;
