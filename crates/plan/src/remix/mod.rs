//! A remix without blanks: what is asked for, what was heard, and what the genre means by it.

mod again;
pub mod heard;
pub mod key;
mod lent;
mod music;
pub mod name;
pub mod odd;
pub mod page;
pub mod plan;
pub mod settle;
pub mod tags;
pub mod tempo;
pub mod voice;

#[cfg(test)]
mod tests;
