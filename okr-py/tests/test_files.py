"""Workspaces in files."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

import okr

ACME = okr.Workspace(name="Acme")


def test_what_is_saved_is_loaded(tmp_path: Path, organisation: okr.Workspace) -> None:
    for path in (tmp_path / "okr.json", str(tmp_path / "other.json")):
        organisation.save(path)
        assert okr.load(path) == organisation
        assert Path(path).read_text(encoding="utf-8") == organisation.to_json() + "\n"
    assert sorted(os.listdir(tmp_path)) == ["okr.json", "other.json"]


def test_a_file_is_replaced_as_a_whole(tmp_path: Path, organisation: okr.Workspace) -> None:
    path = tmp_path / "okr.json"
    organisation.save(path)
    done = threading.Event()
    seen: set[str] = set()

    def read() -> None:
        while not done.is_set():
            seen.add(okr.load(path).to_json())

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(50):
        (ACME if turn % 2 else organisation).save(path)
    done.set()
    reader.join()
    assert seen <= {ACME.to_json(), organisation.to_json()} and seen
    assert os.listdir(tmp_path) == ["okr.json"]


@pytest.mark.skipif(os.name == "nt", reason="permissions and links as Unix has them")
def test_permissions_stay_and_links_are_followed(tmp_path: Path) -> None:
    path, link = tmp_path / "okr.json", tmp_path / "link.json"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    ACME.save(link)
    assert link.is_symlink() and okr.load(path) == ACME
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_where_nothing_can_be_written_nothing_changes(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        ACME.save(tmp_path / "no folder" / "okr.json")
    assert missing.value.filename == str(tmp_path / "no folder" / "okr.json")
    with pytest.raises(IsADirectoryError):
        ACME.save(tmp_path)
    with pytest.raises(OSError):
        ACME.save("")
    with pytest.raises(OSError):
        ACME.save(tmp_path / ("x" * 300))
    with pytest.raises(ValueError):
        ACME.save("a\0b")
    with pytest.raises(TypeError):
        ACME.save(3)  # type: ignore[arg-type]
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no file here that is always full")
def test_what_is_no_file_is_written_to() -> None:
    ACME.save("/dev/null")
    with pytest.raises(OSError, match="No space left"):
        ACME.save("/dev/full")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
