"""Sends messages by smtplib, as the first argument says in JSON; prints what became of them."""
import email.policy
import json
import smtplib
import ssl
import sys
from email.message import EmailMessage

facts = json.loads(sys.argv[1])
trusted = ssl.create_default_context(cafile=facts["ca"])


def session(kind):
    port = facts["ports"]
    if kind == "tls":
        return smtplib.SMTP_SSL("localhost", port["submissions"], context=trusted)
    if kind == "lmtp":
        return smtplib.LMTP("127.0.0.1", port["lmtp"])
    client = smtplib.SMTP("localhost", port["smtp" if kind == "smtp" else "submission"])
    if kind == "starttls":
        client.starttls(context=trusted)
    return client


def octets():
    """Raw messages over every kind of session, several in one."""
    for kind, files in facts["send"].items():
        with session(kind) as client:
            if kind in ("tls", "starttls", "clear"):
                client.login(facts["user"], facts["password"])
            for name in files:
                with open(name, "rb") as file:
                    message = file.read()
                client.ehlo_or_helo_if_needed()
                options = ["BODY=8BITMIME"] if client.has_extn("8bitmime") else []
                # The library reads one reply to a message, LMTP gives one for each recipient: one at a time.
                for to in [[a] for a in facts["to"]] if kind == "lmtp" else [facts["to"]]:
                    refused = client.sendmail(facts["user"], to, message, mail_options=options)
                    assert refused == {}, refused
    return {"done": True}


def some_refused():
    """The recipients that are refused are told, the others served."""
    with session("smtp") as client:
        refused = client.sendmail("a@example.org", [facts["to"][0], "nobody@example.test"], "Message-ID: <some@x>\r\n\r\nx")
        try:
            client.sendmail("a@example.org", ["nobody@example.test"], "Subject: none\r\n\r\nx")
            none = "taken"
        except smtplib.SMTPRecipientsRefused as e:
            none = sorted(e.recipients)
        try:
            client.sendmail("a@example.org", facts["to"], b"Subject: bare\r\n\r\na\x00b")
            nul = "taken"
        except smtplib.SMTPDataError as e:
            nul = e.smtp_code
        verified = client.verify(facts["to"][0])[0]
        return {"refused": {k: v[0] for k, v in refused.items()}, "none": none, "nul": nul, "vrfy": verified}


def vanish():
    """Ends within a message, and behind it before the answer."""
    for n in range(8):
        client = session(["smtp", "clear", "starttls", "lmtp"][n % 4])
        client.ehlo()
        if n % 4 in (1, 2):
            client.login(facts["user"], facts["password"])
        client.mail(facts["user"])
        client.rcpt(facts["to"][0])
        client.putcmd("data")
        client.getreply()
        client.send(b"Message-ID: <half@client.example.org>\r\n\r\n" + b"x" * (20000 * n) + (b"\r\n." if n > 3 else b""))
        client.sock.close()
    return {"done": True}


def composed():
    """A message of the library's own making: names, a subject in many scripts, a file."""
    message = EmailMessage()
    message["From"] = "Jörg Müller <%s>" % facts["user"]
    message["To"] = ", ".join(facts["to"])
    message["Subject"] = facts["subject"]
    message["Message-ID"] = "<composed@client.example.org>"
    message.set_content("Grüße, привет, 日本語 🙂\n.\n..\n")
    message.add_attachment(bytes(range(256)) * 40, maintype="application", subtype="octet-stream", filename="résumé 日.bin")
    with session("starttls") as client:
        client.login(facts["user"], facts["password"])
        assert client.send_message(message) == {}
    return {"done": True}


def international():
    """An address beyond ASCII, in header and envelope, and a notice asked for."""
    message = EmailMessage(policy=email.policy.SMTPUTF8)
    message["From"] = facts["user"]
    message["To"] = "Jörg Müller <%s>" % facts["address"]
    message["Subject"] = "Grüße"
    message["Message-ID"] = "<international@client.example.org>"
    message.set_content("Grüße, 日本語\n")
    with session("clear") as client:
        client.login(facts["user"], facts["password"])
        options = ["SMTPUTF8", "BODY=8BITMIME", "RET=HDRS", "ENVID=smtplib"]
        refused = client.sendmail(facts["user"], [facts["address"]], bytes(message), options, ["NOTIFY=SUCCESS"])
        assert refused == {}, refused
    return {"done": True}


print(json.dumps(globals()[facts["do"]]()))
