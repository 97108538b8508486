//! Live's own word for a plug-in, as it stands in its database and in sets: `device:vst3:instr:…`.

use crate::id::PluginId;
use crate::plugin::{PluginFormat, PluginKind};

/// The id and kind in `device:vst3:instr:<class id>`, `device:vst:audiofx:<unique id>?n=<name>`,
/// `device:au:instr:<manufacturer>:<subtype>:<type>?v=3`; `None` for anything else.
pub(crate) fn read(text: &str) -> Option<(PluginId, PluginKind)> {
    let rest = text.strip_prefix("device:")?;
    let (format, rest) = rest.split_once(':')?;
    let (kind, body) = rest.split_once(':')?;
    let body = body.split('?').next().unwrap_or(body);
    let format = PluginFormat::read(format)?;
    let id = match format {
        PluginFormat::Au => {
            let codes: Vec<u32> =
                body.split(':').map(|it| it.parse().ok()).collect::<Option<_>>()?;
            let [manufacturer, subtype, kind] = codes.try_into().ok()?;
            PluginId::Au([kind, subtype, manufacturer])
        }
        _ => PluginId::read(body, format).ok()?,
    };
    Some((id, PluginKind::read(kind)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_lives_database_are_understood() {
        let (id, kind) = read("device:vst3:instr:56535458-6673-5873-6572-756d00000000").unwrap();
        assert_eq!(
            (id.to_string().as_str(), kind),
            ("56535458667358736572756D00000000", PluginKind::Instrument)
        );
        let (id, kind) = read("device:vst:audiofx:1935828326?n=Effectrix").unwrap();
        assert_eq!((id, kind), (PluginId::Vst2(1_935_828_326), PluginKind::Effect));
        let (id, _) = read("device:au:instr:1280197703:1937337393:1635085685?n=Sylenth1").unwrap();
        assert_eq!(id.to_string(), "aumu:syl1:LNDG");
        for text in [
            "",
            "device:",
            "device:vst3:instr:",
            "device:ableton:instr:Operator",
            "device:au:instr:1:2",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
