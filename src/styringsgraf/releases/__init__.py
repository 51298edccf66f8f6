"""Immutable releases of the graph: an archive of canonical graphs, and stores that can be made from it at any time."""

from styringsgraf.releases.companion import Companion, Content
from styringsgraf.releases.diff import GraphDifference
from styringsgraf.releases.draft import Commit, Draft
from styringsgraf.releases.former import Formerly
from styringsgraf.releases.listing import Listing, listing
from styringsgraf.releases.manifest import BUILD, AcceptedFinding, GraphRecord, Manifest, Source
from styringsgraf.releases.prune import Pruned
from styringsgraf.releases.publish import PHASES, Phase, Progress
from styringsgraf.releases.reader import Reader
from styringsgraf.releases.store import ReleaseStore
from styringsgraf.releases.verify import Fault, Verification

__all__ = [
    "BUILD",
    "PHASES",
    "AcceptedFinding",
    "Commit",
    "Companion",
    "Content",
    "Draft",
    "Fault",
    "Formerly",
    "GraphDifference",
    "GraphRecord",
    "Listing",
    "Manifest",
    "Phase",
    "Progress",
    "Pruned",
    "Reader",
    "ReleaseStore",
    "Source",
    "Verification",
    "listing",
]
