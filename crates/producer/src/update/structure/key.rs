//! Another key: what is pitched moves, drums and noises stay.

use als_model::tree::{NodeId, Tree};
use als_model::view::{LiveSet, Track, TrackKind};
use music_types::{Family, Key, Role};

use super::super::error::Refused;
use super::error::{unfit, value};
use super::plain;

/// Classes whose notes choose a drum, not a pitch.
const DRUMS: &[&str] = &["DrumGroupDevice", "InstrumentImpulse", "DrumCell"];

/// The key of the set, as it is said.
pub fn said(set: LiveSet<'_>) -> Option<String> {
    set.key().map(|it| it.0.to_string())
}

/// Whether the set tells its key: C major with the scale switched off is what every new set says.
pub fn is_told(set: LiveSet<'_>) -> bool {
    set.key().is_some_and(|it| it.1 || it.0.root != 0 || it.0.scale != "Major")
}

/// Moves the set to another key of the same mode by the shortest way.
///
/// # Errors
///
/// [`Refused`] when the key is not told, when the mode would change, or when a note has no room.
pub fn set(tree: &mut Tree, wanted: &str, old: Option<&str>) -> Result<Vec<String>, Refused> {
    let read = |text: &str| {
        let wrong = |_| value(format!("{text:?}"), "key such as \"F minor\", \"Am\" or \"8A\"");
        text.parse::<Key>().map_err(wrong)
    };
    let set = LiveSet::of(tree).map_err(|it| unfit(it.to_string()))?;
    let told = set.key().filter(|_| is_told(set));
    let now = match (old, told) {
        (Some(old), _) => read(old)?,
        (None, Some((key, _))) => read(&key.to_string())?,
        (None, None) => {
            return Err(unfit("the set does not tell its key: say it as old_value".to_owned()));
        }
    };
    let wanted = read(wanted)?;
    if wanted.mode != now.mode {
        return Err(unfit(format!("from {now} to {wanted} the mode changes; only the tonic can")));
    }
    let gap = (i32::from(wanted.tonic.above_c()) - i32::from(now.tonic.above_c())).rem_euclid(12);
    let by = i64::from(if gap <= 6 { gap } else { gap - 12 });
    let (moved, kept): (Vec<Track<'_>>, Vec<Track<'_>>) = set
        .tracks()
        .filter(|it| it.arrangement().next().is_some() || it.session().next().is_some())
        .partition(|it| is_pitched(set, *it));
    let remark = format!(
        "{} tracks move by {by} st; {} keep their pitch: {}",
        moved.len(),
        kept.len(),
        kept.iter().map(|it| it.name()).collect::<Vec<_>>().join(", ")
    );
    let clips: Vec<NodeId> = moved
        .into_iter()
        .flat_map(|it| {
            it.arrangement()
                .chain(it.session().map(|it| it.1))
                .map(|it| it.node())
                .collect::<Vec<_>>()
        })
        .collect();
    let root = set.spot().at("ScaleInformation").map(|it| it.node);
    transpose(tree, &clips, by)?;
    if let Some(root) = root {
        let field = if tree.find(root, "Root").is_some() { "Root" } else { "RootNote" };
        tree.set_value(root, field, &wanted.tonic.above_c().to_string());
    }
    Ok(vec![remark])
}

/// Whether a track's pitch follows the key: no drum instrument, no part that has no pitch, not under a group of such.
fn is_pitched(set: LiveSet<'_>, track: Track<'_>) -> bool {
    let is_drum = track.all_devices().any(|it| DRUMS.contains(&it.tag()));
    let up = |it: &Track<'_>| {
        it.group().and_then(|id| set.track(id)).filter(|it| it.kind() == TrackKind::Group)
    };
    let mut around = std::iter::successors(Some(track), up).take(64);
    !is_drum && !around.any(|it| is_noise(&it.name()))
}

fn is_noise(name: &str) -> bool {
    let name = plain(name.trim_start_matches(|it: char| it.is_ascii_digit()));
    let is = |it: &Family| {
        matches!(it, Family::Drums | Family::Percussion | Family::Effects | Family::Reference)
    };
    let family = Family::ALL.iter().any(|it| is(it) && plain(it.word()) == name);
    family || Role::ALL.iter().any(|it| is(&it.family()) && plain(it.word()) == name)
}

/// Moves clips by semitones: notes by key, audio by its pitch.
///
/// # Errors
///
/// [`Refused`] when a note or pitch has no room.
pub fn transpose(tree: &mut Tree, clips: &[NodeId], by: i64) -> Result<(), Refused> {
    for clip in clips {
        let name = tree.value(*clip, "Name").unwrap_or_default().into_owned();
        let keys =
            tree.find(*clip, "Notes/KeyTracks").map(|it| tree.children(it).collect::<Vec<_>>());
        let places: Vec<(NodeId, &str, (i64, i64))> = match keys {
            Some(tracks) => tracks.into_iter().map(|it| (it, "MidiKey", (0, 127))).collect(),
            None => vec![(*clip, "PitchCoarse", (-48, 48))],
        };
        for (node, field, (low, high)) in places {
            let Some(now) = tree.value(node, field).and_then(|it| it.parse::<i64>().ok()) else {
                continue;
            };
            let moved = now.saturating_add(by);
            if !(low..=high).contains(&moved) {
                return Err(unfit(format!(
                    "the clip {name:?} has no room for {by} st: {now} would become {moved}, and it goes from {low} to {high}"
                )));
            }
            tree.set_value(node, field, &moved.to_string());
        }
    }
    Ok(())
}

/// The lowest and highest key of a clip's notes, in words.
pub fn range(tree: &Tree, clip: NodeId) -> String {
    let tracks = tree.find(clip, "Notes/KeyTracks").into_iter().flat_map(|it| tree.children(it));
    let keys: Vec<i64> = tracks.filter_map(|it| tree.value(it, "MidiKey")?.parse().ok()).collect();
    match (keys.iter().min(), keys.iter().max()) {
        (Some(low), Some(high)) => format!("keys {low} to {high}"),
        _ => "no notes".to_owned(),
    }
}
