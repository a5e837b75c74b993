"""Who lives in the demo: those one can sign in as, and the names of all others."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MadeUpPerson:
    """Somebody one can sign in as, and what the start says of them."""

    address: str
    name: str
    told_as: str


PASSWORD = "daybook-demo-1"  # printed at every start
ZONE = "Europe/Vienna"
THERAPIST = MadeUpPerson("therapist@example.org", "Dr. Okafor", "their therapist")
ADMIN = MadeUpPerson("admin@example.org", "Admin", "the admin, at /admin/")
FIRST_COUPLE = (
    MadeUpPerson("hurt@example.org", "Mara", "a partner who was hurt"),
    MadeUpPerson("repairing@example.org", "Jonas", "the partner who repairs"),
)
SECOND_COUPLE = (
    MadeUpPerson("other-hurt@example.org", "Ines", "a second couple"),
    MadeUpPerson("other-repairing@example.org", "Tomas", "a second couple"),
)
SIGN_INS = (*FIRST_COUPLE, THERAPIST, ADMIN, *SECOND_COUPLE)

ZONES = ("Europe/Vienna", "Europe/Lisbon", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu")
# fmt: off
FIRST_NAMES = (
    "Amal", "Anna", "Bela", "Bruno", "Carla", "Chidi", "Dana", "David", "Elif", "Emre", "Fatou",
    "Felix", "Greta", "Hana", "Igor", "Ines", "Ivo", "Jana", "Jonas", "Kai", "Lea", "Leo", "Lina",
    "Luca", "Malik", "Mara", "Mila", "Nadia", "Noah", "Nora", "Olga", "Omar", "Paula", "Pavel", "Rosa",
    "Sami", "Sara", "Theo", "Tilda", "Yara", "Zoe",
)
# fmt: on
