//! Mixes as tables to read.

mod common;

use common::{STYLES, band, brief, style};
use mixing::mix;

#[test]
fn look() {
    for name in STYLES {
        let (style, band) = (style(name), band());
        println!("{name}\n{}\n", mix(&brief(&style, &band)));
    }
}
