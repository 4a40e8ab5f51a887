package io.freshet.console.pipeline;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How events of one contract move.
 *
 * @param contract whose they are
 * @param sent how many a second come into Kafka; empty at the first look
 * @param committed how many a second the table takes; empty at the first look, and without a table
 * @param behind how many offsets wait for the writer; empty where there is no topic or table, or
 *     the table has read nothing of it
 * @param readers jobs that read the table; empty where nobody collects lineage
 */
public record Flow(
    String contract,
    OptionalDouble sent,
    OptionalDouble committed,
    OptionalLong behind,
    OptionalInt readers) {}
