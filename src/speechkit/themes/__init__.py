"""Speeches in, the weight each gives to the themes of a codebook out, with its evidence."""

from speechkit.themes.codebook import Codebook, load_codebook
from speechkit.themes.emphasis import EmphasisOptions, measure_emphasis

__all__ = ["Codebook", "EmphasisOptions", "load_codebook", "measure_emphasis"]
