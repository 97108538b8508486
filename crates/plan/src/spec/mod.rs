//! What is asked for: the spec, how it is read, and what comes of it.

pub mod analysis;
pub mod choice;
pub mod field;
pub mod inspiration;
pub mod mistake;
pub mod read;
pub mod reference;
pub mod remark;
pub mod result;
pub mod sense;
pub mod twins;
pub mod walk;

#[cfg(test)]
mod tests;
