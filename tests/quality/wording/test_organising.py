"""Bodies, papers, yearly cycles, causes and trouble are told and not aimed at; a mark of ambition makes a goal."""

from typing import Final

import pytest

from styringsgraf.quality.wording import judge

TOLD: Final = [
    # Who decides, whose task it is, where it belongs
    ("Formannskapet er valgstyre og klageorgan i forvaltningssaker.", "nb"),
    ("Eldrerådet har sju medlemmer og velges for fire år.", "nb"),
    ("Barneverntjenesten ligger under oppvekst.", "nb"),
    ("Kommunalsjefen har ansvar for skole, barnehage og kultur.", "nb"),
    ("Ordføreren leder møtene i formannskapet.", "nb"),
    ("Barnehagemyndigheten fører tilsyn med private og kommunale barnehager.", "nb"),
    ("Bedriftshelsetjenesten er felles for fire kommuner.", "nb"),
    ("Kontrollutvalet rapporterer til kommunestyret.", "nn"),
    ("Utvalet handsamar byggjesaker og dispensasjonar.", "nn"),
    ("Ungdomsrådet har møterett og talerett i kommunestyret.", "nn"),
    # How it is organised and paid
    ("Administrasjonen er delt i fem kommunalområder.", "nb"),
    ("Legevakta drives av vertskommunen på vegne av seks kommuner.", "nb"),
    ("Prosjektet inngår i områdesatsingen og finansieres av Husbanken.", "nb"),
    ("Hvert kommunalområde ledes av en kommunalsjef.", "nb"),
    ("Kommunen er en av fire eiere i kraftselskapet.", "nb"),
    ("Kvar eining har ein leiar med ansvar for budsjett og personale.", "nn"),
    ("Legetenesta er organisert som eit interkommunalt samarbeid.", "nn"),
    # Papers and the cycle of the year
    ("Budsjettet behandles i desember hvert år.", "nb"),
    ("Eierskapsmeldingen behandles av kommunestyret én gang i valgperioden.", "nb"),
    ("Kommunestyret vedtar samfunnsdelen minst én gang i valgperioden.", "nb"),
    ("Kommuneplanens arealdel er juridisk bindende.", "nb"),
    ("Delegeringsreglementet bestemmer hvem som kan fatte vedtak.", "nb"),
    ("Budsjettet forutsetter en skattevekst på tre prosent.", "nb"),
    ("Økonomiplanen rullerer kvart år og gjeld for fire år.", "nn"),
    ("Årshjulet for budsjett og rapportering er vist i figur 3.", "nn"),
    ("Med mestring er her meint evna til å klare seg sjølv.", "nn"),
    # What leads to what
    ("Lange avstander gjør kollektivtransport dyrt.", "nb"),
    ("Havnivåstigning truer bebyggelsen i Sjøgata.", "nb"),
    ("Å bo alene øker risikoen for ensomhet.", "nb"),
    ("Utenforskap koster både den enkelte og samfunnet dyrt.", "nb"),
    ("Økt nedbør kan føre til flere ras.", "nb"),
    ("Behovet for avlastning varierer gjennom året.", "nb"),
    ("Lågare fødselstal fører til ledig plass i barnehagane.", "nn"),
    ("Renta påverkar kor mykje kommunen kan investere.", "nn"),
    # Which way it goes, what is lacking
    ("Tomteprisene øker raskere enn lønningene.", "nb"),
    ("Barnekullene blir mindre.", "nb"),
    ("Deler av kommunen mangler mobildekning.", "nb"),
    ("Arealplanen fra 2012 er utdatert.", "nb"),
    ("Skolebyggene er slitte og lite egnet til moderne undervisning.", "nb"),
    ("Fosterhjem er vanskelig å finne.", "nb"),
    ("Brukerne er fornøyde med maten, men kritiske til ventetiden.", "nb"),
    ("Utdanningsnivået i kommunen er lågt.", "nn"),
    ("Skulane har i dag overkapasitet.", "nn"),
    ("Bemanninga på legekontoret er ustabil.", "nn"),
    # Compared, counted, said by others
    ("Enslige forsørgere har lavere inntekt enn andre husholdninger.", "nb"),
    ("Eiendomsskatten er kommunens nest største inntekt.", "nb"),
    ("Omsorgstjenesten bruker en tredel av budsjettet.", "nb"),
    ("Ungdata viser at flere ungdommer er ensomme.", "nb"),
    ("Elevane trivst på skulen, viser elevundersøkinga.", "nn"),
    ("Barn som fyller ett år innen november, har etter søknad rett til barnehageplass.", "nb"),
    ("Alle kommuner skal etter folkehelseloven ha oversikt over helsetilstanden.", "nb"),
    # What a thing does, without any mark of ambition
    ("Kommunen kjøper vann fra nabokommunen.", "nb"),
    ("Vannbehandlingsanlegget henter råvann fra Storvatnet.", "nb"),
    ("I arbeidet med planen har det vore halde to folkemøte.", "nn"),
]

AIMED: Final = [
    ("Kommunen har balanse mellom inntekter og utgifter.", "nb"),
    ("Netto driftsresultat er over 1,75 prosent hvert år i perioden.", "nb"),
    ("Disposisjonsfondet er på minst åtte prosent av driftsinntektene.", "nb"),
    ("Ledningsnettet har så god kvalitet at lekkasjene er under 20 prosent.", "nb"),
    ("Elevenes grunnskolepoeng ligger over landsgjennomsnittet i 2029.", "nb"),
    ("Ingen venter på sykehus fordi kommunen mangler plass.", "nb"),
    ("Pårørende får avlastning før de er utslitt.", "nb"),
    ("Innbyggere med demens kan bo hjemme lenger.", "nb"),
    ("Kunstnere kan leve av arbeidet sitt her.", "nb"),
    ("Vi har en delingskultur der feil brukes til læring.", "nb"),
    ("Matjorda er ikke bygd ned.", "nb"),
    ("Tjenestene er organisert slik at brukerne slipper å lete.", "nb"),
    ("Utslippene er redusert med 55 prosent fra 1990 til 2030.", "nb"),
    ("Kulturlivet skal oppleves som åpent for alle.", "nb"),
    ("Hjelpetjenestene oppleves som én dør inn.", "nb"),
    ("Kommunen leverer gode tjenester innenfor rammene, og ingen enhet har varig merforbruk.", "nb"),
    ("I 2030 når innbyggerne en legevakt på under en time.", "nb"),
    ("Kommunen har ein økonomi som toler svingingar.", "nn"),
    ("Barn i familiar med låg inntekt tek del i fritidstilbodet.", "nn"),
    ("Barn med vanskar får hjelp tidleg.", "nn"),
    ("Kulturlandskapet blir halde i hevd.", "nn"),
]

OTHERS: Final = [
    # An act of somebody named, or of one day, is a measure though it returns every year
    ("Kommuneoverlegen gjennomfører to tilsyn med solstudioer hvert år.", "nb", "measure"),
    ("Plan og klima legger fram klimabudsjettet for kommunestyret i desember hvert år.", "nb", "measure"),
    ("Det settes av 400 000 kroner til stimidler i budsjettet for 2026.", "nb", "measure"),
    ("Biblioteket på Nes holder åpent på lørdager fra september.", "nb", "measure"),
    ("Leieavtalen for kontoret blir sagt opp fra juli.", "nb", "measure"),
    ("Planen for trafikktryggleik vert lagd ut på høyring i april 2026.", "nn", "measure"),
    ("Løypelaget får 50 000 kroner til ny trakkemaskin.", "nb", "measure"),
    # What is counted, without a measure noun in front
    ("Arbeidsulykker med fravær per million arbeidstimer", "nb", "indicator"),
    ("Besøk på Nordnes bad per uke", "nb", "indicator"),
    ("Vedtak fattet innen frist", "nb", "indicator"),
    ("Dager fra søknad til vedtak", "nb", "indicator"),
    ("Heltidsansatte / alle ansatte (prosent)", "nb", "indicator"),
    ("Resultat fra nasjonale prøver i lesing (skalapoeng)", "nb", "indicator"),
    ("Innkjøpt økologisk mat i prosent av all mat", "nb", "indicator"),
    ("Renteeksponert gjeld i prosent av driftsinntektene", "nn", "indicator"),
    ("Plassar som står ledige ved utgangen av kvart kvartal", "nn", "indicator"),
    # Headings that only look so
    ("Finansielle måltall", "nb", "heading"),
    ("Status per 31. desember 2025", "nb", "heading"),
    ("Bedre tjenester, lavere kostnader og flere i arbeid", "nb", "heading"),
    ("Digital veileder om skolefravær", "nb", "heading"),
    # A choice, though nobody is named or a clause stands first
    ("Vil prioritere gang- og sykkelveier foran nye bilveier.", "nb", "strategy"),
    ("Der det er mulig, skal kommunen velge naturbaserte løsninger.", "nb", "strategy"),
    ("Sidan kapasiteten er liten, må vi prioritere dei yngste.", "nn", "strategy"),
    ("Kommunen skal la være å bygge ned dyrka mark.", "nb", "strategy"),
    ("Tjenesteområdet skal innen juni ha avklart behovet for avlastning.", "nb", "assignment"),
    ("Samfunnsutvikling får i oppdrag å lage en sykkelstrategi.", "nb", "assignment"),
]


@pytest.mark.parametrize(("text", "lang"), TOLD)
def test_what_is_told_is_nobodys_aim(text: str, lang: str) -> None:
    assert judge(text, lang).wording_class == "unclear"


@pytest.mark.parametrize(("text", "lang"), AIMED)
def test_a_mark_of_ambition_makes_a_goal(text: str, lang: str) -> None:
    assert judge(text, lang).wording_class == "goal"


@pytest.mark.parametrize(("text", "lang", "wanted"), OTHERS)
def test_acts_counts_headings_and_choices_stay_what_they_are(text: str, lang: str, wanted: str) -> None:
    assert judge(text, lang).wording_class == wanted


@pytest.mark.parametrize(
    ("told", "aimed"),
    [
        ("Tjenesten mangler fagfolk.", "Ingen tjeneste mangler fagfolk."),
        ("Ledningsnettet er gammelt.", "Ledningsnettet er ikke for gammelt."),
        ("Kommunen leier lokaler til kulturskolen.", "Kommunen leier bare moderne lokaler til kulturskolen."),
        ("Sykefraværet øker.", "Sykefraværet går ned."),
        ("Budsjettet legges fram i november hvert år.", "Budsjettet er i balanse hvert år."),
    ],
)
def test_the_same_thing_told_and_aimed_at(told: str, aimed: str) -> None:
    assert judge(told, "nb").wording_class == "unclear"
    assert judge(aimed, "nb").wording_class == "goal"
