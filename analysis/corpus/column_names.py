"""What columns are commonly called, by tools and services and in six languages, as `fold` writes them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """`name` as names are compared: letters and digits only, without accents, in lower case."""
    if not name.isascii():
        apart = unicodedata.normalize("NFKD", name)
        name = "".join(c for c in apart if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "", name).casefold()


# Our column, and what it is called, the likeliest first: English, then tools and services, then German, French,
# Spanish, Italian, Portuguese and Dutch.
NAMES: dict[str, list[str]] = {
    ours: words.split()
    for ours, words in {
        "text": """
            text body content article articletext articlebody fulltext maintext bodytext storytext
            plaintext cleantext texts articles document articlecontent contenttext textcontent fullcontent newstext
            newscontent newsarticle story speech transcript fieldsbodytext rawtext
            volltext artikeltext beitrag beitragstext artikel inhalt haupttext fliesstext textkorper
            texte textecomplet texteintegral textedelarticle contenu corps corpsdutexte
            texto textocompleto textointegro cuerpo cuerpodeltexto contenido articulo noticia
            testo testocompleto testointegrale testoarticolo corpo contenuto articolo
            textointegral conteudo artigo materia
            tekst volledigetekst artikeltekst inhoud
        """,
        "outlet": """
            outlet source publisher publication newspaper media sourcename outletname
            sitename sourcehostname metasitename ogsitename medianame pubtitle publicationtitle publicationname
            publishername newspapername newspapertitle mediumname mediaoutlet newsoutlet newssource pub
            fieldspublication provider medium sourcedomain domain hostname host site website
            zeitung zeitungsname zeitungstitel quelle publikation zeitschrift blatt mediumtitel herausgeber verlag
            journal nomdujournal titredujournal quotidien media nomdumedia source publication editeur
            periodico diario medio medios fuente publicacion cabecera nombredelmedio
            testata giornale quotidiano fonte pubblicazione editore
            jornal veiculo publicacao meio editora
            krant krantnaam dagblad bron publicatie tijdschrift uitgever
        """,
        "published": """
            published date publishdate publisheddate publishedat datepublished publicationdate pubdate
            publishingdate datepublish publishedon publishedtime publishtime webpublicationdate pubtime
            articledate dateofpublication datetime releasedate seendate versioncreated publishedutc
            datum veroffentlicht veroeffentlicht veroffentlichtam veroeffentlichtam veroffentlichungsdatum
            veroeffentlichungsdatum erscheinungsdatum erscheinungstag erschienen erschienenam publikationsdatum
            datedepublication datepublication dateparution datedeparution parution publiele datepubli
            fecha fechadepublicacion fechapublicacion publicado publicadoel
            datadipubblicazione datapubblicazione pubblicato pubblicatoil datauscita
            datadepublicacao datapublicacao publicadoem
            publicatiedatum gepubliceerd gepubliceerdop verschijningsdatum datumpublicatie
            data
        """,
        "title": """
            title headline webtitle articletitle newstitle fieldsheadline headlinetext
            titel uberschrift ueberschrift schlagzeile artikeltitel
            titre titrearticle titredelarticle
            titulo titular titulodelarticulo
            titolo titoloarticolo
            manchete
            kop koptekst krantenkop
        """,
        "author": """
            author authors byline authorname authornames creator writer reporter journalist fieldsbyline
            autor autoren autorin autorinnen verfasser verfasserin
            auteur auteurs autrice
            autora autores autoria
            autore autori
            schrijver
        """,
        "url": """
            url link articleurl sourceurl
            weburl canonicalurl canonicallink permalink originalurl articlelink newsurl pageurl href
            adresse webadresse internetadresse
            lien adresseweb
            enlace direccion
            indirizzo collegamento
            endereco ligacao
            webadres
            documenturl
        """,
        "id": """
            id articleid kennung artikelid identifiant identificador identificatore identificativo idarticulo
            idarticolo
        """,
    }.items()
}
# What a text is called that stands for more: the article's first words, or what somebody says of it.
_TEASERS = "description summary abstract snippet excerpt leadparagraph teaser standfirst trailtext"
TEASERS = _TEASERS.split()
# The column of a metadata file that says which text file a row is about.
_FILE = (
    "file filename datei dateiname fichier nomfichier nomdufichier archivo nombrearchivo nombredearchivo "
    "nomefile ficheiro arquivo nomedoarquivo nomedoficheiro bestand bestandsnaam"
)
FILE = _FILE.split()
