"""Models by version, and which of them serves.

A folder, on this machine or in a store, that the ETA job watches: `current.json` names the version
and those before it, `<version>/` holds `model.onnx` and `manifest.json`. A version never changes;
what serves changes by one small file.
"""

from __future__ import annotations

import json
import posixpath
from dataclasses import dataclass, field
from typing import Any

import pyarrow.fs as fs

from freshet.errors import LakeAway, WrongUse, hint
from freshet.settings import Settings

MODEL, MANIFEST, _CURRENT = "model.onnx", "manifest.json", "current.json"
# More is no way back that anybody would take.
_KEPT_STEPS = 20


@dataclass(frozen=True)
class Serving:
    """version: None where the job's calibration serves alone; before: the newest first."""

    version: str | None = None
    before: list[str | None] = field(default_factory=list)


class Registry:
    """The folder of the setting eta.model."""

    def __init__(self, uri: str, settings: Settings) -> None:
        self._store, self._root = _open(uri, settings)

    def versions(self) -> list[str]:
        """The oldest first."""
        selector = fs.FileSelector(self._root, allow_not_found=True)
        folders = [
            info.base_name
            for info in self._store.get_file_info(selector)
            if info.type == fs.FileType.Directory
            and self._exists(posixpath.join(info.base_name, MANIFEST))
        ]

        return sorted(folders, key=lambda name: (len(name), name))

    def manifest(self, version: str) -> dict[str, Any]:
        self._require(version)
        return json.loads(self._read(posixpath.join(version, MANIFEST)))

    def model(self, version: str) -> bytes:
        self._require(version)
        return self._read(posixpath.join(version, MODEL))

    def serving(self) -> Serving:
        if not self._exists(_CURRENT):
            return Serving()
        found = json.loads(self._read(_CURRENT))

        return Serving(found["version"], found["before"])

    def next_version(self, kind: str) -> str:
        taken = [name.rpartition("-")[2] for name in self.versions()]
        return f"{kind}-{max((int(n) for n in taken if n.isdecimal()), default=0) + 1}"

    def add(self, version: str, manifest: dict[str, Any], model: bytes) -> None:
        self._write(posixpath.join(version, MODEL), model)
        # Last, for a folder with a manifest is a whole version.
        self._write(posixpath.join(version, MANIFEST), _bytes(manifest))

    def use(self, version: str) -> Serving:
        self._require(version)
        now = self.serving()
        if now.version == version:
            return now

        return self._point(Serving(version, [now.version, *now.before][:_KEPT_STEPS]))

    def rollback(self) -> Serving:
        """To what served before; at the end of that, to calibration alone."""
        now = self.serving()
        if not now.before:
            raise WrongUse("No model served before this one; there is nothing to go back to")

        return self._point(Serving(now.before[0], now.before[1:]))

    def _point(self, serving: Serving) -> Serving:
        self._write(_CURRENT, _bytes({"version": serving.version, "before": serving.before}))
        return serving

    def _require(self, version: str) -> None:
        known = self.versions()
        if version not in known:
            raise WrongUse(f"There is no model {version}; {hint(version, known)}")

    def _exists(self, name: str) -> bool:
        info = self._store.get_file_info(posixpath.join(self._root, name))
        return info.type == fs.FileType.File

    def _read(self, name: str) -> bytes:
        try:
            with self._store.open_input_stream(posixpath.join(self._root, name)) as stream:
                return stream.read()
        except OSError as e:
            raise LakeAway(f"Cannot read {name} of the models in {self._root}: {e}") from e

    def _write(self, name: str, content: bytes) -> None:
        """Whole or not at all: a store does that by itself, a folder by renaming."""
        path = posixpath.join(self._root, name)
        local = isinstance(self._store, fs.LocalFileSystem)
        target = f"{path}.new" if local else path
        try:
            if local:
                self._store.create_dir(posixpath.dirname(path), recursive=True)
            with self._store.open_output_stream(target) as stream:
                stream.write(content)
            if local:
                self._store.move(target, path)
        except OSError as e:
            raise LakeAway(f"Cannot write {name} of the models in {self._root}: {e}") from e


def _open(uri: str, settings: Settings) -> tuple[fs.FileSystem, str]:
    if uri.startswith("s3://"):
        endpoint = settings.optional("s3.endpoint") or ""
        store = fs.S3FileSystem(
            access_key=settings.text("s3.access-key"),
            secret_key=settings.text("s3.secret-key"),
            region=settings.optional("s3.region"),
            endpoint_override=endpoint or None,
            scheme="http" if endpoint.startswith("http://") else "https",
        )
        return store, uri.removeprefix("s3://").rstrip("/")
    if "://" in uri and not uri.startswith("file://"):
        raise WrongUse(f"eta.model is {uri}; it must be a folder or an s3:// address")

    return fs.LocalFileSystem(), uri.removeprefix("file://").rstrip("/")


def _bytes(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, indent=2) + "\n").encode()
