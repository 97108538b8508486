//! One change worked out: what is to be written where, what stood there, and how it is undone.

use als_model::number::print_f32;
use als_model::view::Spot;
use als_model::{NodeId, Tree};
use plan::{ENVELOPE_MOVED, LOUDNESS_EXPECTED, Remark, VALUE_HELD};

use super::change::{Automation, ParameterChange, Wish};
use super::error::Refused;
use super::knob::{self, Knob, Place};
use super::scale::Scale;
use super::value::{Amount, Asked, Unit, read};

/// A change worked out.
#[derive(Debug, Clone)]
pub struct Settled {
    /// What is written.
    pub writes: Vec<Write>,
    /// Where the value stood, as Live shows it.
    pub old: String,
    /// What is odd but not wrong.
    pub remarks: Vec<Remark>,
    /// The change that undoes this one.
    pub undo: ParameterChange,
}

/// One attribute.
#[derive(Debug, Clone)]
pub struct Write {
    /// The element.
    pub node: NodeId,
    /// The attribute's name.
    pub name: &'static str,
    /// Its new value.
    pub value: String,
}

impl Write {
    fn value(node: NodeId, value: String) -> Self {
        Self { node, name: "Value", value }
    }
}

/// Works a change out against a set.
///
/// # Errors
///
/// What is wrong with it: its target, its value, or an old value that the set does not have.
pub fn settle(tree: &Tree, change: &ParameterChange) -> Result<Settled, Refused> {
    let knob = knob::find(tree, &change.target)?;
    guard(&knob, change)?;
    let mut remarks = Vec::new();
    let wanted = wanted(&knob, change, &mut remarks)?;
    let mut writes = written(&knob, &wanted);
    writes.extend(moved(tree, &knob, &wanted, change, &mut remarks)?);
    let undo = undo(tree, &knob, change, &writes);
    Ok(Settled { writes, old: knob.shown(), remarks, undo })
}

/// Refuses a change whose believed old value is not the set's.
fn guard(knob: &Knob, change: &ParameterChange) -> Result<(), Refused> {
    let Some(old) = change.old_value.as_ref().filter(|_| !change.force) else { return Ok(()) };
    let believed = match read(old) {
        Some(Asked::To(amount)) => knob.scale.takes(amount),
        Some(Asked::Stored(text)) if text == knob.text => return Ok(()),
        _ => None,
    };
    let said = spelled(old);
    let believed = believed.ok_or_else(|| {
        Refused::new(
            said.clone(),
            format!("is no old value for {}: it is {}", change.target, knob.scale.units()),
        )
    })?;
    let (believed, stands) = (speaker(knob.scale, believed), knob.scale.to_user(knob.stored));
    let is_near = (believed - stands).abs() <= knob.scale.tolerance(stands);
    match is_near || !stands.is_finite() {
        true => Ok(()),
        false => {
            let why = format!(
                "is not where {} stands: the set has {}; somebody moved it (force changes it all the same)",
                change.target,
                knob.shown()
            );
            Err(Refused::new(said, why))
        }
    }
}

/// A mute that is on is a speaker that is off.
fn speaker(scale: Scale, value: f64) -> f64 {
    if scale == Scale::Speaker { 1.0 - value } else { value }
}

/// What shall be stored.
struct Wanted {
    stored: f64,
    text: String,
    /// In the unit that people use: so much more than before.
    by: f64,
}

fn wanted(
    knob: &Knob,
    change: &ParameterChange,
    remarks: &mut Vec<Remark>,
) -> Result<Wanted, Refused> {
    let said = spelled(&change.new_value);
    let misfit = || {
        let why = format!("is no value for {}: write {}", change.target, knob.scale.units());
        Refused::new(said.clone(), why)
    };
    let stands = knob.scale.to_user(knob.stored);
    let user = match read(&change.new_value).ok_or_else(misfit)? {
        Asked::Stored(text) => return as_stored(knob, &text).ok_or_else(misfit),
        Asked::To(amount) => speaker(knob.scale, knob.scale.takes(amount).ok_or_else(misfit)?),
        Asked::By(amount) => relative(knob, amount, stands).ok_or_else(misfit)?,
    };
    if !stands.is_finite() && !matches!(read(&change.new_value), Some(Asked::By(_))) {
        let why = match knob.place {
            Place::Loudness { .. } => {
                "cannot be set: how loud this set is has not been measured; say by how much, like \"by -2 dB\""
            }
            _ => {
                "cannot be set: how deep it ducks depends on what keys it; say by how much, like \"by -2 dB\""
            }
        };
        return Err(Refused::new(&change.target, why));
    }
    let stored = held(knob, knob.scale.to_stored(user), change, remarks);
    if matches!(knob.place, Place::Loudness { .. }) {
        let words = "reckoned from the limiter's gain: the more it limits, the less is gained";
        remarks.push(Remark::new(LOUDNESS_EXPECTED, &change.target, words));
    }
    let by = knob.scale.to_user(stored) - if stands.is_finite() { stands } else { 0.0 };
    Ok(Wanted { stored, text: print(knob.scale, stored), by })
}

fn relative(knob: &Knob, amount: Amount, stands: f64) -> Option<f64> {
    let stands = if stands.is_finite() { stands } else { 0.0 };
    match (knob.scale, amount.unit) {
        (Scale::Speaker | Scale::Switch, _) => None,
        (Scale::Beats, Unit::Bar) => Some(stands + 4.0 * amount.value),
        // Of a frequency, time or tempo a percentage is a part of what it is.
        (
            Scale::Hertz | Scale::Note | Scale::Milliseconds | Scale::Seconds | Scale::Tempo,
            Unit::Percent,
        ) => Some(stands * (1.0 + amount.value / 100.0)),
        (Scale::Hertz | Scale::Note, Unit::Semitones) => {
            Some(stands * libm::exp2(amount.value / 12.0))
        }
        _ => Some(stands + knob.scale.takes(amount)?),
    }
}

fn as_stored(knob: &Knob, text: &str) -> Option<Wanted> {
    let stored = match text {
        "true" => 1.0,
        "false" => 0.0,
        _ if als_model::number::is_plain(text) => {
            text.parse().ok().filter(|it: &f64| it.is_finite())?
        }
        _ => return None,
    };
    let by = knob.scale.to_user(stored) - knob.scale.to_user(knob.stored);
    Some(Wanted { stored, text: text.to_owned(), by })
}

/// A value held within its range, with a remark where it had to be.
fn held(knob: &Knob, stored: f64, change: &ParameterChange, remarks: &mut Vec<Remark>) -> f64 {
    let Some((low, high)) = knob.range else { return stored };
    let held = stored.clamp(low.min(high), high.max(low));
    if 1e-6 * high.abs().min(1e6) < (held - stored).abs() {
        let words = format!(
            "{} goes from {} to {}: it is held at {}",
            change.target,
            knob.scale.show(low),
            knob.scale.show(high),
            knob.scale.show(held)
        );
        remarks.push(Remark::new(VALUE_HELD, &change.target, words));
    }
    held
}

fn print(scale: Scale, stored: f64) -> String {
    match scale {
        Scale::Speaker | Scale::Switch => (0.5 <= stored).to_string(),
        _ => print_f32(stored as f32),
    }
}

fn written(knob: &Knob, wanted: &Wanted) -> Vec<Write> {
    match &knob.place {
        Place::Values(nodes) => {
            nodes.iter().map(|it| Write::value(*it, wanted.text.clone())).collect()
        }
        Place::Pitch { coarse, fine } => {
            let whole = wanted.stored.round();
            let cents = ((wanted.stored - whole) * 100.0).round();
            let print = |it: f64| print_f32(it as f32);
            vec![Write::value(*coarse, print(whole)), Write::value(*fine, print(cents))]
        }
        Place::Duck { threshold, stands_at, slope, name } => {
            let deeper = Scale::Amplitude.to_stored(stands_at + wanted.by / slope);
            let mut all =
                vec![Write::value(*threshold, print_f32(deeper.clamp(3.163e-4, 1.995) as f32))];
            if let Some(name) = name.filter(|_| knob.stored.is_finite()) {
                all.push(Write::value(
                    name,
                    format!("Duck {:.1} dB", wanted.stored).replace('-', "−"),
                ));
            }
            all
        }
        Place::Loudness { gain, stands_at, name } => {
            let gained = super::knob::loudness::gain(*stands_at, wanted.by);
            let mut all = vec![Write::value(*gain, print_f32(gained as f32))];
            if let Some(name) = name.filter(|_| knob.stored.is_finite()) {
                let told = format!("Limiter {:.1} LUFS", wanted.stored).replace('-', "−");
                all.push(Write::value(name, told));
            }
            all
        }
    }
}

/// What becomes of the points of an envelope.
fn moved(
    tree: &Tree,
    knob: &Knob,
    wanted: &Wanted,
    change: &ParameterChange,
    remarks: &mut Vec<Remark>,
) -> Result<Vec<Write>, Refused> {
    let value = |node: NodeId| Spot { tree, node }.attr_number("Value").ok();
    let is_still = knob.points.iter().filter_map(|it| value(*it)).all(|it| it == knob.stored);
    let mode = match change.automation {
        // A still envelope is a value in another place: both stay in step.
        _ if is_still => Automation::Replace,
        Some(mode) => mode,
        None if matches!(knob.scale, Scale::Speaker | Scale::Switch) && !knob.points.is_empty() => {
            let why = "is switched by automation: say REPLACE or KEEP in `automation`";
            return Err(Refused::new(&change.target, why));
        }
        None => Automation::Shift,
    };
    if !knob.points.is_empty() && !is_still {
        let words = format!("{} is automated: {}", change.target, told(mode, knob.points.len()));
        remarks.push(Remark::new(ENVELOPE_MOVED, &change.target, words));
    }
    let moved = |stored: f64| match mode {
        Automation::Keep => None,
        Automation::Replace => Some(wanted.stored),
        Automation::Shift => Some(knob.scale.to_stored(knob.scale.to_user(stored) + wanted.by)),
        Automation::Scale if knob.stored == 0.0 => Some(stored),
        Automation::Scale => Some(stored * wanted.stored / knob.stored),
    };
    let inside = |stored: f64| knob.range.map_or(stored, |(low, high)| stored.clamp(low, high));
    let write = |node: &NodeId| {
        let stored = inside(moved(value(*node)?)?);
        let text = if mode == Automation::Replace {
            wanted.text.clone()
        } else {
            print(knob.scale, stored)
        };
        Some(Write::value(*node, text))
    };
    Ok(knob.points.iter().filter_map(write).collect())
}

fn told(mode: Automation, points: usize) -> String {
    match mode {
        Automation::Shift => format!("all {points} points of its envelope move along"),
        Automation::Scale => format!("all {points} points of its envelope are scaled along"),
        Automation::Replace => format!("all {points} points of its envelope become the value"),
        Automation::Keep => "its envelope stays, and wins over the value".to_owned(),
    }
}

/// The change back. Where more than the value itself moved, its envelope comes back by the same rule, to what single
/// precision holds.
fn undo(tree: &Tree, knob: &Knob, change: &ParameterChange, writes: &[Write]) -> ParameterChange {
    let back = match &knob.place {
        Place::Values(nodes) => {
            let text = nodes.first().and_then(|it| tree.attr(*it, "Value"));
            Wish::Text(format!("={}", text.unwrap_or_default()))
        }
        Place::Pitch { .. } => Wish::Number(knob.stored),
        Place::Duck { .. } | Place::Loudness { .. } if knob.stored.is_finite() => {
            Wish::Number(knob.stored)
        }
        Place::Duck { .. } | Place::Loudness { .. } => match &change.new_value {
            Wish::Text(text) => Wish::Text(turned(text)),
            other => other.clone(),
        },
    };
    let automation = (1 < writes.len()).then_some(change.automation).flatten();
    ParameterChange {
        target: change.target.clone(),
        old_value: None,
        new_value: back,
        reason: Some("undo".to_owned()),
        force: false,
        automation,
    }
}

/// A relative value the other way round.
fn turned(text: &str) -> String {
    let text = text.trim();
    let number = text.strip_prefix('+').or_else(|| text.strip_prefix("by ")).unwrap_or(text).trim();
    match number.strip_prefix(['-', '−']) {
        Some(rest) => format!("by {rest}"),
        None => format!("by -{number}"),
    }
}

fn spelled(wish: &Wish) -> String {
    match wish {
        Wish::Switch(it) => it.to_string(),
        Wish::Number(it) => it.to_string(),
        Wish::Text(it) => format!("{it:?}"),
    }
}
