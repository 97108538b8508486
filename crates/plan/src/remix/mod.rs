//! A remix without blanks: what is asked for, what was heard, and what the genre means by it.

pub mod heard;
pub mod key;
pub mod page;
pub mod plan;
pub mod settle;
pub mod tempo;
pub mod voice;

#[cfg(test)]
mod tests;
