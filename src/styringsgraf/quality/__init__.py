"""The quality gate: rules live in shapes/, engines run them, findings point back to the cell."""
