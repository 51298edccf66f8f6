"""``python -m styringsgraf`` is the command line."""

from styringsgraf.main import main

main()
