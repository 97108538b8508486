# Runs a stretching engine of Python on a WAV of 16 bits: ENGINE IN OUT RATIO SEMITONES
import sys, wave
import numpy as np
engine, source, target, ratio, semitones = sys.argv[1:4] + [float(it) for it in sys.argv[4:6]]
with wave.open(source) as it:
    rate, channels = it.getframerate(), it.getnchannels()
    sound = np.frombuffer(it.readframes(it.getnframes()), "<i2").reshape(-1, channels)
sound = np.ascontiguousarray(sound.astype(np.float32) / 32768)
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
result = (np.clip(result.reshape(-1, channels), -1, 1) * 32767).round().astype("<i2")
with wave.open(target, "wb") as it:
    it.setnchannels(channels), it.setsampwidth(2), it.setframerate(rate)
    it.writeframes(result.tobytes())
