//! Measures reading and writing of one file against inflating and deflating it alone.

use std::time::{Duration, Instant};

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
    drop(text);
    let (document, read) = timed(|| Document::from_bytes(&bytes));
    let document = document?;
    let (written, write) = timed(|| document.to_bytes());
    let elements = document.tree.len();
    println!("{} bytes packed, {elements} elements", written?.len());
    println!("inflate {inflate:.0?} + deflate {deflate:.0?}; read {read:.0?} + write {write:.0?}");
    println!("ratio {:.2}", (read + write).as_secs_f64() / (inflate + deflate).as_secs_f64());
    Ok(())
}
