//! What is stamped, held against what Live saved: every element in its parent's context.

mod stamped;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use als_model::schema::Version;
use als_model::tree::{NodeId, Tree};

/// One row of a table: what real sets of a version hold inside an element in its context.
struct Context {
    fixed: bool,
    children: Vec<(String, bool)>,
    attributes: Vec<(String, bool)>,
}

type Table = BTreeMap<String, Context>;

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
    Some(text.lines().skip(1).filter_map(row).collect())
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
        table.get(&key).map(|it| (key, it))
    })
}

/// What is missing, unknown or misplaced in an element.
fn faults(context: &Context, tree: &Tree, node: NodeId) -> Vec<String> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    let tags: Vec<&str> =
        tree.children(node).map(|it| tree.tag(it)).filter(|it| seen.insert(*it)).collect();
    let place = |tag: &str| context.children.iter().position(|it| it.0 == tag);
    faults.extend(tags.iter().filter(|it| place(it).is_none()).map(|it| format!("+{it}")));
    let places: Vec<usize> = tags.iter().filter_map(|it| place(it)).collect();
    if context.fixed && !places.is_sorted() {
        faults.push(format!("order {tags:?}"));
    }
    let missing = context.children.iter().filter(|it| it.1 && !tags.contains(&it.0.as_str()));
    faults.extend(missing.map(|it| format!("-{}", it.0)));
    let names: Vec<String> = tree.attrs(node).map(|it| it.0.to_owned()).collect();
    let known = |name: &String| context.attributes.iter().any(|it| it.0 == *name);
    faults.extend(names.iter().filter(|it| !known(it)).map(|it| format!("+@{it}")));
    let missing = context.attributes.iter().filter(|it| it.1 && !names.contains(&it.0));
    faults.extend(missing.map(|it| format!("-@{}", it.0)));
    faults
}

/// Compares a rich set with the tables of its version, and with its neighbours' where the version has no row.
fn compare(version: Version, neighbours: &[&str]) {
    let tree = stamped::rich_set(version).unwrap();
    let Some(own) = table(&version.to_string()) else { return };
    let others: Vec<Table> = neighbours.iter().filter_map(|it| table(it)).collect();
    let (mut compared, mut borrowed) = (BTreeSet::new(), BTreeSet::new());
    let (mut wrong, mut unknown) = (BTreeSet::new(), BTreeSet::new());
    let root = tree.root().unwrap();
    for node in tree.descendants(root) {
        if let Some((key, context)) = find(&own, &tree, node) {
            let faults = faults(context, &tree, node);
            if !faults.is_empty() {
                wrong.insert(format!("{key}: {}", faults.join(" ")));
            }
            compared.insert(key);
            continue;
        }
        let rows: Vec<_> = others.iter().filter_map(|it| find(it, &tree, node)).collect();
        let Some((key, _)) = rows.first() else {
            unknown.insert(format!("{}/{}", tree.tag(tree.parent(node).unwrap()), tree.tag(node)));
            continue;
        };
        let best = rows.iter().map(|it| faults(it.1, &tree, node)).min_by_key(Vec::len).unwrap();
        if !best.is_empty() {
            wrong.insert(format!("{key} (of a neighbour): {}", best.join(" ")));
        }
        borrowed.insert(key.clone());
    }
    println!(
        "Live {version}: {} elements; {} contexts as in real sets, {} as in neighbouring versions' sets, {} seen nowhere",
        tree.descendants(root).count(),
        compared.len(),
        borrowed.len(),
        unknown.len()
    );
    assert!(unknown.is_empty(), "{unknown:#?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(700 < compared.len(), "the comparison looked at next to nothing");
}

#[test]
fn a_set_for_live_11_3_has_in_every_element_what_live_11_3_writes() {
    compare(Version::LIVE_11_3, &["11.2", "12.0", "11.1", "11.0"]);
}

#[test]
fn a_set_for_live_12_1_has_in_every_element_what_live_12_1_writes() {
    compare(Version::LIVE_12_1, &["12.2", "12.0", "12.3", "11.3"]);
}
