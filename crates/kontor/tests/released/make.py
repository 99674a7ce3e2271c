#!/usr/bin/env python3
"""Makes VERSION.db.gz of a released program: the demo's merchant, what the demo leaves out, and a second merchant.

    make.py PROGRAM VERSION
"""

import gzip
import json
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

program, version = sys.argv[1:]
target = pathlib.Path(__file__).with_name(f"{version}.db.gz")
folder = tempfile.TemporaryDirectory()
place = pathlib.Path(folder.name)
database = f"sqlite:{place / 'shop.db'}"


class Server:
    """The program, serving; requests to it as the owner of a merchant."""

    def __init__(self, token=None):
        words = ["serve"] if token else ["demo"]
        self.process = subprocess.Popen(
            [program, *words, "--database", database, "--listen", "127.0.0.1:0", "--log-format", "json"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        if token is None:
            lines = [self.process.stdout.readline() for _ in range(3)]
            token = lines[1].split()[1]
        self.token = token
        for line in self.process.stderr:
            if '"listening"' in line:
                self.url = f"http://{json.loads(line)['address']}/api/v1"
                break

    def ask(self, method, path, body=None, key=None):
        headers = {"authorization": f"Bearer {self.token}", "content-type": "application/json"}
        if key:
            headers["idempotency-key"] = key
        data = json.dumps(body).encode() if body is not None else (b"" if method == "POST" else None)
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                return json.loads(answer.read() or "null")
        except urllib.error.HTTPError as error:
            self.process.kill()
            raise SystemExit(f"{method} {path} {body}: {error.read().decode()}") from None

    def post(self, path, body=None, key=None):
        return self.ask("POST", path, body, key)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0


def kontor(*words):
    return subprocess.run([program, *words, "--database", database], check=True, capture_output=True, text=True).stdout


def a_whole_story(server):
    """Everything that the first version can do, at least once."""
    server.post("/products", {"sku": "MUG-TEAL", "name": "Mug, teal – “Größe” ½ l", "price": "29.75", "basis": "gross"})
    server.post("/products", {"sku": "SETUP", "name": "Setting up", "price": "80", "basis": "net", "kind": "service"})
    late = server.post("/products", {"sku": "LATE", "name": "Comes later", "price": "5", "basis": "net", "out_of_stock": "backorder"})
    server.post("/locations", {"code": "annex", "name": "Annex"})
    server.post("/stock/receipts", {"lines": [{"sku": "MUG-TEAL", "quantity": "10", "unit_cost": "12.50"}]})
    server.post("/stock/receipts", {"location": "annex", "lines": [{"sku": "MUG-TEAL", "quantity": "3", "unit_cost": "13"}]})
    server.post("/stock/adjustments", {"sku": "MUG-TEAL", "delta": "-1", "reason": "breakage"})
    anna = server.post("/customers", {"contact": {"name": "Anna Hansen", "mail": "anna@example.com"}})["id"]
    lines = [{"sku": "MUG-TEAL", "quantity": "4"}, {"sku": "SETUP", "quantity": "1"}, {"sku": "LATE", "quantity": "2"}]
    order = server.post("/orders", {"customer": anna, "channel": "phone", "lines": lines}, "call-0815")["id"]
    again = server.post("/orders", {"customer": anna, "channel": "phone", "lines": lines}, "call-0815")["id"]
    assert again == order
    server.post(f"/orders/{order}/ship", {"lines": [{"line": 1, "quantity": "3"}], "carrier": "DHL", "tracking": "00340434"})
    invoice = server.post(f"/orders/{order}/invoice")
    server.post("/payments", {"method": "invoice", "amount": "50.00", "invoices": [{"invoice": invoice["id"]}], "reference": invoice["number"]})
    server.post("/stock/receipts", {"lines": [{"sku": "LATE", "quantity": "1", "unit_cost": "2"}]})
    server.post(f"/orders/{order}/cancel", {"lines": [{"line": 3, "quantity": "1"}], "reason": "one is enough"})
    server.post(f"/orders/{order}/ship")
    server.post(f"/orders/{order}/invoice")
    paid = server.post("/payments", {"method": "invoice", "amount": "400.00", "order": order})
    server.post(f"/payments/{paid['id']}/refund", {"reason": "paid too much"})
    server.post(f"/invoices/{invoice['id']}/credit", {"lines": [{"line": 1, "quantity": "1"}], "reason": "a scratch"})
    server.post("/orders", {"channel": "web", "external": "W-77", "lines": [{"sku": "MUG-TEAL", "quantity": "1"}]}, "W-77")
    server.post("/accounts", {"number": "4911", "name_de": "Porto Inland", "name_en": "Postage", "kind": "expense"})
    lines = [{"account": "4911", "debit": "12.00"}, {"account": "1200", "credit": "12.00"}]
    entry = server.post("/journal-entries", {"text": "Stamps", "date": invoice["document_date"], "lines": lines})["number"]
    server.post(f"/journal-entries/{entry}/reverse", {})
    sale = {"payment_method": "card", "lines": [{"sku": "MUG-TEAL", "quantity": "1"}]}
    server.post("/counter-sales", sale, "till-1")
    server.ask("PATCH", f"/products/{late['id']}", {"archived": True})
    token = server.post("/tokens", {"name": "an old one", "role": "analyst"})["id"]
    server.ask("DELETE", f"/tokens/{token}")


server = Server()
a_whole_story(server)
server.stop()

org = kontor("org", "create", "--name", "Zweite GmbH", "--country", "DE", "--currency", "EUR", "--chart", "skr04").strip()
second = Server(kontor("token", "create", "--org", org, "--role", "owner").strip())
second.post("/products", {"sku": "ONE", "name": "One", "price": "1", "basis": "net", "kind": "service"})
second.post("/orders", {"lines": [{"sku": "ONE", "quantity": "1"}]}, "one")
second.stop()

print(kontor("check"), kontor("replay"))
shop = sqlite3.connect(place / "shop.db")
for (name,) in shop.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").fetchall():
    rows = shop.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0]
    if rows == 0:
        print("empty:", name)
shop.execute("VACUUM INTO ?", (str(place / "released.db"),))
target.write_bytes(gzip.compress((place / "released.db").read_bytes(), 9, mtime=0))
print(target, target.stat().st_size, "bytes")
