"""Works on mailboxes by imaplib, as the first argument says in JSON; prints what it found."""
import datetime
import hashlib
import imaplib
import json
import ssl
import sys

facts = json.loads(sys.argv[1])
trusted = ssl.create_default_context(cafile=facts["ca"])


def session(kind="clear", login="login"):
    if kind == "tls":
        box = imaplib.IMAP4_SSL("localhost", facts["ports"]["imaps"], ssl_context=trusted)
    else:
        box = imaplib.IMAP4("localhost", facts["ports"]["imap"])
    if kind == "starttls":
        box.starttls(ssl_context=trusted)
    if login == "login":
        box.login(facts["user"], facts["password"])
    elif login == "plain":
        text = "\0%s\0%s" % (facts["user"], facts["password"])
        box.authenticate("PLAIN", lambda _: text.encode("utf-8"))
    return box


def ok(answer):
    assert answer[0] == "OK", answer
    return answer[1]


def octets(name):
    with open(name, "rb") as file:
        return file.read()


def append():
    """Messages with flags and dates into a mailbox with a hard name, over every kind of session."""
    kinds = [("clear", "login"), ("clear", "plain"), ("starttls", "plain"), ("tls", "login")]
    ok(session().create('"%s"' % facts["mailbox"]))
    for i, name in enumerate(facts["files"]):
        box = session(*kinds[i % len(kinds)])
        date = datetime.datetime(2026, 3, 1 + i, 12, tzinfo=datetime.timezone.utc)
        ok(box.append('"%s"' % facts["mailbox"], "(\\Seen $Label%d)" % i, date, octets(name)))
        box.logout()
    return {"done": True}


def look():
    """Everything of a mailbox, and searches in it."""
    box = session(facts["kind"])
    count = int(ok(box.select('"%s"' % facts["mailbox"], readonly=True))[0])
    told = {"count": count}
    told["digests"] = [
        hashlib.sha256(part[1]).hexdigest() for part in ok(box.fetch("1:*", "(BODY.PEEK[])")) if isinstance(part, tuple)
    ]
    told["half"] = len(ok(box.fetch("1", "(BODY.PEEK[]<10.20>)"))[0][1])
    told["dates"] = [imaplib.Internaldate2tuple(line)[:3] for line in ok(box.fetch("1:*", "INTERNALDATE"))]
    told["flags"] = [[f.decode() for f in imaplib.ParseFlags(line)] for line in ok(box.fetch("1:*", "(FLAGS)"))]
    told["structure"] = str(ok(box.fetch("1:*", "(ENVELOPE BODYSTRUCTURE)"))).count("BODYSTRUCTURE (")
    found = lambda *key: [int(n) for n in ok(box.search(*key))[0].split()]
    told["subject"] = found(None, "SUBJECT", '"dots"')
    told["label"] = found(None, "KEYWORD", "$Label2")
    told["since"] = found(None, "SINCE", "03-Mar-2026", "BEFORE", "05-Mar-2026")
    told["larger"] = found(None, "OR", "LARGER", "5000", "SUBJECT", '"Plain"')
    box.literal = "Grüße".encode("utf-8")
    told["utf8"] = found("UTF-8", "SUBJECT")
    told["uids"] = [int(n) for n in ok(box.uid("SEARCH", "ALL"))[0].split()]
    status = ok(box.status('"%s"' % facts["mailbox"], "(MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN)"))
    told["status"] = status[0].decode()
    box.close()
    box.logout()
    return told


def change():
    """Flags, copies, deletions, and a second session that is told of them."""
    one, other = session(), session("tls")
    ok(one.create("Target"))
    ok(one.subscribe("Target"))
    ok(one.select("INBOX"))
    ok(other.select("INBOX"))
    ok(one.store("1:2", "+FLAGS", "(\\Flagged $Own)"))
    ok(one.store("2", "-FLAGS.SILENT", "(\\Flagged)"))
    ok(one.uid("COPY", "1:3", "Target"))
    ok(one.store("3", "FLAGS", "(\\Deleted)"))
    gone = [int(n) for n in ok(one.expunge())]
    other.untagged_responses = {}
    ok(other.noop())
    seen = {k: [v.decode() if v else None for v in values] for k, values in other.untagged_responses.items()}
    ok(one.append("INBOX", None, None, b"Message-ID: <late@client.example.org>\r\n\r\nlate\r\n"))
    ok(other.noop())
    told = {
        "gone": gone,
        "expunged": seen.get("EXPUNGE"),
        "flagged": sorted(seen.get("FETCH", [])),
        "exists": int(other.untagged_responses["EXISTS"][-1]),
        "lsub": [line.decode() for line in ok(one.lsub())],
        "namespace": one.namespace()[1][0].decode(),
    }
    ok(one.rename("Target", "Renamed/below"))
    ok(one.select("Renamed/below"))
    told["renamed"] = len(one.fetch("1:*", "(UID)")[1])
    told["permanent"] = one.response("PERMANENTFLAGS")[1][0].decode()
    ok(one.unselect())
    told["readonly"] = one.select("INBOX", readonly=True)[0]
    told["refused"] = one.store("1", "+FLAGS", "(\\Seen)")[0]
    one.logout()
    other.logout()
    return told


def anew():
    """UIDVALIDITY of a mailbox that is deleted and made again."""
    box = session()
    seen = []
    for _ in range(3):
        ok(box.create("Anew"))
        ok(box.append("Anew", None, None, b"Subject: x\r\n\r\nx\r\n"))
        ok(box.select("Anew"))
        seen.append(int(box.response("UIDVALIDITY")[1][0]))
        ok(box.unselect())
        ok(box.delete("Anew"))
    box.logout()
    return seen


def refusals():
    """NUL, what is not there, what was there before."""
    box = session()
    told = {
        "nul": box.append("INBOX", None, None, b"Subject: x\r\n\r\na\x00b\r\n")[0],
        "missing": box.select("Missing")[1][0].decode(),
        "trycreate": box.append("Missing", None, None, b"x")[1][0].decode(),
        "again": [box.create("Twice")[0], box.create("Twice")[0]],
        "inbox": box.delete("INBOX")[0],
        "after": ok(box.select("INBOX"))[0].decode(),
    }
    # A line as long as the server takes one, and one that is no more: it has to say so, and end or go on.
    told["long"] = box.search(None, "SUBJECT", '"%s"' % ("x" * 30000))[0]
    box.logout()
    return told


def many():
    """A folder of thousands: sets of flags and numbers that make long lines."""
    box = session("starttls")
    count = int(ok(box.select("INBOX"))[0])
    every = ",".join(str(n) for n in range(1, count + 1, 2))
    ok(box.store(every, "+FLAGS.SILENT", "(\\Seen)"))
    seen = [int(n) for n in ok(box.search(None, "SEEN"))[0].split()]
    uids = ok(box.uid("FETCH", "1:*", "(FLAGS)"))
    sizes = ok(box.fetch("1:*", "(RFC822.SIZE ENVELOPE)"))
    box.logout()
    return {"count": count, "seen": seen == list(range(1, 2 * len(seen), 2)) and len(seen), "uids": len(uids), "sizes": len(sizes)}


def vanish():
    """Ends in the middle of answers, without a word."""
    for n in range(20):
        box = session("tls" if n % 2 else "clear")
        box.select("INBOX")
        box.send(b"x1 FETCH 1:* (BODY.PEEK[])\r\nx2 STORE 1 +FLAGS (\\Seen)\r\n")
        box.read(200 * n)
        box.sock.close()
    for n in range(4):
        box = session("tls" if n % 2 else "clear")
        box.send(b"x1 APPEND INBOX {100000}\r\n")
        assert box.readline().startswith(b"+")
        box.send(b"Message-ID: <half@client.example.org>\r\n" + b"x" * (25000 * n))
        box.sock.close()
    return {"done": True}


def wants():
    """Commands of the library that the server may not know: what it answered to each."""
    box = session()
    box.select("INBOX")
    imaplib.Commands["MOVE"] = ("SELECTED",)
    asks = {
        "MOVE": lambda: box.uid("MOVE", "1", "Trash"),
        "SORT": lambda: box.sort("(DATE)", "UTF-8", "ALL"),
        "THREAD": lambda: box.thread("REFERENCES", "UTF-8", "ALL"),
        "GETQUOTAROOT": lambda: box.getquotaroot("INBOX"),
        "GETACL": lambda: box.getacl("INBOX"),
        "MYRIGHTS": lambda: box.myrights("INBOX"),
        "GETANNOTATION": lambda: box.getannotation("INBOX", "/comment", "value.shared"),
        "UTF8": lambda: box.enable("UTF8=ACCEPT"),
    }
    try:
        asks[facts["want"]]()
    except imaplib.IMAP4.error:
        pass
    box.logout()
    return {"enabled": box.utf8_enabled}


def cram():
    box = session(login="none")
    try:
        box.login_cram_md5(facts["user"], facts["password"])
    except imaplib.IMAP4.error:
        pass
    box.logout()
    return {"done": True}


print(json.dumps(globals()[facts["do"]]()))
