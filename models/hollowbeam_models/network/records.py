"""A whole run as JSON, and its check from the blocks alone.

A trace holds what Arweave holds, and what the run claims to follow from it: results with their
attestations, and balances. Whoever checks it folds the blocks and believes nothing else.
"""

from __future__ import annotations

from typing import Any, Final

from hollowbeam.kernel.encoding import Json, base64url, base64url_decode
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.records import from_json, to_json
from hollowbeam.kernel.vocabulary import Address, Nat, ProcessId
from hollowbeam.protocol import arweave
from hollowbeam.protocol.commitments import Attestation, is_signed, result_hash, signer_of
from hollowbeam.protocol.relayer.admission import attester
from hollowbeam_contracts.staking.state import Role
from hollowbeam_models.network.books import Books, check_conservation, claim, durable_books
from hollowbeam_models.network.chronicle import Chronicle
from hollowbeam_models.network.evaluator import EvaluatorNode
from hollowbeam_models.network.exchange import MODULES, Exchange, Processes
from hollowbeam_models.network.rules import Network, Term
from hollowbeam_models.network.running import event_json

FORMAT: Final = "hollow-beam-trace/1"


def write(exchange: Exchange, evaluator: str) -> dict[str, Any]:
    """Write a run down, with the attestations of one evaluator."""
    world = exchange.world
    node = world.nodes[evaluator]
    assert isinstance(node, EvaluatorNode)
    attestations = [
        to_json(held.results[number].attestation)
        for process, held in node.processes.items()
        for number in range(min(len(held.results), len(world.chronicle.slots(process))))
    ]
    return {
        "format": FORMAT,
        "network": {"name": world.network.name, "depth": world.network.depth},
        "processes": dict(exchange.processes.named()),
        "people": {each.name: each.address for each in (exchange.dmac, exchange.sam)},
        "terms": {
            process: [to_json(term) for term in terms] for process, terms in world.routes.items()
        },
        "blocks": [
            {
                "height": block.height,
                "id": block.id,
                "timestamp": block.timestamp,
                "items": list(map(base64url, block.items)),
            }
            for block in world.chain.blocks
        ],
        "attestations": attestations,
        "balances": balances(durable_books(exchange), people_of(exchange)),
        "events": [event_json(event) for event in world.events],
    }


def people_of(exchange: Exchange) -> dict[str, Address]:
    """Name whoever may hold something: the two people, and the exchange itself."""
    market = Address(exchange.processes.market)
    return {"DMac": exchange.dmac.address, "Sam": exchange.sam.address, "UCM": market}


def balances(books: Books, people: dict[str, Address]) -> dict[str, dict[str, int]]:
    """Give what each holds of everything, in the smallest units."""
    processes, contents = books.processes, books.contents
    bank, token = contents.get(processes.bank), contents.get(processes.token)
    asset = contents.get(processes.asset)

    def of(who: Address) -> dict[str, int]:
        bond = bank.bonds.get((who, Role.PARTICIPANT)) if bank else None
        return {
            "HyperCoin": bank.liquid.get(who) if bank else 0,
            "staked": bond.stake if bond else 0,
            "leaving": bond.leaving if bond else 0,
            "U": token.balances.get(who) if token else 0,
            "Asset": asset.balances.get(who) if asset else 0,
        }

    return {name: of(who) for name, who in people.items()}


def check(trace: dict[str, Any]) -> int:
    """Fold the blocks of a trace, and compare all that it claims; give the number of slots.

    Raises Broken where a claim is false, ValueError or KeyError for what is no trace.
    """
    claim(trace["format"] == FORMAT, f"the format is {FORMAT}")
    processes = Processes(*(ProcessId(trace["processes"][name]) for name in _ORDER))
    network = Network(
        name=trace["network"]["name"], depth=trace["network"]["depth"], modules=MODULES
    )
    terms = {
        ProcessId(process): [_term(term) for term in known]
        for process, known in trace["terms"].items()
    }
    chronicle = Chronicle(network, _chain(trace, network), processes.bank)
    chronicle.read(_chain(trace, network), terms)
    for told in trace["attestations"]:
        _check_attestation(chronicle, terms, told)
    contents = {
        process: chronicle.contents(process)
        for process in terms
        if chronicle.contents(process) is not None
    }
    books = Books(processes, contents, tuple(chronicle.flying.values()))
    check_conservation(books)
    people = {name: Address(who) for name, who in trace["people"].items()}
    people["UCM"] = Address(processes.market)
    claim(balances(books, people) == trace["balances"], "the balances follow from the blocks")
    return sum(len(chronicle.slots(process)) for process in terms)


_ORDER: Final = ("HB", "U", "Asset", "UCM")


def _term(json: Json) -> Term:
    return from_json(Term, json)


def _chain(trace: dict[str, Any], network: Network) -> arweave.Chain:
    """Mine the blocks of a trace again; each must have the id that the trace gives it."""
    chain = arweave.begin(Nat(network.depth))
    for told in trace["blocks"][1:]:
        items = tuple(map(base64url_decode, told["items"]))
        chain = arweave.mine(chain, items, Nat(told["timestamp"]))
        claim(arweave.tip(chain).id == told["id"], f"block {told['height']} has its id")
    return chain


def _check_attestation(
    chronicle: Chronicle, terms: dict[ProcessId, list[Term]], told: Json
) -> None:
    """Compare an attested result with the fold, and check who answers for it."""
    try:
        attestation = from_json(Attestation, told)
    except Rejection as refusal:
        raise ValueError(f"no attestation: {refusal}") from refusal
    result, signature = attestation.result, attestation.signature
    slots = chronicle.slots(result.process)
    same = result.slot < len(slots) and slots[result.slot].result == result
    claim(same, f"slot {result.slot} gives the result that is attested")
    claim(is_signed(signature, result_hash(result)), "its evaluator signed it")
    hosts = {each.term: each.host for each in terms[result.process]}
    signer = signer_of(signature)
    claim(attester(signer, hosts, result.term) == signer, "the evaluator hosts the process")
