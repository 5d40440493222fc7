"""The routines that ship, and the ones beside a person."""
