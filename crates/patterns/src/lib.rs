//! What is played: drums, percussion, bass, chords, leads, as phrases on a grid, and how they swing.
