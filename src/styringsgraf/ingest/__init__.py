"""From a workbook to quads: rows with addresses, typed by a mapping file, built into named graphs."""
