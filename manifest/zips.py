"""Put the files of a package into one zip: the same files are always the same bytes."""

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from manifest.build import Package

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can tell; when it was packed is nobody's business."""
PLAIN_FILE = 0o100644 << 16
UNIX = 3


def zipped(package: Package) -> bytes:
    """The zip, not deflated, since one deflates as it likes and the files are small."""
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_STORED) as files:
        for name in sorted(package):
            entry = ZipInfo(name, FIRST_DAY)
            entry.create_system, entry.external_attr = UNIX, PLAIN_FILE
            files.writestr(entry, package[name])
    return kept.getvalue()
