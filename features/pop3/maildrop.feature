@pop3 @own
Feature: Looking through a maildrop: STAT, LIST, RETR (RFC 1939, section 5)

  Background:
    Given the mailbox "INBOX" holds these messages
      """
      From: sender@example.org
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <1.{token}@example.org>
      Subject: one {token}

      The first has
      .a line with a dot in front
      and one more.
      ---
      From: sender@example.org
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:01 +0000
      Message-ID: <2.{token}@example.org>
      Subject: two {token}

      The second has
      .a line with a dot in front
      and one more.
      ---
      From: sender@example.org
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:02 +0000
      Message-ID: <3.{token}@example.org>
      Subject: three {token}

      The third has
      .a line with a dot in front
      and one more.
      """
    And a POP3 client that has logged in

  @rfc1939-5-stat-drop-listing
  Scenario: STAT tells how many messages there are and how long they are
    When it says
      """
      C: STAT
      S: +OK 3 <octets:number>...
      """

  @rfc1939-5-stat-adds-nothing
  Scenario: Nothing follows the size in the drop listing
    When it says
      """
      C: STAT
      S: +OK <n:number> <octets:number>
      """

  @rfc1939-5-stat-agrees-with-list
  Scenario: STAT counts the messages that LIST shows
    When it says
      """
      C: STAT
      S: +OK <n:number> <octets:number>...
      C: LIST {n}
      S: +OK {n} <last:number>...
      C: LIST 4
      S: -ERR ...
      C: DELE 1
      S: +OK ...
      C: DELE 2
      S: +OK ...
      C: STAT
      S: +OK 1 {last}...
      """

  @rfc1939-5-stat-leaves-deleted-out
  Scenario: STAT leaves out what is marked as deleted
    When it says
      """
      C: DELE 2
      S: +OK ...
      C: STAT
      S: +OK 2 ...
      """

  @rfc1939-4-messages-numbered-from-one
  Scenario: Messages are numbered from one, without a gap
    When it says
      """
      C: LIST
      S: +OK ...
      S* 1 ...
      S* 2 ...
      S* 3 ...
      S! ...
      S: .
      """

  @rfc1939-4-numbers-in-decimal
  Scenario: Numbers are written in decimal digits
    When it says
      """
      C: LIST 3
      S: +OK 3 <size:number>...
      C: STAT
      S: +OK 3 <octets:number>...
      """

  @rfc1939-5-list-of-one-message
  Scenario: LIST with a number answers in one line
    When it says
      """
      C: LIST 2
      S: +OK 2 <size:number>...
      C: NOOP
      S: +OK ...
      """

  @rfc1939-5-list-of-all-messages
  Scenario: LIST alone shows each message once
    When it says
      """
      C: LIST
      S: +OK ...
      S* 1 <one:number>...
      S* 2 <two:number>...
      S* 3 <three:number>...
      S! ...
      S: .
      """

  @rfc1939-5-list-scan-listing
  Scenario: A scan listing is a number, a blank and a size
    When it says
      """
      C: LIST 2
      S: +OK 2 <two:number>...
      C: LIST
      S: +OK ...
      S* 2 {two}...
      S: .
      """

  @rfc1939-5-list-adds-nothing
  Scenario: Nothing follows the size in a scan listing
    When it says
      """
      C: LIST
      S: +OK ...
      S* 1 <one:number>
      S* 2 <two:number>
      S* 3 <three:number>
      S: .
      """

  @rfc1939-5-list-leaves-deleted-out
  Scenario: LIST leaves out what is marked as deleted
    When it says
      """
      C: DELE 2
      S: +OK ...
      C: LIST
      S: +OK ...
      S* 1 ...
      S* 3 ...
      S! 2 ...
      S: .
      """

  @rfc1939-5-list-of-deleted-message-refused
  Scenario: LIST of a message marked as deleted is refused
    When it says
      """
      C: DELE 2
      S: +OK ...
      C: LIST 2
      S: -ERR ...
      """

  @rfc1939-5-list-of-no-such-message-refused
  Scenario: LIST of a number that no message has is refused
    When it says
      """
      C: LIST 4
      S: -ERR ...
      """

  @rfc1939-5-retr-sends-message
  Scenario: RETR sends the whole message
    When it says
      """
      C: RETR 2
      S: +OK ...
      S{.} <received:text>
      """
    Then "{received}" matches "...Subject: (one|two|three) {token}\r\n...\r\nThe (first|second|third) has\r\n.a line with a dot in front\r\nand one more.\r\n"

  @rfc1939-5-retr-of-deleted-message-refused
  Scenario: RETR of a message marked as deleted is refused
    When it says
      """
      C: DELE 2
      S: +OK ...
      C: RETR 2
      S: -ERR ...
      """

  @rfc1939-5-retr-of-no-such-message-refused
  Scenario: RETR of a number that no message has is refused
    When it says
      """
      C: RETR 4
      S: -ERR ...
      """

  @rfc1939-5-retr-needs-number
  Scenario: RETR without a number is refused
    When it says
      """
      C: RETR
      S: -ERR ...
      """
    Then the session is still usable

  @rfc1939-11-size-counts-line-ends-as-two
  Scenario: The size of a message is what RETR sends, two octets a line end
    When it says
      """
      C: LIST 1
      S: +OK 1 <size:number>...
      C: RETR 1
      S: +OK ...
      S{.} <body:text>
      """
    Then "{size}" is the number of octets of "{body}"

  @rfc1939-11-size-counts-line-ends-as-two
  Scenario: The size told is that of what is sent, whatever was asked in between
    When it says
      """
      C: LIST 1
      S: +OK 1 <size:number>...
      C: UIDL 1
      S: (+OK|-ERR) ...
      C: RETR 1
      S: +OK ...
      S{.} <body:text>
      """
    Then "{size}" is the number of octets of "{body}"

  @rfc1939-11-size-leaves-stuffed-dots-out
  Scenario: Stuffed dots do not count in the size
    When it says
      """
      C: LIST 2
      S: +OK 2 <size:number>...
      C: RETR 2
      S: +OK ...
      S{.} <body:text>
      """
    Then "{size}" is the number of octets of "{body}"

  @rfc1939-4-maildrop-stays-as-opened
  Scenario: What arrives meanwhile changes no number
    When it says
      """
      C: LIST 3
      S: +OK 3 <three:number>...
      C: RETR 1
      S: +OK ...
      S{.} ...Subject: <first:word> {token}...
      C: RETR 3
      S: +OK ...
      S{.} ...Subject: <third:word> {token}...
      """
    And the mailbox "INBOX" holds 1 message, unless it is locked
    Then it says
      """
      C: LIST 3
      S: +OK 3 {three}...
      C: RETR 1
      S: +OK ...
      S{.} ...Subject: {first} {token}...
      """
    And it says
      """
      C: LIST 1
      S: +OK 1 ...
      C: RETR 3
      S: +OK ...
      S{.} ...Subject: {third} {token}...
      """

  @rfc1939-5-noop-does-nothing
  Scenario: NOOP does nothing
    When it says
      """
      C: DELE 1
      S: +OK ...
      C: STAT
      S: +OK 2 <octets:number>...
      C: NOOP
      S: +OK ...
      C: STAT
      S: +OK 2 {octets}...
      """

  @rfc1939-7-minimal-commands-supported
  Scenario: Every command that each server has works
    When it says
      """
      C: STAT
      S: +OK ...
      C: LIST 1
      S: +OK ...
      C: RETR 1
      S: +OK ...
      S: .
      C: DELE 1
      S: +OK ...
      C: NOOP
      S: +OK ...
      C: RSET
      S: +OK ...
      C: QUIT
      S: +OK ...
      """
