package io.freshet.serving.eta.dasher;

import io.freshet.serving.eta.travel.Fix;
import java.util.List;

/**
 * How a dasher stands at a moment of event time.
 *
 * @param fix where it was last; null when that was never known
 * @param orders the orders that it has
 */
public record DasherUpdate(
    String market,
    long dasherId,
    long millis,
    DasherActivity activity,
    Fix fix,
    List<Long> orders) {}
