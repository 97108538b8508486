//! The Live document: read it, look into it, change it, check it, write it back without losing a byte.
