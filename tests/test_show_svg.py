import re

from analysis.show import markup, svg

SVG = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90pt">
<metadata>x</metadata><defs><path id="m1" d="M 0 0"/></defs>
<g onclick="alert(1)"><use xlink:href="#m1" style="fill: #000000; stroke: #ffffff"/></g>
<script>alert(1)</script><text style="font: 9px X; fill: #0072b2">a &lt;b&gt;</text>
<use xlink:href="https://example.org/x"/></svg>"""


def test_inline_figures_have_no_style_no_script_and_ids_of_their_own():
    html = svg.inline_figures(markup.figure(SVG, alt='what "it" shows'), prefix="f")
    assert "style=" not in html
    assert "<script" not in html
    assert "alert" not in html
    assert "example.org" not in html
    assert 'id="m1"' not in html
    assert re.search(r'<path d="M 0 0" id="(f-1-\d+)">', html)[1] == re.search(r'href="#([^"]*)"', html)[1]
    assert 'aria-label="what &#34;it&#34; shows"' in html
    assert "a &lt;b&gt;" in html


def test_greys_follow_the_page_and_colours_stay():
    html = svg.inline_svg(SVG, alt="x", prefix="f")
    assert 'fill="currentColor"' in html
    assert 'class="paper-stroke"' in html
    assert 'fill="#0072b2"' in html
    assert 'width="120"' in html
