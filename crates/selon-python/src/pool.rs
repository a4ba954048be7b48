//! Threads that read reports: a pool of our own for each number of threads, made anew in a forked process.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::{ThreadPool, ThreadPoolBuilder};

/// The pool of `jobs` threads; `None` means one thread a core.
///
/// # Errors
/// When the system gives no more threads.
pub(crate) fn pool(jobs: Option<usize>) -> Result<Arc<ThreadPool>, String> {
    // A child of `fork` has the memory of its parent but none of its threads: a pool is good in its own process only.
    static POOLS: Mutex<BTreeMap<(u32, usize), Arc<ThreadPool>>> = Mutex::new(BTreeMap::new());
    let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
    let key = (std::process::id(), jobs.unwrap_or(0));
    if let Some(pool) = pools.get(&key) {
        return Ok(pool.clone());
    }
    let built = ThreadPoolBuilder::new().num_threads(key.1).thread_name(|idx| format!("selon-{idx}")).build();
    let pool = Arc::new(built.map_err(|reason| format!("no threads to read with: {reason}"))?);
    pools.insert(key, pool.clone());
    Ok(pool)
}
