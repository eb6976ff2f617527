"""Saboteurs of the way in: genesis, names, inputs, anchors and epochs (STK-1 to STK-5)."""

from __future__ import annotations

from hollowbeam_models.saboteur import Saboteur

_ACTIONS = "hollowbeam_contracts.staking.actions"
_CONTRACT = "hollowbeam_contracts.staking.contract"
_ENCODING = "hollowbeam.kernel.encoding"
_INVARIANTS = "hollowbeam_contracts.staking.invariants"
_RECORDS = "hollowbeam.kernel.records"
_WEIGHTS = "hollowbeam_contracts.staking.weights"

SABOTEURS = (
    Saboteur(
        "SAB-STK-1a",
        "STK-1",
        _INVARIANTS,
        "(parameters.epoch_length >= 1)",
        "(parameters.epoch_length >= 0)",
        "an epoch may have no blocks",
        (
            "THM-STK-7",
            "THM-STK-60",
        ),
    ),
    Saboteur(
        "SAB-STK-1b",
        "STK-1",
        _INVARIANTS,
        "return (rate >= 1) & (rate <= BASIS_POINTS)",
        "return rate <= BASIS_POINTS",
        "a fault may be free",
        ("THM-STK-12",),
    ),
    Saboteur(
        "SAB-STK-1c",
        "STK-1",
        _INVARIANTS,
        "return (rate >= 1) & (rate <= BASIS_POINTS)",
        "return rate >= 1",
        "a fault may cost more than all",
        ("THM-STK-10",),
    ),
    Saboteur(
        "SAB-STK-1d",
        "STK-1",
        _INVARIANTS,
        "(2 * parameters.reward_rate <= BASIS_POINTS)",
        "(parameters.reward_rate <= BASIS_POINTS)",
        "a reward may be the whole penalty",
        ("THM-STK-16",),
    ),
    Saboteur(
        "SAB-STK-1e",
        "STK-1",
        _INVARIANTS,
        "(parameters.minimum_relayer >= 1)",
        "(parameters.minimum_relayer >= 0)",
        "a relayer may need no stake",
        ("THM-STK-7",),
    ),
    Saboteur(
        "SAB-STK-1f",
        "STK-1",
        _CONTRACT,
        "    require(is_within_cap(state), Reason.BAD_PARAMETERS)\n",
        "",
        "the genesis may exceed the cap",
        (
            "THM-STK-5",
            "THM-STK-61",
        ),
    ),
    Saboteur(
        "SAB-STK-1g",
        "STK-1",
        _CONTRACT,
        "return credit(state, allocation.address, allocation.amount)",
        "return replace(\n"
        "        state, liquid=state.liquid.set(allocation.address, allocation.amount)\n"
        "    )",
        "a second allocation of an address replaces the first",
        (
            "THM-STK-5",
            "THM-STK-61",
        ),
    ),
    Saboteur(
        "SAB-STK-1h",
        "STK-1",
        _INVARIANTS,
        "return state.issued + state.minted <= state.parameters.cap",
        "return state.issued + state.minted < state.parameters.cap",
        "the genesis may not reach the cap",
        (
            "THM-STK-8",
            "THM-STK-60",
        ),
    ),
    Saboteur(
        "SAB-STK-2a",
        "STK-2",
        _CONTRACT,
        "    if name not in ACTIONS:\n",
        "    name = name.title()\n    if name not in ACTIONS:\n",
        "the case of an action's name does not matter",
    ),
    Saboteur(
        "SAB-STK-2b",
        "STK-2",
        _CONTRACT,
        "    if name not in ACTIONS:\n"
        '        raise Rejection(Reason.UNKNOWN_ACTION, f"no action {name!r}")\n'
        "    record, transition = ACTIONS[name]\n",
        '    record, transition = ACTIONS.get(name, ACTIONS["Transfer"])\n',
        "an unknown action is a transfer",
    ),
    Saboteur(
        "SAB-STK-3a",
        "STK-3",
        _ACTIONS,
        "    recipient: Address\n    amount: Nat\n",
        "    recipient: Address\n    amount: int\n",
        "a transfer may have a negative amount",
    ),
    Saboteur(
        "SAB-STK-3b",
        "STK-3",
        _ACTIONS,
        "    recipient: Address\n",
        "    recipient: str\n",
        "any text is an address to transfer to",
    ),
    Saboteur(
        "SAB-STK-3c",
        "STK-3",
        _ACTIONS,
        "    upheld: bool\n",
        "    upheld: str\n",
        "a verdict is read as text",
    ),
    Saboteur(
        "SAB-STK-3d",
        "STK-3",
        _RECORDS,
        "if json.keys() != readers.keys():",
        "if not json.keys() >= readers.keys():",
        "fields that an action does not have are ignored",
    ),
    Saboteur(
        "SAB-STK-3e",
        "STK-3",
        _ENCODING,
        're.compile(r"0|-?[1-9][0-9]{0,77}")',
        're.compile(r"-?[0-9]{1,78}")',
        "a number may have leading zeros",
    ),
    Saboteur(
        "SAB-STK-3f",
        "STK-3",
        _ENCODING,
        "if not -NAT_LIMIT < number < NAT_LIMIT:",
        "if not -NAT_LIMIT < number <= NAT_LIMIT:",
        "2**256 is a number too",
    ),
    Saboteur(
        "SAB-STK-3g",
        "STK-3",
        _RECORDS,
        "if len(text) != ID_LENGTH or len(base64url_decode(text)) != ID_SIZE:",
        "if len(text) != ID_LENGTH:",
        "any 43 characters are an id",
    ),
    Saboteur(
        "SAB-STK-4a",
        "STK-4",
        _WEIGHTS,
        "    require(call.anchor >= state.anchor, Reason.STALE_ANCHOR)\n",
        "",
        "the anchor may go back",
        ("THM-STK-6",),
    ),
    Saboteur(
        "SAB-STK-4b",
        "STK-4",
        _WEIGHTS,
        "require(call.anchor >= state.anchor,",
        "require(call.anchor > state.anchor,",
        "two actions at one height are refused",
        ("THM-STK-50",),
    ),
    Saboteur(
        "SAB-STK-4c",
        "STK-4",
        _WEIGHTS,
        "require(call.anchor >= state.anchor,",
        "require(call.anchor >= state.epoch * state.parameters.epoch_length,",
        "the anchor may go back within an epoch",
        ("THM-STK-6",),
    ),
    Saboteur(
        "SAB-STK-5a",
        "STK-5",
        _WEIGHTS,
        "Nat(call.anchor // state.parameters.epoch_length)",
        "Nat((call.anchor + 1) // state.parameters.epoch_length)",
        "an epoch begins one block early",
        ("THM-STK-6",),
    ),
    Saboteur(
        "SAB-STK-5b",
        "STK-5",
        _WEIGHTS,
        "Nat(call.anchor // state.parameters.epoch_length)",
        "Nat(state.anchor // state.parameters.epoch_length)",
        "the epoch is that of the action before",
        (
            "THM-STK-6",
            "THM-STK-66",
            "THM-STK-25",
        ),
    ),
    Saboteur(
        "SAB-STK-5c",
        "STK-5",
        _WEIGHTS,
        "Nat(call.anchor // state.parameters.epoch_length)",
        "min(call.anchor // state.parameters.epoch_length, Nat(state.epoch + 1))",
        "epochs without actions are not skipped",
        ("THM-STK-6",),
    ),
)
