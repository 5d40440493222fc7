"""Homework packs: what a therapist gives a person for the time between two treatments, as a zip file with checksums.

    knee-week/
    ├── pack.toml           author, title, routines, frequency, areas to focus on and to leave out
    ├── evening.md          routines, named in pack.toml
    ├── bell.flac           sounds that they use
    └── recordings/         recorded cues: cues.tsv and the files that it names

A pack is only data: nothing in it is executed, and its routines cannot choose a voice that runs a program.
"""
