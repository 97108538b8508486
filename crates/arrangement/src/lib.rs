//! Who plays when, and how hard; transitions and automation moves.
