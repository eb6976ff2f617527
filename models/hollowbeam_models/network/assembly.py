"""A network put together: two hosts, a gateway, two evaluators, and two relayers that race."""

from __future__ import annotations

from hashlib import sha256

from hollowbeam.kernel.vocabulary import Nat, ProcessId
from hollowbeam.kernel.wallets import Ed25519Wallet, Wallet
from hollowbeam.protocol import arweave
from hollowbeam_models.network.chronicle import Chronicle
from hollowbeam_models.network.evaluator import EvaluatorNode
from hollowbeam_models.network.gateway import GatewayNode
from hollowbeam_models.network.host import HostNode
from hollowbeam_models.network.relayer import RelayerNode
from hollowbeam_models.network.rules import Network
from hollowbeam_models.network.world import World


def key(name: str) -> Wallet:
    """Give the key that always belongs to a name."""
    return Ed25519Wallet(sha256(name.encode()).digest())


def assemble(network: Network, bank: ProcessId) -> World:
    """Make a network without processes. ``bank`` is the one that will keep the stakes.

    A host and its evaluator are one operator with one key; the first host has the first terms.
    """
    chain = arweave.begin(Nat(network.depth))
    world = World(network, chain, Chronicle(network, chain, bank))
    hosts = [_host(name, network) for name in "AB"]
    evaluators = [_evaluator(name, network) for name in "AB"]
    names = [each.name for each in evaluators]
    relayers = [
        RelayerNode(f"relayer {name}", "gateway", names, key(f"relayer {name}")) for name in "AB"
    ]
    for evaluator in evaluators:
        evaluator.listeners += [each.name for each in relayers]
    world.names = {host.address: host.name for host in hosts}
    world.add(*hosts, GatewayNode("gateway", network.name), *evaluators, *relayers)
    return world


def _host(name: str, network: Network) -> HostNode:
    return HostNode(f"host {name}", "gateway", key(f"host {name}"), network.name)


def _evaluator(name: str, network: Network) -> EvaluatorNode:
    return EvaluatorNode(f"evaluator {name}", "gateway", key(f"host {name}"), network.name)
