"""The pages under /nb, /nn and /en: one module a page, which reads what is asked and hands it to a template."""
