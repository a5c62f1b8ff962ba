"""The rules of a world as JavaScript, translated from the very Python that numba compiles.

A reader's key must be answered at once, and a kernel on Binder is 150 ms away; in a class without
a network there is none at all. So rules and levels are made in the browser. Three ways were open.
Compiled to WebAssembly they would need a linker, which no environment of the course has. A browser
that guesses and is put right by the kernel needs the rules for its guess all the same, and its
corrections are jumps in the picture. What is left is to translate, and that is easy, because a
kernel of a world is plain: whole numbers, one record, `if`, `for`, `while`, and calls of other
kernels. There is one source of the rules, so they cannot drift apart;
tests/widgets/test_rules_js.py compares them byte for byte in every world.

`rules` says what is translated, `book` keeps the functions, `statements` and `expressions` write
them, `kinds` and `halves` are for the 64 bits of random numbers. What has no plain translation is
refused with the line and with what it says. Whole numbers are exact up to 2**53.
"""

from course_lib.widgets.translate.record import fields_of
from course_lib.widgets.translate.refusal import NotInBrowser
from course_lib.widgets.translate.rules import browser_rules, level_rules, rules_js

__all__ = ["NotInBrowser", "browser_rules", "fields_of", "level_rules", "rules_js"]
