package io.freshet.batch.landing.database;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** The driver of a database that none is shipped for. */
public record DriverJar(Path jar) {
  /** For Spark's tasks, and for this thread as long as it runs: there its driver looks. */
  public void addTo(SparkSession spark) {
    spark.addArtifact(jar.toAbsolutePath().toString());
    Thread thread = Thread.currentThread();
    thread.setContextClassLoader(
        new URLClassLoader(new URL[] {url()}, thread.getContextClassLoader()));
  }

  private URL url() {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new FreshetException(
          Fault.CALLER, "%s is no file: %s".formatted(jar, e.getMessage()), e);
    }
  }
}
