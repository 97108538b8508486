//! The engines that are compared: ours, and what is installed beside it; each a program that makes a WAV of a WAV.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::Args;
use producer::Cancel;
use producer::shaping::{self, Formants, Pace, Preset, Semitones, Wave, Wish};

/// A script that runs the engines of Python.
const SCRIPT: &str = include_str!("peer.py");

/// An engine.
pub struct Peer {
    /// Its name.
    pub name: &'static str,
    /// Its name with a packager.
    pub package: &'static str,
    /// How it is run.
    command: fn(&Job) -> anyhow::Result<Command>,
}

/// What an engine is asked for.
#[derive(Clone)]
pub struct Job {
    /// How many times as long.
    pub ratio: f64,
    /// How much higher.
    pub semitones: f64,
    /// Whether formants are to stay.
    pub formants: bool,
    /// What is played, for engines that want to know.
    pub preset: Preset,
    /// On how many threads, for engines that use them.
    pub threads: usize,
    /// The Python that has the engines of Python.
    pub python: PathBuf,
    /// Where files may be laid.
    pub folder: PathBuf,
}

/// All engines, ours first.
pub const PEERS: &[Peer] = &[
    Peer { name: "vyke-produce", package: "this program", command: ours },
    Peer { name: "rubberband R3", package: "rubberband-cli", command: |it| rubberband(it, "-3") },
    Peer { name: "rubberband R2", package: "rubberband-cli", command: |it| rubberband(it, "-2") },
    Peer { name: "soundstretch", package: "soundstretch", command: soundstretch },
    Peer {
        name: "signalsmith",
        package: "python-stretch",
        command: |it| python(it, "signalsmith"),
    },
    Peer { name: "bungee", package: "bungee-python", command: |it| python(it, "bungee") },
    Peer {
        name: "timestretch",
        package: "cargo install timestretch --features cli",
        command: timestretch,
    },
];

impl Job {
    fn source(&self) -> PathBuf {
        self.folder.join("in.wav")
    }

    fn target(&self) -> PathBuf {
        self.folder.join("out.wav")
    }
}

fn ours(job: &Job) -> anyhow::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["bench", "alone"]).arg(job.source()).arg(job.target());
    command.arg(format!("--ratio={}", job.ratio)).arg(format!("--semitones={}", job.semitones));
    command.args(job.formants.then_some("--formants"));
    command.args((job.preset == Preset::Voice).then_some("--voice"));
    command.args((job.preset == Preset::Drums).then_some("--drums"));
    command.env("RAYON_NUM_THREADS", job.threads.to_string());
    Ok(command)
}

fn rubberband(job: &Job, engine: &str) -> anyhow::Result<Command> {
    let mut command = Command::new("rubberband");
    command.args([engine, "-q", "-t", &job.ratio.to_string(), "-p", &job.semitones.to_string()]);
    command.args(job.formants.then_some("-F"));
    command.arg(job.source()).arg(job.target());
    Ok(command)
}

fn soundstretch(job: &Job) -> anyhow::Result<Command> {
    let mut command = Command::new("soundstretch");
    command.arg(job.source()).arg(job.target());
    command.arg(format!("-tempo={}", 100.0 / job.ratio - 100.0));
    command.arg(format!("-pitch={}", job.semitones));
    Ok(command)
}

fn python(job: &Job, engine: &str) -> anyhow::Result<Command> {
    let mut command = Command::new(&job.python);
    command.args(["-c", SCRIPT, engine]).arg(job.source()).arg(job.target());
    command.args([job.ratio.to_string(), job.semitones.to_string()]);
    Ok(command)
}

fn timestretch(job: &Job) -> anyhow::Result<Command> {
    let mut command = Command::new("timestretch-cli");
    command.arg(job.source()).arg(job.target());
    command.args(["--tempo", &(1.0 / job.ratio).to_string()]);
    command.args(["--semitones", &job.semitones.to_string()]);
    Ok(command)
}

/// What came of a job.
pub struct Done {
    /// The sound.
    pub wave: Wave,
    /// CPU seconds it took; on systems that do not tell, seconds of the clock.
    pub seconds: f64,
    /// Seconds of the clock it took.
    pub clock: f64,
    /// The most memory it held, in megabytes; zero on systems that do not tell.
    pub megabytes: f64,
}

impl Peer {
    /// Runs the engine on `wave`.
    pub fn run(&self, wave: &Wave, job: &Job) -> anyhow::Result<Done> {
        write(&job.source(), wave)?;
        let mut command = (self.command)(job)?;
        let (before, start) = (children(), Instant::now());
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let megabytes = watched(child.with_context(|| format!("{} is not installed", self.name))?)
            .with_context(|| format!("{} failed", self.name))?;
        let clock = start.elapsed().as_secs_f64();
        let seconds = children().zip(before).map_or(clock, |(after, before)| after - before);
        Ok(Done { wave: shaping::read(&job.target())?, seconds, clock, megabytes })
    }
}

/// Waits for a program; tells the most memory it held.
fn watched(mut child: Child) -> anyhow::Result<f64> {
    let mut most = 0.0;
    loop {
        most = memory(child.id()).unwrap_or(0.0).max(most);
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(most),
            Some(status) => bail!("it ended with {status}"),
            None => std::thread::sleep(Duration::from_millis(4)),
        }
    }
}

/// The most memory a program held so far, in megabytes, as Linux tells it.
fn memory(id: u32) -> Option<f64> {
    let text = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = text.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? / 1024.0)
}

/// The CPU seconds of the programs this one waited for, as Linux tells them.
fn children() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = text.rsplit(')').next()?.split_whitespace().collect();
    let ticks: f64 = fields.get(13..15)?.iter().filter_map(|it| it.parse::<f64>().ok()).sum();
    Some(ticks / 100.0)
}

/// Our engine as a program of its own, so that it is measured as the others are.
#[derive(Args)]
pub struct Alone {
    source: PathBuf,
    target: PathBuf,
    #[arg(long)]
    ratio: f64,
    #[arg(long, allow_negative_numbers = true)]
    semitones: f64,
    #[arg(long)]
    formants: bool,
    #[arg(long)]
    voice: bool,
    #[arg(long)]
    drums: bool,
}

impl Alone {
    /// Does the job.
    pub fn run(&self) -> anyhow::Result<()> {
        let wish = Wish {
            pace: Pace::Ratio(self.ratio),
            shift: Semitones(self.semitones),
            formants: if self.formants { Formants::KEEP } else { Formants::Follow },
            preset: match (self.voice, self.drums) {
                (true, _) => Preset::Voice,
                (_, true) => Preset::Drums,
                _ => Preset::Music,
            },
        };
        shaping::stretch(&self.source, &self.target, &wish, &Cancel::default(), &mut |_| ())?;
        Ok(())
    }
}

/// A WAV of 24 bits, which every engine reads and writes.
fn write(path: &Path, wave: &Wave) -> anyhow::Result<()> {
    let (count, frames) = (wave.channels.len() as u32, wave.frames());
    let size = frames as u32 * count * 3;
    let mut bytes = Vec::with_capacity(size as usize + 44);
    bytes.extend_from_slice(b"RIFF");
    bytes.extend_from_slice(&(size + 36).to_le_bytes());
    bytes.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0");
    bytes.extend_from_slice(&(count as u16).to_le_bytes());
    bytes.extend_from_slice(&wave.rate.to_le_bytes());
    bytes.extend_from_slice(&(wave.rate * count * 3).to_le_bytes());
    bytes.extend_from_slice(&(count as u16 * 3).to_le_bytes());
    bytes.extend_from_slice(b"\x18\0data");
    bytes.extend_from_slice(&size.to_le_bytes());
    for frame in 0..frames {
        for channel in &wave.channels {
            let sample = f64::from(channel.get(frame).copied().unwrap_or(0.0)) * 8_388_608.0;
            if 8_388_607.0 < sample.abs() {
                bail!("a signal of the bench is louder than a file holds: {sample}");
            }
            bytes.extend_from_slice(&(sample.round() as i32).to_le_bytes()[..3]);
        }
    }
    std::fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))
}
