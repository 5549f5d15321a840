@smtp
Feature: Eight bits in the body (RFC 6152)

  @rfc6152-2-body-parameter-accepted @service:lmtp @service:submission
  Scenario: BODY=7BIT and BODY=8BITMIME are taken in any case
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> BODY=7BIT
      S: 250 ...
      C: RSET
      S: 250 ...
      C: MAIL FROM:<{sender}> body=8bitmime
      S: 250 ...
      """

  @rfc6152-2-unknown-body-value-refused @service:lmtp @service:submission
  Scenario: Another value of BODY is refused
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> BODY=9BIT
      S: 5xx ...
      """

  @rfc6152-3-one-body-parameter @service:lmtp @service:submission
  Scenario: Two BODY parameters are refused
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> BODY=7BIT BODY=8BITMIME
      S: 5xx ...
      """

  @rfc6152-3-all-bits-preserved @service:lmtp @service:submission @framing
  Scenario: Octets above 127 arrive as they were
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit

      Grüße aus Zürich, 日本, ÿ.
      """
    When it says
      """
      C: MAIL FROM:<{sender}> BODY=8BITMIME
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added

  @rfc6152-3-final-line-end-is-content @service:lmtp @service:submission
  Scenario: The line end before the dot belongs to the message
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      The last line
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" matches "...\r\nThe last line\r\n"

  @rfc6152-3-stuffed-periods-are-text @service:lmtp @service:submission @framing
  Scenario: Periods at the beginning of lines are text beside eight-bit octets too
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit

      Grüße
      .
      .über
      ..ÿ
      """
    When it says
      """
      C: MAIL FROM:<{sender}> BODY=8BITMIME
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added
