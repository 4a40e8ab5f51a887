"""How the dashboard looks."""
