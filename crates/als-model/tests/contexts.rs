//! What is stamped, held against what Live saved: every element in its parent's context.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod stamped;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use als_model::schema::{Schema, Version};
use als_model::tree::{NodeId, Tree};

/// One row of a table: what real sets of a version hold inside an element in its context.
struct Context {
    fixed: bool,
    children: Vec<(String, bool)>,
    attributes: Vec<(String, bool)>,
}

/// The rows of a version, and every name that stands last in one.
struct Table {
    rows: BTreeMap<String, Context>,
    tags: BTreeSet<String>,
}

/// The tables of real sets; `None`, with a line, when they are not here.
fn table(version: &str) -> Option<Table> {
    let shared = std::env::var_os("VYKE_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let path = shared.join(format!("reference/als/contexts_{version}.tsv"));
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: no tables of real sets here");
        return None;
    };
    let rows: BTreeMap<String, Context> = text.lines().skip(1).filter_map(row).collect();
    let tags = rows.keys().filter_map(|it| it.rsplit('/').next()).map(str::to_owned).collect();
    Some(Table { rows, tags })
}

fn row(line: &str) -> Option<(String, Context)> {
    let cells: Vec<&str> = line.split('\t').collect();
    let words = |it: usize| {
        let names =
            cells.get(it).copied().unwrap_or_default().split(' ').filter(|it| !it.is_empty());
        names
            .map(|it| {
                let name = it.split('?').next().unwrap_or(it).trim_end_matches('*');
                (name.to_owned(), !it.contains('?') && !it.contains('*'))
            })
            .collect()
    };
    let context =
        Context { fixed: cells.get(3) == Some(&"yes"), children: words(4), attributes: words(5) };
    Some((cells.first()?.to_string(), context))
}

/// The row for an element: the one that names most of what stands around it.
fn find<'t>(table: &'t Table, tree: &Tree, node: NodeId) -> Option<(String, &'t Context)> {
    let mut path: Vec<&str> =
        std::iter::successors(Some(node), |it| tree.parent(*it)).map(|it| tree.tag(it)).collect();
    path.truncate(5);
    path.reverse();
    (0..path.len().saturating_sub(1)).find_map(|from| {
        let key = path.get(from..)?.join("/");
        table.rows.get(&key).map(|it| (key, it))
    })
}

/// What an element has too much, too little or in the wrong order, beside the members of lists.
#[derive(Default, Clone)]
struct Faults {
    wrong: Vec<String>,
    missing: BTreeSet<String>,
}

/// Whether a child may come and go in real sets: members of lists, and what is there when a key is mapped.
fn comes_and_goes(tree: &Tree, node: NodeId, child: NodeId) -> bool {
    let is_member =
        tree.raw_attr(child, "Id").is_some() && tree.child(child, "LockEnvelope").is_none();
    (is_member && tree.tag(child) != "Pointee")
        || Schema::is_mapping(tree.tag(child))
        || is_list(tree, node)
}

/// Whether an element is a list or slot, whose members may be none.
fn is_list(tree: &Tree, node: NodeId) -> bool {
    matches!(tree.tag(node), "Value" | "UserOnsets" | "SlicePoints")
        || tree.children(node).next().is_some_and(|it| {
            tree.raw_attr(it, "Id").is_some()
                && tree.child(it, "LockEnvelope").is_none()
                && tree.tag(it) != "Pointee"
        })
}

fn faults(context: &Context, tree: &Tree, node: NodeId) -> Faults {
    let mut faults = Faults::default();
    let mut seen = BTreeSet::new();
    let here: Vec<NodeId> = tree.children(node).filter(|it| seen.insert(tree.tag(*it))).collect();
    let place = |it: &NodeId| context.children.iter().position(|known| known.0 == tree.tag(*it));
    let stays = |it: &&NodeId| !comes_and_goes(tree, node, **it);
    let unknown = here.iter().filter(stays).filter(|it| place(it).is_none());
    faults.wrong.extend(unknown.map(|it| format!("+{}", tree.tag(*it))));
    let places: Vec<usize> = here.iter().filter(stays).filter_map(place).collect();
    if context.fixed && !places.is_sorted() {
        faults.wrong.push("out of order".to_owned());
    }
    if !is_list(tree, node) {
        let absent = |it: &&(String, bool)| {
            it.1 && !seen.contains(it.0.as_str()) && !Schema::is_mapping(&it.0)
        };
        faults
            .missing
            .extend(context.children.iter().filter(absent).map(|it| format!("-{}", it.0)));
    }
    let names: Vec<String> = tree.attrs(node).map(|it| it.0.to_owned()).collect();
    let known = |name: &str| {
        name.starts_with("CurveControl") || context.attributes.iter().any(|it| it.0 == name)
    };
    faults.wrong.extend(names.iter().filter(|it| !known(it)).map(|it| format!("+@{it}")));
    let absent = context.attributes.iter().filter(|it| it.1 && !names.contains(&it.0));
    faults.missing.extend(absent.map(|it| format!("-@{}", it.0)));
    faults
}

/// The device that an element belongs to, or another class that the tables of a version may lack.
fn home<'t>(tree: &'t Tree, node: NodeId, unseen: &[&str]) -> Option<&'t str> {
    let mut around = std::iter::successors(Some(node), |it| tree.parent(*it));
    let is_device = |it: NodeId| tree.parent(it).is_some_and(|list| tree.tag(list) == "Devices");
    around.find(|it| is_device(*it) || unseen.contains(&tree.tag(*it))).map(|it| tree.tag(it))
}

/// Compares a rich set with the tables of its version; devices that these lack, with versions before and behind.
///
/// `unseen` are the classes that no table near has: of them the schema knows from Live's class tables and later sets.
fn compare(version: Version, before: &[&str], behind: &[&str], unseen: &[&str]) {
    let tree = stamped::rich_set(version).unwrap();
    let Some(own) = table(&version.to_string()) else { return };
    let near = |names: &[&str]| names.iter().filter_map(|it| table(it)).collect::<Vec<Table>>();
    let (before, behind) = (near(before), near(behind));
    let (mut compared, mut borrowed) = (BTreeSet::new(), BTreeSet::new());
    let (mut wrong, mut unknown) = (BTreeSet::new(), BTreeMap::new());
    let root = tree.root().unwrap();
    for node in tree.descendants(root) {
        let home = home(&tree, node, unseen);
        let knows = |it: &&Table| home.is_none_or(|home| it.tags.contains(home));
        if let Some((key, context)) = Some(&own).filter(knows).and_then(|it| find(it, &tree, node))
        {
            let Faults { wrong: mut found, missing } = faults(context, &tree, node);
            found.extend(missing);
            wrong.extend((!found.is_empty()).then(|| format!("{key}: {}", found.join(" "))));
            compared.insert(key);
            continue;
        }
        let rows = |tables: &[Table]| {
            let row = tables.iter().filter(knows).find_map(|it| find(it, &tree, node));
            row.map(|(key, context)| (key, faults(context, &tree, node)))
        };
        let (key, found) = match (rows(&before), rows(&behind)) {
            // What versions before and behind both have, a version between has too.
            (Some((key, a)), Some((_, b))) => {
                let common = a.wrong.iter().filter(|it| b.wrong.contains(it)).cloned();
                (key, common.chain(a.missing.intersection(&b.missing).cloned()).collect::<Vec<_>>())
            }
            (Some((key, it)), None) | (None, Some((key, it))) => (key, it.wrong),
            (None, None) => {
                *unknown.entry(home.unwrap_or("the set").to_owned()).or_insert(0) += 1;
                continue;
            }
        };
        wrong.extend(
            (!found.is_empty()).then(|| format!("{key} (of a neighbour): {}", found.join(" "))),
        );
        borrowed.insert(key);
    }
    println!(
        "Live {version}: {} elements; {} contexts as in its real sets, {} as in those of neighbouring versions; \
         elements seen in none: {unknown:?}",
        tree.descendants(root).count(),
        compared.len(),
        borrowed.len(),
    );
    let foreign: Vec<_> = unknown.keys().filter(|it| !unseen.contains(&it.as_str())).collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    assert!(wrong.is_empty(), "{}: {wrong:#?}", wrong.len());
    assert!(2000 < compared.len(), "the comparison looked at next to nothing");
}

#[test]
fn a_set_for_live_11_3_has_in_every_element_what_live_11_3_writes() {
    let unseen = ["MidiEffectGroupDevice", "MidiEffectBranch", "MidiScale"];
    compare(Version::LIVE_11_3, &["11.2", "11.1", "11.0"], &["12.0", "12.1", "12.2"], &unseen);
}

#[test]
fn a_set_for_live_12_1_has_in_every_element_what_live_12_1_writes() {
    compare(
        Version::LIVE_12_1,
        &["12.0", "11.3", "11.2"],
        &["12.2", "12.3", "12.4"],
        &["MidiScale"],
    );
}
