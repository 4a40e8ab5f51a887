"""The settings of an installation: its profile, overridden by the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from freshet.errors import WrongUse, wrong_kind

EMBEDDED = Path(".freshet") / "profile.yaml"


@dataclass(frozen=True)
class Settings:
    """Dotted keys; `trino.port` is FRESHET_TRINO_PORT in the environment, which wins.

    The values hold secrets and are not printed.
    """

    profile: str
    values: Mapping[str, str] = field(repr=False)
    environment: Mapping[str, str] = field(repr=False)

    @classmethod
    def load(
        cls,
        profile: str | os.PathLike[str] | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> "Settings":
        """Reads the named profile, else that of FRESHET_PROFILE, else the embedded platform's."""
        if profile is not None and not isinstance(profile, (str, os.PathLike)):
            raise wrong_kind("The profile", profile, "the path of a file")
        path = _find(profile or environment.get("FRESHET_PROFILE"), environment)
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        except (OSError, yaml.YAMLError) as e:
            raise WrongUse(f"Cannot read the profile {path}: {e}") from e
        if not isinstance(content, Mapping):
            raise WrongUse(f"The profile {path} must hold keys and values")

        return cls(str(path), dict(_flat("", content)), environment)

    def optional(self, key: str) -> str | None:
        return self.environment.get(variable(key), self.values.get(key))

    def text(self, key: str) -> str:
        value = self.optional(key)
        if value is None:
            raise WrongUse(f"{key} is not set in {self.profile}; nor is {variable(key)}")

        return value

    def catalog_login(self) -> dict[str, str]:
        """How the catalog is logged in to, under Iceberg's names.

        By a credential, for which clients get tokens themselves, before the token that a shared
        profile may hold for others.
        """
        uri = self.text("catalog.uri")
        tokens = self.optional("catalog.oauth2-uri") or f"{uri}/v1/oauth/tokens"
        credential = self.optional("catalog.credential")
        if credential:
            scope = self.optional("catalog.scope") or "catalog"

            return {"credential": credential, "oauth2-server-uri": tokens, "scope": scope}

        return {"token": self.text("catalog.token")}

    def integer(self, key: str) -> int:
        value = self.text(key)
        try:
            return int(value)
        except ValueError as e:
            raise WrongUse(f"{key} is {value}; it must be a whole number") from e


def variable(key: str) -> str:
    return "FRESHET_" + key.upper().replace(".", "_").replace("-", "_")


def _find(named: str | os.PathLike[str] | None, environment: Mapping[str, str]) -> Path:
    if named is not None:
        return Path(named)
    state = environment.get("FRESHET_STATE")
    if state is not None:
        return Path(state) / EMBEDDED.name
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / EMBEDDED).exists():
            return folder / EMBEDDED
    raise WrongUse(
        "No profile is known: start the embedded platform with ./freshet up (there is no"
        f" {EMBEDDED} in {here} or above it), or name a profile in freshet.connect() or in"
        " FRESHET_PROFILE"
    )


def _flat(prefix: str, node: Mapping[Any, Any]) -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, value in node.items():
        if isinstance(value, Mapping):
            flat += _flat(f"{prefix}{key}.", value)
        elif value is not None:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            flat.append((f"{prefix}{key}", text))

    return flat
