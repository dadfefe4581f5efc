"""Benchmarks of the allocation: sizes, rivals, cores, planted optima, replanning, interruption.

`python -m bench run` measures, `python -m bench report` writes docs/benchmarks from what was
measured, `python -m bench oracle` compares with every plan of thousands of tiny problems.
Nothing in the service imports this package; the tests do, for the plain model and the planted
problems.
"""
