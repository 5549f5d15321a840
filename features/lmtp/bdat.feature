@lmtp
Feature: Chunks over LMTP (RFC 2033, section 4.3)

  Background:
    Given this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      One chunk, several replies.
      """
    And an LMTP client that has said EHLO

  @rfc2033-4.3-bdat-last-reply-for-each-recipient
  Scenario: The last chunk has a reply for each recipient
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient2}>
      S: 250 ...
      C{} BDAT {#} LAST
        {message}
      S: 250 ...
      S: 250 ...
      C: XYZY
      S: 5xx ...
      """

  @rfc2033-4.3-repeated-recipient-answered-each-time
  Scenario: The same recipient twice has two replies to the last chunk
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: 250 ...
      C{} BDAT {#} LAST
        {message}
      S: 250 ...
      S: 250 ...
      C: XYZY
      S: 5xx ...
      """

  @rfc2033-4.3-bdat-before-last-answered-once
  Scenario: A chunk that is not the last has one reply
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient2}>
      S: 250 ...
      C{} BDAT {#}
        {message}
      S: 250 ...
      C: XYZY
      S: 5xx ...
      """

  @rfc2033-4.3-bdat-last-without-recipient-delivers-nothing
  Scenario: A last chunk without a recipient is not taken
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<no-such-user-{token}@{domain}>
      S: 5xx ...
      C{} BDAT {#} LAST
        {message}
      S? (4xx|5xx) ...
      C: RSET
      S: 250 ...
      C: XYZY
      S: 5xx ...
      """

  @rfc2033-4.3-accepted-is-delivered
  Scenario: A message that came in chunks is in the mailbox
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: 250 ...
      C{} BDAT {#} LAST
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added

  @rfc2033-4.3-bdat-last-reply-for-each-recipient
  Scenario: The chunks of a group of recipients have one reply each, and the last as many as were taken
    When it says
      """
      C: MAIL FROM:<{sender}>
      C+ RCPT TO:<{recipient}>
      C+ RCPT TO:<no-such-user-{token}@{domain}>
      C+ RCPT TO:<{recipient}>
      C+ RCPT TO:<{recipient2}>
      S: 250 ...
      S: 250 ...
      S: 5xx ...
      S: 250 ...
      S: 250 ...
      C{} BDAT {#}
        {message}
      S: 250 ...
      C: BDAT 0 LAST
      S: 250 ...
      S: 250 ...
      S: 250 ...
      C: XYZY
      S: 5xx ...
      """
    Then "{recipient2}" receives the message
