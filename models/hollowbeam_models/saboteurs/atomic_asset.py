"""Saboteurs of room atomic_asset: each breaks one clause of AST-1 to AST-14, of the asset alone.

The rules of the ledger are those of a token, and the saboteurs of room u_token break them. Here an
asset departs from them by itself.
"""

from __future__ import annotations

from hollowbeam_models.saboteur import Saboteur

_CONTRACT = "hollowbeam_contracts.atomic_asset.contract"
_UNITS = "hollowbeam_contracts.atomic_asset.units"

_DISPATCH = "return dispatch(ACTIONS, name, data, state, call)"
_TRANSFER = "    return ledger.transfer(state, call, action)\n"
_TAKE_BACK = "    return ledger.take_back(state, call, notice)\n"

SABOTEURS = (
    Saboteur(
        "SAB-AST-1a",
        "AST-1",
        _UNITS,
        "    require(state.units > 0, Reason.BAD_PARAMETERS)\n",
        "",
        "an asset may have no units",
        ("THM-AST-4",),
    ),
    Saboteur(
        "SAB-AST-1b",
        "AST-1",
        _UNITS,
        "return ledger.receive(state, holder, state.units)",
        "return ledger.receive(state, holder, ledger.Nat(1))",
        "the first holder has one unit, however many there are",
        ("THM-AST-4",),
    ),
    Saboteur(
        "SAB-AST-2a",
        "AST-2",
        _CONTRACT,
        "require(1 <= len(start.title) <= MOST_TITLE,",
        "require(len(start.title) <= MOST_TITLE,",
        "an asset need have no title",
    ),
    Saboteur(
        "SAB-AST-2b",
        "AST-2",
        _CONTRACT,
        "require(1 <= len(start.title) <= MOST_TITLE,",
        "require(1 <= len(start.title.encode()) <= MOST_TITLE,",
        "the length of a title is counted in bytes",
    ),
    Saboteur(
        "SAB-AST-2c",
        "AST-2",
        _CONTRACT,
        '    require(all(start.topics), Reason.BAD_PARAMETERS, "topics")\n',
        "",
        "a topic may be empty",
    ),
    Saboteur(
        "SAB-AST-2d",
        "AST-2",
        _CONTRACT,
        "enumerate(start.topics, start=1)",
        "enumerate(sorted(start.topics), start=1)",
        "topics lose their order",
    ),
    Saboteur(
        "SAB-AST-2e",
        "AST-2",
        _CONTRACT,
        "        title=start.title,\n",
        "        title=start.title.strip(),\n",
        "a title is tidied up",
    ),
    Saboteur(
        "SAB-AST-3a",
        "AST-3",
        _CONTRACT,
        _DISPATCH,
        "return dispatch(ACTIONS, name.title(), data, state, call)",
        "the case of an action's name does not matter",
    ),
    Saboteur(
        "SAB-AST-3b",
        "AST-3",
        _CONTRACT,
        _DISPATCH,
        "return dispatch(ACTIONS, name, data, state, call) if name in ACTIONS else Step(state)",
        "an unknown action is accepted and does nothing",
    ),
    Saboteur(
        "SAB-AST-3c",
        "AST-3",
        _CONTRACT,
        "    BOUNCE: (Bounce, bounce),\n",
        "    BOUNCE: (Bounce, bounce),\n"
        '    "Mint": (Transfer, lambda state, call, action: Step('
        "ledger.receive(state, action.recipient, action.quantity))),\n",
        "anybody mints",
    ),
    Saboteur(
        "SAB-AST-4a",
        "AST-4",
        _CONTRACT,
        _DISPATCH,
        'if isinstance(data, dict) and isinstance(data.get("quantity"), str):\n'
        '        data = {**data, "quantity": data["quantity"].partition(".")[0]}\n'
        "    return dispatch(ACTIONS, name, data, state, call)",
        "a fraction is rounded down",
    ),
    Saboteur(
        "SAB-AST-4b",
        "AST-4",
        _CONTRACT,
        _DISPATCH,
        'if isinstance(data, dict) and isinstance(data.get("quantity"), str):\n'
        '        data = {**data, "quantity": data["quantity"].removeprefix("-")}\n'
        "    return dispatch(ACTIONS, name, data, state, call)",
        "the sign of a quantity is ignored",
    ),
    Saboteur(
        "SAB-AST-4c",
        "AST-4",
        _CONTRACT,
        _DISPATCH,
        "if name in ACTIONS and isinstance(data, dict):\n"
        "        known = ACTIONS[name][0].__dataclass_fields__\n"
        "        data = {key: data[key] for key in data if key in known}\n"
        "    return dispatch(ACTIONS, name, data, state, call)",
        "a field that the action does not have is ignored",
    ),
    Saboteur(
        "SAB-AST-5a",
        "AST-5",
        _UNITS,
        _TRANSFER,
        "    if action.quantity == 0:\n        return Step(state)\n" + _TRANSFER,
        "a transfer of nothing is accepted",
        ("THM-AST-7",),
    ),
    Saboteur(
        "SAB-AST-5b",
        "AST-5",
        _UNITS,
        _TRANSFER,
        "    require(action.quantity > 1, Reason.ZERO_AMOUNT)\n" + _TRANSFER,
        "a single unit cannot be given",
        ("THM-AST-12",),
    ),
    Saboteur(
        "SAB-AST-6a",
        "AST-6",
        _UNITS,
        _TRANSFER,
        "    step = ledger.transfer(state, call, action)\n"
        "    left = step.state.balances.get(call.caller)\n"
        "    require(left > 0, Reason.INSUFFICIENT_BALANCE)\n"
        "    return step\n",
        "nobody gives all",
        ("THM-AST-12",),
    ),
    Saboteur(
        "SAB-AST-6b",
        "AST-6",
        _UNITS,
        _TRANSFER,
        "    if action.quantity > state.balances.get(call.caller):\n"
        "        return Step(ledger.receive(state, action.recipient, action.quantity))\n"
        + _TRANSFER,
        "who gives more than there is gives what there is not",
        ("THM-AST-1", "THM-AST-7", "THM-AST-9"),
    ),
    Saboteur(
        "SAB-AST-7a",
        "AST-7",
        _UNITS,
        _TRANSFER,
        "    step = ledger.transfer(state, call, action)\n"
        "    kept = state.balances.get(action.recipient)\n"
        "    after = ledger.replace(\n"
        "        step.state, balances=step.state.balances.set(action.recipient, kept)\n"
        "    )\n"
        "    return Step(after, step.effects)\n",
        "the recipient receives nothing",
        ("THM-AST-1", "THM-AST-6", "THM-AST-9"),
    ),
    Saboteur(
        "SAB-AST-7b",
        "AST-7",
        _UNITS,
        _TRANSFER,
        "    step = ledger.transfer(state, call, action)\n"
        "    if action.recipient != call.caller:\n"
        "        return step\n"
        "    return Step(ledger.receive(step.state, call.caller, action.quantity), step.effects)\n",
        "a transfer to oneself makes units",
        ("THM-AST-1", "THM-AST-2", "THM-AST-6", "THM-AST-9"),
    ),
    Saboteur(
        "SAB-AST-7c",
        "AST-7",
        _UNITS,
        _TRANSFER,
        "    step = ledger.transfer(state, call, action)\n"
        "    after = ledger.replace(\n"
        "        step.state,\n"
        "        balances=step.state.balances.set(\n"
        "            action.recipient, action.quantity\n"
        "        ),\n"
        "    )\n"
        "    return Step(after, step.effects)\n",
        "what the recipient had is lost",
        ("THM-AST-1", "THM-AST-6", "THM-AST-8", "THM-AST-9"),
    ),
    Saboteur(
        "SAB-AST-8a",
        "AST-8",
        _UNITS,
        _TRANSFER,
        "    step = ledger.transfer(state, call, action)\n"
        "    return Step(step.state, step.effects[1:])\n",
        "whoever asked is not told",
        ("THM-AST-1",),
    ),
    Saboteur(
        "SAB-AST-8b",
        "AST-8",
        _UNITS,
        _TRANSFER,
        "    step = ledger.transfer(state, call, action)\n"
        "    credit = CreditNotice(call.caller, call.kind, action.quantity, action.reference)\n"
        "    told = ledger.credit_notice(action.recipient, action.kind, credit)\n"
        "    return Step(step.state, (step.effects[0], told))\n",
        "a transfer to oneself is told as a credit too",
        ("THM-AST-1", "THM-AST-2", "THM-AST-6"),
    ),
    Saboteur(
        "SAB-AST-9a",
        "AST-9",
        _UNITS,
        _TRANSFER,
        "    step = ledger.transfer(state, call, action)\n"
        "    return Step(step.state, step.effects[:1])\n",
        "the new holder is not told",
        ("THM-AST-1", "THM-AST-6"),
    ),
    Saboteur(
        "SAB-AST-9b",
        "AST-9",
        _UNITS,
        _TRANSFER,
        "    step = ledger.transfer(state, call, action)\n"
        "    return Step(step.state, step.effects[::-1])\n",
        "the new holder is told first",
        ("THM-AST-1",),
    ),
    Saboteur(
        "SAB-AST-10a",
        "AST-10",
        _UNITS,
        _TAKE_BACK,
        "    ledger.spend(state, call.caller, notice.quantity)\n" + _TAKE_BACK,
        "a bounce of more than is left errs, and is parked for ever",
        ("THM-AST-3",),
    ),
    Saboteur(
        "SAB-AST-10b",
        "AST-10",
        _UNITS,
        _TAKE_BACK,
        "    step = ledger.take_back(state, call, notice)\n"
        "    return Step(ledger.replace(step.state, balances=state.balances))\n",
        "a bounce moves nothing back",
        ("THM-AST-3", "THM-AST-10", "THM-AST-11"),
    ),
    Saboteur(
        "SAB-AST-10c",
        "AST-10",
        _UNITS,
        _TAKE_BACK,
        "    step = ledger.take_back(state, call, notice)\n"
        "    kept = state.balances.get(call.caller)\n"
        "    return Step(ledger.replace(\n"
        "        step.state, balances=step.state.balances.set(call.caller, kept)\n"
        "    ))\n",
        "the receiver keeps what bounces",
        ("THM-AST-3", "THM-AST-9", "THM-AST-11"),
    ),
    Saboteur(
        "SAB-AST-11a",
        "AST-11",
        _UNITS,
        _TAKE_BACK,
        "    step = ledger.take_back(state, call, notice)\n"
        "    return Step(ledger.replace(step.state, claims=state.claims))\n",
        "what could not be moved back is forgotten",
        ("THM-AST-3",),
    ),
    Saboteur(
        "SAB-AST-11b",
        "AST-11",
        _UNITS,
        _TAKE_BACK,
        "    key = (notice.sender, call.caller)\n"
        "    fresh = ledger.replace(\n"
        "        state, claims=state.claims.set(key, ledger.Nat(0))\n"
        "    )\n"
        "    return ledger.take_back(fresh, call, notice)\n",
        "a later bounce pays off what was owed before",
        ("THM-AST-3", "THM-AST-10"),
    ),
    Saboteur(
        "SAB-AST-12a",
        "AST-12",
        _UNITS,
        _TAKE_BACK,
        "    return ledger.take_back(\n"
        "        state, ledger.replace(call, kind=ledger.Kind.PROCESS), notice\n"
        "    )\n",
        "a wallet bounces what was never relayed to it",
        ("THM-AST-3", "THM-AST-10", "THM-AST-11"),
    ),
    Saboteur(
        "SAB-AST-12b",
        "AST-12",
        _CONTRACT,
        "return ledger.bounce(state, call, action, take_back)",
        "from hollowbeam.kernel.records import from_json\n\n"
        "    notice = from_json(ledger.CreditNotice, action.input)\n"
        "    return take_back(state, call, notice)",
        "a bounce of anything but a credit errs, and is parked for ever",
    ),
    Saboteur(
        "SAB-AST-13a",
        "AST-13",
        _CONTRACT,
        "state.topics.get(Nat(number + 1)) for number",
        "state.topics.get(Nat(state.topic_count - number)) for number",
        "topics are told from the last to the first",
    ),
    Saboteur(
        "SAB-AST-13b",
        "AST-13",
        _CONTRACT,
        "state.title, state.type, topics, state.description, state.content, state.units",
        'state.title, state.type, topics, "", state.content, state.units',
        "the description is not told",
    ),
    Saboteur(
        "SAB-AST-14a",
        "AST-14",
        _UNITS,
        _TRANSFER,
        "    step = ledger.transfer(state, call, action)\n"
        '    return Step(ledger.replace(step.state, title=""), step.effects)\n',
        "an asset that changes hands loses its title",
        ("THM-AST-5",),
    ),
    Saboteur(
        "SAB-AST-14b",
        "AST-14",
        _UNITS,
        _TAKE_BACK,
        "    step = ledger.take_back(state, call, notice)\n"
        "    return Step(ledger.replace(step.state, topic_count=ledger.Nat(0)))\n",
        "an asset that bounces loses its topics",
        ("THM-AST-5",),
    ),
)
