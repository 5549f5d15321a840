"""A small mail server around aiosmtpd.

The library speaks SMTP and LMTP; who is a recipient, what stands above a message and where it is kept is left to the program, so that
what is found here of these is the program's, and so is what it does with a submitted message (RFC 6409). Everything else is as the
library's defaults have it; the environment may switch off SMTPUTF8, which they have on.
"""

import itertools
import os
import signal
import ssl
import time
from email.errors import InvalidHeaderDefect, NonASCIILocalPartDefect
from email.headerregistry import HeaderRegistry
from email.utils import format_datetime, make_msgid
from datetime import datetime, timezone

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

DOMAIN = "example.test"
HOST = "mail.example.test"
USERS = {f"u{n:02}" for n in range(64)}
HOPS = 100
ADDRESSES = {"from", "sender", "reply-to", "to", "cc", "bcc"}
ONCE = ADDRESSES | {"date", "message-id", "in-reply-to", "references", "subject"}
ROLES = {"postmaster", "abuse"}
# Addresses beside the accounts, which the target files state under [policy].
ALIASES = {f"alias-{u}": u for u in USERS} | {f"δ-{u}": u for u in USERS}
LISTS = {f"list-{u}": [u, "u63"] for u in USERS}

serial = itertools.count()
read = HeaderRegistry()


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
    user = "u00" if local in ROLES else ALIASES.get(local, local)
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


def now():
    return format_datetime(datetime.now(timezone.utc))


def split(content):
    """The fields of a message, each a name and its lines, and the rest of it."""
    fields = []
    rest = content
    while rest and not rest.startswith(b"\r\n"):
        line, end, rest = rest.partition(b"\r\n")
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1][1] += line + end
        else:
            fields.append([line.partition(b":")[0].strip().lower().decode("ascii", "replace"), line + end])
    return fields, rest


def text(field):
    return field.partition(b":")[2].decode("utf-8", "surrogateescape").replace("\r\n", "")


def invalid(header):
    """Whether the syntax is wrong; the older forms that RFC 5322 still has readers understand are not."""
    return any(isinstance(d, InvalidHeaderDefect) and not isinstance(d, NonASCIILocalPartDefect) for d in header.defects)


def short(domain):
    return "." not in domain and not domain.startswith("[")


def fault(fields):
    """Why a submitted message is refused, by sections 4.2, 5.1 and 8 of RFC 6409."""
    names = [name for name, _ in fields]
    if "from" not in names:
        return "554 No author"
    if any(names.count(name) > 1 for name in ONCE):
        return "554 A field stands twice"
    for header in (read(name, text(field)) for name, field in fields if name in ADDRESSES):
        if invalid(header):
            return "554 Bad address in the header"
        if any(short(a.domain) for a in header.addresses):
            return "554 Domain in the header is not fully qualified"
    return None


def complete(fields):
    """A submitted message gets a date where it has none, and an id where it has none that is valid (RFC 6409 sections 8.2 and 8.3)."""
    whole = [[name, field] for name, field in fields if name != "message-id" or not invalid(read(name, text(field)))]
    names = [name for name, _ in whole]
    if "date" not in names:
        whole.append(["date", f"Date: {now()}\r\n".encode()])
    if "message-id" not in names:
        whole.append(["message-id", f"Message-ID: {make_msgid(domain=HOST)}\r\n".encode()])
    return whole


class Handler:
    def __init__(self, protocol):
        self.protocol = protocol

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
        return (
            f"Received: from {session.host_name} ([{session.peer[0]}])\r\n"
            f"\tby {HOST} with {extended}{self.protocol}{tls}{auth};\r\n\t{now()}\r\n"
        )

    def prepare(self, fields):
        """The fields to deliver, or the reply to a message that is refused."""
        return fields

    async def handle_DATA(self, server, session, envelope):
        lmtp = self.protocol == "LMTP"
        fields, rest = split(envelope.content)
        ready = "554 Too many hops" if [n for n, _ in fields].count("received") > HOPS else self.prepare(fields)
        if isinstance(ready, str):
            answer = ready
        else:
            sender = "" if envelope.mail_from == "<>" else envelope.mail_from
            top = f"Return-Path: <{sender}>\r\n{self.received(session, envelope)}"
            # One Return-Path, that of this delivery: RFC 5321 section 4.4.
            header = b"".join(field for name, field in ready if name != "return-path")
            message = top.encode("utf-8", "surrogateescape") + header + rest
            users = [user for address in envelope.rcpt_tos for user in users_of(address)]
            for user in users if lmtp else dict.fromkeys(users):
                deliver(user, message)
            answer = "250 OK"
        # LMTP wants an answer for each recipient; the library sends what it is given.
        return "\r\n".join([answer] * len(envelope.rcpt_tos)) if lmtp else answer


class Submission(Handler):
    async def handle_MAIL(self, server, session, envelope, address, options):
        # A domain of a single label is no domain for others: RFC 6409 section 4.2.
        if "@" in address and short(address.rpartition("@")[2]):
            return "554 Domain is not fully qualified"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    def prepare(self, fields):
        return fault(fields) or complete(fields)


def authenticate(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and data.password == b"secret" and users_of(data.login.decode("utf-8", "replace"))
    return AuthResult(success=bool(good), handled=False)


class Server(Controller):
    def __init__(self, protocol, port, handler=Handler, **more):
        self.speaks = LMTP if protocol == "LMTP" else SMTP
        super().__init__(handler(protocol), hostname="0.0.0.0", port=port, ready_timeout=10, **more)

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
Server("SMTP", 587, Submission, tls_context=tls, require_starttls=True, auth_required=True, **common).start()
# Inside TLS from the first octet: the library counts only TLS by STARTTLS where it asks whether AUTH is safe.
Server("SMTP", 465, Submission, ssl_context=tls, auth_required=True, auth_require_tls=False, **common).start()
print("ready", flush=True)
signal.pause()
