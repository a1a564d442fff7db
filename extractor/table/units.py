"""Units: values of the claims table converted through Pint, with the project's own registry file.

Only canonical unit names come here ("ms", "token/s", "GPU hour", "%"), never the wording of a paper:
Pint's default registry reads "7B" as seven bytes and "1.2 T" as tesla. Conversion is exact (fractions
inside), so 1.6 ms is 0.0016 s to the last bit.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pint import Quantity, Unit, UnitRegistry

# A plain noun, in one or more words: letters first, or a count before them ("1k pixel").
_NOUN = re.compile(r"\d*[^\W\d_][\w²³ .+-]*")
_NOUN_PREFIX = "noun_"
_UNSAFE = re.compile(r"[^A-Za-z0-9_]")


class UnitError(ValueError):
    """A unit that cannot be read, a value that cannot be converted, or a registry file that does not load."""


class Units:
    """The unit registry of a rules folder.

    `path` is the registry file (rules/quantities/units.txt). Raises UnitError if it does not load.
    """

    def __init__(self, path: Path) -> None:
        """Load the registry file at `path`."""
        import pint

        self.path = path
        try:
            self._registry: UnitRegistry[Any] = pint.UnitRegistry(str(path), non_int_type=Fraction)
        except (pint.PintError, OSError, ValueError, KeyError) as error:
            raise UnitError(f"{path}: this unit registry does not load: {error}") from error
        self._units: dict[str, Unit] = {}
        self._factors: dict[tuple[str, str], Fraction | None] = {}

    def parse(self, unit: str) -> Unit:
        """The Pint unit that `unit` names; "" is dimensionless, an unknown plain noun counts itself.

        "/" divides and names keep their spaces: "token/s", "GPU hour", "GOPS/W". Raises UnitError for
        anything that is not such a name.
        """
        known = self._units.get(unit)
        if known is None:
            known = self._units[unit] = self._build(unit)
        return known

    def convert(self, value: float, unit: str, canonical: str) -> float:
        """`value`, given in `unit`, in the unit `canonical`; the nearest float to the exact result.

        Raises UnitError if a unit is not readable, the two are of different kinds, or the value or the
        result is not finite.
        """
        factor = self.factor(unit, canonical)
        if factor is None:
            raise UnitError(f"{unit!r} and {canonical!r} are units of different kinds")
        if not math.isfinite(value):
            raise UnitError(f"{value!r} {unit} is not a finite number")
        if factor == 1:  # most values; a fraction would come back to them
            return value + 0.0
        try:
            return float(Fraction(repr(float(value))) * factor)
        except OverflowError as error:
            raise UnitError(f"{value!r} {unit} is too large for a number in {canonical!r}") from error

    def factor(self, unit: str, canonical: str) -> Fraction | None:
        """What a value in `unit` is multiplied with to be in `canonical`; None if they are of different kinds.

        Raises UnitError if one of them is not readable.
        """
        key = (unit, canonical)
        if key not in self._factors:
            source, target = self.parse(unit), self.parse(canonical)
            same_kind = source.dimensionality == target.dimensionality
            factor = self._registry.convert(Fraction(1), source, target) if same_kind else None
            self._factors[key] = None if factor is None else Fraction(factor)
        return self._factors[key]

    def quantity(self, value: float, unit: str) -> Quantity[Any]:
        """`value` in `unit` as a Pint quantity of this registry. Raises UnitError if the unit is not readable."""
        return self._registry.Quantity(value, self.parse(unit))

    def is_bare(self, unit: str) -> bool:
        """Whether `unit` has no dimension: "", or a count such as "point". Raises UnitError if not readable."""
        return bool(self.parse(unit).dimensionless)

    def knows(self, unit: str) -> bool:
        """Whether the registry file defines every part of `unit`; a plain noun that counts itself is not in it."""
        return not any(name.startswith(_NOUN_PREFIX) for name in self.parse(unit)._units)

    def _build(self, unit: str) -> Unit:
        if not unit.strip():
            return self._registry.Unit("")
        first, *divisors = (self._name(atom.strip(), unit) for atom in unit.split("/"))
        powers = {first: 1}
        for name in divisors:
            powers[name] = powers.get(name, 0) - 1
        return self._registry.Unit(self._registry.UnitsContainer(powers))

    def _name(self, atom: str, unit: str) -> str:
        """The registry's own name of one part of `unit`, defined on the spot if it is a plain noun."""
        import pint

        identifier = re.sub(r"[ -]+", "_", atom)
        if identifier[:1].isdigit():
            identifier = f"n{identifier}"
        try:
            return self._registry.get_name(identifier)
        except pint.UndefinedUnitError:
            pass
        if not _NOUN.fullmatch(atom):
            raise UnitError(f"{unit!r} is not a unit: {atom!r} is no name") from None
        noun = _NOUN_PREFIX + _UNSAFE.sub(lambda found: f"_{ord(found[0]):x}_", identifier)
        if noun not in self._registry:
            self._registry.define(f"{noun} = []")
        return noun
