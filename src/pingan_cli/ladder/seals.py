"""The shipped ladder files that the tests have validated, by the SHA-256 of their bytes.

Validating takes pydantic, and pydantic takes as long to load as all the rest of `pingan award`. A file whose bytes
are sealed here needs no second validation; any other, changed by a single letter, is validated when it is read.
`python scripts/seal.py` renews the seals, and a test fails while one is missing, or stands for an invalid file.
"""

from __future__ import annotations

from hashlib import sha256

SEALS: dict[str, str] = {
    "army-good-conduct": "ad86342ea8e2405bbdca2d6797d0064935c8123a6f23e2980880db1e4eaecf92",
    "battle-e": "619c70e364f758a980f5510c2f7f802aeabbc60489c9fd778f6bcf534ef1f398",
    "best-managed-companies": "ba9a6ef29a4deb09f5a4c5438e880b59e61eb5910a04a1e8b58ab28016cd272b",
    "changan-cup": "89a6007593fc45116bad2358849fd81491cd14f52275ff3a7d15ad9ece86be67",
    "civilized-city": "595508cea11eb3aeae601fb86c10d50725997963119e919cdfbbd85241f38d90",
    "double-support-city": "6fa02f40eaf2a442be48acb75ca587f3789c328403f3acde9edbbdf8f6a8e671",
    "eco-schools": "efc5fd31925931de730d120f42ca37ea719a52933f08ff8176ce158e9e8643f9",
    "energy-star-partner": "debc8badfafba89fc8af780ec266642e6600125b43745e31c67b0b1bdcb800dc",
    "gfoa-triple-crown": "25a55edf098e6317edcd683bcc15e4a8d95f64865843bcfd641842c9a65fc7a0",
    "guangdong-peace": "0cd1b9c33218d80803d535643ff9972e29b7f2bdaacb4a9c075fa06034819790",
    "hygiene-city": "5ed9685b6a473705a186d326db79d91222037210eb5ff96ca840d4aa6ef65ac8",
    "ironman-legacy": "f7a1d3baa11773b82a0e0df2b4fc773e236bb7270b2b5290e3c1c884e5503743",
    "merit-class": "d699663966754e27d6064ed50b7dd88ffd7acf6d217f12945958efd3cd13b3a7",
    "no-claim-discount": "87f0ef86fcfcdff16c6e3da5a944801adc71f5f3844a86cc4b79ee3e00ccf71f",
    "rlss-service": "b266d267110a6cfb6a26a9d16673a1655c8937fca2ee7bf9144b1ba8c855d977",
    "rospa-awards": "3b926737e9155fa18df757672caa67905c2d512381d77509720f354513ca73a9",
    "territorial-efficiency": "7449d25075c82752cfb49535b669fa6e42af5fa8648ef41a278cc277168bef35",
    "tree-city-usa": "79e3bb4b85a79fc89fa1d5651d44fab914fd26589f8aeff0cb700fd991207821",
    "uefa-badge": "fef193d334e6c3b1788aea45122bf9d63e735b4821c95359bb007c504edabf71",
    "xian-peace": "42981ed6c50ed9c583413fa5dde81fcd213ba94b2e2d52fa4a254c09eedee10f",
    "zhejiang-peace": "1f1057087297670a6f6f71e2de5068a5423cde4cbbc0f6348f3a5300e795bf67",
    "zhejiang-safety": "b581f499f279f3c2367b1bc68c02ea7448ee16af88359ed561a1beb9bb91772a",
}


def is_sealed(name: str, source: bytes) -> bool:
    """Whether these are the bytes of a shipped ladder file that has been validated."""
    return SEALS.get(name) == sha256(source).hexdigest()
