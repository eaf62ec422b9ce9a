"""In which order lines are worked out, and how long.

A month line may say with which phase it comes to rest. The month in which a phase ends is not written down anywhere: it follows from the formulas
of its lines, from the months at which their tests turn and their ramps end, so it cannot be forgotten when one changes.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

from feasibility.formula import Line, ModelError, Reference, call_word

PHASES = ("build", "loan")  # a later one lasts at least as long as an earlier one


Looks = Mapping[str, Sequence[Reference]]  # for each line what its formula looks at


def together(lines: Sequence[Line], looks: Looks, key: Callable[[Line], Hashable]) -> list[Line]:
    """These lines of one clock in an order in which each comes after what it looks at, with those of one key together as far as can be."""
    mine = {line.name for line in lines}
    waiting = {
        name: {ref.name for ref in looks[name] if ref.through != "prev"} & mine - {name} for name in mine
    }
    order: list[Line] = []
    while len(order) < len(lines):
        ready = [line for line in lines if line.name in waiting and not waiting[line.name]]
        keys = [key(line) for line in ready]
        goes_on = bool(order) and key(order[-1]) in keys
        line = ready[keys.index(key(order[-1]) if goes_on else max(keys, key=keys.count))]
        order.append(line)
        del waiting[line.name]
        for needed in waiting.values():
            needed.discard(line.name)
    return order


def rests(lines: Sequence[Line], looks: Looks, work: Sequence[Line], kept: frozenset[str]) -> dict[str, str]:
    """Which of the month lines come to rest, each with its phase: those that say so, and those that only such lines look at.

    `work` are the lines that a kernel works out, `kept` those that it keeps. A group rests only when all that goes into it does, and so does what
    looks at it.
    """
    phases: dict[str, str] = {line.name: line.phase for line in lines if line.phase}
    if odd := set(phases.values()) - set(PHASES):
        raise ModelError(f"there is no phase {min(odd)}: choose from {', '.join(PHASES)}")
    moving = {line.into for line in lines if line.into in phases and _later(line.phase, phases[line.into])}
    while more := {name for name in phases.keys() - moving if any(ref.name in moving for ref in looks[name])}:
        moving |= more
    found = {name: phase for name, phase in phases.items() if name not in moving}
    users: dict[str, set[str]] = {line.name: set() for line in lines}
    for line in work:
        for ref in looks[line.name]:
            if ref.name in users and ref.name != line.name:
                users[ref.name].add(line.name)
    free = [line.name for line in lines if not line.phase and line.name not in kept and users[line.name]]
    while more := {name for name in free if name not in found and users[name] <= found.keys()}:
        found |= {name: max((found[user] for user in users[name]), key=PHASES.index) for name in more}
    return found


def _later(phase: str, than: str) -> bool:
    return not phase or PHASES.index(phase) > PHASES.index(than)


def closing(months: Sequence[Line], looks: Looks, work: Sequence[Line]) -> frozenset[str]:
    """Those of these month lines of which only the value at the end of a year is looked at: they need not be worked out in the other months."""
    monthly = {ref.name for line in months for ref in looks[line.name]}
    later = [ref for line in work if line.clock != "month" for ref in looks[line.name]]
    monthly |= {ref.name for ref in later if ref.through != "year_end"}
    return frozenset(line.name for line in months) - monthly


def looks_at_clock(node: ast.AST) -> bool:
    """Whether `t` stands in it."""
    return any(isinstance(part, ast.Name) and part.id == "t" for part in ast.walk(node))


def at(node: ast.expr, moment: float) -> ast.expr:
    """The expression with this number in the place of `t`."""

    class AtMoment(ast.NodeTransformer):
        def visit_Name(self, name: ast.Name) -> ast.expr:
            return ast.Constant(moment) if name.id == "t" else name

    moved = AtMoment().visit(ast.parse(ast.unparse(node), mode="eval").body)
    assert isinstance(moved, ast.expr)
    return moved


def moments(tree: ast.expr) -> list[ast.expr]:
    """Differences that are nought in the months after which the formula no longer looks at the clock: one for each test and each end of a ramp.

    Raises ModelError when `t` stands outside a comparison and outside `min` and `max`: then there are none.
    """
    return list(_moments(tree, ()))


def _moments(node: ast.expr, bounds: Sequence[ast.expr]) -> Iterator[ast.expr]:
    if not looks_at_clock(node):
        return
    if isinstance(node, ast.Compare):
        yield _straight(difference(node))
    elif call_word(node) in {"min", "max"}:
        assert isinstance(node, ast.Call)
        held = [*bounds, *(part for part in node.args if not looks_at_clock(part))]
        for part in node.args:
            yield from _moments(part, held)
    elif bounds:
        for bound in bounds:
            yield _straight(ast.BinOp(node, ast.Sub(), bound))
    elif isinstance(node, ast.Name):
        raise ModelError("t stands outside a comparison and outside min and max, so it never rests")
    else:
        for inner in node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node):
            if isinstance(inner, ast.expr):
                yield from _moments(inner, ())


def difference(test: ast.Compare) -> ast.expr:
    """The left side less the right."""
    return ast.BinOp(test.left, ast.Sub(), test.comparators[0])


def _straight(node: ast.expr) -> ast.expr:
    if _degree(node) != 1:
        raise ModelError(
            f"{ast.unparse(node)} does not go straight with t, so it cannot be told when it rests"
        )
    return node


def _degree(node: ast.AST) -> int:
    """0 without `t`, 1 when it goes straight with it, more when it bends."""
    if not looks_at_clock(node):
        return 0
    if isinstance(node, ast.Name):
        return 1
    if isinstance(node, ast.UnaryOp):
        return _degree(node.operand)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        return max(_degree(node.left), _degree(node.right))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return _degree(node.left) + _degree(node.right)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not looks_at_clock(node.right):
        return _degree(node.left)
    return 2


def rise(node: ast.AST) -> int:
    """How much it rises from one period to the next, when that is 1 or −1; 0 when it is anything else."""
    if isinstance(node, ast.Name):
        return int(node.id == "t")
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        sides = rise(node.left), rise(node.right)
        known = all(
            side or not looks_at_clock(part)
            for side, part in zip(sides, (node.left, node.right), strict=True)
        )
        steps = sides[0] + (sides[1] if isinstance(node.op, ast.Add) else -sides[1])
        return steps if known and abs(steps) == 1 else 0
    return 0
