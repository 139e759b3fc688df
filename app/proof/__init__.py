"""Pictures of the print: the proof, what is out of gamut, where the ink is, each plate."""

from app.proof.options import ProofOptions
from app.proof.proof import Proof, prove

__all__ = ["Proof", "ProofOptions", "prove"]
