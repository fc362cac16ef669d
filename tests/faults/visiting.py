"""Somebody at a browser, without the browser: signs in, reads pages, presses buttons."""

from __future__ import annotations

import http.cookiejar
import json
import secrets
import socket
import urllib.error
import urllib.parse
import urllib.request

LEAD = "attendance_lead@larkfield.example"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def healthy(port: int) -> dict[str, str]:
    """What /healthz says; nothing while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            said: dict[str, str] = json.load(answer)
            return said
    except (urllib.error.URLError, OSError):
        return {}


class _Stays(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like any other."""

    def redirect_request(self, *_: object) -> None:  # type: ignore[override]
        return None


class Visitor:
    """One browser. Answers are the status and the words of the page."""

    def __init__(self, port: int) -> None:
        self.at = f"http://127.0.0.1:{port}"
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), _Stays
        )

    def get(self, page: str) -> tuple[int, str]:
        """Read a page."""
        return self._sent(urllib.request.Request(self.at + page))

    def sign_in(self, email: str = LEAD) -> None:
        """Come in. Raises AssertionError where that does not work."""
        from tests.people import PASSWORD, paper_codes

        self.get("/account/login/")
        status, _ = self.post("/account/login/", login=email, password=PASSWORD)
        assert status == 302, f"signing in answers {status}"
        status, _ = self.post("/account/second-step/", code=paper_codes()[0])
        assert status == 302, f"the second step answers {status}"

    def post(self, page: str, **words: str) -> tuple[int, str]:
        """Send a form."""
        body = urllib.parse.urlencode(words | {"csrfmiddlewaretoken": self._token()}).encode()
        return self._sent(urllib.request.Request(self.at + page, data=body))

    def give(self, page: str, name: str, body: bytes) -> tuple[int, str]:
        """Send a file."""
        edge = secrets.token_hex(16)
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n',
            f'{self._token()}\r\n--{edge}\r\nContent-Disposition: form-data; name="file"; ',
            f'filename="{name}"\r\nContent-Type: text/csv\r\n\r\n',
        ]
        sent = "".join(parts).encode() + body + f"\r\n--{edge}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return self._sent(urllib.request.Request(self.at + page, data=sent, headers=kind))

    def _token(self) -> str:
        return next((c.value or "" for c in self.cookies if c.name == "csrftoken"), "")

    def _sent(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode(errors="replace")
