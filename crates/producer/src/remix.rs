//! From a wish to a project: the stages of a remix, one after the other.

use std::path::Path;
use std::time::Instant;

use als_model::Document;
use arrangement::{Arrangement, Part, arrange, form};
use live_export::Content;
use mixing::mix;
use music_types::{AudioClip, Beats, Db, Role, SampleId, Semitones, Span, Warp, WarpMode};
use plan::{Heard, InspirationSet, ProductionResult, Remark, RemixPlan, SongPlan};
use tracing::info_span;

use crate::beats;
use crate::channels;
use crate::compose::{self, Desk};
use crate::deliver::{self, Made, Piece};
use crate::error::ProduceError;
use crate::ghost::with_ghost;
use crate::guests::{self, Loans};
use crate::listen;
use crate::material::Material;
use crate::outside::LiveApi;
use crate::producer::Producer;
use crate::shopping;
use crate::sources::{self, Sources};
use crate::synths;

/// A remix as far as it can be told without writing anything.
#[derive(Debug, Clone)]
pub struct Rehearsal {
    /// Who plays when: a line a part, a letter a bar.
    pub timeline: String,
    /// The mix as a table of strips.
    pub mix: String,
    /// What is odd but not wrong.
    pub remarks: Vec<Remark>,
}

/// A song that was read and heard.
#[derive(Debug, Clone)]
pub struct Session {
    sources: Sources,
    heard: Heard,
}

impl Producer {
    /// Remixes a song: its stems and a wish in, a project folder out.
    ///
    /// The same wish and the same files give the same bytes, whatever the machine or the number of
    /// threads.
    ///
    /// # Errors
    ///
    /// [`ProduceError::Spec`] with every mistake of the wish at once; [`ProduceError::Audio`] when
    /// a source holds no sound; [`ProduceError::Write`] when the disk refuses; whatever it is,
    /// nothing half-made is left behind.
    pub fn remix(&self, wish: &InspirationSet) -> Result<ProductionResult, ProduceError> {
        let mut result = self.remix_into(&self.output, wish)?;
        let open = |it: &dyn LiveApi| it.open(Path::new(&result.als_path));
        result.live_result = self.live.as_deref().map(open);
        Ok(result)
    }

    /// As [`Producer::remix`], into another folder, and without telling Live.
    ///
    /// # Errors
    ///
    /// As there.
    pub(crate) fn remix_into(
        &self,
        output: &Path,
        wish: &InspirationSet,
    ) -> Result<ProductionResult, ProduceError> {
        let began = Instant::now();
        let (plan, piece, remarks) = self.composed(wish)?;
        let made = Made { wish, plan: &plan, piece: &piece };
        let write = || deliver::project(self, output, &made, remarks);
        let mut result = self.stage("writing the project", write)?;
        result.generation_time_seconds = began.elapsed().as_secs_f64();
        Ok(result)
    }

    /// Goes through a remix without writing anything.
    ///
    /// # Errors
    ///
    /// As [`Producer::remix`], but for those of writing.
    pub fn rehearse(&self, wish: &InspirationSet) -> Result<Rehearsal, ProduceError> {
        let (_, piece, remarks) = self.composed(wish)?;
        let (timeline, mix) = (piece.arrangement.to_string(), piece.mix.to_string());
        Ok(Rehearsal { timeline, mix, remarks })
    }

    fn composed(
        &self,
        wish: &InspirationSet,
    ) -> Result<(RemixPlan<'_>, Piece, Vec<Remark>), ProduceError> {
        self.composed_of(&self.hear(wish)?, wish)
    }

    /// Reads and listens to the sources of a wish: what takes longest, done once for several versions of one song.
    ///
    /// # Errors
    ///
    /// As [`Producer::remix`], but for those of writing.
    pub fn hear(&self, wish: &InspirationSet) -> Result<Session, ProduceError> {
        self.library().check_spec(wish)?;
        let pattern = beats::pattern(wish, &self.base)?;
        let mut sources = self.stage("reading the sources", || sources::read(wish, &self.base))?;
        let mut heard = self.stage("listening", || Ok(listen::heard(wish, &sources)))?;
        let beat = self.stage("listening to the beat", || beats::heard(wish, &self.base))?;
        sources.loans =
            self.stage("listening to what is lent", || guests::read(wish, &self.base))?;
        let Loans { beat: lent, bass, drop } = &sources.loans;
        (heard.beat, heard.groove) = (beat.heard.or_else(|| lent.heard.clone()), beat.groove);
        (heard.bass, heard.drop) = (bass.heard.clone(), drop.heard.clone());
        heard.pattern = pattern;
        Ok(Session { sources, heard })
    }

    /// The set of a wish over a song that was heard already, in memory: to be looked at and checked, not to be opened,
    /// since its samples are nowhere.
    ///
    /// # Errors
    ///
    /// As [`Producer::remix`], but for those of writing.
    pub fn sketch_set(
        &self,
        session: &Session,
        wish: &InspirationSet,
    ) -> Result<(Document, Vec<Remark>), ProduceError> {
        self.library().check_spec(wish)?;
        let (plan, piece, remarks) = self.composed_of(session, wish)?;
        Ok((deliver::document(self, &plan, &piece)?, remarks))
    }

    fn composed_of(
        &self,
        session: &Session,
        wish: &InspirationSet,
    ) -> Result<(RemixPlan<'_>, Piece, Vec<Remark>), ProduceError> {
        let (wish, taken) = synths::in_edition(self.inventory.as_ref(), wish);
        let (plan, mut remarks) = plan::remix(&wish, &session.heard, self.library())?;
        let sources = &session.sources;
        let material = self.stage("cutting the voice", || Ok(Material::new(&plan, sources)))?;
        let piece = self.stage("arranging and mixing", || Ok(self.piece(&plan, &material)))?;
        remarks.extend(taken);
        remarks.extend(piece.basket.remarks.iter().cloned());
        Ok((plan, piece, remarks))
    }

    /// Everything that is to be heard, before it is put into a set.
    fn piece(&self, plan: &RemixPlan, material: &Material) -> Piece {
        let desk = Desk { plan, material };
        let brief = plan.form();
        let arrangement = arrange(form(&brief), &brief, |slot| compose::answer(&desk, slot));
        let arrangement = guests::looped(arrangement, &material.guests);
        let arrangement = with_sung(arrangement, plan, material);
        let arrangement = with_reference(arrangement, plan.song.as_ref(), material);
        let arrangement = with_ghost(arrangement, plan);
        let basket = shopping::basket(self, plan, material, &arrangement);
        let channels = channels::of(
            &arrangement,
            |id: &SampleId| basket.loudness(id),
            |part| basket.played(part),
        );
        let sweeps = channels::bus_sweeps(&arrangement);
        let wanted = plan.mix(&channels, &sweeps);
        Piece { mix: mix(&wanted), edition: wanted.edition, arrangement, basket }
    }

    /// Runs one stage under a span that progress bars show, unless somebody asked to stop.
    fn stage<T>(
        &self,
        name: &'static str,
        work: impl FnOnce() -> Result<T, ProduceError>,
    ) -> Result<T, ProduceError> {
        self.cancel.check()?;
        let _span = info_span!("stage", words = name).entered();
        work()
    }
}

/// Lays the voice as it was sung beside the one that was shaped: line for line, bent by Live, muted
/// by the mix.
fn with_sung(
    mut arrangement: Arrangement<Content>,
    plan: &RemixPlan,
    material: &Material,
) -> Arrangement<Content> {
    if plan::most_parts(plan.edition).is_some() {
        return arrangement; // its few tracks are better spent; the file is there all the same
    }
    let (Some(voice), Some(sung)) = (&material.voice, &material.sung) else { return arrangement };
    let as_sung = |clip: &arrangement::Clip<Content>| match &clip.content {
        Content::Audio(it) if it.sample == voice.sample => {
            let audio = AudioClip {
                sample: sung.sample.clone(),
                warp: Some(Warp { mode: WarpMode::ComplexPro, markers: sung.markers.clone() }),
                transpose: sung.transpose,
                ..it.clone()
            };
            Some(arrangement::Clip { content: Content::Audio(audio), ..clip.clone() })
        }
        _ => None,
    };
    let parts = &mut arrangement.parts;
    let clips: Vec<_> = parts.iter().flat_map(|it| &it.clips).filter_map(as_sung).collect();
    let place = parts.iter().position(|it| it.role == Role::Vocal);
    if let (Some(place), false) = (place, clips.is_empty()) {
        let name = "VOCAL AS SUNG".to_owned();
        parts.insert(place + 1, Part { role: Role::SungVocal, name, clips, moves: Vec::new() });
    }
    numbered(arrangement)
}

/// The parts numbered in the order of the mixer.
pub fn numbered(mut arrangement: Arrangement<Content>) -> Arrangement<Content> {
    for (index, part) in arrangement.parts.iter_mut().enumerate() {
        let name = part.name.trim_start_matches(|it: char| it.is_ascii_digit() || it == ' ');
        part.name = format!("{:02} {name}", index + 1);
    }
    arrangement
}

/// Lays the record under the whole, to compare with: on the new grid from bar 1 on, in its own
/// key, muted by the mix.
fn with_reference(
    mut arrangement: Arrangement<Content>,
    song: Option<&SongPlan>,
    material: &Material,
) -> Arrangement<Content> {
    let (Some(record), Some(song)) = (&material.reference, song) else { return arrangement };
    let length = song.grid.markers(song.fit.pace).last().map_or(Beats::ZERO, |it| it.beat);
    let span = Span { start: Beats::ZERO, length: length.min(arrangement.length) };
    if span.length <= Beats::ZERO {
        return arrangement;
    }
    let content = Content::Audio(AudioClip {
        sample: record.sample.clone(),
        warp: Some(record.warp()),
        from: Beats::ZERO,
        transpose: Semitones(0.0),
        gain: Db::UNITY,
        fade_in: Beats::ZERO,
        fade_out: Beats::ZERO,
    });
    let clip = arrangement::Clip {
        name: "the record".to_owned(),
        span,
        intensity: music_types::Intensity::FULL,
        content,
    };
    let name = format!("{:02} REFERENCE", arrangement.parts.len() + 1);
    let part = Part { role: Role::Reference, name, clips: vec![clip], moves: Vec::new() };
    arrangement.parts.push(part);
    arrangement
}
