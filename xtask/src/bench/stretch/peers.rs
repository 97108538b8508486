//! The engines that are compared: ours, and what is installed beside it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, bail};
use producer::shaping::{self, Brief, Formants, Preset, Semitones, Time, Wave};

/// A script that runs the engines of Python.
const SCRIPT: &str = include_str!("peer.py");

/// An engine.
pub struct Peer {
    /// Its name, and how to get it.
    pub name: &'static str,
    /// Its name with a packager.
    pub package: &'static str,
    /// How it is run; `None` is ours.
    command: Option<fn(&Job) -> Command>,
}

/// What an engine is asked for.
pub struct Job {
    /// How many times as long.
    pub ratio: f64,
    /// How much higher.
    pub semitones: f64,
    /// Whether formants are to stay.
    pub formants: bool,
    /// What is played, for engines that want to know.
    pub preset: Preset,
    /// The Python that has the engines of Python.
    pub python: PathBuf,
    /// Where files may be laid.
    pub folder: PathBuf,
}

/// All engines, ours first.
pub const PEERS: &[Peer] = &[
    Peer { name: "vyke-produce", package: "this program", command: None },
    Peer {
        name: "rubberband R3",
        package: "rubberband-cli",
        command: Some(|it| rubberband(it, "-3")),
    },
    Peer {
        name: "rubberband R2",
        package: "rubberband-cli",
        command: Some(|it| rubberband(it, "-2")),
    },
    Peer { name: "soundstretch", package: "soundstretch", command: Some(soundstretch) },
    Peer {
        name: "signalsmith",
        package: "python-stretch",
        command: Some(|it| python(it, "signalsmith")),
    },
    Peer { name: "bungee", package: "bungee-python", command: Some(|it| python(it, "bungee")) },
];

impl Job {
    fn source(&self) -> PathBuf {
        self.folder.join("in.wav")
    }

    fn target(&self) -> PathBuf {
        self.folder.join("out.wav")
    }
}

fn rubberband(job: &Job, engine: &str) -> Command {
    let mut command = Command::new("rubberband");
    command.args([engine, "-q", "-t", &job.ratio.to_string(), "-p", &job.semitones.to_string()]);
    if job.formants {
        command.arg("-F");
    }
    command.arg(job.source()).arg(job.target());
    command
}

fn soundstretch(job: &Job) -> Command {
    let mut command = Command::new("soundstretch");
    command.arg(job.source()).arg(job.target());
    command.arg(format!("-tempo={}", 100.0 / job.ratio - 100.0));
    command.arg(format!("-pitch={}", job.semitones));
    command
}

fn python(job: &Job, engine: &str) -> Command {
    let mut command = Command::new(&job.python);
    command.args(["-c", SCRIPT, engine]).arg(job.source()).arg(job.target());
    command.args([job.ratio.to_string(), job.semitones.to_string()]);
    command
}

/// What came of a job: the sound, and the CPU seconds it took (on systems that do not tell, those
/// of the clock).
pub struct Done {
    /// The sound.
    pub wave: Wave,
    /// Seconds.
    pub seconds: f64,
}

impl Peer {
    /// Runs the engine on `wave`.
    pub fn run(&self, wave: &Wave, job: &Job) -> anyhow::Result<Done> {
        match self.command {
            None => Ok(ours(wave, job)),
            Some(command) => {
                write(&job.source(), wave)?;
                let (start, clock) = (cpu(), Instant::now());
                let status = command(job).stdout(Stdio::null()).stderr(Stdio::null()).status();
                let status = status.with_context(|| format!("{} is not installed", self.name))?;
                if !status.success() {
                    bail!("{} ended with {status}", self.name);
                }
                let seconds = spent(start, clock);
                Ok(Done { wave: shaping::read(&job.target())?, seconds })
            }
        }
    }
}

fn ours(wave: &Wave, job: &Job) -> Done {
    let formants = if job.formants { Formants::KEEP } else { Formants::Follow };
    let brief = Brief {
        time: Time::Ratio(job.ratio),
        shift: Semitones(job.semitones),
        formants,
        preset: job.preset,
    };
    let (start, clock) = (cpu(), Instant::now());
    let wave = shaping::shape(wave, &brief);
    Done { wave, seconds: spent(start, clock) }
}

fn spent(start: Option<f64>, clock: Instant) -> f64 {
    cpu().zip(start).map_or_else(|| clock.elapsed().as_secs_f64(), |(end, start)| end - start)
}

/// The CPU seconds of this program and the children it waited for, as Linux tells them.
fn cpu() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = text.rsplit(')').next()?.split_whitespace().collect();
    let ticks: f64 = fields.get(11..15)?.iter().filter_map(|it| it.parse::<f64>().ok()).sum();
    Some(ticks / 100.0)
}

/// A WAV of 16 bits, which every engine reads.
fn write(path: &Path, wave: &Wave) -> anyhow::Result<()> {
    let (count, frames) = (wave.channels.len() as u32, wave.frames());
    let size = frames as u32 * count * 2;
    let mut bytes = Vec::with_capacity(size as usize + 44);
    bytes.extend_from_slice(b"RIFF");
    bytes.extend_from_slice(&(size + 36).to_le_bytes());
    bytes.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0");
    bytes.extend_from_slice(&(count as u16).to_le_bytes());
    bytes.extend_from_slice(&wave.rate.to_le_bytes());
    bytes.extend_from_slice(&(wave.rate * count * 2).to_le_bytes());
    bytes.extend_from_slice(&(count as u16 * 2).to_le_bytes());
    bytes.extend_from_slice(b"\x10\0data");
    bytes.extend_from_slice(&size.to_le_bytes());
    for frame in 0..frames {
        for channel in &wave.channels {
            let sample = channel.get(frame).copied().unwrap_or(0.0);
            bytes.extend_from_slice(&((sample * 32_767.0).round() as i16).to_le_bytes());
        }
    }
    std::fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))
}
