//! Measures reading and writing of one file against inflating and deflating it alone, and what else is done with it.

use std::time::{Duration, Instant};

use als_model::check::{CheckContext, check};
use als_model::diff::diff;
use als_model::outline::outline;
use als_model::{Document, container};

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which file?")?;
    let bytes = std::fs::read(path)?;
    let (unwrapped, inflate) = timed(|| container::unwrap(&bytes, usize::MAX));
    let text = unwrapped?.0;
    let (wrapped, deflate) = timed(|| container::wrap(&text));
    drop(wrapped?);
    println!("{} bytes of XML in {} packed", text.len(), bytes.len());
    drop(text);
    let (document, read) = timed(|| Document::from_bytes(&bytes));
    let document = document?;
    let (written, write) = timed(|| document.to_bytes());
    drop(written?);
    println!("{} elements", document.tree.len());
    println!("inflate {inflate:.0?} + deflate {deflate:.0?}; read {read:.0?} + write {write:.0?}");
    println!("ratio {:.2}", (read + write).as_secs_f64() / (inflate + deflate).as_secs_f64());
    let (problems, checking) = timed(|| check(&document, &CheckContext::default()));
    let (_, outlining) = timed(|| outline(&document).to_string());
    let (_, comparing) = timed(|| diff(&document, &document));
    println!(
        "check {checking:.0?} ({} problems), outline {outlining:.0?}, diff {comparing:.0?}",
        problems.len()
    );
    Ok(())
}
