//! What a genre means by a wish: genres, forms, mixing styles and sounds as data files.

pub mod genre;
pub mod load;
pub mod palette;
pub mod shelf;
pub mod slip;

pub use genre::{Genre, TempoRange};
pub use load::{Library, UserText};
pub use slip::{LibraryErrors, Slip};

#[cfg(test)]
mod tests;
