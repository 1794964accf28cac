"""Sound as numbers: float32 arrays of shape (samples, channels), nominal range -1 to 1.

Everything about sound that other rooms need, under one name.
"""

from reelwright.media.sound.aac import AAC_BITS, decoded, encode_aac
from reelwright.media.sound.loudness import SILENCE, Meter, loudness, measure
from reelwright.media.sound.resample import resample
from reelwright.media.sound.wav import RATE, Samples, length, read_wav, to_int16, write_wav

__all__ = [
    "AAC_BITS",
    "RATE",
    "SILENCE",
    "Meter",
    "Samples",
    "decoded",
    "encode_aac",
    "length",
    "loudness",
    "measure",
    "read_wav",
    "resample",
    "to_int16",
    "write_wav",
]
