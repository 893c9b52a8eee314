"""The equality table: kept figures, the state of the texts, and the page."""

from datetime import date
from pathlib import Path

from starlette.testclient import TestClient

from bot import quality
from bot.evaluation import Score
from bot.languages import SERVED
from bot.store import Store


def test_kept_figures_come_back_and_another_language_leaves_them_alone(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "quality.json"
    quality.keep({"so": Score(questions=4, hit=0.5)}, date(2026, 11, 21), path)
    quality.keep({"ar": Score(questions=4, hit=0.75)}, date(2026, 12, 1), path)
    rows = {row.code: row for row in quality.rows(store, path)}
    assert list(rows) == list(SERVED)
    assert rows["so"].score == Score(questions=4, hit=0.5)
    assert (rows["so"].measured, rows["ar"].measured) == (date(2026, 11, 21), date(2026, 12, 1))
    assert rows["en"].score is None
    assert rows["en"].complete == 1.0
    assert rows["en"].checked == 0.0


def test_the_page_shows_every_served_language(client: TestClient) -> None:
    for code in SERVED:
        page = client.get(f"/quality?language={code}")
        assert page.status_code == 200
        assert page.text.count('<th scope="row"') == len(SERVED)
