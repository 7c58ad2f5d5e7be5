"""Who works in the made-up company, what it sells, and to whom."""

from __future__ import annotations

from dataclasses import dataclass

from salesbot.domain.people import Role


@dataclass(frozen=True, slots=True)
class MadeUpPerson:
    """Somebody of the made-up company.

    `monthly_goal` in whole euros; `skill` is the chance to win a fair deal, and `form` the part of the goal to which the
    month under way leads if it goes on like that.
    """

    slack_id: str
    handle: str
    name: str
    title: str
    color: str
    time_zone: str = "Europe/Ljubljana"
    locale: str = "en"
    roles: tuple[Role, ...] = ()
    team: str | None = None
    monthly_goal: int = 0
    skill: float = 0.0
    form: float = 1.0
    started_months_ago: int = 30
    lost_on_price: bool = False
    guest: bool = False

    @property
    def email(self) -> str:
        """The person's address in the made-up company."""
        return f"{self.handle}@kolibri.example"


@dataclass(frozen=True, slots=True)
class MadeUpChannel:
    """A channel, who is in it, and whether the bot was invited."""

    slack_id: str
    name: str
    topic: str
    members: tuple[str, ...]
    bot: bool = True
    private: bool = False


@dataclass(frozen=True, slots=True)
class Product:
    """Something the company sells, at about so many euros apiece."""

    name: str
    price: int
    late: bool = False
    """Whether it is delivered later than promised, and loses deals for it."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """Something that marketing does in some months of the year, at so many euros a month."""

    name: str
    months: tuple[int, ...]
    monthly_cost: int


@dataclass(frozen=True, slots=True)
class Notes:
    """What reps write down beside a deal: as a rule, where the product is late, where the price is wrong."""

    usual: tuple[str, ...]
    late: tuple[str, ...]
    dear: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """The whole made-up company."""

    name: str
    domain: str
    slack_team_id: str
    people: tuple[MadeUpPerson, ...]
    channels: tuple[MadeUpChannel, ...]
    products: tuple[Product, ...]
    accounts: tuple[str, ...]
    campaigns: tuple[Campaign, ...]
    notes: Notes
    selling_cost: int
    """What selling costs a month, in whole euros."""
    competitors: tuple[str, ...] = ("Bristot", "Hausman", "Vela")
    sources: tuple[str, ...] = ("website", "referral", "fair", "partner", "cold call")

    @property
    def reps(self) -> tuple[MadeUpPerson, ...]:
        """Everybody who sells, team by team."""
        return tuple(person for person in self.people if Role.REP in person.roles)

    @property
    def segments(self) -> dict[str, list[str]]:
        """The accounts of each segment, by words in their names; the others are shops and clubs."""
        found: dict[str, list[str]] = {}
        for account in self.accounts:
            named = (each for each, words in _SEGMENTS.items() if any(word in account for word in words))
            found.setdefault(next(named, _OTHERS), []).append(account)
        return found

    def accounts_of(self, rep: MadeUpPerson) -> tuple[str, ...]:
        """The accounts that a rep looks after: each has one rep."""
        reps = self.reps
        return self.accounts[reps.index(rep) :: len(reps)]

    def team_members(self, team: str) -> tuple[MadeUpPerson, ...]:
        """The reps of a team."""
        return tuple(person for person in self.people if person.team == team and Role.REP in person.roles)


def _rep(
    handle: str, name: str, color: str, city: str, team: str, goal: int, skill: float, locale: str = "en",
    *, form: float, months: int = 30, lost_on_price: bool = False,
) -> MadeUpPerson:  # fmt: skip
    return MadeUpPerson(
        f"U0{handle.upper()}", handle, name, "Account Executive", color, city, locale, (Role.REP,), team,
        goal, skill, form, months, lost_on_price,
    )  # fmt: skip


_PEOPLE = (
    MadeUpPerson("U0ANA", "ana", "Ana Horvat", "Sales Operations", "#6b4fa0", roles=(Role.ADMIN,)),
    MadeUpPerson("U0MAJA", "maja", "Maja Zajc", "Head of Adria", "#2f6f4f", roles=(Role.MANAGER,), team="Adria"),
    MadeUpPerson(
        "U0ERIK", "erik", "Erik Dahl", "Head of Nordic", "#3f5f8f", "Europe/Stockholm",
        roles=(Role.MANAGER,), team="Nordic",
    ),
    MadeUpPerson(
        "U0VERA", "vera", "Vera Lang", "Managing Director", "#7a3e48", roles=(Role.EXECUTIVE,)
    ),
    _rep("kim", "Kim Novak", "#b5452c", "Europe/London", "Adria", 60_000, 0.55, form=1.08),
    _rep("bo", "Bo Lindqvist", "#2c5fb5", "Europe/Stockholm", "Adria", 60_000, 0.48, form=0.98),
    _rep("asha", "Asha Mwangi", "#8a6d1b", "Africa/Nairobi", "Adria", 50_000, 0.46, "sw", form=1.22),
    _rep("ivana", "Ivana Kos", "#a0457f", "Europe/Ljubljana", "Adria", 50_000, 0.44, form=0.86),
    _rep("luka", "Luka Zupan", "#1f7a7a", "Europe/Ljubljana", "Adria", 60_000, 0.40, "sl", form=0.45, lost_on_price=True),
    _rep("tom", "Tom Becker", "#5f6f2f", "Europe/Berlin", "Adria", 40_000, 0.40, form=0.9, months=1),
    _rep("freya", "Freya Holm", "#4f7fae", "Europe/Stockholm", "Nordic", 55_000, 0.52, form=1.5),
    _rep("noor", "Noor Haddad", "#9a5a2a", "Europe/Copenhagen", "Nordic", 50_000, 0.45, form=0.97),
    _rep("piet", "Piet de Vries", "#6a3fa8", "Europe/Amsterdam", "Nordic", 50_000, 0.43, form=0.8),
    _rep("mike", "Mike O'Brien", "#3a7a3a", "America/New_York", "Nordic", 55_000, 0.47, form=1.02),
    MadeUpPerson("U0PETRA", "petra", "Petra Kolar", "Production", "#7f6a4f", roles=(Role.COLLEAGUE,)),
    MadeUpPerson("U0GUS", "gus", "Gus Partner", "Reseller", "#777777", guest=True),
)  # fmt: skip

_ADRIA = ("U0MAJA", "U0KIM", "U0BO", "U0ASHA", "U0IVANA", "U0LUKA", "U0TOM")
_NORDIC = ("U0ERIK", "U0FREYA", "U0NOOR", "U0PIET", "U0MIKE")
_ALL = tuple(person.slack_id for person in _PEOPLE if not person.guest)

_TOWNS = (
    "Bled", "Celje", "Koper", "Maribor", "Split", "Zadar", "Graz", "Trieste", "Malmö", "Bergen", "Odense", "Turku",
    "Mombasa", "Kisumu", "Leeds", "Bristol", "Utrecht", "Ghent", "Boston", "Albany",
)  # fmt: skip
_TRADES = ("Bakery", "Coworking", "Grand Hotel", "Roastery", "Station Café", "Sports Club", "Catering")

_SEGMENTS = {"Hotels": ("Hotel", "Lodge", "Resorts", "Hostels", "Rooms", "Spa"), "Offices": ("Coworking", "Office"),
             "Gastronomy": ("Bakery", "Roastery", "Café", "Catering", "Bistro", "Grill", "Foods")}  # fmt: skip
_OTHERS = "Shops and clubs"

COMPANY = Company(
    name="Kolibri",
    domain="kolibri",
    slack_team_id="T0KOLIBRI",
    people=_PEOPLE,
    channels=(
        MadeUpChannel("C0GENERAL", "general", "Everything for everyone", _ALL, bot=False),
        MadeUpChannel("C0ADRIA", "adria-sales", "Team Adria", (*_ADRIA, "U0ANA", "U0VERA")),
        MadeUpChannel("C0NORDIC", "nordic-sales", "Team Nordic", (*_NORDIC, "U0ANA", "U0VERA")),
        MadeUpChannel("C0PROD", "production", "Orders and deliveries", ("U0PETRA", "U0ANA", "U0MAJA")),
        MadeUpChannel("C0MARKET", "marketing", "Campaigns and leads", ("U0ANA", "U0VERA", "U0MAJA", "U0ERIK")),
        MadeUpChannel("C0PARTNER", "partners", "With our resellers", ("U0ANA", "U0MAJA", "U0GUS")),
    ),
    products=(
        Product("Basic", 1_900),
        Product("Pro", 4_200),
        Product("Atlas", 9_500, late=True),
        Product("Service plan", 1_200),
    ),
    campaigns=(
        Campaign("Spring tasting", (3, 4, 5), 4_500),
        Campaign("Autumn fair", (9, 10, 11), 9_000),
        Campaign("Partner week", (1, 6, 12), 3_000),
        Campaign("Newsletter", tuple(range(1, 13)), 800),
    ),
    notes=Notes(
        usual=(
            "Wants two-year terms",
            "Decision with the board on Thursday",
            "Asked for a reference in their trade",
            "Second site to follow in autumn",
            "Prefers to be called before nine",
        ),
        late=(
            "Promised for March, told it will be May",
            "Asks for a penalty if Atlas is late again",
            "Still waits for the first Atlas",
        ),
        dear=("Bristot is 18 % below us", "Asks for the old price list", "Liked it, found it too dear"),
    ),
    selling_cost=48_000,
    accounts=(
        "Acme Corp",
        "Nordlys",
        "Baraka Foods",
        "Helios",
        "Kolpa",
        "Mercator",
        "Delta Hotels",
        "Helix",
        "3M",
        "Studio 54",
        "O'Brien & Sons",
        "Café Zvezda",
        "Müller AG",
        "Safari Lodge",
        "Blue Harbour",
        "Fjord Bakery",
        "Savanna Tours",
        "Triglav Hostels",
        "Sončni Park",
        "Lind & Berg",
        "Amber Office",
        "Kestrel Air",
        "Mesto Bistro",
        "Orion Clinics",
        "Palma Resorts",
        "Quay House",
        "Rosa Gardens",
        "Salt Works",
        "Tundra Gear",
        "Umoja Coop",
        "Vale Books",
        "Willow Spa",
        "Xenia Hotels",
        "Yard Market",
        "Zora Labs",
        "Alpina Trans",
        "Brezje Farm",
        "Cedar Loft",
        "Drava Mills",
        "Ember Grill",
        "Forum Cinema",
        "Gorenjka",
        "Harbor Yoga",
        "Iskra Gym",
        "Jadran Ferries",
        "Kranj Museum",
        "Lumen Media",
        "Modra Print",
        "Neva Dental",
        "Oslo Rooms",
        "Piran Salt",
        "Rift Valley Tea",
        "Skagen Boats",
        "Tivoli Park",
        "Uppsala Press",
        "Vipava Wines",
        "Westgate Mall",
        "Zanzibar Spice",
        "Aarhus Bikes",
        "Bohinj Eco",
        *(f"{town} {trade}" for trade in _TRADES for town in _TOWNS),
    ),
)  # fmt: skip
