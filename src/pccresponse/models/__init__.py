"""The vocabulary: one class for each thing that section 55 and the inspectorate have a name for.

The models hold what a person wrote and nothing worked out from it; what follows from the law and the dates is in `case`.
Each field's description is what an editor shows and what `pccresponse schema` prints.

These modules do without `from __future__ import annotations`: the reader walks their annotations on every run, and evaluating them
again from text would cost a check a tenth of its time.
"""
