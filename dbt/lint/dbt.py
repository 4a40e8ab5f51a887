"""What SQLFluff takes for dbt's own macros that both warehouses have."""


def dateadd(datepart: str, interval: object, instant: str) -> str:
    return f"date_add('{datepart}', {interval}, {instant})"
