//! What a reading looks like outside: the wire format (`wire`), tables for people.

mod cards;

pub use cards::{CardOptions, Markup, write_cards};
