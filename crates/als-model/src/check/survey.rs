//! What many rules need to know of a document, looked up once.

use super::{CheckContext, Edition};
use crate::document::Document;
use crate::tree::{NodeId, Tree};
use crate::view::version::Version;
use crate::view::{LiveSet, Spot, Track, TrackKind};

pub(super) struct Survey<'t> {
    pub tree: &'t Tree,
    pub context: &'t CheckContext,
    pub version: Version,
    /// The Live whose form this is: (12, 1).
    pub form: (u32, u32),
    pub set: Option<LiveSet<'t>>,
    /// Every track but main and cue, in order.
    pub tracks: Vec<Track<'t>>,
    pub returns: usize,
    pub scenes: usize,
    /// Every element, in the order of the document, the root first.
    pub all: Vec<NodeId>,
}

impl<'t> Survey<'t> {
    pub fn of(document: &'t Document, context: &'t CheckContext) -> Self {
        let tree = &document.tree;
        let version = Version::of(tree);
        let set = LiveSet::of(tree).ok();
        let tracks: Vec<Track<'t>> = set.into_iter().flat_map(LiveSet::tracks).collect();
        Self {
            tree,
            context,
            form: version.form(),
            version,
            set,
            returns: tracks.iter().filter(|it| it.kind() == TrackKind::Return).count(),
            scenes: set.map_or(0, |it| it.scenes().count()),
            tracks,
            all: tree
                .root()
                .into_iter()
                .flat_map(|it| std::iter::once(it).chain(tree.descendants(it)))
                .collect(),
        }
    }

    /// Whether the form is that of Live 10 or later, which gave every list member an id.
    pub fn is_modern(&self) -> bool {
        (10, 0) <= self.form
    }

    /// Every element with this name.
    pub fn called(&self, tag: &'static str) -> impl Iterator<Item = Spot<'t>> {
        self.spots().filter(move |it| it.tag() == tag)
    }

    /// Every element.
    pub fn spots(&self) -> impl Iterator<Item = Spot<'t>> {
        let tree = self.tree;
        self.all.iter().map(move |node| Spot { tree, node: *node })
    }

    pub fn edition(&self) -> Option<Edition> {
        self.context.edition
    }

    /// All tracks with main and cue.
    pub fn strips(&self) -> impl Iterator<Item = Track<'t>> {
        let set = self.set;
        let ends = set.into_iter().flat_map(|it| it.main().ok().into_iter().chain(it.cue()));
        self.tracks.iter().copied().chain(ends)
    }
}
