package io.freshet.core.tracing;

/**
 * What became of spans that were recorded, since the process began.
 *
 * @param sent the collector took them
 * @param failed the collector did not answer, or refused them
 * @param dropped too many waited for the collector
 */
public record SpanCounts(long sent, long failed, long dropped) {
  static final SpanCounts NONE = new SpanCounts(0, 0, 0);
}
