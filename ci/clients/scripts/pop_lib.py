"""Reads a maildrop by poplib, as the first argument says in JSON; prints what it found."""
import hashlib
import json
import poplib
import ssl
import sys

facts = json.loads(sys.argv[1])
trusted = ssl.create_default_context(cafile=facts["ca"])
poplib._MAXLINE = 20000


def session(kind="clear"):
    if kind == "tls":
        box = poplib.POP3_SSL("localhost", facts["ports"]["pop3s"], context=trusted)
    else:
        box = poplib.POP3("localhost", facts["ports"]["pop3"])
    if kind == "stls":
        box.stls(context=trusted)
    box.user(facts["user"])
    box.pass_(facts["password"])
    return box


def digest(lines):
    return hashlib.sha256(b"".join(line + b"\r\n" for line in lines)).hexdigest()


def read():
    """The whole maildrop over one kind of session."""
    box = session(facts["kind"])
    count, size = box.stat()
    sizes = [int(line.split()[1]) for line in box.list()[1]]
    uids = [line.split()[1].decode() for line in box.uidl()[1]]
    whole = [box.retr(n + 1)[1] for n in range(count)]
    tops = [box.top(n + 1, 1)[1] for n in range(count)]
    box.quit()
    return {
        "sizes": sizes,
        "sum": size,
        "uids": uids,
        "digests": [digest(lines) for lines in whole],
        "tops": [len(lines) for lines in tops],
        "heads": [lines.index(b"") if b"" in lines else -1 for lines in whole],
    }


def deletions():
    """What is marked comes back with RSET and with a lost connection, and goes with QUIT."""
    told = []
    box = session()
    box.dele(1)
    told.append(box.stat()[0])
    try:
        box.retr(1)
        told.append("a deleted message can be read")
    except poplib.error_proto as e:
        told.append(e.args[0].decode()[:4])
    box.rset()
    told.append(box.stat()[0])
    box.dele(2)
    box.close()
    box = session()
    told.append(box.stat()[0])
    box.dele(2)
    box.dele(4)
    box.quit()
    box = session()
    told.append(box.stat()[0])
    told.append([line.split()[1].decode() for line in box.uidl()[1]])
    box.quit()
    return told


def two():
    """A second session: what it is told, and what it sees."""
    one = session()
    try:
        other = session()
        seen = other.stat()[0]
        other.quit()
    except poplib.error_proto as e:
        seen = e.args[0].decode()
    one.quit()
    return seen


def wants():
    """Things the library can do that the server may not."""
    box = poplib.POP3("localhost", facts["ports"]["pop3"])
    told = {"capa": sorted(box.capa())}
    try:
        box.apop(facts["user"], facts["password"])
        told["apop"] = None
    except poplib.error_proto as e:
        told["apop"] = str(e.args[0])
    try:
        box.utf8()
        told["utf8"] = None
    except poplib.error_proto as e:
        told["utf8"] = e.args[0].decode()
    box.close()
    return told


print(json.dumps(globals()[facts["do"]]()))
