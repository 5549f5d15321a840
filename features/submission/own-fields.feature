@submission @secure
Feature: What a submission server writes into a message (RFC 5322)

  @rfc5322-3.6.4-own-message-ids-differ
  Scenario: Messages that are alike get different ids
    Given a Submission client that has logged in
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Subject: {token}

      Without an id.
      """
    When it sends the message
    And "{recipient}" receives the message
    And the scenario ends here unless "{received}" matches "(|...\r\n)Message-ID:..."
    And "{received}" matches "(|...\r\n)Message-ID:(|\x20|\r\n\x20|\r\n\t)\<<first:text>\>\r\n..."
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Subject: another {token}

      Without an id.
      """
    And it sends the message
    Then "{recipient}" receives the message
    And "{received}" matches "(|...\r\n)Message-ID:(|\x20|\r\n\x20|\r\n\t)\<<second:text>\>\r\n..."
    And "{second}" is not "{first}"

  @rfc5322-3.6.4-own-message-id-names-a-domain
  Scenario: An id names a domain
    Given a Submission client that has logged in
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Subject: {token}

      Without an id.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And the scenario ends here unless "{received}" matches "(|...\r\n)Message-ID:..."
    And "{received}" matches "(|...\r\n)Message-ID:(|\x20|\r\n\x20|\r\n\t)\<<id:text>\>\r\n..."
    And "{id}" matches "...@...(.|[)..."

  @rfc5322-4.5-blanks-before-the-colon-understood
  Scenario: Fields with a blank before the colon are there
    Given a Submission client that has logged in
    And this message
      """
      Subject: {token}
      From: {sender}
      To: {recipient}
      Date : Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID : <{token}@client.example.org>

      Written by an old client.
      """
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: <sent:code> ...
      """
    And it is enough if "{sent}" does not match "250"
    When "{recipient}" receives the message
    Then "{received}" does not match "(|...\r\n)Date:...\r\n(Date |Date:)...\r\n\r\nWritten..."
    And "{received}" does not match "...\r\nDate :...\r\nDate:...\r\n\r\nWritten..."
    And "{received}" does not match "...Message-ID...Message-ID...\r\n\r\nWritten..."
