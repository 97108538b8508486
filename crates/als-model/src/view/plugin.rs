//! Plug-ins of others: VST2, VST3 and Audio Units.

use std::borrow::Cow;

use super::{Spot, view};

/// What a plug-in device says about its plug-in.
#[derive(Debug, Clone, Copy)]
pub struct Plugin<'t>(pub(super) Spot<'t>);
view!(Plugin);

/// The three formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub enum Format {
    /// VST 2.
    Vst2,
    /// VST 3.
    Vst3,
    /// Audio Unit.
    Au,
}

impl Format {
    /// As people write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vst2 => "VST2",
            Self::Vst3 => "VST3",
            Self::Au => "AU",
        }
    }
}

/// Where the three formats keep what a plug-in saved.
const STATES: [&str; 3] = ["Buffer", "ProcessorState", "ControllerState"];

impl<'t> Plugin<'t> {
    pub(super) fn of(device: Spot<'t>) -> Option<Self> {
        let mut inside = device.list("PluginDesc");
        inside.find(|it| format(it.tag()).is_some()).map(Self)
    }

    /// Its format.
    pub fn format(self) -> Format {
        format(self.0.tag()).unwrap_or(Format::Vst2)
    }

    /// Its name.
    pub fn name(self) -> String {
        let name = self.0.text("Name").or_else(|_| self.0.text("PlugName"));
        name.unwrap_or_default().into_owned()
    }

    /// Who made it; only Audio Units tell.
    pub fn maker(self) -> String {
        self.0.text("Manufacturer").unwrap_or_default().into_owned()
    }

    /// What it is known by, whatever its name: VST2's number, VST3's 32 hexadecimal digits, AU's three codes.
    pub fn uid(self) -> Option<String> {
        match self.format() {
            Format::Vst2 => self.0.whole("UniqueId").ok().map(|it| it.to_string()),
            Format::Vst3 => {
                let field = |it| self.0.whole(&format!("Uid/Fields.{it}")).ok();
                let fields: Option<Vec<i64>> = (0..4).map(field).collect();
                Some(fields?.into_iter().map(|it| format!("{:08X}", it as u32)).collect())
            }
            Format::Au => {
                let codes = ["ComponentType", "ComponentSubType", "ComponentManufacturer"];
                let codes: Option<Vec<String>> =
                    codes.map(|it| self.code(it)).into_iter().collect();
                codes.map(|it| it.join(" "))
            }
        }
    }

    /// The file of a VST2; the others are found by their uid.
    pub fn path(self) -> String {
        self.0.text("Path").unwrap_or_default().into_owned()
    }

    /// What it saved of itself, as it stands in the set; nothing where it keeps its default.
    pub fn state(self) -> Vec<Cow<'t, str>> {
        let Spot { tree, node } = self.0;
        let blobs = tree.descendants(node).filter(|it| STATES.contains(&tree.tag(*it)));
        blobs.map(|it| tree.text(it)).filter(|it| !it.trim().is_empty()).collect()
    }

    /// Four letters that are kept as a number.
    fn code(self, name: &str) -> Option<String> {
        let number = self.0.whole(name).ok()?;
        let letters = (number as u32).to_be_bytes();
        Some(
            letters
                .iter()
                .map(|it| if it.is_ascii_graphic() { char::from(*it) } else { '?' })
                .collect(),
        )
    }
}

fn format(tag: &str) -> Option<Format> {
    match tag {
        "VstPluginInfo" => Some(Format::Vst2),
        "Vst3PluginInfo" => Some(Format::Vst3),
        "AuPluginInfo" => Some(Format::Au),
        _ => None,
    }
}
