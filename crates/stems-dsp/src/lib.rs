//! Audio: decoded, measured and made ready.
