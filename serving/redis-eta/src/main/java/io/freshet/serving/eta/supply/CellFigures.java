package io.freshet.serving.eta.supply;

/** What is in one H3 cell. */
public record CellFigures(long cell, Figures figures) {}
