package io.freshet.maintenance;

import io.freshet.core.lake.CommitListener;
import io.freshet.maintenance.retention.LogBegins;

/**
 * What maintenance tells Kafka, and asks it.
 *
 * @param listener hears of each commit
 * @param logBegins knows what the logs still hold of rows that are to go
 */
record KafkaSide(CommitListener listener, LogBegins logBegins) {}
