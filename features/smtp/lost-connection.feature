@smtp
Feature: A connection that is lost

  @rfc5321-4.1.1.10-lost-connection-cancels-the-transaction @service:lmtp
  Scenario: Half a message is not delivered
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
      C: From: {sender}
      C: Subject: half {token}
      C:
      C: the end is missing
      """
    And the client closes
    And a fence message reaches "{recipient}"
    Then "{recipient}" has received nothing with "half {token}"

  @rfc5321-4.1.1.10-lost-connection-keeps-what-was-completed @service:lmtp
  Scenario: A message that was answered with success stands when the connection is lost
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      complete
      """
    When it sends the message
    And the client vanishes
    Then "{recipient}" receives the message

  @rfc5321-4.1.1.10-lost-connection-is-a-temporary-error
  Scenario: A message that was cut off can be sent again
    Given an SMTP client "first" that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      sent again
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
      """
    And the client vanishes
    And an SMTP client "second" that has said EHLO
    And it sends the message
    Then "{recipient}" receives the message

  @rfc5321-4.1.1.5-lost-connection-is-like-quit @service:lmtp @service:submission
  Scenario: Others are served after a client vanished
    Given an SMTP client "first" that has said EHLO
    When the client vanishes
    And an SMTP client "second" that has dialled
    And it says
      """
      S: 220
      C: NOOP
      S: 250
      """
