//! What a musician reads.

use super::*;
use crate::schema::Version;
use crate::song::song;

#[test]
fn a_song_reads_as_a_page() {
    insta::assert_snapshot!(outline(&song(Version::LIVE_12_1)), @"
    Live 12.1.1 · 126 BPM · 4/4 · F Minor · 24 bars

                         1       9       17
                         INTRO   DROP 1A
    Drums                ........................
      Kick               [=======[===============
    Bass                 ........[===============
    Voice                ........[###............

    Drums · group · 0.0 dB · C
      Kick · MIDI · 0.0 dB · C
        Drum Rack
          C1 Kick
            Simpler “Kick” · kick.wav
        bar 1: Four · 32 beats · 4 notes
        bar 9: Four again · 64 beats · 4 notes
        scene 1 Intro: Four · 4 beats · 4 notes
      Hats · MIDI · 0.0 dB · C
    Bass · MIDI · -12.0 dB · C
      Operator
      Auto Filter
      Compressor · ducked by Kick
      bar 9: Line · 64 beats · 2 notes
      automation: Auto Filter · Cutoff · 60 to 110 · 2 points · beats 32–64
    Voice · audio · 0.0 dB · C · send A -6.0 dB
      bar 9: Hook · 16 beats · hook.wav
    Hall · return · 0.0 dB · C
    Main · main · 0.0 dB · C
    ");
}

#[test]
fn a_song_reads_the_same_in_every_version_but_for_the_version() {
    let page = |version| {
        let page = outline(&song(version)).to_string();
        page.split_once(" · ").map(|it| it.1.replace("Master", "Main")).unwrap()
    };
    for version in Version::known().filter(|it| Version::LIVE_11_0 <= *it) {
        assert_eq!(page(version), page(Version::LIVE_12_1), "{version:?}");
    }
}

#[test]
fn the_data_hold_what_the_page_says() {
    let data = serde_json::to_value(outline(&song(Version::LIVE_11_3))).unwrap();
    let song = &data["song"];
    assert_eq!((song["tempo"].as_f64(), song["bars"].as_i64()), (Some(126.0), Some(24)));
    assert_eq!(song["tracks"][3]["volume"].as_f64(), Some(-12.0));
    assert_eq!(song["tracks"][3]["devices"][2]["sidechain"], "Kick");
    assert!(data["preset"].is_null());
}
