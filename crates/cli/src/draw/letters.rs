//! Capitals, digits and signs as strokes on a grid four wide and six high.

/// Each sign and its strokes; a point is two digits, right and down from the left upper corner.
#[rustfmt::skip]
const SIGNS: &[(char, &str)] = &[
    ('A', "06 20 46|14 34"),
    ('B', "06 00 30 41 42 33 03|33 44 45 36 06"),
    ('C', "41 30 10 01 05 16 36 45"),
    ('D', "06 00 20 42 44 26 06"),
    ('E', "40 00 06 46|03 33"),
    ('F', "40 00 06|03 33"),
    ('G', "41 30 10 01 05 16 36 45 43 23"),
    ('H', "00 06|40 46|03 43"),
    ('I', "10 30|20 26|16 36"),
    ('J', "40 45 36 16 05"),
    ('K', "00 06|40 03 46"),
    ('L', "00 06 46"),
    ('M', "06 00 23 40 46"),
    ('N', "06 00 46 40"),
    ('O', "10 30 41 45 36 16 05 01 10"),
    ('P', "06 00 30 41 42 33 03"),
    ('Q', "10 30 41 45 36 16 05 01 10|34 46"),
    ('R', "06 00 30 41 42 33 03|23 46"),
    ('S', "41 30 10 01 02 13 33 44 45 36 16 05"),
    ('T', "00 40|20 26"),
    ('U', "00 05 16 36 45 40"),
    ('V', "00 26 40"),
    ('W', "00 16 23 36 40"),
    ('X', "00 46|40 06"),
    ('Y', "00 23 40|23 26"),
    ('Z', "00 40 06 46"),
    ('0', "10 30 41 45 36 16 05 01 10"),
    ('1', "11 20 26|16 36"),
    ('2', "01 10 30 41 42 06 46"),
    ('3', "00 40 23 33 44 45 36 16 05"),
    ('4', "36 30 04 44"),
    ('5', "40 00 03 33 44 45 36 16 05"),
    ('6', "30 10 01 05 16 36 45 44 33 03"),
    ('7', "00 40 16"),
    ('8', "13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33"),
    ('9', "43 13 02 01 10 30 41 45 36 16"),
    ('.', "25 26"),
    (',', "25 17"),
    (':', "21 22|24 25"),
    ('-', "13 33"),
    ('+', "03 43|21 25"),
    ('#', "10 16|30 36|02 42|04 44"),
    ('%', "06 40|00 10 11 01 00|35 45 46 36 35"),
    ('/', "06 40"),
    ('(', "30 22 24 36"),
    (')', "10 22 24 16"),
    ('_', "06 46"),
    ('=', "02 42|04 44"),
    ('\'', "20 21"),
    ('!', "20 24|25 26"),
    ('?', "01 10 30 41 42 23 24|25 26"),
    (' ', ""),
];

/// What stands for a sign that is not there: a box.
const UNKNOWN: &str = "00 40 46 06 00";

/// From letter to letter, in columns of the grid.
const ADVANCE: f64 = 5.6;

/// The strokes of `words` as the path of an SVG, `height` pixels high from `at` on.
pub fn strokes(at: (f64, f64), height: f64, words: &str) -> String {
    let unit = height / 6.0;
    let mut path = String::new();
    for (index, letter) in words.chars().enumerate() {
        let left = at.0 + index as f64 * ADVANCE * unit;
        for stroke in sign(letter).split('|') {
            for (place, point) in stroke.split_whitespace().enumerate() {
                let digit = |it: usize| f64::from(point.as_bytes()[it] - b'0') * unit;
                let pen = if place == 0 { 'M' } else { 'L' };
                path += &format!("{pen}{:.1} {:.1}", left + digit(0), at.1 + digit(1));
            }
        }
    }
    path
}

fn sign(letter: char) -> &'static str {
    let capital = match letter {
        '–' | '—' | '−' => '-',
        '·' | '•' => '.',
        '’' => '\'',
        _ => letter.to_ascii_uppercase(),
    };
    SIGNS.iter().find(|it| it.0 == capital).map_or(UNKNOWN, |it| it.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stroke_lies_on_the_grid() {
        for (letter, strokes) in SIGNS {
            for point in strokes.split(['|', ' ']).filter(|it| !it.is_empty()) {
                let [x, y] = point.as_bytes() else { panic!("{letter}: {point}") };
                assert!((b'0'..=b'4').contains(x) && (b'0'..=b'7').contains(y), "{letter}");
            }
        }
    }

    #[test]
    fn what_has_no_strokes_of_its_own_is_a_box() {
        assert_eq!(strokes((0.0, 0.0), 6.0, "é"), strokes((0.0, 0.0), 6.0, "漢"));
        assert_eq!(strokes((0.0, 0.0), 6.0, "l"), "M0.0 0.0L0.0 6.0L4.0 6.0");
        assert_eq!(strokes((0.0, 0.0), 6.0, " "), "");
        assert_eq!(strokes((0.0, 0.0), 6.0, "–"), strokes((0.0, 0.0), 6.0, "-"));
    }
}
