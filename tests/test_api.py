"""The public API: its contract, and bad input."""

import json
from typing import Any

import httpx
import jsonschema
import pytest
import yaml
from conftest import FakeRasa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from bot.app import build_app
from bot.channels.rate import RateLimit
from bot.conversation import Conversation
from bot.settings import ROOT, Settings

OPENAPI = yaml.safe_load((ROOT / "bot/channels/openapi.yml").read_text())


def valid(name: str, body: Any) -> None:
    """Fails when a body is not as the OpenAPI document says (its schemas are JSON Schema 2020-12)."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": OPENAPI["components"]}
    jsonschema.Draft202012Validator(schema).validate(body)


def test_a_typed_question_is_answered_as_the_contract_says(client: TestClient) -> None:
    response = client.post(
        "/api/v1/chat", json={"text": "hur anmäler jag mig?", "kommun": "hallefors", "language": "ar"}
    )
    body = response.json()
    assert response.status_code == 200
    valid("Answer", body)
    assert body["language"] == {"code": "ar", "dir": "rtl"}
    assert body["understood"] == {"topic": "sfi.apply", "confidence": 0.9, "language": "ar", "via": "native"}
    assert body["replies"][0]["swedish"].startswith("Du anmäler dig")


@pytest.mark.parametrize("payload", ["topic:sfi.apply", "language:so", "kommun:hedemora", "do:greet", "do:forget"])
def test_every_payload_is_answered_as_the_contract_says(client: TestClient, payload: str) -> None:
    body = client.post("/api/v1/chat", json={"payload": payload}).json()
    valid("Answer", body)
    assert body["understood"]["via"] == "button"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        (b'"text"', 400),
        (b"[" * 50_000, 400),
        (b"x" * 10_000_000, 413),
        (json.dumps({"text": "x" * 5000}).encode(), 413),
        (b'{"text": 5}', 422),
        (b'{"text": "hej", "kommun": "orebro"}', 422),
        (b'{"text": "hej", "language": "xx"}', 422),
        (b'{"payload": "topic:nothing"}', 422),
        (b'{"text": "hej", "conversation": "made.up"}', 401),
    ],
)
def test_bad_input_is_a_problem_document(client: TestClient, content: bytes, status: int) -> None:
    response = client.post("/api/v1/chat", content=content)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    valid("Problem", response.json())


@pytest.mark.parametrize(
    "text", ["", "😀", "\x00\x01\x02", "\u202e\u202e", "/restart", "{}", "'; drop table answers; --", "<script>"]
)
def test_strange_texts_get_a_helpful_reply(client: TestClient, text: str) -> None:
    response = client.post("/api/v1/chat", json={"text": text})
    assert response.status_code == 200
    assert response.json()["replies"][0]["buttons"]


def test_half_a_character_is_no_server_error(client: TestClient) -> None:
    assert client.post("/api/v1/chat", content=b'{"text": "hej \\ud800 hej"}').status_code == 200


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["text", "payload", "kommun", "language", "conversation"]),
        st.text() | st.integers() | st.none(),
    )
)
def test_whatever_comes_it_is_never_a_server_error(client: TestClient, body: dict[str, Any]) -> None:
    assert client.post("/api/v1/chat", json=body).status_code in (200, 401, 413, 422)


def test_unknown_addresses_and_methods_are_problem_documents(client: TestClient) -> None:
    for response, status in ((client.get("/nothing"), 404), (client.get("/api/v1/chat"), 405)):
        assert response.status_code == status
        valid("Problem", response.json())


def test_a_mistake_of_ours_is_a_problem_document_without_details(
    client: TestClient, conversation: Conversation
) -> None:
    conversation.store.close()
    response = client.post("/api/v1/chat", json={"text": "hej 900512-1234"})
    assert response.status_code == 500
    assert response.json()["detail"] == "Internal Server Error"


def test_too_many_messages_are_told_when_to_come_back(conversation: Conversation) -> None:
    with TestClient(build_app(Settings(rate_limit=True), conversation)) as client:
        answers = [client.post("/api/v1/chat", json={"payload": "do:greet", "language": "ar"}) for _ in range(25)]
    refused = answers[-1]
    assert answers[0].status_code == 200
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    valid("Problem", refused.json())


def test_a_bucket_fills_again() -> None:
    now = [0.0]
    limit = RateLimit(burst=2, per_minute=60, clock=lambda: now[0])
    assert [limit.wait("a"), limit.wait("a"), limit.wait("a")] == [0, 0, 1]
    assert limit.wait("b") == 0
    now[0] = 1.0
    assert limit.wait("a") == 0


def test_health_says_what_is_away(client: TestClient, rasa: FakeRasa, conversation: Conversation) -> None:
    healthy = client.get("/healthz")
    assert healthy.status_code == 200
    assert healthy.json()["status"] == "ok"
    conversation.understanding.http = httpx.AsyncClient(
        transport=httpx.MockTransport(lambda request: httpx.Response(503))
    )
    ill = client.get("/healthz")
    assert ill.status_code == 503
    assert ill.json()["why"] == "Rasa does not answer."
    valid("Health", ill.json())


def test_the_openapi_document_names_every_address_of_the_api(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    assert set(document["paths"]) == {"/healthz", "/api/v1/chat", "/api/v1/words/{language}"}


def test_the_words_of_a_window_are_complete_in_every_language(client: TestClient) -> None:
    keys = set(client.get("/api/v1/words/sv").json()["words"])
    for code in ("en", "ar", "so"):
        body = client.get(f"/api/v1/words/{code}").json()
        assert set(body["words"]) == keys
        assert all(body["words"].values())
        assert [button["payload"] for button in body["kommuner"]][-1] == "kommun:exempelby"
    assert client.get("/api/v1/words/tlh").json()["language"]["code"] == "sv"


def test_other_sites_may_ask_but_never_with_cookies(client: TestClient) -> None:
    headers = {"origin": "https://exempelby.example"}
    response = client.post("/api/v1/chat", json={"payload": "do:greet"}, headers=headers)
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers
    assert "set-cookie" not in response.headers


def test_metrics_count_by_language_and_never_hold_what_was_written(client: TestClient) -> None:
    client.post("/api/v1/chat", json={"text": "hemlig fråga om SFI", "language": "en"})
    text = client.get("/metrics").text
    assert 'brobyggaren_messages_total{language="en",topic="sfi.apply",via="native"}' in text
    assert "hemlig" not in text


def test_the_page_without_javascript_holds_a_whole_talk(client: TestClient) -> None:
    page = client.get("/chat?language=ar&kommun=hedemora")
    assert 'dir="rtl"' in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    token = page.text.split('name="conversation" value="')[1].split('"')[0]
    form = {"conversation": token, "language": "ar", "kommun": "hedemora", "text": "<b>كيف أسجل</b>"}
    answer = client.post("/chat", data=form).text
    assert "0225-340 00" in answer
    assert "&lt;b&gt;" in answer
    assert "<b>كيف" not in answer
    assert client.post("/chat", data={**form, "kommun": "orebro"}).status_code == 422


def test_the_start_page_speaks_the_browsers_language(client: TestClient) -> None:
    assert 'lang="so"' in client.get("/", headers={"accept-language": "xx, so-SO;q=0.9"}).text.split("<head>")[0]
    assert "Exempelby" in client.get("/demo").text
