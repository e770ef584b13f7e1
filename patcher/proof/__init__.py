"""Before and after → agreement, whole constructs, validity, the ledger, references, checks."""

from patcher.proof.files import FileProof, not_removed, prove_file, removed_by_files
from patcher.proof.orphans import Gone, find_orphans

__all__ = [
    "FileProof",
    "Gone",
    "find_orphans",
    "not_removed",
    "prove_file",
    "removed_by_files",
]
