//! What the tree promises: nothing is lost, an edit moves only what it must, no input can hurt it.

use proptest::prelude::*;

use super::*;

const SONG: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<Ableton Creator=\"Ableton Live 11.3.2\">\r\n\t<LiveSet>\r\n\t\t<Tracks>\r\n\t\t\t<MidiTrack Id=\"12\">\r\n\t\t\t\t<Name>\r\n\t\t\t\t\t<EffectiveName Value=\"Bass &amp; more\" />\r\n\t\t\t\t</Name>\r\n\t\t\t\t<Buffer>\r\n\t\t\t\t\tAB\r\n\t\t\t\t\tCD\r\n\t\t\t\t</Buffer>\r\n\t\t\t</MidiTrack>\r\n\t\t\t<MidiTrack Id=\"13\" />\r\n\t\t</Tracks>\r\n\t</LiveSet>\r\n</Ableton>\r\n";

fn song() -> (Tree, NodeId) {
    let tree = Tree::parse(SONG).unwrap();
    let tracks = tree.find(tree.root().unwrap(), "LiveSet/Tracks").unwrap();
    (tree, tracks)
}

#[test]
fn any_style_of_writing_comes_back_byte_for_byte() {
    let styles = [
        SONG,
        "<a/>",
        "\u{feff}<?xml version='1.0' encoding='utf-8'?>\n\n<a b = 'c\"d'   e=\"&#x0A;\"\n>text &amp; <b></b > tail<!-- <c> --><?php x?></a>\n\n<!-- end -->",
        "<a><b/><b /><c>\n</c></a>",
    ];
    for text in styles {
        assert_eq!(Tree::parse(text).unwrap().to_string(), text);
        assert_eq!(Tree::parse(text).unwrap().to_xml(), text);
    }
}

#[test]
fn the_tree_is_walked_in_both_directions() {
    let (tree, tracks) = song();
    let ids: Vec<_> = tree.children(tracks).filter_map(|it| tree.attr(it, "Id")).collect();
    let backwards: Vec<_> =
        tree.children(tracks).rev().filter_map(|it| tree.attr(it, "Id")).collect();
    assert_eq!(ids, ["12", "13"]);
    assert_eq!(backwards, ["13", "12"]);
    let all: Vec<_> = tree.descendants(tracks).map(|it| tree.tag(it)).collect();
    assert_eq!(all, ["MidiTrack", "Name", "EffectiveName", "Buffer", "MidiTrack"]);
    let first = tree.children(tracks).next().unwrap();
    assert_eq!(tree.value(first, "Name/EffectiveName").unwrap(), "Bass & more");
    assert_eq!(tree.path(first), "LiveSet/Tracks/MidiTrack[1 \"Bass & more\"]");
    assert_eq!(tree.blob(tree.child(first, "Buffer").unwrap()).unwrap(), [0xab, 0xcd]);
    assert_eq!(tree.descendants(tree.children(tracks).next_back().unwrap()).count(), 0);
}

#[test]
fn an_edit_changes_one_value_and_nothing_else() {
    let (mut tree, tracks) = song();
    let track = tree.children(tracks).next().unwrap();
    assert!(tree.set_value(track, "Name/EffectiveName", "Sub <\"1\">"));
    assert!(!tree.set_attr(track, "Colour", "1"), "an attribute that is not there is not made");
    assert_eq!(tree.to_string(), SONG.replace("Bass &amp; more", "Sub &lt;&quot;1&quot;&gt;"));
    assert!(tree.set_value(track, "Name/EffectiveName", "Bass & more"));
    assert_eq!(tree.to_string(), SONG);
}

#[test]
fn new_elements_are_laid_out_as_live_does() {
    let mut tree = Tree::new("Ableton");
    let root = tree.root().unwrap();
    tree.push_attr(root, "MajorVersion", "5");
    let set = tree.append(root, "LiveSet");
    let last = tree.append(set, "Tracks");
    let first = tree.insert_before(last, "Name");
    tree.push_attr(first, "Value", "é \"1\"");
    let blob = tree.append(set, "Buffer");
    tree.set_blob(blob, &[0xf0; 41]);
    insta::assert_snapshot!(tree, @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <Ableton MajorVersion="5">
    	<LiveSet>
    		<Name Value="é &quot;1&quot;" />
    		<Tracks />
    		<Buffer>
    			F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0
    			F0
    		</Buffer>
    	</LiveSet>
    </Ableton>
    "#);
    let again = Tree::parse(&tree.to_string()).unwrap();
    assert_eq!(again.to_string(), tree.to_string());
}

#[test]
fn the_last_child_that_leaves_closes_its_parent() {
    let (mut tree, tracks) = song();
    for it in tree.children(tracks).collect::<Vec<_>>() {
        tree.remove(it);
    }
    assert_eq!(tree.outer(tracks), "<Tracks />");
    tree.append(tracks, "AudioTrack");
    assert_eq!(tree.outer(tracks), "<Tracks>\r\n\t\t\t<AudioTrack />\r\n\t\t</Tracks>");
}

#[test]
fn a_copy_is_laid_out_for_its_new_place_and_line_end() {
    let (song, tracks) = song();
    let track = song.children(tracks).next().unwrap();
    let mut tree = Tree::new("Ableton");
    let root = tree.root().unwrap();
    let copy = tree.copy_subtree(&song, track, root);
    let twin = tree.duplicate_before(copy, copy);
    tree.set_attr(twin, "Id", "1");
    insta::assert_snapshot!(tree, @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <Ableton>
    	<MidiTrack Id="1">
    		<Name>
    			<EffectiveName Value="Bass &amp; more" />
    		</Name>
    		<Buffer>
    			AB
    			CD
    		</Buffer>
    	</MidiTrack>
    	<MidiTrack Id="12">
    		<Name>
    			<EffectiveName Value="Bass &amp; more" />
    		</Name>
    		<Buffer>
    			AB
    			CD
    		</Buffer>
    	</MidiTrack>
    </Ableton>
    "#);
}

#[test]
fn moving_keeps_the_music_and_refuses_a_circle() {
    let (mut tree, tracks) = song();
    let first = tree.children(tracks).next().unwrap();
    let name = tree.child(first, "Name").unwrap();
    assert!(tree.move_to(tracks, name).is_none());
    tree.move_to(first, tracks).unwrap();
    let ids: Vec<_> = tree.children(tracks).filter_map(|it| tree.attr(it, "Id")).collect();
    assert_eq!(ids, ["13", "12"]);
}

#[test]
fn broken_documents_are_refused_with_their_place() {
    let deep = "<a>".repeat(1_000_000);
    let wide = format!("<a {}/>", (0..100).map(|it| format!("b{it}='' ")).collect::<String>());
    let broken = [
        "",
        " \n",
        "tempo: 120",
        "<a>\n<b></a>",
        "<a></a></a>",
        "<a/><b/>",
        "<a/>tail",
        "<a",
        "<a b>",
        "<a b='1>",
        "<a b='1' b='2'/>",
        "<a b='1'c='2'/>",
        "<a b='<'/>",
        "<a>&lol;</a>",
        "<a b='&#0;'/>",
        "<!DOCTYPE lolz [<!ENTITY lol 'lol'>]><a/>",
        "<a><!-- </a>",
        "<a><b>",
        "<a><![CDATA[x]]></a>",
        "< a/>",
        "<?xml version='1.0' encoding='latin1'?><a/>",
        &deep,
        &wide,
    ];
    let table: Vec<String> =
        broken.iter().map(|it| Tree::parse(it).unwrap_err().to_string()).collect();
    insta::assert_snapshot!(table.join("\n"), @r#"
    the document is empty
    the document is empty
    this is not XML: it begins with "tempo: 120"
    line 2, column 4: </a> stands where <b> should end
    line 1, column 8: </a> ends nothing
    line 1, column 5: a second outermost element
    line 1, column 5: text outside the outermost element
    line 1, column 3: a start tag that does not end
    line 1, column 4: an attribute without a value
    line 1, column 6: a value without its closing quote
    line 1, column 10: the same attribute twice
    line 1, column 9: an attribute was expected here
    line 1, column 7: a `<` inside a value
    line 1, column 4: unknown entity "&lol;"
    line 1, column 7: unknown entity "&#0;"
    line 1: a document type (DTD) is not accepted
    line 1, column 8: a comment without its end
    the document ends inside <b>: it is cut off
    line 1, column 4: a character section (CDATA), which Live does not write
    line 1, column 1: a `<` that begins no tag
    the document says that its encoding is latin1; only UTF-8 is read
    line 1: more than 1000 levels of nesting
    line 1: more than 64 attributes of one element
    "#);
}

#[test]
fn an_id_of_another_tree_reads_as_nothing() {
    let (song, _) = song();
    let far = NodeId(5000);
    assert_eq!((song.tag(far), song.parent(far), song.attr(far, "Id")), ("", None, None));
    assert_eq!(song.children(far).count() + song.descendants(far).count(), 0);
}

fn arb_element() -> impl Strategy<Value = String> {
    let leaf = ("[A-Z][a-z]{0,4}", "[a-z\"'<&é ]{0,8}").prop_map(|(tag, value)| {
        let mut text = format!("<{tag} Value=");
        escape::push_quoted(&mut text, &value, Quoting::Single);
        text + " />"
    });
    leaf.prop_recursive(4, 24, 5, |inner| {
        ("[A-Z][a-z]{0,4}", prop::collection::vec(inner, 0..5), "[ \n\t]{0,3}").prop_map(
            |(tag, inner, blank)| format!("<{tag}>{blank}{}{blank}</{tag}>", inner.join(&blank)),
        )
    })
}

proptest! {
    /// Reading never panics, and what it takes it gives back unchanged.
    #[test]
    fn reading_never_panics(text in "[<>/?!a-c \"'=&;#\n\\[\\]-]{0,200}") {
        if let Ok(tree) = Tree::parse(&text) {
            prop_assert_eq!(tree.to_string(), text);
        }
    }

    /// Every sound document comes back, and a value set and set back leaves no trace.
    #[test]
    fn edits_can_be_undone(text in arb_element(), pick: prop::sample::Index) {
        let mut tree = Tree::parse(&text).unwrap();
        prop_assert_eq!(tree.to_string(), text.clone());
        let root = tree.root().unwrap();
        let with_value: Vec<_> = tree.descendants(root).filter(|it| tree.attr(*it, "Value").is_some()).collect();
        if !with_value.is_empty() {
            tree.set_quoting(Quoting::Single);
            let node = with_value[pick.index(with_value.len())];
            let old = tree.attr(node, "Value").unwrap().into_owned();
            tree.set_attr(node, "Value", "another");
            prop_assert_eq!(tree.attr(node, "Value").unwrap(), "another");
            tree.set_attr(node, "Value", &old);
            prop_assert_eq!(tree.to_string(), text);
        }
    }

    /// Whatever is appended, copied and removed, the text stays a document with the same elements.
    #[test]
    fn the_tree_and_its_text_agree_after_edits(text in arb_element(), steps in prop::collection::vec((0..4u8, any::<prop::sample::Index>()), 0..12)) {
        let mut tree = Tree::parse(&text).unwrap();
        let root = tree.root().unwrap();
        for (step, pick) in steps {
            let nodes: Vec<_> = std::iter::once(root).chain(tree.descendants(root)).collect();
            let node = nodes[pick.index(nodes.len())];
            match step {
                0 => { tree.append(node, "New"); }
                1 => { tree.insert_before(node, "New"); }
                2 => tree.remove(node),
                _ => { tree.duplicate(node, root); }
            }
        }
        let again = Tree::parse(&tree.to_string()).unwrap();
        let shape = |tree: &Tree| {
            let root = tree.root().unwrap();
            tree.descendants(root).map(|it| (tree.depth(it), tree.tag(it).to_owned(), tree.value(it, "").map(|it| it.into_owned()))).collect::<Vec<_>>()
        };
        prop_assert_eq!(shape(&again), shape(&tree));
        let back: Vec<_> = tree.children(root).rev().collect();
        let mut forth: Vec<_> = tree.children(root).collect();
        forth.reverse();
        prop_assert_eq!(back, forth);
    }
}
