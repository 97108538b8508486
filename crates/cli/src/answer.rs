//! What a verb answers, told in words or as one JSON object, with the exit code that goes with it.

use std::io::Write;
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::Outcome;

/// A verb's answer, both ways.
pub struct Answer {
    /// For people.
    pub words: String,
    /// For programs.
    pub json: Value,
    /// Whether what was asked about is in order; a failed check is not.
    pub is_good: bool,
}

impl Answer {
    /// An answer with nothing to object to.
    pub fn good(words: impl Into<String>, json: impl serde::Serialize) -> Self {
        let json = serde_json::to_value(json).unwrap_or(Value::Null);
        Self { words: words.into(), json, is_good: true }
    }
}

/// Why a verb gave no answer.
pub enum Refusal {
    /// The input is bad: exit code 1. The lines are told as they are; the JSON goes along.
    BadInput(String, Value),
    /// The disk refused: exit code 2.
    Disk(String),
}

impl Refusal {
    /// Bad input, told by an error and its causes in one line.
    pub fn bad(error: &dyn std::error::Error) -> Self {
        let words = chain(error);
        let json = json!({ "error": words });
        Self::BadInput(words, json)
    }

    /// The disk's fault where the system has a word in it, else bad input; told in one line.
    pub fn by_cause(error: &(dyn std::error::Error + 'static)) -> Self {
        let mut causes = std::iter::successors(Some(error), |it| it.source());
        match causes.any(|it| it.is::<std::io::Error>()) {
            true => Self::disk(error),
            false => Self::bad(error),
        }
    }

    /// A file that is not what it should be, told in one line after its name.
    pub fn bad_file(path: &std::path::Path, error: &dyn std::error::Error) -> Self {
        let words = format!("{}: {}", path.display(), chain(error));
        let json = json!({ "error": words });
        Self::BadInput(words, json)
    }

    /// A disk that refused, told by an error and its causes in one line.
    pub fn disk(error: &dyn std::error::Error) -> Self {
        Self::Disk(chain(error))
    }
}

/// An error and its causes in one line: `reading song.als: not a gzip file`.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |it| it.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// Prints the outcome and gives its exit code.
pub fn tell(outcome: Outcome, as_json: bool) -> ExitCode {
    match outcome {
        Ok(answer) => {
            let text = if as_json { pretty(&answer.json) } else { answer.words };
            print_line(&text);
            ExitCode::from(u8::from(!answer.is_good))
        }
        Err(Refusal::BadInput(words, json)) => {
            refuse(&words, json, as_json);
            ExitCode::from(1)
        }
        Err(Refusal::Disk(words)) => {
            let json = json!({ "error": words });
            refuse(&words, json, as_json);
            ExitCode::from(2)
        }
    }
}

fn refuse(words: &str, json: Value, as_json: bool) {
    if as_json {
        print_line(&pretty(&json));
    }
    let _ = writeln!(std::io::stderr(), "error: {words}");
}

fn pretty(json: &Value) -> String {
    serde_json::to_string_pretty(json).unwrap_or_default()
}

/// Prints to stdout; a reader that went away (`| head`) is no trouble.
fn print_line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{}", text.trim_end());
}
