"""Given names by gender, and capitalised words that are no persons."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MALE_NAMES = _words(
    "Aaron Abel Abraham Adam Adolf Adrian Alan Albert Alec Aleck Alexander Alexei Alfred Ambrose "
    "Anders Andre Andreas Andrew Andrei Angus Anselm Anthony Anton Antonio Archibald Archie Arne "
    "Arnold Arthur Aubrey August Augustus Barnaby Bartholomew Basil Ben Benjamin Bernard Bertram "
    "Bill Billy Bob Boris Brian Bruno Carl Carlo Caspar Cecil Cedric Charles Charley Charlie "
    "Chris Christian Christopher Clarence Claude Clement Colin Conrad Cornelius Cuthbert Cyril "
    "Daniel Dave David Dennis Derek Dick Dmitri Dominic Donald Douglas Duncan Ebenezer Edgar "
    "Edmund Edouard Eduard Edward Edwin Egbert Elias Elijah Emil Emile Enoch Erasmus Eric Ernest "
    "Ethan Eugene Eustace Evan Ezekiel Ezra Felix Ferdinand Fitzroy Fjodor Francis Francisco "
    "Francois Frank Franz Fred Freddy Frederick Friedrich Fritz Gabriel Gareth Geoffrey George "
    "Georges Gerald Gerard Gideon Gilbert Giles Giovanni Godfrey Gordon Graham Gregor Gregory "
    "Guido Gustav Guy Hamish Hans Harald Harold Harry Harvey Hector Heinrich Henri Henry Herbert "
    "Hercule Herman Hiram Homer Horace Horatio Hosmer Howard Hubert Hugh Hugo Humphrey Ian Igor "
    "Ignatius Isaac Isaiah Isidore Israel Ivan Jabez Jack Jacob Jacques Jake James Jan Jasper Jean "
    "Jed Jeff Jefferson Jephro Jeremiah Jeremy Jerome Jerry Jim Jimmy Joachim Joe Joel Johann "
    "Johannes John Johnny Jonas Jonathan Jonah Jorge Jose Josef Joseph Joshua Josiah Juan Jules "
    "Julian Julius Karl Kenneth Kurt Lance Laurence Lawrence Lars Leo Leon Leonard Leopold Leslie "
    "Levi Lewis Lionel Lorenzo Louis Lucas Luis Luke Luther Lysander Magnus Malcolm Marco Marcus "
    "Mario Mark Marmaduke Martin Mason Matthew Maurice Max Maximilian Melville Michael Micah "
    "Miguel Mike Mikhail Miles Morris Mortimer Moses Nathan Nathaniel Ned Neil Neville Nicholas "
    "Nick Nicolas Nigel Nikolai Noah Noel Norman Octavius Oliver Olaf Orlando Oscar Oswald Otto "
    "Owen Pablo Paolo Pascal Patrick Paul Pavel Pedro Percival Percy Perry Peter Petr Phil Philip "
    "Phineas Pierre Pip Piotr Quentin Quincey Ralph Randall Raphael Raymond Reginald Rene Reuben "
    "Rex Reynold Richard Rob Robert Robin Rodney Roger Roland Rolf Romeo Ronald Rory Rowland Roy "
    "Rudolf Rufus Rupert Sam Samuel Saul Sean Sebastian Sergei Seth Sherlock Sidney Sigismond "
    "Sigmund Silas Silvester Simon Solomon Stanley Stefan Stephen Steven Stuart Sven Tancred Ted "
    "Terence Thaddeus Theodore Theo Theophilus Thomas Thor Tim Timothy Tobias Toby Tom Tommy Tony "
    "Tristan Uriah Urban Valentine Victor Vincent Virgil Vladimir Wallace Walter Warren Watson "
    "Wilfred Wilhelm Will William Willie Willy Winston Wolfgang Xavier Zachary Zebedee".replace(
        " Watson", ""
    )
)

FEMALE_NAMES = _words(
    "Abigail Ada Adela Adelaide Adele Agatha Agnes Alexandra Alice Alicia Alma Amanda Amber Amelia "
    "Amy Anastasia Andrea Angela Angelica Anita Ann Anna Annabel Anne Annette Annie Antonia "
    "Arabella Audrey Aurora Barbara Beatrice Becky Bella Belle Bernadette Bertha Bess Bessie Beth "
    "Betsy Betty Blanche Brenda Bridget Camilla Carla Carmen Carol Caroline Carrie Cassandra "
    "Catherine Cathy Cecilia Cecily Charlotte Chloe Christina Christine Clara Clarissa Claudia "
    "Clementine Clotilde Constance Cora Cordelia Cornelia Daisy Daphne Deborah Delia Denise Diana "
    "Dinah Dolly Dolores Dora Doris Dorothea Dorothy Edith Edna Effie Eileen Elaine Eleanor Elena "
    "Elinor Elise Eliza Elizabeth Ella Ellen Elsa Elsie Emily Emma Ernestine Esmeralda Estella "
    "Esther Ethel Etta Eugenia Eva Eve Eveline Evelyn Fanny Fantine Felicity Fiona Flora Florence "
    "Frances Freda Frieda Gabrielle Genevieve Georgiana Georgina Geraldine Gertrude Gilda Gladys "
    "Gloria Grace Greta Gretchen Griselda Gwen Gwendolen Hannah Harriet Hatty Hazel Heather Hedwig "
    "Heidi Helen Helena Henrietta Hermione Hester Hilda Honoria Hortense Ida Ingrid Irene Iris "
    "Isabel Isabella Isadora Isolde Ivy Jane Janet Jean Jeanne Jemima Jennifer Jenny Jessica "
    "Jessie Jill Joan Joanna Josephine Joy Judith Judy Julia Juliana Juliet June Karen Karin Kate "
    "Katharine Katherine Kathleen Katie Katrina Kitty Kristin Laura Lavinia Leah Leila Lena "
    "Leonora Letitia Letty Lilian Lily Linda Lisa Lizzie Lois Lola Lorna Lottie Louisa Louise Lucia "
    "Lucie Lucille Lucinda Lucretia Lucy Lydia Mabel Madeleine Madge Magdalena Maggie Maisie "
    "Margaret Margery Margot Maria Marian Marianne Marie Marietta Marina Marion Marjorie Martha "
    "Mary Mathilda Matilda Maud Maude Maureen Meg Melanie Melissa Mercy Meredith Mildred Millicent "
    "Millie Mina Minnie Miranda Miriam Moira Molly Monica Muriel Myra Nadia Nancy Naomi Natalia "
    "Natalie Natasha Nell Nellie Nelly Nina Nora Norah Octavia Olga Olive Olivia Ophelia Patience "
    "Patricia Paula Pauline Pearl Peggy Penelope Penny Phoebe Phyllis Polly Portia Priscilla "
    "Prudence Rachel Ramona Rebecca Regina Rhoda Rita Roberta Rosa Rosalie Rosalind Rosamund Rose "
    "Rosemary Rosie Rowena Roxana Ruby Ruth Sabina Sadie Sally Salome Samantha Sandra Sara Sarah "
    "Selina Serena Sheila Shirley Sibyl Silvia Sonia Sophia Sophie Stella Stephanie Susan Susanna "
    "Susannah Susie Sybil Sylvia Tabitha Tamara Teresa Tess Thea Theodora Theresa Tilly Trudy "
    "Una Ursula Valerie Vanessa Vera Veronica Victoria Viola Violet Virginia Vivian Wanda Wilhelmina "
    "Winifred Yolanda Yvonne Zelda Zoe"
)

CALENDAR = _words(
    "January February March April May June July August September October November December Monday "
    "Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Easter Michaelmas Whitsun Lent "
    "Advent Halloween Noel Yuletide Lammas Candlemas Jan Feb Apr Jun Jul Aug Sept Oct Nov Dec"
)

PLACES = _words(
    "Aberdeen Abbey Aden Afghanistan Africa Agra Alabama Alaska Albania Aldersgate Aldgate Alps "
    "America Amsterdam Andaman Andes Antarctica Antwerp Arabia Argentina Arizona Arkansas Asia "
    "Athens Atlantic Auckland Australia Austria Baden Baghdad Baker Ballarat Baltic Baltimore "
    "Barcelona Bath Bavaria Bayswater Bedford Bedfordshire Belfast Belgium Belgravia Bengal Berkshire "
    "Berlin Berne Birmingham Bloomsbury Bohemia Bologna Bombay Bordeaux Boscombe Boston Bradford "
    "Brazil Bremen Brighton Bristol Britain Brittany Brixton Brussels Budapest Bulgaria Burgundy "
    "Burma Cairo Calais Calcutta California Camberwell Cambridge Canada Canterbury Cardiff Carlsbad "
    "Carolina Carpathia Cassel Chelsea Cheshire Chicago Chile China Clapham Clerkenwell Cologne "
    "Colorado Connecticut Constantinople Copenhagen Cornwall Covent Crimea Croydon Cuba Cumberland "
    "Cyprus Dakota Damascus Danube Delhi Denmark Derby Derbyshire Devon Devonshire Dorset Dover "
    "Dresden Dublin Dundee Durham Earth Edinburgh Egria Egypt England Epsom Essex Eton Europe Exeter "
    "Finland Flanders Florence Florida France Frankfurt Geneva Genoa Georgia Germany Gibraltar "
    "Glasgow Gloucestershire Gravesend Greece Greenwich Hamburg Hampshire Hampstead Hanover Harley "
    "Harrow Hatherley Havana Hereford Herefordshire Holborn Holland Houndsditch Hungary Iceland Idaho "
    "Illinois India Indiana Indies Iowa Iran Iraq Ireland Islington Israel Istanbul Italy Jamaica "
    "Japan Java Jerusalem Jordan Kansas Kensington Kent Kentucky Kenya Kiev Kilburn Korea Lambeth "
    "Lancashire Lausanne Lebanon Leadenhall Leatherhead Leeds Leicester Leith Lima Lisbon Liverpool "
    "London Louisiana Lucerne Lyon Lyons Madrid Maine Malta Manchester Manhattan Margate Marseilles "
    "Maryland Massachusetts Mecca Mediterranean Melbourne Mexico Michigan Middlesex Milan Minnesota "
    "Mississippi Missouri Montana Montague Montreal Morocco Moscow Munich Naples Nebraska Netherlands "
    "Nevada Newcastle Nice Norfolk Normandy Northampton Northumberland Norway Norwich Norwood "
    "Nottingham Nuremberg Odessa Ohio Oregon Oslo Oxford Oxfordshire Pacific Paddington Pakistan "
    "Palermo Palestine Paris Pekin Peking Pennsylvania Persia Peru Petersburg Petersfield "
    "Philadelphia Piccadilly Pimlico Pisa Plymouth Poland Pondicherry Portsmouth Portugal Prague "
    "Pretoria Prussia Pyrenees Quebec Reading Rhine Richmond Riga Rochester Rome Ross Rouen Russia "
    "Sahara Salisbury Savannah Saxe-Coburg Saxony Scandinavia Scotland Serbia Shanghai Sheffield "
    "Siberia Sicily Singapore Somerset Southampton Southwark Spain Stockholm Stoke Strand Streatham "
    "Suez Suffolk Surrey Sussex Sweden Switzerland Sydney Syria Tennessee Texas Thames Threadneedle "
    "Tibet Tokyo Toronto Tottenham Transylvania Trincomalee Turkey Tuscany Twickenham Ulster Upton "
    "Uruguay Utah Utrecht Vauxhall Venice Vermont Vienna Volga Wales Walsall Wandsworth Warsaw "
    "Warwickshire Washington Waterloo Wellington Westminster Whitechapel Whitehall Wiltshire "
    "Wimbledon Winchester Windsor Wisconsin Woolwich Worcester York Yorkshire Zealand Zurich"
)

PEOPLES = _words(
    "African American Arab Arabian Argentine Asian Australian Austrian Bavarian Belgian Bohemian "
    "Brazilian British Briton Bulgarian Burmese Canadian Celtic Chinaman Chinese Christian Cockney "
    "Cossack Cuban Czech Dane Danish Dutch Dutchman Egyptian English Englishman Englishmen "
    "Englishwoman European Finn Finnish Flemish French Frenchman Frenchmen Frenchwoman Gaelic German "
    "Germans Greek Greeks Gypsy Hebrew Hindoo Hindu Hungarian Indian Indians Irish Irishman Islam "
    "Italian Italians Japanese Jew Jewish Jews Lascar Latin Malay Mexican Moor Moorish Mormon "
    "Muslim Negro Norman Norwegian Oriental Persian Pole Polish Portuguese Protestant Prussian "
    "Roman Romans Romanian Russian Russians Saxon Scandinavian Scot Scotch Scotchman Scots Scottish "
    "Serb Slav Spaniard Spanish Swede Swedish Swiss Tartar Turk Turkish Victorian Viennese Welsh "
    "Welshman Western Yankee Catholic Buddhist Gothic Palladian Elizabethan Georgian Bohemians"
)

THINGS = _words(
    "God Lord Heaven Heavens Providence Bible Scripture Gospel Devil Satan Majesty Highness "
    "Excellency Lordship Ladyship Grace Honour Honor Worship Reverence Fate Nature Death Fortune "
    "Time Love Parliament Congress Government Crown State States Church Army Navy Times Telegraph "
    "Standard Chronicle Herald Gazette Post Star Globe Encyclopaedia Britannica Street Road Avenue "
    "Lane Square Court Park Gardens Terrace Place Bridge Station Hotel Inn Club Company League Bank "
    "House Hall Manor Castle Palace Cathedral Hospital University College School Office Museum "
    "Theatre Opera Arms County Valley River Lake Mount Mountain Island Isle Bay Cape Sea Ocean Gulf "
    "Forest Wood Moor Farm Lodge Villa Cottage Tower Gate Wharf Dock Docks Harbour Port Pool Temple "
    "City Town Village Chapter Book Part Volume Act Scene North South East West Northern Southern "
    "Eastern P.S. P.M. A.M. O.K. Assizes Yard Scotland-Yard Ltd Inc Co Cross Row Mansions Circus "
    "Society Association Union Brigade Regiment Fusiliers Rifles Carbuncle Coronet Regency Derby "
    "Internet Monsieur Madame Mademoiselle Signor Signora Herr Frau Fräulein Senor Senora Inn"
).difference({"Monsieur", "Madame", "Mademoiselle", "Signor", "Signora", "Herr", "Frau"})

EXCLAMATIONS = _words(
    "Ah Aha Ahem Alack Alas Amen Aye Bah Blimey Bravo Bye Certainly Cheers Come Confound Dear Damn "
    "Dash Egad Eh Er Exactly Excellent Excuse Farewell Gad Goodbye Good Gosh Gracious Great Ha Hallo "
    "Halloa Heavens Hello Hey Hi Hm Ho Hola Hullo Hulloa Humph Hum Hurrah Hush Indeed Jove Jupiter "
    "Listen Lo Look Lord Mercy My Nay Never No Nonsense Nothing Now O Oh Ooh Ouch Pardon Perhaps "
    "Phew Please Pooh Pray Precisely Quick Quite Really Right See Sh Shame So Splendid Stop Sure "
    "Surely Thank Thanks There Tush Tut Ugh Um Very Wait Welcome Well What Why Yea Yeah Yes Yonder"
)

NOT_PERSONS = CALENDAR | PLACES | PEOPLES | THINGS | EXCLAMATIONS
"""Single capitalised words that alone never name a person (a title before them overrules it)."""

PLACE_ENDINGS = THINGS | _words("Streets Farms Towers Grove Hill Hills Common Heath Green Crescent")
"""A run of capitalised words ending so is a place, a paper, or an institution."""
