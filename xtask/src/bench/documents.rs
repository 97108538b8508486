//! A Live document read, written, checked and told: times against zlib alone and against Python's lxml.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use als_model::check::{CheckContext, check};
use als_model::diff::diff;
use als_model::outline::outline;
use als_model::{Document, container};
use anyhow::Context;

use crate::fixtures;

/// How often each is done; the fastest counts.
const ROUNDS: usize = 5;

/// What lxml does with the same file, in seconds: inflate and parse, then print and deflate.
const LXML: &str = r#"
import gzip, sys, time
from lxml import etree
best = [1e9, 1e9]
for _ in range(5):
    start = time.perf_counter()
    with gzip.open(sys.argv[1]) as packed:
        tree = etree.fromstring(packed.read(), etree.XMLParser(huge_tree=True))
    middle = time.perf_counter()
    gzip.compress(etree.tostring(tree, encoding="UTF-8", xml_declaration=True), 6)
    best = [min(best[0], middle - start), min(best[1], time.perf_counter() - middle)]
print(best[0], best[1])
"#;

/// Measures one document and prints the table.
pub fn run(file: Option<&Path>) -> anyhow::Result<()> {
    let path = file.map_or_else(largest, |it| Ok(it.to_owned()))?;
    let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
    let memory = most_memory(|| drop(Document::from_bytes(&bytes)));
    let (text, _) = container::unwrap(&bytes, usize::MAX)?;
    let document = Document::from_bytes(&bytes)?;
    println!("{}: {} bytes of XML, {} elements", name(&path), text.len(), document.tree.len());
    let sure = |it: usize| Ok::<_, anyhow::Error>(it);
    let inflate = fastest(|| container::unwrap(&bytes, usize::MAX))?;
    let deflate = fastest(|| container::wrap(&text))?;
    let read = fastest(|| Document::from_bytes(&bytes))?;
    let write = fastest(|| document.to_bytes())?;
    let checking = fastest(|| sure(check(&document, &CheckContext::default()).len()))?;
    let telling = fastest(|| sure(outline(&document).to_string().len()))?;
    let comparing = fastest(|| sure(diff(&document, &document).len()))?;
    let zlib = inflate + deflate;
    println!("{:28}{:>9}{:>16}", "", "ms", "of zlib alone");
    for (what, seconds, of) in [
        ("inflate alone", inflate, inflate),
        ("deflate alone", deflate, deflate),
        ("read", read, inflate),
        ("write", write, deflate),
        ("read and write", read + write, zlib),
        ("check", checking, zlib),
        ("inspect", telling, zlib),
        ("diff with itself", comparing, zlib),
    ] {
        println!("{what:28}{:>9.1}{:>16.2}", seconds * 1000.0, seconds / of);
    }
    if let Some(bytes) = memory {
        println!("memory to read: {:.2} times the XML", bytes as f64 / text.len() as f64);
    }
    match lxml(&path) {
        Ok((reading, writing)) => println!(
            "{:28}{:>9.1}{:>16.2}\nlxml takes {:.1} times as long as we do",
            "lxml, read and write",
            (reading + writing) * 1000.0,
            (reading + writing) / zlib,
            (reading + writing) / (read + write)
        ),
        Err(why) => println!("lxml: not measured: {why}"),
    }
    Ok(())
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Seconds of the fastest round.
fn fastest<T, E>(work: impl Fn() -> Result<T, E>) -> Result<f64, E> {
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let done = work()?;
        best = best.min(start.elapsed().as_secs_f64());
        drop(done); // clearing away is not timed
    }
    Ok(best)
}

/// The largest set of the reference corpus where it is at hand, else a golden of our own.
fn largest() -> anyhow::Result<PathBuf> {
    let mut files = Vec::new();
    gather(&fixtures::root().join("../shared/corpus/live"), &mut files);
    if let Some(largest) = files.into_iter().max_by_key(|it| unpacked(it)) {
        return Ok(largest);
    }
    println!("no reference corpus here: measuring a demo of our own");
    let base = fixtures::write()?;
    let producer = producer::Producer::new(base.join("bench"));
    let wish = producer::demo::wish(&base.join("song"), producer::LiveVersion::Live11);
    Ok(PathBuf::from(producer.remix(&wish)?.als_path))
}

/// The length of a document's XML, as the last four bytes of its gzip tell it.
fn unpacked(path: &Path) -> u32 {
    let bytes = std::fs::read(path).unwrap_or_default();
    bytes.last_chunk::<4>().map_or(0, |it| u32::from_le_bytes(*it))
}

/// Bytes of memory at the most while `work` runs, beyond what was taken before; `None` where the system
/// does not tell.
fn most_memory(work: impl FnOnce()) -> Option<u64> {
    let field = |name: &str| {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find_map(|it| it.strip_prefix(name))?;
        line.trim_start_matches(':').split_whitespace().next()?.parse::<u64>().ok()
    };
    std::fs::write("/proc/self/clear_refs", "5").ok()?; // forgets the highest mark
    let before = field("VmRSS")?;
    work();
    Some((field("VmHWM")?.saturating_sub(before)) * 1024)
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => gather(&path, files),
            false if path.extension().is_some_and(|it| it == "als") => files.push(path),
            false => {}
        }
    }
}

/// Seconds that lxml takes to read and to write the file.
fn lxml(path: &Path) -> anyhow::Result<(f64, f64)> {
    let told = Command::new("python3").args(["-c", LXML]).arg(path).output()?;
    if !told.status.success() {
        let why = String::from_utf8_lossy(&told.stderr);
        anyhow::bail!("{} (pip install lxml)", why.lines().last().unwrap_or("python3 failed"));
    }
    let text = String::from_utf8_lossy(&told.stdout).into_owned();
    let mut seconds = text.split_whitespace().map(str::parse::<f64>);
    let mut next = || seconds.next().context("lxml told nothing")?.context("no number");
    Ok((next()?, next()?))
}
