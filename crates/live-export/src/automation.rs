//! Moves as automation in the arrangement: each knob on the parameter that it stands for.

use als_model::edit::{Point, Target, TrackHandle};
use arrangement::{Knob, Move, SendName};
use mixing::Strip;
use music_types::{Db, Hz, Pan};

use crate::bend::{Scale, points};
use crate::chain::Carrier;
use crate::effects::Carried;
use crate::error::{At, ExportError};
use crate::instruments::Tuning;
use crate::stage::Stage;
use crate::units;

/// What can be moved on a track, and where the mix left it.
pub struct Moved<'m> {
    /// The track.
    pub track: TrackHandle,
    /// Its name, for messages.
    pub name: &'m str,
    /// Where the mix left the fader.
    pub level: Db,
    /// Where the mix left the panorama.
    pub pan: Pan,
    /// Where the mix left the sends.
    pub sends: &'m [(mixing::SendName, Db)],
    /// Filters and width.
    pub carriers: &'m [Carrier],
    /// What transposes its instrument.
    pub tunings: &'m [Tuning],
}

/// The softest level of a curve that is followed closely, in dB: below, nobody hears how it bends.
const HEARD: f64 = -50.0;

/// How far a line may leave the curve of a level, in dB.
const LEVEL_TOLERANCE: f64 = 0.4;

/// How far a line may leave the curve of a cutoff, in semitones.
const CUTOFF_TOLERANCE: f64 = 0.5;

/// How far a line may leave any other curve, as a share of 1.
const OTHER_TOLERANCE: f64 = 0.01;

impl<'m> Moved<'m> {
    /// What can be moved on the track of a part.
    pub fn on(
        track: TrackHandle,
        name: &'m str,
        strip: Option<&'m Strip>,
        carriers: &'m [Carrier],
        tunings: &'m [Tuning],
    ) -> Self {
        let level = strip.map_or(Db::UNITY, |it| it.level);
        let pan = strip.map_or(Pan::CENTRE, |it| it.pan);
        let sends = strip.map_or(&[][..], |it| &it.sends);
        Self { track, name, level, pan, sends, carriers, tunings }
    }

    fn carrier(&self, is_it: impl Fn(Carried) -> bool) -> Option<Carrier> {
        // The last one: trims stand first, what is to be moved behind them.
        self.carriers.iter().rev().copied().find(|it| is_it(it.carried))
    }

    /// A send's level where the mix has it.
    fn mixed_send(&self, send: SendName) -> Option<Db> {
        self.sends.iter().find(|it| is_same(send, it.0)).map(|it| it.1)
    }
}

impl Stage<'_> {
    /// Writes the moves of a track, then puts its fader, panorama and sends where the mix has them.
    pub fn add_moves(&mut self, moved: &Moved, moves: &[Move]) -> Result<(), ExportError> {
        for course in moves.iter().filter(|it| !it.points.is_empty()) {
            self.add_move(moved, course)?;
        }
        self.set_mixer(moved)
    }

    fn set_mixer(&mut self, moved: &Moved) -> Result<(), ExportError> {
        let Moved { track, name, level, pan, sends, .. } = *moved;
        self.set.set_volume(track, units::fader(level)).at(name)?;
        self.set.set_pan(track, pan.0.clamp(-1.0, 1.0)).at(name)?;
        for (send, level) in sends {
            let index = self.request.mix.returns.iter().position(|it| it.send == *send);
            match index {
                Some(index) => self.set.set_send(track, index, units::send(*level)).at(name)?,
                None => {
                    self.left_out.push(format!("{name}: the mix has no return {}", send.word()))
                }
            }
        }
        Ok(())
    }

    fn add_move(&mut self, moved: &Moved, course: &Move) -> Result<(), ExportError> {
        match course.knob {
            Knob::Volume => {
                let store = |db: f64| units::fader(moved.level + Db::new(db));
                self.draw(moved, Target::Volume, course, &level_scale(&store))
            }
            Knob::Pan => {
                let store = |by: f64| (moved.pan.0 + by).clamp(-1.0, 1.0);
                self.draw(moved, Target::Pan, course, &plain_scale(&store))
            }
            Knob::Send(send) => self.move_send(moved, course, send),
            Knob::LowPass => self.move_cutoff(moved, course, Carried::LowPass),
            Knob::HighPass => self.move_cutoff(moved, course, Carried::HighPass),
            Knob::Resonance => self.move_resonance(moved, course),
            Knob::Width => self.move_width(moved, course),
            Knob::Pitch => self.move_pitch(moved, course),
            Knob::Mute => {
                let store = |muted: f64| if muted < 0.5 { 1.0 } else { 0.0 };
                self.draw(moved, Target::TrackOn, course, &plain_scale(&store))
            }
        }
    }

    /// A send; relative to the mixed one where there is one.
    fn move_send(
        &mut self,
        moved: &Moved,
        course: &Move,
        send: SendName,
    ) -> Result<(), ExportError> {
        let index = self.request.mix.returns.iter().position(|it| is_same(send, it.send));
        let Some(index) = index else {
            self.unreturned.insert(send.word());
            return Ok(());
        };
        let base = moved.mixed_send(send).unwrap_or(Db::UNITY);
        let off = Knob::Send(send).range().0;
        let store = |db: f64| units::send(if db <= off { Db::SILENCE } else { base + Db::new(db) });
        self.draw(moved, Target::Send(index), course, &level_scale(&store))
    }

    fn move_cutoff(
        &mut self,
        moved: &Moved,
        course: &Move,
        carried: Carried,
    ) -> Result<(), ExportError> {
        let store = |hz: f64| units::cutoff(Hz(hz));
        let scale = Scale { store: &store, hear: |it| it, tolerance: CUTOFF_TOLERANCE };
        // Held within the knob's range only now, so that a sweep by equal ratios stays one straight line.
        let held = |it: Point| Point { value: self.hold("AutoFilter", "Cutoff", it.value), ..it };
        let drawn: Vec<Point> = points(course, &scale).into_iter().map(held).collect();
        self.draw_on(moved, moved.carrier(|it| it == carried), course, &drawn)
    }

    fn move_resonance(&mut self, moved: &Moved, course: &Move) -> Result<(), ExportError> {
        let store = |share: f64| self.hold("AutoFilter", "Resonance", share);
        let drawn = points(course, &plain_scale(&store));
        self.draw_on(moved, moved.carrier(|it| it == Carried::Resonance), course, &drawn)
    }

    /// Width times the width that the mix settled on.
    fn move_width(&mut self, moved: &Moved, course: &Move) -> Result<(), ExportError> {
        let carrier = moved.carrier(|it| matches!(it, Carried::Width(_)));
        let mixed = match carrier.map(|it| it.carried) {
            Some(Carried::Width(mixed)) => mixed,
            _ => 100.0,
        };
        let store = |percent: f64| units::width(percent * mixed / 100.0);
        let drawn = points(course, &plain_scale(&store));
        self.draw_on(moved, carrier, course, &drawn)
    }

    /// Every device that makes the part's sound is transposed alike.
    fn move_pitch(&mut self, moved: &Moved, course: &Move) -> Result<(), ExportError> {
        if moved.tunings.is_empty() {
            self.left_out.push(format!("{}: nothing there can be moved in pitch", moved.name));
        }
        for tuning in moved.tunings {
            let store = |semitones: f64| (tuning.rest + semitones).clamp(-48.0, 48.0);
            let target = Target::Param(tuning.device, tuning.path);
            self.draw(moved, target, course, &plain_scale(&store))?;
        }
        Ok(())
    }

    fn draw(
        &mut self,
        moved: &Moved,
        target: Target,
        course: &Move,
        scale: &Scale,
    ) -> Result<(), ExportError> {
        let drawn = points(course, scale);
        self.write(moved, target, course, &drawn)
    }

    fn draw_on(
        &mut self,
        moved: &Moved,
        carrier: Option<Carrier>,
        course: &Move,
        drawn: &[Point],
    ) -> Result<(), ExportError> {
        match carrier {
            Some(it) => self.write(moved, Target::Param(it.device, it.path), course, drawn),
            None => {
                self.left_out
                    .push(format!("{}: no device for the moves of {}", moved.name, course.knob));
                Ok(())
            }
        }
    }

    fn write(
        &mut self,
        moved: &Moved,
        target: Target,
        course: &Move,
        drawn: &[Point],
    ) -> Result<(), ExportError> {
        let place = format!("{} of {}", course.knob, moved.name);
        self.set.automate(moved.track, target, drawn).at(&place)
    }
}

fn level_scale<'s>(store: &'s dyn Fn(f64) -> f64) -> Scale<'s> {
    let hear = |amplitude: f64| (20.0 * libm::log10(amplitude.max(1e-9))).max(HEARD);
    Scale { store, hear, tolerance: LEVEL_TOLERANCE }
}

fn plain_scale<'s>(store: &'s dyn Fn(f64) -> f64) -> Scale<'s> {
    Scale { store, hear: |it| it, tolerance: OTHER_TOLERANCE }
}

/// Whether a return of the arrangement and one of the mix are the same.
fn is_same(send: SendName, other: mixing::SendName) -> bool {
    send.word() == other.word()
}
