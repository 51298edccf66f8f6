"""The pages as a browser shows them: a package, so that the browser is closed when its last test has run."""
