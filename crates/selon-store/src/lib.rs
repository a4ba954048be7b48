//! The situation on disk: one SQLite file that any SQLite tool can read.
