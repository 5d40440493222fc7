"""Words in, one session verb, an answer out."""


def main() -> None:
    """Run the command that the process was started with."""
