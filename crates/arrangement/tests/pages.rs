//! Arrangements as pages to read.

mod common;

use arrangement::{Energy, Version, arrange, form};
use common::{brief, singer, style};

#[test]
fn look() {
    for family in common::families() {
        let (style, vocal) = (style(&family), singer());
        assert_eq!(style.problems(), Vec::<String>::new());
        let brief = brief(&style, Version::Extended, Energy::Peak, &vocal, &[]);
        println!("{}", form(&brief));
        println!("{}", arrange(form(&brief), &brief, |_| Some(())));
    }
}
