"""The questions people ask: query files with a header, loaded, checked, bound and answered."""
