"""Engines that speak, and what makes clips of what they spoke."""
