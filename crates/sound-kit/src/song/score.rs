//! What the voice sings: words as phones, notes on a grid of sixteenths.

/// A syllable on a note: first sixteenth within its phrase, sixteenths it lasts, key, phones.
pub(crate) type Syllable = (i32, i32, u8, &'static str);

/// A line of the song: four bars.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    /// The words as one reads them.
    pub(crate) words: &'static str,
    /// Its first bar, counted from one.
    pub(crate) bar: i64,
    /// Whether it belongs to the hook.
    pub(crate) is_hook: bool,
    /// What is sung.
    pub(crate) notes: &'static [Syllable],
}

/// All lines in order.
pub(crate) fn phrases() -> Vec<Line> {
    let line = |(bar, is_hook, words, notes): &(i64, bool, &'static str, &'static [Syllable])| {
        Line { words, bar: *bar, is_hook: *is_hook, notes }
    };
    LINES.iter().map(line).collect()
}

#[rustfmt::skip]
const LINES: [(i64, bool, &str, &[Syllable]); 12] = [
    ( 9, false, "city lights are calling out my name, oh", &CITY),
    (13, false, "I can feel the night begin to shine",     &NIGHT),
    (17, false, "every step is taking me so high",         &STEP),
    (21, false, "and I know that you are on my mind, oh",  &KNOW),
    (25, true,  "we rise, we rise into the light",         &RISE),
    (29, true,  "we shine, we shine all through the night", &SHINE),
    (33, false, "morning comes, I'm dancing in the rain, oh", &RAIN),
    (37, false, "and I know that you are on my mind, oh",  &KNOW),
    (41, true,  "we rise, we rise into the light",         &RISE),
    (45, true,  "we shine, we shine all through the night", &SHINE),
    (49, true,  "we rise, we rise into the light",         &RISE),
    (53, true,  "we shine, we shine all through the night", &HOME),
];

#[rustfmt::skip]
const CITY: [Syllable; 10] = [
    (4, 2, 64, "s i"), (6, 2, 64, "t i"), (8, 6, 67, "l ai t s"), (14, 2, 65, "a r"),
    (16, 4, 64, "k aw l"), (20, 4, 62, "ih n"), (24, 6, 60, "au t"),
    (32, 4, 65, "m ai"), (36, 10, 69, "n ei m"), (50, 7, 67, "ou"),
];

#[rustfmt::skip]
const NIGHT: [Syllable; 10] = [
    (4, 2, 64, "ai"), (6, 2, 64, "k a n"), (8, 6, 67, "f i l"), (14, 2, 65, "v uh"),
    (16, 6, 64, "n ai t"), (22, 2, 62, "b i"), (24, 4, 60, "g ih n"), (30, 2, 62, "t u"),
    (32, 14, 65, "sh ai n"), (48, 8, 62, "n a"),
];

#[rustfmt::skip]
const STEP: [Syllable; 10] = [
    (4, 2, 67, "eh"), (6, 2, 67, "v r i"), (8, 5, 72, "s t eh p"), (14, 2, 71, "ih z"),
    (16, 4, 69, "t ei"), (20, 4, 67, "k ih n"), (24, 6, 64, "m i"),
    (32, 4, 65, "s ou"), (36, 10, 69, "h ai"), (48, 8, 67, "ai"),
];

#[rustfmt::skip]
const KNOW: [Syllable; 11] = [
    (4, 2, 64, "a n d"), (6, 2, 65, "ai"), (8, 6, 67, "n ou"), (14, 2, 67, "v a t"),
    (16, 6, 69, "y u"), (22, 2, 67, "a r"), (24, 6, 64, "aw n"),
    (32, 4, 65, "m ai"), (36, 6, 67, "m ai n d"), (44, 4, 69, "ou"), (48, 9, 71, "ou"),
];

#[rustfmt::skip]
const RAIN: [Syllable; 11] = [
    (4, 2, 64, "m aw r"), (6, 2, 64, "n ih n"), (8, 6, 67, "k uh m z"), (14, 2, 65, "ai m"),
    (16, 4, 64, "d a n"), (20, 4, 62, "s ih n"), (24, 4, 60, "ih n"), (30, 2, 62, "v uh"),
    (32, 4, 65, "r ei"), (36, 10, 69, "ei n"), (50, 7, 67, "ou"),
];

#[rustfmt::skip]
const RISE: [Syllable; 8] = [
    (0, 4, 69, "w i"), (4, 9, 72, "r ai z"), (16, 4, 67, "w i"), (20, 9, 72, "r ai z"),
    (32, 2, 71, "ih n"), (34, 4, 71, "t u"), (38, 2, 69, "v uh"), (40, 17, 69, "l ai t"),
];

#[rustfmt::skip]
const SHINE: [Syllable; 8] = [
    (0, 4, 69, "w i"), (4, 9, 72, "sh ai n"), (16, 4, 67, "w i"), (20, 9, 72, "sh ai n"),
    (32, 2, 71, "aw l"), (34, 4, 74, "f r u"), (40, 6, 71, "v uh"), (48, 10, 72, "n ai t"),
];

#[rustfmt::skip]
const HOME: [Syllable; 8] = [
    (0, 4, 69, "w i"), (4, 9, 72, "sh ai n"), (16, 4, 72, "w i"), (20, 9, 76, "sh ai n"),
    (32, 2, 74, "aw l"), (34, 4, 74, "f r u"), (40, 6, 71, "v uh"), (48, 12, 72, "n ai t"),
];

/// The voice drop: "hands up, here we go", close to speech.
#[rustfmt::skip]
pub(crate) const TAG: Line = Line {
    words: "hands up, here we go",
    bar: 1,
    is_hook: false,
    notes: &[
        (0, 2, 52, "h a n z"), (2, 2, 55, "uh p"),
        (6, 2, 50, "h i r"), (8, 1, 49, "w i"), (9, 4, 45, "g ou"),
    ],
};
