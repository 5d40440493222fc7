"""SSMD: its pauses, emphasis and substitutions."""

import pytest

from tests.script.imports import body, lost


@pytest.mark.parametrize(
    ("text", "expected", "told"),
    [
        ("Hello ...5s world ...100ms on ...500 end.", "Hello [5s]\nworld [0.1s]\non [0.5s]\nend.", []),
        ("One ...c two ...s three ...p four ...n five.", "One [0.75s]\ntwo [1.5s]\nthree [3s]\nfour five.", []),
        ("Wait... and rest ... now.", "Wait... and rest ... now.", []),
        ("*moderate* and **strong**", "*moderate* and *strong*", []),
        ('# Main\n\nDrink [H2O](sub: water) and [AWS]{sub="our cloud"}.', "# Main\n\nDrink water and our cloud.", []),
        ('[bell]{src="bell.mp3"} Rest.', "[sound bell.mp3]\nRest.", ["`bell` cannot be carried over"]),
        ("[Bonjour](fr) all.", "Bonjour all.", ["`(fr)` cannot be carried over"]),
        ('[Hi]{lang="de" v="5"} all.', "Hi all.", ['`{lang="de" v="5"}` cannot be carried over']),
        ("I like @animal cats.", "I like cats.", ["`@animal` cannot be carried over"]),
        ("@voice: sarah\n\nHello.", "Hello.", ["`@voice: sarah` cannot be carried over"]),
        (
            "++loud++ and <slow< now.",
            "loud and slow now.",
            [
                "`++loud++` changes the voice, and its words are kept",
                "`<slow<` changes the voice, and its words are kept",
            ],
        ),
    ],
)
def test_its_marks_are_read_or_told(text: str, expected: str, told: list[str]) -> None:
    """The words stay."""
    assert body(text, "ssmd") == expected + "\n"
    assert [message.split(" ", 1)[1] for message in lost(text, "ssmd")] == told


def test_the_name_of_a_file_says_that_it_is_ssmd() -> None:
    """It ends like Markdown."""
    assert body("Rest ...s now.", file="calm.ssmd.md") == "Rest [1.5s]\nnow.\n"
