package io.freshet.maintenance.plan;

import java.time.Instant;

/** A file under the table's location that no snapshot refers to. */
public record Orphan(String path, long bytes, Instant modified) {}
