"""The contract as data: operations, schemas and requirements of the three APIs, without any HTTP."""

from conformance.contract.errors import SpecError
from conformance.contract.load import load_contract
from conformance.contract.model import (
    Contract,
    Operation,
    Paging,
    Parameter,
    RequestBody,
    Response,
    ResponseHeader,
)

__all__ = [
    "Contract",
    "Operation",
    "Paging",
    "Parameter",
    "RequestBody",
    "Response",
    "ResponseHeader",
    "SpecError",
    "load_contract",
]
