//! A file wound onto a reel: decoded on one thread, heard and wound on the others.

use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::ear::{Cutter, Notes};
use super::reel::{Reel, pack};
use super::tape::Watch;
use crate::error::{AudioError, stopped};
use crate::file::{Channels, play};

/// Bytes wound at once, or a packet of the file if that is more.
const PIECE: usize = 1 << 16;
/// Pieces that may wait; when there are more the reader winds them itself.
const WAITING: usize = 4;

/// The file `input`, with all its channels, on a reel in `folder`, which is never left behind;
/// `watch` is asked on the way whether to go on.
///
/// # Errors
///
/// [`AudioError`] for what cannot be read or written; [`AudioError::Stopped`] when `watch` says so.
pub fn wound(input: &Path, folder: &Path, watch: &mut Watch) -> Result<Reel, AudioError> {
    let disk = |source: io::Error| AudioError::disk(folder, source);
    let (winder, notes) = (Winder::new(Reel::new(folder).map_err(disk)?), Notes::default());
    let played = rayon::in_place_scope(|scope| {
        let (mut piece, mut cutter) = (Piece::new(), None::<Cutter>);
        let played = play(input, Channels::All, &mut |rate, planes| {
            (piece.rate, piece.channels) = (rate, planes.len());
            let new = || Cutter::new(rate, planes.len());
            cutter.get_or_insert_with(new).take(planes, |it| notes.take(scope, it));
            pack(planes, &mut piece.bytes);
            if PIECE <= piece.bytes.len() {
                winder.take(scope, std::mem::replace(&mut piece, Piece::new()));
            }
            !winder.is_broken.load(Ordering::Relaxed) && (watch(0.0) || winder.give_up())
        });
        winder.take(scope, piece);
        if let Some(cutter) = cutter {
            cutter.finish(|it| notes.take(scope, it));
        }
        played
    });
    let (mut reel, trouble) = winder.finish();
    // First: of a file that was not heard to its end the reader may say that it holds nothing.
    trouble.map_err(disk)?;
    played?;
    reel.note(notes.finish());
    Ok(reel)
}

/// Some samples, packed.
struct Piece {
    rate: u32,
    channels: usize,
    bytes: Vec<u8>,
}

impl Piece {
    fn new() -> Self {
        Self { rate: 0, channels: 0, bytes: Vec::with_capacity(PIECE + PIECE / 4) }
    }
}

/// Who winds what the reader hands over, in its order.
struct Winder {
    waiting: Mutex<VecDeque<Piece>>,
    /// The reel, and the first trouble with it, after which no more is wound.
    reel: Mutex<(Reel, io::Result<()>)>,
    /// Whether there was trouble, so that no more need be read.
    is_broken: AtomicBool,
}

impl Winder {
    fn new(reel: Reel) -> Self {
        let (waiting, is_broken) = (Mutex::default(), AtomicBool::new(false));
        Self { waiting, reel: Mutex::new((reel, Ok(()))), is_broken }
    }

    /// Takes the next piece, which another thread of `scope` winds if one is free.
    fn take<'a>(&'a self, scope: &rayon::Scope<'a>, piece: Piece) {
        if piece.bytes.is_empty() {
            return;
        }
        let mut waiting = held(&self.waiting);
        waiting.push_back(piece);
        let count = waiting.len();
        drop(waiting);
        match count {
            // Whoever winds what waits already will find this piece too.
            2..=WAITING => {}
            1 => scope.spawn(|_| self.wind()),
            _ => self.wind(),
        }
    }

    /// Winds all that waits. It never waits for other work, lest that be to wind.
    fn wind(&self) {
        let mut guard = held(&self.reel);
        let (reel, wound) = &mut *guard;
        loop {
            // Not in the head of a loop, which would keep the reader out until the piece is wound.
            let next = held(&self.waiting).pop_front();
            let Some(piece) = next else { break };
            if wound.is_ok() {
                *wound = reel.wind_packed(piece.rate, piece.channels, &piece.bytes);
                self.is_broken.store(wound.is_err(), Ordering::Relaxed);
            }
        }
    }

    /// Winds no more, because somebody wishes to stop.
    fn give_up(&self) -> bool {
        let wound = &mut held(&self.reel).1;
        if wound.is_ok() {
            *wound = Err(stopped());
        }
        false
    }

    fn finish(self) -> (Reel, io::Result<()>) {
        self.reel.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use music_types::Wave;

    use super::super::ear;
    use super::super::tape::Tape;
    use super::*;
    use crate::{read_unfolded, write_wav};

    #[test]
    fn a_reel_knows_what_was_heard_of_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("in.wav");
        // More blocks than may wait, and some of one more.
        let sample = |it: usize| libm::expf((it % 30_000) as f32 * -1e-3) * libm::sinf(it as f32);
        let wave = Wave { rate: 44_100, channels: vec![(0..400_000).map(sample).collect(); 3] };
        write_wav(&path, &wave).expect("a file");
        let wave = read_unfolded(&path).expect("a wave");
        let wanted = ear::hear(&mut { &wave }).expect("memory does not fail");
        for threads in 1..=3 {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            let pool = pool.expect("threads");
            let reel = pool.install(|| wound(&path, folder.path(), &mut |_| true)).expect("a reel");
            let heard = reel.heard().expect("it was heard");
            assert!(heard.peak == wanted.peak && heard.bands == wanted.bands, "{threads}");
        }
    }
}
