@smtp
Feature: A message goes to whom its own transaction names, or to nobody
  What is aborted, refused or cut off reaches no mailbox, and its recipients get no other message.

  @rfc5321-4.1.4-ehlo-resets-the-transaction @accounts:2
  Scenario: A recipient from before EHLO does not get the next message
    Given an SMTP client that has said EHLO
    And it says
      """
      C: EHLO {client}
      S: 250
      """
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
      S: (250|251)
      C: EHLO {client}
      S: 250
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        From: {sender}
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <leaked.{token}@client.example.org>
        Subject: leaked {token}

        for the first account alone
      S: 250
      """
    And a fence message reaches "{recipient2}"
    Then "{recipient2}" has received nothing with "leaked {token}"

  @rfc5321-4.1.1.4-end-of-data-clears-the-transaction @accounts:2 @service:lmtp
  Scenario: A recipient of a message that failed does not get the next one
    Given an SMTP client that has said EHLO
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
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000\r\n*120}From: {sender}
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <looped.{token}@client.example.org>
        Subject: looped

        round and round
      S: (250|4xx|5xx)
      C: RCPT TO:<{recipient}>
      S: 503
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
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

  @rfc5321-4.1.1.10-lost-connection-cancels-the-transaction @service:lmtp
  Scenario Outline: Nothing is delivered of a message whose client <leaves> <where>
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: lawful {token}

      whole
      """
    When it sends the message
    And "{recipient}" receives the message
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C| From: {sender}\r\nDate: Tue, 3 Mar 2026 12:00:00 +0000\r\nMessage-ID: <half.{token}@client.example.org>\r\nSubject: half {token}\r\n<text>
      """
    And the client <leaves>
    And a fence message reaches "{recipient}"
    Then "{recipient}" has received nothing with "half {token}"

    Examples:
      | leaves   | where                           | text                         |
      | vanishes | within the header section       | X-Half: and                  |
      | vanishes | behind the header section       | \\r\\n                       |
      | vanishes | within a line                   | \\r\\nthe end is             |
      | vanishes | behind a line                   | \\r\\nthe end is gone\\r\\n  |
      | vanishes | behind the last period          | \\r\\nthe end\\r\\n.         |
      | closes   | behind the last period          | \\r\\nthe end\\r\\n.         |
      | closes   | behind the last carriage return | \\r\\nthe end\\r\\n.\\r      |
      | closes   | behind a doubled period         | \\r\\nthe end\\r\\n..\\r\\n  |
