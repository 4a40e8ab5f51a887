package io.freshet.console.events;

import io.freshet.assurance.find.Whereabouts;
import io.freshet.serving.view.RedisFindings;

/**
 * Where an event is.
 *
 * @param redis whether Redis shows it
 */
public record FoundEvent(Whereabouts whereabouts, RedisFindings redis) {}
