//! The sounds of speech: where the formants lie, and what hisses.

/// How many formants the mouth has.
pub(crate) const FORMANTS: usize = 7;

/// What the mouth does while a phone lasts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    /// The first three formants, in hertz; the higher stand still.
    pub(crate) formants: [f64; 3],
    /// How wide the formants are: 1 for a vowel, more for what the nose swallows.
    pub(crate) width: f64,
    /// The level of the voice, 0 to 1.
    pub(crate) voice: f64,
    /// The level of breath through the mouth, 0 to 1.
    pub(crate) breath: f64,
    /// The level of noise at teeth and lips, 0 to 1.
    pub(crate) hiss: f64,
    /// Where that noise lies, in hertz.
    pub(crate) hiss_hz: f64,
}

/// A phone: how long it lasts, where that is fixed, and what the mouth does.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Phone {
    /// Its name in the score.
    name: &'static str,
    /// Seconds it lasts; zero for vowels, which last as long as their note.
    pub(crate) lasts: f64,
    /// The mouth at its start.
    pub(crate) shape: Shape,
    /// The vowel a diphthong ends in.
    pub(crate) ends: Option<[f64; 3]>,
}

impl Phone {
    /// Whether it lasts as long as its note.
    pub(crate) fn is_vowel(&self) -> bool {
        self.lasts == 0.0
    }
}

/// The phone of this name; an unknown one is a murmur.
pub(crate) fn phone(name: &str) -> Phone {
    PHONES.iter().find(|it| it.name == name).copied().unwrap_or(vowel("uh", UH))
}

/// The phones of a syllable.
pub(crate) fn phones(syllable: &str) -> Vec<Phone> {
    syllable.split(' ').map(phone).collect()
}

// Formants of a woman's vowels, in hertz, after Hillenbrand et al. (1995), table V, a few per cent
// lower, as a throat is in song.
const A: [f64; 3] = [900.0, 1_450.0, 2_800.0];
const AW: [f64; 3] = [680.0, 1_060.0, 2_750.0];
const EH: [f64; 3] = [680.0, 1_950.0, 2_850.0];
const I: [f64; 3] = [420.0, 2_650.0, 3_200.0];
const IH: [f64; 3] = [480.0, 2_300.0, 2_950.0];
const O: [f64; 3] = [560.0, 1_020.0, 2_750.0];
const U: [f64; 3] = [450.0, 1_050.0, 2_650.0];
const UH: [f64; 3] = [720.0, 1_420.0, 2_800.0];

const fn vowel(name: &'static str, formants: [f64; 3]) -> Phone {
    let shape =
        Shape { formants, width: 1.0, voice: 1.0, breath: 0.05, hiss: 0.0, hiss_hz: 6_000.0 };
    Phone { name, lasts: 0.0, shape, ends: None }
}

const fn glides(name: &'static str, from: [f64; 3], to: [f64; 3]) -> Phone {
    Phone { ends: Some(to), ..vowel(name, from) }
}

/// A voiced consonant: its formants, the level of the voice, how wide the formants are.
const fn hums(name: &'static str, lasts: f64, formants: [f64; 3], voice: f64, width: f64) -> Phone {
    let shape = Shape { formants, width, voice, breath: 0.03, hiss: 0.0, hiss_hz: 6_000.0 };
    Phone { name, lasts, shape, ends: None }
}

/// A consonant of noise: level and place of the hiss, and how much voice stands behind it.
const fn hisses(name: &'static str, lasts: f64, hiss: f64, hiss_hz: f64, voice: f64) -> Phone {
    let formants = [420.0, 1_700.0, 2_700.0];
    let shape = Shape { formants, width: 1.6, voice, breath: 0.04, hiss, hiss_hz };
    Phone { name, lasts, shape, ends: None }
}

/// A stop: silence, or a murmur, then a burst around `hz`.
const fn stops(name: &'static str, lasts: f64, burst: f64, hz: f64, voice: f64) -> Phone {
    Phone { name, ..hisses(name, lasts, burst, hz, voice) }
}

/// The names of the stops; their noise comes all in their last third.
pub(crate) const STOPS: [&str; 6] = ["t", "k", "p", "d", "g", "b"];

impl Phone {
    /// Whether its noise is a burst at its end.
    pub(crate) fn is_stop(&self) -> bool {
        STOPS.contains(&self.name)
    }
}

#[rustfmt::skip]
const PHONES: [Phone; 33] = [
    vowel("a", A), vowel("aw", AW), vowel("eh", EH), vowel("i", I), vowel("ih", IH),
    vowel("o", O), vowel("u", U), vowel("uh", UH),
    glides("ai", A, IH), glides("ei", EH, I), glides("ou", O, U), glides("au", A, U),
    hums("l", 0.065, [380.0, 1_150.0, 2_900.0], 0.55, 1.3),
    hums("r", 0.070, [420.0, 1_300.0, 1_750.0], 0.60, 1.2),
    hums("w", 0.070, [330.0,   720.0, 2_500.0], 0.55, 1.1),
    hums("y", 0.060, [320.0, 2_500.0, 3_200.0], 0.55, 1.1),
    hums("m", 0.075, [280.0, 1_050.0, 2_250.0], 0.42, 2.2),
    hums("n", 0.070, [290.0, 1_550.0, 2_500.0], 0.42, 2.2),
    hisses("s",  0.105, 0.40, 7_200.0, 0.0),
    hisses("sh", 0.110, 0.42, 3_700.0, 0.0),
    hisses("f",  0.080, 0.14, 7_800.0, 0.0),
    hisses("z",  0.085, 0.20, 6_900.0, 0.28),
    hisses("v",  0.055, 0.05, 6_500.0, 0.40),
    Phone { name: "h", lasts: 0.070, ends: None, shape: Shape {
        formants: [800.0, 1_500.0, 2_800.0], width: 1.5, voice: 0.06, breath: 0.55, hiss: 0.04, hiss_hz: 3_000.0 } },
    Phone { name: "breath", lasts: 0.30, ends: None, shape: Shape {
        formants: [700.0, 1_600.0, 2_700.0], width: 2.0, voice: 0.0, breath: 0.20, hiss: 0.05, hiss_hz: 4_500.0 } },
    stops("t", 0.070, 0.55, 5_200.0, 0.0),
    stops("k", 0.075, 0.50, 2_400.0, 0.0),
    stops("p", 0.070, 0.35, 1_100.0, 0.0),
    stops("d", 0.050, 0.32, 4_600.0, 0.16),
    stops("g", 0.055, 0.30, 2_200.0, 0.16),
    stops("b", 0.050, 0.22,   950.0, 0.16),
    hums("pause", 0.0, [600.0, 1_400.0, 2_700.0], 0.0, 1.0),
    hums("ng", 0.070, [300.0, 1_900.0, 2_400.0], 0.40, 2.2),
];
