"""The office's logo, made fit for an archive: plain RGB, eight bits, nothing else in the file."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from pccresponse.foundation.limited_process import GivenUpError, read_apart

_MOST_PIXELS = 4_000_000


class _TooLargeError(ValueError):
    """The picture is larger than a logo can need."""


def fit_for_archive(picture: bytes) -> bytes:
    """The picture as a PNG without colour profiles or remarks, which PDF/A would judge. Raises `ValueError` if it cannot be read.

    The same picture always gives the same bytes. A process apart reads it, because it may be anybody's.
    """
    result = _read(picture)
    if isinstance(result, str):
        raise ValueError(result)
    return result


@lru_cache(maxsize=4)
def _read(picture: bytes) -> bytes | str:
    """The picture, or what is wrong with it; known for the next response of the same office."""
    try:
        return read_apart(_as_plain_png, picture)
    except GivenUpError as error:
        return f"it {error.why}"
    except ValueError as error:
        return str(error)


def _as_plain_png(picture: bytes) -> bytes:
    from PIL import Image

    try:
        with Image.open(BytesIO(picture), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise _TooLargeError(f"it has {opened.width} by {opened.height} pixels, more than a logo can need")
            has_transparency = opened.mode in ("RGBA", "LA", "PA") or "transparency" in opened.info
            plain = opened.convert("RGBA" if has_transparency else "RGB")
    except _TooLargeError:
        raise
    except Exception as error:  # the library promises nothing about what a damaged file raises
        raise ValueError("it cannot be read as a PNG or a JPEG") from error
    if plain.mode == "RGBA":  # a logo on paper: transparency is resolved against white here, not in every viewer
        paper = Image.new("RGB", plain.size, "white")
        paper.paste(plain, mask=plain.getchannel("A"))
        plain = paper
    result = BytesIO()
    plain.save(result, "PNG", optimize=False)
    return result.getvalue()
