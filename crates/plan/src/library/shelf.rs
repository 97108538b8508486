//! The data files that come with the program, by path.

/// Every file of `genres/`, `forms/` and `mixes/`.
#[rustfmt::skip]
pub(crate) const BUILT_IN: &[(&str, &str)] = &[
    ("genres/afro_circuit.toml",  include_str!("../../genres/afro_circuit.toml")),
    ("genres/circuit_house.toml", include_str!("../../genres/circuit_house.toml")),
    ("genres/house.toml",         include_str!("../../genres/house.toml")),
    ("forms/afro.toml",           include_str!("../../forms/afro.toml")),
    ("forms/afro_house.toml",     include_str!("../../forms/afro_house.toml")),
    ("forms/broken.toml",         include_str!("../../forms/broken.toml")),
    ("forms/club.toml",           include_str!("../../forms/club.toml")),
    ("forms/common.toml",         include_str!("../../forms/common.toml")),
    ("forms/groove.toml",         include_str!("../../forms/groove.toml")),
    ("forms/melodic.toml",        include_str!("../../forms/melodic.toml")),
    ("forms/rolling.toml",        include_str!("../../forms/rolling.toml")),
    ("forms/slow.toml",           include_str!("../../forms/slow.toml")),
    ("forms/trance.toml",         include_str!("../../forms/trance.toml")),
    ("forms/vocal.toml",          include_str!("../../forms/vocal.toml")),
    ("mixes/bright.toml",         include_str!("../../mixes/bright.toml")),
    ("mixes/circuit.toml",        include_str!("../../mixes/circuit.toml")),
    ("mixes/club.toml",           include_str!("../../mixes/club.toml")),
    ("mixes/common.toml",         include_str!("../../mixes/common.toml")),
    ("mixes/deep.toml",           include_str!("../../mixes/deep.toml")),
    ("mixes/streaming.toml",      include_str!("../../mixes/streaming.toml")),
    ("mixes/warm.toml",           include_str!("../../mixes/warm.toml")),
];
