"""Pieces of the page as HTML. Everything that came from outside is escaped."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape

from supply.board import Board, Finding
from supply.diagnosis import Status
from supply.hours import MINUTES_BETWEEN_MARKS, Hour
from supply.staleness import Stamp, Verdict
from supply.view.spark import spark
from supply.words import (
    CAUSE,
    LETTER,
    STATUS,
    age,
    budget,
    clock,
    evidence,
    number,
    reason,
)


def block(inner: str) -> str:
    return f'<div class="supply">{inner}</div>'


def stamp(mark: Stamp, now: datetime) -> str:
    """As of when, how old, and against which budget: late and unknown look different."""
    as_of = "" if mark.as_of is None else f"As of {clock(mark.as_of, now)} UTC · "
    title = "" if mark.budget is None else budget(mark.budget, mark.whose).capitalize()
    return (
        f'<span class="stamp {mark.verdict.value}" title="{title}" role="status">'
        f"{as_of}{age(mark)}</span>"
    )


def badge(status: Status) -> str:
    return f'<span class="badge {status.value}">{STATUS[status]}</span>'


def masthead(board: Board | None, mark: Stamp | None, now: datetime) -> str:
    right = "" if mark is None else stamp(mark, now)
    tally = "" if board is None else _tally(board)
    return block(
        '<div class="masthead"><div><h1>Dasher supply</h1>'
        "<p>Where orders wait for dashers, and why</p></div>"
        f"{right}</div>{tally}"
    )


def _tally(board: Board) -> str:
    parts = []
    for status in STATUS:
        markets = sum(f.diagnosis.status is status for f in board.findings)
        if markets or status is Status.SHORT:
            parts.append(
                f'<span>{badge(status)} &nbsp;<b>{number(markets)}</b> '
                f"{'market' if markets == 1 else 'markets'}</span>"
            )
    return f'<div class="tally">{"".join(parts)}</div>'


def card(
    finding: Finding, window: tuple[datetime, datetime], mark: Stamp, now: datetime
) -> str:
    """window: what its small picture shows"""
    market, found = finding.market, finding.diagnosis
    classes = " ".join(
        ["card", found.status.value]
        + (["is-problem"] if found.is_problem else [])
        + ([] if mark.verdict is Verdict.FRESH else ["is-stale"])
    )
    figures = [
        ("Waiting", market.now.ready_orders, "lead", "Ready orders that nobody is coming for"),
        ("Idle", market.now.idle_dashers, "", "Online dashers without an order"),
        ("Online", market.now.online_dashers, "", "Dashers with a ping in the last 5 minutes"),
        ("Open", market.now.open_orders, "", "Orders neither delivered nor cancelled"),
    ]
    cells = "".join(
        f'<div class="{kind}" title="{title}"><dt>{name}</dt><dd>{number(value)}</dd></div>'
        for name, value, kind, title in figures
    )
    return block(
        f'<article class="{classes}" aria-label="{escape(market.place.name)}">'
        f"<header><h3>{escape(market.place.name)}</h3>{badge(found.status)}</header>"
        f'<p class="why">{reason(found)}</p><dl>{cells}</dl>'
        f"{spark(market.minutes, window)}<footer>{stamp(mark, now)}</footer></article>"
    )


def hours_table(board: Board, hours: dict[str, dict[datetime, Hour]]) -> str:
    """Which hours had a problem, and mostly which."""
    last = (board.as_of - timedelta(minutes=1)).replace(minute=0, second=0, microsecond=0)
    columns = [last - timedelta(hours=back) for back in range(23, -1, -1)]
    head = "".join(f'<th scope="col">{column:%H}</th>' for column in columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(f.market.place.name)}</th>'
        + "".join(_hour(c, hours.get(f.market.place.market, {}).get(c)) for c in columns)
        + "</tr>"
        for f in board.findings
    )
    letters = "".join(f"<span><b>{LETTER[c]}</b> {CAUSE[c]}</span>" for c in CAUSE)
    return block(
        f'<div class="scroll" tabindex="0" role="region" aria-label="Problems by hour">'
        f'<table class="hours"><thead><tr><th scope="col">UTC</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
        f'<div class="key">{letters}<span>The deeper the tone, the more of the hour</span>'
        "<span>Hatched: nothing is known</span></div>"
    )


def _hour(begin: datetime, hour: Hour | None) -> str:
    span = f"{begin:%H:%M} to {begin + timedelta(hours=1):%H:%M}"
    if hour is None:
        return f'<td class="none" title="{span}: nothing is known"></td>'
    if hour.short + hour.tight == 0:
        return f'<td class="calm" title="{span}: balanced">·</td>'
    tone = "short" if hour.short >= hour.tight else "tight"
    title = (
        f"{span}: short {MINUTES_BETWEEN_MARKS * hour.short} min, tight "
        f"{MINUTES_BETWEEN_MARKS * hour.tight} min, of {MINUTES_BETWEEN_MARKS * hour.marks} min "
        f"that are known; mostly {CAUSE[hour.cause].lower()}"
    )
    return (
        f'<td class="{tone}" style="--part:{0.2 + 0.8 * hour.problem_part:.2f}" title="{title}">'
        f"{LETTER[hour.cause]}</td>"
    )


def section(title: str, mark: Stamp | None, now: datetime, text: str = "") -> str:
    right = "" if mark is None else stamp(mark, now)
    lead = f"<p>{escape(text)}</p>" if text else ""
    return block(f'<div class="section"><h2>{escape(title)}</h2>{right}{lead}</div>')


def heading(text: str) -> str:
    return block(f'<h3 class="heading">{escape(text)}</h3>')


def finding(found: Finding) -> str:
    lines = "".join(f"<li>{escape(line)}</li>" for line in evidence(found.market, found.diagnosis))
    title = STATUS[found.diagnosis.status]
    if found.diagnosis.cause:
        title += f": {reason(found.diagnosis).lower()}"
    return block(
        f'<div class="finding {found.diagnosis.status.value}"><h3>{title}</h3><ul>{lines}</ul></div>'
    )


def key(entries: Sequence[tuple[str, str]]) -> str:
    spans = "".join(f'<span><i style="background:{c}"></i>{escape(t)}</span>' for c, t in entries)
    return block(f'<div class="key">{spans}</div>')


def note(title: str, text: str, detail: str = "", alarm: bool = False) -> str:
    """Stands where figures would. Words between backticks are commands."""
    more = f"<details><summary>Details</summary>{escape(detail)}</details>" if detail else ""
    kind = "note alarm" if alarm else "note"
    return block(
        f'<div class="{kind}" role="{"alert" if alarm else "note"}"><h2>{_code(title)}</h2>'
        f"<p>{_code(text)}</p>{more}</div>"
    )


def banner(title: str, text: str) -> str:
    return block(
        f'<div class="banner" role="alert"><b>{_code(title)}</b><span>{_code(text)}</span></div>'
    )


def _code(text: str) -> str:
    parts = escape(text).split("`")
    return "".join(f"<code>{p}</code>" if i % 2 else p for i, p in enumerate(parts))


def skeletons(cards: int = 4) -> str:
    return block(
        '<div class="skeletons" role="status" aria-label="Asking Trino">'
        + '<div class="skeleton"></div>' * cards
        + "</div>"
    )
