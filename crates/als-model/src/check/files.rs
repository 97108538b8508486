//! References to files.

use std::path::{Path, PathBuf};

use super::report::Report;
use super::survey::Survey;
use crate::view::Spot;
use crate::view::sample::{Base, File, Sample};

/// ALS100–ALS103: the form of file references, and the files where a folder is given.
pub(super) fn references(survey: &Survey<'_>, report: &mut Report<'_>) {
    for file in survey.called("FileRef") {
        form(survey, file, report);
    }
    let Some(folder) = &survey.context.folder else { return };
    let mut in_project = false;
    for sample in survey.called("SampleRef").map(Sample::at) {
        let Ok(file) = sample.file() else { continue };
        in_project |= file.base() == Base::Project;
        present(folder, file, report);
    }
    if in_project && !project_of(folder).join("Ableton Project Info").is_dir() {
        let root = survey.tree.root().into_iter();
        root.for_each(|it| {
            report.add(
                "ALS101",
                it,
                "samples are in the project, but there is no Ableton Project Info",
            )
        });
    }
}

/// What Live 11 and later refuse: blanks for numbers, and paths as older ones wrote them.
fn form(survey: &Survey<'_>, file: Spot<'_>, report: &mut Report<'_>) {
    if survey.form < (11, 0) {
        return;
    }
    for name in ["OriginalFileSize", "OriginalCrc", "RelativePathType", "Type"] {
        if file.at(name).is_some()
            && let Err(error) = file.whole(name)
        {
            report.add("ALS102", file.node, error.to_string());
        }
    }
    if file.list("RelativePath").next().is_some() {
        report.add("ALS102", file.node, "the path is written folder by folder, as until Live 10");
    }
    let date = survey.tree.parent(file.node).map(|node| Spot { node, ..file });
    if let Some(Ok(date)) =
        date.filter(|it| it.at("LastModDate").is_some()).map(|it| it.whole("LastModDate"))
        && i32::try_from(date).is_err()
    {
        report.add("ALS102", file.node, format!("the date {date} is not in seconds"));
    }
}

fn present(folder: &Path, file: File<'_>, report: &mut Report<'_>) {
    let relative = file.relative_path();
    let place = match file.base() {
        Base::Project if !relative.is_empty() => project_of(folder).join(&relative),
        Base::Set if !relative.is_empty() => folder.join(&relative),
        // Packs and libraries are elsewhere on each machine.
        Base::Pack | Base::UserLibrary | Base::Builtin => return,
        _ => PathBuf::from(file.path()),
    };
    match std::fs::metadata(&place).or_else(|_| std::fs::metadata(file.path())) {
        Ok(found) if found.is_file() => {
            let written = u64::try_from(file.size()).unwrap_or(0);
            if written != 0 && written != found.len() {
                let words =
                    format!("{} has {} bytes, but {written} are written", file.name(), found.len());
                report.add("ALS103", file.node(), words);
            }
        }
        _ => report.add("ALS100", file.node(), format!("{} is not there", place.display())),
    }
}

/// The project folder around a set: the nearest above it that has project information, else its own.
fn project_of(folder: &Path) -> PathBuf {
    let has_info = |it: &&Path| it.join("Ableton Project Info").is_dir();
    folder.ancestors().take(3).find(has_info).unwrap_or(folder).to_owned()
}
