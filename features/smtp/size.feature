@smtp
Feature: The size of a message is declared (RFC 1870)

  @rfc1870-4-size-parameter-accepted @service:lmtp
  Scenario: MAIL with a small SIZE is taken
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}> SIZE=1000
      S: 250 ...
      """

  @rfc1870-6-one-size-parameter @service:lmtp
  Scenario: Two SIZE parameters are refused
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}> SIZE=1000 SIZE=2000
      S: 5xx ...
      """

  @rfc1870-6-size-is-not-the-end-of-data @service:lmtp
  Scenario: A message longer than declared ends at its dot
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Longer than ten octets by far.
      """
    When it says
      """
      C: MAIL FROM:<{sender}> SIZE=10
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: (250|552|452) ...
      C: XYZY
      S: 5xx ...
      C: NOOP
      S: 250 ...
      """

  @rfc1870-6.3-truthful-size-holds @service:lmtp
  Scenario: A message as long as declared is taken
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Not longer than said.
      """
    When it says
      """
      C: MAIL FROM:<{sender}> SIZE=5000
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
