"""Read → check → compose → render one response: where the stages meet."""

from __future__ import annotations

from pccresponse.pipeline.checking import Checked, check, check_all, problems_once
from pccresponse.pipeline.making import Made, render
from pccresponse.pipeline.recording import as_json, record_of

__all__ = ["Checked", "Made", "as_json", "check", "check_all", "problems_once", "record_of", "render"]
