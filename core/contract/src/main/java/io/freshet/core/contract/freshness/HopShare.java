package io.freshet.core.contract.freshness;

import java.time.Duration;

/**
 * What one hop is given of a budget.
 *
 * @param takes at most, while everything is well
 * @param basis what that rests on: a setting, a rule, or a figure and where it was measured
 */
public record HopShare(Hop hop, Duration takes, String basis) {}
