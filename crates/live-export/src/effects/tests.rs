//! Every row of every device is one that both Lives know, and holds what the effect says.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use als_model::edit::Setting;
use als_model::schema::{Dial, Schema};
use mixing::{Edition, Effect, EqBand, EqShape};
use music_types::{Beats, Db, Hz, Role, Seconds};

use super::{Carried, Device, devices};
use crate::request::Target;

const EDITIONS: [Edition; 4] = [Edition::Lite, Edition::Intro, Edition::Standard, Edition::Suite];

fn band(shape: EqShape, freq: f64, gain: f64) -> EqBand {
    EqBand { shape, freq: Hz(freq), gain: Db::new(gain), q: 0.7 }
}

fn eq() -> Effect {
    Effect::Eq(vec![
        band(EqShape::LowCutSteep, 30.0, 0.0),
        band(EqShape::LowCut, 80.0, 0.0),
        band(EqShape::LowShelf, 120.0, 2.0),
        band(EqShape::Bell, 350.0, -4.0),
        band(EqShape::Bell, 3000.0, 2.0),
        band(EqShape::HighShelf, 10_000.0, 1.5),
        band(EqShape::HighCut, 16_000.0, 0.0),
    ])
}

/// One of each kind.
fn all() -> Vec<Effect> {
    let (attack, release) = (Seconds(0.004), Seconds(0.12));
    let (threshold, makeup, ratio) = (Db::new(-18.0), Db::new(2.0), 3.0);
    let (low_cut, high_cut, wet) = (Hz(250.0), Hz(8000.0), 1.0);
    vec![
        eq(),
        Effect::Compress { threshold, ratio, attack, release, makeup },
        Effect::Glue { threshold, ratio, attack, release: Some(release), makeup, soft_clip: true },
        Effect::Glue { threshold, ratio, attack, release: None, makeup, soft_clip: false },
        Effect::Duck { from: Role::Kick, depth: Db::new(-6.0), threshold, ratio, attack, release },
        Effect::Saturate { drive: Db::new(4.0), wet: 0.5 },
        Effect::Filter { low_pass: Some(Hz(900.0)), high_pass: Some(Hz(90.0)), resonance: 0.3 },
        Effect::Filter { low_pass: None, high_pass: Some(Hz(90.0)), resonance: 0.3 },
        Effect::Utility { width: 130.0, bass_mono: Some(Hz(120.0)), gain: Db::new(-3.0) },
        Effect::Reverb { decay: Seconds(1.9), pre_delay: Seconds(0.04), low_cut, high_cut, wet },
        Effect::Delay {
            time: Beats::sixteenths(3),
            feedback: 0.35,
            ping_pong: true,
            low_cut,
            high_cut,
            wet,
        },
        Effect::Limit { gain: Db::new(5.0), ceiling: Db::new(-1.0), reaches: Db::new(-8.5) },
        Effect::Chorus { rate: Hz(0.5), amount: 0.3, wet: 0.3 },
        Effect::DrumBuss { drive: 0.2, boom: 0.1, boom_freq: Hz(52.0), transients: 0.2, wet: 0.9 },
    ]
}

#[test]
fn every_row_is_a_parameter_that_both_lives_know_and_within_its_range() {
    for target in [Target::Live11, Target::Live12] {
        let schema = Schema::of(target.version());
        for device in EDITIONS
            .iter()
            .flat_map(|edition| all().into_iter().flat_map(|it| devices(&it, *edition)))
        {
            let known = schema.device(device.class).unwrap();
            for (path, value) in &device.settings {
                let param = known.param(path).unwrap_or_else(|| panic!("{}/{path}", device.class));
                match value {
                    Setting::Number(number) if param.dial != Dial::Switch => {
                        assert!(
                            param.range.unwrap().holds(*number),
                            "{}/{path}: {number}",
                            device.class
                        );
                    }
                    Setting::Number(number) => assert!([0.0, 1.0].contains(number)),
                    Setting::Switch(_) => {
                        assert_eq!(param.dial, Dial::Switch, "{}/{path}", device.class)
                    }
                    Setting::Text(text) => {
                        panic!("{path}: no device of ours takes a text, {text:?}")
                    }
                }
            }
            for (_, path) in &device.carries {
                assert!(known.param(path).is_some(), "{}/{path}", device.class);
            }
        }
    }
}

fn show(devices: &[Device]) -> String {
    let value = |value: &Setting| match value {
        Setting::Number(number) => {
            format!("{:.4}", number).trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        Setting::Switch(on) => (if *on { "on" } else { "off" }).to_owned(),
        Setting::Text(text) => text.clone(),
    };
    let line = |it: &Device| {
        let rows: Vec<String> =
            it.settings.iter().map(|(path, it)| format!("{path}={}", value(it))).collect();
        format!("{} “{}” {}", it.class, it.name, rows.join(" "))
    };
    devices.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_effect_becomes_these_devices() {
    let rest: Vec<Device> =
        all().iter().skip(1).flat_map(|it| devices(it, Edition::Suite)).collect();
    insta::assert_snapshot!(show(&rest), @"
    Compressor2 “Compressor” Threshold=0.1259 Ratio=3 Attack=4 Gain=2 GainCompensation=off Model=0 Knee=0 AutoReleaseControlOnOff=off Release=120
    GlueCompressor “Glue” Threshold=-18 Ratio=1 Attack=4 Release=0 Makeup=2 PeakClipIn=on
    GlueCompressor “Glue” Threshold=-18 Ratio=1 Attack=4 Release=6 Makeup=2 PeakClipIn=off
    Compressor2 “Duck −6.0 dB” Threshold=0.1259 Ratio=3 Attack=4 Gain=0 GainCompensation=off Model=0 Knee=0 AutoReleaseControlOnOff=off Release=120
    Saturator “Saturator” PreDrive=4 PostDrive=-4 Type=0 PostClip=0 DryWet=0.5
    AutoFilter “Low Pass” FilterType=0 Slope=on Cutoff=81.3891 Resonance=0.3
    AutoFilter “High Pass” FilterType=1 Slope=off Cutoff=41.5259 Resonance=0
    AutoFilter “High Pass” FilterType=1 Slope=off Cutoff=41.5259 Resonance=0.3
    StereoGain “Utility” StereoWidth=1.3 BassMono=on Gain=0.7079 BassMonoFrequency=120
    Reverb “Reverb” DecayTime=1900 PreDelay=40 BandLowOn=on BandHighOn=on BandFreq=1414.2136 BandWidth=5 MixDirect=1
    Delay “Ping Pong 3/16” DelayLine_Link=on DelayLine_PingPong=on DelayLine_SyncL=on DelayLine_SyncR=on DelayLine_SyncedSixteenthL=2 DelayLine_SyncedSixteenthR=2 Feedback=0.35 Filter_On=on Filter_Frequency=1414.2136 Filter_Bandwidth=5 DryWet=1
    Limiter “Limiter −8.5 LUFS” Gain=5 Ceiling=-1
    Chorus2 “Chorus” Mode=0 Rate=0.5 Amount=0.3 DryWet=0.3
    DrumBuss “Drum Buss” EnableCompression=off DriveAmount=0.2 BoomAmount=0.1 BoomFrequency=52 TransientShaping=0.2 DryWet=0.9
    ");
}

#[test]
fn without_eq_eight_an_equaliser_is_channel_eqs_between_filters() {
    insta::assert_snapshot!(show(&devices(&eq(), Edition::Intro)), @r"
    AutoFilter “Low Cut” FilterType=1 Slope=on Cutoff=22.5064 Resonance=0
    ChannelEq “EQ” HighpassOn=on LowShelfGain=1.2589 MidGain=0.631 HighShelfGain=1.1885 MidFrequency=350
    ChannelEq “EQ” HighpassOn=off LowShelfGain=1 MidGain=1.2589 HighShelfGain=1 MidFrequency=3000
    AutoFilter “High Cut” FilterType=0 Slope=off Cutoff=131.2131 Resonance=0
    ");
}

#[test]
fn eq_eight_takes_up_to_eight_bands_and_switches_the_rest_off() {
    let bands = |count: usize| Effect::Eq(vec![band(EqShape::Bell, 500.0, 3.0); count]);
    let one = devices(&bands(3), Edition::Suite);
    let on = |device: &Device| {
        let lit = |(path, value): &&(String, Setting)| {
            path.ends_with("IsOn") && *value == Setting::Switch(true)
        };
        device.settings.iter().filter(lit).count()
    };
    assert_eq!(one.iter().map(on).collect::<Vec<_>>(), [3]);
    let two = devices(&bands(11), Edition::Suite);
    assert_eq!(two.iter().map(on).collect::<Vec<_>>(), [8, 3]);
}

#[test]
fn a_filter_carries_resonance_on_one_side_only() {
    let both = devices(
        &Effect::Filter { low_pass: Some(Hz(20_000.0)), high_pass: Some(Hz(20.0)), resonance: 0.0 },
        Edition::Suite,
    );
    let carried: Vec<Carried> = both.iter().flat_map(|it| &it.carries).map(|it| it.0).collect();
    assert_eq!(carried, [Carried::LowPass, Carried::Resonance, Carried::HighPass]);
}
