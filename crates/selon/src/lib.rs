//! Selon as a library: opens the data, reads reports, returns attributed claims.
