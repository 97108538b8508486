//! The whole set, top-down.

use als_model::{Document, Tree};
use music_types::{Db, Pan, Role};

use crate::automation::Moved;
use crate::error::{At, ExportError};
use crate::request::{Export, Request};
use crate::stage::{Seat, Stage};

/// An arrangement and a mix as a Live set; nothing is written to disk.
///
/// The same request gives the same bytes.
///
/// # Errors
///
/// [`ExportError`] names the part, clip or device.
pub fn set(request: &Request) -> Result<Document, ExportError> {
    export(request).map(|it| it.document)
}

/// The same, with what could not be carried, in words.
///
/// # Errors
///
/// As [`set`].
pub fn export(request: &Request) -> Result<Export, ExportError> {
    let mut stage = Stage::open(request)?;
    let sections = &request.arrangement.sections;
    stage.add_locators(sections)?;
    let scenes = stage.add_scenes(sections)?;
    for seat in stage.seats.clone() {
        stage.fill(seat)?;
        stage.add_clips(seat)?;
        if seat.part.role != Role::Reference {
            stage.add_session_clips(seat, scenes)?;
        }
    }
    stage.fill_groups()?;
    stage.fill_returns()?;
    stage.fill_master()?;
    let left_out = stage.left_out();
    let mut tree = stage.set.finish().at("the set")?;
    unloop(&mut tree);
    Ok(Export { document: Document::from_tree(tree)?, left_out })
}

/// Leaves the loop brace where it is, but off: a piece is first heard from its start to its end.
fn unloop(tree: &mut Tree) {
    if let Some(root) = tree.root() {
        tree.set_value(root, "LiveSet/Transport/LoopOn", "false");
    }
}

impl<'a> Stage<'a> {
    /// A part's instrument, chain, fader and moves.
    fn fill(&mut self, seat: Seat<'a>) -> Result<(), ExportError> {
        let Seat { part, track, strip, .. } = seat;
        let tunings = self.add_instrument(seat)?;
        let chain = strip.map_or(&[][..], |it| &it.chain);
        let carriers = self.add_chain(track, &part.name, chain, &part.moves)?;
        if part.role == Role::Vocal {
            self.add_beside(track, &part.name, chain)?;
        }
        self.add_moves(&Moved::on(track, &part.name, strip, &carriers, &tunings), &part.moves)?;
        if strip.is_some_and(|it| it.muted) {
            self.set.set_mute(track, true).at(&part.name)?;
        }
        Ok(())
    }

    /// The chains, faders and moves of the groups.
    fn fill_groups(&mut self) -> Result<(), ExportError> {
        for (family, track) in self.groups.clone() {
            let bus = self.bus_of(family);
            let name = bus.map_or_else(|| family.word().to_owned(), |it| it.name.clone());
            let moves = self.request.arrangement.buses.iter().find(|it| it.0 == family);
            let moves = moves.map_or(&[][..], |it| &it.1);
            let chain = bus.map_or(&[][..], |it| &it.chain);
            let carriers = self.add_chain(track, &name, chain, moves)?;
            self.add_beside(track, &name, chain)?;
            let level = bus.map_or(Db::UNITY, |it| it.level);
            let (carriers, name) = (carriers.as_slice(), name.as_str());
            let moved =
                Moved { track, name, level, pan: Pan::CENTRE, sends: &[], carriers, tunings: &[] };
            self.add_moves(&moved, moves)?;
        }
        Ok(())
    }

    fn fill_returns(&mut self) -> Result<(), ExportError> {
        for (it, track) in self.request.mix.returns.iter().zip(self.returns.clone()) {
            self.add_chain(track, &it.name, &it.chain, &[])?;
            self.add_beside(track, &it.name, &it.chain)?;
        }
        Ok(())
    }

    fn fill_master(&mut self) -> Result<(), ExportError> {
        let main = self.set.main();
        self.add_chain(main, "the master", &self.request.mix.master, &[])?;
        self.add_beside(main, "the master", &self.request.mix.master)
    }
}
