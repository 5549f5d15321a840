@pop3
Feature: How commands and responses are written (RFC 1939, section 3)

  @rfc1939-3-keywords-ignore-case @own
  Scenario: Keywords are understood in any case
    Given a POP3 client that has logged in
    When it says
      """
      C: nOoP
      S: +OK ...
      C: stat
      S: +OK ...
      """

  @rfc1939-3-command-ends-at-crlf @own @framing
  Scenario: A command is answered at its CRLF, not before
    Given a POP3 client that has logged in
    When it says
      """
      C: STAT
      S: +OK <n:number> ...
      C: NOOP
      S: +OK ...
      """

  @rfc1939-3-takes-arguments-of-forty-octets @secure
  Scenario: An argument of forty octets gets an answer
    Given a POP3 client that has connected
    When it says
      """
      C: USER abcdefghijklmnopqrstuvwxyz0123456789abcd
      S: (+OK|-ERR) ...
      """
    Then the session is still usable

  @rfc1939-3-unknown-command-refused @own
  Scenario: A command nobody knows is refused
    Given a POP3 client that has logged in
    When it says
      """
      C: XYZY
      S: -ERR ...
      """
    Then the session is still usable

  @rfc1939-3-unimplemented-command-refused
  Scenario: APOP without a timestamp in the greeting is refused
    Given a POP3 client that has connected
    When it says
      """
      C: APOP nobody c4c9334bac560ecc979e58001b3e22fb
      S: -ERR ...
      """

  @rfc1939-3-malformed-command-refused @own
  Scenario: A message number that is no number is refused
    Given the mailbox "INBOX" holds 1 message
    And a POP3 client that has logged in
    When it says
      """
      C: LIST one
      S: -ERR ...
      C: RETR 1x
      S: -ERR ...
      """
    Then the session is still usable

  @rfc1939-3-wrong-state-refused @secure @own
  Scenario: A command in the wrong state is refused and changes nothing
    Given a POP3 client that has connected
    When it says
      """
      C: STAT
      S: -ERR ...
      C: USER {user}
      S: +OK ...
      C: PASS {password}
      S: +OK ...
      """

  @rfc1939-5-each-command-answered-once @own
  Scenario: Each command has one answer
    Given a POP3 client that has logged in
    When it says
      """
      C: NOOP
      S: +OK ...
      C: STAT
      S: +OK <n:number> <octets:number>
      C: XYZY
      S: -ERR ...
      C: STAT
      S: +OK {n} {octets}
      """

  @rfc1939-3-multi-line-ends-with-dot @own
  Scenario: A list ends with a line that holds one dot
    Given the mailbox "INBOX" holds 2 messages
    And a POP3 client that has logged in
    When it says
      """
      C: LIST
      S: +OK ...
      S* 1 ...
      S* 2 ...
      S: .
      C: NOOP
      S: +OK ...
      """

  @rfc1939-3-lines-byte-stuffed @own
  Scenario: A line of a message that begins with a dot is sent with one more
    Given the mailbox "INBOX" holds these messages
      """
      From: sender@example.org
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      first
      .second
      ..third
      .
      last
      """
    And a POP3 client that has logged in
    When it says
      """
      C: RETR 1
      S: +OK ...
      S* first
      S* ..second
      S* ...third
      S* ..
      S* last
      S: .
      C: NOOP
      S: +OK ...
      """
