"""News items in XML: NITF, NewsML-G2 and 1, RSS, Atom; invented ones, laid out as the standards say."""

import pytest
from test_corpus import read, reasons, write

from analysis.corpus import newsitems
from analysis.corpus.files import Unsupported

NITF = """<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">
<nitf><head><title>Slug</title><docdata><doc-id id-string="n1"/><date.issue norm="20200505T101500Z"/></docdata>
<pubdata name="Vale Post" type="print"/></head>
<body><body.head><hedline><hl1>Mill to close</hl1></hedline><byline>By Bo&nbsp;Roe</byline></body.head>
<body.content><p>The mill <em>will</em> close.</p><media><media-caption>A mill.</media-caption></media>
<p>No one&mdash;not Ida Vance&mdash;objects.</p></body.content><body.end>Ends</body.end></body></nitf>"""
BLOCKS = """<nitf><body><body.content><block class="lead_paragraph"><p>The mill.</p></block>
<block class="full_text"><p>The mill.</p><p>It will close.</p></block></body.content></body></nitf>"""
G2 = """<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="tag:1"><itemMeta><provider qcode="nprov:VALE"><name>Vale Agency</name></provider>
<versionCreated>2020-05-05T10:15:00Z</versionCreated></itemMeta><contentMeta><headline>Mill to close</headline>
<by>Bo Roe</by></contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>No text</title></head><body><p>The mill will close.</p>
<p>No one objects.</p></body></html></inlineXML></contentSet></newsItem>
<newsItem guid="tag:2"><itemMeta><provider literal="Vale Agency"/></itemMeta><contentSet>
<inlineXML
contenttype="application/nitf+xml"><nitf><body><body.content><p>Two.</p></body.content></body></nitf></inlineXML></contentSet></newsItem>
<newsItem guid="tag:3"><itemMeta><provider qcode="nprov:VALE"/></itemMeta><contentSet>
<inlineData contenttype="text/plain">Plain.</inlineData></contentSet></newsItem>
<newsItem guid="tag:4"><itemMeta><provider qcode="nprov:VALE"/></itemMeta></newsItem></itemSet></newsMessage>"""
NEWSML_1 = """<NewsML><NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:1</PublicIdentifier>
</NewsIdentifier></Identification><NewsManagement><ThisRevisionCreated>20200505T101500Z</ThisRevisionCreated>
</NewsManagement><NewsComponent><NewsLines><HeadLine>Mill to close</HeadLine><ByLine>By Bo Roe</ByLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="Vale Agency"/></Provider></AdministrativeMetadata>
<ContentItem><DataContent><p>The mill will close.</p><p>No one objects.</p></DataContent></ContentItem>
</NewsComponent></NewsItem></NewsML>"""
RSS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Vale Post</title>
<item><title>Mill to close</title><link>https://vale.example/1</link><pubDate>Tue, 05 May 2020 10:15:00 GMT</pubDate>
<description>d</description><content:encoded><![CDATA[<p>The mill will close.</p><p>No one objects.</p>]]>
</content:encoded></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Vale Post</title><entry><title>Mill to close</title>
<author><name>Bo Roe</name></author><published>2020-05-05T10:15:00Z</published><link href="https://vale.example/1"/>
<content type="html">&lt;p&gt;The mill will close.&lt;/p&gt;
&lt;p&gt;No one objects.&lt;/p&gt;</content></entry></feed>"""
TRAFILATURA = """<doc sitename="Vale Post" title="Mill to close" author="Bo Roe" date="2020-05-05"
source="https://vale.example/1" hostname="vale.example"><main><p>The mill will close.</p><p>No one objects.</p></main>
<comments><p>Shame!</p></comments></doc>"""
PARAGRAPHS = "The mill will close.\n\nNo one objects."


@pytest.mark.parametrize(
    ("written", "text", "outlet", "author", "number"),
    [
        (NITF, "The mill will close.\n\nNo one—not Ida Vance—objects.", "Vale Post", "Bo Roe", 1),
        (G2, PARAGRAPHS, "Vale Agency", "Bo Roe", 3),
        (NEWSML_1, PARAGRAPHS, "Vale Agency", "Bo Roe", 1),
        (RSS, PARAGRAPHS, "Vale Post", None, 1),
        (ATOM, PARAGRAPHS, "Vale Post", "Bo Roe", 1),
        (TRAFILATURA, PARAGRAPHS, "Vale Post", "Bo Roe", 1),
    ],
)  # fmt: skip
def test_items_have_their_text_by_paragraphs_and_who_published_them(
    tmp_path, written, text, outlet, author, number
):
    articles, _ = read(write(tmp_path / "a.xml", written))
    row = articles.astype(object).where(articles.notna(), None).iloc[0]
    assert (row.text, row.title, row.outlet, row.author) == (text, "Mill to close", outlet, author)
    assert row.published.date().isoformat() == "2020-05-05"
    assert len(articles) == number


def test_of_blocks_that_repeat_the_text_the_full_one_is_read(tmp_path):
    articles, _ = read(write(tmp_path / "a.nitf", BLOCKS))
    assert articles["text"].tolist() == ["The mill.\n\nIt will close."]


def test_items_of_newsml_without_a_text_are_rejects(tmp_path):
    articles, rejects = read(write(tmp_path / "a.newsml", G2))
    assert articles["outlet"].tolist() == ["Vale Agency", "Vale Agency", "VALE"]
    assert articles["article_id"].tolist() == ["tag:1", "tag:2", "tag:3"]
    assert rejects["origin"].tolist() == ["a.newsml:4"]


def test_a_feed_of_links_says_how_to_go_on(tmp_path):
    links = RSS[: RSS.index("<content:")] + "</item></channel></rss>"
    articles, rejects = read(write(tmp_path / "a.xml", links))
    assert (len(articles), reasons(rejects)) == (0, ["no text column"])
    assert "fetch the pages" in rejects["detail"].iloc[0]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ('<!DOCTYPE l [<!ENTITY a "ha">]><nitf>&a;</nitf>', "unreadable"),
        ('<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]><nitf>&a;</nitf>', "unreadable"),
        ("<nitf><p>", "unreadable"),
        ("", "unreadable"),
        ("<kml><Placemark/></kml>", "unsupported"),
    ],
)
def test_what_is_no_news_item_is_one_reject(tmp_path, written, reason):
    articles, rejects = read(write(tmp_path / "a.xml", written))
    assert (len(articles), reasons(rejects)) == (0, [reason])


def test_elements_that_go_too_deep_are_refused():
    deep = b"<nitf>" + b"<p>" * 5000 + b"</p>" * 5000 + b"</nitf>"
    with pytest.raises(Unsupported, match="deep"):
        list(newsitems.items(deep))
