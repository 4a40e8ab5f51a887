"""What SQLFluff takes for dbt's flags."""

INTROSPECT = True
