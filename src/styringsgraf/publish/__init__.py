"""What the service publishes about itself and its data: vocabulary, catalogue, dumps, changes."""
