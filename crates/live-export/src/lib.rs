//! An arrangement and a mix as a Live set.
