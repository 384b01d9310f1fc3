"""The shipped Data Packages, held against the standard by its own library."""

import frictionless
import pytest

from pingan_cli.shipped import DATA


@pytest.mark.parametrize("name", sorted(path.parent.name for path in DATA.glob("*/datapackage.json")))
def test_a_shipped_package_follows_the_standard(name: str) -> None:
    report = frictionless.Package(str(DATA / name / "datapackage.json")).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "type", "note"]) == []
    assert report.valid
    assert report.stats["tasks"] >= 1


def test_every_folder_of_data_is_a_package() -> None:
    folders = [path for path in DATA.iterdir() if path.is_dir()]
    assert all((path / "datapackage.json").is_file() for path in folders)
    for path in folders:
        resources = frictionless.Package(str(path / "datapackage.json")).resources
        assert {resource.path for resource in resources} == {file.name for file in path.glob("*.csv")}
