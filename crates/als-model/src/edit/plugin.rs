//! Plug-ins of others as devices: in the shape that Live writes, their state left as they open.

use super::{DeviceHandle, EditError, NewSet, Place};
use crate::tree::NodeId;

/// A plug-in that is to be a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PluginSpec<'a> {
    /// Its name, as its makers spell it.
    pub name: &'a str,
    /// Who makes it; Audio Units keep it.
    pub maker: &'a str,
    /// What Live finds it by. With a wrong one Live loads another plug-in without a word.
    pub identity: PluginIdentity,
    /// Whether it plays notes, rather than changing sound.
    pub is_instrument: bool,
    /// Where its file lies; VST2s keep it.
    pub path: &'a str,
}

/// What Live finds a plug-in by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PluginIdentity {
    /// VST2: its unique id.
    Vst2(i32),
    /// VST3: its class id in four parts, the first the highest.
    Vst3([i32; 4]),
    /// Audio Unit: type, subtype, manufacturer, four letters each.
    Au([i32; 3]),
}

/// Slots that Live keeps for parameters which a user puts on the device; none is in use at first.
const SLOTS: usize = 128;

/// What a slot that is not in use holds.
const UNUSED: &str = "0.1234567687";

/// What a slot that is not in use says of its range.
const NO_RANGE: &str = "Invalid";

/// How Live counts kinds of plug-ins.
const fn kind(is_instrument: bool, instrument: &'static str, effect: &'static str) -> &'static str {
    if is_instrument { instrument } else { effect }
}

impl NewSet {
    /// A plug-in behind the devices that are there, as it opens by itself: no state is written.
    ///
    /// # Errors
    ///
    /// [`EditError::NoClass`] for versions that cannot hold it.
    pub fn add_plugin(
        &mut self,
        place: impl Into<Place>,
        spec: &PluginSpec,
    ) -> Result<DeviceHandle, EditError> {
        let (device, info) = match spec.identity {
            PluginIdentity::Vst2(_) => ("PluginDevice", "VstPluginInfo"),
            PluginIdentity::Vst3(_) => ("PluginDevice", "Vst3PluginInfo"),
            PluginIdentity::Au(_) => ("AuPluginDevice", "AuPluginInfo"),
        };
        let device = self.add_device(place, device)?;
        let node = self.device(device)?.node;
        let list = self.need(node, "PluginDesc")?;
        let info = self.stamp_next(list, info)?;
        let list = self.need(info, "Preset")?;
        match spec.identity {
            PluginIdentity::Vst2(id) => self.name_vst2(info, list, spec, id),
            PluginIdentity::Vst3(fields) => self.name_vst3(info, list, spec, fields),
            PluginIdentity::Au(codes) => self.name_au(info, list, spec, codes),
        }?;
        self.add_slots(node, matches!(spec.identity, PluginIdentity::Au(_)))?;
        Ok(device)
    }

    fn name_vst2(
        &mut self,
        info: NodeId,
        list: NodeId,
        spec: &PluginSpec,
        id: i32,
    ) -> Result<(), EditError> {
        let preset = self.stamp_next(list, "VstPreset")?;
        self.set_text(info, "Path", spec.path)?;
        self.set_text(info, "PlugName", spec.name)?;
        self.set_text(info, "Category", kind(spec.is_instrument, "2", "1"))?;
        for node in [info, preset] {
            self.set_text(node, "UniqueId", &id.to_string())?;
        }
        Ok(())
    }

    fn name_vst3(
        &mut self,
        info: NodeId,
        list: NodeId,
        spec: &PluginSpec,
        fields: [i32; 4],
    ) -> Result<(), EditError> {
        let preset = self.stamp_next(list, "Vst3Preset")?;
        self.set_text(info, "Name", spec.name)?;
        for node in [info, preset] {
            for (place, field) in fields.iter().enumerate() {
                self.set_text(node, &format!("Uid/Fields.{place}"), &field.to_string())?;
            }
            self.set_text(node, "DeviceType", kind(spec.is_instrument, "1", "2"))?;
        }
        Ok(())
    }

    fn name_au(
        &mut self,
        info: NodeId,
        list: NodeId,
        spec: &PluginSpec,
        codes: [i32; 3],
    ) -> Result<(), EditError> {
        let preset = self.stamp_next(list, "AuPreset")?;
        self.set_text(info, "Name", spec.name)?;
        self.set_text(info, "Manufacturer", spec.maker)?;
        let names = [
            ("ComponentType", "Type"),
            ("ComponentSubType", "SubType"),
            ("ComponentManufacturer", "Manufacturer"),
        ];
        for ((of_info, of_preset), code) in names.into_iter().zip(codes) {
            self.set_text(info, of_info, &code.to_string())?;
            self.set_text(preset, of_preset, &code.to_string())?;
        }
        let preset = self.need(preset, "PresetRef")?;
        self.stamp_next(preset, "FilePresetRef").map(drop)
    }

    /// The slots for parameters; Audio Units have a menu beside each knob.
    fn add_slots(&mut self, device: NodeId, has_menus: bool) -> Result<(), EditError> {
        let list = self.need(device, "ParameterList")?;
        for _ in 0..SLOTS {
            let slot = self.stamp_next(list, "PluginFloatParameter")?;
            self.set_text(slot, "ParameterValue/Manual", UNUSED)?;
            for end in ["LastUserRange/First", "LastUserRange/Last"] {
                if self.tree.find(slot, end).is_some() {
                    self.set_text(slot, end, NO_RANGE)?;
                }
            }
            if has_menus {
                self.stamp_next(list, "PluginEnumParameter")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{CheckContext, check};
    use crate::document::Document;
    use crate::edit::TrackSpec;
    use crate::schema::Version;
    use crate::view::LiveSet;

    fn serum() -> PluginSpec<'static> {
        PluginSpec {
            name: "Serum",
            maker: "Xfer Records",
            identity: PluginIdentity::Vst3([1_448_301_656, 1_718_835_315, 1_701_999_981, 0]),
            is_instrument: true,
            path: "",
        }
    }

    #[test]
    fn a_plugin_of_each_format_is_read_back_as_it_was_named() {
        let au = PluginIdentity::Au([1_635_085_685, 1_937_337_393, 1_280_197_703]);
        let specs = [
            serum(),
            PluginSpec {
                identity: PluginIdentity::Vst2(1_483_109_208),
                path: "C:/S.dll",
                ..serum()
            },
            PluginSpec { name: "Sylenth1", identity: au, maker: "LennarDigital", ..serum() },
        ];
        for version in [Version::LIVE_11_3, Version::LIVE_12_1] {
            let mut set = NewSet::new(version).unwrap();
            let bass = TrackSpec { name: "Bass", color: 3, group: None, annotation: "" };
            let bass = set.add_midi_track(&bass).unwrap();
            for spec in &specs {
                set.add_plugin(bass, spec).unwrap();
            }
            let document = Document::from_tree(set.finish().unwrap()).unwrap();
            assert_eq!(check(&document, &CheckContext::default()), [], "{version}");
            let live = LiveSet::of(&document.tree).unwrap();
            let devices: Vec<_> = live.tracks().flat_map(|it| it.all_devices()).collect();
            let told = |it: &crate::view::device::Device| {
                let plugin = it.plugin().unwrap();
                format!("{} {} {}", plugin.format().name(), plugin.name(), plugin.uid().unwrap())
            };
            assert_eq!(
                devices.iter().map(told).collect::<Vec<_>>(),
                [
                    "VST3 Serum 56535458667358736572756D00000000",
                    "VST2 Serum 1483109208",
                    "AU Sylenth1 aumu syl1 LNDG",
                ]
            );
            let slots = |it: &crate::view::device::Device| {
                let list = document.tree.child(it.node(), "ParameterList").unwrap();
                document.tree.children(list).count()
            };
            assert_eq!(devices.iter().map(slots).collect::<Vec<_>>(), [128, 128, 256]);
        }
    }
}
