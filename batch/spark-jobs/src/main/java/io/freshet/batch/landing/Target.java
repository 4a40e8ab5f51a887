package io.freshet.batch.landing;

import io.freshet.core.contract.Contract;
import java.io.Serializable;
import org.apache.iceberg.Table;

/**
 * Where rows go, for tasks that make them.
 *
 * @param table as engines ship it
 * @param source the number that landed files have in the table's ledger
 */
record Target(Contract contract, Table table, int source) implements Serializable {}
