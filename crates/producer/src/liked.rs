//! Effects that the user likes to work with: put beside Live's own, switched off, where the inventory has them.

use mixing::EffectKind as Kind;
use plan::spec::remark::PLUGIN_BESIDE;
use plan::{EffectKind, LiveEdition, Remark, RemixPlan, Substitution};
use plugin_inventory::{Plugin, PluginInventory, PluginKind};

use crate::synths::plugin;

/// What came of the wishes.
#[derive(Debug, Default)]
pub struct Liked {
    /// What is there, and what it is for.
    pub beside: Vec<(Kind, Plugin)>,
    /// What stands in for what is not.
    pub substitutions: Vec<Substitution>,
    /// Where what is there stands.
    pub remarks: Vec<Remark>,
}

/// Looks for each effect that a plan likes.
pub fn effects(inventory: Option<&PluginInventory>, plan: &RemixPlan) -> Liked {
    let mut liked = Liked::default();
    for (index, wish) in plan.effects.iter().enumerate() {
        let own = native(wish.effect, plan.edition);
        match plugin(inventory, plan.plugins, &wish.plugin, PluginKind::Effect) {
            Ok((found, instead)) => {
                let words = format!(
                    "{found} stands switched off behind {own} on {}: set it as you like, switch it on, and {own} off",
                    places(wish.effect)
                );
                let at = format!("/preferred_effects/{index}");
                liked.remarks.push(Remark::new(PLUGIN_BESIDE, at, words));
                liked.substitutions.extend(instead.map(|why| Substitution {
                    asked: wish.plugin.clone(),
                    used: found.to_string(),
                    why,
                }));
                liked.beside.push((kind(wish.effect), found.clone()));
            }
            Err(why) => {
                let (asked, used) = (wish.plugin.clone(), own.to_owned());
                liked.substitutions.push(Substitution { asked, used, why });
            }
        }
    }
    liked
}

const fn kind(effect: EffectKind) -> Kind {
    match effect {
        EffectKind::Eq => Kind::Eq,
        EffectKind::Compressor => Kind::Compressor,
        EffectKind::Saturator => Kind::Saturator,
        EffectKind::Reverb => Kind::Reverb,
        EffectKind::Delay => Kind::Delay,
        EffectKind::Limiter => Kind::Limiter,
    }
}

/// The device of Live that does it, as the edition has it.
const fn native(effect: EffectKind, edition: LiveEdition) -> &'static str {
    let is_big = matches!(edition, LiveEdition::Standard | LiveEdition::Suite);
    match effect {
        EffectKind::Eq if is_big => "EQ Eight",
        EffectKind::Eq => "Channel EQ",
        EffectKind::Compressor if is_big => "Compressor or Glue Compressor",
        EffectKind::Compressor => "Compressor",
        EffectKind::Saturator => "Saturator",
        EffectKind::Reverb => "Reverb",
        EffectKind::Delay => "Delay",
        EffectKind::Limiter => "Limiter",
    }
}

/// Where such an effect is at work.
const fn places(effect: EffectKind) -> &'static str {
    match effect {
        EffectKind::Reverb | EffectKind::Delay => "the returns",
        EffectKind::Limiter => "the master",
        _ => "the voice, the buses and the master, where these have one",
    }
}

#[cfg(test)]
mod tests {
    use plan::{InspirationSet, PluginUse};
    use plugin_inventory::{PluginFormat, PluginId};

    use super::*;

    fn told(wish: &InspirationSet, inventory: Option<&PluginInventory>) -> String {
        let (plan, _) = plan::remix(wish, &plan::Heard::default(), plan::built_in()).unwrap();
        let liked = effects(inventory, &plan);
        let beside = liked.beside.iter().map(|it| format!("{:?}: {}\n", it.0, it.1.name));
        let instead =
            liked.substitutions.iter().map(|it| format!("{}: {}, {}\n", it.asked, it.used, it.why));
        beside.chain(instead).collect()
    }

    #[test]
    fn what_the_inventory_has_stands_beside_and_what_it_has_not_is_said() {
        let wish: InspirationSet = serde_json::from_value(serde_json::json!({
            "beat_source": { "path": "b.mid" },
            "preferred_effects": [
                { "effect": "reverb", "plugin": "Valhalla Room" },
                { "effect": "equalizer", "plugin": "Pro-Q 3" },
            ],
        }))
        .unwrap();
        let room = Plugin {
            id: PluginId::vst3([1, 2, 3, 4]),
            kind: Some(PluginKind::Effect),
            ..Plugin::named("ValhallaRoom", PluginFormat::Vst3)
        };
        let inventory = PluginInventory::of(vec![room]);
        insta::assert_snapshot!(told(&wish, Some(&inventory)), @"
        Reverb: ValhallaRoom
        Pro-Q 3: EQ Eight, it is not in the plug-in inventory
        ");
        let native = InspirationSet { plugins: Some(PluginUse::NativeOnly), ..wish };
        assert!(told(&native, Some(&inventory)).contains("Reverb, the spec asks for Live's own"));
        assert!(told(&native, None).starts_with("Valhalla Room: Reverb"));
    }
}
