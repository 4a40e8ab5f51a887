package io.freshet.core.lake;

/**
 * Rows of one log partition that a table lets go of.
 *
 * @param stretch from the first to the last of them; others may lie between
 * @param rows how many, and which of them are named
 * @param values what they add up to
 * @param logBegin the first offset that the log still has; {@link Long#MAX_VALUE} where it has none
 */
public record GoneRows(
    Repairs.Stretch stretch, ErasedRows rows, ValuesHash values, long logBegin) {}
