"""A small mail server around aiosmtpd.

The library speaks SMTP and LMTP; who is a recipient, what stands above a message and where it is kept is left to the program, so that
what is found here of these is the program's. Everything else is as the library's defaults have it; the environment may switch off
SMTPUTF8, which they have on.
"""

import itertools
import os
import signal
import ssl
import time
from email.utils import format_datetime, make_msgid
from datetime import datetime, timezone

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

DOMAIN = "example.test"
HOST = "mail.example.test"
USERS = {f"u{n:02}" for n in range(64)}
HOPS = 100
# Addresses beside the accounts, which the target files state under [policy].
ALIASES = {f"alias-{u}": u for u in USERS} | {f"δ-{u}": u for u in USERS}
LISTS = {f"list-{u}": [u, "u63"] for u in USERS}

serial = itertools.count()


def users_of(address):
    """The mailboxes of a local address."""
    local, at, domain = address.rpartition("@")
    if not at:
        local = domain
    elif domain.lower() not in (DOMAIN, HOST):
        return []
    local = local.lower()
    if local in LISTS:
        return LISTS[local]
    user = "u00" if local == "postmaster" else ALIASES.get(local, local)
    return [user] if user in USERS else []


def local(address):
    return "@" not in address or address.rpartition("@")[2].lower() in (DOMAIN, HOST)


def deliver(user, message):
    """Into a Maildir: a file appears in new/ when it is complete."""
    name = f"{time.time():.6f}.{os.getpid()}_{next(serial)}.{HOST}"
    folder = f"/srv/mail/{user}"
    with open(f"{folder}/tmp/{name}", "xb") as f:
        f.write(message)
        f.flush()
        os.fsync(f.fileno())
    os.rename(f"{folder}/tmp/{name}", f"{folder}/new/{name}")


class Handler:
    def __init__(self, protocol, submission=False):
        self.protocol = protocol
        self.submission = submission

    async def handle_RCPT(self, server, session, envelope, address, options):
        if not local(address):
            return "550 Relaying denied"
        if not users_of(address):
            return "550 No such user here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    def received(self, session, envelope):
        utf8 = getattr(envelope, "smtp_utf8", False)
        extended = "UTF8" if utf8 else "E" if session.extended_smtp and self.protocol == "SMTP" else ""
        tls = "S" if session.ssl else ""
        auth = "A" if session.authenticated else ""
        now = format_datetime(datetime.now(timezone.utc))
        return (
            f"Received: from {session.host_name} ([{session.peer[0]}])\r\n"
            f"\tby {HOST} with {extended}{self.protocol}{tls}{auth};\r\n\t{now}\r\n"
        )

    async def handle_DATA(self, server, session, envelope):
        lmtp = self.protocol == "LMTP"
        header, blank, body = envelope.content.partition(b"\r\n\r\n")
        names = [line.partition(b":")[0].strip().lower() for line in header.split(b"\r\n")]
        if names.count(b"received") > HOPS:
            answer = "554 Too many hops"
        else:
            if self.submission and b"message-id" not in names:
                header += b"\r\nMessage-ID: " + make_msgid(domain=HOST).encode()
            sender = "" if envelope.mail_from == "<>" else envelope.mail_from
            top = f"Return-Path: <{sender}>\r\n{self.received(session, envelope)}"
            message = top.encode("utf-8", "surrogateescape") + header + blank + body
            users = [user for address in envelope.rcpt_tos for user in users_of(address)]
            for user in users if lmtp else dict.fromkeys(users):
                deliver(user, message)
            answer = "250 OK"
        # LMTP wants an answer for each recipient; the library sends what it is given.
        return "\r\n".join([answer] * len(envelope.rcpt_tos)) if lmtp else answer


def authenticate(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and data.password == b"secret" and users_of(data.login.decode("utf-8", "replace"))
    return AuthResult(success=bool(good), handled=False)


class Server(Controller):
    def __init__(self, protocol, port, submission=False, **more):
        self.speaks = LMTP if protocol == "LMTP" else SMTP
        super().__init__(Handler(protocol, submission), hostname="0.0.0.0", port=port, ready_timeout=10, **more)

    def factory(self):
        return self.speaks(self.handler, **self.SMTP_kwargs)


tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
tls.load_cert_chain("/etc/ssl/certs/mail.crt", "/etc/ssl/private/mail.key")
common = {
    "server_hostname": HOST,
    "authenticator": authenticate,
    "enable_SMTPUTF8": os.environ.get("SMTPUTF8", "yes") == "yes",
}

Server("LMTP", 24, **common).start()
Server("SMTP", 25, tls_context=tls, **common).start()
Server("SMTP", 587, submission=True, tls_context=tls, require_starttls=True, auth_required=True, **common).start()
# Inside TLS from the first octet: the library counts only TLS by STARTTLS where it asks whether AUTH is safe.
Server("SMTP", 465, submission=True, ssl_context=tls, auth_required=True, auth_require_tls=False, **common).start()
print("ready", flush=True)
signal.pause()
