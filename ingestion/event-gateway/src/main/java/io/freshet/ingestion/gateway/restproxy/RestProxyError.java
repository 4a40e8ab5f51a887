package io.freshet.ingestion.gateway.restproxy;

/**
 * The ways in which a request of the Confluent REST Proxy's version 2 fails, with the codes that
 * its clients know. The first three digits are the status of HTTP, except where Kafka is away:
 * there clients read {@code 50003} as worth a retry, and everyone else reads 503 so.
 */
public enum RestProxyError {
  MALFORMED(400, 400),
  UNAUTHORIZED(401, 40101),
  FORBIDDEN(403, 40301),
  NO_TOPIC(404, 40401),
  NO_PARTITION(404, 40402),
  NO_INSTANCE(404, 40403),
  METHOD(405, 405),
  OTHER_FORMAT(406, 40601),
  TIMEOUT(408, 408),
  NO_SCHEMA_FROM_REGISTRY(408, 40801),
  INSTANCE_EXISTS(409, 40902),
  ILLEGAL_STATE(409, 40903),
  TOO_LARGE(413, 413),
  MEDIA_TYPE(415, 415),
  INVALID_REQUEST(422, 422),
  NO_KEY_SCHEMA(422, 42201),
  NO_VALUE_SCHEMA(422, 42202),
  NOT_CONVERTED(422, 42203),
  INVALID_CONFIG(422, 42204),
  INVALID_SCHEMA(422, 42205),
  TOO_MANY(429, 429),
  KAFKA(500, 50002),
  KAFKA_AWAY(503, 50003);

  private final int status;
  private final int code;

  RestProxyError(int status, int code) {
    this.status = status;
    this.code = code;
  }

  public int status() {
    return status;
  }

  public int code() {
    return code;
  }
}
