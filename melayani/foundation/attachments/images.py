"""Draw an image anew: what hides in the file (place, camera, text, scripts) stays behind, the picture remains."""

from __future__ import annotations

import io
import threading
import warnings
from typing import BinaryIO

from django.utils.translation import gettext
from PIL import Image, ImageOps

from melayani.foundation.attachments.rules import IMAGES, MAX_PIXELS, FileRefused

QUALITY = 85
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)
_FEW_AT_A_TIME = threading.BoundedSemaphore(2)  # 50 megapixels take 200 MB while they are drawn


def redraw(file: BinaryIO, content_type: str) -> bytes:
    """Return the image of `file`, upright, in the same format, without metadata; raises FileRefused."""
    with _FEW_AT_A_TIME:
        try:
            return _redraw(file, IMAGES[content_type])
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            words = gettext(
                "Gambar ini terlalu besar (lebih dari 50 megapiksel). Foto ulang dengan ukuran lebih kecil."
            )
            raise FileRefused(words) from error
        except Exception as error:  # a broken image raises whatever its decoder stumbles over
            words = gettext("Gambar ini rusak dan tidak dapat dibuka. Foto ulang, atau simpan sebagai PDF.")
            raise FileRefused(words) from error


def _redraw(file: BinaryIO, family: str) -> bytes:
    file.seek(0)
    with Image.open(file, formats=[family]) as image:
        if image.width * image.height > MAX_PIXELS:
            raise Image.DecompressionBombError(f"{image.width} x {image.height}")
        upright = ImageOps.exif_transpose(image)
        upright.info = {key: value for key, value in upright.info.items() if key == "transparency"}
        if family == "JPEG" and upright.mode not in {"L", "RGB"}:
            upright = upright.convert("RGB")
        out = io.BytesIO()
        upright.save(out, format=family, **_options(family))
    return out.getvalue()


def _options(family: str) -> dict[str, int | bool]:
    return {"optimize": False} if family == "PNG" else {"quality": QUALITY}
