package io.freshet.core.server.http;

import java.util.function.BooleanSupplier;

/**
 * What a server rests on.
 *
 * @param name as {@code /health} tells it, in lower case
 * @param answers whether it answers now; may take a while
 */
public record Dependency(String name, BooleanSupplier answers) {}
