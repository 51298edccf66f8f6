"""styringsgraf: a municipality's red thread as a checked, versioned knowledge graph."""

__version__ = "0.1.0"
