# Runs a stretching engine of Python on a WAV of 24 bits: ENGINE IN OUT RATIO SEMITONES
import sys, wave
import numpy as np
engine, source, target, ratio, semitones = sys.argv[1:4] + [float(it) for it in sys.argv[4:6]]
with wave.open(source) as it:
    rate, channels = it.getframerate(), it.getnchannels()
    raw = np.frombuffer(it.readframes(it.getnframes()), np.uint8).reshape(-1, 3)
wide = np.zeros((len(raw), 4), np.uint8)
wide[:, 1:] = raw
sound = (wide.view("<i4").reshape(-1, channels) / 2**31).astype(np.float32)
if engine == "signalsmith":
    import python_stretch
    stretch = python_stretch.Signalsmith.Stretch()
    stretch.preset(channels, rate)
    stretch.setTransposeSemitones(semitones)
    stretch.timeFactor = 1 / ratio
    result = stretch.process(np.ascontiguousarray(sound.T)).T
else:
    from bungee_python import bungee
    stretch = bungee.Bungee(rate, channels, 1 / ratio, 2 ** (semitones / 12))
    result = stretch.process(sound)
steps = np.clip(result.reshape(-1, channels) * 2.0**23, -2**23, 2**23 - 1).round().astype("<i4")
with wave.open(target, "wb") as it:
    it.setnchannels(channels), it.setsampwidth(3), it.setframerate(rate)
    it.writeframes(np.ascontiguousarray(steps).view(np.uint8).reshape(-1, 4)[:, :3].tobytes())
