"""Before and after → agreement, whole constructs, validity, the ledger, references, checks."""

from patcher.proof.checks import CheckRoom, problems_of
from patcher.proof.files import FileProof, prove_file, removed_by_files
from patcher.proof.orphans import Gone, find_orphans
from patcher.proof.references import check_unreferenced

__all__ = [
    "CheckRoom",
    "FileProof",
    "Gone",
    "check_unreferenced",
    "find_orphans",
    "problems_of",
    "prove_file",
    "removed_by_files",
]
