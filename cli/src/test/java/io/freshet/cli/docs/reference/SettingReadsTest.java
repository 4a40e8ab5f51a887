package io.freshet.cli.docs.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingReadsTest {
  @TempDir private Path project;

  @Test
  void findsKeysTypesAndDefaults() throws IOException {
    write(
        "shop",
        "ShopSettings",
        """
        record ShopSettings(int port) {
          private static final String TOKEN = "shop.token";
          private static final Duration PATIENCE = Duration.ofSeconds(90);

          static ShopSettings from(Settings settings) {
            settings.text(TOKEN);
            settings.duration("shop.patience", PATIENCE);
            settings.integer("shop.max-bytes", 64 << 10);
            settings.list("shop.hosts", List.of("a", "b"));
            settings.optionalText("shop.file");
            settings.flag("shop.open", false);
          }
        }
        """);

    Map<String, Setting> settings = SettingReads.of(project);

    assertThat(settings.keySet())
        .containsExactly(
            "shop.file",
            "shop.hosts",
            "shop.max-bytes",
            "shop.open",
            "shop.patience",
            "shop.token");
    assertThat(settings.get("shop.token").standards()).containsExactly("required");
    assertThat(settings.get("shop.patience").standards()).containsExactly("90s");
    assertThat(settings.get("shop.patience").type()).isEqualTo("duration");
    assertThat(settings.get("shop.max-bytes").standards()).containsExactly("65536");
    assertThat(settings.get("shop.hosts").standards()).containsExactly("a,b");
    assertThat(settings.get("shop.file").standards()).containsExactly("none");
    assertThat(settings.get("shop.open").type()).isEqualTo("true or false");
  }

  @Test
  void followsWhatCallersHandOver() throws IOException {
    write(
        "server",
        "Door",
        """
        record Door(int port) {
          static Door from(Settings settings, String part, int usual) {
            String key = part + ".port";
            return new Door(settings.integer(key, usual));
          }
        }
        """);
    write(
        "shop",
        "Shop",
        "class Shop { Shop(Settings settings) { Door.from(settings, \"shop\", 81); } }");
    write(
        "till",
        "Till",
        "class Till { Till(Settings settings) { Door.from(settings, \"till\", 82); } }");

    Map<String, Setting> settings = SettingReads.of(project);

    assertThat(settings.keySet()).containsExactly("shop.port", "till.port");
    assertThat(settings.get("shop.port").standards()).containsExactly("81");
    assertThat(settings.get("till.port").modules()).isEqualTo(Set.of("till"));
  }

  @Test
  void needsNoDefaultFromWhoLooksFirst() throws IOException {
    write(
        "shop",
        "Shop",
        """
        class Shop {
          Shop(Settings settings) {
            settings.optionalText("shop.every").map(text -> settings.duration("shop.every", ZERO));
          }
        }
        """);

    Setting setting = SettingReads.of(project).get("shop.every");

    assertThat(setting.standards()).containsExactly("none");
    assertThat(setting.type()).isEqualTo("duration");
  }

  private void write(String module, String type, String text) throws IOException {
    Path folder = Files.createDirectories(project.resolve(module).resolve("src/main/java"));
    Files.writeString(folder.resolve(type + ".java"), text);
  }
}
