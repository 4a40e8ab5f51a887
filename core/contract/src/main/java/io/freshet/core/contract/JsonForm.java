package io.freshet.core.contract;

import java.io.Serializable;

/**
 * How events in JSON write a column.
 *
 * @param name of the member that holds its values, beside the column's own name
 * @param isAny whether the member may hold whatever JSON has; the column, of text, has it as JSON
 */
public record JsonForm(String name, boolean isAny) implements Serializable {}
