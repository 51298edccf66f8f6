"""Who may write what: tokens, kept as hashes in the data folder, and the graphs each of them covers."""

from styringsgraf.access.listing import listing
from styringsgraf.access.scopes import EVERYTHING, Grant, covers, own_graph
from styringsgraf.access.tokens import Created, Record, Tokens

__all__ = ["EVERYTHING", "Created", "Grant", "Record", "Tokens", "covers", "listing", "own_graph"]
