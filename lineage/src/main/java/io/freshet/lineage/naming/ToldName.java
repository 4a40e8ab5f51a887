package io.freshet.lineage.naming;

/** How an event names a dataset, by OpenLineage's rules for the one who tells. */
public record ToldName(String namespace, String name) {}
