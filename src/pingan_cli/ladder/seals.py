"""The shipped ladder files that the tests have validated, by the SHA-256 of their bytes.

Validating takes pydantic, and pydantic takes as long to load as all the rest of `pingan award`. A file whose bytes
are sealed here needs no second validation; any other, changed by a single letter, is validated when it is read.
`python scripts/seal.py` renews the seals, and a test fails while one is missing, or stands for an invalid file.
"""

from __future__ import annotations

from hashlib import sha256

SEALS: dict[str, str] = {
    "changan-cup": "d44a5bd48a7e848f61e414a8e71ed385ee8232e760c92bae79f190dc6c0c6f51",
    "guangdong-peace": "c5e90fb3df3f9ede9ca1ff6ae87142537dfd9bc8340e34145ddea5e3163d1d31",
    "rlss-service": "ec9cfda62660434d9a925b7008b62edfca2f0a97070cbb4f9c4bc26cbc322941",
    "tree-city-usa": "aa832c87ea0a728104e0e1c64365fa7975608e266936a7f7fd5c36f80955d7f1",
    "zhejiang-peace": "6afc587b08df9a533bf74ac1c900d2fa1b7caccdd80b1b161f0087874a41bc5a",
    "zhejiang-safety": "34536c6a68b3fe5b0a699190d87ac9a6769036c63ab1e6991919c513b5bef895",
}


def is_sealed(name: str, source: bytes) -> bool:
    """Whether these are the bytes of a shipped ladder file that has been validated."""
    return SEALS.get(name) == sha256(source).hexdigest()
