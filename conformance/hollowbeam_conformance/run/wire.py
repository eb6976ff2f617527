"""The frames of the adapter protocol and the format of cases: models, and nothing else.

These models are the reference for implementers: ``conformance/schemas`` holds them as JSON Schemas.
The runner compares replies without them, for speed, and asks them only what is wrong with a reply
that it could not accept.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from typing_extensions import TypeAliasType

PROTOCOL = 1
"""The version of the adapter protocol that this runner speaks."""

HbJson = TypeAliasType(
    "HbJson",
    "bool | str | list[HbJson] | dict[str, HbJson] | None",
)
"""HB-JSON: no numbers. Integers are decimal strings, bytes are base64url without padding."""

Digest = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]
CaseId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Clause = Annotated[str, Field(pattern=r"^[A-Z0-9]+-[1-9][0-9]*$")]
Name = Annotated[str, Field(min_length=1, max_length=200)]
FrameId = Annotated[int, Field(ge=0, lt=2**53)]


class Frame(BaseModel):
    """A frame has the fields that it names, and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


# Requests


class ResetBody(Frame):
    """Forget everything and begin again from a genesis of the role."""

    verb: Literal["reset"]
    role: Name
    genesis: dict[str, HbJson]


class StepBody(Frame):
    """Apply one operation of the role."""

    verb: Literal["step"]
    op: Name
    args: dict[str, HbJson]


class ViewBody(Frame):
    """Read one value of the state; the state stays as it is."""

    verb: Literal["view"]
    path: str


Body = Annotated[ResetBody | StepBody | ViewBody, Field(discriminator="verb")]


class HelloRequest(Frame):
    """The first request: what the suite speaks."""

    id: FrameId
    verb: Literal["hello"]
    protocol: Literal[1]
    specs: list[str]


class ResetRequest(ResetBody):
    """``reset``, alone on its line."""

    id: FrameId


class StepRequest(StepBody):
    """``step``, alone on its line."""

    id: FrameId


class ViewRequest(ViewBody):
    """``view``, alone on its line."""

    id: FrameId


class BatchRequest(Frame):
    """Several requests on one line, to be answered in order, each whatever became of the others."""

    id: FrameId
    verb: Literal["batch"]
    requests: list[Body]


class StopRequest(Frame):
    """The last request; the process ends after its reply."""

    id: FrameId
    verb: Literal["stop"]


Request = Annotated[
    HelloRequest | ResetRequest | StepRequest | ViewRequest | BatchRequest | StopRequest,
    Field(discriminator="verb"),
]


# Replies


class Ok(Frame):
    """What an accepted request gives. A field that is null or empty may be left out."""

    out: HbJson = None
    effects: list[HbJson] = Field(default_factory=list)
    digest: Digest | None = None


class Reject(Frame):
    """A refusal by the rules of the specification; the state is as it was before the request."""

    code: str | None = None


class Unsupported(Frame):
    """The implementation does not have the feature, and did not claim it in ``hello``."""

    feature: str


class Fault(Frame):
    """Something broke inside the implementation; always a finding."""

    detail: str = ""


class OkOutcome(Frame):
    """The request was accepted."""

    ok: Ok


class RejectOutcome(Frame):
    """The request was refused."""

    reject: Reject


class UnsupportedOutcome(Frame):
    """The request needs a feature that is not there."""

    unsupported: Unsupported


class FaultOutcome(Frame):
    """The implementation broke."""

    fault: Fault


Outcome = OkOutcome | RejectOutcome | UnsupportedOutcome | FaultOutcome


class HelloReply(BaseModel):
    """Who answers, and what it can do. Other fields are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    id: FrameId
    name: Name
    version: Name
    spec: Name
    roles: list[Name]
    features: list[Name]


class OkReply(OkOutcome):
    """An accepted request, alone on its line."""

    id: FrameId


class RejectReply(RejectOutcome):
    """A refused request, alone on its line."""

    id: FrameId


class UnsupportedReply(UnsupportedOutcome):
    """A request that needs an absent feature, alone on its line."""

    id: FrameId


class FaultReply(FaultOutcome):
    """A request that broke the implementation, alone on its line."""

    id: FrameId


class BatchReply(Frame):
    """The outcomes of a batch: as many as requests, in their order."""

    id: FrameId
    replies: list[Outcome]


Reply = HelloReply | BatchReply | OkReply | RejectReply | UnsupportedReply | FaultReply


# Cases


class ExpectedOk(Frame):
    """The step is accepted, with exactly this."""

    ok: Ok


class ExpectedReject(Frame):
    """The step is refused for exactly this reason."""

    reject: Reject


Expected = ExpectedOk | ExpectedReject


class Expectation(Frame):
    """What a step of a case expects, and what it changes: path of a view → its value after."""

    expect: Expected
    changes: dict[str, HbJson] = Field(default_factory=dict)


class ResetStep(ResetBody, Expectation):
    """The genesis of a case."""


class OperationStep(StepBody, Expectation):
    """One operation of a case."""


class ViewStep(ViewBody, Expectation):
    """One look at the state."""


CaseStep = Annotated[ResetStep | OperationStep | ViewStep, Field(discriminator="verb")]


class Case(Frame):
    """A trace from a genesis, with what each step must answer: one line of a vector file."""

    id: CaseId
    clause: Clause
    title: Annotated[str, Field(min_length=1, max_length=200)]
    role: Name
    requires: list[Name] = Field(default_factory=list)
    kind: Literal["accept", "reject"]
    neighbour: CaseId | None = None
    saboteurs: list[Name] = Field(default_factory=list)
    steps: Annotated[list[CaseStep], Field(min_length=1)]


class IndexEntry(Frame):
    """One case in the index: where its line is, and the SHA-256 (hex) of that line."""

    id: CaseId
    role: Name
    clause: Clause
    kind: Literal["accept", "reject"]
    requires: list[Name] = Field(default_factory=list)
    saboteurs: list[Name] = Field(default_factory=list)
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Tombstone(Frame):
    """The id of a case that was retired, never to be used again."""

    id: CaseId
    reason: Annotated[str, Field(min_length=1)]


class Index(Frame):
    """All cases of a specification in the order in which they are run."""

    spec: Name
    cases: list[IndexEntry]
    tombstones: list[Tombstone] = Field(default_factory=list)


REQUEST: TypeAdapter[Request] = TypeAdapter(Request)
REPLY: TypeAdapter[Reply] = TypeAdapter(Reply)
OUTCOME: TypeAdapter[Outcome] = TypeAdapter(Outcome)
