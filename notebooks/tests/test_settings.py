import tempfile
import unittest
from pathlib import Path

from freshet.errors import WrongUse, hint
from freshet.settings import Settings


class SettingsTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.profile = Path(folder.name) / "profile.yaml"

    def load(self, text: str, **environment: str) -> Settings:
        self.profile.write_text(text, encoding="utf-8")
        return Settings.load(self.profile, environment)

    def test_reads_dotted_and_nested_keys(self) -> None:
        settings = self.load(
            "trino.host: here\ntrino:\n  https-port: 7\ns3.path-style-access: true\n"
        )

        self.assertEqual(settings.text("trino.host"), "here")
        self.assertEqual(settings.integer("trino.https-port"), 7)
        self.assertEqual(settings.text("s3.path-style-access"), "true")

    def test_lets_the_environment_win_and_add(self) -> None:
        settings = self.load(
            "trino.host: here", FRESHET_TRINO_HOST="there", FRESHET_TRINO_HTTPS_PORT="8"
        )

        self.assertEqual(settings.text("trino.host"), "there")
        self.assertEqual(settings.integer("trino.https-port"), 8)

    def test_says_which_setting_is_missing_or_wrong(self) -> None:
        settings = self.load("trino.port: many")

        with self.assertRaisesRegex(WrongUse, "trino.host is not set in .*FRESHET_TRINO_HOST"):
            settings.text("trino.host")
        with self.assertRaisesRegex(WrongUse, "trino.port is many; it must be a whole number"):
            settings.integer("trino.port")

    def test_says_which_profile_cannot_be_read(self) -> None:
        with self.assertRaisesRegex(WrongUse, "Cannot read the profile .*profile.yaml"):
            Settings.load(self.profile, {})
        with self.assertRaisesRegex(WrongUse, "must hold keys and values"):
            self.load("just words")

    def test_finds_the_profile_that_the_environment_names(self) -> None:
        self.load("a: 1")

        named = Settings.load(None, {"FRESHET_PROFILE": str(self.profile)})
        in_state = Settings.load(None, {"FRESHET_STATE": str(self.profile.parent)})

        self.assertEqual(named.text("a"), "1")
        self.assertEqual(in_state.text("a"), "1")

    def test_logs_in_to_the_catalog_by_a_credential_before_a_token(self) -> None:
        shared = "catalog.uri: http://catalog:8181\ncatalog.token: for-others\n"

        by_token = self.load(shared)
        by_credential = self.load(shared + "catalog.credential: ana:hush\n")

        self.assertEqual(by_token.catalog_login(), {"token": "for-others"})
        self.assertEqual(
            by_credential.catalog_login(),
            {
                "credential": "ana:hush",
                "oauth2-server-uri": "http://catalog:8181/v1/oauth/tokens",
                "scope": "catalog",
            },
        )

    def test_does_not_print_secrets(self) -> None:
        self.assertNotIn("hush", repr(self.load("catalog.token: hush", FRESHET_X="hush")))


class HintTest(unittest.TestCase):
    def test_names_what_may_have_been_meant(self) -> None:
        self.assertEqual(hint("ordrs", ["orders", "markets"]), "did you mean orders?")
        self.assertEqual(hint("xyz", ["b", "a"]), "there is a, b")
        self.assertEqual(hint("xyz", []), "there is none")
