"""Methods of models in source text: the training methods of the table, with Keras 1's keywords and counts."""

from __future__ import annotations

import ast
from collections.abc import Collection

from keras_functional_notes.legacy.table import METHODS, MODEL, MODULES, NOTHING, Row
from keras_functional_notes.legacy.table.arguments import GONE_METRICS, KEPT_LOSSES, LOSS, METRIC, METRICS, todays_log
from keras_functional_notes.legacy.table.as_it_was import FORMULAS
from keras_functional_notes.legacy.table.fidelity import AS_IN_2016
from keras_functional_notes.legacy.table.meanings import ORDER, OWN_METRIC
from keras_functional_notes.legacy.table.models import ADD_WEIGHT, ALSO_OTHERS, for_each_output
from keras_functional_notes.legacy.table.optimizers import CHANGED
from keras_functional_notes.legacy.translating.calls import (
    Arguments,
    Expression,
    ask_about_open,
    known,
    pieces,
    read_arguments,
    respelt_on_page,
    write_call,
)
from keras_functional_notes.legacy.translating.kinds import Kind
from keras_functional_notes.legacy.translating.names import Reference
from keras_functional_notes.legacy.translating.page import Page
from keras_functional_notes.legacy.translating.source import Piece, given_to

__all__ = ["ask_about_logs", "ask_about_optimizer", "translate_method", "translate_subscript", "translate_weight"]

_METHODS = {row.name: row for row in METHODS}
_OPTIMIZER = (
    "An optimizer's name meant another learning rate in Keras 1: "
    + ", ".join(f"{name!r} {call.arguments['learning_rate']}" for name, call in CHANGED.items() if name.islower())
    + "; today all have 0.001.",
    "If it names Keras 1's, give the optimizer itself, such as keras.optimizers.Adadelta(learning_rate=1.0).",
)
_THIRD = (
    "The third position was `metrics` in Keras 1, and is `loss_weights` today.",
    "If these are metrics, write metrics=...; if they are numbers, loss_weights=....",
)

# What stands in the third position of today's add_weight.
_DTYPES = ("bool", "float16", "bfloat16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16")


def translate_method(page: Page, call: ast.Call) -> bool:
    """Write a call of a model's method for today; return whether its name was one of the table's methods."""
    func = call.func
    if not isinstance(func, ast.Attribute) or func.attr not in _METHODS:
        return False
    row = _METHODS[func.attr]
    kind = page.kinds.of(func.value)
    if row.name in ORDER.names and _may_have_several_outputs(page, kind):
        page.differs(call, (ORDER.what,))
    is_model = kind is not None and kind.what == "model"
    old = {argument.name for argument in row.arguments} - row.today_names
    loss_gone, optimizer_changed = _has_gone_loss(row, call), _has_changed_optimizer(page, row, call)
    third = _third(page, row, call)
    has_old = loss_gone or optimizer_changed or third == "metrics" or any(word.arg in old for word in call.keywords)
    if row.name == "compile":
        # No other library's method is called so.
        has_old = has_old or any(word.arg in ("loss", "metrics") for word in call.keywords)
        has_old = has_old or _gives(given_to(call, "loss", 1), METRICS)
    renamed = row.short != row.name
    if third == "open":
        page.ask(call, *_THIRD, unsure=True)
        if not is_model:
            page.ask(call, *_THIRD)
            return True
    if not is_model and (kind is not None or (not has_old and (not renamed or _is_a_modules(page, func.value)))):
        return True
    if not is_model and not has_old:
        _ask_whether_a_model(page, call, row)
        return True
    page.certain = page.certain or loss_gone or third == "metrics"
    if optimizer_changed:
        page.ask(call, *_OPTIMIZER, unsure=True)
    arguments = read_arguments(page, call)
    if arguments.open:
        if has_old or renamed:
            ask_about_open(page, call)
        return True
    if row.instead:
        page.certain = page.certain or is_model
        why = f"Today's models have {row.short} alone, and what this gave depends on the last layer."
        page.ask(call, why, f"Write {row.instead}.")
        return True
    _respell(page, call, row, arguments, kind if is_model else None)
    return True


def _has_gone_loss(row: Row, call: ast.Call) -> bool:
    """Whether a call names a loss or a metric that today's Keras has under another name alone, or not at all."""
    place = next((place for place, argument in enumerate(row.arguments) if argument.values is LOSS), None)
    if place is None:
        return False
    gone = LOSS.today.keys() - KEPT_LOSSES
    if AS_IN_2016.get() is not None:
        gone = gone | FORMULAS.keys()
    metrics = [argument.name for argument in row.arguments].index("metrics")
    return _gives(given_to(call, row.arguments[place].name, place), gone) or _gives(
        given_to(call, "metrics", metrics), {*LOSS.today, *GONE_METRICS}
    )


def _third(page: Page, row: Row, call: ast.Call) -> str:
    """Return what stands where Keras 1 had metrics and today's Keras has loss_weights: "metrics", "open" or nothing."""
    if row.trap is None or len(call.args) < row.trap[0] or any(isinstance(each, ast.Starred) for each in call.args):
        return ""
    value = known(page, Expression("", call.args[2]))
    if isinstance(value, (list, tuple, dict)):
        parts = value.values() if isinstance(value, dict) else value
        if any(isinstance(part, str) for part in parts):
            return "metrics"
        return "" if all(isinstance(part, (int, float)) for part in parts) else "open"
    return "" if value is None or _is_a_modules(page, call.func.value) else "open"  # type: ignore[attr-defined]  # a method, says the caller


def _has_changed_optimizer(page: Page, row: Row, call: ast.Call) -> bool:
    """Whether a call compiles with an optimizer's name that stands for another learning rate today."""
    if row.arguments[0].convert != "optimizer" or _is_a_modules(page, call.func.value):  # type: ignore[attr-defined]  # a method, says the caller
        return False
    given = known(page, Expression("", given_to(call, row.arguments[0].name)))
    return isinstance(given, str) and given in _changed_optimizers()


def _changed_optimizers() -> Collection[str]:
    """Return the names of optimizers that take other steps today; by default those with another learning rate."""
    return CHANGED if AS_IN_2016.get() is None else MODULES["keras.optimizers"].names


def ask_about_optimizer(page: Page, node: ast.Constant) -> None:
    """Say what an optimizer's name means today where it is not written in the call that uses it."""
    parent, *around = page.references.scopes.ancestors(node)
    is_key = isinstance(parent, ast.Dict) and node in parent.keys
    if is_key or isinstance(parent, (ast.Compare, ast.Expr)):
        return
    if isinstance(parent, ast.Assign) and isinstance(around[0], ast.Module):
        # A constant of the text, which is read where it is used.
        return
    call = around[0] if isinstance(parent, ast.keyword) else parent
    if not (isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in ("compile", "get")):
        page.ask(node, *_OPTIMIZER)


def _gives(node: ast.expr | None, texts: Collection[str]) -> bool:
    """Whether a text is given, alone or in a list or dict."""
    if isinstance(node, (ast.List, ast.Tuple)):
        return any(_gives(part, texts) for part in node.elts)
    if isinstance(node, ast.Dict):
        return any(_gives(part, texts) for part in node.values)
    return isinstance(node, ast.Constant) and node.value in texts


def translate_weight(page: Page, call: ast.Call) -> bool:
    """Write ``self.add_weight(shape, "uniform", "W")`` for today; return whether it was a call of this name."""
    func = call.func
    if not isinstance(func, ast.Attribute) or func.attr != ADD_WEIGHT.name:
        return False
    arguments = read_arguments(page, call)
    third = NOTHING if len(arguments.args) < 3 else known(page, arguments.args[2])
    if len(call.args) < 3 or third is None or third in _DTYPES:
        return True
    if arguments.open or not isinstance(third, str):
        for unsure in (False, True):
            page.ask(
                call,
                "The third position was the weight's name in Keras 1, and is its dtype today.",
                f"If it is the name, write {page.text_of(func)}(shape, initializer, name=...).",
                unsure=unsure,
            )
        return True
    page.certain = True
    _respell(page, call, ADD_WEIGHT, arguments, None)
    return True


def _respell(page: Page, call: ast.Call, row: Row, arguments: Arguments, kind: Kind | None) -> None:
    func = call.func
    assert isinstance(func, ast.Attribute)  # translate_method has looked
    # What a method's names come from, nothing of the text tells.
    nowhere = Reference(func, row.name, "keras", None, (), False, "keras")
    done = respelt_on_page(page, call, row, arguments, nowhere)
    if done is None:
        return
    new = pieces(row, done.respelt, arguments)
    if row.short != row.name:
        page.certain = True
        steps = _steps(page, call, row, arguments)
        if steps is None:
            return
        new = sorted([*new, *steps], key=lambda piece: piece.slots or (len(arguments.parts.starts),))
    new, changed = _per_output(page, call, row, new, arguments, kind)
    page.differs(call, done.differences)
    if not (changed or done.respelt.changed or row.short != row.name):
        return
    head = page.edited(page.source.start(call), page.source.end(func))
    write_call(page, call, head[: -len(row.name)] + row.short, arguments, new, done.trap)


# Counts of samples, which are counts of batches today


def _steps(page: Page, call: ast.Call, row: Row, arguments: Arguments) -> list[Piece] | None:
    """Return the counts of batches that a call gets, or None where the text does not tell the size of a batch."""
    given = row.given(arguments.args, arguments.kwargs)
    found = []
    for count, generator, steps in row.counts:
        if count not in given:
            continue
        size = _batch_size(page, given[generator].node) if generator in given else None
        if size is None:
            page.ask(
                call,
                f"`{count}` counts samples, today's steps count batches, and the text does not tell how many samples "
                "the generator gives at a time.",
                f"Write model.{row.short}(generator, {steps}=samples // batch_size, ...).",
            )
            return None
        value = known(page, given[count])
        if type(value) is int and isinstance(size, ast.Constant) and type(size.value) is int:
            text = str(-(-value // size.value))
        else:
            text = f"-(-{_tight(given[count].node, given[count].text)} // {_tight(size, page.text_of(size))})"
        found.append(Piece(f"{steps}={text}", given[count].slots))
    return found


def _batch_size(page: Page, node: ast.expr | None) -> ast.expr | None:
    """Return the expression that tells how many samples a generator gives at a time, if its making says so."""
    if isinstance(node, ast.Name):
        bindings = page.references.bindings_of(node)
        node = bindings[0].value if len(bindings) == 1 else None
    if not isinstance(node, ast.Call):
        return None
    return next((keyword.value for keyword in node.keywords if keyword.arg == "batch_size"), None)


def _tight(node: ast.expr | None, text: str) -> str:
    return text if isinstance(node, (ast.Name, ast.Attribute, ast.Call, ast.Constant, ast.Subscript)) else f"({text})"


# Several outputs


def _per_output(
    page: Page, call: ast.Call, row: Row, new: list[Piece], arguments: Arguments, kind: Kind | None
) -> tuple[list[Piece], bool]:
    """Give each output of a model its own loss and metrics, as today's Keras wants them."""
    names = {argument.name for argument in row.arguments}
    if not {"loss", "metrics"} <= names:
        return new, False
    outputs = 1 if kind is None else _outputs(kind)
    given = row.given(arguments.args, arguments.kwargs)
    changed = False
    for name in ("loss", "metrics"):
        expression = given.get(name)
        if expression is None:
            continue
        place = next(place for place, piece in enumerate(new) if piece.slots == expression.slots)
        prefix = f"{name}=" if new[place].text.startswith(f"{name}=") else ""
        text = new[place].text.removeprefix(prefix)
        written = (_metrics if name == "metrics" else _losses)(page, expression.node, text)
        value = known(page, expression)
        if outputs > 1 and value is not NOTHING and for_each_output(name, value):
            written = f"[{', '.join([written] * outputs)}]"
        if written != text:
            new[place] = Piece(prefix + written, new[place].slots)
            changed = True
    return new, changed


def _outputs(kind: Kind) -> int:
    """Return how many outputs the text says that a model has."""
    return _outputs_of(kind.made) if kind.row is MODEL else 1


def _outputs_of(made: ast.Call) -> int:
    given = MODEL.given(made.args, {str(keyword.arg): keyword.value for keyword in made.keywords})
    output = MODEL.arguments[1]
    node = given.get(output.name) or given.get(str(output.new))
    return len(node.elts) if isinstance(node, (ast.List, ast.Tuple)) else 1


def _may_have_several_outputs(page: Page, kind: Kind | None) -> bool:
    """Whether a model has several outputs, or it is not known which one it is, and one of the text has."""
    if kind is not None:
        return _outputs(kind) > 1
    several = [page.references.of(call.func) for call in page.calls if _outputs_of(call) > 1]
    return any(reference is not None and reference.row is MODEL for reference in several)


# What training logs


def _metrics(page: Page, node: ast.expr | None, text: str) -> str:
    """Write metrics by today's names, so that their logs have today's names too."""
    if not isinstance(node, (ast.List, ast.Tuple)):
        return text
    for part in node.elts:
        if isinstance(part, ast.Constant) and part.value in GONE_METRICS:
            page.ask(part, f"Today's Keras has no metric of this name: {GONE_METRICS[str(part.value)]}.", "Write that.")
        elif callable(known(page, Expression("", part))):
            page.differs(part, (OWN_METRIC.what,))
        elif isinstance(part, ast.Constant) and part.value in METRICS:
            old = page.source.of(part)
            text = text.replace(old, page.quoted(METRICS[str(part.value)], old))
    return text


def _losses(page: Page, node: ast.expr | None, text: str) -> str:
    """Write losses by their long names where the model may be saved and opened again: as HDF5, "mse" does not open."""
    if node is None or not ("load_model" in page.source.text or "ModelCheckpoint" in page.source.text):
        return text
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and part.value in METRICS and part.value not in LOSS.today:
            old = page.source.of(part)
            text = text.replace(old, page.quoted(METRICS[str(part.value)], old))
    return text


def translate_subscript(page: Page, node: ast.Subscript) -> None:
    """Write what is read from a history by the name that is logged today."""
    key = node.slice
    if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
        return
    today = todays_log(key.value)
    if today is None:
        return
    if isinstance(node.value, ast.Attribute) and node.value.attr == "history":
        page.change(key, page.quoted(today, page.source.of(key)))
    elif key.value in METRIC.today:
        page.ask(node, METRIC.differs[key.value], f"If these are a training's logs, write {METRIC.today[key.value]!r}.")


def ask_about_logs(page: Page, call: ast.Call) -> None:
    """Say that ``logs.get("acc")`` may find nothing today."""
    func = call.func
    if isinstance(func, ast.Attribute) and func.attr == "get" and call.args and isinstance(call.args[0], ast.Constant):
        key = call.args[0].value
        if isinstance(key, str) and key in METRIC.today:
            page.ask(call, METRIC.differs[key], f"If these are a training's logs, write {METRIC.today[key]!r}.")


def _ask_whether_a_model(page: Page, call: ast.Call, row: Row) -> None:
    ask = page.ask if row.name in ALSO_OTHERS else page.ask_always
    ask(
        call,
        f"Whether this is a Keras model is not known from the text; if it is, `{row.name}` is `{row.short}` today.",
        "If it is a model, write it by hand.",
    )


def _is_a_modules(page: Page, node: ast.expr) -> bool:
    """Whether something is an imported module or class, and so no model."""
    return isinstance(node, ast.Name) and any(binding.path for binding in page.references.bindings_of(node))
