//! What a reading looks like outside: the wire format ([`wire`]), syntax as CoNLL-U ([`conllu`]), cards for people;
//! and a situation as tables and a brief ([`situation`]).

mod cards;
mod code_points;
pub mod conllu;
pub mod sheet;
pub mod situation;
pub mod wire;

pub use cards::{CardOptions, Markup, write_cards};
pub use code_points::CodePoints;
