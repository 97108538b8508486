//! An SVG in the making: rectangles, lines, areas, and words as strokes.

use std::fmt::Write;

use crate::draw::letters::strokes;

/// Two points, or a corner and a size, in pixels.
pub type Pair = ((f64, f64), (f64, f64));

/// A picture of a size in pixels; what is drawn later lies above.
pub struct Svg {
    body: String,
    size: (f64, f64),
}

impl Svg {
    /// An empty picture on a ground of colour `ground`, called `title`.
    pub fn new(width: f64, height: f64, ground: &str, title: &str) -> Self {
        let mut svg = Self { body: String::new(), size: (width, height) };
        let _ = writeln!(svg.body, "<title>{}</title>", escaped(title));
        svg.rect((0.0, 0.0), (width, height), ground, 1.0);
        svg
    }

    /// A filled rectangle from its left upper corner; `opacity` is 0 to 1.
    pub fn rect(&mut self, at: (f64, f64), size: (f64, f64), colour: &str, opacity: f64) {
        let ((x, y), (width, height)) = (at, size);
        let _ = writeln!(
            self.body,
            r#"<rect x="{x:.2}" y="{y:.2}" width="{width:.2}" height="{height:.2}" fill="{colour}" fill-opacity="{opacity:.2}"/>"#
        );
    }

    /// Many filled rectangles of one colour, each a left upper corner and a size.
    pub fn rects(&mut self, all: &[Pair], colour: &str, opacity: f64) {
        let path: String = all
            .iter()
            .map(|((x, y), (width, height))| {
                format!("M{x:.1} {y:.1}h{width:.1}v{height:.1}h-{width:.1}z")
            })
            .collect();
        self.path(&path, &format!(r#"fill="{colour}" fill-opacity="{opacity:.2}""#));
    }

    /// Many straight lines of one colour, each from one point to another.
    pub fn lines(&mut self, all: &[Pair], colour: &str, width: f64) {
        let path: String = all
            .iter()
            .map(|(a, b)| format!("M{:.2} {:.2}L{:.2} {:.2}", a.0, a.1, b.0, b.1))
            .collect();
        self.path(&path, &format!(r#"fill="none" stroke="{colour}" stroke-width="{width}""#));
    }

    /// A filled area around its points.
    pub fn area(&mut self, points: &[(f64, f64)], colour: &str) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
        if !points.is_empty() {
            self.path(&format!("M{}z", points.join("L")), &format!(r#"fill="{colour}""#));
        }
    }

    /// Words in capitals of `height` pixels, their left upper corner at `at`; drawn as strokes, so
    /// that they look alike wherever they are seen.
    pub fn words(&mut self, at: (f64, f64), height: f64, colour: &str, words: &str) {
        let style = format!(
            r#"fill="none" stroke="{colour}" stroke-width="{:.2}" stroke-linecap="round" stroke-linejoin="round""#,
            (height / 7.0).max(1.0)
        );
        self.path(&strokes(at, height, words), &style);
    }

    fn path(&mut self, path: &str, style: &str) {
        if !path.is_empty() {
            let _ = writeln!(self.body, r#"<path d="{path}" {style}/>"#);
        }
    }

    /// The whole file.
    pub fn finish(self) -> String {
        let (width, height) = self.size;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n{}</svg>\n",
            self.body
        )
    }
}

/// Words as XML holds them: what it cannot hold is left out.
fn escaped(words: &str) -> String {
    let kept = words.chars().filter(|it| !it.is_control());
    kept.map(|it| match it {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        it => it.to_string(),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_title_stays_xml() {
        let svg = Svg::new(10.0, 10.0, "#fff", "a<b & \u{1} c>d").finish();
        assert!(svg.contains("<title>a&lt;b &amp;  c&gt;d</title>"), "{svg}");
    }
}
