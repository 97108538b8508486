//! The audio a remix is made of: the source's own, bent to the new grid, and what is cut from it.

use std::sync::Arc;

use music_types::{
    Beats, Db, Role, SampleId, Seconds, Semitones, Tempo, Warp, WarpMarker, WarpMode, Wave,
};
use plan::{RemixPlan, SongPlan, SourcePlan};
use stems_dsp::shape::{self, Anchor, TimeMap};

use crate::chops::{self, Chop};
use crate::deliver::samples::{AudioFile, Sound};
use crate::guests::{self, Guest, Line, Loan, Loans};
use crate::sources::{Source, Sources};

/// The audio a remix is made of.
#[derive(Debug, Clone, Default)]
pub struct Material {
    /// The voice, if anybody sings.
    pub voice: Option<Stem>,
    /// The voice as it was sung, where the one above is shaped once and for all.
    pub sung: Option<Stem>,
    /// The spoken tags, in the order of the spec.
    pub voice_drops: Vec<Tag>,
    /// The voice cut to pieces; empty where nobody sings or no chops are wanted.
    pub chops: Vec<Chop>,
    /// The record as it is, to compare with.
    pub reference: Option<Stem>,
    /// The other stems, by the role they play.
    pub stems: Vec<(Role, Stem)>,
    /// The recordings of other records that play along.
    pub guests: Vec<Guest>,
    /// The lines of other records that our instruments play.
    pub lines: Vec<Line>,
}

/// A recording of the source in the project.
#[derive(Debug, Clone)]
pub struct Stem {
    /// Its file.
    pub sample: SampleId,
    /// Its beats.
    pub markers: Vec<WarpMarker>,
    /// Its transposition into the new key.
    pub transpose: Semitones,
    /// Where its sound is.
    sound: Sound,
    /// Its sound, for measuring.
    pub wave: Arc<Wave>,
}

/// A spoken tag in the project.
#[derive(Debug, Clone)]
pub struct Tag {
    /// Its file.
    pub sample: SampleId,
    /// Louder or softer than as recorded.
    pub gain: Db,
    sound: Sound,
}

impl Stem {
    /// Bent to the new grid as a whole record is.
    pub fn warp(&self) -> Warp {
        Warp { mode: WarpMode::Complex, markers: self.markers.clone() }
    }
}

impl Material {
    /// What `plan` makes of `sources`.
    pub fn new(plan: &RemixPlan, sources: &Sources) -> Self {
        let mut names = Names::default();
        let song = plan.song.as_ref();
        let voice_file = match &plan.voice {
            Some(voice) if voice.from_mix => sources.main.as_ref(),
            Some(_) => sources.vocal.as_ref(),
            None => None,
        };
        let shift = plan.voice.as_ref().map_or(Semitones(0.0), |it| it.shift.shift);
        let voice = song.zip(voice_file).map(|(song, it)| stem(song, it, shift, &mut names));
        let (voice, sung) = match (&plan.voice, voice, song) {
            (Some(wish), Some(sung), Some(_)) if wish.baked.is_some() => {
                (Some(baked(&sung, plan.tempo, wish.formants)), Some(sung))
            }
            (_, voice, _) => (voice, None),
        };
        let chops = match (sung.as_ref().or(voice.as_ref()), song) {
            (Some(voice), Some(song)) if plan.chops => {
                let at = |beat| moment(song, beat);
                chops::cut(&voice.wave, &plan.vocal, voice.transpose, plan.key, at)
            }
            _ => Vec::new(),
        };
        let parts = [
            (Role::DrumStem, &sources.drums, Semitones(0.0)),
            (Role::BassStem, &sources.bass, shift_of(song)),
            (Role::MusicStem, &sources.other, shift_of(song)),
        ];
        let stems = song.map_or_else(Vec::new, |song| {
            let made = |(role, file, shift): (Role, &Option<Source>, Semitones)| {
                file.as_ref().map(|it| (role, stem(song, it, shift, &mut names)))
            };
            parts.into_iter().filter_map(made).collect()
        });
        let reference = song.zip(sources.main.as_ref());
        let reference = reference.map(|(song, it)| stem(song, it, Semitones(0.0), &mut names));
        let voice_drops = tags(plan, sources, &mut names);
        let guests = guests_of(plan, &sources.loans, &mut names);
        let lines = guests::lines(plan, &sources.loans);
        Self { voice, sung, voice_drops, chops, reference, stems, guests, lines }
    }

    /// The stem that plays `role`.
    pub fn stem(&self, role: Role) -> Option<&Stem> {
        self.stems.iter().find(|(it, _)| *it == role).map(|(_, stem)| stem)
    }

    /// The sound of a recording of the source as it was read, if `id` is one.
    pub fn wave(&self, id: &SampleId) -> Option<Arc<Wave>> {
        let stems =
            self.voice.iter().chain(&self.reference).chain(self.stems.iter().map(|it| &it.1));
        stems
            .chain(self.guests.iter().map(|it| &it.stem))
            .find(|it| it.sample == *id)
            .map(|it| Arc::clone(&it.wave))
    }

    /// The sound behind a file of the source, if `id` is one.
    pub fn file(&self, id: &SampleId) -> Option<AudioFile> {
        let stems = self
            .voice
            .iter()
            .chain(&self.sung)
            .chain(&self.reference)
            .chain(self.stems.iter().map(|it| &it.1))
            .chain(self.guests.iter().map(|it| &it.stem));
        let recordings = stems.map(|it| (&it.sample, it.sound.clone()));
        let tags = self.voice_drops.iter().map(|it| (&it.sample, it.sound.clone()));
        let chops = self.chops.iter().map(|it| (&it.sample, Sound::Made(Arc::clone(&it.wave))));
        let sound = recordings.chain(tags).chain(chops).find(|(it, _)| *it == id)?.1;
        Some(AudioFile { id: id.clone(), sound })
    }
}

/// Drums keep their pitch; everything else of the song goes where the song goes.
fn shift_of(song: Option<&SongPlan>) -> Semitones {
    song.map_or(Semitones(0.0), |it| it.shift.shift)
}

/// The moment of the recording at a beat of the new grid, between or beyond its warp markers.
fn moment(song: &SongPlan, beat: Beats) -> Seconds {
    let markers = song.grid.markers(song.fit.pace);
    let next = markers.partition_point(|it| it.beat <= beat).clamp(1, markers.len().max(2) - 1);
    let (Some(a), Some(b)) = (markers.get(next - 1), markers.get(next)) else {
        return song.grid.first_downbeat;
    };
    let share = (beat - a.beat).as_quarters() / (b.beat - a.beat).as_quarters();
    Seconds(a.at.0 + share * (b.at.0 - a.at.0))
}

fn stem(song: &SongPlan, file: &Source, transpose: Semitones, names: &mut Names) -> Stem {
    Stem {
        sample: names.imported(file),
        markers: song.grid.markers(song.fit.pace),
        transpose,
        sound: sound(file),
        wave: Arc::clone(&file.wave),
    }
}

/// The recordings that other records lend, on the new grid.
fn guests_of(plan: &RemixPlan, loans: &Loans, names: &mut Names) -> Vec<Guest> {
    let lent = [
        (Role::DrumStem, &plan.beat, &loans.beat),
        (Role::BassStem, &plan.bass, &loans.bass),
        (Role::MusicStem, &plan.drop, &loans.drop),
    ];
    let wanted = lent.into_iter().filter(|it| plan.guests.contains(&it.0));
    let guest = |(role, source, loan): (Role, &Option<SourcePlan>, &Loan)| {
        let (source, file) = (source.as_ref()?, loan.source.as_ref()?);
        let stem = Stem {
            sample: names.imported(file),
            markers: source.grid.markers(source.fit.pace),
            transpose: guests::shift(role, source),
            sound: sound(file),
            wave: Arc::clone(&file.wave),
        };
        Some(Guest { role, stem, span: guests::sound_span(source) })
    };
    wanted.filter_map(guest).collect()
}

/// The voice at the new tempo and pitch, in a file of its own whose beats are the set's.
fn baked(sung: &Stem, tempo: Tempo, formants: bool) -> Stem {
    let rate = f64::from(sung.wave.rate);
    let markers = straight(&sung.markers, tempo);
    let anchor = |(from, to): (&WarpMarker, &WarpMarker)| Anchor {
        from: from.at.0 * rate,
        to: to.at.0 * rate,
    };
    let anchors = sung.markers.iter().zip(&markers).map(anchor).collect();
    let Ok(map) = TimeMap::new(anchors) else { return sung.clone() };
    let brief = shape::Brief {
        time: shape::Time::Map(map),
        shift: sung.transpose,
        formants: if formants { shape::Formants::KEEP } else { shape::Formants::Follow },
        preset: shape::Preset::Voice,
    };
    let wave = Arc::new(shape::held(shape::shape(&sung.wave, &brief), &sung.wave));
    Stem {
        sample: processed(&sung.sample),
        markers,
        transpose: Semitones(0.0),
        sound: Sound::Made(Arc::clone(&wave)),
        wave,
    }
}

/// The name of what is made of `id`.
fn processed(id: &SampleId) -> SampleId {
    let name = id.0.rsplit('/').next().unwrap_or(&id.0).trim_end_matches(".wav");
    SampleId(format!("Samples/Processed/{name} shaped.wav"))
}

/// The markers of a recording once it is played at `tempo`: the same beats, evenly apart; what is
/// before the first goes along with what is after it.
fn straight(markers: &[WarpMarker], tempo: Tempo) -> Vec<WarpMarker> {
    let [first, second, ..] = markers else { return markers.to_vec() };
    let since = |it: &WarpMarker| tempo.seconds(it.beat - first.beat).0;
    let start = first.at.0 * since(second) / (second.at.0 - first.at.0);
    markers.iter().map(|it| WarpMarker { at: Seconds(start + since(it)), beat: it.beat }).collect()
}

fn tags(plan: &RemixPlan, sources: &Sources, names: &mut Names) -> Vec<Tag> {
    let wishes = plan.voice_drops.iter().zip(&sources.voice_drops);
    let tag = |(wish, file): (&arrangement::VoiceDropAt, &Source)| Tag {
        sample: names.imported(file),
        gain: wish.gain,
        sound: sound(file),
    };
    wishes.map(tag).collect()
}

fn sound(file: &Source) -> Sound {
    if file.is_verbatim {
        Sound::Copied(file.path.clone(), file.wave.frames() as u64, file.wave.rate)
    } else {
        Sound::Made(Arc::clone(&file.wave))
    }
}

/// File names taken so far: one file of the user's keeps one name, two files never share one.
#[derive(Default)]
struct Names(Vec<(std::path::PathBuf, SampleId)>);

impl Names {
    fn imported(&mut self, file: &Source) -> SampleId {
        if let Some((_, id)) = self.0.iter().find(|(path, _)| *path == file.path) {
            return id.clone();
        }
        let stem = file.path.file_stem().map(|it| it.to_string_lossy()).unwrap_or_default();
        let stem = crate::deliver::folder::file_name(&stem);
        let free = |id: &SampleId| !self.0.iter().any(|(_, it)| it.0.eq_ignore_ascii_case(&id.0));
        let name = |number: u32| match number {
            1 => SampleId(format!("Samples/Imported/{stem}.wav")),
            _ => SampleId(format!("Samples/Imported/{stem}-{number}.wav")),
        };
        let id = (1..).map(name).find(free).unwrap_or_else(|| name(1));
        self.0.push((file.path.clone(), id.clone()));
        id
    }
}
