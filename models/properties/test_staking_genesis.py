"""Genesis of room staking against the ranges that the chapter gives, on both sides of each."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.records import from_json
from hollowbeam.kernel.vocabulary import Address
from hollowbeam_contracts.staking import Genesis, genesis
from hollowbeam_models.staking_books import HOLDERS, JUDGE, KINDS, ROLES, WHOLE

USUAL = {
    "epoch_length": 10,
    "evidence_window": 5,
    "dispute_bound": 4,
    "dispute_deposit": 3,
    "emission": 50,
    "reward_rate": 3_333,
    "cap": 100,
    **{f"minimum_{role.lower()}": 7 for role in ROLES[1:]},
    **{f"rate_{kind.lower()}": 1_000 for kind in KINDS},
}
NEAR = {
    "epoch_length": (0, 1, 5),
    **{f"minimum_{role.lower()}": (0, 1, 5) for role in ROLES[1:]},
    **{f"rate_{kind.lower()}": (0, 1, 5, WHOLE, WHOLE + 1) for kind in KINDS},
    "reward_rate": (0, 5_000, 5_001),
    "cap": (59, 60, 61),
}


@settings(derandomize=True, deadline=None, max_examples=400)
@given(
    changed=st.lists(
        st.sampled_from(list(NEAR)).flatmap(
            lambda name: st.tuples(st.just(name), st.sampled_from(NEAR[name]))
        ),
        max_size=2,
    ),
    held=st.lists(
        st.tuples(st.sampled_from(HOLDERS), st.sampled_from((0, 10, 20, 30))), max_size=4
    ),
)
def test_a_genesis_is_in_range_and_issues_what_it_allocates(
    changed: list[tuple[str, int]], held: list[tuple[str, int]]
) -> None:
    parameters = {**USUAL, **dict(changed)}
    start: Json = {
        "parameters": {
            "adjudicator": JUDGE,
            **{name: str(value) for name, value in parameters.items()},
        },
        "allocations": [{"address": who, "amount": str(amount)} for who, amount in held],
    }
    named = {name: value for name, value in parameters.items() if name.startswith(("rate_", "min"))}
    total = sum(amount for _, amount in held)
    is_right = (
        min(parameters["epoch_length"], *named.values()) >= 1
        and max(parameters[f"rate_{kind.lower()}"] for kind in KINDS) <= WHOLE
        and parameters["reward_rate"] <= WHOLE // 2
        and total <= parameters["cap"]
    )
    try:
        state = genesis(from_json(Genesis, start))
    except Rejection as rejection:
        is_refused = rejection.reason is Reason.BAD_PARAMETERS
        assert (is_refused, is_right) == (True, False)
        return
    assert is_right
    assert state.issued == total
    for who in HOLDERS:
        held_by = sum(amount for address, amount in held if address == who)
        assert state.liquid.get(Address(who)) == held_by
