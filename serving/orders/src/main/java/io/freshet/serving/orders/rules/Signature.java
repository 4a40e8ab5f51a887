package io.freshet.serving.orders.rules;

import java.util.Optional;

/**
 * Who made a step, and why.
 *
 * @param reason a word that can be counted: {@code restaurant_declined}
 * @param note for people; may say something about persons, and so leaves the service to nobody else
 */
public record Signature(Actor actor, Optional<String> reason, Optional<String> note) {}
