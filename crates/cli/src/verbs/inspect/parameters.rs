//! Every parameter of every device, as Live shows it.

use als_model::Document;
use als_model::view::reading::Reading;
use als_model::view::{Device, LiveSet};
use serde::Serialize;

/// The face of a device: its parameters as Live shows them.
#[derive(Serialize)]
pub struct Face {
    track: String,
    device: String,
    class: String,
    parameters: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    path: String,
    value: f64,
    shown: String,
    unit: &'static str,
    range: Option<(f64, f64)>,
}

/// The devices of a document in the order of the mixer, those in racks after their rack.
pub fn of(document: &Document) -> Vec<Face> {
    let Ok(set) = LiveSet::of(&document.tree) else {
        let preset = Device::of_preset(&document.tree).into_iter();
        return preset
            .flat_map(|it| [vec![it], it.inside()].concat())
            .map(|it| read("", it))
            .collect();
    };
    let tracks = set.tracks().chain(set.main().ok());
    let devices = tracks.flat_map(|track| {
        let name = track.name();
        track.all_devices().map(|it| read(&name, it)).collect::<Vec<_>>()
    });
    devices.collect()
}

fn read(track: &str, device: Device<'_>) -> Face {
    Face {
        track: track.to_owned(),
        device: device.name(),
        class: device.class(),
        parameters: device.readings().into_iter().map(line).collect(),
    }
}

fn line(it: Reading<'_>) -> Line {
    Line {
        value: it.parameter.value().unwrap_or_default(),
        range: it.range.map(|it| (it.low, it.high)),
        path: it.path,
        shown: it.shown,
        unit: it.unit,
    }
}

/// A paragraph a device.
pub fn page(devices: &[Face]) -> String {
    let mut page = String::new();
    for it in devices {
        let place = if it.track.is_empty() { String::new() } else { format!("{} · ", it.track) };
        page += &format!("\n{place}{} ({})\n", it.device, it.class);
        for line in &it.parameters {
            page += &format!("  {:36} {}\n", line.path, line.shown);
        }
    }
    page
}
