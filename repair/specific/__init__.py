"""The check for vague promises: what cannot be seen on a certain day is given back with the reason and an example.

`vague_parts(...)` reads the parts of a promise and returns what is too vague in each, or nothing.
`example_for(...)` returns the same promise made specific, as an example.
"""

from repair.specific.checker import Vague, vague_parts
from repair.specific.examples import Example, example_for

__all__ = ["Example", "Vague", "example_for", "vague_parts"]
