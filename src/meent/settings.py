"""All settings, read from the environment; docs/settings.md is compared with this table by a test."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Setting:
    """One environment variable."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("MEENT_DATABASE_URL", "", "PostgreSQL 15 or newer of your own: DSN of the role meent_app"),
    Setting("MEENT_OWNER_URL", "", "DSN of the role meent_owner on the same database, for migrations and tenants"),
    Setting("MEENT_DATA", "", "folder for the embedded database and secrets (default ~/.local/share/meent)"),
    Setting(
        "MEENT_DOCUMENTS", "",
        "where the content of documents is: a folder (default: documenten in MEENT_DATA), or s3://bucket/prefix",
    ),
    Setting("MEENT_S3_ENDPOINT", "", "address of an S3 server that is not Amazon's, e.g. https://s3.gemeente.nl"),
    Setting("MEENT_S3_REGION", "", "region of the bucket"),
    Setting("MEENT_S3_KEY", "", "access key of the bucket; empty: the role of the machine"),
    Setting("MEENT_S3_SECRET", "", "secret that belongs to MEENT_S3_KEY"),
    Setting("MEENT_CLAMD", "", "clamd that looks for malware in documents: host:port, or the path of its socket"),
    Setting("MEENT_SHARED", "../shared", "folder with published standards and data, for tests and the demo"),
    Setting(
        "MEENT_SCENARIOS", "",
        "folder with business cases (TOML) for the screens (default: docs/voorbeelden/gt-connect of a checkout)",
    ),
    Setting("MEENT_HOST", "127.0.0.1", "address to listen on"),
    Setting("MEENT_PORT", "8400", "port to listen on"),
    Setting("MEENT_POOL", "10", "connections to PostgreSQL per process"),
    Setting("MEENT_LOG", "warning", "lowest level of log lines: debug, info, warning, error"),
    Setting("MEENT_CALLBACK_NETWORKS", "", "private networks in which subscribers may be called, e.g. 10.0.0.0/8"),
    Setting("MEENT_SERVICE_NETWORKS", "", "private networks in which registers of others may be called"),
    Setting("MEENT_OIDC_ISSUER", "", "where staff signs in (OpenID Connect); empty: no screens in `meent serve`"),
    Setting("MEENT_OIDC_CLIENT", "", "id by which the broker knows us"),
    Setting("MEENT_OIDC_SECRET", "", "secret of MEENT_OIDC_CLIENT; sessions are signed with what follows from it"),
    Setting("MEENT_OIDC_RETURN", "", "our address to which it sends browsers back: https://…/login/terug"),
    Setting("MEENT_OIDC_ROLES", "roles", "claim with roles such as zuiderkoog:kcc"),
    Setting("MEENT_OIDC_USER", "sub", "claim that names somebody in logs and as an agent of the contact centre"),
    Setting("MEENT_TELEFONIE", "", "contact centre of this server: centrale or simulator; empty: none"),
    Setting("MEENT_SIP_HOST", "127.0.0.1", "address for SIP and sound of the telephone exchange"),
    Setting("MEENT_SIP_NAME", "", "host name by which trunks know the exchange; it stands in its certificate"),
    Setting("MEENT_SIP_PORT", "5060", "port for SIP over UDP and TCP"),
    Setting("MEENT_SIP_TLS_PORT", "5061", "port for SIP over TLS"),
    Setting("MEENT_SIP_TRUNKS", "", "lines to the outside, with spaces: sip:trunk.example:5061;transport=tls"),
    Setting("MEENT_SIP_TRUNK_NETWORKS", "", "where trunks call from beside their own addresses: 52.112.0.0/14"),
    Setting("MEENT_SIP_TRUNK_SRTP", "no", "yes: sound over trunks is encrypted (SDES), and all trunks are TLS"),
    Setting("MEENT_SIP_PHONE_SRTP", "no", "yes: telephones register over TLS only, and their sound is encrypted"),
    Setting("MEENT_SIP_112_TESTED", "no", "yes: 112 was tried over these lines, so agents may dial numbers outside"),
    Setting("MEENT_SIP_CERTIFICATE", "", "file with the certificate of the exchange (PEM); without it one is made"),
    Setting("MEENT_SIP_KEY", "", "file with the key of that certificate"),
    Setting("MEENT_SIP_CA", "", "file with the certificates by which those of trunks must be signed"),
    Setting("MEENT_SIP_INNER_PORTS", "5059,5080,2223,2233", "ports on the loopback address: edge, node, sound, digits"),
    Setting("MEENT_GRAPH_TENANT", "", "presence of the back office: id of the municipality at Microsoft"),
    Setting("MEENT_GRAPH_CLIENT", "", "id of Meent there: a registration with Presence.Read.All and device code"),
    Setting("MEENT_MEDIA_PORTS", "30000-40000", "UDP ports for the sound of conversations"),
    Setting("MEENT_TURN", "", "TURN servers for browsers without UDP: turns:turn.gemeente.nl:443?transport=tcp"),
    Setting("MEENT_TURN_SECRET", "", "secret that the TURN servers share with us (coturn: static-auth-secret)"),
    Setting("MEENT_RULE_OFF", "", "number of a rule to switch off; for `meent rules --prove` only"),
    Setting("MEENT_TEST_SERVER", "", "folder of a PostgreSQL that test runs share, each with a database of its own"),
    Setting("MEENT_TEST_POSTGRES", "", "folder with the PostgreSQL that tests start, e.g. /usr/lib/postgresql/15/bin"),
)


def read(name: str) -> str:
    """The value of a setting; KeyError for a name that is not in the table."""
    default = {s.name: s.default for s in SETTINGS}[name]
    return os.environ.get(name) or default


def data_folder() -> Path:
    given = read("MEENT_DATA")
    return Path(given) if given else Path.home() / ".local" / "share" / "meent"


def shared_folder() -> Path:
    return Path(read("MEENT_SHARED"))


def scenarios_folder() -> Path:
    given = read("MEENT_SCENARIOS")
    return Path(given) if given else Path(__file__).parents[2] / "docs" / "voorbeelden" / "gt-connect"
