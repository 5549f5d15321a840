@pop3 @own
Feature: One maildrop, two doors
  What is done by IMAP and what POP3 may notice of it, and the other way round.

  @rfc1939-4-maildrop-stays-as-opened
  Scenario: Flags set by IMAP change nothing that an open POP3 session sees
    Given the mailbox "INBOX" holds 2 messages
    And a POP3 client "reader" that has logged in
    When it says
      """
      C: UIDL 1
      S: +OK 1 <id:word>
      C: LIST 1
      S: +OK 1 <size:number>...
      C: RETR 1
      S: +OK ...
      S{.} <whole:text>
      """
    And an IMAP client that has logged in
    And it says, unless it is kept waiting
      """
      C: SELECT INBOX
      S: OK|NO
      C: STORE 1 +FLAGS (\Seen \Flagged \Answered)
      S: OK|NO|BAD
      C: STORE 2 +FLAGS (\Draft)
      S: OK|NO|BAD
      """
    Then client "reader" says
      """
      C: LIST 1
      S: +OK 1 {size} ...
      C: UIDL 1
      S: +OK 1 {id}
      C: RETR 1
      S: +OK ...
      S{.} {whole}
      """

  @rfc1939-4-maildrop-stays-as-opened
  Scenario: A message expunged by IMAP leaves the others their numbers, and its own to nobody
    Given the mailbox "INBOX" holds 3 messages
    And a POP3 client "reader" that has logged in
    When it says
      """
      C: RETR 1
      S: +OK ...
      S{.} ...Subject: {token} <first:number>\r\n...
      C: RETR 2
      S: +OK ...
      S{.} ...Subject: {token} <second:number>\r\n...
      C: RETR 3
      S: +OK ...
      S{.} ...Subject: {token} <third:number>\r\n...
      C: UIDL 3
      S: +OK 3 <id:word>
      C: LIST 3
      S: +OK 3 <three:number>...
      """
    And an IMAP client that has logged in
    And it says, unless it is kept waiting
      """
      C: SELECT INBOX
      S: OK|NO
      C: STORE {first} +FLAGS.SILENT (\Deleted)
      S: OK|NO|BAD
      C: EXPUNGE
      S: OK|NO|BAD
      """
    Then client "reader" says
      """
      C: LIST 3
      S: +OK 3 {three} ...
      C: UIDL 3
      S: +OK 3 {id}
      C: RETR 3
      S: +OK ...
      S{.} ...Subject: {token} {third}\r\n...
      C: RETR 1
      S: (+OK|-ERR) ...
      C: LIST
      S! Subject: {token} {second}
      S! Subject: {token} {third}
      S: .
      """

  @rfc1939-7-uidl-ids-persist
  Scenario: Unique-ids of POP3 outlive what IMAP does
    Given the mailbox "INBOX" holds 3 messages
    And a POP3 client "first" that has logged in
    When it says
      """
      C: RETR 1
      S: +OK ...
      S{.} ...Subject: {token} <first:number>\r\n...
      C: UIDL 2
      S: +OK 2 <two:word>
      C: UIDL 3
      S: +OK 3 <three:word>
      C: QUIT
      S: +OK ...
      """
    And an IMAP client that has selected "INBOX"
    And it says
      """
      C: STORE 1:3 +FLAGS (\Seen \Flagged)
      S: OK
      C: STORE {first} +FLAGS.SILENT (\Deleted)
      S: OK
      C: EXPUNGE
      S: OK
      C: CREATE "{root}copies"
      S: OK
      C: COPY 1 "{root}copies"
      S: OK
      C: RENAME "{root}copies" "{root}more"
      S: OK
      C: LOGOUT
      S: OK
      """
    And the mailbox "INBOX" holds 1 message
    And a POP3 client "second" that has logged in
    Then it says
      """
      C: UIDL
      S: +OK ...
      S* <n:number> {two}
      S* <m:number> {three}
      S: .
      """

  @rfc1939-6-quit-removes-marked-messages
  Scenario: A message removed by POP3 is gone from IMAP
    Given the mailbox "INBOX" holds 3 messages
    And a POP3 client that has logged in
    When it says
      """
      C: RETR 2
      S: +OK ...
      S{.} ...Subject: {token} <gone:number>\r\n...
      C: DELE 2
      S: +OK ...
      C: QUIT
      S: +OK ...
      """
    And the server closes the connection
    And an IMAP client that has selected "INBOX"
    Then it says
      """
      C: FETCH 1:2 (UID)
      S* 1 FETCH (...)
      S* 2 FETCH (...)
      S: OK
      C: FETCH 1:* (BODY.PEEK[HEADER.FIELDS (SUBJECT)])
      S! ...{token} {gone}...
      S: OK
      """

  @rfc1939-6-quit-keeps-unmarked-messages
  Scenario: What POP3 has read but not marked is still there for IMAP
    Given the mailbox "INBOX" holds 2 messages
    And a POP3 client that has logged in
    When it says
      """
      C: RETR 2
      S: +OK ...
      S{.} ...Subject: {token} <kept:number>\r\n...
      C: DELE 1
      S: +OK ...
      C: QUIT
      S: +OK ...
      """
    And the server closes the connection
    And an IMAP client that has selected "INBOX"
    Then it says
      """
      C: FETCH 1 (BODY.PEEK[HEADER.FIELDS (SUBJECT)])
      S* 1 FETCH (...{token} {kept}...)
      S: OK
      """

  @rfc1939-6-broken-session-removes-nothing
  Scenario: Marks of a POP3 session that was cut off are nothing to IMAP and to the next session
    Given the mailbox "INBOX" holds 2 messages
    And a POP3 client "first" that has logged in
    When it says
      """
      C: DELE 1
      S: +OK ...
      C: DELE 2
      S: +OK ...
      """
    And the client vanishes
    And an IMAP client that has selected "INBOX"
    Then it says
      """
      C: FETCH 1:2 (UID)
      S* 1 FETCH (...)
      S* 2 FETCH (...)
      S: OK
      C: LOGOUT
      S: OK
      """
    And a POP3 client "second" that has logged in
    And it says
      """
      C: STAT
      S: +OK 2 ...
      """

  @rfc3501-6.3.11-append-adds-message
  Scenario: A message put in by IMAP comes out by POP3
    Given this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      .a line with a period in front
      One line.
      .
      """
    And an IMAP client that has selected "INBOX"
    When it says
      """
      C{} APPEND INBOX
        {message}
      S: OK
      C: NOOP
      S: OK
      C: FETCH 1 (BODY.PEEK[])
      S* 1 FETCH (...BODY[] <whole:string>...)
      S: OK
      """
    And a POP3 client that has logged in
    Then it says
      """
      C: RETR 1
      S: +OK ...
      S{.} <received:text>
      """
    And "{whole}" matches "...From: {sender}\r\nTo: {recipient}\r\n...\r\nSubject: {token}\r\n...\r\n.a line with a period in front\r\nOne line.\r\n.\r\n"
    And "{received}" matches "...From: {sender}\r\nTo: {recipient}\r\n...\r\nSubject: {token}\r\n...\r\n.a line with a period in front\r\nOne line.\r\n.\r\n"
