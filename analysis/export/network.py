"""The network of speakers who are quoted in the same articles, for Gephi, Cytoscape, igraph and NetworkX.

GEXF 1.2 (https://gexf.net/) and GraphML (http://graphml.graphdrawing.org/). Nodes are keyed by `speaker_id`, since
two people can have one name; the name is their label.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.quotation.acts import COMMUNICATION
from analysis.quotation.standing import SURE, standing
from analysis.show import markup
from analysis.summaries.naming import named
from analysis.summaries.speakers import quoted_speakers, together

if TYPE_CHECKING:
    from analysis.store import Store

_WRITTEN_AT = re.compile(rb' lastmodifieddate="[^"]{0,40}"')


def graph_of(store: Store) -> Any:
    """A `networkx.Graph` of the quotations that count: said, sure enough, not inside another.

    A node has `label` and `name`, `kind`, `gender`, `quotations` and `articles`; an edge `weight`, the articles that
    quote both, and `expected` and `lift` (see `summaries.quoted_together`).
    """
    import networkx as nx

    columns = ["article_id", "quotation", "parent", "act", "speaker_id", "confidence"]
    found = store.table("quotations", columns=columns)
    found = found.assign(standing=standing(found, acts=COMMUNICATION, confidence=SURE))
    speakers = store.table("speakers")
    heard = quoted_speakers(speakers, found).reindex(columns=["speaker_id", "name", "kind", "gender", "n"])
    pairs, articles = together(named(found, speakers))
    graph = nx.Graph()
    for row in heard.to_dict("records"):
        name = markup.clean(str(row["name"]))
        graph.add_node(
            row["speaker_id"],
            label=name,
            name=name,
            kind=str(row["kind"]),
            gender="unknown" if markup.is_missing(row["gender"]) else str(row["gender"]),
            quotations=int(row["n"]),
            articles=int(articles[row["speaker_id"]]),
        )
    for row in pairs.to_dict("records"):
        told = {
            "weight": int(row["together"]),
            "expected": float(row["expected"]),
            "lift": float(row["lift"]),
        }
        graph.add_edge(row["speaker_id"], row["other_id"], **told)
    return graph


def write_gexf(store: Store, table: str, path: Path) -> int:
    """Write the network as GEXF, whatever the table; returns the number of speakers."""
    import networkx as nx

    graph, stream = graph_of(store), io.BytesIO()
    nx.write_gexf(graph, stream)
    path.write_bytes(_WRITTEN_AT.sub(b"", stream.getvalue()))  # the same store gives the same file
    return len(graph)


def write_graphml(store: Store, table: str, path: Path) -> int:
    """Write the network as GraphML, whatever the table; returns the number of speakers."""
    import networkx as nx

    graph = graph_of(store)
    nx.write_graphml_xml(graph, path)
    return len(graph)
