import pyarrow as pa
import pytest

from analysis.store import parts

KEYS = pa.table({"article_id": ["a", "a", "b"], "quotation": [0, 1, 0]})
IDS = pa.array(["ana-1", None, "otto-2"], pa.string())


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 0, 1], [1]])
def test_rows_get_their_own_speakers_in_whatever_order_they_stand(order):
    found = KEYS.take(order).append_column("speaker_id", pa.nulls(len(order), pa.string()))
    linked = parts._linked(found, KEYS, IDS)
    assert linked.column_names == found.column_names
    assert linked["speaker_id"].to_pylist() == [IDS[i].as_py() for i in order]
