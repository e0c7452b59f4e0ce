"""The words in which news archives label what they export, in the languages of their interfaces."""

from __future__ import annotations

import unicodedata

# What a label says. Ours are columns; a `head` stands above the text, a `foot` below it, and neither is kept.
_HEAD = {
    "words": "length, word count, number of words, länge, umfang, wortzahl, anzahl der wörter, longueur, "
    "nombre de mots, longitud, extensión, número de palabras, lengte, aantal woorden, lunghezza, "
    "comprimento, tamanho",
    "author": "byline, author, authors, autor, autoren, auteur, auteurs, autore, autori, autores, verfasser",
    "section": "section, rubrik, ressort, rubrique, sección, sectie, rubriek, sezione, secção, seção",
    "title": "headline, überschrift, schlagzeile, titre, titular, kop, titolo, manchete",
    "head": "dateline, highlight, highlights, series, edition, column, ort, encart, en bref, origine-dépêche, "
    "ausgabe, édition, edición, editie, edizione, edição, distribution, copyright, teaser, serie, série",
}
_FOOT = (
    "load-date, load date, loaddate, ladedatum, lade-datum, date-chargement, date de chargement, "
    "fecha-carga, fecha de carga, laaddatum, laad-datum, data di caricamento, data de carregamento, "
    "update, updated, update-date, aktualisierung, mise-à-jour, language, sprache, langue, idioma, taal, "
    "lingua, língua, publication-type, publication type, publikationstyp, publikations-typ, art der "
    "publikation, type-publication, type de publication, tipo-publicación, tipo de publicación, "
    "publicatietype, publicatie-type, tipo di pubblicazione, tipo de publicação, journal-code, journal "
    "code, zeitschriften-code, subject, sujet, thema, themen, asunto, tema, onderwerp, soggetto, assunto, "
    "company, firma, unternehmen, société, empresa, bedrijf, organization, organisation, organización, "
    "person, personne, persona, persoon, pessoa, people, geographic, geografie, localisation-géo, "
    "geográfico, country, city, state, industry, branche, secteur-activité, industria, ticker, "
    "symbole-boursier, document-type, document type, dokumenttyp, type-document, acc-no, pub-type, "
    "graphic, grafik, graphique, gráfico, grafiek, grafico, graphics, notes, note, correction, "
    "correction-date, url, issn, isbn, cusip, naics, sic, product, event"
)
# The label in whose absence no export of Nexis ends an article's text.
_LOADED = (
    "load-date, load date, loaddate, ladedatum, lade-datum, date-chargement, date de chargement, "
    "fecha-carga, fecha de carga, laaddatum, laad-datum, data di caricamento, data de carregamento"
)
_BODIES = (
    "body, text, hauptteil, textkörper, corps, corps de texte, texte, texte intégral, cuerpo, texto, texto "
    "completo, tekst, hoofdtekst, volledige tekst, corpo, testo, corpo do texto"
)
_CLASSIFICATIONS = (
    "classification, klassifizierung, klassifikation, classement, clasificación, classificatie, "
    "classificazione, classificação"
)
_ENDS = (
    "end of document, ende des dokuments, ende des dokumentes, dokumentende, fin du document, fin de "
    "document, fin del documento, fin de documento, einde van document, einde van het document, einde "
    "document, fine del documento, fine documento, fim do documento"
)
_SEGMENTS = (
    "graphic, graphics, grafik, graphique, gráfico, grafiek, grafico, bild, notes, note, correction, "
    "korrektur, bibliography, highlight"
)
_COVER = (
    "date and time, job number, client/matter, search terms, search type, narrowed by, content type, datum "
    "und uhrzeit, auftragsnummer, jobnummer, mandant/angelegenheit, client/aktenzeichen, suchbegriffe, "
    "suchtyp, eingegrenzt durch, eingegrenzt nach, inhaltstyp, date et heure, numéro de tâche, numéro de "
    "travail, client/affaire, client/dossier, termes de recherche, type de recherche, affiné par, limité "
    "par, type de contenu, fecha y hora, número de trabajo, cliente/asunto, términos de búsqueda, tipo de "
    "búsqueda, restringido por, acotado por, tipo de contenido, datum en tijd, taaknummer, opdrachtnummer, "
    "cliënt/zaak, zoektermen, zoektype, beperkt door, verfijnd door, inhoudstype, data e ora, data e hora, "
    "download request, time of request, terms, begriffe, source, sources, combined source, project id, "
    "send to, research information, user name, benutzername, nom d'utilisateur, nombre de usuario, "
    "gebruikersnaam"
)
_LANGUAGES = (
    "english, englisch, anglais, inglés, inglese, inglês, engels, german, deutsch, allemand, alemán, "
    "tedesco, alemão, duits, french, französisch, français, francés, francese, francês, frans, spanish, "
    "spanisch, espagnol, español, spagnolo, espanhol, spaans, italian, italienisch, italien, italiano, "
    "italiaans, portuguese, portugiesisch, portugais, portugués, portoghese, português, portugees, dutch, "
    "niederländisch, néerlandais, neerlandés, holandés, olandese, holandês, nederlands, russian, russisch, "
    "russe, ruso, russo, chinese, chinese - simplified, chinese - traditional, chinois, chinesisch, "
    "japanese, japanisch, japonais, korean, arabic, arabisch, arabe, swedish, schwedisch, suédois, danish, "
    "dänisch, danois, norwegian, norwegisch, norvégien, finnish, finnisch, finnois, polish, polnisch, "
    "polonais, turkish, türkisch, turc, czech, tschechisch, hungarian, ungarisch, catalan, katalanisch, "
    "英文, 中文, 日文"
)


WORDS = "words?|w[öo]rter|worte|mots?|palabras?|parole|palavras|woorden"


def fold(label: str) -> str:
    """`label` as labels are compared: without case, accents and the blanks round it."""
    plain = label.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(plain.split())


def _folded(listed: str) -> frozenset[str]:
    return frozenset(fold(label) for label in listed.split(", "))


HEAD = {label: field for field, listed in _HEAD.items() for label in _folded(listed)}
FOOT = _folded(_FOOT)
LOADED = _folded(_LOADED)
BODIES = _folded(_BODIES)
CLASSIFICATIONS = _folded(_CLASSIFICATIONS)
ENDS = _folded(_ENDS)
SEGMENTS = _folded(_SEGMENTS)
COVER = _folded(_COVER)
LANGUAGES = _folded(_LANGUAGES)
LONGEST = 40  # characters of a label


def split(line: str) -> tuple[str, str]:
    """(label as it is compared, value) of a line `Label: value`; ("", line) of another."""
    label, colon, value = line.partition(":")
    if not colon or len(label) > LONGEST or not label.strip():
        return "", line
    return fold(label), value.strip()


def alone(line: str, among: frozenset[str]) -> bool:
    """Whether a line is one of these labels and nothing else, but for a colon."""
    return len(line) <= LONGEST + 20 and fold(line.strip().rstrip(":")) in among
