"""The style sheets, scripts and images that `make setup` builds from npm packages."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
VENDOR = ROOT / "src" / "mappa" / "govuk" / "static" / "vendor"


@pytest.fixture(scope="module")
def builder():
    spec = importlib.util.spec_from_file_location("build_front_end", ROOT / "tools" / "build_front_end.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestBuiltFiles:
    def test_hold_no_typeface_and_no_crown(self):
        styles = [path.read_text(encoding="utf-8") for path in VENDOR.rglob("*.css")]
        files = {path.name for path in VENDOR.rglob("*") if path.is_file()}

        assert len(styles) == 2
        assert not [style for style in styles if "GDS Transport" in style or "@font-face" in style]
        assert not {name for name in files if re.search(r"crown|crest|\.woff", name)}

    def test_fetch_nothing_from_elsewhere(self):
        addresses = [
            address for path in VENDOR.rglob("*.css") for address in re.findall(r"url\(([^)]*)\)", path.read_text())
        ]

        assert addresses
        assert not [address for address in addresses if not address.strip("\"'").startswith(("images/", "data:"))]


class TestCleanStyle:
    def test_takes_out_the_typeface(self, builder):
        style = '@font-face{font-family:"GDS Transport";src:url(a.woff)}a{font-family:"GDS Transport",arial,sans-serif}'

        assert builder.clean_style(style) == "a{font-family:arial,sans-serif}"

    @pytest.mark.parametrize("left", ["a{font:16px GDS Transport}", "a{background:url(images/govuk-crown.svg)}"])
    def test_stops_when_something_would_be_left_in(self, builder, left):
        with pytest.raises(builder.BuildError, match="correct the patterns"):
            builder.clean_style(left)
