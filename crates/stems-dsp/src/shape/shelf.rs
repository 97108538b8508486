//! Tools that threads take from a shelf and put back, so that each is made once.

use std::sync::{Mutex, PoisonError};

/// A shelf of tools of one kind.
pub(super) struct Shelf<T> {
    tools: Mutex<Vec<T>>,
}

impl<T> Shelf<T> {
    /// An empty shelf.
    pub(super) const fn new() -> Self {
        Self { tools: Mutex::new(Vec::new()) }
    }

    /// Works with a tool of the shelf, or with one that is made where all are in hand.
    pub(super) fn with<R>(&self, make: impl FnOnce() -> T, work: impl FnOnce(&mut T) -> R) -> R {
        let taken = self.tools.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut tool = taken.unwrap_or_else(make);
        let result = work(&mut tool);
        self.tools.lock().unwrap_or_else(PoisonError::into_inner).push(tool);
        result
    }
}
