"""The shipped ladder files that the tests have validated, by the SHA-256 of their bytes.

Validating takes pydantic, and pydantic takes as long to load as all the rest of `pingan award`. A file whose bytes
are sealed here needs no second validation; any other, changed by a single letter, is validated when it is read.
`python scripts/seal.py` renews the seals, and a test fails while one is missing, or stands for an invalid file.
"""

from __future__ import annotations

from hashlib import sha256

SEALS: dict[str, str] = {
    "army-good-conduct": "a2b3eefc2952b4a8b85767ff53adb2bbd39618916b17b41ebf83ae23d201aff2",
    "battle-e": "f3e42adafa3dbf047aa67bf3ee41d4daed15f1e5aba0d376a04733f63dc533ad",
    "best-managed-companies": "df297ebb6fba6b345ccff5ffeee3486a8242ca836ae4b77e9effd41a258502d1",
    "changan-cup": "7210becb830db2b8e1ab7761f8628ccca98a67309dcc4eb82389ddc018f369cd",
    "civilized-city": "25d4a90b5f9dec002df0557d326218e8ae68a99e33f343ee5ae685b42d659901",
    "double-support-city": "81d5264038ef1fca21e29a07ce4f30ecdf62981c98967c8ff09bd90133930702",
    "eco-schools": "6c9e865957d56e673b1562e1da80b24af89fb3e41c50458770ecb7a010544d15",
    "energy-star-partner": "84b9beca919c7febdd8d6cced3d5002734bc642fcac63fb6b87a1be8ed4d59d6",
    "gfoa-triple-crown": "7f22c734549bb28e0332247cfa3bc279eec9dd07f389c792339886a73f812d00",
    "guangdong-peace": "568d4c1dd35225a07ad5c5b5538274321d122f6e6ac9cb20ff07b45610503e1c",
    "hygiene-city": "c97802c85b8865032836e3ccbe10b35580c3f6e4b9f51f7835b5cec7d4c22d19",
    "ironman-legacy": "fe8c53b456e7126dd86fbe434685b614a160fdd6bcec8659ae00536e982ef879",
    "merit-class": "5260daaf776533b215f86dd4209288e3d69e59bfebdf0f59ec3f5fc738d83087",
    "no-claim-discount": "b30fb6442d7a6d18bfca231f32fcdd15dde08453dc2fac236f012333c87edda5",
    "rlss-service": "ec9cfda62660434d9a925b7008b62edfca2f0a97070cbb4f9c4bc26cbc322941",
    "rospa-awards": "a5336318930114f65dc6c5a5d20a6a6e674a1d3a73d640490b7e77e1a5865b83",
    "territorial-efficiency": "b42319233a521115388ac86f2c0e79cb16f71d7251ebc00f1711643b2455666a",
    "tree-city-usa": "58cc77c4f6c010ca7e4aa3fb2ecd133be64cd01c2ec040846985aa76d26e0a59",
    "uefa-badge": "4c8c0b2a0a287c9524c5da5e0b45ba1f957c4b64022d0d7c11f77501c04ac74f",
    "xian-peace": "8af72af066d267d7afad6f7dcee389398c3a4851e2fd4461e7704f8009f4d485",
    "zhejiang-peace": "214bee5c1b1ebafafcec55d5cf9c64d03d9b70bdc08d472038660247631753b3",
    "zhejiang-safety": "34536c6a68b3fe5b0a699190d87ac9a6769036c63ab1e6991919c513b5bef895",
}


def is_sealed(name: str, source: bytes) -> bool:
    """Whether these are the bytes of a shipped ladder file that has been validated."""
    return SEALS.get(name) == sha256(source).hexdigest()
