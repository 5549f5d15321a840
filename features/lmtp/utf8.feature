@lmtp @base-only
Feature: The protocol named in the Received field of mail that came by LMTP with SMTPUTF8 (RFC 6531 section 4.3)

  @rfc6531-4.3-utf8lmtp
  Scenario: UTF8LMTP
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
    When it says
      """
      C: MAIL FROM:<δοκιμή@example.org> SMTPUTF8
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
    And "{top}" matches "...with UTF8LMTP(\x20|\t|\r|;)..."

  @rfc6531-4.3-utf8lmtps
  Scenario: UTF8LMTPS inside TLS
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
    When it says
      """
      C: MAIL FROM:<δοκιμή@example.org> SMTPUTF8
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
    And "{top}" matches "...with UTF8LMTPS(\x20|\t|\r|;)..."

  @rfc6531-4.3-utf8lmtpa
  Scenario: UTF8LMTPA with authentication
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
    When it says
      """
      C: MAIL FROM:<δοκιμή@example.org> SMTPUTF8
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
    And "{top}" matches "...with UTF8LMTPA(\x20|\t|\r|;)..."
