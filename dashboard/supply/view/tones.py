"""Tones that hold on a light page and on a dark one, and that no colour blindness makes alike."""

WAIT, NEAR, IDLE, BUSY = "#d8602b", "#d69a1d", "#2f8dc0", "#8a94a0"
