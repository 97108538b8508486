//! Prints documents as pages that a musician can read.

use als_model::Document;
use als_model::outline::outline;

fn main() {
    for path in std::env::args().skip(1) {
        match Document::read(&path) {
            Ok(document) => print!("{}", outline(&document)),
            Err(error) => println!("{path}: {error}"),
        }
    }
}
