//! Every sound we ship, synthesised: the default kit, the tonal one-shots and the demo song's stems.
