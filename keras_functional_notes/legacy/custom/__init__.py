"""Keras 1's classes as bases of 2016 text's own: what such text inherits from, over today's Keras."""
