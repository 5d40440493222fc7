"""The values of the ports give themselves in the forms that adapters need."""

from __future__ import annotations

from unknot.ports import Tags


def test_replay_gain_is_written_as_players_read_it() -> None:
    """The gain has a sign and two decimals, the peak six, and a value that is not known is left out."""
    known = {"replaygain_track_gain": "+3.50 dB", "replaygain_track_peak": "0.250000"}
    assert Tags(gain=3.5, peak=0.25).replay_gain() == known
    assert Tags(gain=-1.0).replay_gain() == {"replaygain_track_gain": "-1.00 dB"}
    assert Tags("Neck").replay_gain() == {}
