//! Whatever bytes come: refused with a word, or read and written back without losing one.
#![no_main]

use als_model::{Document, container};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(document) = Document::from_bytes(bytes) else { return };
    let (text, _) = container::unwrap(bytes, usize::MAX).expect("what was read can be unwrapped");
    assert_eq!(document.tree.to_xml(), text, "a document comes back byte for byte");
});
