//! What is asked for, and what a genre means by it; specs with blanks become plans without.

pub mod spec;
