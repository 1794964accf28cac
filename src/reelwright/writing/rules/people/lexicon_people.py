"""Words about persons: titles, roles, what they do, and how they look."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MALE_TITLES = _words(
    "Mr Mister Sir Lord King Prince Duke Earl Count Baron Viscount Marquis Master Monsieur Herr "
    "Signor Señor Senor Father Brother Uncle Grandfather Emperor Tsar Czar Sultan Squire Don "
    "Abbé Esq Esquire Friar Monseigneur"
)
FEMALE_TITLES = _words(
    "Mrs Miss Ms Madame Mme Mademoiselle Mlle Lady Queen Princess Duchess Countess Baroness "
    "Viscountess Marchioness Frau Fräulein Signora Signorina Señora Senora Mother Sister Aunt "
    "Auntie Grandmother Empress Dame Madam Mistress Nurse Widow"
)
OTHER_TITLES = _words(
    "Dr Doctor Prof Professor Captain Capt Colonel Col Major General Gen Lieutenant Lieut "
    "Sergeant Sgt Corporal Private Commander Admiral Commodore Inspector Constable Detective "
    "Superintendent Commissioner Officer Sheriff Marshal Judge Justice Reverend Rev Bishop "
    "Archbishop Cardinal Pope Canon Dean Vicar Parson Pastor President Minister Senator Governor "
    "Mayor Ambassador Secretary Chancellor Counsellor Coroner Rabbi Chief Cousin Grand "
    "Hereditary Crown Old Young Little Poor Dear"
)
SOFT_TITLES = frozenset({"Old", "Young", "Little", "Poor", "Dear", "Grand", "Hereditary", "Crown"})
"""Words before a name that are no rank: they never stand for the person alone."""
TITLES = MALE_TITLES | FEMALE_TITLES | OTHER_TITLES
ABBREVIATED = _words(
    "Mr Mrs Ms Dr Prof Capt Col Gen Lieut Sgt Rev St Mme Mlle Messrs Esq Hon Maj Lt Jr Sr"
)

MALE_ROLES = _words(
    "man gentleman boy lad fellow father brother son uncle nephew husband grandfather king "
    "prince duke count baron emperor lord butler footman groom coachman cabman cabby driver "
    "porter sailor seaman soldier policeman constable inspector detective sergeant colonel "
    "captain major general admiral lieutenant priest vicar parson clergyman curate monk friar "
    "bishop landlord host innkeeper barman waiter bartender farmer miller blacksmith smith "
    "carpenter fisherman ferryman boatman gardener hunter woodcutter shepherd squire knight "
    "peasant banker lawyer solicitor barrister judge coroner merchant shopkeeper grocer "
    "pawnbroker broker jeweller tailor barber salesman commissionaire engineer mechanic plumber "
    "ruffian villain scoundrel rascal Lascar Frenchman Englishman Scotchman Irishman German "
    "American Italian Russian tramp beggar wizard stepfather watchmaker clockmaker "
    "lighthouse-keeper keeper ostler peer nobleman earl bridegroom"
)
FEMALE_ROLES = _words(
    "woman lady girl mother sister daughter aunt niece wife grandmother queen princess duchess "
    "countess baroness empress maid housemaid housekeeper landlady governess nurse hostess "
    "waitress barmaid widow witch madam stewardess seamstress milliner bride actress stepmother "
    "lass stepdaughter spinster matron cook nun heiress"
)
OTHER_ROLES = _words(
    "doctor professor physician surgeon child baby clerk cashier servant attendant assistant "
    "manager secretary teacher schoolmaster official officer agent visitor client guest stranger "
    "companion friend colleague partner prisoner thief robber pilot traveller traveler passenger "
    "student pupil author writer poet painter artist musician singer mayor minister president "
    "messenger neighbour neighbor patient caller customer creature dwarf giant apprentice cousin "
    "newcomer speaker voice youth orphan reporter journalist editor chief owner tenant lodger "
    "coroner guide guard warder gaoler jailer sexton librarian chemist dealer dispatcher "
    "operator other"
)
ROLES = MALE_ROLES | FEMALE_ROLES | OTHER_ROLES
PASSING_ROLES = _words(
    "visitor client guest stranger companion friend colleague partner caller customer newcomer "
    "man woman lady gentleman fellow boy girl lad child creature voice speaker youth other "
    "patient prisoner host American German Frenchman Englishman traveller passenger"
)
"""Roles that stand for whoever is present, so they are resolved anew in each scene."""

NAMING_TITLES = MALE_TITLES | FEMALE_TITLES - {"Mrs"}
"""Titles that also stand before a given name (`Miss Irene`, `Sir Henry`, `Uncle Tom`)."""

SPEECH_VERBS = _words(
    "said says say asked asks ask answered answers replied replies cried cries shouted whispered "
    "murmured muttered remarked observed exclaimed explained continued added began ejaculated "
    "gasped groaned growled snarled screamed shrieked yelled called repeated returned "
    "interrupted suggested demanded inquired enquired declared announced admitted agreed "
    "confessed protested insisted persisted pleaded begged sobbed sighed laughed chuckled smiled "
    "grumbled retorted rejoined responded stammered stuttered faltered hissed roared bellowed "
    "barked snapped sneered commented concluded resumed proceeded pursued assented warned "
    "ordered commanded urged breathed mumbled wailed moaned croaked chimed put quoth told spoke "
    "thought wondered echoed corrected ventured offered promised objected grunted panted purred "
    "drawled piped bawled thundered rumbled squeaked quavered blurted countered guessed finished "
    "broke went vowed swore read lied mused noted stated reported recited queried prompted"
)
FOREIGN_VERBS = _words(
    "sagte fragte rief antwortete erwiderte flüsterte murmelte meinte entgegnete schrie dit "
    "demanda répondit cria murmura reprit ajouta dijo preguntó respondió gritó murmuró contestó "
    "disse chiese rispose gridò mormorò perguntou respondeu zei vroeg riep antwoordde"
)
"""What German, French, Spanish, Italian, Portuguese and Dutch speakers do."""
SPEECH_VERBS = SPEECH_VERBS | FOREIGN_VERBS
WEAK_VERBS = _words(
    "put told spoke thought wondered broke went read finished smiled laughed returned offered "
    "noted called began continued ordered pursued proceeded"
)
"""Speech verbs that as often are none: they need a pause (comma, quote) right at hand."""

HUMAN_VERBS = SPEECH_VERBS | _words(
    "nodded shrugged rose sat stood walked ran turned looked glanced stared gazed shook took "
    "gave opened closed rubbed leaned leant sprang stepped bowed rushed hurried paused hesitated "
    "knew felt wanted wished seemed appeared had was is has would could might should did held "
    "lit pointed knelt drew threw pushed pulled waved listened waited entered left came "
    "stooped frowned grinned blushed wept wrote drank ate slept woke died loved hated believed "
    "remembered forgot hoped feared decided tried lifted raised lowered dropped picked reached "
    "touched stretched shivered trembled whistled sang winked kept made stopped climbed followed "
    "met moved"
)

OLD_WORDS = _words(
    "old aged elderly ancient white-haired grey-haired gray-haired grizzled wrinkled withered "
    "venerable grey-bearded white-bearded grandfather grandmother octogenarian"
)
YOUNG_WORDS = _words("young youth youthful lad girl maiden lass youngster student apprentice")
CHILD_WORDS = _words("child boy baby infant urchin toddler schoolboy schoolgirl")

LOOK_WORDS = (
    OLD_WORDS
    | YOUNG_WORDS
    | CHILD_WORDS
    | _words(
        "tall short small little big huge gigantic stout fat plump portly heavy burly thin lean "
        "gaunt slender slim slight broad broad-shouldered thick-set stocky lanky bony crooked "
        "bald bearded beard moustache mustache whiskers side-whiskers clean-shaven spectacles "
        "eyeglasses glasses monocle pince-nez hat top-hat bowler cap deer-stalker bonnet veil hood "
        "helmet cloak coat overcoat frock-coat greatcoat dressing-gown jacket waistcoat shawl gown "
        "dress apron robe uniform scarf cravat tie necktie cane stick walking-stick crutch pipe "
        "cigar cigarette gloves boots red-haired red-headed dark-haired fair-haired black-haired "
        "golden-haired blonde blond brunette curly braids braid freckled pale dark swarthy ruddy "
        "florid sallow handsome beautiful pretty lovely ugly lame limp scar one-eyed hawk-like "
        "aquiline masked mask sunburnt tanned bun ponytail pigtail pigtails plaits hunchbacked "
        "barefoot ragged red-bearded black-bearded hair"
    )
)
