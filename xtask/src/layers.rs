//! Who may know whom, as a table that holds.

use anyhow::{Context, bail};
use cargo_metadata::{DependencyKind, MetadataCommand, Package};

/// Who may know whom. What a row does not name, its crate may not import.
#[rustfmt::skip]
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("music-types",      &[]),
    ("als-model",        &[]),
    ("patterns",         &["music-types"]),
    ("arrangement",      &["music-types"]),
    ("mixing",           &["music-types"]),
    ("sampler",          &["music-types"]),
    ("sound-kit",        &["music-types"]),
    ("plugin-inventory", &[]),
    ("stems-dsp",        &["music-types"]),
    ("plan",             &["music-types", "patterns", "arrangement", "mixing"]),
    ("live-export",      &["music-types", "arrangement", "mixing", "plugin-inventory", "als-model"]),
    ("producer",         &["music-types", "als-model", "patterns", "arrangement", "mixing", "sampler", "sound-kit", "stems-dsp", "plan", "plugin-inventory", "live-export"]),
    ("vyke-produce-cli", &["producer", "als-model"]),
    ("xtask",            &["producer", "als-model"]),
];

/// Fails, naming every trespass, when a crate imports one it may not know.
pub fn check() -> anyhow::Result<()> {
    let workspace = MetadataCommand::new().no_deps().exec()?;
    let trespasses: Vec<String> =
        workspace.packages.iter().map(trespasses).collect::<anyhow::Result<Vec<_>>>()?.concat();
    if !trespasses.is_empty() {
        bail!("{}", trespasses.join("\n"));
    }
    println!("layers: {} crates know only whom they may", workspace.packages.len());
    Ok(())
}

fn trespasses(package: &Package) -> anyhow::Result<Vec<String>> {
    let (_, may_know) = MAY_KNOW
        .iter()
        .find(|(name, _)| *name == package.name.as_str())
        .with_context(|| format!("{} has no row in xtask/src/layers.rs", package.name))?;
    let ours = package
        .dependencies
        .iter()
        .filter(|it| it.path.is_some() && it.kind == DependencyKind::Normal)
        .map(|it| it.name.as_str());
    Ok(ours
        .filter(|name| !may_know.contains(name))
        .map(|name| format!("{} may not know {name}", package.name))
        .collect())
}
