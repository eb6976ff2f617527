"""Saboteurs of the way in: genesis, names, inputs, and what a token tells (TOK-1 to TOK-3, 22)."""

from __future__ import annotations

from hollowbeam_models.saboteur import Saboteur

_ACTIONS = "hollowbeam_contracts.u_token.actions"
_CONTRACT = "hollowbeam_contracts.u_token.contract"
_NOTICES = "hollowbeam_contracts.notices"

SABOTEURS = (
    Saboteur(
        "SAB-TOK-1a",
        "TOK-1",
        _CONTRACT,
        "    require(is_within_limit(state), Reason.BAD_PARAMETERS)\n",
        "",
        "the allocations may exceed every number",
        ("THM-TOK-16",),
    ),
    Saboteur(
        "SAB-TOK-1b",
        "TOK-1",
        _CONTRACT,
        "return ledger.receive(state, allocation.address, allocation.quantity)",
        "return replace(\n"
        "        state, balances=state.balances.set(allocation.address, allocation.quantity)\n"
        "    )",
        "a second allocation of an address replaces the first",
        ("THM-TOK-10", "THM-TOK-16"),
    ),
    Saboteur(
        "SAB-TOK-1c",
        "TOK-1",
        _CONTRACT,
        "issued=Nat(state.issued + allocation.quantity)",
        "issued=allocation.quantity",
        "only the last allocation is counted",
        ("THM-TOK-10", "THM-TOK-16"),
    ),
    Saboteur(
        "SAB-TOK-1d",
        "TOK-1",
        _CONTRACT,
        "    require(is_within_limit(state), Reason.BAD_PARAMETERS)\n",
        "    require(state.issued + 1 < 2**256, Reason.BAD_PARAMETERS)\n",
        "the largest number of units cannot be issued",
        ("THM-TOK-10",),
    ),
    Saboteur(
        "SAB-TOK-1e",
        "TOK-1",
        _CONTRACT,
        "        confirmations=confirmations,\n    )",
        "        confirmations=confirmations,\n        issued=Nat(1),\n    )",
        "a unit is counted that nobody holds",
        ("THM-TOK-15",),
    ),
    Saboteur(
        "SAB-TOK-2a",
        "TOK-2",
        _CONTRACT,
        "return dispatch(ACTIONS, name, data, state, call)",
        "return dispatch(ACTIONS, name.title(), data, state, call)",
        "the case of an action's name does not matter",
    ),
    Saboteur(
        "SAB-TOK-2b",
        "TOK-2",
        _CONTRACT,
        "return dispatch(ACTIONS, name, data, state, call)",
        "return dispatch(ACTIONS, name if name in ACTIONS else TRANSFER, data, state, call)",
        "an unknown action is a transfer",
    ),
    Saboteur(
        "SAB-TOK-2c",
        "TOK-2",
        _CONTRACT,
        "return dispatch(ACTIONS, name, data, state, call)",
        "return dispatch(ACTIONS, name, data, state, call) if name in ACTIONS else Step(state)",
        "an unknown action is accepted and does nothing",
    ),
    Saboteur(
        "SAB-TOK-3a",
        "TOK-3",
        _NOTICES,
        "    recipient: Address\n    kind: Kind\n    quantity: Nat\n    reference: Nat\n\n\n"
        "@dataclass(frozen=True, slots=True)\nclass CreditNotice",
        "    recipient: Address\n    kind: Kind\n    quantity: int\n    reference: Nat\n\n\n"
        "@dataclass(frozen=True, slots=True)\nclass CreditNotice",
        "a transfer may have a negative quantity",
    ),
    Saboteur(
        "SAB-TOK-3b",
        "TOK-3",
        _NOTICES,
        "    recipient: Address\n    kind: Kind\n    quantity: Nat\n    reference: Nat\n\n\n"
        "@dataclass(frozen=True, slots=True)\nclass CreditNotice",
        "    recipient: str\n    kind: Kind\n    quantity: Nat\n    reference: Nat\n\n\n"
        "@dataclass(frozen=True, slots=True)\nclass CreditNotice",
        "any text is an address to transfer to",
    ),
    Saboteur(
        "SAB-TOK-3c",
        "TOK-3",
        _ACTIONS,
        "    lock: LockId\n",
        "    lock: str\n",
        "any text is the id of a lock",
    ),
    Saboteur(
        "SAB-TOK-3d",
        "TOK-3",
        _ACTIONS,
        "    recipient: Address\n    quantity: Nat\n    reference: Nat\n",
        "    recipient: Address\n    quantity: int\n    reference: Nat\n",
        "a burn may have a negative quantity",
    ),
    Saboteur(
        "SAB-TOK-3e",
        "TOK-3",
        _CONTRACT,
        "return dispatch(ACTIONS, name, data, state, call)",
        "if name in ACTIONS and isinstance(data, dict):\n"
        "        known = ACTIONS[name][0].__dataclass_fields__\n"
        "        data = {key: data[key] for key in data if key in known}\n"
        "    return dispatch(ACTIONS, name, data, state, call)",
        "a field that the action does not have is ignored",
    ),
    Saboteur(
        "SAB-TOK-3f",
        "TOK-3",
        _CONTRACT,
        "return dispatch(ACTIONS, name, data, state, call)",
        'if isinstance(data, dict) and isinstance(data.get("quantity"), str):\n'
        '        data = {**data, "quantity": data["quantity"].partition(".")[0]}\n'
        "    return dispatch(ACTIONS, name, data, state, call)",
        "a fraction is rounded down",
    ),
    Saboteur(
        "SAB-TOK-22a",
        "TOK-22",
        _CONTRACT,
        "supply = Nat(state.issued + state.minted - state.released)",
        "supply = Nat(state.issued + state.minted)",
        "what was released is still told of",
        ("THM-TOK-24",),
    ),
    Saboteur(
        "SAB-TOK-22b",
        "TOK-22",
        _CONTRACT,
        "supply = Nat(state.issued + state.minted - state.released)",
        "supply = Nat(state.minted - state.released)",
        "what was issued is not told of",
        ("THM-TOK-24",),
    ),
)
