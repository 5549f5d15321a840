@smtp
Feature: The order of commands
  A transaction is MAIL, one or more RCPT, DATA; what comes too early is refused and changes nothing.

  @rfc5321-3.3-rcpt-needs-mail @service:lmtp @service:submission
  Scenario: RCPT before MAIL is a bad sequence
    Given an SMTP client that can send mail
    When it says
      """
      C: RCPT TO:<{recipient}>
      S: 503
      """
    Then the session is still usable

  @rfc5321-4.1.4-out-of-order-503 @service:lmtp @service:submission
  Scenario: A recipient after an aborted transaction is a bad sequence
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RSET
      S: 250
      C: RCPT TO:<{recipient}>
      S: 503
      """
    Then the session is still usable

  @rfc5321-4.1.4-out-of-order-keeps-the-state @service:lmtp @service:submission
  Scenario: A command out of order leaves the state as it was
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      after a false start
      """
    When it says
      """
      C: RCPT TO:<{recipient}>
      S: 503
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message

  @rfc5321-3.3-data-without-recipients-never-succeeds @service:submission
  Scenario: A transaction without recipients never succeeds
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: DATA
      S: (503|554|354)
      C: .
      S: (5xx|421|221)
      """

  @rfc5321-3.3-data-without-recipients-may-be-refused @service:submission
  Scenario: DATA without recipients is refused at once
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: DATA
      S: (503|554)
      """

  @rfc5321-4.1.4-several-transactions-in-a-session @service:lmtp @service:submission
  Scenario: One transaction follows another in the same session
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: the second {token}

      two
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        From: {sender}
        Subject: the first

        one
      S: 250
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message

  @rfc5321-4.1.4-no-transaction-is-needed @service:lmtp @service:submission
  Scenario: A session without a transaction ends well
    Given an SMTP client that has said EHLO
    When it says
      """
      C: QUIT
      S: 221
      """

  @rfc5321-4.1.4-noop-before-ehlo @service:lmtp @service:submission
  Scenario: NOOP is taken before the session is opened
    Given an SMTP client that has connected
    When it says
      """
      C: NOOP
      S: 250
      """

  @rfc5321-4.1.4-rset-before-ehlo @service:lmtp
  Scenario: RSET is taken before the session is opened
    Given an SMTP client that has connected
    When it says
      """
      C: RSET
      S: 250
      """

  @rfc5321-4.1.4-vrfy-before-ehlo
  Scenario: VRFY before EHLO is no bad sequence
    Given an SMTP client that has connected
    When it says
      """
      C: VRFY {recipient}
      S: (2xx|4xx|500|502|504|530|538|550|551|553|554)
      """

  @rfc5321-4.1.4-expn-before-ehlo
  Scenario: EXPN before EHLO is no bad sequence
    Given an SMTP client that has connected
    When it says
      """
      C: EXPN {recipient}
      S: (2xx|4xx|500|502|504|530|538|550|551|553|554)
      """

  @rfc5321-4.1.4-help-before-ehlo
  Scenario: HELP before EHLO is no bad sequence
    Given an SMTP client that has connected
    When it says
      """
      C: HELP
      S: (2xx|4xx|500|502|504|530|538|550|554)
      """

  @rfc5321-4.1.1.10-quit-at-any-time @service:lmtp @service:submission
  Scenario: QUIT is taken before the session is opened
    Given an SMTP client that has connected
    When it says
      """
      C: QUIT
      S: 221
      """

  @rfc5321-4.1.4-unacceptable-mail-501 @service:lmtp @service:submission
  Scenario: MAIL without a path is refused with 501
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:
      S: 501
      """
    Then the session is still usable

  @rfc5321-4.1.4-unacceptable-mail-keeps-the-state @service:lmtp @service:submission
  Scenario: After a refused MAIL a right one opens the transaction
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:
      S: 5xx
      C: RCPT TO:<{recipient}>
      S: 503
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      """

  @rfc5321-4.3.1-codes-mean-what-they-say @rfc5321-4.3.2-mail-250 @rfc5321-4.3.2-rcpt-250-or-251 @rfc5321-4.3.2-data-354-then-250
  @rfc5321-4.5.1-mail-implemented @rfc5321-4.5.1-rcpt-implemented @rfc5321-4.5.1-data-implemented @framing @service:submission
  Scenario: A lawful transaction runs as the table says, and the message arrives
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      a lawful transaction
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
