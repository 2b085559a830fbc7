"""`python -m manifest --app-id GUID --url https://ordet.example.dk`: two packages for Teams."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from manifest.build import VERSIONS, Package, build
from manifest.order import Order, WrongFlag, read_order
from manifest.rules import faults
from manifest.schemas import USUAL, NoSchemas, schema_faults
from manifest.zips import zipped

WRONG_FLAG = 2
WRONG_PACKAGE = 1


def main(arguments: Sequence[str]) -> int:
    """Read the flags, build, check, write; 0 when both packages are good."""
    try:
        order = read_order(arguments)
        packages = {version: build(order, version) for version in VERSIONS}
        found = [fault for package in packages.values() for fault in faults(package)]
        found = found or compared(packages, order)
        if found:
            print("\n".join(dict.fromkeys(found)), file=sys.stderr)
            return WRONG_PACKAGE
        write(packages, order.out)
    except WrongFlag as wrong:
        print(wrong, file=sys.stderr)
        return WRONG_FLAG
    return 0


def compared(packages: Mapping[str, Package], order: Order) -> list[str]:
    """What Microsoft's schemas say, where they are installed."""
    folder = order.schemas or USUAL
    try:
        return [fault for each in packages.values() for fault in schema_faults(each, folder)]
    except NoSchemas as missing:
        if order.schemas:
            raise WrongFlag(f"--schemas does not help: {missing}.") from None
        print(f"Not compared with Microsoft's schema: {missing}.")
        return []


def write(packages: Mapping[str, Package], folder: Path) -> None:
    """Each package as a zip, whole or not at all."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for version, package in packages.items():
            path = folder / f"ordet-teams-{version}.zip"
            path.with_suffix(".new").write_bytes(zipped(package))
            path.with_suffix(".new").replace(path)
            print(f"{path}: {', '.join(sorted(package))}")
    except OSError as wrong:
        raise WrongFlag(f"--out {folder} cannot be written: {wrong.strerror}.") from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
