@imap
Feature: Adding messages: APPEND (RFC 3501, section 6.3.11)

  Background:
    Given this message
      """
      From: sender@example.org
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      One line.
      .A line with a dot in front.
      """
    And the mailbox "{root}box" holds 1 message
    And an IMAP client that has logged in

  @rfc3501-6.3.11-append-adds-message @framing
  Scenario: APPEND adds the message, octet for octet
    When it says
      """
      C{} APPEND "{root}box"
        {message}
      S: OK
      C: SELECT "{root}box"
      S* 2 EXISTS
      S: OK
      C: FETCH 2 (BODY.PEEK[])
      S* 2 FETCH (...BODY[] <got:string>...)
      S: OK
      """
    Then "{got}" is "{message}"

  @rfc3501-6.3.11-append-keeps-eight-bit-data
  Scenario: Octets above 127 come back as they were
    Given this message
      """
      From: sender@example.org
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit

      Grüße, 日本, ÿ.
      """
    When it says
      """
      C{} APPEND "{root}box"
        {message}
      S: OK
      C: SELECT "{root}box"
      S* 2 EXISTS
      S: OK
      C: FETCH 2 (BODY.PEEK[])
      S* 2 FETCH (...BODY[] <got:string>...)
      S: OK
      """
    Then "{got}" matches "...\r\n\r\nGr\xc3\xbc\xc3\x9fe, \xe6\x97\xa5\xe6\x9c\xac, \xc3\xbf.\r\n"

  @rfc3501-6.3.11-append-sets-flags
  Scenario: The flags given are set
    When it says
      """
      C{} APPEND "{root}box" (\Seen \Flagged)
        {message}
      S: OK
      C: SELECT "{root}box"
      S: OK
      C: FETCH 2 (FLAGS)
      S* 2 FETCH (FLAGS (<flags:text>))
      S: OK
      """
    Then "{flags}" matches "...\Seen..."
    And "{flags}" matches "...\Flagged..."
    And "{flags}" does not match "...\Deleted..."

  @rfc3501-6.3.11-append-sets-date
  Scenario: The date given is the internal date, as the same instant
    When it says
      """
      C{} APPEND "{root}box" "17-Jul-1996 02:44:25 -0700"
        {message}
      S: OK
      C: SELECT "{root}box"
      S: OK
      C: FETCH 2 (INTERNALDATE)
      S* 2 FETCH (INTERNALDATE <date:string>)
      S: OK
      """
    Then "{date}" is the same instant as "17-Jul-1996 02:44:25 -0700"

  @rfc3501-6.3.11-append-creates-no-mailbox
  Scenario: APPEND creates no mailbox
    When it says
      """
      C{} APPEND "{root}nowhere"
        {message}
      S: NO
      C: STATUS "{root}nowhere" (MESSAGES)
      S: NO
      """

  @rfc3501-6.3.11-missing-mailbox-trycreate
  Scenario: The refusal for a mailbox that is not there says TRYCREATE
    When it says
      """
      C{} APPEND "{root}nowhere"
        {message}
      S: NO [TRYCREATE] ...
      """

  @rfc3501-6.3.11-append-to-selected-tells-exists
  Scenario: APPEND to the selected mailbox is told at once
    When it says
      """
      C: SELECT "{root}box"
      S* 1 EXISTS
      S: OK
      C{} APPEND "{root}box"
        {message}
      S* 2 EXISTS
      S: OK
      """

  @rfc3501-6.3.11-failed-append-adds-nothing
  Scenario: An APPEND that is cut off adds nothing
    Given an IMAP client "cut" that has logged in
    And client "cut" says
      """
      C: APPEND "{root}box" {100000}
      S: + ...
      C| {message}
      """
    And the client vanishes
    When an IMAP client "later" that has logged in
    Then client "later" says
      """
      C: STATUS "{root}box" (MESSAGES)
      S* STATUS ... (MESSAGES 1)
      S: OK
      """
