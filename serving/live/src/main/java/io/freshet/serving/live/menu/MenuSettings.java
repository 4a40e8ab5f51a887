package io.freshet.serving.live.menu;

import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * Where menus are, and how copies of them are kept.
 *
 * @param postgres empty when there are no menus
 */
public record MenuSettings(
    Optional<PostgresSettings> postgres, MenuTimes times, MenuLimits limits) {

  public static MenuSettings from(Settings settings, String part) {
    // Settings even where there are no menus.
    settings.optionalText(part + ".database");
    settings.optionalText(part + ".postgres-user");
    settings.optionalText(part + ".postgres-password");

    return new MenuSettings(
        settings.optionalText("postgres.url").map(url -> PostgresSettings.from(settings, part)),
        new MenuTimes(
            settings.duration(part + ".menu-fresh", Duration.ofSeconds(10)),
            settings.duration(part + ".menu-stale", Duration.ofSeconds(60)),
            settings.duration(part + ".menu-patience", Duration.ofSeconds(1)),
            settings.duration(part + ".menu-life", Duration.ofDays(1))),
        new MenuLimits(
            settings.integer(part + ".max-menu-bytes", 256 << 10),
            settings.integer(part + ".menu-memory-bytes", 64 << 20),
            settings.integer(part + ".menu-connections", 4)));
  }
}
