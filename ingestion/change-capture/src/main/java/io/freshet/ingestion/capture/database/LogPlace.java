package io.freshet.ingestion.capture.database;

/**
 * A place in Postgres's log, on the branch of it that was written then: each failover begins
 * another, in which the same number is another place.
 */
public record LogPlace(int timeline, long lsn) {}
