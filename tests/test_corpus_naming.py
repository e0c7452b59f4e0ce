"""Outlets and authors by their names, columns in six languages, texts that a service cut off."""

import pytest
from test_corpus import read, write

from analysis import corpus
from analysis.corpus import column_names, cut_off, markup, naming


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Überschrift;Zeitung;Erscheinungsdatum;Verfasser;Volltext;Adresse", "5. Mai 2020"),
        ("UEBERSCHRIFT;Quelle;Veröffentlicht am;Autorin;Artikel_Text;link", "Di., 5. Mai 2020, 10.15 Uhr"),
        ("Titre;Média;Date de publication;Auteur;Contenu;Lien", "mardi 5 mai 2020 à 10h15"),
        ("Título;Periódico;Fecha de publicación;Autor;Cuerpo;Enlace", "martes, 5 de mayo de 2020"),
        ("Titolo;Testata;Data;Autore;Testo;Indirizzo", "martedì 5 maggio 2020"),
        ("Manchete;Veículo;Data de publicação;Autoria;Conteúdo;Endereço", "terça-feira, 5 de maio de 2020"),
        ("Kop;Krant;Datum;Schrijver;Tekst;Webadres", "dinsdag 5 mei 2020 om 10.15 uur"),
    ],
)
def test_columns_and_dates_in_six_languages(tmp_path, header, values):
    row = f"Mill;Vale Post;{values};Bo Roe;The mill closed.;https://vale.example/1"
    article = read(write(tmp_path / "a.csv", f"{header}\n{row}\n"))[0].iloc[0]
    assert (article.title, article.outlet, article.author) == ("Mill", "Vale Post", "Bo Roe")
    assert (article.text, article.url) == ("The mill closed.", "https://vale.example/1")
    assert article.published.date().isoformat() == "2020-05-05"


def test_every_common_name_is_folded_and_means_one_thing():
    for names in (*column_names.NAMES.values(), column_names.FILE, column_names.TEASERS):
        assert all(column_names.fold(name) == name for name in names)
    meant = [name for names in column_names.NAMES.values() for name in dict.fromkeys(names)]
    assert len(meant) == len(set(meant))


def test_data_is_a_date_only_where_it_holds_dates(tmp_path):
    articles, rejects = read(write(tmp_path / "a.csv", "data,text\nsome words,The mill closed.\n"))
    assert articles["data"].tolist() == ["some words"]
    assert len(rejects) == 0


def test_the_first_column_with_a_fitting_value_is_taken(tmp_path):
    header = "text,content,source,site,date,pubdate"
    row = ",The mill closed.,https://vale.example/1,Vale Post,n/a,2020-05-05"
    article = read(write(tmp_path / "a.csv", f"{header}\n{row}\n"))[0].iloc[0]
    assert (article.text, article.outlet, article.url) == (
        "The mill closed.",
        "Vale Post",
        "https://vale.example/1",
    )
    assert article.published.year == 2020


def test_a_description_is_a_text_where_there_is_a_title_and_no_page_to_fetch(tmp_path):
    for header, number in (
        ("title,description", 1),
        ("title,description,url", 0),
        ("variable,description", 0),
    ):
        row = ",".join(["Mill closes soon"] * len(header.split(",")))
        assert len(read(write(tmp_path / "a.csv", f"{header}\n{row}\n"))[0]) == number


@pytest.mark.parametrize(
    ("given", "outlet", "url"),
    [
        ({"id": None, "name": "Vale Post"}, "Vale Post", None),
        ("{'id': None, 'name': 'Vale Post'}", "Vale Post", None),
        ('{"id": null, "name": "Vale Post"}', "Vale Post", None),
        ("https://www.vale.example/a/b?c=1", "vale.example", "https://www.vale.example/a/b?c=1"),
        ("vale.example/a", "vale.example", "vale.example/a"),
        ("www.vale.example", "www.vale.example", None),
        ("Vale/Hill Post", "Vale/Hill Post", None),
        ("{Vale}", "{Vale}", None),
        (["Vale Post", "Hill Post"], "Vale Post", None),
    ],
)
def test_an_outlet_is_a_name_or_a_host(given, outlet, url):
    found = {"outlet": given} | naming.named({"outlet": given})
    assert (found["outlet"], found.get("url")) == (outlet, url)


def test_an_address_that_is_known_is_not_replaced_by_the_outlets():
    assert naming.named({"outlet": "https://vale.example/", "url": "x"}) == {
        "outlet": "vale.example",
        "url": "x",
    }


@pytest.mark.parametrize(
    ("given", "byline"),
    [
        (["Bo Roe"], "Bo Roe"),
        (["Bo Roe", "Ida Vance"], "Bo Roe and Ida Vance"),
        (["Bo Roe", "", "Cy Poe", "Ida Vance"], "Bo Roe, Cy Poe and Ida Vance"),
        ("['Bo Roe', 'Ida Vance']", "Bo Roe and Ida Vance"),
        ([{"name": "Bo Roe"}, {"name": "Ida Vance"}], "Bo Roe and Ida Vance"),
        ("Bo Roe", "Bo Roe"),
        ("[Staff]", "[Staff]"),
        ([], None),
    ],
)
def test_authors_are_a_byline(given, byline):
    assert naming.byline(given) == byline


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [
        ("The mill closed.… [+1234 chars]", True),
        ("The mill closed... [+12 characters]\n", True),
        ("The mill closed on …", True),
        ("The mill […]", True),
        ("The mill closed. " * 60 + "And then …", False),
        ("The mill closed.", False),
        ("It went on [+5 chars] and ended.", False),
    ],
)
def test_texts_that_a_service_cut_off_are_told(text, is_cut):
    assert [kind for kind, _ in cut_off.found(text)] == ["cut off"] * is_cut


def test_a_file_with_texts_that_were_cut_off_warns(tmp_path):
    path = write(tmp_path / "a.csv", "text\nThe mill closed.… [+99 chars]\nThe mill opened.\n")
    found = corpus.inspect(path)
    told = {"kind": "cut off", "n": 1, "example": "The mill closed.… [+99 chars]", "file": "a.csv"}
    assert (found["articles"], found["rejects"], found["warnings"]) == (2, {}, [told])


def test_markup_becomes_paragraphs():
    html = (
        "<h2>Why</h2><p>One<br>two &amp; <b>three</b>\n four.</p><script>no()</script><ul><li>A<li>B</ul>Rest"
    )
    assert markup.text(html) == "Why\n\nOne\ntwo & three four.\n\nA\n\nB\n\nRest"
    assert markup.text("<figure><img><figcaption>A mill.</figcaption></figure>") == ""
    assert markup.text("plain < text") == "plain < text"
