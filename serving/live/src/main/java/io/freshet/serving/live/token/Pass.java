package io.freshet.serving.live.token;

import io.freshet.serving.live.order.OrderKey;
import java.time.Instant;

/** What a token opens, and until when. */
public record Pass(OrderKey order, Instant expiresAt) {}
