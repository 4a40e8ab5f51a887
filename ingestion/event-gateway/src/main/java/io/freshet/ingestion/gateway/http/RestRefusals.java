package io.freshet.ingestion.gateway.http;

import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.envelope.offer.Refusal;
import io.freshet.ingestion.gateway.restproxy.RestProxyError;
import io.freshet.ingestion.gateway.restproxy.RestProxyException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which cause a produce request that can't be read as one is refused for. */
final class RestRefusals {
  private static final Map<RestProxyError, RefusalCause> CAUSES =
      Map.of(
          RestProxyError.NO_TOPIC, RefusalCause.UNKNOWN_CONTRACT,
          RestProxyError.MEDIA_TYPE, RefusalCause.UNSUPPORTED_MEDIA_TYPE,
          RestProxyError.INVALID_REQUEST, RefusalCause.MISSING_ENVELOPE,
          RestProxyError.NO_KEY_SCHEMA, RefusalCause.UNKNOWN_SCHEMA,
          RestProxyError.NO_VALUE_SCHEMA, RefusalCause.UNKNOWN_SCHEMA,
          RestProxyError.INVALID_SCHEMA, RefusalCause.INCOMPATIBLE_SCHEMA,
          RestProxyError.NOT_CONVERTED, RefusalCause.UNDECODABLE);

  private RestRefusals() {}

  /** Empty where it may be sent again as it is. */
  static Optional<Refusal> of(RestProxyException e) {
    return Optional.ofNullable(CAUSES.get(e.error()))
        .map(cause -> new Refusal(cause.code(), e.getMessage(), List.of()));
  }
}
