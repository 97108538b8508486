//! A way to ask a long work to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::ProduceError;

/// Asks the work it was given to to stop; copies ask the same work.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks to stop: the work ends before its next stage and leaves nothing half-made.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Goes on, unless somebody asked to stop.
    ///
    /// # Errors
    ///
    /// [`ProduceError::Cancelled`] once [`Cancel::ask`] was called.
    pub fn check(&self) -> Result<(), ProduceError> {
        if self.0.load(Ordering::Relaxed) { Err(ProduceError::Cancelled) } else { Ok(()) }
    }
}
