//! What a reading looks like outside: the wire format ([`wire`]), syntax as CoNLL-U ([`conllu`]), cards for people;
//! a situation as tables and a brief ([`situation`]), its claims as flat rows ([`claim_row`]).

mod cards;
pub mod claim_row;
mod code_points;
pub mod conllu;
#[cfg(test)]
mod example;
pub mod sheet;
pub mod situation;
pub mod wire;

pub use cards::{CardOptions, Markup, write_cards};
pub use code_points::CodePoints;
