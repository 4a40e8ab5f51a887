"""Spark on this machine."""

from pathlib import Path

from pyspark.errors import PySparkRuntimeError
from pyspark.sql import SparkSession

from freshet.errors import FreshetError
from freshet.settings import Settings

_LOG_SETTINGS = Path(__file__).with_name("log4j2.properties")
_CATALOG = "spark.sql.catalog.lake"
# Spark's own pattern leaves a catalog's credential in the clear.
_SECRETS = "(?i)secret|password|token|credential|access[-._]?key"


def session(settings: Settings) -> SparkSession:
    """A session whose catalog `lake` is the lake; the one that there is, if there is one.

    spark.jars names Iceberg's runtime for this Spark and its bundle for AWS, with a comma between;
    `./freshet notebook` sets it.
    """
    configuration = {
        "spark.jars": settings.text("spark.jars"),
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_LOG_SETTINGS.as_uri()}",
        "spark.driver.memory": settings.optional("spark.memory") or "1g",
        "spark.redaction.regex": _SECRETS,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.extensions": (
            "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions"
        ),
        **{f"{_CATALOG}{key}": value for key, value in _catalog(settings).items()},
    }
    builder = SparkSession.builder.appName("freshet").master("local[2]")
    for key, value in configuration.items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except PySparkRuntimeError as e:
        raise FreshetError(
            f"Spark does not start; it needs Java 17, and JAVA_HOME to say where it is: {e}"
        ) from e


def _catalog(settings: Settings) -> dict[str, str]:
    """Iceberg's properties under their names in Spark."""
    uri = settings.text("catalog.uri")
    login = settings.catalog_login()
    properties = {
        "": "org.apache.iceberg.spark.SparkCatalog",
        # A cached table handle is a stale one.
        ".cache-enabled": "false",
        ".type": "rest",
        ".uri": uri,
        ".rest.auth.type": "oauth2",
        ".oauth2-server-uri": f"{uri}/v1/oauth/tokens",
        **{f".{key}": value for key, value in login.items()},
        # A token that is given can't be exchanged for another one.
        ".token-refresh-enabled": "false" if "token" in login else None,
        ".io-impl": "org.apache.iceberg.aws.s3.S3FileIO",
        ".client.region": settings.optional("s3.region"),
        ".s3.endpoint": settings.optional("s3.endpoint"),
        ".s3.access-key-id": settings.optional("s3.access-key"),
        ".s3.secret-access-key": settings.optional("s3.secret-key"),
        ".s3.path-style-access": settings.optional("s3.path-style-access"),
    }

    return {key: value for key, value in properties.items() if value is not None}
