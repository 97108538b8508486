//! Whatever XML comes: it is checked, told, compared and asked for its parameters without harm.
//!
//! A word in the bytes chooses an element of a sound song and mangles it, so that what is tried lies
//! near what Live writes and not only near noise.
#![no_main]

use als_model::check::{CheckContext, check};
use als_model::diff::diff;
use als_model::edit::{MidiClipSpec, NewSet, NoteSpec, TrackSpec};
use als_model::outline::outline;
use als_model::schema::Version;
use als_model::view::LiveSet;
use als_model::{Document, NodeId};
use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;

fn song() -> &'static Document {
    static SONG: OnceLock<Document> = OnceLock::new();
    SONG.get_or_init(|| {
        let mut set = NewSet::new(Version::LIVE_12_1).expect("a new set");
        let spec = TrackSpec { name: "Bass", color: 1, group: None, annotation: "" };
        let bass = set.add_midi_track(&spec).expect("a track");
        for tag in ["Operator", "Compressor2", "Eq8"] {
            set.add_device(bass, tag).expect("a device");
        }
        let notes = [NoteSpec::new(36, 0.0, 0.5, 100.0), NoteSpec::new(48, 1.0, 0.5, 90.0)];
        set.add_midi_clip(bass, &MidiClipSpec {
            name: "Line", color: 1, start: 0.0, length: 16.0, looped: Some((0.0, 4.0)), offset: 0.0,
            notes: &notes, muted: false, envelopes: &[],
        })
        .expect("a clip");
        Document::from_tree(set.finish().expect("a whole set")).expect("a document")
    })
}

/// Five bytes a slip: two choose the element, one what happens, two the value.
fn mangled(slips: &[u8]) -> Document {
    let mut document = song().clone();
    let tree = &mut document.tree;
    let Some(root) = tree.root() else { return document };
    let nodes: Vec<NodeId> = tree.descendants(root).collect();
    for slip in slips.as_chunks::<5>().0.iter().take(24) {
        let node = nodes[usize::from(u16::from_le_bytes([slip[0], slip[1]])) % nodes.len()];
        let value = i16::from_le_bytes([slip[3], slip[4]]).to_string();
        let name = tree.attrs(node).map(|it| it.0.to_owned()).next();
        match (slip[2] % 4, name) {
            (0, _) => tree.remove(node),
            (1, _) => drop(tree.duplicate(node, root)),
            (2, Some(name)) => drop(tree.set_attr(node, &name, "")),
            (_, Some(name)) => drop(tree.set_attr(node, &name, &value)),
            (_, None) => {}
        }
    }
    document
}

fuzz_target!(|bytes: &[u8]| {
    let document = match Document::from_bytes(bytes) {
        Ok(document) => document,
        Err(_) => mangled(bytes),
    };
    let _ = check(&document, &CheckContext::default());
    let _ = outline(&document).to_string();
    let _ = diff(song(), &document);
    if let Ok(set) = LiveSet::of(&document.tree) {
        for device in set.tracks().flat_map(|it| it.all_devices().collect::<Vec<_>>()) {
            let _ = device.readings();
        }
    }
});
