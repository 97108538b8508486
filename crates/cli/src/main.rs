//! `vyke-produce`: the facade for a shell.
fn main() {}
