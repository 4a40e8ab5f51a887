package io.freshet.ingestion.sqlapps.application;

/** A place in the application's file; lines and columns count from 1. */
public record Place(int line, int column) {}
