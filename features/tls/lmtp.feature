@lmtp
Feature: STARTTLS in LMTP (RFC 3207)

  Background:
    Given this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Over LMTP and TLS.
      """

  @rfc3207-4-starttls-gets-220
  Scenario: STARTTLS is answered 220 in LMTP too, and the handshake follows
    Given an LMTP client that has said EHLO
    When it says
      """
      C: STARTTLS
      S: 220 ...
      """
    And it starts TLS
    Then it says
      """
      C: LHLO {client}
      S: 250 ...
      """

  @rfc3207-4.2-ehlo-is-forgotten
  Scenario: The name of LHLO given before TLS is not used after it
    Given an LMTP client that has connected
    And it says
      """
      C: LHLO before.example.org
      S: 250 ...
      C: STARTTLS
      S: 220 ...
      """
    And it starts TLS
    When it says
      """
      C: LHLO after.example.org
      S: 250 ...
      """
    And it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...after.example.org..."
    And "{top}" does not match "...before.example.org..."

  @rfc3207-4.2-transaction-is-forgotten
  Scenario: No sender and no recipient outlives the handshake in LMTP
    Given an LMTP client that has said EHLO
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: 250 ...
      C: STARTTLS
      S: <code:code> ...
      """
    And the scenario ends here unless "{code}" is "220"
    When it starts TLS
    Then it says
      """
      C: LHLO {client}
      S: 250 ...
      C: DATA
      S: 503 ...
      """

  @rfc3207-4.2-nothing-injected-before-tls
  Scenario: A transaction sent in clear behind STARTTLS leaves nothing in LMTP
    Given an LMTP client that has said EHLO
    When it says
      """
      C: STARTTLS
      C+ LHLO {client}
      C+ MAIL FROM:<{sender}>
      C+ RCPT TO:<{recipient}>
      S: (220|5xx) ...
      """
    And it starts TLS, unless the server will not
    Then it says
      """
      C: NOOP
      S: 250 ...
      C: XYZY
      S: 5xx ...
      C: LHLO {client}
      S: 250 ...
      C: DATA
      S: 503 ...
      """
