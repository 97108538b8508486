//! Checks documents and prints their problems.

use als_model::Document;
use als_model::check::{CheckContext, check};

fn main() {
    for path in std::env::args().skip(1) {
        match Document::read(&path) {
            Ok(document) => {
                for problem in check(&document, &CheckContext::default()) {
                    println!("{path}: {problem}");
                }
            }
            Err(error) => println!("{path}: {error}"),
        }
    }
}
