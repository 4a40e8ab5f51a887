package io.freshet.assurance.prove;

import io.freshet.core.lake.Ledger;

/**
 * A state of a stream's table that was proved, from which the next proof can go on.
 *
 * @param snapshot its id
 * @param ledger of that snapshot
 */
public record Baseline(long snapshot, Ledger ledger) {}
