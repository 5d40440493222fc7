"""Measurements, each as a ratio in one run."""
