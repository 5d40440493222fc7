"""What a person sets once for the engines that reach out of the program. No script can set any of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "espeak-ng": "espeak-ng -v {language} -s {rate} -w {out} -- {text}",
        "flite": "flite -voice slt -t {text} -o {out}",
        "say": "say -r {rate} -o {out} --data-format=LEI16@22050 -- {text}",
    }
)
"""Commands that speak, by name. The last is the one of macOS."""
LOCAL_SERVER: Final = "http://127.0.0.1:8880/v1"
"""Where servers of this kind listen by default."""


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Servers, commands, places and the key."""

    http_url: str = LOCAL_SERVER
    """Where `/audio/speech` is; a key is sent only to this computer or over https."""
    http_model: str = "tts-1"
    http_key: str = field(default="", repr=False)
    """From the environment only; no file, no flag, no message has it."""
    http_format: str = ""
    """What the server is asked for: wav, mp3, flac, opus, aac or pcm. Empty: wav, and mp3 where that is refused."""
    commands: Mapping[str, str] = field(default_factory=lambda: COMMANDS)
    """Name and command line, with {text}, {out}, {rate}, {language}; without {text} it reads standard input, without
    {out} it writes the sound to standard output."""
    folder: Path = Path()
    """Where the names of models and recordings begin that are no whole paths."""
    voices: Path | None = None
    """Where installed voices are; None where there are none."""


def from_environment(environment: Mapping[str, str], folder: Path = Path()) -> EngineSettings:
    """The setup that environment variables ask for.

    `UNKNOT_HTTP_URL`, `UNKNOT_HTTP_MODEL`, `UNKNOT_HTTP_FORMAT`, `UNKNOT_HTTP_KEY` (or `OPENAI_API_KEY` for OpenAI's
    own address), and `UNKNOT_COMMAND` for a command by the name of `custom`.
    """
    url = environment.get("UNKNOT_HTTP_URL", LOCAL_SERVER).rstrip("/")
    key = environment.get("UNKNOT_HTTP_KEY", "").strip()
    if not key and url.startswith("https://api.openai.com/"):
        key = environment.get("OPENAI_API_KEY", "").strip()
    custom = environment.get("UNKNOT_COMMAND")
    commands = {**COMMANDS, "custom": custom} if custom else COMMANDS
    return EngineSettings(
        url,
        environment.get("UNKNOT_HTTP_MODEL", "tts-1"),
        key,
        environment.get("UNKNOT_HTTP_FORMAT", "").strip().lower(),
        commands,
        folder,
    )
