//! Pictures: drawn as SVG of lines and areas alone, and as PNG of that.

mod letters;
mod svg;

use std::path::Path;

use crate::answer::Refusal;

pub use svg::{Pair, Svg};

/// Writes a picture where its name says how: `.svg` as it is, `.png` as pixels.
pub fn write(path: &Path, svg: &str) -> Result<(), Refusal> {
    let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
    let bytes = match ending.to_ascii_lowercase().as_str() {
        "svg" => svg.as_bytes().to_vec(),
        "png" => png(svg)?,
        _ => {
            let words =
                format!("{}: a picture ends in .svg or .png, not in {ending:?}", path.display());
            return Err(Refusal::Disk(words));
        }
    };
    std::fs::write(path, bytes)
        .map_err(|error| Refusal::Disk(format!("writing {}: {error}", path.display())))
}

fn png(svg: &str) -> Result<Vec<u8>, Refusal> {
    use resvg::{tiny_skia, usvg};
    let trouble = |what: &dyn std::fmt::Display| Refusal::Disk(format!("drawing a PNG: {what}"));
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).map_err(|it| trouble(&it))?;
    let size = tree.size().to_int_size();
    let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height())
        .ok_or_else(|| trouble(&"it has no size"))?;
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|it| trouble(&it))
}
