package io.freshet.catalog.protocol;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.UncheckedIOException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.rest.RESTRequest;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.RESTSerializers;

/** The protocol's JSON, as Iceberg's own serializers read and write it. Thread-safe. */
public final class Json {
  private final ObjectMapper mapper =
      new ObjectMapper()
          .setVisibility(PropertyAccessor.FIELD, Visibility.ANY)
          .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  public Json() {
    RESTSerializers.registerAll(mapper);
  }

  /**
   * Reads and checks a request's body.
   *
   * @throws BadRequestException when {@code body} is no such request
   */
  <T extends RESTRequest> T read(String body, Class<T> type) {
    T request = parse(body, type);
    if (request == null) {
      throw new BadRequestException("The request has no body; %s is wanted", type.getSimpleName());
    }
    request.validate();

    return request;
  }

  private <T extends RESTRequest> T parse(String body, Class<T> type) {
    try {
      return mapper.readValue(body, type);
    } catch (JsonProcessingException e) {
      throw new BadRequestException(
          "Cannot read the body as %s: %s", type.getSimpleName(), e.getOriginalMessage());
    } catch (IllegalArgumentException | UnsupportedOperationException | IllegalStateException e) {
      // Iceberg's parsers: a field that lacks, an update that nobody knows.
      throw new BadRequestException(
          "Cannot read the body as %s: %s", type.getSimpleName(), e.getMessage());
    }
  }

  public byte[] write(RESTResponse response) {
    try {
      return mapper.writeValueAsBytes(response);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
