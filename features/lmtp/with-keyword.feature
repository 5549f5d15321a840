@lmtp @base-only
Feature: The protocol named in the Received field of mail that came by LMTP (RFC 3848)

  @rfc3848-1-lmtp-in-clear
  Scenario: LMTP
    Given an LMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Which way did it come?
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...with (LMTP|UTF8LMTP)(\x20|\t|\r|;)..."

  @rfc3848-1-lmtps-inside-tls
  Scenario: LMTPS inside TLS
    Given an LMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Which way did it come?
      """
    And it says
      """
      C: STARTTLS
      S: 220 ...
      """
    And it starts TLS
    And it says
      """
      C: LHLO {client}
      S: 250 ...
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...with (LMTPS|UTF8LMTPS)(\x20|\t|\r|;)..."

  @rfc3848-1-lmtpa-with-auth
  Scenario: LMTPA with authentication
    Given an LMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Which way did it come?
      """
    And it says
      """
      C: AUTH PLAIN {plain}
      S: 235 ...
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...with (LMTPA|UTF8LMTPA)(\x20|\t|\r|;)..."
