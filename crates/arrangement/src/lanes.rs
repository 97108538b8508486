//! Automation lanes: a role's motion drawn over the form.

use music_types::{Beats, Family, Role, SectionKind, Span};

use crate::brief::Brief;
use crate::curve::{lay_over, sum};
use crate::drops::place_drops;
use crate::form::{Form, Section};
use crate::knob::{Knob, Move, Point, SendName, Shape};
use crate::motion::{Drift, Motion, Throw, ThrowAt};
use crate::style::Stretch;
use crate::vocal::{PhraseKind, VocalPlacement, place_vocals};

/// The automation of a part whose clips lie on `clips`.
pub fn part_moves(form: &Form, brief: &Brief, role: Role, clips: &[Span]) -> Vec<Move> {
    let Some(motion) = brief.style.motion.get(&role) else { return Vec::new() };
    lanes(&Stage { form, brief, motion, clips })
}

/// The automation of a bus.
pub fn bus_moves(form: &Form, brief: &Brief, family: Family) -> Vec<Move> {
    let Some(motion) = brief.style.bus_motion.get(&family) else { return Vec::new() };
    let whole = [Span { start: Beats::ZERO, length: form.length() }];
    lanes(&Stage { form, brief, motion, clips: &whole })
}

/// Where a part moves: the piece, its motion, and when it sounds.
struct Stage<'a> {
    form: &'a Form,
    brief: &'a Brief<'a>,
    motion: &'a Motion,
    clips: &'a [Span],
}

/// All lanes of a part; a lane that never changes is none.
fn lanes(stage: &Stage) -> Vec<Move> {
    let mut lanes = vec![
        volume(stage),
        low_pass(stage),
        resonance(stage),
        high_pass(stage),
        width(stage),
        pitch(stage),
    ];
    lanes.extend(SendName::ALL.iter().map(|it| send(stage, *it)));
    lanes.push(pan(stage));
    lanes.retain(|it| 0 < it.changes(Beats::ZERO, stage.form.length() + Beats::BAR));
    lanes.sort_by_key(|it| it.knob);
    lanes
}

fn volume(stage: &Stage) -> Move {
    let motion = stage.motion;
    let mut points = Vec::new();
    for section in &stage.form.sections {
        let up = section.kind == SectionKind::Drop && 0 < section.variant % 4;
        let lift = if up { motion.lift } else { 0.0 };
        for step in &section.steps {
            let original = section.stretch == Some(Stretch::Source);
            let ride = if original { 0.0 } else { motion.ride };
            let level = lift - ride * (1.0 - step.energy.value());
            let through = |at: Beats| level + held(motion, section, at);
            points.extend(line(
                step.span,
                through(step.span.start),
                through(step.span.end()),
                Shape::Line,
            ));
        }
    }
    points.push(at_end(stage, 0.0));
    let base = Move::new(Knob::Volume, stage.form.length(), points);
    let rides = sum(&base, &drifts(stage, Knob::Volume), stage.form.length());
    let rides = sum(&rides, &shots(stage, Knob::Volume), stage.form.length());
    if motion.ducks { sum(&rides, &ducked(stage), stage.form.length()) } else { rides }
}

/// How far a build holds a bus back at `at`, in dB.
fn held(motion: &Motion, section: &Section, at: Beats) -> f64 {
    if section.kind != SectionKind::Build || section.silence == Beats::ZERO {
        return 0.0;
    }
    let into = (at - section.span.start).as_quarters() / section.span.length.as_quarters().max(1.0);
    -motion.hold * into.clamp(0.0, 1.0)
}

/// Steps back under each voice drop, a quarter note in and a quarter note out.
fn ducked(stage: &Stage) -> Move {
    let depth = stage.brief.style.transitions.as_ref().map_or(0.0, |it| -it.duck.abs());
    let mut points = Vec::new();
    for drop in place_drops(stage.form, stage.brief.voice_drops) {
        let (start, end) = (drop.span.start, drop.span.end());
        points.push(Point { at: start - Beats::QUARTER, value: 0.0, shape: Shape::Line });
        points.push(Point { at: start, value: depth, shape: Shape::Hold });
        points.push(Point { at: end, value: depth, shape: Shape::Line });
        points.push(Point { at: end + Beats::QUARTER, value: 0.0, shape: Shape::Hold });
    }
    Move::new(Knob::Volume, stage.form.length(), points)
}

fn low_pass(stage: &Stage) -> Move {
    let top = stage.top();
    let mut points = Vec::new();
    let mut entered = false;
    for section in &stage.form.sections {
        let plays = stage.plays_in(section);
        let opening = stage.motion.opens.filter(|_| !entered && plays);
        match (section.kind, stage.motion.sweep, opening) {
            (SectionKind::Build, Some([from, to]), _) if plays => {
                points.extend(line(section.span, from, to.min(top), Shape::Log));
            }
            (SectionKind::Intro, _, Some(from)) => {
                let start = stage.enters(section).unwrap_or(section.span.start);
                let span = Span::between(start, section.span.end());
                points.extend(line(span, from, stage.bright(), Shape::Log));
            }
            _ => points.extend(stage.drift_in(section, Knob::LowPass)),
        }
        entered |= plays;
    }
    if !points.is_empty() {
        points.push(at_end(stage, Knob::LowPass.rest()));
    }
    let base = Move::new(Knob::LowPass, stage.form.length(), points);
    if stage.motion.shots.iter().any(|it| it.knob == Knob::LowPass) {
        return shots(stage, Knob::LowPass);
    }
    base
}

fn resonance(stage: &Stage) -> Move {
    let mut points = Vec::new();
    if let Some([from, to]) = stage.motion.resonance {
        for section in stage.builds() {
            points.extend(line(section.span, from, to, Shape::Line));
            points.push(Point { at: section.span.end(), value: 0.0, shape: Shape::Hold });
        }
    }
    Move::new(Knob::Resonance, stage.form.length(), points)
}

fn high_pass(stage: &Stage) -> Move {
    let mut points = Vec::new();
    if let Some([from, to]) = stage.motion.thin {
        for section in stage.builds() {
            let eight = Beats::bars(8).min(section.span.length);
            let span = Span::between(section.span.end() - eight, section.span.end());
            if !stage.clips.iter().any(|it| it.overlaps(span)) {
                continue;
            }
            points.push(Point { at: span.start, value: Knob::HighPass.rest(), shape: Shape::Hold });
            points.extend(line(span, from, to, Shape::Log));
            let rest = Knob::HighPass.rest();
            points.push(Point { at: span.end(), value: rest, shape: Shape::Hold });
        }
    }
    let thin = Move::new(Knob::HighPass, stage.form.length(), points);
    if thin.points.is_empty() { shots(stage, Knob::HighPass) } else { thin }
}

fn width(stage: &Stage) -> Move {
    let mut points = Vec::new();
    if let Some([from, to, drop]) = stage.motion.widen {
        for section in &stage.form.sections {
            points.extend(match section.kind {
                SectionKind::Build => line(section.span, from, to, Shape::Line),
                SectionKind::Drop => line(section.span, drop, drop, Shape::Hold),
                _ => line(section.span, Knob::Width.rest(), Knob::Width.rest(), Shape::Hold),
            });
        }
        points.push(at_end(stage, Knob::Width.rest()));
        return Move::new(Knob::Width, stage.form.length(), points);
    }
    let drift = drifts(stage, Knob::Width);
    if drift.points.is_empty() { shots(stage, Knob::Width) } else { drift }
}

fn pitch(stage: &Stage) -> Move {
    let mut points = Vec::new();
    if let Some(semitones) = stage.motion.climb {
        for section in stage.builds() {
            points.extend(line(section.span, 0.0, semitones, Shape::Ease(2.0)));
            points.push(Point { at: section.span.end(), value: 0.0, shape: Shape::Hold });
        }
    }
    Move::new(Knob::Pitch, stage.form.length(), points)
}

fn pan(stage: &Stage) -> Move {
    drifts(stage, Knob::Pan)
}

/// A send: by section, with throws over it.
fn send(stage: &Stage, name: SendName) -> Move {
    let knob = Knob::Send(name);
    let mut points = Vec::new();
    if let Some(ride) = stage.motion.sends.iter().find(|it| it.send == name) {
        for section in &stage.form.sections {
            points.extend(match section.kind {
                SectionKind::Build => line(section.span, 0.0, ride.builds, Shape::Line),
                SectionKind::Break => line(section.span, ride.breaks, ride.breaks, Shape::Hold),
                SectionKind::Drop => line(section.span, ride.drops, ride.drops, Shape::Hold),
                _ => line(section.span, 0.0, 0.0, Shape::Hold),
            });
        }
        points.push(at_end(stage, knob.rest()));
    }
    let base = Move::new(knob, stage.form.length(), points);
    let base = sum(&base, &drifts(stage, knob), stage.form.length());
    let throws = stage.motion.throws.iter().filter(|it| it.send == name);
    throws.fold(base, |it, throw| {
        lay_over(&it, &stage.thrown(throw), throw.level, stage.form.length())
    })
}

/// The slow movement of a knob through every section in which the part plays.
fn drifts(stage: &Stage, knob: Knob) -> Move {
    let mut points: Vec<Point> = Vec::new();
    for section in &stage.form.sections {
        points.extend(stage.drift_in(section, knob));
    }
    if !points.is_empty() {
        points.push(at_end(stage, knob.rest()));
    }
    Move::new(knob, stage.form.length(), points)
}

/// What clips do from their start to their end; at rest between them.
fn shots(stage: &Stage, knob: Knob) -> Move {
    let Some(shot) = stage.motion.shots.iter().find(|it| it.knob == knob) else {
        return Move::new(knob, stage.form.length(), []);
    };
    let shape = if knob.is_frequency() { Shape::Log } else { Shape::Line };
    let mut points = Vec::new();
    for clip in stage.clips {
        points.extend(line(*clip, shot.from, shot.to, shape));
        points.push(Point { at: clip.end(), value: knob.rest(), shape: Shape::Hold });
    }
    Move::new(knob, stage.form.length(), points)
}

impl Stage<'_> {
    fn plays_in(&self, section: &Section) -> bool {
        self.clips.iter().any(|it| it.overlaps(section.span))
    }

    /// Where in a section it first plays.
    fn enters(&self, section: &Section) -> Option<Beats> {
        let clips = self.clips.iter().filter(|it| it.overlaps(section.span));
        clips.map(|it| it.start.max(section.span.start)).min()
    }

    /// The builds in which it plays.
    fn builds(&self) -> impl Iterator<Item = &Section> {
        let sections = self.form.sections.iter();
        sections.filter(|it| it.kind == SectionKind::Build && self.plays_in(it))
    }

    /// How far low-passes open at this hour, in Hz.
    fn top(&self) -> f64 {
        let temper = self.brief.style.tempers.get(&self.brief.energy);
        temper.map_or(Knob::LowPass.rest(), |it| it.top.0)
    }

    /// The slow movement of a knob, darker where the hour is.
    fn drift_of(&self, knob: Knob) -> Option<Drift> {
        let drift = self.motion.drift.iter().find(|it| it.knob == knob)?;
        let brightest = drift.from.max(drift.to).max(1.0);
        let darker = if knob == Knob::LowPass { (self.top() / brightest).min(1.0) } else { 1.0 };
        Some(Drift { from: drift.from * darker, to: drift.to * darker, ..*drift })
    }

    /// Where the low-pass stands when it does not move: the start of its drift, or open.
    fn bright(&self) -> f64 {
        self.drift_of(Knob::LowPass).map_or(Knob::LowPass.rest(), |it| it.from)
    }

    /// The slow movement of a knob through a section; its rest where the part does not play, and
    /// where the original is to stay untouched.
    fn drift_in(&self, section: &Section, knob: Knob) -> Vec<Point> {
        let Some(drift) = self.drift_of(knob) else { return Vec::new() };
        let original = section.stretch == Some(Stretch::Source);
        if original || !self.plays_in(section) {
            return line(section.span, knob.rest(), knob.rest(), Shape::Hold);
        }
        let half = Beats::bars(drift.bars.max(2)) / 2;
        let shape = if knob.is_frequency() { Shape::Log } else { Shape::Line };
        let mut points = Vec::new();
        let mut at = section.span.start;
        for turn in 0_i64.. {
            let value = if turn % 2 == 0 { drift.from } else { drift.to };
            if section.span.end() <= at {
                break;
            }
            points.push(Point { at, value, shape });
            at += half;
        }
        points.push(Point { at: section.span.end(), value: drift.from, shape: Shape::Hold });
        points
    }

    /// Where a throw is open.
    fn thrown(&self, throw: &Throw) -> Vec<Span> {
        let length = Beats::nearest(throw.beats).max(Beats::SIXTEENTH);
        let ends: Vec<Beats> = match throw.at {
            ThrowAt::Section => self.quiet_ends(),
            ThrowAt::Line => self.line_ends(),
            ThrowAt::Clip => self.clips.iter().map(|it| it.end()).collect(),
        };
        ends.into_iter().map(|end| Span::between((end - length).max(Beats::ZERO), end)).collect()
    }

    /// The last sound of each section that a break or a build follows, or silence.
    fn quiet_ends(&self) -> Vec<Beats> {
        let calm = |it: &Section| matches!(it.kind, SectionKind::Break | SectionKind::Build);
        let gives_way =
            |it: &&Section| Beats::ZERO < it.silence || self.form.after(it).is_some_and(calm);
        let sections = self.form.sections.iter().filter(gives_way);
        let ends = sections.map(|it| it.sounding().end());
        ends.filter(|end| self.clips.iter().any(|it| it.end() == *end)).collect()
    }

    /// The ends of the singer's lines with a bar's rest after them.
    fn line_ends(&self) -> Vec<Beats> {
        let lines = place_vocals(self.form, self.brief);
        let whole = lines.iter().filter(|it| !it.stutter && it.kind != PhraseKind::Unknown);
        let whole = whole.map(VocalPlacement::span);
        let free = |end: Beats| {
            let rest = Span { start: end, length: Beats::BAR };
            !lines.iter().any(|it| it.span().overlaps(rest))
        };
        whole.map(Span::end).filter(|end| free(*end) && *end <= self.form.length()).collect()
    }
}

/// Two points over a stretch.
fn line(span: Span, from: f64, to: f64, shape: Shape) -> Vec<Point> {
    vec![
        Point { at: span.start, value: from, shape },
        Point { at: span.end(), value: to, shape: Shape::Hold },
    ]
}

fn at_end(stage: &Stage, value: f64) -> Point {
    Point { at: stage.form.length(), value, shape: Shape::Hold }
}
