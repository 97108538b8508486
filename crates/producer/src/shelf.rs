//! A user's own genres, forms and mixing styles, read from a folder beside ours.

use std::fs;
use std::path::Path;

use plan::{Library, UserText, built_in};

use crate::error::ProduceError;

/// Our library with the files of `folder` in it: `genres/*.toml`, `forms/*.toml`, `mixes/*.toml`, `sounds/*.toml`, and genres
/// that lie in the folder itself. A file of a name of ours takes its place.
///
/// # Errors
///
/// [`ProduceError::Read`] when the folder or a file cannot be read; [`ProduceError::Library`] with every slip
/// in every file at once.
pub fn library_of(folder: &Path) -> Result<Library, ProduceError> {
    let mut files = Vec::new();
    for (inside, shelf) in [
        ("", "genres"),
        ("genres", "genres"),
        ("forms", "forms"),
        ("mixes", "mixes"),
        ("sounds", "sounds"),
    ] {
        let place = folder.join(inside);
        if inside.is_empty() || place.is_dir() {
            gather(&place, shelf, &mut files)?;
        }
    }
    Ok(built_in().with_folder(&files)?)
}

fn gather(place: &Path, shelf: &str, files: &mut Vec<UserText>) -> Result<(), ProduceError> {
    let trouble = |path: &Path, source| ProduceError::Read { path: path.to_owned(), source };
    let entries = fs::read_dir(place).map_err(|error| trouble(place, error))?;
    let mut paths: Vec<_> = entries.filter_map(|it| it.ok().map(|it| it.path())).collect();
    paths.sort();
    for path in paths.iter().filter(|it| it.extension().is_some_and(|it| it == "toml")) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let text = fs::read_to_string(path).map_err(|error| trouble(path, error))?;
        files.push(UserText { path: format!("{shelf}/{name}"), text });
    }
    Ok(())
}
