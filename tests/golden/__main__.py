"""Renew the rows that are kept, and show what differs: `make golden`."""

import json

import numpy as np

from golden import FOLDER, SETTINGS, differences, kept, kept_versions, made, networks, stage_of, versions

SHOWN = 25  # differences of a table that are shown


def main() -> None:
    """Make all rows, with the networks asked what they were not asked before, and keep them."""
    before = {kind: kept(kind) for kind in SETTINGS}
    old = kept_versions() if (FOLDER / "versions.json").is_file() else {}
    with networks(live=True) as answers:
        after = {kind: made(kind) for kind in SETTINGS}
    np.savez_compressed(FOLDER / "networks.npz", **dict(sorted(answers.items())))
    for kind, found in after.items():
        (FOLDER / kind).mkdir(exist_ok=True)
        for name, rows in found.items():
            show(kind, name, differences(name, before[kind].get(name, rows.head(0)), rows))
            rows.to_csv(FOLDER / kind / f"{name}.csv", index=False, lineterminator="\n")
        for stage, version in versions()[kind].items():
            if old.get(kind, {}).get(stage) != version:
                print(f"{kind}: {stage}: {old.get(kind, {}).get(stage, 'new')} → {version}")
    (FOLDER / "versions.json").write_text(json.dumps(versions(), indent=1) + "\n", encoding="utf-8")


def show(kind: str, name: str, found: list) -> None:
    """Print the rows of a table that are not as they were."""
    if found:
        columns = {c for d in found for c in {**d.before, **d.after}}
        written_by = ", ".join(sorted({stage_of(name, c) for c in columns}))
        print(f"\n{kind}/{name}: {len(found):,} rows differ (written by {written_by})")
    for key, before, after in found[:SHOWN]:
        sign = "~" if before and after else "-" if before else "+"
        cells = [f"{c}: {before.get(c, '')!r} → {after.get(c, '')!r}" for c in {**before, **after}]
        print(f"  {sign} {key}  " + ("; ".join(cells) if sign == "~" else ""))
    if len(found) > SHOWN:
        print(f"  … and {len(found) - SHOWN:,} more")


main()
