//! What is seen of the recording at one moment of the result.

use realfft::num_complex::Complex32;

use super::bend::Bender;
use super::fourier::{Fourier, Sight};
use super::glide::{self, Partial};
use super::tape::Window;
use super::turn::{angle, direction, unit};

/// A moment to be seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moment {
    /// The middle of the frame in the result.
    pub(super) to: i64,
    /// Its middle in the recording.
    pub(super) from: i64,
    /// Where the middle of the frame before lay in the recording.
    pub(super) last_from: i64,
    /// How many times as long the sound lasts here.
    pub(super) ratio: f64,
    /// By how many samples the last attack moved, or the start of the recording, if it is not long ago.
    pub(super) moved: Option<i64>,
    /// Whether the recording is over.
    pub(super) is_over: bool,
}

/// How frames are laid out, in samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Layout {
    /// Samples of a frame.
    pub(super) size: usize,
    /// From one frame of the result to the next, and between the two looks that tell how phases advance.
    pub(super) hop: usize,
    /// Whether those two looks lie about the middle of the step, not at its end.
    pub(super) is_centred: bool,
    /// Bins that will be heard: what is played faster afterwards has no room for the highest.
    pub(super) bins: usize,
}

/// What is seen at a moment.
#[derive(Clone)]
pub(super) struct Frame {
    /// The moment.
    pub(super) moment: Moment,
    /// The spectrum of each channel, its partials bent as they are to glide.
    pub(super) spectra: Vec<Vec<Complex32>>,
    /// For each bin, the power of all channels.
    pub(super) power: Vec<f32>,
    /// The power of the strongest bin.
    pub(super) most: f32,
    /// What is heard in it.
    pub(super) partials: Vec<Partial>,
    /// By which gain each bin is laid, none where all are as they are: what was struck dies away.
    pub(super) gains: Vec<f32>,
    /// How it is laid out.
    pub(super) layout: Layout,
    /// How the phase of each bin advances over a hop, as two looks tell that lie so far apart; the sum over the channels.
    pub(super) advances: Vec<Complex32>,
}

/// What a thread needs to see.
pub(super) struct Eye {
    sight: Sight,
    /// A spectrum with margins.
    room: Vec<Complex32>,
}

impl Eye {
    /// An eye for the frames of `fourier`.
    pub(super) fn new(fourier: &Fourier) -> Self {
        Self { sight: fourier.sight(), room: Vec::new() }
    }
}

impl Layout {
    /// Where the earlier of the two looks lies, from the middle of the frame on.
    pub(super) fn earlier(&self, moment: &Moment) -> i64 {
        let hop = self.hop as i64;
        let middle = (moment.from + moment.last_from).div_euclid(2);
        if self.is_centred { middle - hop / 2 - moment.from } else { -hop }
    }
}

impl Frame {
    /// Room for what is seen in `channels` channels.
    pub(super) fn new(channels: usize, layout: Layout) -> Self {
        Self {
            moment: Moment {
                to: 0,
                from: 0,
                last_from: 0,
                ratio: 1.0,
                moved: None,
                is_over: false,
            },
            spectra: vec![vec![Complex32::default(); layout.size / 2 + 1]; channels],
            power: vec![0.0; layout.bins],
            most: 0.0,
            partials: Vec::new(),
            gains: Vec::new(),
            layout,
            advances: vec![Complex32::default(); layout.bins],
        }
    }

    /// Looks at the recording in `window`.
    pub(super) fn see(
        &mut self,
        moment: &Moment,
        window: &Window,
        fourier: &Fourier,
        bender: &Bender,
        eye: &mut Eye,
    ) {
        self.moment = *moment;
        self.power.fill(0.0);
        self.advances.fill(Complex32::default());
        for channel in 0..self.spectra.len() {
            self.look(channel, window, fourier, &mut eye.sight);
        }
        self.most = self.power.iter().copied().fold(0.0, f32::max);
        self.listen();
        let ratio = moment.ratio as f32;
        for spectrum in &mut self.spectra {
            bender.bend(spectrum, &self.partials, ratio, &mut eye.room);
        }
    }

    /// Looks at a channel.
    ///
    /// Powers are sums over the channels, as advances are, so that the loudest says most, and that neither their order
    /// nor a hair's breadth between two as loud decides anything.
    fn look(&mut self, channel: usize, window: &Window, fourier: &Fourier, sight: &mut Sight) {
        let is_seen = self.advanced(channel, window, fourier, sight);
        let now = &mut self.spectra[channel];
        if !is_seen {
            fourier.spectrum(part(window, channel, self.moment.from, fourier), now, sight);
        }
        now[self.layout.bins..].fill(Complex32::default());
        for (power, z) in self.power.iter_mut().zip(now.iter()) {
            *power += z.norm_sqr();
        }
    }

    /// Adds how the phases of a channel advance from an earlier look to a later one. Where the later lies at the moment
    /// itself, the channel is seen with it, and the answer is yes.
    fn advanced(
        &mut self,
        channel: usize,
        window: &Window,
        fourier: &Fourier,
        sight: &mut Sight,
    ) -> bool {
        let before = self.moment.from + self.layout.earlier(&self.moment);
        let looks = [before, before + self.layout.hop as i64];
        let looks = looks.map(|middle| part(window, channel, middle, fourier));
        // Where a look saw nothing, phases do not advance.
        if looks.iter().any(|it| it.iter().all(|it| *it == 0.0)) {
            return false;
        }
        let is_now = !self.layout.is_centred;
        let places = self.spectra[channel].iter_mut().zip(&mut self.advances);
        for ((now, sum), (later, advance)) in places.zip(fourier.looks(looks, sight)) {
            if is_now {
                *now = later;
            }
            *sum += advance;
        }
        is_now
    }

    /// Makes each bin louder by its gain.
    pub(super) fn shape(&mut self, gains: &[f32]) {
        for spectrum in &mut self.spectra {
            for (bin, gain) in spectrum.iter_mut().zip(gains) {
                *bin *= gain;
            }
        }
        for (power, gain) in self.power.iter_mut().zip(gains) {
            *power *= gain * gain;
        }
        self.most = self.power.iter().copied().fold(0.0, f32::max);
    }

    /// Lets what was struck die away.
    pub(super) fn die(&mut self) {
        for spectrum in &mut self.spectra {
            spectrum.iter_mut().zip(&self.gains).for_each(|(bin, gain)| *bin *= gain);
        }
    }

    /// Finds the partials.
    fn listen(&mut self) {
        let mut partials = std::mem::take(&mut self.partials);
        let overlap = self.layout.hop as f32 / self.layout.size as f32;
        glide::find(&self.spectra, &self.power, &self.advances, overlap, &mut partials);
        self.partials = partials;
    }

    /// The turn of a bin that carries on its phase in the frame before, `last`, as it was put out.
    pub(super) fn carried(&self, last: &Frame, bin: usize) -> Complex32 {
        let kept = self.kept(last, bin);
        // After silence there is nothing to carry on.
        if kept.re == 0.0 && kept.im == 0.0 {
            return Complex32::new(1.0, 0.0);
        }
        unit(kept) * unit(self.advances[bin])
    }

    /// The turn that would keep a bin's phase in the frame before.
    pub(super) fn kept(&self, last: &Frame, bin: usize) -> Complex32 {
        last.spectra.iter().zip(&self.spectra).map(|(last, now)| last[bin] * now[bin].conj()).sum()
    }

    /// Where the partial was in the frame before, in bins.
    pub(super) fn origin(&self, partial: &Partial) -> f32 {
        let per_sample = std::f32::consts::TAU / self.layout.size as f32;
        let gone = (self.moment.from - self.moment.last_from) as f32;
        partial.at - per_sample * partial.glide * gone
    }

    /// What is spread in frequency is spread in time: how much further than a bin its upper neighbour is turned.
    pub(super) fn step(&self, bin: usize) -> Complex32 {
        let more = self.moment.ratio as f32 - 1.0;
        if more == 0.0 {
            return Complex32::new(1.0, 0.0);
        }
        let whole = std::f32::consts::TAU * self.layout.hop as f32 / self.layout.size as f32;
        let apart = self.advances[bin + 1] * self.advances[bin].conj();
        let rise: Complex32 = self.spectra.iter().map(|it| it[bin + 1] * it[bin].conj()).sum();
        direction(more * (angle(apart).abs() / whole).min(1.0) * angle(rise))
    }

    /// The turn that takes a bin along with the last attack, at its own frequency; where it was not there in the earlier
    /// look, which then tells nothing, at that of the middle of the bin.
    pub(super) fn along(&self, bin: usize) -> Option<Complex32> {
        let moved = self.moment.moved?;
        let late = self.moment.to - moved - self.moment.from;
        let Layout { size, hop, .. } = self.layout;
        // The bin's own frequency goes round by whole parts of a turn; of how many, only the last bits matter, since
        // the size is a power of two.
        let per_part = std::f32::consts::TAU / size as f32;
        let turned = |samples: i64| ((bin as i64 * samples) & (size as i64 - 1)) as f32 * per_part;
        let advance = self.advances[bin];
        let told = glide::told(self.power[bin], advance);
        let rest =
            if 0.0 < told { told * angle(advance * direction(-turned(hop as i64))) } else { 0.0 };
        Some(direction(turned(late) + rest * (late as f32 / hop as f32)))
    }
}

/// The frame of a channel around `middle`.
fn part<'a>(window: &'a Window, channel: usize, middle: i64, fourier: &Fourier) -> &'a [f32] {
    window.part(channel, middle - fourier.size as i64 / 2, fourier.size)
}
