"""The live page as a phone that has never seen it opens it."""

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.bench.figures import Figure, middle
from tests.bench.live import Hall, on_sqlite
from tests.browser.conftest import launch

PAGES = 5


def figures() -> list[Figure]:
    """The live page in a browser that has never seen it, over a slow line with a slow processor."""
    counted: list[tuple[int, float, float, set[str]]] = []
    with on_sqlite() as hall, sync_playwright() as driver:
        browser = launch(driver)
        for _ in range(PAGES):
            context = browser.new_context(viewport={"width": 390, "height": 844})
            counted.append(_opened(context.new_page(), hall))
            context.close()
        browser.close()
    foreign = {host for *_, hosts in counted for host in hosts} - {"127.0.0.1"}
    return [
        Figure("live page, cold: requests", max(one[0] for one in counted), 6, ""),
        Figure("live page, cold: on the wire", max(one[1] for one in counted) / 1000, 60, "kB"),
        Figure("live page, cold: foreign hosts", len(foreign), 0, ""),
        Figure(
            "live page, cold: first paint (1.6 Mbit/s, 150 ms, 4× slower)",
            middle([one[2] for one in counted]),
            1_500,
            "ms",
        ),
    ]


def _opened(page: Page, hall: Hall) -> tuple[int, float, float, set[str]]:
    """Requests, bytes, ms to the first paint, and hosts asked."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    session: CDPSession = page.context.new_cdp_session(page)
    received: list[float] = []
    session.on("Network.dataReceived", lambda event: received.append(event["encodedDataLength"]))
    session.on(
        "Network.responseReceived",
        lambda event: received.append(event["response"]["encodedDataLength"]),
    )
    session.send("Network.enable")
    line = {"offline": False, "latency": 150}
    speed = {"downloadThroughput": 200_000, "uploadThroughput": 96_000}
    session.send("Network.emulateNetworkConditions", line | speed)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(hall.server.url + hall.page, wait_until="load")
    page.wait_for_timeout(1_500)  # the stream, and whatever comes late
    painted: float = page.evaluate(
        "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    )
    hosts = {address.split("/")[2].split(":")[0] for address in requests}
    return len(requests), sum(received), painted, hosts
