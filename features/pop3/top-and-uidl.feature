@pop3 @own
Feature: Heads of messages and ids that last: TOP and UIDL (RFC 1939, section 7)

  Background:
    Given the mailbox "INBOX" holds these messages
      """
      From: sender@example.org
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <1.{token}@example.org>
      Subject: one {token}

      line one
      .line two
      line three
      ---
      From: sender@example.org
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:01 +0000
      Message-ID: <2.{token}@example.org>
      Subject: two {token}

      line one
      .line two
      line three
      """
    And a POP3 client "first" that has logged in

  @rfc1939-7-top-sends-header-and-lines
  Scenario: TOP sends the header and as many lines as asked for
    When it says
      """
      C: RETR 1
      S: +OK ...
      S{.} <whole:text>
      C: TOP 1 1
      S: +OK ...
      S{.} <top:text>
      """
    Then "{top}" matches "...Subject: (one|two) {token}\r\n...\r\nline one\r\n"
    And "{whole}" matches "{top}.line two\r\nline three\r\n"

  @rfc1939-7-top-of-zero-lines
  Scenario: TOP of no lines sends the header and the empty line
    When it says
      """
      C: RETR 1
      S: +OK ...
      S{.} <whole:text>
      C: TOP 1 0
      S: +OK ...
      S{.} <top:text>
      """
    Then "{top}" matches "...Subject: (one|two) {token}\r\n...\r\n"
    And "{whole}" matches "{top}line one\r\n.line two\r\nline three\r\n"

  @rfc1939-7-top-of-more-lines-than-there-are
  Scenario: TOP of more lines than there are sends the whole message
    When it says
      """
      C: RETR 1
      S: +OK ...
      S{.} <whole:text>
      C: TOP 1 1000
      S: +OK ...
      S{.} {whole}
      """

  @rfc1939-7-top-byte-stuffed
  Scenario: TOP stuffs lines that begin with a dot
    When it says
      """
      C: TOP 1 2
      S: +OK ...
      S* ..line two
      S: .
      """

  @rfc1939-7-top-of-deleted-message-refused
  Scenario: TOP of a message marked as deleted is refused
    When it says
      """
      C: DELE 1
      S: +OK ...
      C: TOP 1 0
      S: -ERR ...
      """

  @rfc1939-7-top-of-no-such-message-refused
  Scenario: TOP of a number that no message has is refused
    When it says
      """
      C: TOP 3 0
      S: -ERR ...
      """

  @rfc1939-7-top-needs-number-of-lines
  Scenario: TOP without a lawful number of lines is refused
    When it says
      """
      C: TOP 1
      S: -ERR ...
      C: TOP 1 -1
      S: -ERR ...
      """
    Then the session is still usable

  @rfc1939-7-uidl-of-one-message
  Scenario: UIDL with a number answers in one line
    When it says
      """
      C: UIDL 2
      S: +OK 2 <id:word>
      C: NOOP
      S: +OK ...
      """

  @rfc1939-7-uidl-of-all-messages
  Scenario: UIDL alone shows the id of each message
    When it says
      """
      C: UIDL
      S: +OK ...
      S* 1 <one:word>
      S* 2 <two:word>
      S! ...
      S: .
      """

  @rfc1939-7-uidl-listing
  Scenario: A unique-id listing is a number, a blank and an id
    When it says
      """
      C: UIDL 1
      S: +OK 1 <one:word>
      C: UIDL
      S: +OK ...
      S* 1 {one}
      S: .
      """

  @rfc1939-7-uidl-ids-printable
  Scenario: An id has between 1 and 70 printable characters
    When it says
      """
      C: UIDL 1
      S: +OK 1 <one:word>
      """
    Then "{one}" has 1 to 70 octets between "!" and "~"

  @rfc1939-7-uidl-ids-differ
  Scenario: Two messages have two ids
    When it says
      """
      C: UIDL 1
      S: +OK 1 <one:word>
      C: UIDL
      S: +OK ...
      S! 2 {one}
      S: .
      """

  @rfc1939-7-uidl-ids-persist
  Scenario: A message has the same id in the next session
    When it says
      """
      C: UIDL 1
      S: +OK 1 <one:word>
      C: UIDL 2
      S: +OK 2 <two:word>
      C: DELE 1
      S: +OK ...
      C: QUIT
      S: +OK ...
      """
    And the server closes the connection
    And a POP3 client "second" that has logged in
    Then client "second" says
      """
      C: UIDL 1
      S: +OK 1 {two}
      """

  @rfc1939-7-uidl-ids-persist-without-update
  Scenario: A message keeps its id where a session broke off
    When it says
      """
      C: UIDL 2
      S: +OK 2 <two:word>
      """
    And the client vanishes
    And a POP3 client "second" that has logged in
    Then client "second" says
      """
      C: UIDL 2
      S: +OK 2 {two}
      """

  @rfc1939-7-uidl-ids-not-reused
  Scenario: The id of a removed message is given to no other
    When it says
      """
      C: UIDL 2
      S: +OK 2 <two:word>
      C: DELE 2
      S: +OK ...
      C: QUIT
      S: +OK ...
      """
    And the server closes the connection
    And the mailbox "INBOX" holds 1 message
    And a POP3 client "second" that has logged in
    Then client "second" says
      """
      C: UIDL
      S: +OK ...
      S* 2 <new:word>
      S! 1 {two}
      S: .
      """
    And "{new}" is not "{two}"

  @rfc1939-7-uidl-leaves-deleted-out
  Scenario: UIDL leaves out what is marked as deleted
    When it says
      """
      C: DELE 1
      S: +OK ...
      C: UIDL
      S: +OK ...
      S* 2 ...
      S! 1 ...
      S: .
      """

  @rfc1939-7-uidl-of-deleted-message-refused
  Scenario: UIDL of a message marked as deleted is refused
    When it says
      """
      C: DELE 1
      S: +OK ...
      C: UIDL 1
      S: -ERR ...
      """

  @rfc1939-7-uidl-of-no-such-message-refused
  Scenario: UIDL of a number that no message has is refused
    When it says
      """
      C: UIDL 3
      S: -ERR ...
      """
