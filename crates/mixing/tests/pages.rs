//! Mixes as tables to read.

mod common;

use std::fmt::Write;

use common::{STYLES, band, brief, style};
use mixing::mix;
use music_types::Role;

#[test]
fn a_circuit_mix() {
    let (style, band) = (style("circuit"), band());
    insta::assert_snapshot!(mix(&brief(&style, &band)), @"
    01 KICK             −1.0 dB    C  → parallel −14.0 dB | eq (low cut 27 Hz, 1.5 dB at 55 Hz, −4.0 dB at 350 Hz, 2.5 dB at 4.0 kHz) · comp 3:1 at −9.8 dB · utility 0 %
    02 GHOST KICK        0.0 dB    C  
    03 CLAP             −3.5 dB    C  → plate −13.0 dB, hall −26.0 dB, parallel −12.0 dB | eq (low cut 150 Hz, −2.0 dB at 450 Hz, 1.0 dB at 1.5 kHz, 2.0 dB above 9.0 kHz) · utility 110 %
    04 SNARE            −5.0 dB    C  → plate −16.0 dB, hall −26.0 dB | eq (low cut 140 Hz, −2.0 dB at 450 Hz, 1.5 dB above 9.0 kHz) · comp 3:1 at −11.0 dB · filter hp
    05 HATS             −9.0 dB   6L  → room −18.0 dB | eq (low cut 400 Hz, −1.5 dB at 3.2 kHz, 1.5 dB above 11.0 kHz)
    06 CYMBALS         −12.0 dB    C  → hall −20.0 dB | eq (low cut 600 Hz, −1.5 dB at 3.0 kHz) · utility 115 %
    07 FILLS            −7.0 dB    C  → room −15.0 dB, plate −20.0 dB | eq (low cut 60 Hz, −2.5 dB at 400 Hz)
    08 SHAKER          −11.0 dB   6R  → room −20.0 dB | eq (low cut 450 Hz, −1.5 dB at 3.5 kHz, 1.5 dB above 10.5 kHz) · eq (1.5 dB above 9.0 kHz)
    09 CONGAS           −6.0 dB  14L  → room −15.0 dB, parallel −12.0 dB | eq (low cut 80 Hz, 1.0 dB at 200 Hz, −2.5 dB at 400 Hz, 2.0 dB at 4.5 kHz) · duck −0.6 dB from ghost_kick (at −1.8 dB, 333 ms)
    10 LOW PERCUSSION   −6.0 dB    C  → room −18.0 dB | eq (low cut 45 Hz, −2.5 dB at 400 Hz, 1.0 dB at 2.5 kHz) · duck −1.0 dB from ghost_kick (at −2.4 dB, 333 ms) · utility 100 % mono below 120 Hz
    11 BELLS            −9.0 dB  14R  → room −16.0 dB, delay −22.0 dB | eq (low cut 250 Hz, −2.0 dB at 3.0 kHz)
    12 SUB              −2.0 dB    C  eq (low cut 28 Hz, −2.0 dB at 55 Hz, high cut 180 Hz) · comp 4:1 at −13.0 dB · duck −6.0 dB from ghost_kick (at −9.0 dB, 333 ms) · utility 0 %
    13 BASS             −2.5 dB    C  → parallel −24.0 dB | eq (low cut 45 Hz, −2.0 dB at 300 Hz, 1.5 dB at 900 Hz) · comp 4:1 at −14.3 dB · saturate 4.0 dB 30 % · eq (−2.0 dB at 120 Hz) · duck −5.0 dB from ghost_kick (at −7.6 dB, 333 ms) · utility 100 % mono below 120 Hz
    14 CHORDS           −5.5 dB    C  → plate −18.0 dB, hall −18.0 dB | eq (low cut 180 Hz, −2.0 dB at 400 Hz, −2.0 dB at 2.5 kHz, 1.0 dB above 10.0 kHz) · comp 2:1 at −15.0 dB · filter lp · duck −5.4 dB from ghost_kick (at −8.2 dB, 333 ms) · utility 110 % mono below 250 Hz
    15 PAD              −8.0 dB    C  → hall −10.0 dB | eq (low cut 220 Hz, −2.5 dB at 400 Hz, −2.0 dB at 2.5 kHz) · chorus 0.4 Hz · filter lp · duck −7.2 dB from ghost_kick (at −10.6 dB, 333 ms) · utility 130 % mono below 250 Hz
    16 STAB             −6.0 dB   7L  → plate −16.0 dB, delay −22.0 dB | eq (low cut 180 Hz, −2.0 dB at 400 Hz, −1.0 dB at 2.8 kHz) · comp 2:1 at −14.0 dB · filter lp · duck −5.0 dB from ghost_kick (at −7.6 dB, 333 ms) · utility 105 %
    17 ARP              −8.0 dB  11R  → plate −20.0 dB, delay −16.0 dB | eq (low cut 250 Hz, −1.5 dB at 2.5 kHz) · filter lp · duck −3.6 dB from ghost_kick (at −5.8 dB, 333 ms) · utility 115 %
    18 PLUCK            −8.0 dB  11L  → plate −17.0 dB, delay −18.0 dB | eq (low cut 180 Hz, −1.5 dB at 400 Hz, 1.0 dB at 5.5 kHz) · filter lp · duck −3.0 dB from ghost_kick (at −5.0 dB, 333 ms)
    19 LEAD             −3.5 dB    C  → hall −18.0 dB, delay −14.0 dB | eq (low cut 180 Hz, −1.5 dB at 2.5 kHz, 1.5 dB at 6.5 kHz) · comp 2.5:1 at −14.3 dB · filter lp · duck −2.5 dB from ghost_kick (at −4.4 dB, 333 ms)
    20 VOCAL            −2.0 dB    C  → plate −11.0 dB, hall −22.0 dB, delay −13.0 dB | eq (low cut 105 Hz, −2.5 dB at 300 Hz, −1.5 dB at 3.0 kHz, 2.0 dB above 11.0 kHz) · comp 4:1 at −14.7 dB · comp 2.5:1 at −11.3 dB · saturate 2.5 dB 30 % · duck −1.2 dB from ghost_kick (at −2.6 dB, 333 ms)
    21 SUNG VOCAL       −3.0 dB    C  muted, → plate −12.0 dB, hall −22.0 dB, delay −14.0 dB | eq (low cut 105 Hz, −2.5 dB at 300 Hz, −1.5 dB at 3.0 kHz, 2.0 dB above 11.0 kHz) · comp 4:1 at −14.7 dB · comp 2.5:1 at −11.3 dB · saturate 2.5 dB 30 % · duck −1.2 dB from ghost_kick (at −2.6 dB, 333 ms)
    22 VOCAL CHOP       −7.0 dB   7R  → plate −14.0 dB, delay −14.0 dB | eq (low cut 200 Hz, −2.0 dB at 350 Hz, 1.5 dB above 10.0 kHz) · comp 4:1 at −13.3 dB · duck −1.5 dB from ghost_kick (at −3.0 dB, 333 ms) · utility 115 %
    23 VOICE DROP       −3.0 dB    C  → delay −24.0 dB | eq (low cut 110 Hz, −2.0 dB at 300 Hz) · comp 4:1 at −13.3 dB
    24 RISER            −9.0 dB    C  → hall −16.0 dB | eq (low cut 150 Hz) · duck −3.0 dB from ghost_kick (at −5.0 dB, 333 ms)
    25 DOWNLIFTER      −11.0 dB    C  → hall −14.0 dB | eq (low cut 150 Hz) · duck −3.0 dB from ghost_kick (at −5.0 dB, 333 ms)
    26 IMPACT           −6.0 dB    C  → hall −16.0 dB | eq (low cut 28 Hz, −2.0 dB at 350 Hz) · duck −4.8 dB from ghost_kick (at −7.4 dB, 333 ms) · utility 100 % mono below 120 Hz
    27 REFERENCE        −7.0 dB    C  muted, 
    DRUMS               −3.5 dB  bus  glue 2:1 at −8.2 dB · saturate 1.5 dB 50 % · filter hp
    PERCUSSION          −2.0 dB  bus  eq (low cut 45 Hz) · comp 3:1 at −15.5 dB
    BASS                −3.5 dB  bus  glue 2:1 at −12.7 dB · utility 100 % mono below 120 Hz
    MUSIC               −3.5 dB  bus  eq (low cut 120 Hz, −1.0 dB at 300 Hz) · glue 2:1 at −14.8 dB
    VOCALS              −3.5 dB  bus  eq (low cut 90 Hz) · glue 2:1 at −11.7 dB
    EFFECTS             −3.5 dB  bus  eq (low cut 30 Hz) · utility 100 %
    REFERENCE            0.0 dB  bus  
    A ROOM 0.5s          0.0 dB  ret  reverb 0.50 s after 6 ms
    B PLATE 1bar         0.0 dB  ret  reverb 1.90 s after 60 ms · duck −3.0 dB from ghost_kick (at −5.0 dB, 333 ms)
    C HALL 2bar          0.0 dB  ret  reverb 3.81 s after 60 ms · utility 120 % · duck −6.0 dB from ghost_kick (at −9.0 dB, 333 ms)
    D DELAY 1/8D         0.0 dB  ret  delay 3/16 35 % ping-pong · duck −3.0 dB from ghost_kick (at −5.0 dB, 333 ms)
    E THROW 1/4          0.0 dB  ret  delay 4/16 45 % · duck −3.0 dB from ghost_kick (at −5.0 dB, 333 ms)
    F PARALLEL 8:1      −4.0 dB  ret  comp 8:1 at −27.1 dB · saturate 3.0 dB 50 %
    MASTER                            eq (low cut 22 Hz) · utility 100 % mono below 120 Hz · glue 2:1 at −9.0 dB · saturate 1.0 dB 40 % · limit 7.6 dB to −1.0 dB
    before the master: peak −6.0 dBFS, loudness −15.6 LUFS
    ");
}

/// Faders of each part in each style; all instruments play at the usual peaks.
#[test]
fn faders_of_all_styles() {
    let band = band();
    let plans: Vec<_> = STYLES.iter().map(|it| mix(&brief(&style(it), &band))).collect();
    let mut page = format!("{:18}", "");
    for name in STYLES {
        write!(page, " {name:>9}").unwrap();
    }
    for (index, channel) in band.iter().enumerate().filter(|(_, it)| it.role != Role::Reference) {
        write!(page, "\n{:18}", channel.name).unwrap();
        for plan in &plans {
            write!(page, " {:>9.1}", plan.strips[index].level.value()).unwrap();
        }
    }
    insta::assert_snapshot!(page, @"
                         circuit      club      deep      warm    bright streaming
    01 KICK                 -1.0      -2.0      -2.0      -2.0      -2.0      -2.5
    02 GHOST KICK            0.0       0.0       0.0       0.0       0.0       0.0
    03 CLAP                 -3.5      -5.0      -6.5      -5.0      -5.0      -5.0
    04 SNARE                -5.0      -5.0      -5.0      -5.0      -5.0      -5.0
    05 HATS                 -9.0      -8.5     -11.0     -10.0      -8.0      -9.0
    06 CYMBALS             -12.0     -12.0     -12.0     -12.0     -11.0     -12.0
    07 FILLS                -7.0      -7.0      -7.0      -7.0      -7.0      -7.0
    08 SHAKER              -11.0     -14.0     -15.5     -14.0     -12.5     -14.0
    09 CONGAS               -6.0      -8.5      -8.5      -8.5      -8.5      -8.5
    10 LOW PERCUSSION       -6.0      -8.0      -8.0      -8.0      -8.0      -8.0
    11 BELLS                -9.0     -10.5     -10.5     -10.5     -10.5     -10.5
    12 SUB                  -2.0      -1.5      -1.0      -2.0      -2.5      -2.5
    13 BASS                 -2.5      -1.5      -2.5      -2.5      -2.5      -2.5
    14 CHORDS               -5.5      -6.0      -4.5      -5.0      -5.5      -5.0
    15 PAD                  -8.0      -8.0      -7.0      -8.0      -8.0      -8.0
    16 STAB                 -6.0      -6.0      -6.0      -6.0      -6.0      -6.0
    17 ARP                  -8.0      -8.0      -8.0      -8.0      -8.0      -8.0
    18 PLUCK                -8.0      -8.0      -8.0      -8.0      -8.0      -8.0
    19 LEAD                 -3.5      -3.5      -3.5      -3.5      -3.0      -3.5
    20 VOCAL                -2.0      -4.0      -3.0      -3.0      -3.0      -1.5
    21 SUNG VOCAL           -3.0      -3.0      -3.0      -3.0      -3.0      -3.0
    22 VOCAL CHOP           -7.0      -7.0      -7.0      -7.0      -7.0      -7.0
    23 VOICE DROP           -3.0      -3.0      -3.0      -3.0      -3.0      -3.0
    24 RISER                -9.0      -9.0      -9.0      -9.0      -9.0      -9.0
    25 DOWNLIFTER          -11.0     -11.0     -11.0     -11.0     -11.0     -11.0
    26 IMPACT               -6.0      -6.0      -6.0      -6.0      -6.0      -6.0
    ");
}
