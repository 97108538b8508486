//! The schema held against real sets: what Live saved has the children that the outlines say, in their order.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use als_model::Document;
use als_model::schema::{Element, Kind, Schema, Version};
use als_model::tree::{NodeId, Tree};

/// What was found in real sets: how much was looked at, and what the schema did not expect, with a count.
#[derive(Default)]
struct Finding {
    sets: usize,
    elements: usize,
    contexts: BTreeMap<String, usize>,
    odd: BTreeMap<String, usize>,
}

fn folder() -> PathBuf {
    let shared = std::env::var_os("VYKE_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    shared.join("corpus/live")
}

/// All sets below a folder, smaller than `limit` bytes as packed.
fn sets(folder: &Path, limit: u64, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let size = entry.metadata().map_or(0, |it| it.len());
        if path.is_dir() {
            sets(&path, limit, found);
        } else if path.extension().is_some_and(|it| it == "als") && size < limit {
            found.push(path);
        }
    }
}

impl Finding {
    fn odd(&mut self, version: Version, path: &str, what: &str) {
        *self.odd.entry(format!("{version} {path}: {what}")).or_default() += 1;
    }

    /// Walks an element beside what the schema says of it.
    fn walk(&mut self, schema: &Schema, tree: &Tree, node: NodeId, element: &Element, path: &str) {
        self.elements += 1;
        let version = schema.version();
        *self.contexts.entry(format!("{version} {path}")).or_default() += 1;
        if matches!(element.kind(), Kind::List(_)) {
            for member in tree.children(node) {
                match schema.class(tree.tag(member)) {
                    Some(class) if element.welcomes(tree.tag(member)) => {
                        self.walk(schema, tree, member, class, tree.tag(member));
                    }
                    Some(_) => {
                        self.odd(version, path, &format!("{} is no member", tree.tag(member)))
                    }
                    None => {}
                }
            }
            return;
        }
        let mut expected = element.children().iter();
        for child in tree.children(node) {
            let tag = tree.tag(child);
            let mut skipped = Vec::new();
            let here = expected.clone();
            let found = expected.by_ref().find(|it| {
                let is_it = it.tag() == tag;
                if !is_it && !it.is_optional() {
                    skipped.push(it.tag().to_owned());
                }
                is_it
            });
            let Some(found) = found else {
                expected = here;
                if !Schema::is_mapping(tag) {
                    self.odd(version, path, &format!("{tag} unknown or misplaced"));
                }
                continue;
            };
            for tag in skipped {
                self.odd(version, path, &format!("{tag} missing"));
            }
            self.walk(schema, tree, child, found, &format!("{path}/{tag}"));
        }
        for rest in expected.filter(|it| !it.is_optional()) {
            self.odd(version, path, &format!("{} missing", rest.tag()));
        }
        self.attributes(version, tree, node, element, path);
    }

    fn attributes(
        &mut self,
        version: Version,
        tree: &Tree,
        node: NodeId,
        element: &Element,
        path: &str,
    ) {
        let known = element.attributes();
        let names: Vec<String> = tree.attrs(node).map(|it| it.0.to_owned()).collect();
        let is_value = matches!(element.kind(), Kind::Value(..));
        let place = |name: &String| known.iter().position(|it| it.name == *name);
        for name in &names {
            if place(name).is_none() && !(is_value && name == "Value") {
                self.odd(version, path, &format!("@{name} unknown"));
            }
        }
        if !names.iter().filter_map(place).is_sorted() {
            self.odd(version, path, "attributes out of order");
        }
        for it in known.iter().filter(|it| !it.optional && !names.contains(&it.name)) {
            self.odd(version, path, &format!("@{} missing", it.name));
        }
    }
}

#[test]
fn what_live_saved_is_what_the_schema_says() {
    let mut paths = Vec::new();
    sets(&folder(), 60_000_000, &mut paths);
    paths.sort();
    let mut finding = Finding::default();
    for path in &paths {
        let document = Document::read(path).unwrap();
        let tree = &document.tree;
        let root = tree.root().unwrap();
        let header = tree.attr(root, "MinorVersion").unwrap_or_default().into_owned();
        let Some(version) = Version::of_header(&header) else { continue };
        let schema = Schema::of(version);
        let Some(set) = tree.child(root, "LiveSet") else { continue };
        finding.sets += 1;
        finding.walk(schema, tree, set, schema.class("LiveSet").unwrap(), "LiveSet");
    }
    if finding.sets == 0 {
        println!("skipped: no real sets here");
        return;
    }
    println!(
        "{} real sets, {} elements, {} contexts as the schema says",
        finding.sets,
        finding.elements,
        finding.contexts.len()
    );
    let odd: Vec<_> = finding.odd.iter().map(|(what, count)| format!("{count}x {what}")).collect();
    assert!(odd.is_empty(), "{} oddities\n{}", odd.len(), odd.join("\n"));
}
