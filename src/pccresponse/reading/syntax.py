"""What a person most likely did, where YAML says no more than that it did not expect something.

The parser's sentences are not looked at; they are written for programmers and may change. What it knows for certain is the kind of
its error, where it was and what it was in the middle of. The rest is seen from the lines themselves.
"""

from __future__ import annotations

from yaml import MarkedYAMLError, YAMLError
from yaml.events import AliasEvent, CollectionEndEvent, ScalarEvent
from yaml.parser import ParserError
from yaml.scanner import ScannerError

from pccresponse.reading import yaml_errors
from pccresponse.reading.scene import Diagnosis, Scene
from pccresponse.reading.tree import Growth, end_of, start_of


def diagnose(error: YAMLError, lines: list[str], growth: Growth) -> Diagnosis:
    """Say what probably happened. There is always an answer, if need be a general one."""
    at = opener = None
    if isinstance(error, MarkedYAMLError):
        at, opener = error.problem_mark or error.context_mark, error.context_mark
    if at is None:
        return yaml_errors.not_understood(Scene(lines, (0, 0), None, growth))
    scene = Scene(lines, (min(at.line, len(lines) - 1), at.column), (opener.line, opener.column) if opener else None, growth)
    if found := yaml_errors.tab(scene):
        return found
    if isinstance(error, ScannerError):
        return _while_scanning(scene)
    if isinstance(error, ParserError):
        return _while_parsing(scene)
    return yaml_errors.not_understood(scene)


def _while_scanning(scene: Scene) -> Diagnosis:
    """The parser could not make out a word."""
    if scene.opener is None:
        if scene.sign == ":":
            return yaml_errors.colon(scene)
        return yaml_errors.misplaced_list(scene) if scene.sign == "-" else yaml_errors.text_start(scene, scene.spot)
    sign = scene.opening_sign
    if sign in ("'", '"') and not scene.closes(scene.opener):
        return yaml_errors.unclosed_quote(scene.opener)
    if sign == '"' and "\\" in scene.line[: scene.spot[1] + 2]:
        return yaml_errors.escape(scene)
    if sign and sign in "|>":
        return yaml_errors.block_text(scene, scene.opener)
    if sign in yaml_errors.REFUSED_STARTS or scene.spot == scene.opener:
        return yaml_errors.text_start(scene, scene.opener)
    return yaml_errors.no_key(scene, scene.opener)


def _while_parsing(scene: Scene) -> Diagnosis:
    """The parser made out the words, but not how they hang together."""
    if (found := _after_something_finished(scene)) is not None:
        return found
    if scene.opener is not None and scene.opening_sign == "!":
        return yaml_errors.text_start(scene, scene.opener)
    if scene.opener is not None and scene.opening_sign in ("[", "{"):
        return yaml_errors.open_bracket(scene, scene.opener)
    if scene.sign in (",", "]", "}"):
        return yaml_errors.text_start(scene, scene.spot)
    if scene.sign == ":":
        return yaml_errors.colon_without_key(scene)
    if scene.sign == "-" and scene.line[scene.spot[1] + 1 : scene.spot[1] + 2] in ("", " "):
        return yaml_errors.misplaced_list(scene)
    return yaml_errors.indentation(scene) if scene.is_first_in_line else yaml_errors.not_understood(scene)


def _after_something_finished(scene: Scene) -> Diagnosis | None:
    """More follows on the line after what can only stand alone: a text in quotes, a list in brackets, an alias."""
    last = scene.growth.last_event
    if last is None or scene.is_first_in_line:
        return None
    began, ended = start_of(last), end_of(last)
    if ended[0] != scene.spot[0] or ended > scene.spot:
        return None
    if isinstance(last, AliasEvent):
        return yaml_errors.text_start(scene, began)
    if isinstance(last, ScalarEvent) and last.style in ("'", '"'):
        return yaml_errors.quoted_start(scene, began, last.style) if began[0] == ended[0] else yaml_errors.unclosed_quote(began)
    closed = scene.growth.last_closed
    if isinstance(last, CollectionEndEvent) and closed is not None and began < ended:
        return yaml_errors.text_start(scene, (closed.line, closed.column))
    return None
