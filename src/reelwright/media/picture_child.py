"""The picture process: makes a strange picture a plain PNG, and ends.

The picture comes by standard input, the PNG goes to standard output: RGBA, at most `SIDE` pixels a
side, cut down to what is seen of it, with nothing in it but its pixels.
"""

import io
import sys
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

SIDE = 1024
PIXELS = 40_000_000
"""8K has 33 million; a small file that claims more is a bomb."""

FORMATS = ("PNG", "JPEG", "WEBP")


def plain(data: bytes) -> bytes:
    """The PNG. Raises `ValueError` with a reason, or what the decoder raises."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        if image.width * image.height > PIXELS:
            raise ValueError(f"it has {image.width}x{image.height} pixels")
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    seen = upright.getchannel("A").point(lambda alpha: 255 if alpha > 8 else 0).getbbox()
    if seen is None:
        raise ValueError("nothing of it can be seen")
    cut = upright.crop(seen)
    if max(cut.size) > SIDE:
        # Colours of clear parts must not bleed in: they are weighted by what is seen of them.
        small = cut.convert("RGBa")
        small.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
        cut = small.convert("RGBA")
    out = io.BytesIO()
    Image.frombytes("RGBA", cut.size, cut.tobytes()).save(out, "PNG")
    return out.getvalue()


def main() -> int:
    """Exit code 1 with one line on standard error for a picture that cannot be used."""
    warnings.simplefilter("error")
    try:
        done = plain(sys.stdin.buffer.read())
    except MemoryError:
        raise
    except UnidentifiedImageError:  # its own words show our memory's address
        sys.stderr.write("cannot identify its format")
        return 1
    except Exception as error:  # whatever a decoder thinks of
        sys.stderr.write(" ".join(str(error).split())[:200] or type(error).__name__)
        return 1
    sys.stdout.buffer.write(done)
    return 0


if __name__ == "__main__":
    sys.exit(main())
