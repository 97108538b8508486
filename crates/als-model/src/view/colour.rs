//! The colours of Live's palette.

/// The 70 colours of the palette as red, green and blue, five rows of fourteen, as Live's own API gives them.
#[rustfmt::skip]
const PALETTE: [u32; 70] = [
    0xff94a6, 0xffa529, 0xcc9927, 0xf7f47c, 0xbffb00, 0x1aff2f, 0x25ffa8, 0x5cffe8, 0x8bc5ff, 0x5480e4, 0x92a7ff, 0xd86ce4, 0xe553a0, 0xffffff,
    0xff3636, 0xf66c03, 0x99724b, 0xfff034, 0x87ff67, 0x3dc300, 0x00bfaf, 0x19e9ff, 0x10a4ee, 0x007dc0, 0x886ce4, 0xb677c6, 0xff39d4, 0xd0d0d0,
    0xe2675a, 0xffa374, 0xd3ad71, 0xedffae, 0xd2e498, 0xbad074, 0x9bc48d, 0xd4fde1, 0xcdf1f8, 0xb9c1e3, 0xcdbbe4, 0xae98e5, 0xe5dce1, 0xa9a9a9,
    0xc6928b, 0xb78256, 0x99836a, 0xbfba69, 0xa6be00, 0x7db04d, 0x88c2ba, 0x9bb3c4, 0x85a5c2, 0x8393cc, 0xa595b5, 0xbf9fbe, 0xbc7196, 0x7b7b7b,
    0xaf3333, 0xa95131, 0x724f41, 0xdbc300, 0x85961f, 0x539f31, 0x0a9c8e, 0x236384, 0x1a2f96, 0x2f52a2, 0x624bad, 0xa34bad, 0xcc2e6e, 0x3c3c3c,
];

/// A place in Live's palette: 0 to 69, row by row. Live gives its colours no names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Colour(u8);

impl Colour {
    /// The colour at a place of the palette; `None` beyond 69 (Live writes −1 for "none").
    pub fn of(index: i64) -> Option<Self> {
        u8::try_from(index).ok().filter(|it| usize::from(*it) < PALETTE.len()).map(Self)
    }

    /// The place in the palette, 0 to 69.
    pub const fn index(self) -> u8 {
        self.0
    }

    /// Red, green and blue, each 0 to 255.
    pub fn rgb(self) -> (u8, u8, u8) {
        let [_, red, green, blue] = self.packed().to_be_bytes();
        (red, green, blue)
    }

    /// As web pages spell it: `#ff94a6`.
    pub fn hex(self) -> String {
        format!("#{:06x}", self.packed())
    }

    /// The colour of the palette that looks most like this one.
    pub fn nearest(rgb: (u8, u8, u8)) -> Self {
        let far = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
        let distance = |it: &Self| {
            let (red, green, blue) = it.rgb();
            2 * far(red, rgb.0) + 4 * far(green, rgb.1) + 3 * far(blue, rgb.2)
        };
        (0..70).map(Self).min_by_key(distance).unwrap_or(Self(0))
    }

    fn packed(self) -> u32 {
        PALETTE.get(usize::from(self.0)).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_palette_is_found_by_eye_and_by_number() {
        assert_eq!(Colour::of(14).unwrap().hex(), "#ff3636");
        assert_eq!(Colour::nearest((255, 50, 50)).index(), 14);
        assert_eq!((Colour::of(70), Colour::of(-1)), (None, None));
        for index in 0..70 {
            let colour = Colour::of(index).unwrap();
            assert_eq!(Colour::nearest(colour.rgb()), colour, "no two colours are the same");
        }
    }
}
