"""Sends plans to a running service, and reads what it answers."""

from styringsgraf.sending.address import Address
from styringsgraf.sending.exchange import Token
from styringsgraf.sending.plans import Errand, Patience, Published, send

__all__ = ["Address", "Errand", "Patience", "Published", "Token", "send"]
