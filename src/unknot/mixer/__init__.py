"""A timeline as sound: recipes, and the samples they stand for. Arithmetic only."""
