@pop3 @own
Feature: Marking, unmarking and removing messages (RFC 1939, sections 5 and 6)

  Background:
    Given the mailbox "INBOX" holds 3 messages
    And a POP3 client "first" that has logged in

  @rfc1939-5-dele-marks-message
  Scenario: A message marked as deleted is out of reach
    When it says
      """
      C: DELE 2
      S: +OK ...
      C: RETR 2
      S: -ERR ...
      """

  @rfc1939-5-dele-of-deleted-message-refused
  Scenario: DELE of a message already marked is refused
    When it says
      """
      C: DELE 2
      S: +OK ...
      C: DELE 2
      S: -ERR ...
      """

  @rfc1939-5-dele-of-no-such-message-refused
  Scenario: DELE of a number that no message has is refused
    When it says
      """
      C: DELE 4
      S: -ERR ...
      """

  @rfc1939-5-dele-needs-number
  Scenario: DELE without a number is refused
    When it says
      """
      C: DELE
      S: -ERR ...
      """
    Then the session is still usable

  @rfc1939-5-dele-keeps-numbers
  Scenario: DELE gives no other message a new number
    When it says
      """
      C: LIST 3
      S: +OK 3 <three:number>...
      C: DELE 1
      S: +OK ...
      C: LIST 3
      S: +OK 3 {three}...
      """

  @rfc1939-5-dele-removes-at-quit-only
  Scenario: A marked message is still there until QUIT
    When it says
      """
      C: DELE 1
      S: +OK ...
      C: RSET
      S: +OK ...
      C: RETR 1
      S: +OK ...
      S: .
      """

  @rfc1939-5-rset-unmarks-messages
  Scenario: RSET takes all marks off
    When it says
      """
      C: DELE 1
      S: +OK ...
      C: DELE 3
      S: +OK ...
      C: RSET
      S: +OK ...
      C: STAT
      S: +OK 3 ...
      """

  @rfc1939-6-quit-removes-marked-messages
  Scenario: QUIT removes what was marked
    When it says
      """
      C: DELE 1
      S: +OK ...
      C: DELE 2
      S: +OK ...
      C: QUIT
      S: +OK ...
      """
    And the server closes the connection
    And a POP3 client "second" that has logged in
    Then client "second" says
      """
      C: STAT
      S: +OK 1 ...
      """

  @rfc1939-6-quit-keeps-unmarked-messages
  Scenario: QUIT removes nothing that was not marked
    When it says
      """
      C: RETR 2
      S: +OK ...
      S{.} ...Subject: {token} <two:number>\r\n...
      C: RETR 3
      S: +OK ...
      S{.} ...Subject: {token} <three:number>\r\n...
      C: DELE 1
      S: +OK ...
      C: QUIT
      S: +OK ...
      """
    And the server closes the connection
    And a POP3 client "second" that has logged in
    Then client "second" says
      """
      C: STAT
      S: +OK 2 ...
      C: RETR 1
      S: +OK ...
      S{.} ...Subject: {token} ({two}|{three})\r\n...
      C: RETR 2
      S: +OK ...
      S{.} ...Subject: {token} ({two}|{three})\r\n...
      """

  @rfc1939-6-broken-session-removes-nothing
  Scenario: A session that breaks off removes nothing
    When it says
      """
      C: DELE 1
      S: +OK ...
      C: DELE 2
      S: +OK ...
      """
    And the client vanishes
    And a POP3 client "second" that has logged in
    Then client "second" says
      """
      C: STAT
      S: +OK 3 ...
      """

  @rfc1939-6-quit-closes-connection
  Scenario: The server closes behind its answer to QUIT
    When it says
      """
      C: QUIT
      S: +OK ...
      """
    Then the server closes the connection

  @rfc1939-6-quit-releases-maildrop @secure
  Scenario: Behind QUIT the maildrop is free at once
    Given a POP3 client "second" that has connected
    When client "first" says
      """
      C: QUIT
      S: +OK ...
      """
    Then client "second" says
      """
      C: USER {user}
      S: +OK ...
      C: PASS {password}
      S: +OK ...
      C: STAT
      S: +OK 3 ...
      """
