package io.freshet.core.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir private Path folder;

  @Test
  void nestedMapsAreDottedKeys() throws IOException {
    Settings settings =
        load(
            """
            gateway:
              port: 8080
              limits: {body: 256KB}
            kafka.bootstrap: localhost:9092
            """);

    assertThat(settings.integer("gateway.port", 1)).isEqualTo(8080);
    assertThat(settings.text("gateway.limits.body")).isEqualTo("256KB");
    assertThat(settings.text("kafka.bootstrap")).isEqualTo("localhost:9092");
  }

  @Test
  void theCommandLineWinsOverTheEnvironmentOverTheProfileOverTheDefault() throws IOException {
    Path profile = profile("a: profile\nb: profile\nc: profile\n");
    Settings settings =
        Settings.load(
            profile,
            Map.of("FRESHET_A", "environment", "FRESHET_B", "environment"),
            Map.of("a", "command line"));

    assertThat(settings.text("a")).isEqualTo("command line");
    assertThat(settings.text("b")).isEqualTo("environment");
    assertThat(settings.text("c")).isEqualTo("profile");
    assertThat(settings.text("d", "default")).isEqualTo("default");
  }

  @Test
  void dotsAndHyphensAreUnderscoresInTheEnvironment() throws IOException {
    Settings settings =
        Settings.load(profile(""), Map.of("FRESHET_S3_PATH_STYLE_ACCESS", "true"), Map.of());

    assertThat(settings.flag("s3.path-style-access", false)).isTrue();
  }

  @Test
  void whatIsSomebodyElsesIsHandedOnByItsOwnNames() throws IOException {
    Settings settings =
        Settings.load(
            profile("catalog.properties: {rest.auth.type: basic, s3: {key: ''}, empty: ''}\n"),
            Map.of(
                "FRESHET_CATALOG_PROPERTIES_S3_KEY", "given", "FRESHET_CATALOG_PROPERTIES_X", "y"),
            Map.of("catalog.properties.Header", "z"));

    assertThat(settings.under("catalog.properties."))
        .containsExactly(
            Map.entry("Header", "z"),
            Map.entry("rest.auth.type", "basic"),
            Map.entry("s3.key", "given"));
    assertThatThrownBy(() -> settings.refuseUnknown(List.of("catalog.")))
        .hasMessageStartingWith("FRESHET_CATALOG_PROPERTIES_X is no setting");
  }

  @Test
  void anEmptyValueSaysNothing() throws IOException {
    Settings settings = Settings.load(profile("a: ''\nb: x\n"), Map.of("FRESHET_B", ""), Map.of());

    assertThat(settings.optionalText("a")).isEmpty();
    assertThat(settings.text("b")).isEqualTo("x");
  }

  @Test
  void aMissingValueIsNamedWithBothPlacesToSetIt() {
    assertThatThrownBy(() -> Settings.of(Map.of()).text("kafka.bootstrap"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "kafka.bootstrap is not set; set it in the profile or as FRESHET_KAFKA_BOOTSTRAP");
  }

  @Test
  void aWrongValueIsNamedWithWhatWouldBeRight() {
    Settings settings = Settings.of(Map.of("a", "x"));

    assertThatThrownBy(() -> settings.integer("a", 1))
        .hasMessage("a is x; it must be a whole number");
    assertThatThrownBy(() -> settings.flag("a", true))
        .hasMessage("a is x; it must be true or false");
    assertThatThrownBy(() -> settings.duration("a", Duration.ZERO))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("a is x; it must be a duration such as 500ms, 30s, 5m, 2h or 7d");
  }

  @Test
  void aListIsWrittenWithCommasOrAsYaml() throws IOException {
    assertThat(Settings.of(Map.of("a", "x, ,y")).list("a", List.of())).containsExactly("x", "y");
    assertThat(load("a: [x, y]").list("a", List.of())).containsExactly("x", "y");
    assertThat(load("").list("a", List.of("z"))).containsExactly("z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3.secret-key", "postgres.password", "catalog.token"})
  void secretsAreMaskedInWhatIsPrinted(String key) {
    Settings settings = Settings.of(Map.of(key, "abc", "s3.region", "local"));

    assertThat(settings.text(key)).isEqualTo("abc");
    assertThat(settings.text("s3.region")).isEqualTo("local");
    assertThat(settings.effective()).containsEntry(key, "***").containsEntry("s3.region", "local");
  }

  @Test
  void keysThatNobodyReadAreRefusedAllAtOnceWithTheNearestKnownOne() {
    Settings settings =
        Settings.of(Map.of("gateway.prot", "1", "gateway.colour", "red", "writer.port", "2"));
    settings.integer("gateway.port", 8080);

    assertThatThrownBy(() -> settings.refuseUnknown(List.of("gateway.")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            """
            gateway.colour is no setting
            gateway.prot is no setting; did you mean gateway.port?""");
  }

  /** A record as modules have them. */
  private record Gateway(String host, int port, Duration timeout) {
    Gateway {
      if (host.contains(" ")) {
        throw new InvalidSettingException("gateway.host", host, "a name");
      }
      if (port < 1) {
        throw new InvalidSettingException("gateway.port", port, "at least 1");
      }
    }

    static Gateway from(Settings settings) {
      return new Gateway(
          settings.text("gateway.host"),
          settings.integer("gateway.port", 8080),
          settings.duration("gateway.timeout", Duration.ofSeconds(2)));
    }
  }

  @Test
  void namesEveryProblemAtOnce() {
    Settings settings =
        Settings.of(
            Map.of("gateway.port", "0", "gateway.timeout", "soon", "gateway.timeuot", "1s"));

    assertThatThrownBy(() -> settings.read(Gateway::from, List.of("gateway.")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            """
            gateway.host is not set; set it in the profile or as FRESHET_GATEWAY_HOST
            gateway.timeout is soon; it must be a duration such as 500ms, 30s, 5m, 2h or 7d
            gateway.port is 0; it must be at least 1
            gateway.timeuot is no setting; did you mean gateway.timeout?""");
  }

  @Test
  void namesTheSameProblemOnceEvenWhenThereIsNoWayAroundIt() {
    Settings settings = Settings.of(Map.of());
    Function<Settings, String> picky =
        given -> {
          if (given.text("gateway.host").isEmpty()) {
            throw new InvalidSettingException("gateway.host", "empty", "a name");
          }
          return "host";
        };

    assertThatThrownBy(() -> settings.read(picky, List.of("gateway.")))
        .hasMessage("gateway.host is not set; set it in the profile or as FRESHET_GATEWAY_HOST");
  }

  @Test
  void makesARecordOfSoundSettings() {
    Settings settings = Settings.of(Map.of("gateway.host", "here", "gateway.port", "1"));

    assertThat(settings.read(Gateway::from, List.of("gateway.")))
        .isEqualTo(new Gateway("here", 1, Duration.ofSeconds(2)));
  }

  @Test
  void namesInTheEnvironmentThatNobodyReadAreRefusedToo() {
    Settings settings =
        Settings.ofEnvironment(
            Map.of(
                "FRESHET_GATEWAY_PORT", "1",
                "FRESHET_GATEWAY_MAX_BODY", "2",
                "FRESHET_GATEWAY_MAX_BDOY_SIZE", "3",
                "FRESHET_STATE", "here",
                "GATEWAY_PROT", "4"));
    settings.integer("gateway.port", 8080);
    settings.integer("gateway.max-body-size", 1);
    settings.integer("gateway.max-body", 1);

    assertThatThrownBy(() -> settings.refuseUnknown(List.of("gateway.")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "FRESHET_GATEWAY_MAX_BDOY_SIZE is no setting;"
                + " did you mean FRESHET_GATEWAY_MAX_BODY_SIZE?");
  }

  @Test
  void aProfileThatCannotBeReadIsTheCallersFault() {
    Path missing = folder.resolve("missing.yaml");

    assertThatThrownBy(() -> Settings.load(missing, Map.of(), Map.of()))
        .hasMessage("Cannot read the profile %s: there is no such file".formatted(missing))
        .isInstanceOf(FreshetException.class)
        .extracting(e -> ((FreshetException) e).fault())
        .isEqualTo(Fault.CALLER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: 1\na: 2\n", "a: {b: 1}\na.b: 2\n", "just text", "a: [", "a: !!x y"})
  void aProfileSaysEachThingOnceInYaml(String yaml) throws IOException {
    Path profile = profile(yaml);

    assertThatThrownBy(() -> Settings.load(profile, Map.of(), Map.of()))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("Cannot read the profile %s: ".formatted(profile));
  }

  @Test
  void aProcessFindsItsProfileOnTheCommandLineBeforeTheEnvironment() throws IOException {
    Path given = Files.writeString(folder.resolve("given.yaml"), "a: given\nb: given\n");
    Map<String, String> environment = Map.of("FRESHET_PROFILE", profile("a: other\n").toString());
    String[] arguments = {"--profile", given.toString(), "--b=x=y"};

    assertThat(Settings.forProcess(arguments, environment).text("a")).isEqualTo("given");
    assertThat(Settings.forProcess(arguments, environment).text("b")).isEqualTo("x=y");
    assertThat(Settings.forProcess(new String[0], environment).text("a")).isEqualTo("other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"profile.yaml", "--profile", "--=x", "-a=b"})
  void aProcessRefusesArgumentsThatItDoesNotKnow(String argument) {
    assertThatThrownBy(
            () -> Settings.forProcess(new String[] {argument}, Map.of("FRESHET_PROFILE", "x")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "Argument %s is neither --profile FILE nor --some.key=value".formatted(argument));
  }

  @Test
  void aProcessWithoutAProfileSaysHowToNameOne() {
    assertThatThrownBy(() -> Settings.forProcess(new String[0], Map.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("No profile is given; name one with --profile FILE or in FRESHET_PROFILE");
  }

  @Test
  void namesTheProfileOfAProcessWhoseArgumentsNameNone() {
    assertThat(Settings.profile(Map.of("FRESHET_PROFILE", "p.yaml"))).isEqualTo(Path.of("p.yaml"));
    assertThatThrownBy(() -> Settings.profile(Map.of("FRESHET_PROFILE", "")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("No profile is given; name one with --profile FILE or in FRESHET_PROFILE");
  }

  private Settings load(String yaml) throws IOException {
    return Settings.load(profile(yaml), Map.of(), Map.of());
  }

  private Path profile(String yaml) throws IOException {
    return Files.writeString(folder.resolve("profile.yaml"), yaml);
  }
}
