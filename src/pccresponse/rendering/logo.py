"""The office's logo, made fit for an archive: plain RGB, eight bits, nothing else in the file."""

from __future__ import annotations

from io import BytesIO

_MOST_PIXELS = 4_000_000


def fit_for_archive(picture: bytes) -> bytes:
    """The picture as a PNG without colour profiles or remarks, which PDF/A would judge. Raises `ValueError` if it cannot be read.

    The same picture always gives the same bytes.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(picture), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise ValueError(f"it has {opened.width} by {opened.height} pixels, more than a logo can need")
            has_transparency = opened.mode in ("RGBA", "LA", "PA") or "transparency" in opened.info
            plain = opened.convert("RGBA" if has_transparency else "RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("it cannot be read as a PNG or a JPEG") from error
    if plain.mode == "RGBA":  # a logo on paper: transparency is resolved against white here, not in every viewer
        paper = Image.new("RGB", plain.size, "white")
        paper.paste(plain, mask=plain.getchannel("A"))
        plain = paper
    result = BytesIO()
    plain.save(result, "PNG", optimize=False)
    return result.getvalue()
