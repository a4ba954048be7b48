//! What a reading looks like outside: the wire format (`wire`), tables for people.
