//! Arrangements as pages to read.

mod common;

use std::fmt::Write;

use arrangement::{Energy, Version, VocalMap, arrange, form, place_vocals};
use common::{brief, families, singer, style};
use music_types::Tempo;

#[test]
fn the_club_version_of_afro_circuit() {
    let (style, vocal) = (style("afro"), singer());
    let brief = brief(&style, Version::Extended, Energy::Peak, &vocal, &[]);
    insta::assert_snapshot!(arrange(form(&brief), &brief, |_| Some(())), @"
                      |INTRO A |INTRO B |BUILD 1 |DROP 1A |DROP 1B |BREAK A |BREA|BUIL|DROP 2A |DROP 2B |GROOVE  |OUTRO A |OUTRO B |
    energy            |33333333|44445555|44447777|99999999|99999999|33333333|5555|8888|99999999|99999999|77777777|55555555|44443333|
    01 KICK           |========|########|----....|########|########|........|....|====|########|########|########|########|========|
    02 CLAP           |........|----====|........|########|########|........|----|....|########|########|========|========|====....|
    03 SNARE          |........|........|....####|........|========|........|....|####|========|========|........|........|........|
    04 HATS           |--------|========|....====|========|========|........|....|====|########|########|========|========|--------|
    05 CYMBALS        |--......|==......|........|##......|========|........|....|....|##......|########|==......|==......|--......|
    06 FILLS          |......--|......==|........|..==..==|..##..##|........|....|....|..##..##|..##..##|..==..==|..--..--|........|
    07 SHAKER         |----====|========|----====|########|########|--------|----|====|########|########|########|========|====----|
    08 CONGAS         |....====|========|====----|########|########|........|----|====|########|########|########|========|====....|
    09 LOW PERCUSSION |........|....====|........|########|########|........|....|....|########|########|########|========|........|
    10 BELLS          |........|========|........|........|########|........|....|....|########|########|########|----....|........|
    11 SUB            |........|........|........|########|########|........|....|....|########|########|========|........|........|
    12 BASS           |........|----====|........|########|########|........|....|....|########|########|........|====....|........|
    13 CHORDS         |........|........|----====|........|........|--------|====|====|========|========|........|........|........|
    14 PAD            |........|........|========|........|........|========|====|####|........|========|........|........|........|
    15 STAB           |........|........|........|........|========|........|....|....|########|########|........|........|........|
    16 ARP            |........|........|........|........|........|........|----|....|........|========|........|........|........|
    17 PLUCK          |........|....----|----====|========|========|--------|----|====|========|========|........|........|........|
    18 LEAD           |........|........|....----|========|========|........|====|====|########|########|........|........|........|
    19 VOCAL          |........|........|========|########|..#...#-|--------|====|####|########|..#...#.|........|........|........|
    20 VOCAL CHOP     |........|....----|........|........|========|........|....|....|........|========|--------|........|........|
    21 RISER          |........|........|========|........|........|........|....|####|........|........|........|........|........|
    22 DOWNLIFTER     |........|........|=.......|........|........|-.......|....|....|........|........|=.......|=.......|-.......|
    23 IMPACT         |........|........|........|#.......|........|........|....|....|#.......|........|........|........|........|
    01 KICK           ~ volume 35, high-pass 3, send parallel 22
    02 CLAP           ~ volume 37, send plate 26, send hall 12
    03 SNARE          ~ volume 35, high-pass 8, send plate 19, send hall 12, pitch 6
    04 HATS           ~ volume 37, low-pass 47
    05 CYMBALS        ~ volume 37, send hall 26
    06 FILLS          ~ volume 35, send room 11, send plate 8
    07 SHAKER         ~ volume 37, pan 50, low-pass 25
    08 CONGAS         ~ volume 35, pan 22, send room 22
    09 LOW PERCUSSION ~ volume 35, send room 33
    10 BELLS          ~ volume 35, pan 23, send delay 8
    11 SUB            ~ volume 35, low-pass 18
    12 BASS           ~ volume 35, low-pass 35
    13 CHORDS         ~ volume 35, low-pass 25, resonance 6, send hall 13
    14 PAD            ~ volume 35, low-pass 17, resonance 6, send hall 13, width 14
    15 STAB           ~ volume 35, low-pass 20, send throw 4
    16 ARP            ~ volume 35, pan 14, low-pass 14, send delay 13
    17 PLUCK          ~ volume 35, low-pass 34, send delay 13
    18 LEAD           ~ volume 37, low-pass 31, resonance 6, send hall 13, send throw 16
    19 VOCAL          ~ volume 35, high-pass 8, send plate 13, send hall 13, send throw 24
    20 VOCAL CHOP     ~ volume 35, pan 43, send delay 13
    21 RISER          ~ volume 6, high-pass 6, width 6
    22 DOWNLIFTER     ~ low-pass 15
    drums bus         ~ volume 9, high-pass 6
    percussion bus    ~ volume 9, high-pass 6
    music bus         ~ volume 9
    effects bus       ~ width 14
    192 bars
    ");
}

#[test]
fn a_radio_edit() {
    let (style, vocal) = (style("club"), singer());
    let brief = brief(&style, Version::Radio, Energy::Peak, &vocal, &[]);
    let arrangement = arrange(form(&brief), &brief, |_| Some(()));
    let page = arrangement.to_string();
    let timeline: Vec<&str> = page.lines().filter(|it| !it.contains('~')).collect();
    insta::assert_snapshot!(timeline.join("\n"), @"
                      |INTR|VERSE 1 |BUIL|DROP 1  |VERS|BUIL|DROP 2  |BREA|DROP 3  |
    energy            |3333|55555555|6666|99999999|6666|7777|99999999|4444|99999999|
    01 KICK           |....|========|====|########|====|====|########|....|########|
    02 CLAP           |----|========|....|########|====|....|########|----|########|
    03 SNARE          |....|........|####|........|....|####|========|....|========|
    04 HATS           |....|----====|====|########|====|====|########|....|########|
    05 CYMBALS        |....|==......|....|##......|==..|....|##......|....|########|
    06 FILLS          |....|......--|....|..==..==|..--|....|..##..##|....|..##..##|
    07 SHAKER         |----|--------|====|========|----|====|========|----|########|
    08 CONGAS         |----|....----|....|========|----|....|========|----|########|
    09 LOW PERCUSSION |....|........|....|========|....|....|========|....|########|
    10 BELLS          |....|........|....|........|....|....|========|....|########|
    11 SUB            |....|========|....|########|====|....|########|....|########|
    12 BASS           |....|========|....|########|====|....|########|....|########|
    13 CHORDS         |----|--------|====|........|----|====|========|====|========|
    14 PAD            |----|--------|####|........|----|####|........|====|========|
    15 STAB           |....|........|....|########|....|....|########|....|########|
    16 ARP            |....|........|====|........|....|====|========|====|========|
    17 PLUCK          |----|....----|....|........|----|....|========|----|========|
    18 LEAD           |....|........|====|========|....|====|########|====|########|
    19 VOCAL          |...=|========|====|########|====|====|########|----|########|
    20 RISER          |....|........|====|........|....|====|........|....|........|
    21 DOWNLIFTER     |....|........|....|........|=...|....|........|-...|........|
    22 IMPACT         |....|........|....|#.......|....|....|#.......|....|#.......|
    104 bars
    ");
}

#[test]
fn a_dub_and_a_tool() {
    let (style, vocal) = (style("groove"), singer());
    let mut page = String::new();
    for version in [Version::Dub, Version::DjTool] {
        let brief = brief(&style, version, Energy::Peak, &vocal, &[]);
        let arrangement = arrange(form(&brief), &brief, |_| Some(()));
        for line in arrangement.to_string().lines().filter(|it| !it.contains('~')) {
            writeln!(page, "{line}").unwrap();
        }
    }
    insta::assert_snapshot!(page, @"
                      |INTRO A |INTRO B |BUILD 1 |DROP 1A |DROP 1B |GROOVE 1|BREA|BUIL|DROP 2A |DROP 2B |GROOVE 2|OUTRO A |OUTRO B |
    energy            |33333333|44445555|44447777|88888888|99999999|77777777|3333|7777|99999999|99999999|77777777|55555555|44443333|
    01 KICK           |========|########|----....|########|########|########|....|====|########|########|########|########|========|
    02 CLAP           |........|========|........|########|########|========|....|....|########|########|========|========|====....|
    03 SNARE          |........|........|....####|........|========|........|....|####|========|========|........|........|........|
    04 HATS           |--------|========|....====|########|########|========|....|====|########|########|========|========|--------|
    05 CYMBALS        |--......|==......|........|##......|========|==..====|....|....|##......|========|====....|==......|--......|
    06 FILLS          |......--|......==|........|..==..==|..##..##|..==..==|....|....|..##..##|..##..##|..==..==|..--..--|........|
    07 SHAKER         |--------|--------|----====|========|========|========|----|====|========|########|========|========|====----|
    08 CONGAS         |....----|--------|----....|========|========|########|----|....|========|########|########|========|====....|
    09 LOW PERCUSSION |........|....====|........|========|========|========|....|....|========|========|========|========|........|
    10 BELLS          |........|--------|........|........|========|========|....|....|========|========|========|----....|........|
    11 SUB            |........|........|........|########|########|========|....|....|########|########|========|........|........|
    12 BASS           |........|----====|........|########|########|========|....|....|########|########|========|====....|........|
    13 CHORDS         |........|........|----....|........|........|........|....|....|........|........|........|........|........|
    14 PAD            |........|........|========|........|........|........|----|====|........|........|........|........|........|
    15 STAB           |........|....----|....====|========|========|....====|----|====|########|########|====....|........|........|
    16 ARP            |........|........|....----|........|........|........|....|====|........|========|........|........|........|
    17 PLUCK          |........|........|........|........|========|....----|....|....|========|========|----....|........|........|
    18 LEAD           |........|........|........|........|........|........|....|....|========|========|........|........|........|
    19 VOCAL          |........|........|..=.....|..#...#.|........|..=...=.|..-.|....|..#...#.|........|........|........|........|
    20 VOCAL CHOP     |........|........|........|====....|........|........|....|....|........|........|........|........|........|
    21 RISER          |........|........|========|........|........|........|....|====|........|........|........|........|........|
    22 DOWNLIFTER     |........|........|=.......|........|........|=.......|-...|....|........|........|=.......|=.......|-.......|
    23 IMPACT         |........|........|........|#.......|........|........|....|....|#.......|........|........|........|........|
    192 bars
                      |TOOL A  |TOOL B  |TOOL C  |TOOL D  |TOOL E  |
    energy            |44444444|55555555|77777777|88888888|55554444|
    01 KICK           |########|########|########|########|########|
    02 CLAP           |........|========|========|########|........|
    03 SNARE          |........|........|........|========|........|
    04 HATS           |========|========|========|########|========|
    05 CYMBALS        |--......|==......|==......|========|--......|
    06 FILLS          |........|........|..==..==|..##..##|........|
    07 SHAKER         |........|........|========|========|====....|
    08 CONGAS         |........|........|========|========|----....|
    09 LOW PERCUSSION |........|........|========|========|........|
    10 BELLS          |........|........|========|========|........|
    11 DOWNLIFTER     |........|........|........|........|-.......|
    80 bars
    ");
}

#[test]
fn what_the_singer_sings_in_the_club() {
    let (style, vocal) = (style("club"), singer());
    let brief = brief(&style, Version::Extended, Energy::Peak, &vocal, &[]);
    let form = form(&brief);
    let mut page = String::new();
    for line in place_vocals(&form, &brief).iter().filter(|it| !it.stutter) {
        let section = form.section_at(line.anchor).map_or("", |it| it.name.as_str());
        let (at, kind) = (line.at.to_string(), line.kind.word());
        writeln!(page, "{at:<8} {section:<8} {kind} from source {}", line.source).unwrap();
    }
    insta::assert_snapshot!(page, @"
    33.1.1   BUILD 1  hook from source 25–28
    37.1.1   BUILD 1  hook from source 29–32
    49.1.1   DROP 1A  hook from source 25–28
    53.1.1   DROP 1A  hook from source 29–32
    57.1.1   DROP 1A  hook from source 53–56
    61.1.1   DROP 1A  hook from source 57–60
    69.1.1   DROP 1B  ad-lib from source 33–34
    77.1.1   DROP 1B  ad-lib from source 33–34
    80.4.1   BREAK A  verse from source 8–12
    84.4.1   BREAK A  verse from source 12–16
    88.4.1   BREAK A  verse from source 16–20
    92.4.1   BREAK A  verse from source 20–24
    97.1.1   BREAK B  hook from source 25–28
    101.1.1  BREAK B  hook from source 29–32
    105.1.1  BUILD 2  hook from source 25–28
    113.1.1  DROP 2A  hook from source 25–28
    117.1.1  DROP 2A  hook from source 29–32
    121.1.1  DROP 2A  hook from source 53–56
    125.1.1  DROP 2A  hook from source 57–60
    133.1.1  DROP 2B  ad-lib from source 33–34
    141.1.1  DROP 2B  ad-lib from source 33–34
    ");
}

/// A line a form: length, minutes at the family's usual tempo, sections in bars.
#[test]
fn the_forms_of_all_families() {
    let vocal = VocalMap::default();
    let mut page = String::new();
    for family in families() {
        let style = style(&family);
        for energy in Energy::ALL {
            let form = form(&brief(&style, Version::Extended, *energy, &vocal, &[]));
            let bars = form.length().as_bars();
            let seconds = Tempo::clamped(126.0).seconds(form.length()).0;
            let sections: Vec<String> = form
                .sections
                .iter()
                .map(|it| format!("{} {}", it.name.to_lowercase(), it.span.length.as_bars()))
                .collect();
            let time = format!("{}:{:02}", seconds as i64 / 60, seconds as i64 % 60);
            writeln!(
                page,
                "{family} {energy}, {bars} bars ({time} at 126): {}",
                sections.join(", ")
            )
            .unwrap();
        }
    }
    insta::assert_snapshot!(page, @"
    afro warmup, 200 bars (6:20 at 126): intro a 16, intro b 16, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, break 8, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, groove 16, outro a 16, outro b 16
    afro peak, 192 bars (6:05 at 126): intro a 16, intro b 16, build 1 16, drop 1a 16, drop 1b 16, break a 16, break b 8, build 2 8, drop 2a 16, drop 2b 16, groove 16, outro a 16, outro b 16
    afro afterhours, 232 bars (7:21 at 126): intro a 16, intro b 16, intro c 16, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, drop 1d 16, break 8, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, drop 2d 16, outro a 16, outro b 16
    afro_house warmup, 200 bars (6:20 at 126): intro a 16, intro b 16, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, break 8, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, groove 16, outro a 16, outro b 16
    afro_house peak, 216 bars (6:51 at 126): intro a 16, intro b 16, break 1 16, build 1 8, drop 1a 16, drop 1b 16, break a 16, break b 16, build 2 16, drop 2a 16, drop 2b 16, groove 16, outro a 16, outro b 16
    afro_house afterhours, 232 bars (7:21 at 126): intro a 16, intro b 16, intro c 16, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, drop 1d 16, break 8, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, drop 2d 16, outro a 16, outro b 16
    broken warmup, 200 bars (6:20 at 126): intro a 16, intro b 16, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, break 8, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, groove 16, outro a 16, outro b 16
    broken peak, 232 bars (7:21 at 126): intro a 16, intro b 16, build 1 16, drop 1a 16, drop 1b 16, drop 1c 16, drop 1d 16, break a 16, break b 8, build 2 16, drop 2a 16, drop 2b 16, drop 2c 16, drop 2d 16, outro 16
    broken afterhours, 232 bars (7:21 at 126): intro a 16, intro b 16, intro c 16, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, drop 1d 16, break 8, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, drop 2d 16, outro a 16, outro b 16
    club warmup, 200 bars (6:20 at 126): intro a 16, intro b 16, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, break 8, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, groove 16, outro a 16, outro b 16
    club peak, 192 bars (6:05 at 126): intro a 16, intro b 16, build 1 16, drop 1a 16, drop 1b 16, break a 16, break b 8, build 2 8, drop 2a 16, drop 2b 16, groove 16, outro a 16, outro b 16
    club afterhours, 232 bars (7:21 at 126): intro a 16, intro b 16, intro c 16, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, drop 1d 16, break 8, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, drop 2d 16, outro a 16, outro b 16
    groove warmup, 200 bars (6:20 at 126): intro a 16, intro b 16, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, break 8, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, groove 16, outro a 16, outro b 16
    groove peak, 192 bars (6:05 at 126): intro a 16, intro b 16, break 1 8, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, break a 16, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, outro a 16, outro b 8
    groove afterhours, 232 bars (7:21 at 126): intro a 16, intro b 16, intro c 16, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, drop 1d 16, break 8, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, drop 2d 16, outro a 16, outro b 16
    melodic warmup, 200 bars (6:20 at 126): intro a 16, intro b 16, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, break 8, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, groove 16, outro a 16, outro b 16
    melodic peak, 224 bars (7:06 at 126): intro a 16, intro b 16, build 1 16, drop 1a 16, drop 1b 16, break a 16, break b 16, break c 16, build 2 16, drop 2a 16, drop 2b 16, drop 2c 16, outro a 16, outro b 16
    melodic afterhours, 232 bars (7:21 at 126): intro a 16, intro b 16, intro c 16, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, drop 1d 16, break 8, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, drop 2d 16, outro a 16, outro b 16
    rolling warmup, 200 bars (6:20 at 126): intro a 16, intro b 16, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, break 8, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, groove 16, outro a 16, outro b 16
    rolling peak, 232 bars (7:21 at 126): intro a 16, intro b 16, break 1 8, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, drop 1d 16, break a 16, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, drop 2d 16, outro a 16, outro b 16
    rolling afterhours, 232 bars (7:21 at 126): intro a 16, intro b 16, intro c 16, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, drop 1d 16, break 8, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, drop 2d 16, outro a 16, outro b 16
    slow warmup, 120 bars (3:48 at 126): intro 8, verse 1 16, build 1 8, hook 1 16, verse 2 16, hook 2 16, break 8, build 2 8, hook 3 16, outro 8
    slow peak, 120 bars (3:48 at 126): intro 8, verse 1 16, build 1 8, hook 1 16, verse 2 16, hook 2 16, break 8, build 2 8, hook 3 16, outro 8
    slow afterhours, 120 bars (3:48 at 126): intro 8, verse 1 16, build 1 8, hook 1 16, verse 2 16, hook 2 16, break 8, build 2 8, hook 3 16, outro 8
    trance warmup, 200 bars (6:20 at 126): intro a 16, intro b 16, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, break 8, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, groove 16, outro a 16, outro b 16
    trance peak, 224 bars (7:06 at 126): intro a 16, intro b 16, build 1 16, drop 1a 16, drop 1b 16, break a 16, break b 16, break c 16, build 2 16, drop 2a 16, drop 2b 16, drop 2c 16, outro a 16, outro b 16
    trance afterhours, 232 bars (7:21 at 126): intro a 16, intro b 16, intro c 16, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, drop 1d 16, break 8, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, drop 2d 16, outro a 16, outro b 16
    vocal warmup, 200 bars (6:20 at 126): intro a 16, intro b 16, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, break 8, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, groove 16, outro a 16, outro b 16
    vocal peak, 208 bars (6:36 at 126): intro a 16, intro b 16, build 1 16, drop 1a 16, drop 1b 16, break a 16, break b 16, build 2 16, drop 2a 16, drop 2b 16, drop 2c 16, outro a 16, outro b 16
    vocal afterhours, 232 bars (7:21 at 126): intro a 16, intro b 16, intro c 16, build 1 8, drop 1a 16, drop 1b 16, drop 1c 16, drop 1d 16, break 8, build 2 8, drop 2a 16, drop 2b 16, drop 2c 16, drop 2d 16, outro a 16, outro b 16
    ");
}
