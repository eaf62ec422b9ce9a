"""The command line: what was asked is read, held to what is allowed, done, and written; a fault is a sentence, never a traceback.

0: done. 2: the plan, the file or the arguments are at fault, a line each on standard error. 3: there is no solution.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, NoReturn

from feasibility import fields
from feasibility.faults import Fault, NoSolution, PlanError
from feasibility.files import read
from feasibility.parameters import ParameterError

OK, FAULTY, NO_SOLUTION, BROKEN = 0, 2, 3, 1
MOST_DRAWS = 500_000


class Misused(Exception):
    """Arguments that the parser cannot read."""


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong by an exception."""

    def error(self, message: str) -> NoReturn:
        raise Misused(message)


_HELP = {
    "": ("Rekent de haalbaarheid van een wooncoöperatie uit.", "Works out whether a housing cooperative is feasible."),
    "assess": ("wat een plan wordt: woonvergoeding, dekking, kas", "what a plan comes to: charge, cover, cash"),
    "household": ("huren, kopen en een coöperatie naast elkaar, voor één huishouden", "rent, buy and cooperative side by side, for one household"),
    "solve": ("zoekt de vergoeding, inbreng, grondprijs, canon, subsidie of het aantal woningen dat aan een voorwaarde voldoet",
              "seeks the charge, equity, land price, ground rent, subsidy or number of homes that meets a condition"),
    "risk": ("wat onzekerheid met de cijfers doet", "what uncertainty does to the figures"),
    "workbook": ("een rekenblad met levende formules", "a workbook with live formulas"),
    "financial_plan": ("het financieel plan voor de notaris: twee jaar, in de volgorde van de wet", "the financial plan for the notary: two years, in the order of the law"),
    "explain": ("waarom een cijfer is wat het is", "why a figure is what it is"),
    "parameters": ("cijfers van wet en praktijk, met hun bron", "figures of law and practice, with their source"),
    "example": ("een voorbeeld met uitleg, om zelf in te vullen", "an example with comments, to fill in"),
    "schema": ("JSON Schema van plan of resultaat", "JSON Schema of plan or result"),
    "reference": ("alle lijnen van het model, in woorden", "all lines of the model, in words"),
    "file": ("het bestand; - is de standaardinvoer", "the file; - is standard input"),
    "lang": ("taal van de antwoorden: nl of en", "language of the answers: nl or en"),
    "on": ("dag van de berekening, zoals 2026-11-23 (anders: vandaag)", "day of the calculation, such as 2026-11-23 (else: today)"),
    "json": ("geef gegevens in plaats van tekst", "give data instead of text"),
    "for": ("wat gezocht wordt: charge, equity, land_price, ground_rent, subsidy of homes", "what is sought: charge, equity, land_price, ground_rent, subsidy or homes"),
    "until": ("de voorwaarde, bijvoorbeeld 'min_dscr >= 1.10'", "the condition, for example 'min_dscr >= 1.10'"),
    "draws": ("aantal trekkingen", "number of draws"), "seed": ("startgetal: hetzelfde geeft hetzelfde antwoord", "seed: the same gives the same answer"),
    "output": ("het bestand dat geschreven wordt", "the file that is written"), "name": ("de naam van een lijn, kengetal of parameter", "the name of a line, figure or parameter"),
    "year": ("het jaar van het plan", "the year of the plan"), "element": ("welke lening, woning of soort, met nummer of naam", "which loan, home or class, by number or name"),
    "what": ("waarvan", "of what"),
}  # fmt: skip


_COMMANDS = (
    "assess",
    "household",
    "solve",
    "risk",
    "workbook",
    "financial_plan",
    "explain",
    "parameters",
    "example",
    "schema",
    "reference",
)
_PLANS = ("assess", "household", "solve", "risk", "workbook", "financial_plan", "explain")
_OPTIONS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], dict[str, Any]], ...] = (  # key of the help, commands, names, how
    ("file", _PLANS, ("file",), {}),
    ("lang", _COMMANDS, ("--lang",), {"choices": ("nl", "en"), "default": "nl"}),
    ("on", (*_PLANS, "parameters"), ("--on",), {}),
    ("json", ("assess", "household", "solve", "risk", "parameters"), ("--json",), {"action": "store_true"}),
    ("for", ("solve",), ("--for",), {"dest": "for_", "required": True}),
    ("until", ("solve",), ("--until",), {"required": True}),
    ("draws", ("risk",), ("--draws",), {"default": "4096"}),
    ("seed", ("risk",), ("--seed",), {"default": "1"}),
    ("output", ("workbook",), ("-o", "--output"), {"required": True}),
    ("name", ("explain",), ("name",), {}),
    ("name", ("parameters",), ("name",), {"nargs": "?", "default": ""}),
    ("year", ("explain",), ("--year",), {}),
    ("element", ("explain",), ("--element",), {}),
    ("what", ("example",), ("what",), {"nargs": "?", "choices": ("plan", "household"), "default": "plan"}),
    ("what", ("schema",), ("what",), {"nargs": "?", "choices": ("plan", "result"), "default": "plan"}),
)  # fmt: skip


def parser(language: str) -> argparse.ArgumentParser:
    """The parser of the whole command line, in a language."""
    said = {key: words[0 if language == "nl" else 1] for key, words in _HELP.items()}
    top = Parser(prog="python -m feasibility", description=said[""], allow_abbrev=False)
    commands = top.add_subparsers(dest="command", required=True, metavar="command")
    for name in _COMMANDS:
        one = commands.add_parser(name, help=said[name], description=said[name], allow_abbrev=False)
        for key, where, names, how in _OPTIONS:
            if name in where:
                one.add_argument(*names, help=said[key], **how)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Does what the arguments ask; gives the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = _language(given)
    try:
        return _answered(given, language)
    except BrokenPipeError:
        _no_more_output()
        return OK
    except KeyboardInterrupt:
        return 130
    except (RecursionError, MemoryError):
        return _refuse([_too_much()], language)
    except Exception as error:  # the last net: a person gets a sentence, and we a report
        return _refuse([_broken(error)], language, BROKEN)


def _answered(given: list[str], language: str) -> int:
    from feasibility import commands

    try:
        asked = parser(language).parse_args(given)
        checked = _checked(asked)
        text = getattr(commands, asked.command)(checked, language)
        if text:
            _write(text)
        return OK
    except Misused as error:
        return _refuse([_misused(str(error))], language)
    except PlanError as error:
        return _refuse(error.faults, language)
    except ParameterError as error:
        return _refuse([Fault("", error.message("en"), error.message("nl"))], language)
    except NoSolution as error:
        return _refuse([Fault("", error.en, error.nl)], language, NO_SOLUTION)
    except BrokenPipeError:
        raise
    except OSError as error:
        return _refuse([_no_output(error)], language)
    except SystemExit as stop:  # --help
        return int(stop.code or 0)


def _checked(asked: argparse.Namespace) -> argparse.Namespace:
    """The arguments as days and numbers, and the text of the file that they name. Raises PlanError with every fault."""
    faults: list[Fault] = []
    if getattr(asked, "on", None) is not None:
        asked.on = _day(asked.on, faults)
    elif asked.command in _PLANS:
        asked.on = datetime.now(UTC).astimezone().date()
    for name, low, high in (("draws", 1, MOST_DRAWS), ("seed", 0, 2**63 - 1), ("year", 1, 1000)):
        if isinstance(getattr(asked, name, None), str):
            setattr(asked, name, _whole(f"--{name}", getattr(asked, name), low, high, faults))
    if hasattr(asked, "file"):
        try:
            asked.text = read(asked.file)
        except PlanError as error:
            faults += error.faults
    if faults:
        raise PlanError(faults)
    return asked


def _day(text: str, faults: list[Fault]) -> date | None:
    try:
        day = date.fromisoformat(text) if len(text) == 10 else date.min
    except ValueError:
        day = date.min
    if fields.EARLIEST <= day <= fields.LATEST:
        return day
    said = fields.shown(text)[0]
    faults.append(
        Fault(
            "--on",
            f"{said} is not a day: write it as 2026-11-23.",
            f"{said} is geen dag: schrijf ze als 2026-11-23.",
        )
    )
    return None  # fmt: skip


def _whole(key: str, text: str, low: int, high: int, faults: list[Fault]) -> int:
    if text.isascii() and text.isdigit() and len(text) < 20 and low <= int(text) <= high:
        return int(text)
    said = fields.shown(text)[0]
    faults.append(
        Fault(
            key,
            f"{said} is not possible: give a whole number from {low} to {high}.",
            f"{said} kan niet: geef een geheel getal van {low} tot {high}.",
        )
    )
    return low


def _language(given: Sequence[str]) -> str:
    """The language that was asked, also when the rest of the arguments makes no sense."""
    for place, one in enumerate(given):
        if one == "--lang=en" or (one == "--lang" and list(given[place + 1 : place + 2]) == ["en"]):
            return "en"
    return "nl"


# — in and out


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _no_more_output() -> None:
    """Whoever read along has gone: Python would complain once more when it closes."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


def _refuse(faults: Sequence[Fault], language: str, code: int = FAULTY) -> int:
    try:
        for fault in faults:
            print(fault.words(language), file=sys.stderr)  # noqa: T201
        sys.stderr.flush()
    except OSError:
        pass
    return code


def _misused(message: str) -> Fault:
    """What the parser says, and in Dutch what it says most."""
    dutch = message
    for en, nl in (
        ("unrecognized arguments", "onbekende argumenten"), ("the following arguments are required", "deze argumenten ontbreken"),
        ("invalid choice", "onmogelijke keuze"), ("choose from", "kies uit"), ("expected one argument", "er hoort een waarde achter"),
        ("argument ", "argument "), ("ignored explicit argument", "hier hoort geen waarde"),
    ):  # fmt: skip
        dutch = dutch.replace(en, nl)
    return Fault("", f"{message[:500]}. See --help.", f"{dutch[:500]}. Zie --help.")


def _no_output(error: OSError) -> Fault:
    said = error.strerror or type(error).__name__
    return Fault(
        "", f"the answer cannot be written: {said}.", f"het antwoord kan niet geschreven worden: {said}."
    )


def _too_much() -> Fault:
    return Fault("", "this is too much for the memory of this machine: ask less.", "dit is te veel voor het geheugen van deze machine: vraag minder.")  # fmt: skip


def _broken(error: Exception) -> Fault:
    what = f"{type(error).__name__}: {str(error)[:200]}"
    return Fault(
        "",
        f"the program itself failed ({what}). Please report this, with your file.",
        f"het programma zelf faalde ({what}). Meld dit alstublieft, met uw bestand.",
    )
