package io.freshet.core.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.rest.HTTPClient;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTUtil;

/**
 * Iceberg's own client of a catalog, which says where the catalog should be when it gives no
 * answer, or none of a catalog: one that hangs is named by nothing else, as what is met then is a
 * read that timed out. Thread-safe, as Iceberg's is.
 */
final class CatalogClient implements InvocationHandler {
  private final RESTClient client;
  private final String uri;

  private CatalogClient(RESTClient client, String uri) {
    this.client = client;
    this.uri = uri;
  }

  /** As Iceberg's catalog makes it for itself. */
  static RESTClient of(Map<String, String> properties) {
    String uri = properties.get(CatalogProperties.URI);

    return named(
        HTTPClient.builder(properties)
            .uri(uri)
            .withHeaders(RESTUtil.configHeaders(properties))
            .build(),
        uri);
  }

  private static RESTClient named(RESTClient client, String uri) {
    return (RESTClient)
        Proxy.newProxyInstance(
            RESTClient.class.getClassLoader(),
            new Class<?>[] {RESTClient.class},
            new CatalogClient(client, uri));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    try {
      Object result = method.invoke(client, arguments);

      return result instanceof RESTClient other ? named(other, uri) : result;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RESTException failure
          && failure.getCause() instanceof IOException met) {
        throw met instanceof JsonProcessingException unread
            ? new RESTException(
                met, "What answers at %s is no catalog: %s", uri, unread.getOriginalMessage())
            : new RESTException(
                met, "The catalog at %s does not answer: %s", uri, LakeFailures.reason(met));
      }
      throw e.getCause();
    }
  }
}
