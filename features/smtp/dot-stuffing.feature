@smtp
Feature: Transparency
  A period at the beginning of a line is doubled by the client and made single again by the server.

  @rfc5321-4.5.2-leading-dot-removed @service:lmtp @service:submission @framing
  Scenario: A line that begins with a period keeps it, once
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      .one period
      ..two periods
      ...
      . a period and a blank
      no period
      .
      ..
      """
    When it sends the message
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added

  @rfc5321-4.5.2-leading-dot-removed @service:lmtp @service:submission
  Scenario: A period that was not doubled is removed with other characters behind it
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      no period is left
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C: From: {sender}
      C: To: {recipient}
      C: Date: Tue, 3 Mar 2026 12:00:00 +0000
      C: Message-ID: <{token}@client.example.org>
      C: Subject: {token}
      C:
      C: .no period is left
      C: .
      S: 250
      """
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added

  @rfc5321-4.5.2-lone-dot-ends-data @service:lmtp @service:submission
  Scenario: A line that is a single period ends the data and is not kept
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      before the end
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C| {message}
      C: .
      S: 250
      C: NOOP
      S: 250
      """
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added

  @rfc5321-4.5.2-lone-dot-ends-data @service:lmtp @service:submission
  Scenario: The end of data in pieces ends the data
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      before the end
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C| From: {sender}\r\nTo: {recipient}\r\nDate: Tue, 3 Mar 2026 12:00:00 +0000\r
      C| \nMessage-ID: <{token}@client.example.org>\r\nSubject: {token}\r\n
      C| \r
      C| \nbefore the end\r
      C| \n
      C| .
      C| \r
      C| \n
      S: 250
      C: NOOP
      S: 250
      """
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added
