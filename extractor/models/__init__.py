"""Models and devices: the base models a value holds for, and the machines it was measured on."""
