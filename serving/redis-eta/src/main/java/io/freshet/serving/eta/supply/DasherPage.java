package io.freshet.serving.eta.supply;

import java.util.List;

/**
 * What a dasher counts as.
 *
 * @param named the orders that its sights name: who may change what it counts as
 * @param end the first minute that knows nothing of it any more
 */
record DasherPage(Timeline timeline, List<Long> named, long end) {}
