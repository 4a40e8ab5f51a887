package io.freshet.batch.landing.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.batch.SharedSpark;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A driver that is on no class path: one that names SQLite otherwise. */
@ExtendWith(SharedSpark.class)
class DriverJarIT {
  private static final String DRIVER =
      """
      package elsewhere;

      public final class ElsewhereDriver implements java.sql.Driver {
        public boolean acceptsURL(String url) {
          return url.startsWith("jdbc:elsewhere:");
        }

        public java.sql.Connection connect(String url, java.util.Properties properties)
            throws java.sql.SQLException {
          return acceptsURL(url)
              ? java.sql.DriverManager.getConnection(url.replace("elsewhere", "sqlite"))
              : null;
        }

        public java.sql.DriverPropertyInfo[] getPropertyInfo(
            String url, java.util.Properties properties) {
          return new java.sql.DriverPropertyInfo[0];
        }

        public int getMajorVersion() {
          return 1;
        }

        public int getMinorVersion() {
          return 0;
        }

        public boolean jdbcCompliant() {
          return false;
        }

        public java.util.logging.Logger getParentLogger() {
          return null;
        }
      }
      """;

  private final SparkSession spark;
  private final Path folder;

  DriverJarIT(SparkSession spark, @TempDir Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  @Test
  void readsADatabaseByTheDriverOfAJarThatIsGiven() throws IOException, SQLException {
    Path file = folder.resolve("shop.db");
    try (Connection shop = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = shop.createStatement()) {
      statement.execute("CREATE TABLE orders (id INTEGER, state TEXT)");
      statement.execute("INSERT INTO orders VALUES (1, 'created'), (2, 'delivered')");
    }
    String url = "jdbc:elsewhere:" + file;
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try {
      assertThatThrownBy(() -> ForeignDatabase.of(url, JdbcAccess.NONE))
          .isInstanceOf(FreshetException.class)
          .hasMessage(
              "No driver knows %s: that of Postgres is shipped, another database's is a jar that the setting landing.driver-jar names"
                  .formatted(url));

      new DriverJar(jar()).addTo(spark);
      ForeignDatabase database = ForeignDatabase.of(url, JdbcAccess.NONE);

      assertThat(database.columns("orders"))
          .extracting(ForeignColumn::name)
          .containsExactly("id", "state");
      Dataset<Row> rows = database.reader(spark).option("dbtable", "orders").load();
      assertThat(rows.count()).isEqualTo(2);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void refusesAJarThatIsNotThere() {
    assertThatThrownBy(
            () ->
                new JdbcAccess(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new DriverJar(folder.resolve("none.jar")))))
        .hasMessageEndingWith("none.jar; it must be a jar that is there");
  }

  private Path jar() throws IOException {
    Path source = folder.resolve("ElsewhereDriver.java");
    Files.writeString(source, DRIVER);
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", folder.toString(), source.toString()))
        .isZero();
    Path jar = folder.resolve("elsewhere.jar");
    try (OutputStream bytes = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(bytes)) {
      out.putNextEntry(new JarEntry("elsewhere/ElsewhereDriver.class"));
      Files.copy(folder.resolve("elsewhere/ElsewhereDriver.class"), out);
      out.putNextEntry(new JarEntry("META-INF/services/java.sql.Driver"));
      out.write("elsewhere.ElsewhereDriver\n".getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    }

    return jar;
  }
}
