"""Bad requests get a clear answer in the reader's language, and nothing leaks."""

import pytest
from starlette.testclient import TestClient

from tests.cast import HAI_PHONG

HERE = f"/conferences/{HAI_PHONG}"
HUGE = "99999999999999999999"


@pytest.mark.parametrize(
    "path", [f"{HERE}/agenda/items/{HUGE}", f"{HERE}/agenda/items/x", "/nothing", "/G/%00"]
)
def test_what_cannot_be_is_not_found(organiser: TestClient, path: str) -> None:
    answer = organiser.get(path)
    assert answer.status_code in {404, 422}
    assert "<h1>" in answer.text


def test_text_that_no_database_holds_is_answered(organiser: TestClient) -> None:
    answer = organiser.post(f"{HERE}/agenda/items", data={"content": "a\x00b", "minutes": "5"})
    assert answer.status_code in {303, 404, 422}


def test_htmx_gets_a_notice_for_its_place(organiser: TestClient) -> None:
    answer = organiser.post(
        f"{HERE}/live/actions",
        data={"kind": "next", "sequence": "0"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#notice"
    assert "Hội nghị chưa bắt đầu" in answer.text


def test_programs_get_json(client: TestClient) -> None:
    answer = client.get(f"/api/v1/conferences/{HAI_PHONG}/agenda")
    assert answer.status_code == 401
    assert answer.json()["detail"] == "Cần mã truy cập còn hiệu lực"


def test_a_request_that_is_too_large_is_refused(organiser: TestClient) -> None:
    answer = organiser.post(f"{HERE}/agenda/items", content=b"x" * (21 * 1024 * 1024))
    assert answer.status_code == 413


def test_a_change_asked_for_by_another_site_is_refused(organiser: TestClient) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = organiser.post(f"{HERE}/clock/end", headers=headers)
        assert answer.status_code == 403


def test_every_answer_carries_the_security_headers(client: TestClient) -> None:
    for path in ("/sign-in", "/nothing", "/healthz"):
        headers = client.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "'unsafe" not in headers["content-security-policy"]  # WebAssembly may run
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


def test_english_readers_get_english(client: TestClient) -> None:
    client.cookies.set("language", "en")
    page = client.get("/sign-in").text
    assert '<html lang="en">' in page
    assert "Password" in page
