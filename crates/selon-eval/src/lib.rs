//! Scores readings against gold.
