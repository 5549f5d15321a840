@lmtp
Feature: How an LMTP session opens (RFC 2033, sections 4.1 and 5)

  @rfc2033-4.1-lhlo-opens-session @base-only
  Scenario: LHLO opens the session
    Given an LMTP client that has connected
    When it says
      """
      C: LHLO {client}
      S: 250 ...
      C: MAIL FROM:<{sender}>
      S: 250 ...
      """

  @rfc2033-4.1-lhlo-needs-name
  Scenario: LHLO without a name is refused
    Given an LMTP client that has connected
    When it says
      """
      C: LHLO
      S: (500|501|502|550) ...
      """

  @rfc2033-4.1-lhlo-resets-transaction
  Scenario: LHLO within a transaction ends it
    Given an LMTP client that has said EHLO
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: 250 ...
      """
    When it says
      """
      C: LHLO {client}
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: 503 ...
      """

  @rfc2033-4.1-helo-and-ehlo-not-accepted
  Scenario: HELO and EHLO are not accepted
    Given an LMTP client that has connected
    When it says
      """
      C: EHLO {client}
      S: (4xx|5xx) ...
      C: HELO {client}
      S: (4xx|5xx) ...
      """

  @rfc2033-4.1-helo-and-ehlo-get-500
  Scenario: The reply to HELO and EHLO is 500
    Given an LMTP client that has connected
    When it says
      """
      C: EHLO {client}
      S: 500 ...
      C: HELO {client}
      S: 500 ...
      """

  @rfc2033-5-announces-pipelining
  Scenario: PIPELINING is announced
    Given an LMTP client that has connected
    Then it announces "PIPELINING"

  @rfc2033-5-announces-enhanced-status-codes
  Scenario: ENHANCEDSTATUSCODES is announced
    Given an LMTP client that has connected
    Then it announces "ENHANCEDSTATUSCODES"

  @rfc2033-5-announces-8bitmime
  Scenario: 8BITMIME is announced
    Given an LMTP client that has connected
    Then it announces "8BITMIME"
