package io.freshet.bench.alerts;

import java.time.Instant;

/**
 * A fault that was made.
 *
 * @param number from 1
 * @param hop the one that an alert has to name
 * @param begun when it was about to be made
 * @param healed when it was over and all answered again
 */
record Injection(int number, String fault, String hop, Instant begun, Instant healed) {}
