"""NumPy's names of 2016 that today's NumPy has not, or has for something else, and what each of them was.

>>> NUMPY_NAMES["float"], NUMPY_NAMES["NaN"]
('float', 'numpy.nan')
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["NUMPY_NAMES"]

_WRITTEN = """
float=float int=int bool=bool object=object str=str complex=complex long=int unicode=str
float_=numpy.float64 complex_=numpy.complex128 unicode_=numpy.str_ string_=numpy.bytes_ object0=numpy.object_
NaN=numpy.nan Inf=numpy.inf Infinity=numpy.inf infty=numpy.inf PINF=numpy.inf
product=numpy.prod cumproduct=numpy.cumprod alltrue=numpy.all sometrue=numpy.any round_=numpy.round
row_stack=numpy.vstack in1d=numpy.isin trapz=numpy.trapezoid
"""
NUMPY_NAMES: Mapping[str, str] = dict(
    (old, today) for old, _, today in (word.partition("=") for word in _WRITTEN.split())
)
"""Each with today's expression: a built-in, or a dotted name of NumPy's."""
