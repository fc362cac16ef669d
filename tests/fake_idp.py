"""A small identity provider on this computer, which says of people whatever a test wants."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "belong-at-school", "not-a-real-secret-of-anybody"
TENANT, DOMAIN = "5d1b7a0e-tenant-of-larkfield", "larkfield.example"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class FakeIdP:
    """What it answers. `claims` are said of whoever brings `code`; each code works once."""

    def __init__(self, port: int) -> None:
        self.at = f"http://127.0.0.1:{port}"
        self.claims: dict[str, Any] = {}
        self.asked: list[dict[str, list[str]]] = []
        self.down = False

    def says(self, **claims: Any) -> str:
        """Say this of the next who comes with the code that is given back."""
        self.claims = {
            "iss": self.at, "aud": CLIENT, "iat": int(time.time()), "exp": int(time.time()) + 300,
        } | claims  # fmt: skip
        return "a-code"

    def configuration(self) -> dict[str, Any]:
        """The discovery document."""
        return {
            "issuer": self.at,
            "authorization_endpoint": f"{self.at}/authorize",
            "token_endpoint": f"{self.at}/token",
            "userinfo_endpoint": f"{self.at}/userinfo",
            "jwks_uri": f"{self.at}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self, asked: dict[str, list[str]]) -> dict[str, Any]:
        """Tokens for a code, or an error."""
        self.asked.append(asked)
        if asked.get("code") != ["a-code"] or asked.get("client_secret") != [SECRET]:
            return {"error": "invalid_grant"}
        signed = jwt.encode(self.claims, KEY, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": signed}


@contextmanager
def running() -> Iterator[FakeIdP]:
    """An identity provider, until the block ends."""
    holder: list[FakeIdP] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(holder[0].configuration())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            said = holder[0].token(parse_qs(body))
            self._say(said, 400 if "error" in said else 200)

        def _say(self, said: dict[str, Any], status: int = 200) -> None:
            self.send_response(503 if holder[0].down else status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *words: Any) -> None:
            """Nothing on the screen of a test."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    holder.append(FakeIdP(server.server_port))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield holder[0]
    finally:
        server.shutdown()
        server.server_close()


def state_in(location: str) -> str:
    """What a redirect to the provider carries, for the way back."""
    return parse_qs(urlsplit(location).query)["state"][0]
