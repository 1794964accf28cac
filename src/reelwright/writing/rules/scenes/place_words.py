"""The place nouns the rules know, by the kind of place they are drawn as."""

from reelwright.film.story import PlaceKind

_NOUNS: dict[PlaceKind, str] = {
    "sitting-room": "sitting-room|sitting room|drawing-room|drawing room|parlour|parlor|lounge|"
    "living room|lodgings|dining-room|dining room|rooms|"
    "nursery|flat|apartment|villa|breakfast table|hotel room",
    "bedroom": "bedroom|bed-room|bedside|bedchamber|chamber|dormitory|attic|garret|ward|sickroom",
    "kitchen": "kitchen|pantry|scullery|larder|bakehouse|bakery|galley",
    "study": "study|library|archive|reading room|reading-room|map room|map-room|observatory",
    "hall": "hall|hallway|ballroom|throne room|lobby|foyer|great hall|theatre|theater|concert hall|"
    "opera house|auditorium|museum|palace|castle|courtroom|waiting-room|waiting room|entrance",
    "corridor": "corridor|passage|staircase|stairs|stairway|stairwell|tunnel|gallery|landing|"
    "doorway|threshold|shaft|mine",
    "office": "office|counting-house|bureau|bank|police station|newsroom|post office|station-house|"
    "schoolroom|classroom|school|headquarters|consulting-room|surgery|clinic",
    "shop": "shop|store|bookshop|pawnshop|pharmacy|chemist's|grocer's|jeweller's|market hall|"
    "warehouse|barber's|department store|clock shop|showroom",
    "tavern": "tavern|inn|pub|bar|taproom|café|cafe|coffee-house|restaurant|saloon|public-house|"
              "opium den|"
    "den|club|canteen|diner",
    "church": "church|chapel|cathedral|abbey|nave|altar|temple|crypt|vestry|monastery",
    "cell": "cell|prison|gaol|jail|dungeon|cellar|vault|basement|lock-up|pit",
    "workshop": "workshop|laboratory|lab|forge|smithy|engine room|engine-room|factory|mill|garage|"
    "barn|stable|stables|boathouse|boat-house|shed|lamp room|lamp-room|lantern room|studio|"
    "tower room|clock tower|clock room|control room|foundry|watchmaker's",
    "carriage": "carriage|cab|hansom|brougham|train|compartment|coach|wagon|car|bus|tram|landau|"
    "dog-cart|taxi|railway carriage",
    "cabin": "cabin|hut|cottage|shack|tent|wheelhouse|hold|lodge|shelter|hovel",
    "interior": "room|house|home|hospital|hotel|mansion|manor|building|asylum|orphanage|bath|"
    "elevator|lift|airlock|cockpit|ship's bridge|bungalow|lighthouse stairs",
    "street": "street|lane|avenue|pavement|boulevard|high street|crescent|terrace|thoroughfare|"
    "gate|kerb|curb|sidewalk|station|platform|railway station",
    "alley": "alley|alleyway|backstreet|back street|mews|side street|court",
    "square": "square|plaza|market|market-place|marketplace|piazza|courtyard|fair|fairground|"
    "circus|yard",
    "house-front": "doorstep|front door|porch|house-front|gatehouse|driveway|verandah|veranda|"
    "farmhouse|farm|lighthouse",
    "garden": "garden|orchard|lawn|park|greenhouse|hothouse|meadow garden|shrubbery|conservatory",
    "field": "field|fields|meadow|moor|moors|heath|plain|pasture|common|desert|steppe|prairie|"
    "marsh|valley|countryside|battlefield|vineyard",
    "forest": "forest|wood|woods|jungle|grove|copse|thicket|clearing|glade|trees|pines",
    "mountain": "mountain|mountains|hill|hills|hilltop|cliff|cliffs|peak|ridge|summit|slope|pass|"
    "glacier|crag|cave|ravine|gorge|volcano|quarry",
    "road": "road|roadside|path|track|highway|crossroads|causeway|trail|milestone|footpath",
    "river": "river|riverbank|stream|brook|lake|canal|pond|creek|weir|waterfall|lakeside|ford|"
    "towpath|embankment",
    "harbour": "harbour|harbor|quay|wharf|dock|docks|pier|jetty|port|breakwater|slipway|"
               "harbourside|"
    "quayside|landing stage|marina",
    "sea": "sea|ocean|ship|boat|deck|waves|rowing boat|raft|schooner|steamer|ferry|lifeboat|bay|"
    "open water|yacht|lugger|dinghy|skiff",
    "beach": "beach|shore|sand|sands|dunes|coast|cove|seashore|shingle|island|strand|headland",
    "bridge": "bridge|footbridge|viaduct|drawbridge",
    "graveyard": "graveyard|churchyard|cemetery|grave|tomb|tombs",
    "rooftop": "roof|rooftop|roofs|balcony|parapet|battlements|ramparts|tower|belfry|mast|"
               "gallery rail",
    "city": "city|town|village|capital|skyline|suburb|suburbs|hamlet",
    "exterior": "outside|outdoors|open air|camp|ruins|ground",
}  # fmt: skip

KINDS: dict[str, PlaceKind] = {
    noun: kind for kind, nouns in _NOUNS.items() for noun in nouns.split("|")
}
"""Noun -> kind of place."""

PROPER: dict[str, PlaceKind] = {
    "Street": "street", "Lane": "street", "Avenue": "street", "Row": "street", "Terrace": "street",
    "Road": "street", "Crescent": "street", "Boulevard": "street", "Station": "street",
    "Square": "square", "Market": "square", "Circus": "square", "Yard": "square", "Court": "square",
    "Alley": "alley", "Mews": "alley", "Park": "garden", "Gardens": "garden", "Garden": "garden",
    "Bridge": "bridge", "Wood": "forest", "Forest": "forest", "Hill": "mountain",
    "Mountain": "mountain", "Moor": "field", "Heath": "field", "River": "river", "Lake": "river",
    "Harbour": "harbour", "Quay": "harbour", "Wharf": "harbour", "Dock": "harbour",
    "Docks": "harbour", "Pier": "harbour", "Bay": "beach", "Beach": "beach", "Cove": "beach",
    "Island": "beach", "Head": "beach", "Point": "beach", "Church": "church", "Abbey": "church",
    "Cathedral": "church", "Chapel": "church", "Hotel": "hall", "Hall": "hall", "Palace": "hall",
    "Castle": "hall", "Theatre": "hall", "Museum": "hall", "Inn": "tavern", "Tavern": "tavern",
    "Arms": "tavern", "Club": "tavern", "Bank": "office", "School": "office",
    "Lodge": "house-front",
    "House": "house-front", "Manor": "house-front", "Farm": "house-front", "Tower": "rooftop",
    "Lighthouse": "house-front", "Light": "house-front",
}  # fmt: skip
"""The last word of a capitalised name -> kind of place: `Baker Street`, `Gull Point`."""

WEAK: frozenset[str] = frozenset(
    {
        "ground", "trees", "sand", "waves",
        "stairs", "doorway", "threshold", "entrance", "roof", "gate", "landing", "altar", "shaft",
        "bath", "passage", "pass", "track", "path", "house", "home", "room", "sea", "door",
        "city", "town", "grave", "mast", "lift", "hold", "bay", "court", "ship", "boat", "hill",
        "common", "plain", "wood", "mine", "study", "pit", "bank", "ward", "station", "fields",
        "outside", "hills", "island", "village", "roofs", "parapet", "building", "platform",
        "gallery", "strand", "school", "car", "bus", "stream", "coast", "shore", "yard", "tower",
        "chamber", "fair", "store", "lounge", "apartment", "port", "pavement", "circus", "cliff",
    }
)  # fmt: skip
"""Nouns that name a place only with a word of arrival, or when nothing better is told."""

ROOMY: tuple[tuple[PlaceKind, str, str], ...] = (
    ("sitting-room", "Sitting room", "sofa|armchair|hearth|fireside|fireplace|carpet|curtain|"
                                     "mantelpiece|easy-chair|arm-chair"),
    ("study", "Study", "desk|bookshelf|bookcase|papers|inkwell"),
    ("workshop", "Workshop", "bench|tools|lathe|anvil|springs|hammer|chisel"),
    ("bedroom", "Bedroom", "bed|pillow|blanket|mattress"),
    ("kitchen", "Kitchen", "kettle|oven|saucepan|stove|plates"),
    ("harbour", "Harbour", "tide|gulls|mooring|fishermen|anchor"),
    ("sea", "Sea", "oars?|wave|hull|sail|rudder|keel"),
    ("street", "Street", "cobbles|pavement|lamp-post|passers-by|crowd|shopkeepers"),
    ("forest", "Forest", "branches|leaves|undergrowth|roots"),
    ("exterior", "Outside", "sky|wind|stars|horizon|grass|clouds"),
    ("interior", "A room", "table|chair|window|door|wall|floor|lamp|room"),
)  # fmt: skip
"""What tells a kind of place when no place is named: (kind, name, words)."""
