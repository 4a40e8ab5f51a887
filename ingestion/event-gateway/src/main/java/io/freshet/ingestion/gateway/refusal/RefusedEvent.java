package io.freshet.ingestion.gateway.refusal;

import io.freshet.core.envelope.json.JsonText;
import io.freshet.core.envelope.offer.Refusal;
import io.freshet.ingestion.gateway.admission.Sender;

/**
 * What a gateway has refused, and whose it is.
 *
 * @param body where it lies among the bytes of its request
 */
record RefusedEvent(Sender sender, Claim claim, Refusal refusal, int status, JsonText body) {}
