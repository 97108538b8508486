//! Every element of the song's set, in its parents' context, held against what real sets of that Live have there.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod song;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use als_model::schema::Schema;
use als_model::tree::{NodeId, Tree};
use live_export::{Target, set};
use mixing::Edition;

/// What real sets have in an element: its children in order, and which of them are always there.
struct Row {
    is_ordered: bool,
    children: Vec<(String, bool)>,
    attributes: Vec<String>,
}

type Table = BTreeMap<String, Row>;

/// The table of a version; `None` where it is not at hand.
fn table(version: &str) -> Option<Table> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("VYKE_SHARED").map_or_else(beside, PathBuf::from);
    let text =
        std::fs::read_to_string(shared.join(format!("reference/als/contexts_{version}.tsv")))
            .ok()?;
    Some(text.lines().skip(1).filter_map(row).collect())
}

/// A line: context, count, files, whether the order is fixed, children, attributes. `?` and `*` mark what may be
/// missing or come more than once.
fn row(line: &str) -> Option<(String, Row)> {
    let mut cells = line.split('\t');
    let context = cells.next()?.to_owned();
    let is_ordered = cells.nth(2)? == "yes";
    let bare = |word: &str| word.split(['?', '*']).next().unwrap_or_default().to_owned();
    let is_sure = |word: &str| !word.contains(['?', '*']);
    let children = cells.next()?.split_whitespace().map(|it| (bare(it), is_sure(it))).collect();
    let attributes = cells.next().unwrap_or_default().split_whitespace().map(bare).collect();
    Some((context, Row { is_ordered, children, attributes }))
}

/// The row that names most of what stands around an element.
fn context<'t>(table: &'t Table, tree: &Tree, node: NodeId) -> Option<(String, &'t Row)> {
    let around = std::iter::successors(Some(node), |it| tree.parent(*it)).take(5);
    let mut tags: Vec<&str> = around.map(|it| tree.tag(it)).collect();
    tags.reverse();
    let keys = (0..tags.len().saturating_sub(1)).map(|from| tags[from..].join("/"));
    keys.into_iter().find_map(|key| table.get(&key).map(|it| (key.clone(), it)))
}

/// Whether the child of an element is a member of a list, of which there may be any number.
fn is_member(tree: &Tree, child: NodeId) -> bool {
    let is_pointee = tree.child(child, "LockEnvelope").is_some() || tree.tag(child) == "Pointee";
    tree.raw_attr(child, "Id").is_some() && !is_pointee
}

fn faults(row: &Row, tree: &Tree, node: NodeId) -> Vec<String> {
    let fixed = || tree.children(node).filter(|it| !is_member(tree, *it)).map(|it| tree.tag(it));
    let place = |tag: &str| row.children.iter().position(|it| it.0 == tag);
    let mut faults: Vec<String> = fixed()
        .filter(|it| place(it).is_none() && !Schema::is_mapping(it))
        .map(|it| format!("+{it}"))
        .collect();
    if row.is_ordered && !fixed().filter_map(place).collect::<Vec<_>>().is_sorted() {
        faults.push("out of order".to_owned());
    }
    let holds_members =
        tree.children(node).any(|it| is_member(tree, it)) || tree.tag(node) == "Value";
    if !holds_members {
        let there: BTreeSet<&str> = fixed().collect();
        let sure = row.children.iter().filter(|it| it.1 && !Schema::is_mapping(&it.0));
        faults.extend(sure.filter(|it| !there.contains(&*it.0)).map(|it| format!("-{}", it.0)));
    }
    let names = tree.attrs(node).map(|it| it.0).filter(|it| !it.starts_with("CurveControl"));
    let strange = names.filter(|name| !row.attributes.iter().any(|it| it == name));
    faults.extend(strange.map(|it| format!("+@{it}")));
    faults
}

/// The versions whose sets are asked when a version's own sets lack a thing, nearest first, and whether they are
/// later ones, which may hold more.
fn neighbours(target: Target) -> [(&'static str, bool); 3] {
    match target {
        Target::Live11 => [("11.2", false), ("11.1", false), ("12.0", true)],
        Target::Live12 => [("12.0", false), ("12.2", true), ("12.3", true)],
    }
}

fn compare(target: Target, edition: Edition, song: &song::Song) {
    let version = target.version().to_string();
    let Some(own) = table(&version) else {
        println!("skipped: no tables of real sets here");
        return;
    };
    let near: Vec<(Table, bool)> = neighbours(target)
        .iter()
        .filter_map(|(name, later)| Some((table(name)?, *later)))
        .collect();
    let tree = set(&song.request(target, edition)).unwrap().tree;
    let (mut compared, mut borrowed, mut wrong) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for node in tree.descendants(tree.root().unwrap()) {
        let mine = context(&own, &tree, node).map(|it| (it, false));
        let seen = if mine.is_some() { &mut compared } else { &mut borrowed };
        let is_borrowed = mine.is_none();
        let theirs = || near.iter().find_map(|it| Some((context(&it.0, &tree, node)?, it.1)));
        let Some(((key, row), is_later)) = mine.or_else(theirs) else {
            wrong.insert(format!("{}: in no real set", tree.path(node)));
            continue;
        };
        let mut faults = faults(row, &tree, node);
        faults.retain(|it| !(is_later && it.starts_with('-')));
        // What an earlier Live lacks and a later one has, this one may have.
        let is_known_later = |fault: &str| {
            let later = near.iter().filter(|it| it.1).filter_map(|it| it.0.get(&key));
            let tag = fault.strip_prefix('+').unwrap_or_default();
            later.flat_map(|it| &it.children).any(|it| it.0 == tag)
        };
        faults.retain(|it| !(is_borrowed && is_known_later(it)));
        if !faults.is_empty() {
            wrong.insert(format!("{key}: {}", faults.join(" ")));
        }
        seen.insert(key);
    }
    println!(
        "Live {version} {edition:?}: {} contexts as in its real sets, {} as in its neighbours'",
        compared.len(),
        borrowed.len()
    );
    assert!(wrong.is_empty(), "{} of {}: {wrong:#?}", wrong.len(), compared.len());
    assert!(1500 < compared.len(), "only {} contexts were compared", compared.len());
}

#[test]
fn live_11_writes_every_element_like_this() {
    compare(Target::Live11, Edition::Suite, &song::song());
    compare(Target::Live11, Edition::Intro, &song::song());
}

#[test]
fn live_12_writes_every_element_like_this() {
    compare(Target::Live12, Edition::Suite, &song::song());
    compare(Target::Live12, Edition::Intro, &song::song());
}

#[test]
fn plugins_are_written_like_this() {
    for target in [Target::Live11, Target::Live12] {
        compare(target, Edition::Suite, &song::song().on_plugins());
    }
}
