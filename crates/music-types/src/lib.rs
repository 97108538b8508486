//! The words every stage speaks: beats, tempo, pitch, key, decibels, notes, parts, seeds.
