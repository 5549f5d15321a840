@pop3
Feature: The greeting and the way in (RFC 1939, sections 4 and 7)

  @rfc1939-4-greeting-is-one-positive-line
  Scenario: The server speaks first, and says one line that begins with +OK
    Given a POP3 client that has dialled
    When it says
      """
      S: +OK ...
      C: QUIT
      S: +OK ...
      """

  @rfc1939-7-user-and-pass-log-in @secure @own
  Scenario: The right name and password open the maildrop
    Given a POP3 client that has connected
    When it says
      """
      C: USER {user}
      S: +OK ...
      C: PASS {password}
      S: +OK ...
      C: STAT
      S: +OK ...
      """

  @rfc1939-4-supports-an-authentication-mechanism @secure @own
  Scenario: There is a way to log in
    When a POP3 client that has logged in
    Then the session is still usable

  @rfc1939-4-login-enters-transaction @secure @own
  Scenario: Behind the login the commands of a transaction are taken
    Given a POP3 client that has logged in
    When it says
      """
      C: NOOP
      S: +OK ...
      C: LIST
      S: +OK ...
      S: .
      """

  @rfc1939-7-wrong-password-refused @secure @own
  Scenario: A wrong password opens nothing
    Given a POP3 client that has connected
    When it says
      """
      C: USER {user}
      S: +OK ...
      C: PASS not-{password}
      S: -ERR ...
      """

  @rfc1939-4-unopenable-maildrop-refused @secure @own
  Scenario: Behind a refused login there is no transaction
    Given a POP3 client that has connected
    When it says
      """
      C: USER {user}
      S: +OK ...
      C: PASS not-{password}
      S: -ERR ...
      """
    And the scenario ends here if the server closes
    Then it says
      """
      C: STAT
      S: -ERR ...
      """

  @rfc1939-4-lock-released-on-refusal @secure @own
  Scenario: A refused login leaves no lock behind
    Given a POP3 client "refused" that has connected
    And it says
      """
      C: USER {user}
      S: +OK ...
      C: PASS not-{password}
      S: -ERR ...
      """
    And a POP3 client "next" that has connected
    When client "next" says
      """
      C: USER {user}
      S: +OK ...
      C: PASS {password}
      S: +OK ...
      C: STAT
      S: +OK ...
      """

  @rfc1939-4-retry-after-refusal @secure @own
  Scenario: After a refused login the same connection may try again
    Given a POP3 client that has connected
    And it says
      """
      C: USER {user}
      S: +OK ...
      C: PASS not-{password}
      S: -ERR ...
      """
    And the scenario ends here if the server closes
    When it says
      """
      C: USER {user}
      S: +OK ...
      C: PASS {password}
      S: +OK ...
      """

  @rfc1939-7-pass-only-after-user @secure @own
  Scenario: PASS without USER before it is refused
    Given a POP3 client that has connected
    When it says
      """
      C: PASS {password}
      S: -ERR ...
      """

  @rfc1939-7-user-needs-name @secure
  Scenario: USER without a name is refused
    Given a POP3 client that has connected
    When it says
      """
      C: USER
      S: -ERR ...
      """

  @rfc1939-7-pass-needs-password @secure @own
  Scenario: PASS without a password is refused
    Given a POP3 client that has connected
    And it says
      """
      C: USER {user}
      S: +OK ...
      """
    When it says
      """
      C: PASS
      S: -ERR ...
      """

  @rfc1939-7-user-then-pass-or-quit @secure @own
  Scenario: Behind USER the client may leave instead
    Given a POP3 client that has connected
    And it says
      """
      C: USER {user}
      S: +OK ...
      """
    When it says
      """
      C: QUIT
      S: +OK ...
      """
    Then the server closes the connection

  @rfc1939-7-user-only-before-login @own
  Scenario: USER behind the login is refused
    Given a POP3 client that has logged in
    When it says
      """
      C: USER {user}
      S: -ERR ...
      """
    Then the session is still usable

  @rfc1939-7-apop-only-before-login @own
  Scenario: APOP behind the login is refused
    Given a POP3 client that has logged in
    When it says
      """
      C: APOP {user} c4c9334bac560ecc979e58001b3e22fb
      S: -ERR ...
      """
    Then the session is still usable

  @rfc1939-4-quit-before-login
  Scenario: QUIT before the login ends the session
    Given a POP3 client that has connected
    When it says
      """
      C: QUIT
      S: +OK ...
      """
    Then the server closes the connection

  @rfc1939-4-login-starts-without-marks @own
  Scenario: A mark of deletion does not outlive its session
    Given the mailbox "INBOX" holds 2 messages
    And a POP3 client "first" that has logged in
    And it says
      """
      C: DELE 1
      S: +OK ...
      """
    And the client vanishes
    When a POP3 client "second" that has logged in
    Then client "second" says
      """
      C: STAT
      S: +OK 2 ...
      """

  @rfc1939-5-stat-only-in-transaction
  Scenario: STAT before the login is refused
    Given a POP3 client that has connected
    When it says
      """
      C: STAT
      S: -ERR ...
      """

  @rfc1939-5-list-only-in-transaction
  Scenario: LIST before the login is refused
    Given a POP3 client that has connected
    When it says
      """
      C: LIST
      S: -ERR ...
      """

  @rfc1939-5-retr-only-in-transaction
  Scenario: RETR before the login is refused
    Given a POP3 client that has connected
    When it says
      """
      C: RETR 1
      S: -ERR ...
      """

  @rfc1939-5-dele-only-in-transaction
  Scenario: DELE before the login is refused
    Given a POP3 client that has connected
    When it says
      """
      C: DELE 1
      S: -ERR ...
      """

  @rfc1939-5-noop-only-in-transaction
  Scenario: NOOP before the login is refused
    Given a POP3 client that has connected
    When it says
      """
      C: NOOP
      S: -ERR ...
      """

  @rfc1939-5-rset-only-in-transaction
  Scenario: RSET before the login is refused
    Given a POP3 client that has connected
    When it says
      """
      C: RSET
      S: -ERR ...
      """

  @rfc1939-7-top-only-in-transaction
  Scenario: TOP before the login is refused
    Given a POP3 client that has connected
    When it says
      """
      C: TOP 1 0
      S: -ERR ...
      """

  @rfc1939-7-uidl-only-in-transaction
  Scenario: UIDL before the login is refused
    Given a POP3 client that has connected
    When it says
      """
      C: UIDL
      S: -ERR ...
      """
