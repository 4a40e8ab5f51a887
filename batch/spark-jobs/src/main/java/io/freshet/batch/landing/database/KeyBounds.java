package io.freshet.batch.landing.database;

/** The first and the last number that rows of a table have. */
public record KeyBounds(long first, long last) {}
