@lmtp @accounts:2
Feature: A message handed in by LMTP goes to whom its own transaction names

  @rfc2033-4.1-lhlo-resets-transaction
  Scenario: A recipient from before LHLO does not get the next message
    Given an LMTP client that has said EHLO
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: lawful {token}

      for the second account
      """
    When it sends the message to "{recipient2}"
    And "{recipient2}" receives the message
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient2}>
      S: 250
      C: LHLO {client}
      S: 250
      C: RCPT TO:<{recipient}>
      S: 503
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: 250
      C: DATA
      S: 354
      C{.}
        From: {sender}
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <leaked.{token}@client.example.org>
        Subject: leaked {token}

        for the first account alone
      S: 250
      C: NOOP
      S: 250
      """
    And a fence message reaches "{recipient2}"
    Then "{recipient2}" has received nothing with "leaked {token}"

  @rfc2033-4.2-accepted-is-delivered @own
  Scenario: What was acknowledged for two is what both read, by IMAP and by POP3
    Given an LMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}, {recipient2}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      .for both

      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: 250
      C: RCPT TO:<{recipient2}>
      S: 250
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      S: 250
      """
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added
    And a POP3 client "one" that has logged in
    And it says
      """
      C: RETR 1
      S: +OK ...
      S{.} {received}
      """
    And "{recipient2}" receives the message
    And the received message equals what was sent below the fields the path added
    And a POP3 client "two" that has logged in as account 2
    And it says
      """
      C: RETR 1
      S: +OK ...
      S{.} {received}
      """
