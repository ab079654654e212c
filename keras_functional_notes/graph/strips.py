"""Small pictures of what a call gives, where that is images: the first of a batch, channel by channel."""

from __future__ import annotations

import math
import struct
import zlib
from typing import Any, NamedTuple

import numpy as np

# What is smaller has nothing to see; of more channels than these the first are shown.
_LEAST_SIZE, _MOST_CHANNELS = 4, 6
# In pixels: the longest side of one channel, and the space between two.
_MOST_PIXELS, _GAP = 48, 2
# In points: how high a strip is, and how wide at most.
_HEIGHT, _WIDTH = 36, 240


class Strip(NamedTuple):
    """A picture of some channels side by side.

    Args:
        png: The bytes of a PNG file.
        width: How wide it is shown, in points.
        height: How high it is shown, in points.
        words: What it shows.
    """

    png: bytes
    width: int
    height: int
    words: str


def strip(batch: np.ndarray[Any, Any], *, channels_first: bool, is_input: bool) -> Strip | None:
    """Return a picture of what a call gives for the first of a batch, or None where that is no image.

    Args:
        batch: What the call gives: images are of shape (batch, rows, columns, channels).
        channels_first: Whether they are of shape (batch, channels, rows, columns) instead.
        is_input: Whether an Input gives it; three channels are a colour picture then.
    """
    if batch.ndim != 4 or not batch.size:
        return None
    image = np.nan_to_num(batch[0].astype("float64"))
    if channels_first:
        image = np.moveaxis(image, 0, -1)
    rows, columns, channels = image.shape
    if min(rows, columns) < _LEAST_SIZE:
        return None
    step = math.ceil(max(rows, columns) / _MOST_PIXELS)
    image = image[::step, ::step]
    if is_input and channels == 3:
        pixels, words = _opaque(_bytes(image)), "the first image of the batch"
    else:
        image = image[..., :_MOST_CHANNELS]
        tiles = [_opaque(np.repeat(tile[..., None], 3, axis=-1)) for tile in np.moveaxis(_bytes(image), -1, 0)]
        nothing = np.zeros((tiles[0].shape[0], _GAP, 4), "uint8")
        pixels = np.concatenate([part for tile in tiles for part in (nothing, tile)][1:], axis=1)
        all_of_them = len(tiles) == channels
        some = f"{len(tiles)}{'' if all_of_them else f' of {channels}'} channels, " if channels > 1 else ""
        words = f"{some}black {image.min():.3g} to white {image.max():.3g}"
    scale = min(_HEIGHT / pixels.shape[0], _WIDTH / pixels.shape[1])
    width, height = (max(1, round(side * scale)) for side in (pixels.shape[1], pixels.shape[0]))
    return Strip(_png(pixels), width, height, words)


def _bytes(image: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return numbers as shades, from the least, which is black, to the greatest."""
    low, high = image.min(), image.max()
    shades: np.ndarray[Any, Any] = np.round((image - low) / ((high - low) or 1) * 255).astype("uint8")
    return shades


def _opaque(colours: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.concatenate([colours, np.full((*colours.shape[:2], 1), 255, "uint8")], axis=-1)


def _png(pixels: np.ndarray[Any, Any]) -> bytes:
    """Return pixels (red, green, blue, opacity) as a PNG file (https://www.w3.org/TR/png-3/)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows, columns, _ = pixels.shape
    # Eight bits in a channel, colours with opacity; each row begins with the number of its filter, which is none.
    header = struct.pack(">IIBBBBB", columns, rows, 8, 6, 0, 0, 0)
    lines = b"".join(b"\0" + line.tobytes() for line in pixels)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in chunks)
