"""Training sets and models of the ETA; `./freshet dataset` and `./freshet model`."""

from __future__ import annotations

import argparse
import json
import re
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import freshet
from freshet.errors import FreshetError, LakeAway, WrongUse
from freshet.settings import Settings
from training import dataset, order_time, skew, speeds
from training.dataset import TrainingSet
from training.registry import Registry
from training.train import Trained, train

WORSE, SKEWED, WRONG_USE, TRY_AGAIN, FAILED = 1, 1, 2, 75, 1
KIND = "eta"
# As a tag that begins with dataset- may be called, and a folder.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    try:
        code, told = options.alone(options) if options.alone else options.run(
            options, Settings.load()
        )
    except FreshetError as e:
        print(e, *getattr(e, "__notes__", ()), sep="\n", file=sys.stderr)
        if isinstance(e, WrongUse):
            return WRONG_USE
        return TRY_AGAIN if isinstance(e, LakeAway) else FAILED
    if options.json:
        options.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")

    return code


def create(options: argparse.Namespace, settings: Settings) -> tuple[int, dict[str, Any]]:
    made = dataset.create(
        freshet.connect(settings.profile),
        _folder(options.name, settings),
        options.as_of,
        timedelta(seconds=options.settle),
        options.cut,
        None if options.keep is None else timedelta(seconds=options.keep),
    )
    manifest = made.manifest
    print(f"{manifest['rows']} rows of {manifest['orders']} orders are in {made.folder}")
    for table in manifest["tables"]:
        print(f"  {table['table']} at snapshot {table['snapshot_id']}, kept as {table['tag']}")

    return 0, {"ok": True, "dataset": manifest}


def drop(options: argparse.Namespace, settings: Settings) -> tuple[int, dict[str, Any]]:
    found = dataset.dropping(freshet.connect(settings.profile), _folder(options.name, settings))
    if not options.dry_run:
        found.run()
    fate = "would go" if options.dry_run else "is gone"
    for table in found.pins.standing:
        print(f"{found.pins.tag} of {table} {fate}")
    for file in found.files:
        print(f"{file} {fate}")

    return 0, {
        "ok": True,
        "dry_run": options.dry_run,
        "dataset": options.name,
        "tag": found.pins.tag,
        "tables": list(found.pins.standing),
        "files": [str(file) for file in found.files],
    }


def learn(options: argparse.Namespace, settings: Settings) -> tuple[int, dict[str, Any]]:
    models = _models(settings)
    serving = models.serving().version
    trained = train(
        TrainingSet.read(_folder(options.dataset, settings)),
        models.next_version(KIND),
        (models.manifest(serving), models.model(serving)) if serving else None,
    )
    _print_metrics(trained)
    version = trained.manifest["version"]
    refused = trained.is_worse and not options.even_if_worse
    same = _same(models, trained) if options.use else None
    if refused:
        print("It is worse than what serves and was not registered; --even-if-worse does it")
    elif same is not None:
        version = same
        print(f"It was registered before, as {version}")
    else:
        models.add(version, trained.manifest, trained.model)
        print(f"Registered as {version}")
    if not refused and not options.use:
        print(f"./freshet model use {version} lets it serve")
    elif not refused:
        models.use(version)
        print(f"{version} serves as soon as the job has seen it")

    return WORSE if refused else 0, {
        "ok": not refused,
        "registered": not refused,
        "serving": models.serving().version,
        "model": {**trained.manifest, "version": version},
    }


def show(_: argparse.Namespace, settings: Settings) -> tuple[int, dict[str, Any]]:
    models = _models(settings)
    serving = models.serving()
    manifests = [models.manifest(version) for version in models.versions()]
    for manifest in manifests:
        mark = "*" if manifest["version"] == serving.version else " "
        metrics = manifest["metrics"]["model"]
        print(
            f"{mark} {manifest['version']:<8} {manifest['created_at']}"
            f"  {metrics['mae_seconds']:.1f} s, {metrics['in_time']:.1%} in time"
            f"  trained on {manifest['dataset']['name']}"
        )
    if serving.version is None:
        print("The job's own calibration serves")

    return 0, {"ok": True, "serving": serving.version, "models": manifests}


def use(options: argparse.Namespace, settings: Settings) -> tuple[int, dict[str, Any]]:
    return _told(_models(settings).use(options.version).version)


def rollback(_: argparse.Namespace, settings: Settings) -> tuple[int, dict[str, Any]]:
    return _told(_models(settings).rollback().version)


def measure_speeds(options: argparse.Namespace, settings: Settings) -> tuple[int, dict[str, Any]]:
    file = options.out or settings.optional("eta.speed-history")
    if file is None:
        raise WrongUse("Say where the speeds go: --out FILE, or eta.speed-history in the profile")
    told = speeds.write(freshet.connect(settings.profile), options.first, options.last, Path(file))
    print(
        f"{told['speeds']} usual speeds of {told['areas']} areas in {told['markets']} markets, of"
        f" {told['pings']} pings, are in {told['file']}"
    )

    return 0, {"ok": True, **told}


def find_skew(options: argparse.Namespace, settings: Settings) -> tuple[int, dict[str, Any]]:
    found = skew.measure(freshet.connect(settings.profile), options.day, options.market)
    told = found.told()
    excused = told["late"] + told["raced"]
    is_ok = (
        told["unexplained"] <= options.allow_unexplained
        and excused <= options.allow_late * told["values"]
    )
    _print_skew(options.day, told)

    return 0 if is_ok else SKEWED, {"ok": is_ok, "day": options.day.isoformat(), **told}


def judge_order_time(options: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    judged = order_time.judge(options.orders, options.judge)
    print(
        f"Learned from {judged.learned} orders, judged by {judged.held_out} since"
        f" {judged.from_time:%Y-%m-%d}; {judged.left_out} that never came, or took days, left out"
    )
    for name, error in judged.errors.items():
        print(f"  {name:<28} {error:7.1f} s of mean absolute error")
    print(f"  {judged.in_time:.1%} came by the latest arrival, the ninth decile, of all of it")

    return 0, {"ok": True, **judged.told()}


def _same(models: Registry, trained: Trained) -> str | None:
    """The newest version with the same bytes, as one has that was trained once more of one set."""
    versions = (
        version
        for version in reversed(models.versions())
        if models.manifest(version)["sha256"] == trained.manifest["sha256"]
    )

    return next(versions, None)


def _told(version: str | None) -> tuple[int, dict[str, Any]]:
    print(f"{version or 'The calibration alone'} serves as soon as the job has seen it")
    return 0, {"ok": True, "serving": version}


def _print_skew(day: date, told: dict[str, Any]) -> None:
    print(
        f"{told['predictions']} predictions of {day}, {told['values']} values computed anew from"
        f" the lake: {', '.join(f'{told[cause]} {cause}' for cause in skew.CAUSES)}"
    )
    for feature in told["features"]:
        causes = [f"{feature[cause]} {cause}" for cause in skew.CAUSES[1:] if feature[cause]]
        if causes:
            print(f"  {feature['name']:<16} {', '.join(causes)}")
    for each in told["examples"]:
        print(
            f"  order {each['order_id']} of {each['market']} at {each['event_time']},"
            f" {each['feature']}: {each['served']} served, {each['computed']} computed"
            f" ({each['cause']})"
        )
    print(f"As the market had taught the job, not computed: {', '.join(told['as_recorded'])}")
    if told["other_versions"]:
        print(f"Not compared: {told['other_versions']} predictions with features of another version")


def _print_metrics(trained: Trained) -> None:
    rows = trained.manifest["rows"]
    print(f"Trained on {rows['learned']} predictions, judged by {rows['held_out']} later ones")
    for name, metrics in trained.manifest["metrics"].items():
        print(
            f"  {name:<12} {metrics['mae_seconds']:7.1f} s, of an order's first"
            f" {metrics['mae_seconds_of_first']:7.1f} s; {metrics['in_time']:.1%} in time,"
            f" {metrics['window_seconds']:.0f} s after the median, which costs"
            f" {metrics['late_loss_seconds']:.1f} s"
        )


def _models(settings: Settings) -> Registry:
    return Registry(settings.text("eta.model"), settings)


def _folder(name: str, settings: Settings) -> Path:
    if not _NAME.fullmatch(name):
        raise WrongUse(
            f"{name!r} cannot name a data set; it must be letters, digits, _, - and ., the first a"
            " letter or digit, at most 80"
        )
    beside = Path(settings.profile).parent / "datasets"

    return Path(settings.optional("training.datasets") or beside) / name


def _time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} has no time zone; 2026-03-01T00:00:00Z has one")

    return time


def _market(text: str) -> str:
    if "'" in text:
        raise argparse.ArgumentTypeError(f"{text} cannot be a market's name")

    return text


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no share; it must be from 0 to 1")

    return share


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="file for the result")
    # What needs no installation.
    parser.set_defaults(alone=None)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("create")
    command.add_argument("name")
    when = command.add_mutually_exclusive_group()
    when.add_argument("--as-of", type=_time)
    when.add_argument("--cut")
    command.add_argument("--settle", type=float, default=0.0, help="seconds")
    command.add_argument("--keep", type=float, help="seconds")
    command.set_defaults(run=create)
    command = commands.add_parser("drop")
    command.add_argument("name")
    command.add_argument("--dry-run", action="store_true")
    command.set_defaults(run=drop)
    command = commands.add_parser("train")
    command.add_argument("--dataset", required=True)
    command.add_argument("--even-if-worse", action="store_true")
    command.add_argument("--use", action="store_true")
    command.set_defaults(run=learn)
    commands.add_parser("list").set_defaults(run=show)
    command = commands.add_parser("use")
    command.add_argument("version")
    command.set_defaults(run=use)
    commands.add_parser("rollback").set_defaults(run=rollback)
    command = commands.add_parser("order-time")
    command.add_argument("--orders", type=Path, required=True)
    command.add_argument("--judge", type=Path)
    command.set_defaults(alone=judge_order_time)
    command = commands.add_parser("speeds")
    command.add_argument("--from", dest="first", type=date.fromisoformat, required=True)
    command.add_argument("--to", dest="last", type=date.fromisoformat, required=True)
    command.add_argument("--out", type=Path)
    command.set_defaults(run=measure_speeds)
    command = commands.add_parser("skew")
    command.add_argument("--day", type=date.fromisoformat, required=True)
    command.add_argument("--market", type=_market)
    command.add_argument("--allow-late", type=_share, default=0.01)
    command.add_argument("--allow-unexplained", type=int, default=0)
    command.set_defaults(run=find_skew)

    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
