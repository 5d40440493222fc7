"""Pronunciations between slashes are cut into sounds that every voice has letters for."""

import pytest

from unknot.script import NotIpa, between_slashes, sounds


@pytest.mark.parametrize(
    ("how", "inside"),
    [("/ˈsoʊəs/", "ˈsoʊəs"), (" / kiː / ", "kiː"), ("so-us", None), ("[[s'oU@s]]", None), ("//", None), ("a/b", None)],
)
def test_ipa_stands_between_slashes(how: str, inside: str | None) -> None:
    """Everything else is written in another way."""
    assert between_slashes(how) == inside


@pytest.mark.parametrize(
    ("ipa", "found"),
    [
        ("ˈsoʊəs", "ˈ s oʊ ə s"),
        ("'gɹa:s", "ˈ ɡ r aː s"),
        ("ˈt͡ʃɛl.oʊ", "ˈ tʃ ɛ l oʊ"),
        ("ˈfɜːɹ", "ˈ f ɝ"),
        ("bɔ̃", "b ɔ̃"),
        ("ç(ə)", "ç ə"),
    ],
)
def test_every_way_to_write_a_sound_is_the_same_sound(ipa: str, found: str) -> None:
    """Length marks from a keyboard, the r turned round, ties, dots between syllables."""
    assert list(sounds(ipa)) == found.replace("ɔ̃", "ɔ\u0303").split(" ")


def test_another_letter_is_refused() -> None:
    """It is named."""
    with pytest.raises(NotIpa, match="7"):
        sounds("7oʊ")
